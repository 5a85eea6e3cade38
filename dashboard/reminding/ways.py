"""The ways by which an applicant is reached: a program of the office that sends SMS, and e-mail.

Nothing that is raised or logged here names a person, a number or an address.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Literal

from dashboard.registry.personal import Person
from dashboard.report import mail
from dashboard.settings import Settings

Way = Literal["sms", "surel"]
WAY_NAMES: dict[Way, str] = {"sms": "SMS", "surel": "surel"}
PATIENCE_SECONDS = 20

_SEPARATORS = re.compile(r"[\s().-]")
_PHONE = re.compile(r"\+?[0-9]{8,15}")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+")


class NotTaken(Exception):
    """A message was not taken; it may be tried again."""


class WayClosed(NotTaken):
    """The way itself is closed for now: the next message would not be taken either."""


@dataclass(frozen=True)
class Message:
    """What an applicant reads; ``key`` is the same whenever the same message is sent again."""

    subject: str
    text: str
    short_text: str
    key: str


def ways_set_up(settings: Settings) -> tuple[Way, ...]:
    """The ways of this office, the preferred one first; empty when none is set up."""
    ways: list[tuple[Way, object]] = [("sms", settings.sms_command), ("surel", settings.smtp_host)]
    return tuple(way for way, setting in ways if setting)


def way_to(settings: Settings, person: Person) -> tuple[Way, str] | None:
    """The way to a person and the number or address there; ``None`` when the office has no way to them."""
    addresses: dict[Way, str | None] = {"sms": phone_of(person), "surel": email_of(person)}
    found = ((way, addresses[way]) for way in ways_set_up(settings))
    return next(((way, address) for way, address in found if address), None)


def phone_of(person: Person) -> str | None:
    """The telephone number without what people group it by; ``None`` when it cannot be one."""
    number = _SEPARATORS.sub("", person.phone)
    return number if _PHONE.fullmatch(number) else None


def email_of(person: Person) -> str | None:
    """The one e-mail address; ``None`` when it cannot be one."""
    address = person.email.strip()
    return address if _EMAIL.fullmatch(address) else None


def send(settings: Settings, way: Way, address: str, message: Message) -> None:
    """Hand a message over.

    Raises:
        NotTaken: it was not taken.
    """
    if way == "sms":
        _send_sms(settings.sms_command or "", address, message.short_text)
    else:
        _send_mail(settings, address, message)


def _send_sms(command: str, number: str, text: str) -> None:
    # Not as arguments: those are readable by everybody on the machine.
    told = json.dumps({"nomor": number, "pesan": text}, ensure_ascii=False)
    try:
        ended = subprocess.run(  # noqa: S603 - the office's own program, without a shell
            shlex.split(command),
            input=told,
            encoding="utf-8",
            timeout=PATIENCE_SECONDS,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise WayClosed(f"Program SMS tidak berjalan ({type(error).__name__}).") from None
    if ended.returncode:
        raise NotTaken(f"Program SMS berakhir dengan kode {ended.returncode}.")


def _send_mail(settings: Settings, address: str, message: Message) -> None:
    domain = parseaddr(settings.smtp_from)[1].partition("@")[2] or "localhost"
    letter = mail.message_of(
        settings, to=address, subject=message.subject, text=message.text, attachments=[],
        message_id=f"<{message.key}@{domain}>",
    )  # fmt: skip
    try:
        mail.send(settings, letter)
    except mail.ReceiverRefused as refusal:
        raise NotTaken(str(refusal)) from None
    except mail.MailError as error:
        raise WayClosed(str(error)) from None
