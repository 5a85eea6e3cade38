"""Every assumption behind the simulated city, in one place.

No published figures exist for the office's service mix, rejection rate or turnaround, so none of
these numbers describes the real office. They are chosen to be plausible and to exercise every
feature: seasons, queues that lengthen, refusals, chains, failures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

SIMULATED_REGION = "327599"
"""Region prefix of every simulated NIK. No kecamatan 99 exists, so no person has such a NIK."""

CHANNELS = ("aplikasi", "halo_pamor", "halo_petugas", "loket")


@dataclass(frozen=True)
class Season:
    """A yearly stretch of days with more (or less) demand, by service; ``*`` means every other."""

    first: tuple[int, int]
    last: tuple[int, int]
    factors: Mapping[str, float]


@dataclass(frozen=True)
class Surge:
    """Extra demand on given days, on top of what the office is staffed for."""

    first: dt.date
    last: dt.date
    factor: float


@dataclass(frozen=True)
class Assumptions:
    """The named parameters; shares are of 1, times as their names say."""

    # Demand ------------------------------------------------------------------------------------
    service_mix: Mapping[str, float] = field(
        default_factory=lambda: {
            # KTP-el printing is known to be the majority of use; the split of the rest is a guess.
            "KTP_EL": 0.40, "KK": 0.20, "AKTA_LAHIR": 0.11, "KIA": 0.10, "PINDAH_DATANG": 0.05,
            "PINDAH_KELUAR": 0.04, "AKTA_KEMATIAN": 0.04, "SK_DOMISILI": 0.015, "PERMISI": 0.01,
            "BIODATA": 0.015, "LEGALISIR": 0.012, "PERKAWINAN": 0.005, "PERCERAIAN": 0.003,
        }
    )  # fmt: skip
    variant_decay: float = 0.55
    """Each further variant of a service (in its listed order) is asked for this much less."""
    weekday_factor: tuple[float, ...] = (1.25, 1.15, 1.08, 1.02, 0.95, 0.42, 0.33)
    """Monday to Sunday; at the weekend only the app takes applications."""
    holiday_factor: float = 0.35
    seasons: tuple[Season, ...] = (
        # School enrolment asks for birth certificates, family cards and children's cards.
        Season((6, 1), (7, 15), {"AKTA_LAHIR": 1.7, "KIA": 1.6, "KK": 1.3, "*": 1.05}),
        # Year end: deadlines of other offices, and days off used for errands.
        Season((12, 1), (12, 23), {"*": 1.15}),
        Season((12, 24), (12, 31), {"*": 0.8}),
    )
    lebaran_days: int = 28
    """Days after Idulfitri in which newcomers register."""
    lebaran_factors: Mapping[str, float] = field(
        default_factory=lambda: {"PINDAH_DATANG": 2.2, "PERMISI": 2.0, "KTP_EL": 1.3, "KK": 1.25, "*": 1.1}
    )
    yearly_growth: float = 0.04
    weekly_noise: float = 0.07
    """Standard deviation of the logarithm of demand from week to week."""
    weekly_noise_memory: float = 0.5
    surges: tuple[Surge, ...] = ()
    resubmission_share: float = 0.128
    """Expected share of resubmissions in all requests; only scales new demand to the wanted total."""

    channel_shares: tuple[float, ...] = (0.66, 0.19, 0.035, 0.115)
    """In the order of CHANNELS; assisted use was about a quarter of all users by 2022."""
    app_hour_weights: tuple[float, ...] = (
        0.5, 0.3, 0.2, 0.2, 0.3, 0.7, 1.5, 3.0, 5.5, 7.5, 8.0, 7.0,
        5.5, 6.0, 6.0, 5.5, 4.5, 4.0, 4.0, 5.0, 5.5, 4.5, 3.0, 1.3,
    )  # fmt: skip
    own_office_share: float = 0.72
    """Residents who choose their own kecamatan's office; the rest go elsewhere by these weights."""
    other_office_weights: Mapping[str, float] = field(
        default_factory=lambda: {"dinas": 0.42, "mpp": 0.30, "gpp": 0.14}
    )
    returning_share: float = 0.15
    """Applications by people who have applied before."""

    # Officers and their work -------------------------------------------------------------------
    officer_accounts: int = 40
    pamor_accounts: int = 12
    pamor_entered_share: float = 0.8
    """Of Halo Pamor's applications; the rest were typed by residents who were shown how."""
    verification_minutes: float = 9.0
    processing_minutes: float = 14.0
    handling_spread: float = 0.55
    """Standard deviation of the logarithm of handling time."""
    service_effort: Mapping[str, float] = field(
        default_factory=lambda: {
            "KTP_EL": 0.9, "KIA": 0.8, "LEGALISIR": 0.5, "AKTA_LAHIR": 1.2, "AKTA_KEMATIAN": 1.2,
            "PERKAWINAN": 1.8, "PERCERAIAN": 1.8, "PINDAH_DATANG": 1.3, "PERMISI": 1.3,
        }
    )  # fmt: skip
    verification_load: float = 0.86
    processing_load: float = 0.84
    """Share of officers' time that ordinary demand fills. Staff follows the trend, not the season."""
    most_other_duties: float = 4.0
    """In a small city officers have little of this work; they never make a case wait for more than
    this multiple of its handling time because of other duties."""
    assisted_effort: float = 0.85
    """Files brought in with help are quicker to check."""
    reaction_seconds: tuple[int, int] = (15, 240)
    """From arrival to the claim when nobody waits."""

    # Rejections --------------------------------------------------------------------------------
    rejection_share: Mapping[str, float] = field(
        default_factory=lambda: {
            "KTP_EL": 0.13, "KK": 0.14, "AKTA_LAHIR": 0.17, "AKTA_KEMATIAN": 0.15, "KIA": 0.11,
            "PINDAH_DATANG": 0.15, "PERKAWINAN": 0.18, "PERCERAIAN": 0.18, "*": 0.12,
        }
    )  # fmt: skip
    channel_rejection_factor: tuple[float, ...] = (1.15, 0.60, 0.50, 0.45)
    repeat_rejection_factor: float = 0.75
    """A second attempt is refused less often than a first."""
    late_rejection_share: float = 0.015
    """Refused only in Proses."""
    extra_reason_share: float = 0.28
    """Chance of each further reason on one rejection, up to three."""
    reason_weights: Mapping[str, float] = field(
        default_factory=lambda: {
            "BERKAS_BURAM": 22, "BERKAS_TIDAK_LENGKAP": 20, "DATA_TIDAK_SESUAI": 12, "BUKAN_ASLI": 9,
            "BERKAS_SALAH_JENIS": 8, "NIK_TIDAK_DITEMUKAN": 6, "UKURAN_BERKAS": 4, "PERMOHONAN_GANDA": 4,
            "SALAH_JENIS_LAYANAN": 3, "DATA_GANDA": 3, "BUKAN_WARGA_KOTA": 2, "ALAMAT_TIDAK_TERBUKTI": 2,
            "NIK_SALAH_FORMAT": 2, "ALASAN_TIDAK_JELAS": 1, "SALAH_VERIFIKASI": 1, "LAINNYA": 1,
        }
    )  # fmt: skip
    service_reason_weights: Mapping[str, Mapping[str, float]] = field(
        default_factory=lambda: {
            "KTP_EL": {
                "IKD_BELUM_AKTIF": 9,
                "TANPA_SURAT_KEHILANGAN": 8,
                "BELUM_REKAM": 6,
                "STATUS_BELUM_PRR": 5,
            },
            "AKTA_LAHIR": {
                "SURAT_LAHIR_TIDAK_LENGKAP": 14,
                "SAKSI_TIDAK_SAH": 8,
                "NAMA_TIDAK_SESUAI_KETENTUAN": 4,
            },
            "AKTA_KEMATIAN": {"SAKSI_TIDAK_SAH": 10},
            "PINDAH_DATANG": {"ALAMAT_TIDAK_TERBUKTI": 12},
            "PERMISI": {"ALAMAT_TIDAK_TERBUKTI": 15, "BUKAN_WARGA_KOTA": 8},
        }
    )
    late_reason_weights: Mapping[str, float] = field(
        default_factory=lambda: {
            "STATUS_BELUM_PRR": 4,
            "DATA_GANDA": 4,
            "BLANGKO_KOSONG": 3,
            "DATA_TIDAK_SESUAI": 2,
        }
    )
    free_text_reason: str = "Keterangan petugas (data contoh)"
    resubmit_after_rejection: float = 0.74
    resubmit_after_failure: float = 0.88
    resubmission_median_days: float = 1.6
    resubmission_spread: float = 0.9
    most_attempts: int = 6

    # Failures of the sending system ------------------------------------------------------------
    outages_per_year: float = 5.0
    outage_hours: tuple[float, float] = (1.5, 9.0)
    outage_hit_share: float = 0.45
    """Share of cases open during an outage that end in Gagal."""
    failure_share: float = 0.006
    """Cases that fail on sending without an outage."""

    # Pickup ------------------------------------------------------------------------------------
    pickup_ahead: tuple[int, int] = (3, 7)
    """Working days ahead that the app offers."""
    pickup_preference: tuple[float, ...] = (0.46, 0.22, 0.14, 0.10, 0.08)
    quota_fill: float = 0.80
    """Share of a location's daily places that ordinary demand fills."""
    smallest_quota: int = 3
    most_deferrals: int = 4
    """Days a resident comes back for when every date is full, before giving up."""
    no_show_share: float = 0.06
    no_show_returns: float = 0.70
    no_show_return_days: float = 6.0
    never_collected_share: float = 0.025
    never_printed_share: float = 0.07
    """Documents to print at home that nobody fetches."""
    late_pickup_working_hours: float = 5.0
    print_at_home_hours: float = 15.0
    delivery_working_hours: float = 9.0
    failed_visit_share: float = 0.12

    # Blank cards -------------------------------------------------------------------------------
    blank_delivery_days: int = 14
    """The ministry sends blanks every two weeks."""
    blank_delivery_covers_days: float = 11.0
    """Working days of usual use that a delivery fills a location's stock up to."""
    blank_spoiled_share: float = 0.015

    # Who is served earlier -----------------------------------------------------------------------
    priority_shares: Mapping[str, float] = field(
        default_factory=lambda: {"lansia": 0.022, "disabilitas": 0.005, "ibu_hamil": 0.006, "sakit": 0.003}
    )

    # Second looks ------------------------------------------------------------------------------
    second_look_share: float = 0.1
    second_look_accepts_again: float = 0.965
    second_look_rejects_again: float = 0.90
    second_look_same_reason: float = 0.84
    """Of cases rejected twice, those for which the same primary reason is given."""

    # Odds and ends -----------------------------------------------------------------------------
    correction_share: float = 0.003
    """Verifications undone within minutes and decided anew."""
    survey_share: float = 0.05
    survey_mean: tuple[float, ...] = (3.30, 3.20, 3.00, 3.75, 3.30, 3.35, 3.40, 3.05, 3.15)
    """U1 to U9 on the scale of 1 to 4; waiting time (U3) is what residents like least."""
    survey_spread: float = 0.65
    survey_wait_penalty: float = 0.12
    """Points lost per doubling of a waiting time beyond one working day."""


DEFAULT = Assumptions()
