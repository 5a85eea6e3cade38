"""Chains whose repeats move, and the days they cost, worked out on paper.

A  Mon 2 Nov, KK at DINAS, rejected Tue 3 at 10.00; Wed 4 at KEC_09, rejected Thu 5;
   Fri 6 at DINAS, finished Mon 9 at 10.00
B  Mon 2 Nov, KIA at KEC_09, failed at 10.00; Tue 3 at DINAS, finished Wed 4 at 10.00
C  Mon 2 Nov, KK at DINAS, finished
D  Mon 2 Nov, KK at DINAS, rejected Tue 3; Wed 4 at DINAS, still open
"""

from __future__ import annotations

from typing import Any

import pytest
from office_builder import OfficeBuilder

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters, Scope
from dashboard.analytics.replica import Replica


@pytest.fixture
def catalog(office: OfficeBuilder, replica: Replica) -> Catalog:
    def finish(request_id: int, day: str) -> None:
        office.step(request_id, "PROSES", f"2026-11-{day} 09:00", claimed_at=f"2026-11-{day} 08:30")
        office.step(request_id, "SELESAI", f"2026-11-{day} 10:00")

    first = office.application("2026-11-02 08:00", lokasi="DINAS")
    office.step(first, "DITOLAK", "2026-11-03 10:00")
    second = office.application("2026-11-04 08:00", lokasi="KEC_09", resubmission_of=first)
    office.step(second, "DITOLAK", "2026-11-05 10:00")
    finish(office.application("2026-11-06 08:00", lokasi="DINAS", resubmission_of=second), "09")
    failed = office.application("2026-11-02 08:00", lokasi="KEC_09", layanan="KIA")
    office.step(failed, "GAGAL", "2026-11-02 10:00")
    finish(office.application("2026-11-03 08:00", lokasi="DINAS", resubmission_of=failed), "04")
    finish(office.application("2026-11-02 08:00", lokasi="DINAS"), "02")
    rejected = office.application("2026-11-02 08:00", lokasi="DINAS")
    office.step(rejected, "DITOLAK", "2026-11-03 10:00")
    office.application("2026-11-04 08:00", lokasi="DINAS", resubmission_of=rejected)
    replica.catch_up()
    return Catalog(replica)


def lengths(catalog: Catalog, filters: Filters = Filters(), scope: Scope = Scope()) -> list[Any]:  # noqa: B008
    """The chart's rows, after each was found to have as many cases in its list."""
    frame = catalog.run("rantai", filters, scope).frame
    for row in frame.to_dict("records"):
        listed = catalog.run("kasus_rantai", filters, scope, kali=row["ke"]).frame
        assert len(listed) == row["tepat"]
    return list(frame[["ke", "paling_sedikit", "tepat"]].itertuples(index=False, name=None))


def test_a_chain_is_counted_by_its_number_of_applications(catalog: Catalog) -> None:
    assert lengths(catalog) == [(1, 4, 1), (2, 3, 2), (3, 1, 1)]


def test_the_list_names_the_first_application_and_when_the_last_was_made(catalog: Catalog) -> None:
    listed = catalog.run("kasus_rantai", Filters(), kali=2, urut="terlama").frame

    # B, applied for again on Tuesday the 3rd, and D, on Wednesday the 4th.
    again = [when.strftime("%d %H:%M") for when in listed["diajukan_terakhir"]]
    assert sorted(zip(listed["layanan"], again, strict=True)) == [("KIA", "03 08:00"), ("KK", "04 08:00")]
    assert {when.strftime("%d %H:%M") for when in listed["masuk"]} == {"02 08:00"}
    assert list(listed["jumlah"]) == [2, 2]


def test_a_repeat_at_another_location_stays_with_its_chain(catalog: Catalog) -> None:
    # At DINAS began A, C and D; at KEC_09 only B, whose repeat went to DINAS.
    assert lengths(catalog, Filters(lokasi=("DINAS",))) == [(1, 3, 1), (2, 2, 1), (3, 1, 1)]
    assert lengths(catalog, Filters(lokasi=("KEC_09",))) == [(1, 1, 0), (2, 1, 1)]


def test_an_account_of_one_location_sees_its_own_part_of_a_chain(catalog: Catalog) -> None:
    # A's second application is out of sight.
    assert lengths(catalog, scope=Scope(("DINAS",))) == [(1, 3, 1), (2, 2, 2)]


def test_the_summary_counts_the_same_chains(catalog: Catalog) -> None:
    (row,) = catalog.run("ringkas_rantai", Filters(lokasi=("DINAS",))).frame.to_dict("records")

    # A (3 applications), C (1), D (2); decided at first: A and D rejected, C finished.
    assert (row["rantai"], row["diulang"], row["permohonan_per_rantai"]) == (3, 2, 2)
    assert (row["sekali_jadi"], row["diputus"]) == (1, 3)


def test_the_cost_of_repeating_runs_from_the_first_end_to_the_finish(catalog: Catalog) -> None:
    (row,) = catalog.run("biaya_ulang", Filters()).frame.to_dict("records")

    # A: Tue 3 10.00 to Mon 9 10.00, six days; B: Mon 2 10.00 to Wed 4 10.00, two days; D goes on.
    assert (row["n"], row["p50"], row["p90"], row["rata"]) == (2, 4, pytest.approx(5.6), 4)
    assert not row["cukup"]


def test_the_cases_behind_waiting_and_handling_are_those_that_were_taken(catalog: Catalog) -> None:
    counts = catalog.run("waktu_tunggu", Filters()).frame.set_index(["status", "bagian"])["n"]
    taken = catalog.run("kasus_lama", Filters(), status="VERIFIKASI", tercatat="diambil").frame
    all_of_them = catalog.run("kasus_lama", Filters(), status="VERIFIKASI").frame

    # Three were taken on record and finished; four more left Verifikasi without that: 7 in all.
    assert len(taken) == counts["VERIFIKASI", "menunggu"] == 3
    assert len(all_of_them) == 7
