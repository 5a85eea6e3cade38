"""The officers' desk without a browser: its address, its words, and what it makes of the browser's input."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from dashboard.registry.case_file import CaseFile, Names
from dashboard.registry.documents import RequiredDocument
from dashboard.registry.history import Step
from dashboard.registry.lookup import MaskedApplicant
from dashboard.registry.queue import Pause, QueueItem
from dashboard.registry.status import Status
from dashboard.registry.workflow import RejectionChoice, rejection_choices
from dashboard.ui.case import messages
from dashboard.ui.case.documents import document_list
from dashboard.ui.case.facts import case_facts, case_head, next_step
from dashboard.ui.case.forms import handover_options
from dashboard.ui.case.rejection import Reason, primary_options, what_the_applicant_reads
from dashboard.ui.case.timeline import case_history
from dashboard.ui.queue import ids
from dashboard.ui.queue.address import DeskAddress
from dashboard.ui.queue.listing import empty_queue, queue_table
from dashboard.ui.queue.words import count_in_words, fingerprint, moment_in_short, working_time

MORNING = dt.datetime(2026, 11, 24, 1, 5, tzinfo=dt.UTC)  # 08.05 WIB
HOLD = Pause("tahan", "Menunggu blangko", "Datang Rabu", "Petugas ani", MORNING)
NAMES = Names({"KK": "Kartu Keluarga"}, {("KK", "baru"): "Baru"}, {"KEC_09": "Kantor Kecamatan Jatiasih"})
REASONS = {
    "BERKAS_BURAM": Reason("BERKAS_BURAM", "Berkas tidak terbaca", "pemohon", False),
    "KUOTA_HABIS": Reason("KUOTA_HABIS", "Kuota habis", "sistem", False),
    "LAINNYA": Reason("LAINNYA", "Lainnya", "", True),
}


def item(**changes: Any) -> QueueItem:
    values: dict[str, Any] = {
        "request_id": 17, "number": "EO-00000017", "version": 2, "status": Status.VERIFIKASI,
        "service_code": "KK", "variant_code": "baru", "kecamatan_code": "32.75.09", "location_code": "KEC_09",
        "channel": "aplikasi", "attempt": 1, "submitted_at": MORNING, "due_at": None, "pickup_day": None,
        "holder": None, "urgency": "terlambat", "reason": "Terlambat 2 hari kerja",
    }  # fmt: skip
    return QueueItem(**{**values, **changes})


def file(**changes: Any) -> CaseFile:
    values: dict[str, Any] = {
        "item": item(), "applicant": MaskedApplicant(nik="3275********0001", name="B*** S******"),
        "documents": (), "steps": (), "chain": (), "status_since": MORNING, "claimed_at": None,
        "held_by_me": False, "held": 0, "self_print": True, "actions": frozenset({"ambil"}), "undoable": None,
    }  # fmt: skip
    return CaseFile(**{**values, **changes})


def step(**changes: Any) -> Step:
    values: dict[str, Any] = {
        "transition_id": 1, "from_status": Status.VERIFIKASI, "to_status": Status.PROSES,
        "entered_at": MORNING, "left_at": MORNING, "working_seconds": 3_900,
        "waiting_seconds": 3_000, "actor": "Petugas ani",
        "note": "", "reasons": (), "is_correction": False, "is_undone": False,
    }  # fmt: skip
    return Step(**{**values, **changes})


def words(components: Any) -> str:
    """All that a set of components says."""
    return json.dumps(components, default=lambda component: component.to_plotly_json(), ensure_ascii=False)


@pytest.mark.parametrize(
    ("search", "address"),
    [
        (None, DeskAddress()),
        ("", DeskAddress()),
        ("?kasus=EO-00000017", DeskAddress(case="EO-00000017")),
        ("?tampilan=terlambat&layanan=KK&hal=3", DeskAddress("terlambat", {"layanan": "KK"}, page=3)),
        (
            "?lokasi=KEC_09&kanal=loket&prioritas=ya&urut=masuk-turun",
            DeskAddress(
                narrowed={"lokasi": "KEC_09", "kanal": "loket", "prioritas": "ya"},
                order="masuk-turun",
            ),
        ),
        ("?layanan=K'K&urut=nama", DeskAddress()),
        ("?tampilan=semua&hal=0", DeskAddress()),
        ("?hal=-1", DeskAddress()),
        ("?hal=²", DeskAddress()),
        ("?hal=99999", DeskAddress(page=99_999)),
        ("?hal=" + "9" * 5000, DeskAddress()),
        ("?tampilan=menunggu&tampilan=milik_saya", DeskAddress("milik_saya")),
    ],
)
def test_an_address_is_read_leniently(search: str | None, address: DeskAddress) -> None:
    assert DeskAddress.from_search(search) == address
    assert DeskAddress.from_search(address.to_search()) == address


def test_what_the_list_depends_on_is_told_apart_from_the_open_case() -> None:
    here = DeskAddress("terlambat", {"layanan": "KK"}, "tenggat-turun", 3, "EO-00000017")

    assert here.list_search() == "?tampilan=terlambat&layanan=KK&urut=tenggat-turun&hal=3"
    assert here.kept_query() == "tampilan=terlambat&layanan=KK&urut=tenggat-turun"
    assert (here.sort, here.is_descending) == ("tenggat", True)


def test_a_row_says_why_what_where_and_that_it_is_a_repeat() -> None:
    table = words(queue_table([item(attempt=2)], NAMES, "mendesak", MORNING))

    for text in (
        "Terlambat 2 hari kerja",
        "EO-00000017",
        "ajuan ke-2",
        "Kartu Keluarga",
        "Baru",
        "Verifikasi",
    ):
        assert text in table
    assert "Kecamatan Jatiasih" in table
    assert "Sel, 24 Nov 08.05" in table


@pytest.mark.parametrize(
    ("order", "said", "next_order"),
    [
        ("masuk", "ascending", "masuk-turun"),
        ("masuk-turun", "descending", "masuk"),
        ("tenggat", "none", "masuk"),
    ],
)
def test_a_head_says_how_the_list_is_sorted_and_what_a_click_makes_of_it(
    order: str, said: str, next_order: str
) -> None:
    heads = queue_table([item()], NAMES, order, MORNING).children[1].children.children
    arrived = next(head for head in heads if "Masuk" in words(head))

    assert arrived.to_plotly_json()["props"]["aria-sort"] == said
    assert arrived.children.id == ids.head(next_order)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"lease_until": MORNING + dt.timedelta(minutes=11, seconds=5)}, "sisa 12 menit"),
        ({"lease_until": MORNING}, "sisa kurang dari 1 menit"),
        (
            {"pause": HOLD},
            "oleh Petugas ani",
        ),
        (
            {"pause": HOLD},
            "“Datang Rabu”",
        ),
        ({"priority": "lansia"}, "antrean-ikon-flag-fill"),
    ],
)
def test_a_row_says_how_long_a_case_is_in_hand_and_who_keeps_it_back(
    changes: dict[str, Any], text: str
) -> None:
    assert text in words(queue_table([item(**changes)], NAMES, "mendesak", MORNING))


def test_a_case_without_service_or_location_is_listed_too() -> None:
    table = words(queue_table([item(service_code=None, location_code=None)], NAMES, "mendesak", MORNING))

    assert "Layanan tidak diketahui" in table
    assert "belum ditentukan" in table


@pytest.mark.parametrize(
    ("address", "reach", "title"),
    [
        (DeskAddress(), "", "Antrean kosong."),
        (DeskAddress("milik_saya"), "", "Anda tidak memegang kasus."),
        (DeskAddress("ditahan"), "", "Tidak ada yang ditahan."),
        (DeskAddress(narrowed={"layanan": "KK"}), "", "Tidak ada kasus yang sesuai saringan."),
        (DeskAddress(narrowed={"lokasi": "KEC_10"}), "Lokasi ini", "Lokasi ini di luar tugas Anda."),
    ],
)
def test_an_empty_list_says_whether_there_is_nothing_nothing_left_or_nothing_for_this_officer(
    address: DeskAddress, reach: str, title: str
) -> None:
    assert title in words(empty_queue(address, out_of_reach=reach))


@pytest.mark.parametrize(
    ("status", "holder", "is_mine", "text"),
    [
        (Status.VERIFIKASI, None, False, "Ambil kasus ini untuk memeriksa berkasnya."),
        (Status.VERIFIKASI, "Petugas ani", True, "Periksa berkas, lalu setujui atau tolak."),
        (Status.PROSES, "Petugas beni", False, "Sedang dikerjakan oleh Petugas beni."),
        (Status.SELESAI, None, False, "Serahkan dokumen kepada pemohon."),
        (Status.DITOLAK, None, False, "Tidak ada. Pemohon dapat mengajukan ulang."),
    ],
)
def test_the_next_step_depends_on_status_and_holder(
    status: Status, holder: str | None, is_mine: bool, text: str
) -> None:
    assert next_step(file(item=item(status=status, holder=holder), held_by_me=is_mine)) == text


def test_a_closed_case_does_not_claim_to_be_late() -> None:
    head = words(case_head(file(item=item(status=Status.DIAMBIL))))

    assert "Terlambat" not in head
    assert "Diambil" in head


def test_the_case_shows_documents_steps_and_corrections() -> None:
    document = RequiredDocument("KK_ASLI", "Kartu Keluarga (asli)", True, "")
    undone = step(is_undone=True)
    correction = step(
        from_status=Status.PROSES, to_status=Status.VERIFIKASI, is_correction=True, note="Salah tekan"
    )

    shown = file(documents=(document,), steps=(undone, correction))
    body = words(
        [case_facts(shown, NAMES), document_list(shown.documents, may_add=True), case_history(shown)]
    )

    assert "Kartu Keluarga (asli)" in body
    assert "wajib · belum diunggah" in body
    assert "1 jam 5 menit kerja di Verifikasi: menunggu 50 menit, ditangani 15 menit" in body
    assert "Dibatalkan: kembali ke Verifikasi" in body
    assert "“Salah tekan”" in body
    assert "3275********0001" in body


@pytest.mark.parametrize(
    ("codes", "primary", "text", "choices"),
    [
        ([], None, "x", ()),
        (["BERKAS_BURAM"], None, " buram ", (RejectionChoice("BERKAS_BURAM", True, "buram"),)),
        (
            ["BERKAS_BURAM", "LAINNYA", "BERKAS_BURAM"],
            "BERKAS_BURAM",
            "Nama beda",
            (RejectionChoice("BERKAS_BURAM", True), RejectionChoice("LAINNYA", False, "Nama beda")),
        ),
        (
            ["BERKAS_BURAM", "KUOTA_HABIS"],
            "KUOTA_HABIS",
            "",
            (RejectionChoice("KUOTA_HABIS", True), RejectionChoice("BERKAS_BURAM")),
        ),
        (["BERKAS_BURAM"], "TIDAK_ADA", "", (RejectionChoice("BERKAS_BURAM", True),)),
    ],
)
def test_the_primary_reason_comes_first_and_the_text_goes_where_it_is_needed(
    codes: list[str], primary: str | None, text: str, choices: tuple[RejectionChoice, ...]
) -> None:
    assert rejection_choices(codes, primary, text, ["LAINNYA"]) == choices


def test_the_applicant_reads_every_reason_and_whose_fault_it_is_not() -> None:
    choices = rejection_choices(["BERKAS_BURAM", "KUOTA_HABIS"], "KUOTA_HABIS", "Penuh hari ini", ["LAINNYA"])

    message = words(what_the_applicant_reads("EO-00000017", choices, REASONS))

    assert "Permohonan EO-00000017 belum dapat disetujui" in message
    assert "Kuota habis: Penuh hari ini" in message
    assert "Berkas tidak terbaca" in message
    assert "Penyebabnya bukan pada berkas Anda" in message
    assert [option["value"] for option in primary_options(choices, REASONS)] == [
        "BERKAS_BURAM",
        "KUOTA_HABIS",
    ]


def test_printing_at_home_is_offered_only_where_it_is_allowed() -> None:
    assert "cetak_mandiri" in [option["value"] for option in handover_options(True)]
    assert "cetak_mandiri" not in [option["value"] for option in handover_options(False)]


def test_after_a_decision_the_next_case_is_named() -> None:
    other = item(number="EO-00000018", reason="Jatuh tempo hari ini pukul 15.30 WIB")

    assert "Berikutnya: EO-00000018. Jatuh tempo hari ini" in words(
        messages.done("setujui", "EO-00000017", other)
    )
    assert "Berikutnya: kasus yang sama" in words(messages.done("setujui", "EO-00000017", item()))


def test_times_and_numbers_are_short_and_indonesian() -> None:
    assert moment_in_short(MORNING) == "Sel, 24 Nov 08.05"
    assert [working_time(seconds) for seconds in (0, 59, 60, 3_600, 8_100)] == [
        "0 menit kerja", "0 menit kerja", "1 menit kerja", "1 jam kerja", "2 jam 15 menit kerja",
    ]  # fmt: skip
    assert count_in_words(12_345) == "12.345"


def test_a_fingerprint_changes_with_what_is_shown() -> None:
    assert fingerprint(DeskAddress(), (item(),)) == fingerprint(DeskAddress(), (item(),))
    assert fingerprint(DeskAddress(), (item(),)) != fingerprint(DeskAddress(), (item(version=3),))
