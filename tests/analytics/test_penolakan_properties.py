"""What must hold between the figures of rejections and failures in any office."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters, Scope
from tests.analytics.rejection_office import RejectionOffice

FIRST = dt.datetime(2026, 10, 5, 8, 0)
"""A Monday, 50 days before "now", Tuesday 24 November 2026, 12.00 WIB."""

UNKNOWN = "TIDAK_DIKETAHUI"
REASONS = (("BURAM", "pemohon"), ("NIK", "sistem"), ("SALAH", "petugas"), ("LAINNYA", UNKNOWN))
GROUPS = ("layanan", "varian", "kanal", "kecamatan", "lokasi")
COURSES = (
    ("DITOLAK",), ("GAGAL",), ("PROSES",), ("PROSES", "SELESAI"), ("PROSES", "DITOLAK"),
    ("PROSES", "GAGAL"), (),
)  # fmt: skip

attempts = st.fixed_dictionaries(
    {
        "course": st.sampled_from(COURSES),
        "hours": st.integers(0, 3) | st.integers(0, 900),
        "minutes": st.integers(1, 90),
        "again": st.booleans(),
        "is_undone": st.booleans(),
        "reasons": st.lists(st.sampled_from(REASONS), max_size=2, unique=True),
        "layanan": st.sampled_from(("KK", "KTP_EL", UNKNOWN)),
        "varian": st.sampled_from(("baru", "hilang", UNKNOWN)),
        "kecamatan": st.sampled_from(("32.75.01", UNKNOWN)),
        "lokasi": st.sampled_from(("A", "B", UNKNOWN)),
        "kanal": st.sampled_from(("aplikasi", "loket", UNKNOWN)),
    }
)
offices = st.lists(attempts, max_size=30)
choices = st.builds(
    lambda first, length, layanan, kanal: Filters(
        None if first is None else FIRST.date() + dt.timedelta(days=first),
        None if first is None else FIRST.date() + dt.timedelta(days=first + length),
        tuple(sorted(layanan)),
        kanal=tuple(sorted(kanal)),
    ),
    st.none() | st.integers(-3, 40),
    st.integers(0, 45),
    st.sets(st.sampled_from(("KK", UNKNOWN))),
    st.sets(st.sampled_from(("loket", UNKNOWN))),
)
scopes = st.sampled_from([Scope(), Scope(("A",)), Scope(("B", UNKNOWN)), Scope(kecamatan=("32.75.01",))])


def catalog_of(some: list[dict[str, Any]]) -> Catalog:
    """Applications in order; one may repeat the one before it when that ended badly."""
    office = RejectionOffice()
    for code, fault in REASONS:
        office.reason(code, None if fault == UNKNOWN else fault, "" if code == "LAINNYA" else "Petunjuk")
    last: tuple[int, dt.datetime, str] | None = None
    for request, one in enumerate(some, start=1):
        moment = FIRST + dt.timedelta(hours=one["hours"], minutes=one["minutes"])
        repeats = None
        if one["again"] and last is not None and last[2] in ("DITOLAK", "GAGAL"):
            repeats, moment = last[0], last[1] + dt.timedelta(minutes=one["minutes"])
        places = {name: one[name] for name in ("layanan", "varian", "kecamatan", "lokasi", "kanal")}
        office.case(request, f"{moment:%m-%d %H:%M}", again=repeats, **places)
        status = "VERIFIKASI"
        for target in one["course"]:
            moment += dt.timedelta(minutes=one["minutes"])
            when = f"{moment:%m-%d %H:%M}"
            if target == "DITOLAK":
                step = office.reject(request, when, *one["reasons"], origin=status)
            else:
                step = office.step(request, status, target, when)
            if one["is_undone"] and len(one["course"]) == 1:
                office.undo(request, step, target, f"{moment + dt.timedelta(minutes=1):%m-%d %H:%M}")
            else:
                status = target
        last = (request, moment, status)
    return Catalog(office)


def count(frame: pd.DataFrame) -> int:
    return 0 if frame.empty else int(frame["jumlah"].iloc[0])


@given(some=offices, filters=choices, scope=scopes)
@settings(max_examples=40, deadline=None)
def test_every_division_adds_up_to_all_rejections_and_all_decisions(
    some: list[dict[str, Any]], filters: Filters, scope: Scope
) -> None:
    catalog = catalog_of(some)
    whole = catalog.run("ringkas_proses", filters, scope).frame.iloc[0]
    rejected, decided = whole["ditolak"], whole["putusan"]

    reasons = catalog.run("alasan_penolakan", filters, scope).frame
    faults = catalog.run("penolakan_pihak", filters, scope).frame
    weeks = catalog.run("penolakan_mingguan", filters, scope).frame
    after = catalog.run("penolakan_lanjutan", filters, scope).frame
    assert reasons["n"].sum() == faults["n"].sum() == weeks["ditolak"].sum() == after["n"].sum() == rejected
    assert weeks["putusan"].sum() == decided
    assert (faults["putusan"] == decided).all()
    assert (weeks[["pemohon", "petugas", "sistem", "lain"]].sum(axis=1) == weeks["ditolak"]).all()
    assert faults["dapat_dicegah"].sum() == reasons["n_dicegah"].sum()
    for group in GROUPS:
        groups = catalog.run("penolakan_menurut", filters, scope, menurut=group).frame
        assert (groups["ditolak"].sum(), groups["putusan"].sum()) == (rejected, decided)
        assert (
            (groups["low"] <= groups["tingkat"] + 1e-12) & (groups["tingkat"] <= groups["high"] + 1e-12)
        ).all()
        assert not groups["kode"].duplicated().any()


@given(some=offices, filters=choices, scope=scopes)
@settings(max_examples=25, deadline=None)
def test_a_list_of_rejections_has_as_many_cases_as_its_mark(
    some: list[dict[str, Any]], filters: Filters, scope: Scope
) -> None:
    catalog = catalog_of(some)

    def listed(**options: Any) -> int:
        return count(catalog.run("kasus_penolakan", filters, scope, **options).frame)

    for row in catalog.run("alasan_penolakan", filters, scope).frame.to_dict("records"):
        assert listed(alasan=row["alasan"]) == row["n"]
    for row in catalog.run("penolakan_pihak", filters, scope).frame.to_dict("records"):
        assert listed(pihak=row["pihak"]) == row["n"]
    for row in catalog.run("penolakan_lanjutan", filters, scope).frame.to_dict("records"):
        assert listed(lanjutan=row["lanjutan"]) == row["n"]
    for row in catalog.run("penolakan_mingguan", filters, scope).frame.to_dict("records"):
        assert listed(minggu=str(row["minggu"])[:10]) == row["ditolak"]
    for group in GROUPS:
        for row in catalog.run("penolakan_menurut", filters, scope, menurut=group).frame.to_dict("records"):
            assert listed(menurut=group, kode=row["kode"]) == row["ditolak"]


@given(some=offices)
@settings(max_examples=40, deadline=None)
def test_reasons_fall_and_their_cumulative_share_rises_to_one(some: list[dict[str, Any]]) -> None:
    frame = catalog_of(some).run("alasan_penolakan", Filters()).frame

    assert frame["n"].is_monotonic_decreasing
    assert frame["kumulatif"].is_monotonic_increasing
    assert (frame["disebut"] >= frame["n"]).where(frame["alasan"] != UNKNOWN, True).all()
    if not frame.empty:
        assert frame["kumulatif"].iloc[-1] == pytest.approx(1)
        # The fewest reasons that reach 80 %: one fewer would not.
        vital = int(frame["pokok"].sum())
        assert frame["kumulatif"].iloc[vital - 1] >= 0.8 - 1e-9
        assert vital == 1 or frame["kumulatif"].iloc[vital - 2] < 0.8


@given(some=offices, filters=choices, scope=scopes)
@settings(max_examples=40, deadline=None)
def test_failures_are_in_an_episode_or_scattered_and_never_rejections(
    some: list[dict[str, Any]], filters: Filters, scope: Scope
) -> None:
    catalog = catalog_of(some)
    process = catalog.run("ringkas_proses", filters, scope).frame.iloc[0]
    whole = catalog.run("gagal_ringkas", filters, scope).frame.iloc[0]
    episodes = catalog.run("gagal_episode", filters, scope).frame

    assert whole["gagal"] == process["gagal"] == whole["kena_episode"] + whole["tersebar"]
    assert (len(episodes), episodes["kena"].sum()) == (whole["episode"], whole["kena_episode"])
    assert whole["pulih"] == episodes["pulih"].sum() + whole["pulih_tersebar"]
    assert (episodes["pulih"] <= episodes["kena"]).all()
    assert (episodes["kena"] >= 3).all()
    in_order = episodes.sort_values("mulai")
    gaps = in_order["mulai"].iloc[1:].to_numpy() - in_order["selesai"].iloc[:-1].to_numpy()
    assert all(gap > pd.Timedelta(minutes=60) for gap in gaps)
    for row in episodes.to_dict("records"):
        listed = catalog.run("kasus_gagal", filters, scope, himpunan="episode", episode=row["episode"]).frame
        assert count(listed) == row["kena"]
        assert (listed["pulih"] == "ya").sum() == row["pulih"]
    assert count(catalog.run("kasus_gagal", filters, scope, himpunan="tersebar").frame) == whole["tersebar"]
