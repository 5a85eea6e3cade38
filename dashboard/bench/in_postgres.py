"""Four figures asked of the request database itself, to know what the replica is worth."""

from __future__ import annotations

from typing import Any

import pandas as pd
import psycopg

from dashboard.analytics.plain_questions import STAYS
from dashboard.bench.timing import seconds, spread

TIMEOUT_SECONDS = 120

LEFT = "and transition.left_at >= %(start)s and transition.left_at < %(end)s"
QUANTILES = """count(*) as n,
    percentile_cont(array[0.5, 0.8, 0.9]) within group (order by transition.working_seconds / 3600.0) as p"""

QUESTIONS = {
    "waktu_status": f"""
        select from_status, {QUANTILES}, avg(transition.working_seconds / 3600.0) as rata
        {STAYS} {LEFT} group by from_status""",
    "waktu_layanan": f"""
        select coalesce(service_code, 'TIDAK_DIKETAHUI') as layanan, from_status, {QUANTILES}
        {STAYS} {LEFT} group by layanan, from_status""",
    "tren_mingguan": f"""
        select date_trunc('week', transition.left_at)::date as minggu, from_status, {QUANTILES}
        {STAYS} {LEFT} group by minggu, from_status""",
    "corong": f"""
        with masuk as (
            select count(*) as n from request where submitted_at >= %(start)s and submitted_at < %(end)s
        ),
        lewat as (
            select
                count(*) filter (where to_status = 'PROSES') as proses,
                count(*) filter (where to_status = 'SELESAI') as selesai,
                count(*) filter (where to_status = 'DIAMBIL') as diambil,
                count(*) filter (where (from_status, to_status) = ('VERIFIKASI', 'DITOLAK')) as tolak_v,
                count(*) filter (where (from_status, to_status) = ('PROSES', 'DITOLAK')) as tolak_p,
                count(*) filter (where (from_status, to_status) = ('VERIFIKASI', 'GAGAL')) as gagal_v,
                count(*) filter (where (from_status, to_status) = ('PROSES', 'GAGAL')) as gagal_p
            {STAYS} and request.submitted_at >= %(start)s and request.submitted_at < %(end)s
        )
        select langkah, jumlah as n from masuk cross join lewat cross join lateral (values
            ('masuk', masuk.n), ('proses', proses), ('selesai', selesai), ('diambil', diambil),
            ('ditolak_verifikasi', tolak_v), ('ditolak_proses', tolak_p),
            ('gagal_verifikasi', gagal_v), ('gagal_proses', gagal_p),
            ('terbuka_verifikasi', masuk.n - proses - tolak_v - gagal_v),
            ('terbuka_proses', proses - selesai - tolak_p - gagal_p),
            ('menunggu_diambil', selesai - diambil)) baris (langkah, jumlah)""",  # noqa: S608
}


class PostgresQuestions:
    """Asks the request database the questions above.

    Args:
        url: the request database.
    """

    def __init__(self, url: str) -> None:
        self._url = url

    def knows(self, name: str) -> bool:
        """Whether this metric is written out for PostgreSQL."""
        return name in QUESTIONS

    def measure(
        self, name: str, parameters: dict[str, Any], expected: pd.DataFrame, runs: int
    ) -> dict[str, Any]:
        """Time a metric.

        Args:
            expected: the catalogue's answer, whose counts must be found again: a faster answer to
                another question says nothing.
        """
        period = {key: parameters[key] for key in ("start", "end")}
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute("set timezone = 'Asia/Jakarta'")
            connection.execute(f"set statement_timeout = '{TIMEOUT_SECONDS}s'")
            try:
                rows = connection.execute(QUESTIONS[name], period).fetchall()
                times = [
                    seconds(lambda: connection.execute(QUESTIONS[name], period).fetchall())
                    for _ in range(runs)
                ]
            except psycopg.errors.QueryCanceled:
                return {"timed_out_after_seconds": TIMEOUT_SECONDS}
        counted = sum(row[1 if name in ("waktu_status", "corong") else 2] for row in rows)
        return {**spread(times), "same_counts": counted == int(expected["n"].sum())}
