"""Agreement of first and second officers, against rows counted on paper.

Service KK, decided Mon 2 November at 10.00 unless told otherwise: 12 accepted, 8 rejected, of which

    accepted  11 accepted again, 1 rejected
    rejected   5 rejected for the same reason BURAM, 2 rejected for LENGKAP, 1 accepted

so 11 + 5 + 2 = 18 of 20 verdicts agree. KIA: 19 accepted, all accepted again. A 21st decision of KK was
judged and corrected afterwards; one of 24 November lies outside the period.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pandas as pd
import pytest
from office_builder import OfficeBuilder
from replica_contents import rows

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters, Scope
from dashboard.analytics.plain_questions import QUESTIONS
from dashboard.analytics.replica import Replica
from dashboard.registry.database import RequestDatabase
from tests.analytics.hand_made import EmptyReplica

NOVEMBER = Filters(dt.date(2026, 11, 1), dt.date(2026, 11, 23))
EVERYWHERE = Scope()
MONDAY = dt.datetime(2026, 11, 2, 10)


class ReviewedOffice(EmptyReplica):
    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def reviewed(
        self, first: str, second: str, times: int = 1, *, at: dt.datetime = MONDAY, **more: Any
    ) -> int:
        """``PROSES``, or the primary reason of a rejection, as given first and then again."""
        for _ in range(times):
            self.count += 1
            verdicts = ["PROSES" if answer == "PROSES" else "DITOLAK" for answer in (first, second)]
            reasons = [None if answer == "PROSES" else answer for answer in (first, second)]
            row = (
                self.count, self.count, self.count, *verdicts, *reasons, at, at, at, 1,
                more.get("layanan", "KK"), "baru", more.get("kecamatan", "32.75.01"), "-",
                more.get("lokasi", "A"), "aplikasi",
            )  # fmt: skip
            self.connection.execute(f"insert into reviews values ({', '.join('?' * len(row))})", list(row))
        return self.count


def office_on_paper() -> ReviewedOffice:
    office = ReviewedOffice()
    office.connection.execute("insert into dim_layanan values ('KK', 'Kartu Keluarga', 1, 1)")
    office.connection.execute("insert into dim_alasan values ('BURAM', 'Buram', 'pemohon', '')")
    office.reviewed("PROSES", "PROSES", 11)
    office.reviewed("PROSES", "BURAM")
    office.reviewed("BURAM", "BURAM", 5, lokasi="B")
    office.reviewed("BURAM", "LENGKAP", 2)
    office.reviewed("BURAM", "PROSES")
    office.reviewed("PROSES", "PROSES", 19, layanan="KIA")
    corrected = office.reviewed("PROSES", "BURAM")
    office.connection.execute("insert into reversals values (?)", [corrected])
    office.reviewed("PROSES", "BURAM", at=dt.datetime(2026, 11, 24, 9))
    return office


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog(office_on_paper())


def run(
    catalog: Catalog, metric: str = "mutu_keputusan", scope: Scope = EVERYWHERE, **options: Any
) -> pd.DataFrame:
    return catalog.run(metric, NOVEMBER, scope, **options).frame


def test_agreement_per_service_with_its_interval(catalog: Catalog) -> None:
    kk, kia = run(catalog).to_dict("records")

    assert (kk["nama"], kk["n"], kk["sepakat"], kk["tingkat"]) == ("Kartu Keluarga", 20, 18, 0.9)
    # Wilson of 18/20: centre (18 + 1.9208) / 23.8416 = 0.83555,
    # half its width 1.96 sqrt(18 * 2 / 20 + 0.9604) / 23.8416.
    half = 1.96 * math.sqrt(1.8 + 0.9604) / 23.8416
    assert (kk["low"], kk["high"]) == pytest.approx((0.83555 - half, 0.83555 + half), abs=1e-4)
    assert (kia["nama"], kia["n"], kia["sepakat"]) == ("KIA", 19, 19)
    # 37 of 39 verdicts agree.
    assert kk["keseluruhan"] == pytest.approx(37 / 39)


def test_nineteen_are_too_few_and_twenty_are_enough(catalog: Catalog) -> None:
    assert {row["kode"]: row["cukup"] for row in run(catalog).to_dict("records")} == {
        "KK": True,
        "KIA": False,
    }


def test_agreement_per_reason_asks_for_the_same_reason(catalog: Catalog) -> None:
    (buram,) = run(catalog, menurut="alasan").to_dict("records")

    # 8 were rejected first: 5 for the same reason again, 7 rejected again at all.
    assert (buram["nama"], buram["n"], buram["sepakat"], buram["putusan_sama"]) == ("Buram", 8, 5, 7)
    assert (buram["cukup"], buram["keseluruhan"]) == (False, 5 / 8)


def test_a_place_knows_its_own_second_looks_only(catalog: Catalog) -> None:
    (row,) = run(catalog, scope=Scope(("B",))).to_dict("records")

    assert (row["n"], row["sepakat"], row["keseluruhan"]) == (5, 5, 1.0)
    assert run(catalog, scope=Scope(())).empty
    assert run(catalog, scope=Scope(kecamatan=("32.75.02",))).empty


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ({"kode": "KK"}, 20),
        ({"kode": "KIA"}, 19),
        ({"menurut": "alasan", "kode": "BURAM"}, 8),
        ({"kode": "KK", "hasil": "berbeda"}, 2),
        ({"menurut": "alasan", "kode": "BURAM", "hasil": "berbeda"}, 3),
        ({}, 39),
    ],
)
def test_the_list_holds_as_many_as_the_figure_counts(
    catalog: Catalog, options: dict[str, str], count: int
) -> None:
    frame = run(catalog, "kasus_mutu_keputusan", **options)

    assert (len(frame), set(frame["jumlah"])) == (count, {count})


def test_the_list_tells_both_answers(catalog: Catalog) -> None:
    frame = run(catalog, "kasus_mutu_keputusan", menurut="alasan", hasil="berbeda")

    answers = sorted(zip(frame["putusan_pertama"], frame["putusan_kedua"], strict=True))
    assert answers == [("Buram", "Disetujui"), ("Buram", "LENGKAP"), ("Buram", "LENGKAP")]


def test_the_replica_follows_answers_without_officers(office: OfficeBuilder, replica: Replica) -> None:
    first, second = (office.application("2026-01-05 08:00") for _ in range(2))
    accepted = office.step(first, "PROSES", "2026-01-05 09:00")
    refused = office.step(second, "DITOLAK", "2026-01-05 09:00", reasons=["BERKAS_BURAM"])
    waiting = office.second_look(accepted, None, "2026-01-05 10:00")
    replica.catch_up()
    assert rows(replica, "select * from reviews") == []  # what waits is nobody's business

    office.second_look(refused, "DITOLAK", "2026-01-05 10:00", reason="BERKAS_TIDAK_LENGKAP")
    office.connection.execute(
        """update quality_review set verdict = 'PROSES', same_verdict = true, decided_at = now(),
           reviewer_id = (select id from user_account where username = 'petugas-uji-2') where id = %s""",
        (waiting,),
    )
    replica.catch_up()

    found = rows(
        replica,
        "select transition_id, first_verdict, second_verdict, first_reason, second_reason from reviews "
        "order by transition_id",
    )
    assert found == [
        (accepted, "PROSES", "PROSES", None, None),
        (refused, "DITOLAK", "DITOLAK", "BERKAS_BURAM", "BERKAS_TIDAK_LENGKAP"),
    ]
    columns = [name for (name,) in rows(replica, "select column_name from (describe reviews)")]
    assert not [name for name in columns if "officer" in name or "reviewer" in name or "actor" in name]


def test_a_correction_takes_the_second_look_out_of_both_counts(
    office: OfficeBuilder, replica: Replica, database: RequestDatabase
) -> None:
    kept, undone = (
        office.step(office.application("2026-01-05 08:00"), "PROSES", "2026-01-05 09:00") for _ in range(2)
    )
    for step in (kept, undone):
        office.second_look(step, "PROSES", "2026-01-05 10:00")
    replica.catch_up()
    office.undo(undone, "2026-01-05 11:00")
    replica.catch_up()

    (row,) = Catalog(replica).run("mutu_keputusan", Filters()).frame.to_dict("records")
    question = next(question for question in QUESTIONS if question.metric == "mutu_keputusan")
    plain = office.connection.execute(
        question.sql, {"start": dt.datetime(2026, 1, 1), "end": dt.datetime(2026, 2, 1)}
    ).fetchone()
    assert ((row["n"], row["sepakat"]), plain) == ((1, 1), (1, 1))
