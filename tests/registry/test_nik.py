"""What a NIK says about itself is a warning, never a refusal."""

from __future__ import annotations

import pytest

from dashboard.registry.nik import nik_remarks

OK = "3275011203900001"


@pytest.mark.parametrize(
    ("nik", "about"),
    [
        (OK, []),
        ("3275015203900001", []),  # a woman
        ("3275017103900001", []),  # a woman of the 31st
        ("3275012902000001", []),  # 29 February 2000
        ("3275012902010001", ["Tanggal lahir"]),
        ("3275010003900001", ["Tanggal lahir"]),
        ("3275013203900001", ["Tanggal lahir"]),
        ("3275014003900001", ["Tanggal lahir"]),
        ("3275017203900001", ["Tanggal lahir"]),
        ("3275011200900001", ["Tanggal lahir"]),
        ("3275011213900001", ["Tanggal lahir"]),
        ("3275013104900001", ["Tanggal lahir"]),
        ("3578080102030001", ["di luar Kota Bekasi"]),
        ("3578083102030000", ["di luar Kota Bekasi", "Tanggal lahir", "Nomor urut"]),
        (OK[:-1], []),
        (OK[:-1] + "a", []),
    ],
)
def test_a_nik_is_remarked_on(nik: str, about: list[str]) -> None:
    remarks = nik_remarks(nik)

    assert len(remarks) == len(about)
    assert all(topic in remark for topic, remark in zip(about, remarks, strict=True))
