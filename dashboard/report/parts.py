"""What the report holds, as data: which figure stands where, and what it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pandas as pd

from dashboard.analytics.filters import Filters, months_before
from dashboard.report.findings import (
    ON_TIME_LABELS,
    commonest_reason,
    fullest_location,
    funnel_finding,
    in_funnel_order,
    most_demanding,
    most_first,
    oldest_backlog,
    on_time_finding,
    on_time_rows,
    said,
    slowest_service,
    time_finding,
    worked_on,
)
from dashboard.report.period import Frequency
from dashboard.ui import format as words
from dashboard.ui.charts.proses import FUNNEL_LABELS

Kind = Literal["teks", "jumlah", "porsi", "jam", "angka", "hari", "bulan", "tahun", "yatidak"]
BEFORE = "sebelumnya"
"""Name of the column that holds the figure of the period before."""


@dataclass(frozen=True)
class Key:
    """A headline figure: one cell of a metric that has one row, or the sum of a column of counts.

    Args:
        meaning: one sentence; the whole definition stands at the end of the report.
        kpi: whose target it is held against.
        part, whole, of: numerator, denominator, and what the denominator counts.
        enough: column that says whether the cell stands on enough cases.
    """

    label: str
    metric: str
    column: str
    kind: Kind
    meaning: str
    kpi: str | None = None
    part: str | None = None
    whole: str | None = None
    of: str = ""
    enough: str | None = None
    is_sum: bool = False

    def read(self, frame: pd.DataFrame) -> float | None:
        """The figure; ``None`` where the metric has none."""
        if self.is_sum:
            return int(frame[self.column].sum())
        if frame.empty or pd.isna(frame[self.column].iloc[0]):
            return None
        value: float = frame[self.column].iloc[0].item()
        return value


@dataclass(frozen=True)
class Column:
    """A column of a table; ``names`` says what a code is called."""

    key: str
    label: str
    kind: Kind
    names: Mapping[str, str] = field(default_factory=dict)


def _whole(filters: Filters) -> Filters:
    return filters


def _twelve_months(filters: Filters) -> Filters:
    assert filters.end is not None
    return replace(filters, start=months_before(filters.end.replace(day=1), 11))


@dataclass(frozen=True)
class Part:
    """A table of the report, with bars.

    Args:
        finding: its heading, said of the rows.
        measure: what is measured, under the heading.
        bars: columns drawn as bars from zero over one another, the longest last; shares on a scale to 1.
        hollow: bars are hollow where this column has this value: what they show is not yet whole.
        scaled_by: column whose values each have a scale of their own.
        compare: column that is shown for the period before too, matched by ``identity``.
        guarded, enough: columns shown only where the column ``enough`` says that there are enough cases.
        reach: the filters of the metric, from those of the period.
        frequencies: the reports it stands in.
        most: rows shown at most.
    """

    name: str
    metric: str
    finding: Callable[[pd.DataFrame], str]
    measure: str
    columns: tuple[Column, ...]
    bars: tuple[str, ...] = ()
    hollow: tuple[str, bool] | None = None
    scaled_by: str = ""
    compare: str = ""
    identity: tuple[str, ...] = ()
    guarded: tuple[str, ...] = ()
    enough: str = "cukup"
    options: Mapping[str, Any] = field(default_factory=dict)
    prepare: Callable[[pd.DataFrame], pd.DataFrame] = lambda frame: frame
    reach: Callable[[Filters], Filters] = _whole
    frequencies: tuple[Frequency, ...] = ("mingguan", "bulanan")
    most: int | None = None


KEYS = (
    Key(
        "Permohonan masuk", "ringkas_proses", "masuk", "jumlah",
        "Permohonan yang masuk dalam periode ini.",
    ),
    Key(
        "Mencapai Selesai", "ringkas_proses", "selesai", "jumlah",
        "Permohonan yang mencapai Selesai dalam periode ini, kapan pun masuknya.",
    ),
    Key(
        "Diputus", "ringkas_proses", "putusan", "jumlah",
        "Putusan dalam periode ini: disetujui, ditolak, atau selesai.",
    ),
    Key(
        "Tepat waktu", "ketepatan", "porsi_tepat", "porsi",
        "Diputus paling lambat pada tenggat, dari yang jatuh tempo dalam periode ini.",
        kpi="tepat_waktu", part="tepat", whole="jatuh_tempo", of="jatuh tempo",
    ),
    Key(
        "Masuk sampai Selesai, P50", "ringkas_proses", "p50", "jam",
        "Separuh permohonan selesai dalam waktu ini; jam kerja.",
        kpi="p50_selesai", enough="cukup",
    ),
    Key(
        "Masuk sampai Selesai, P80", "ringkas_proses", "p80", "jam",
        "Delapan dari sepuluh permohonan selesai dalam waktu ini; jam kerja.",
        enough="cukup",
    ),
    Key(
        "Tunggakan berkas", "tunggakan", "n", "jumlah",
        "Permohonan yang pada akhir periode masih di Verifikasi atau Proses.",
        kpi="tunggakan", is_sum=True,
    ),
    Key(
        "Ditolak", "ringkas_proses", "porsi_ditolak", "porsi",
        "Putusan Ditolak dari seluruh putusan dalam periode ini.",
        kpi="ditolak", part="ditolak", whole="putusan", of="putusan",
    ),
    Key(
        "Sekali jadi", "ringkas_rantai", "porsi_sekali_jadi", "porsi",
        "Selesai pada permohonan pertama, dari rantai yang permohonan pertamanya diputus.",
        kpi="sekali_jadi", part="sekali_jadi", whole="diputus", of="rantai diputus",
    ),
    Key(
        "Pengajuan ulang", "ringkas_rantai", "porsi_diulang", "porsi",
        "Rantai dengan dua permohonan atau lebih, dari seluruh rantai yang dimulai.",
        part="diulang", whole="rantai", of="rantai",
    ),
    Key(
        "Kuota pengambilan terisi", "ringkas_slot", "porsi_terisi", "porsi",
        "Tempat pengambilan yang terpesan dari kuota hari buka.",
        kpi="slot_terisi", part="terisi", whole="quota", of="tempat",
    ),
    Key(
        "Siap sebelum hari ambil", "ringkas_slot", "porsi_siap", "porsi",
        "Mencapai Selesai sebelum tanggal pengambilan, dari pesanan yang tidak batal.",
        kpi="siap_diambil", part="siap", whole="diperiksa_siap", of="pesanan", enough="cukup_siap",
    ),
    Key(
        "Tidak datang", "ringkas_slot", "porsi_tidak_datang", "porsi",
        "Pesanan yang tidak diambil pada harinya, dari pesanan hari yang sudah lewat.",
        part="tidak_datang", whole="dipesan_lewat", of="pesanan", enough="cukup_datang",
    ),
    Key(
        "Selesai, belum diambil", "belum_diambil", "n", "jumlah",
        "Permohonan yang sudah Selesai dan pada akhir periode belum diambil.",
        kpi="belum_diambil", is_sum=True,
    ),
    Key(
        "Gagal kirim", "ringkas_proses", "gagal", "jumlah",
        "Gangguan sistem; bukan penolakan.",
        kpi="gagal",
    ),
)  # fmt: skip

STATUS = Column("status", "Status", "teks", words.STATUS_LABELS)
DURATIONS = (
    Column("n", "Permohonan", "jumlah"),
    Column("p50", "P50", "jam"),
    Column("p80", "P80", "jam"),
    Column("p90", "P90", "jam"),
)
PERCENTILES = ("p50", "p80", "p90")


FAULTS = {
    "pemohon": "Pemohon",
    "petugas": "Petugas",
    "sistem": "Sistem",
    "beragam": "Beragam",
    "TIDAK_DIKETAHUI": "Tidak diketahui",
}


PARTS = (
    Part(
        "Perjalanan", "corong", funnel_finding,
        "Permohonan yang masuk dalam periode ini dan sampai di mana; bagian dari seluruhnya",
        (
            Column("langkah", "Langkah", "teks", FUNNEL_LABELS),
            Column("n", "Permohonan", "jumlah"),
            Column("bagian", "Bagian", "porsi"),
            Column("konversi", "Dari langkah sebelumnya", "porsi"),
            Column(BEFORE, "Sebelumnya", "jumlah"),
        ),
        bars=("n",), compare="n", identity=("langkah",), prepare=in_funnel_order,
    ),
    Part(
        "Dua belas bulan", "corong_bulanan", said("Permohonan per bulan masuk, dua belas bulan"),
        "Batang berongga: bulan belum matang, lebih dari 5 % permohonannya masih terbuka",
        (
            Column("bulan", "Bulan", "bulan"),
            Column("n", "Masuk", "jumlah"),
            Column("selesai", "Mencapai Selesai", "jumlah"),
            Column("ditolak", "Ditolak", "jumlah"),
            Column("gagal", "Gagal", "jumlah"),
            Column("terbuka", "Masih terbuka", "jumlah"),
            Column("matang", "Matang", "yatidak"),
        ),
        bars=("n",), reach=_twelve_months, hollow=("matang", False),
    ),
    Part(
        "Lama per status", "waktu_status", time_finding,
        "P50, P80, dan P90 dalam jam kerja; status yang ditinggalkan dalam periode ini",
        (STATUS, *DURATIONS, Column(BEFORE, "P50 sebelumnya", "jam")),
        bars=PERCENTILES, compare="p50", identity=("status",), guarded=PERCENTILES,
    ),
    Part(
        "Lama per minggu", "tren_mingguan", said("Lama di tiap status per minggu"),
        "P50, P80, dan P90 dalam jam kerja; batang berongga: minggu sebagian",
        (
            Column("minggu", "Minggu mulai", "hari"),
            STATUS,
            *DURATIONS,
            Column("sebagian", "Sebagian", "yatidak"),
        ),
        bars=PERCENTILES, hollow=("sebagian", True), guarded=PERCENTILES, scaled_by="status",
        frequencies=("bulanan",),
    ),
    Part(
        "Lama per layanan", "waktu_layanan", slowest_service,
        "P50, P80, dan P90 dalam jam kerja; status yang ditinggalkan dalam periode ini",
        (Column("nama", "Layanan", "teks"), STATUS, *DURATIONS),
        bars=PERCENTILES, guarded=PERCENTILES, prepare=worked_on, scaled_by="status",
    ),
    Part(
        "Ketepatan waktu", "ketepatan", on_time_finding,
        "Permohonan menurut tanggal jatuh tempo dalam periode ini",
        (
            Column("hasil", "Hasil", "teks", ON_TIME_LABELS),
            Column("n", "Permohonan", "jumlah"),
            Column("bagian", "Dari yang jatuh tempo", "porsi"),
            Column(BEFORE, "Sebelumnya", "jumlah"),
        ),
        bars=("n",), compare="n", identity=("hasil",), prepare=on_time_rows,
    ),
    Part(
        "Alasan penolakan", "alasan_penolakan", commonest_reason,
        "Putusan Ditolak menurut alasan utama, dari yang paling sering; bagian dari seluruh penolakan",
        (
            Column("nama", "Alasan", "teks"),
            Column("pihak", "Pihak", "teks", FAULTS),
            Column("n", "Penolakan", "jumlah"),
            Column("bagian", "Bagian", "porsi"),
            Column("kumulatif", "Kumulatif", "porsi"),
            Column(BEFORE, "Sebelumnya", "jumlah"),
            Column("dapat_dicegah", "Dapat dicegah", "yatidak"),
        ),
        bars=("n",), compare="n", identity=("alasan",), most=10,
    ),
    Part(
        "Slot per lokasi", "slot_lokasi", fullest_location,
        "Tempat pengambilan yang terpesan dari kuota hari buka, menurut tanggal pengambilan",
        (
            Column("nama", "Lokasi", "teks"),
            Column("quota", "Kuota", "jumlah"),
            Column("terisi", "Terisi", "jumlah"),
            Column("porsi_terisi", "Bagian", "porsi"),
            Column(BEFORE, "Sebelumnya", "porsi"),
            Column("tidak_datang", "Tidak datang", "jumlah"),
            Column("ditolak_kuota", "Ditolak penuh", "jumlah"),
        ),
        bars=("porsi_terisi",), compare="porsi_terisi", identity=("lokasi",),
    ),
    Part(
        "Permintaan per kecamatan",
        "permintaan_wilayah",
        most_demanding,
        "Permohonan yang masuk menurut tempat tinggal pemohon; per 1.000 penduduk tahun yang disebut",
        (
            Column("nama_kecamatan", "Kecamatan", "teks"),
            Column("n", "Permohonan", "jumlah"),
            Column("bagian", "Bagian", "porsi"),
            Column(BEFORE, "Sebelumnya", "jumlah"),
            Column("penduduk", "Penduduk", "jumlah"),
            Column("tahun", "Tahun", "tahun"),
            Column("per_1000", "Per 1.000", "angka"),
        ),
        bars=("n",),
        compare="n",
        identity=("kecamatan",),
        guarded=("per_1000",),
        prepare=most_first,
    ),
    Part(
        "Tunggakan", "tunggakan", oldest_backlog,
        "Permohonan yang masih di Verifikasi atau Proses pada akhir periode, menurut umur sejak masuk",
        (
            STATUS,
            Column("umur", "Umur", "teks"),
            Column("n", "Permohonan", "jumlah"),
            Column(BEFORE, "Sebelumnya", "jumlah"),
        ),
        bars=("n",), compare="n", identity=("status", "umur"),
    ),
)  # fmt: skip
