"""Sends e-mail through the mail server of the settings."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage

from dashboard.settings import Settings

PATIENCE_SECONDS = 30


class MailError(Exception):
    """The mail server did not take the message; it may be tried again. Names no address."""


class ReceiverRefused(MailError):
    """The mail server takes messages, but none to this address."""


@dataclass(frozen=True)
class Attachment:
    """A file of a message; ``kind`` is its MIME type."""

    name: str
    kind: str
    content: bytes


def message_of(
    settings: Settings, *, to: str, subject: str, text: str, attachments: list[Attachment], message_id: str
) -> EmailMessage:
    """A message to one person.

    Args:
        message_id: the same for the same report and reader, so that a mail server that gets a message
            again after a broken connection can tell.
    """
    message = EmailMessage()
    message["From"] = settings.smtp_from
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    for attachment in attachments:
        main, _, sub = attachment.kind.partition("/")
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)
    return message


def send(settings: Settings, message: EmailMessage) -> None:
    """Hand a message over to the mail server.

    Raises:
        MailError: no server is set, it is away, or it refuses; :class:`ReceiverRefused` when it refuses
            only this receiver.
    """
    if not settings.smtp_host:
        raise MailError("EOPEN_SMTP_HOST belum diatur.")
    try:
        with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=PATIENCE_SECONDS) as server:
            if settings.smtp_starttls:
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_user and settings.smtp_password is not None:
                server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
            server.send_message(message)
            # Taken: what happens to the connection afterwards must not make it go out again.
            _leave(server)
    except (smtplib.SMTPException, OSError) as error:
        kind = ReceiverRefused if isinstance(error, smtplib.SMTPRecipientsRefused) else MailError
        # An SMTP error may quote the address; neither log nor journal must hold it.
        raise kind(f"Peladen surel tidak menerima kiriman ({type(error).__name__}).") from None


def _leave(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        server.close()
