"""The pages of a Satgas Pamor without a browser: their words, their address, and what a form keeps."""

from __future__ import annotations

import csv
import datetime as dt
import json
from importlib.resources import files
from typing import Any

import pytest

from dashboard.registry.assisted import CONSENTS, PRIORITIES, AssistedCase, PickupChoice, Refusal
from dashboard.registry.case_file import Names
from dashboard.registry.documents import RequiredDocument
from dashboard.registry.lookup import MaskedApplicant
from dashboard.registry.status import Status
from dashboard.ui.pamor import form, ids
from dashboard.ui.pamor.case import case_body, case_frame, case_head, receipt_text
from dashboard.ui.pamor.hints import HINTS, hint_for
from dashboard.ui.pamor.listing import ListAddress, case_list, empty_list, kelurahan_options, list_frame
from dashboard.ui.pamor.repeat import repeat_frame
from dashboard.ui.pamor.words import need_in_words

MORNING = dt.datetime(2026, 11, 24, 1, 5, tzinfo=dt.UTC)  # 08.05 WIB
TODAY = dt.date(2026, 11, 24)
NAMES = Names({"KTP_EL": "KTP-el"}, {("KTP_EL", "rusak"): "Rusak"}, {"KEC_09": "Kantor Kecamatan Jatiasih"})
BURAM = Refusal("BERKAS_BURAM", "Berkas tidak terbaca", "pemohon")
KUOTA = Refusal("KUOTA_HABIS", "Kuota habis", "sistem")


def case(status: str = "VERIFIKASI", **changes: Any) -> AssistedCase:
    values: dict[str, Any] = {
        "request_id": 17, "number": "EO-00000017", "status": Status(status), "status_since": MORNING,
        "submitted_at": MORNING, "due_at": None, "service_code": "KTP_EL", "variant_code": "rusak",
        "location_code": "KEC_09", "kelurahan": "Jatiasih", "priority": None, "is_mine": True,
        "self_print": False, "applicant": MaskedApplicant("3275********0001", "S*** A*****"),
        "pickup_day": None, "has_missed": False, "visit_on": None, "has_wish": False,
        "missing_documents": 0, "refusals": (), "repeated_by": None,
    }  # fmt: skip
    return AssistedCase(**{**values, **changes})


def words(components: Any) -> str:
    """All that a set of components says."""
    return json.dumps(components, default=lambda component: component.to_plotly_json(), ensure_ascii=False)


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        (case(), "Berkas sedang diperiksa kantor."),
        (case(pickup_day=dt.date(2026, 12, 1)), "Berkas sedang diperiksa kantor. Tanggal ambil Sel, 1 Des."),
        (case(missing_documents=2), "2 berkas wajib belum diunggah. Unggah agar kantor dapat memeriksa."),
        (case("PROSES"), "Dokumen sedang dikerjakan kantor."),
        (case("DIAMBIL"), "Selesai; dokumen sudah diterima warga."),
        (case("DITOLAK"), "Ditolak. Perbaiki, lalu ajukan ulang."),
        (case("GAGAL"), "Pengiriman data gagal di sistem. Ajukan ulang."),
        (case("DITOLAK", repeated_by="EO-00000018"), "Sudah diajukan ulang sebagai EO-00000018."),
        (case("SELESAI", pickup_day=TODAY), "Siap diambil Sel, 24 Nov di Kantor Kecamatan Jatiasih."),
        (
            case("SELESAI", pickup_day=dt.date(2026, 11, 23)),
            "Siap diambil di Kantor Kecamatan Jatiasih pada jam kerja.",
        ),
        (
            case("SELESAI", pickup_day=dt.date(2026, 11, 23), has_missed=True),
            "Tidak diambil pada Sen, 23 Nov. Masih dapat diambil di Kantor Kecamatan Jatiasih pada jam "
            "kerja.",
        ),
        (case("SELESAI", self_print=True), "Dokumen siap; warga dapat mencetaknya sendiri."),
        (case("SELESAI", has_wish=True), "Dokumen siap; pengantaran ke rumah menunggu jadwal."),
        (case("SELESAI", has_wish=True, visit_on=TODAY), "Dokumen diantar ke rumah pada Sel, 24 Nov."),
    ],
)
def test_what_a_case_needs_is_one_sentence(shown: AssistedCase, sentence: str) -> None:
    assert need_in_words(shown, NAMES, TODAY) == sentence


def test_every_reason_of_the_office_has_a_hint_of_its_own() -> None:
    reference = files("dashboard.registry") / "reference" / "rejection_reason.csv"
    codes = {row["code"] for row in csv.DictReader(reference.read_text().splitlines())}

    assert set(HINTS) == codes
    assert hint_for("ALASAN_BARU_KANTOR") == hint_for("LAINNYA")


def test_a_refused_case_says_why_what_to_do_and_whose_fault_it_was_not() -> None:
    theirs = words(case_list([case("DITOLAK", refusals=(BURAM,))], NAMES, TODAY))
    ours = words(case_list([case("DITOLAK", refusals=(KUOTA,))], NAMES, TODAY))
    repeated = words(case_list([case("DITOLAK", refusals=(BURAM,), repeated_by="EO-00000018")], NAMES, TODAY))

    assert "Berkas tidak terbaca" in theirs
    assert "Foto ulang di tempat terang" in theirs
    assert "/pamor/ulang/EO-00000017" in theirs
    assert ("Bukan kesalahan warga" in theirs, "Bukan kesalahan warga" in ours) == (False, True)
    assert "Ajukan ulang" not in repeated


def test_the_receipt_tells_all_that_is_to_do_and_nothing_personal() -> None:
    asked = [
        RequiredDocument("KK", "Kartu Keluarga", True, ""),
        RequiredDocument("F_1_02", "Formulir", False, "bila perlu"),
    ]

    receipt = receipt_text(case(pickup_day=dt.date(2026, 12, 1)), NAMES, asked)

    assert "EO-00000017" in receipt
    assert "KTP-el: Rusak" in receipt
    assert "Selasa, 1 Desember 2026, Kantor Kecamatan Jatiasih" in receipt
    assert "- Kartu Keluarga" in receipt
    assert "Formulir" not in receipt
    assert "S*** A*****" not in receipt
    assert "3275" not in receipt


def test_files_are_added_while_a_case_is_open_only() -> None:
    asked = [RequiredDocument("KK", "Kartu Keluarga", True, "")]

    assert "data-unggah" in words(case_body(case(), NAMES, asked))
    assert "Kartu Keluarga" not in words(case_body(case("DITOLAK"), NAMES, asked))


def test_a_case_says_why_its_resident_is_served_earlier() -> None:
    assert "Lanjut usia" in words(case_body(case(priority="lansia"), NAMES, []))
    assert "Didahulukan" not in words(case_body(case(), NAMES, []))


def test_a_number_is_greeted_only_when_it_was_just_given() -> None:
    assert "Catat nomor ini" in words(case_head("EO-00000017", "ya"))
    assert "sudah diterima sebelumnya" in words(case_head("EO-00000017", "sebelumnya")).lower()
    assert "Catat" not in words(case_head("EO-00000017", ["ya"]))


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ({}, ListAddress()),
        (None, ListAddress()),
        (["tampilan"], ListAddress()),
        ({"tampilan": "SELESAI", "hal": 3}, ListAddress("SELESAI", page=3)),
        (
            {"tampilan": "perlu_warga", "kelurahan": "32.75.01.1001"},
            ListAddress("perlu_warga", "32.75.01.1001"),
        ),
        ({"tampilan": "' or 1=1", "kelurahan": "x y", "hal": "-1"}, ListAddress()),
        ({"kelurahan": "semua", "hal": "0"}, ListAddress()),
    ],
)
def test_an_address_is_read_and_what_is_odd_in_it_is_left_out(asked: Any, address: ListAddress) -> None:
    assert ListAddress.read(asked) == address
    assert ListAddress.read(address.stored()) == address


def test_the_days_say_how_many_places_are_left_and_a_full_one_is_named() -> None:
    choices = [PickupChoice(dt.date(2026, 12, 1), 3), PickupChoice(dt.date(2026, 12, 2), 0)]

    fetched = [option["label"] for option in form.day_options(choices, may_print=False)]
    printed = [option["label"] for option in form.day_options(choices, may_print=True)]

    assert fetched == ["Pilih …", "Sel, 1 Des · sisa 3 tempat", "Rab, 2 Des · penuh"]
    assert printed[0] == "Dicetak sendiri, tanpa tanggal"
    assert form.day_hint(choices, "2026-12-02", may_print=False).startswith("Tanggal ini penuh")
    assert form.day_hint(choices[1:], None, may_print=False).startswith("Semua hari")


def test_an_empty_list_says_why() -> None:
    assert "Belum ada permohonan" in words(empty_list(ListAddress()))
    assert "Tidak ada yang menunggu warga" in words(empty_list(ListAddress("perlu_warga")))
    assert "yang sesuai" in words(empty_list(ListAddress(kelurahan="32.75.01.1001")))


def test_a_kelurahan_that_is_chosen_stays_in_the_choice() -> None:
    values = [
        option["value"] for option in kelurahan_options({"32.75.01.1001": "Bekasi Jaya"}, "32.75.01.1002")
    ]

    assert values == ["semua", "32.75.01.1001", "32.75.01.1002"]


@pytest.mark.parametrize(
    "frame",
    [
        form.entry_frame(CONSENTS, PRIORITIES),
        repeat_frame("EO-00000017", CONSENTS),
        case_frame("EO-00000017", "ya"),
        list_frame(ListAddress()),
    ],
    ids=["ajukan", "ulang", "permohonan", "daftar"],
)
def test_no_page_keeps_anything_in_the_browser(frame: Any) -> None:
    parts = list(frame._traverse())
    stores = [part for part in parts if type(part).__name__ == "Store"]
    fields = [part for part in parts if type(part).__name__ in ("Input", "Textarea", "Select")]

    assert {getattr(store, "storage_type", "memory") for store in stores} <= {"memory"}
    assert not [field for field in fields if getattr(field, "persistence", None)]
    assert {field.autocomplete for field in fields if type(field).__name__ == "Input"} <= {"off"}


def test_every_field_of_the_form_has_a_label_and_room_for_its_mistake() -> None:
    frame = form.entry_frame(CONSENTS, PRIORITIES)
    parts = list(frame._traverse())
    labelled = {part.html_for for part in parts if type(part).__name__ == "Label"}
    known = {getattr(part, "id", None) for part in parts if isinstance(getattr(part, "id", None), str)}

    for name in form.FIELDS:
        assert ids.NEW.field(name) in labelled & known
        assert f"{ids.NEW.field(name)}-salah" in known
