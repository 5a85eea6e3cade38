"""Reports by e-mail: who is due for which, and sending one exactly as often as it is due: once.

A delivery is remembered in the request database as soon as the mail server took the message. What
fails before that is tried again; an advisory lock keeps two workers from sending the same report, and
no transaction stays open meanwhile. Should a worker be killed between the two, the second message
carries the Message-ID of the first.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
import zlib
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.access.accounts import Account, to_account
from dashboard.access.permissions import Permission, role_may
from dashboard.analytics.filters import WIB, Scope
from dashboard.registry import audit
from dashboard.registry.alone import alone
from dashboard.registry.database import DATABASE_AWAY, RequestDatabase
from dashboard.registry.models import ReportDelivery, ReportSubscription, UserAccount
from dashboard.registry.office_facts import data_kind
from dashboard.report import mail, phrasing
from dashboard.report.content import ReportContent
from dashboard.report.making import MIME_TYPES, WRITERS, file_name, office_caught_up, report_of
from dashboard.report.period import Frequency, Period, PeriodError
from dashboard.settings import Settings

READY_AT = dt.timedelta(hours=6)
"""A report goes out at 06.00 WIB on the day after its period: on Mondays, and on the first of the month."""

FREQUENCIES: tuple[Frequency, ...] = ("mingguan", "bulanan")
DELIVERY_LOCK = 32750005
REMEMBER_ATTEMPTS = 6
REMEMBER_PAUSE_SECONDS = 5.0

log = logging.getLogger("eopen")


@dataclass(frozen=True)
class Due:
    """A report that one account is to get."""

    user_id: int
    frequency: Frequency
    period: str

    @property
    def key(self) -> str:
        return f"laporan:{self.user_id}:{self.frequency}:{self.period}"


@dataclass(frozen=True)
class _Reader:
    """Who gets a report, as the account is now."""

    account: Account
    address: str
    subscribed_at: dt.datetime


def clock() -> dt.datetime:
    """The present moment."""
    return dt.datetime.now(dt.UTC)


def newest_period(frequency: Frequency, now: dt.datetime) -> Period:
    """The newest period whose report is to go out by now."""
    return Period.last_complete(frequency, (now.astimezone(WIB) - READY_AT).date())


def due_reports(session: Session, now: dt.datetime) -> list[Due]:
    """The newest report of every subscription, unless it went out.

    A subscription starts with the first period that ends after it was made.
    """
    found = []
    for frequency in FREQUENCIES:
        period = newest_period(frequency, now)
        went_out = sa.exists().where(
            ReportDelivery.user_id == ReportSubscription.user_id,
            ReportDelivery.frequency == frequency,
            ReportDelivery.period == period.code,
        )
        ready = dt.datetime.combine(period.end + dt.timedelta(days=1), dt.time(), WIB) + READY_AT
        readers = session.scalars(
            sa.select(ReportSubscription.user_id)
            .where(ReportSubscription.frequency == frequency, ReportSubscription.set_at < ready, ~went_out)
            .order_by(ReportSubscription.user_id)
        )
        due = (Due(user_id, frequency, period.code) for user_id in readers)
        found += [one for one in due if _reader(session, one) is not None]
    return found


def deliver(database: RequestDatabase, settings: Settings, due: Due, now: dt.datetime | None = None) -> bool:
    """Make and send a report, within the scope and the permissions that its reader has now.

    Returns:
        Whether it was sent; not when it went out before, is being sent, is out of date, or its reader
        may not have it any more.

    Raises:
        MailError: the mail server did not take it; to be tried again.
    """
    now = now or clock()
    period = Period.read(due.period)
    if newest_period(due.frequency, now) != period:
        log.warning("report %s was never delivered and is out of date", due.key)
        return False
    with alone(database, DELIVERY_LOCK, zlib.crc32(due.key.encode()) - 2**31) as is_alone:
        if not is_alone:
            return False
        with database.session() as session:
            reader = None if _went_out(session, due) else _reader(session, due)
        if reader is None:
            return False
        try:
            with office_caught_up(settings, database) as office:
                content = report_of(office, period, Scope(reader.account.locations, reader.account.areas))
        except PeriodError:
            return False  # nothing had begun then
        mail.send(settings, _message(settings, content, due, reader))
        _remember(database, due, reader.account)
    return True


def _reader(session: Session, due: Due) -> _Reader | None:
    """The reader, if there is still anybody who may get the report."""
    found = session.execute(
        sa.select(UserAccount, ReportSubscription.set_at)
        .join(ReportSubscription, ReportSubscription.user_id == UserAccount.id)
        .where(UserAccount.id == due.user_id, ReportSubscription.frequency == due.frequency)
    ).first()
    if found is None:
        return None
    row, subscribed_at = found
    shut = not row.is_active or (row.is_demo and data_kind(session) != "contoh")
    if shut or row.email is None or not role_may(row.role, Permission.UNDUH):
        return None
    return _Reader(to_account(session, row), row.email, subscribed_at)


def _went_out(session: Session, due: Due) -> bool:
    return session.get(ReportDelivery, (due.user_id, due.frequency, due.period)) is not None


def _remember(database: RequestDatabase, due: Due, account: Account) -> None:
    """Keep that the report went out; worth waiting for, because it cannot be called back."""
    for attempt in range(REMEMBER_ATTEMPTS):
        try:
            with database.session.begin() as session:
                session.add(ReportDelivery(user_id=due.user_id, frequency=due.frequency, period=due.period))
                audit.record(
                    session,
                    "sistem",
                    "kirim laporan",
                    f"laporan:{due.period}",
                    akun=account.username,
                    langganan=due.frequency,
                )
            return
        except DATABASE_AWAY:
            if attempt + 1 == REMEMBER_ATTEMPTS:
                raise
            time.sleep(REMEMBER_PAUSE_SECONDS)


def _message(settings: Settings, content: ReportContent, due: Due, reader: _Reader) -> EmailMessage:
    sample = "[DATA CONTOH] " if content.data_kind == "contoh" else ""
    domain = parseaddr(settings.smtp_from)[1].partition("@")[2] or "localhost"
    born = f"{reader.subscribed_at:%Y%m%d%H%M%S%f}"
    return mail.message_of(
        settings,
        to=reader.address,
        subject=f"{sample}{phrasing.title(content)}",
        text=phrasing.letter(content, due.frequency),
        attachments=[
            mail.Attachment(file_name(content.period, kind), MIME_TYPES[kind], write(content))
            for kind, write in WRITERS.items()
        ],
        message_id=f"<laporan.{due.period}.{due.frequency}.{due.user_id}.{born}@{domain}>",
    )
