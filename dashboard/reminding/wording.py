"""What an applicant reads: the number and the place, and nothing about the person."""

from __future__ import annotations

from dashboard.registry.calendar import WIB
from dashboard.registry.reminders import Letter
from dashboard.registry.wording import date_in_words
from dashboard.reminding.ways import Message

SIGNATURE = "Disdukcapil Kota Bekasi"


def message_of(letter: Letter, reminder_id: int) -> Message:
    """The message of a reminder."""
    place = letter.location or "tempat pengambilan yang Anda pilih"
    ready = date_in_words(letter.ready_at.astimezone(WIB).date())
    text = (
        f"Dokumen permohonan {letter.number} ({letter.service}) siap sejak {ready} dan belum diambil.\n\n"
        f"Silakan mengambilnya di {place} pada jam pelayanan dengan membawa KTP-el atau Kartu Keluarga.\n\n"
        f"Abaikan pesan ini bila dokumen sudah Anda terima.\n\n{SIGNATURE}\n"
    )
    short = f"{SIGNATURE}: dokumen {letter.number} siap diambil di {place}. Bawa KTP-el atau KK."
    return Message(
        f"Dokumen {letter.number} siap diambil", text, short, f"pengingat.{reminder_id}.{letter.request_id}"
    )
