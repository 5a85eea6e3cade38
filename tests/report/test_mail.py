"""Reports by e-mail, against a mail server of the test: once, to the right people, within their scope."""

from __future__ import annotations

import asyncio
import datetime as dt
import email
import email.policy
import io
import socket
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import openpyxl
import procrastinate
import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from pypdf import PdfReader
from web_office import journal

from dashboard.jobs import job_application
from dashboard.registry import audit
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import ReportDelivery, ReportSubscription, UserAccount, UserArea, UserScope
from dashboard.registry.office_facts import mark_data_kind
from dashboard.report import mail, schedule
from dashboard.report.mail import MailError
from dashboard.report.schedule import Due, deliver, due_reports
from dashboard.settings import Settings

WIB = dt.timezone(dt.timedelta(hours=7))
FIRST_OF_NOVEMBER = dt.datetime(2026, 11, 1, 6, 0, tzinfo=WIB)  # a Sunday
MONDAY = dt.datetime(2026, 11, 9, 6, 0, tzinfo=WIB)  # after week 45, 2 to 8 November
LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
OCTOBER = "2026-10"


class Mailbox:
    """A mail server on this machine that keeps what it takes."""

    def __init__(self, port: int = 0) -> None:
        self.messages: list[tuple[list[str], EmailMessage]] = []
        self.refusals = 0
        self.slow = threading.Event()
        self.slow.set()
        self.controller = Controller(self, hostname="127.0.0.1", port=port or free_port())
        self.controller.start()

    @property
    def port(self) -> int:
        return int(self.controller.port)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        while not self.slow.is_set():
            await asyncio.sleep(0.01)
        if self.refusals:
            self.refusals -= 1
            return "451 try again later"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append((envelope.rcpt_tos, message))
        return "250 taken"

    def addresses(self) -> list[str]:
        return sorted(address for receivers, _ in self.messages for address in receivers)

    def close(self) -> None:
        self.controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    yield mailbox
    mailbox.close()


@pytest.fixture
def settings(mailbox: Mailbox, tmp_path: Path) -> Settings:
    return post_by(mailbox.port, tmp_path)


def post_by(port: int, home: Path) -> Settings:
    return Settings(
        home=home,
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_starttls=False,
        smtp_from="Dasbor <dasbor@contoh.go.id>",
    )


def reader(
    database: RequestDatabase,
    name: str,
    *frequencies: str,
    role: str = "pimpinan",
    since: dt.datetime = LONG_AGO,
    lokasi: str | None = None,
    kecamatan: str | None = None,
    **account: Any,
) -> int:
    """An account with subscriptions; its id."""
    with database.session.begin() as session:
        row = UserAccount(
            username=name,
            display_name=name,
            role=role,
            password_hash="-",
            **{"email": f"{name}@contoh.go.id"} | account,
        )
        session.add(row)
        session.flush()
        session.add_all(ReportSubscription(user_id=row.id, frequency=f, set_at=since) for f in frequencies)
        if lokasi:
            session.add(UserScope(user_id=row.id, location_code=lokasi))
        if kecamatan:
            session.add(UserArea(user_id=row.id, kecamatan_code=kecamatan))
        return row.id


def due(database: RequestDatabase, now: dt.datetime) -> list[Due]:
    with database.session() as session:
        return due_reports(session, now)


def send_all(database: RequestDatabase, settings: Settings, now: dt.datetime) -> list[bool]:
    return [deliver(database, settings, one, now) for one in due(database, now)]


def delivered(database: RequestDatabase) -> list[tuple[int, str, str]]:
    with database.session() as session:
        rows = session.scalars(
            sa.select(ReportDelivery).order_by(ReportDelivery.user_id, ReportDelivery.frequency)
        )
        return [(row.user_id, row.frequency, row.period) for row in rows]


def attachments(message: EmailMessage) -> dict[str, bytes]:
    return {str(part.get_filename()): part.get_content() for part in message.iter_attachments()}


def came_in(message: EmailMessage) -> int:
    workbook = next(content for name, content in attachments(message).items() if name.endswith("xlsx"))
    return int(openpyxl.load_workbook(io.BytesIO(workbook))["Angka kunci"]["C2"].value)


def test_the_monthly_report_goes_out_with_both_files(
    filled: RequestDatabase, mailbox: Mailbox, settings: Settings
) -> None:
    reader(filled, "kepala", "bulanan")

    send_all(filled, settings, FIRST_OF_NOVEMBER)

    [(receivers, message)] = mailbox.messages
    files = attachments(message)
    assert receivers == ["kepala@contoh.go.id"]
    assert message["Subject"] == "Laporan kinerja pelayanan Oktober 2026"
    assert message["From"] == "Dasbor <dasbor@contoh.go.id>"
    assert sorted(files) == ["laporan-2026-10.pdf", "laporan-2026-10.xlsx"]
    assert "Oktober 2026" in PdfReader(io.BytesIO(files["laporan-2026-10.pdf"])).pages[0].extract_text()
    body = message.get_body(("plain",))
    assert body is not None
    assert "Permohonan masuk: 9, sebelumnya –" in body.get_content()


def test_simulated_data_are_named_so_in_subject_and_text(
    filled: RequestDatabase, mailbox: Mailbox, settings: Settings
) -> None:
    with filled.session.begin() as session:
        mark_data_kind(session, "contoh")
    reader(filled, "kepala", "bulanan")

    send_all(filled, settings, FIRST_OF_NOVEMBER)

    message = mailbox.messages[0][1]
    body = message.get_body(("plain",))
    assert message["Subject"] == "[DATA CONTOH] Laporan kinerja pelayanan Oktober 2026"
    assert body is not None
    assert body.get_content().startswith("DATA CONTOH")


def test_the_weekly_report_is_of_the_week_that_ended(
    filled: RequestDatabase, mailbox: Mailbox, settings: Settings
) -> None:
    user = reader(filled, "kepala", "mingguan")

    send_all(filled, settings, MONDAY)

    assert delivered(filled) == [(user, "mingguan", "2026-W45")]
    assert came_in(mailbox.messages[0][1]) == 2


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-01 05:59", ("2026-W43", "2026-09")),
        ("2026-11-01 06:00", ("2026-W43", "2026-10")),
        ("2026-11-02 05:59", ("2026-W43", "2026-10")),
        ("2026-11-02 06:00", ("2026-W44", "2026-10")),
        ("2026-11-30 23:00", ("2026-W48", "2026-10")),
        ("2026-12-01 06:00", ("2026-W48", "2026-11")),
    ],
)
def test_reports_become_due_at_six_on_monday_and_on_the_first(
    filled: RequestDatabase, now: str, expected: tuple[str, str]
) -> None:
    reader(filled, "kepala", "mingguan", "bulanan")

    found = due(filled, dt.datetime.fromisoformat(now).replace(tzinfo=WIB))

    assert tuple(one.period for one in found) == expected


def test_a_report_goes_out_once_however_often_its_time_comes(
    filled: RequestDatabase, mailbox: Mailbox, settings: Settings
) -> None:
    user = reader(filled, "kepala", "mingguan", "bulanan")
    again = Due(user, "bulanan", OCTOBER)

    for hour in range(3):
        send_all(filled, settings, FIRST_OF_NOVEMBER + dt.timedelta(hours=hour))
    late = deliver(filled, settings, again, FIRST_OF_NOVEMBER)

    assert late is False
    # October, and week 43 (19 to 25 October), which nobody was sent before.
    assert delivered(filled) == [(user, "bulanan", OCTOBER), (user, "mingguan", "2026-W43")]
    assert len(mailbox.messages) == 2


def test_two_workers_at_once_send_one_report(
    filled: RequestDatabase, mailbox: Mailbox, settings: Settings
) -> None:
    one = Due(reader(filled, "kepala", "bulanan"), "bulanan", OCTOBER)
    mailbox.slow.clear()  # the first one stands at the mail server, its report neither sent nor remembered
    answers: list[bool] = []
    first = threading.Thread(target=lambda: answers.append(deliver(filled, settings, one, FIRST_OF_NOVEMBER)))
    first.start()
    wait_until_locked(filled)

    second = deliver(filled, settings, one, FIRST_OF_NOVEMBER)
    mailbox.slow.set()
    first.join()

    assert (answers, second) == ([True], False)
    assert len(mailbox.messages) == 1


def wait_until_locked(database: RequestDatabase) -> None:
    sql = "select count(*) from pg_locks where locktype = 'advisory' and classid = :space and granted"
    for _ in range(600):
        with database.session() as session:
            if session.scalar(sa.text(sql), {"space": schedule.DELIVERY_LOCK}):
                return
        threading.Event().wait(0.05)
    raise AssertionError("nobody took the lock")


def test_no_transaction_stays_open_while_the_mail_server_thinks(
    filled: RequestDatabase, mailbox: Mailbox, settings: Settings
) -> None:
    one = Due(reader(filled, "kepala", "bulanan"), "bulanan", OCTOBER)
    mailbox.slow.clear()
    thread = threading.Thread(target=deliver, args=(filled, settings, one, FIRST_OF_NOVEMBER))
    thread.start()
    wait_until_locked(filled)
    threading.Event().wait(1.0)

    with filled.session() as session:
        sql = (
            "select count(*) from pg_stat_activity "
            "where datname = current_database() and backend_xid is not null"
        )
        writing = session.scalar(sa.text(sql))
    mailbox.slow.set()
    thread.join()

    assert writing == 0
    assert len(mailbox.messages) == 1


def test_each_reader_gets_the_figures_of_its_own_scope(
    filled: RequestDatabase, mailbox: Mailbox, settings: Settings
) -> None:
    reader(filled, "kepala", "bulanan")
    reader(filled, "lokasi", "bulanan", lokasi="KEC_01")
    reader(filled, "wilayah", "bulanan", kecamatan="32.75.01")
    reader(filled, "keduanya", "bulanan", lokasi="KEC_01", kecamatan="32.75.01")

    send_all(filled, settings, FIRST_OF_NOVEMBER)

    counts = {receivers[0].split("@")[0]: came_in(message) for receivers, message in mailbox.messages}
    # 7 at DINAS in kecamatan 01 and 2 at KEC_01 in kecamatan 02; nothing lies in KEC_01 and in 01.
    assert counts == {"kepala": 9, "lokasi": 2, "wilayah": 7, "keduanya": 0}
    limited = next(message for receivers, message in mailbox.messages if receivers[0].startswith("lokasi@"))
    book = openpyxl.load_workbook(io.BytesIO(attachments(limited)["laporan-2026-10.xlsx"]))
    told = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "Kantor Disdukcapil" not in told


@pytest.mark.parametrize(
    "account",
    [
        {"is_active": False},
        {"role": "petugas"},
        {"role": "pamor"},
        {"email": None},
        {"is_demo": True},  # demo accounts are shut where the data are not simulated
    ],
    ids=str,
)
def test_who_may_not_have_it_gets_nothing(
    filled: RequestDatabase, mailbox: Mailbox, settings: Settings, account: dict[str, Any]
) -> None:
    user = reader(filled, "bekas", "bulanan", **account)

    sent = send_all(filled, settings, FIRST_OF_NOVEMBER)
    directly = deliver(filled, settings, Due(user, "bulanan", OCTOBER), FIRST_OF_NOVEMBER)

    assert (sent, directly, mailbox.messages, delivered(filled)) == ([], False, [], [])


@pytest.mark.parametrize("change", ["is_active = false", "role = 'petugas'", "email = null"])
def test_what_changed_since_the_job_was_made_counts(
    filled: RequestDatabase, mailbox: Mailbox, settings: Settings, change: str
) -> None:
    reader(filled, "kepala", "bulanan")
    [waiting] = due(filled, FIRST_OF_NOVEMBER)
    with filled.session.begin() as session:
        session.execute(sa.text(f"update user_account set {change} where username = 'kepala'"))

    assert deliver(filled, settings, waiting, FIRST_OF_NOVEMBER) is False
    assert mailbox.messages == []


def test_a_scope_set_since_the_job_was_made_counts(
    filled: RequestDatabase, mailbox: Mailbox, settings: Settings
) -> None:
    user = reader(filled, "kepala", "bulanan")
    [waiting] = due(filled, FIRST_OF_NOVEMBER)
    with filled.session.begin() as session:
        session.add(UserScope(user_id=user, location_code="KEC_01"))

    deliver(filled, settings, waiting, FIRST_OF_NOVEMBER)

    assert came_in(mailbox.messages[0][1]) == 2


def test_who_unsubscribed_gets_nothing(filled: RequestDatabase, mailbox: Mailbox, settings: Settings) -> None:
    reader(filled, "kepala", "bulanan")
    [waiting] = due(filled, FIRST_OF_NOVEMBER)
    with filled.session.begin() as session:
        session.execute(sa.delete(ReportSubscription))

    assert deliver(filled, settings, waiting, FIRST_OF_NOVEMBER) is False
    assert mailbox.messages == []


@pytest.mark.parametrize(("minutes", "count"), [(-1, 1), (0, 0)])
def test_a_subscription_starts_with_the_next_report(
    filled: RequestDatabase, minutes: int, count: int
) -> None:
    reader(filled, "kepala", "bulanan", since=FIRST_OF_NOVEMBER + dt.timedelta(minutes=minutes))

    assert len(due(filled, FIRST_OF_NOVEMBER + dt.timedelta(days=3))) == count


def test_a_mail_server_that_is_down_then_up_gets_the_report_once(
    filled: RequestDatabase, tmp_path: Path
) -> None:
    user = reader(filled, "kepala", "bulanan")
    port = free_port()
    settings = post_by(port, tmp_path)
    [waiting] = due(filled, FIRST_OF_NOVEMBER)

    for _ in range(2):
        with pytest.raises(MailError):
            deliver(filled, settings, waiting, FIRST_OF_NOVEMBER)
    down = delivered(filled)
    mailbox = Mailbox(port)
    try:
        answers = [deliver(filled, settings, waiting, FIRST_OF_NOVEMBER) for _ in range(2)]
    finally:
        mailbox.close()

    assert down == []
    assert answers == [True, False]
    assert len(mailbox.messages) == 1
    assert delivered(filled) == [(user, "bulanan", OCTOBER)]


def test_a_refused_message_goes_out_again_under_the_same_id(
    filled: RequestDatabase, mailbox: Mailbox, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader(filled, "kepala", "bulanan")
    [waiting] = due(filled, FIRST_OF_NOVEMBER)
    ids: list[str] = []
    hand_over = mail.send

    def noted(settings: Settings, message: EmailMessage) -> None:
        ids.append(str(message["Message-ID"]))
        hand_over(settings, message)

    monkeypatch.setattr(mail, "send", noted)
    mailbox.refusals = 1

    with pytest.raises(MailError) as error:
        deliver(filled, settings, waiting, FIRST_OF_NOVEMBER)
    deliver(filled, settings, waiting, FIRST_OF_NOVEMBER)

    assert "@" not in str(error.value)
    assert len(set(ids)) == 1
    assert len(mailbox.messages) == 1


def test_a_report_that_is_out_of_date_is_not_sent_any_more(
    filled: RequestDatabase, mailbox: Mailbox, settings: Settings
) -> None:
    reader(filled, "kepala", "bulanan")
    [waiting] = due(filled, FIRST_OF_NOVEMBER)

    assert deliver(filled, settings, waiting, dt.datetime(2026, 12, 1, 6, 0, tzinfo=WIB)) is False
    assert mailbox.messages == []


def test_a_period_before_the_first_data_is_not_sent(
    filled: RequestDatabase, mailbox: Mailbox, settings: Settings
) -> None:
    reader(filled, "kepala", "bulanan")

    sent = send_all(filled, settings, FIRST_OF_NOVEMBER - dt.timedelta(days=31))  # for September

    assert (sent, mailbox.messages, delivered(filled)) == ([False], [], [])


def test_a_database_away_for_a_moment_after_sending_makes_no_second_message(
    filled: RequestDatabase, mailbox: Mailbox, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = reader(filled, "kepala", "bulanan")
    record, failures = audit.record, [1, 2]

    def away_at_first(*args: Any, **detail: Any) -> None:
        if failures:
            failures.pop()
            raise sa.exc.OperationalError("insert", {}, Exception("server away"))
        record(*args, **detail)

    monkeypatch.setattr(audit, "record", away_at_first)
    monkeypatch.setattr(schedule, "REMEMBER_PAUSE_SECONDS", 0.0)

    sent = send_all(filled, settings, FIRST_OF_NOVEMBER)
    again = send_all(filled, settings, FIRST_OF_NOVEMBER)

    assert (sent, again) == ([True], [])
    assert len(mailbox.messages) == 1
    assert delivered(filled) == [(user, "bulanan", OCTOBER)]


def test_the_journal_tells_of_it_without_the_address(
    filled: RequestDatabase, mailbox: Mailbox, settings: Settings
) -> None:
    reader(filled, "kepala", "bulanan")

    send_all(filled, settings, FIRST_OF_NOVEMBER)

    entry = journal(filled)[-1]
    assert (entry.actor, entry.action, entry.subject) == ("sistem", "kirim laporan", "laporan:2026-10")
    assert entry.detail == {"akun": "kepala", "langganan": "bulanan"}
    assert "contoh.go.id" not in str([(e.subject, e.detail) for e in journal(filled)])
    with filled.session() as session:
        assert audit.verify(session) is None


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_signing_in_at_the_mail_server(filled: RequestDatabase, tmp_path: Path) -> None:
    seen: list[tuple[bytes, bytes]] = []

    def authenticate(_server: SMTP, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        seen.append((data.login, data.password))
        return AuthResult(success=True)

    handler = Mailbox()
    controller = Controller(
        handler, hostname="127.0.0.1", port=free_port(), authenticator=authenticate,
        auth_required=True, auth_require_tls=False,
    )  # fmt: skip
    controller.start()
    settings = post_by(int(controller.port), tmp_path).model_copy(
        update=Settings(smtp_user="dasbor", smtp_password="rahasia").model_dump(
            include={"smtp_user", "smtp_password"}
        )
    )
    reader(filled, "kepala", "bulanan")
    try:
        send_all(filled, settings, FIRST_OF_NOVEMBER)
    finally:
        controller.stop()
        handler.close()

    assert seen == [(b"dasbor", b"rahasia")]
    assert handler.addresses() == ["kepala@contoh.go.id"]
    assert "rahasia" not in repr(settings)


def test_a_server_without_tls_is_not_written_to_when_tls_is_asked_for(
    filled: RequestDatabase, mailbox: Mailbox, settings: Settings
) -> None:
    reader(filled, "kepala", "bulanan")
    [waiting] = due(filled, FIRST_OF_NOVEMBER)

    with pytest.raises(MailError):
        deliver(filled, settings.model_copy(update={"smtp_starttls": True}), waiting, FIRST_OF_NOVEMBER)

    assert mailbox.messages == []


# The jobs themselves, in the job library on PostgreSQL.


def work(database: RequestDatabase, settings: Settings, *, look: bool) -> None:
    """What a worker does until nothing is left to do now."""

    async def run() -> None:
        jobs = job_application(database, settings)
        async with jobs.open_async():
            if look:
                await jobs.configure_task("reports_due").defer_async(timestamp=0)
            await jobs.run_worker_async(wait=False, install_signal_handlers=False)

    asyncio.run(run())


def states(database: RequestDatabase, name: str = "send_report") -> list[tuple[str, int]]:
    sql = "select status::text, attempts from procrastinate_jobs where task_name = :name order by id"
    with database.session() as session:
        return [(row[0], row[1]) for row in session.execute(sa.text(sql), {"name": name})]


@pytest.fixture
def _first_of_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the jobs."""
    monkeypatch.setattr(schedule, "clock", lambda: FIRST_OF_NOVEMBER)


@pytest.mark.usefixtures("_first_of_november")
def test_the_worker_sends_what_is_due_and_nothing_twice(
    filled: RequestDatabase, mailbox: Mailbox, settings: Settings
) -> None:
    reader(filled, "kepala", "mingguan", "bulanan")
    reader(filled, "inovasi", "bulanan", role="inovasi")
    reader(filled, "bekas", "bulanan", is_active=False)

    work(filled, settings, look=True)
    work(filled, settings, look=True)

    assert mailbox.addresses() == ["inovasi@contoh.go.id", "kepala@contoh.go.id", "kepala@contoh.go.id"]
    assert states(filled) == [("succeeded", 1)] * 3


@pytest.mark.usefixtures("_first_of_november")
def test_the_worker_tries_again_later_and_neither_loses_nor_doubles(
    filled: RequestDatabase, tmp_path: Path
) -> None:
    reader(filled, "kepala", "bulanan")
    port = free_port()
    settings = post_by(port, tmp_path)

    work(filled, settings, look=True)
    work(filled, settings, look=True)  # the next hour: the report still waits, and is not put in line again
    waiting = states(filled)
    pause = next_attempt_in(filled)
    mailbox = Mailbox(port)
    try:
        with filled.session.begin() as session:  # the pause is over
            session.execute(
                sa.text("update procrastinate_jobs set scheduled_at = now() where status = 'todo'")
            )
        work(filled, settings, look=True)
        work(filled, settings, look=True)
    finally:
        mailbox.close()

    assert waiting == [("todo", 1)]
    assert 30 < pause <= 60
    assert states(filled) == [("succeeded", 2)]
    assert mailbox.addresses() == ["kepala@contoh.go.id"]


@pytest.mark.usefixtures("_first_of_november")
def test_a_report_whose_worker_was_killed_goes_out_with_the_next_look(
    filled: RequestDatabase, mailbox: Mailbox, tmp_path: Path
) -> None:
    reader(filled, "kepala", "bulanan")
    work(filled, post_by(free_port(), tmp_path), look=True)  # nobody answers there
    with filled.session.begin() as session:
        session.execute(sa.text("update procrastinate_jobs set status = 'doing' where status = 'todo'"))

    for _ in range(2):
        work(filled, post_by(mailbox.port, tmp_path), look=True)

    assert mailbox.addresses() == ["kepala@contoh.go.id"]


def next_attempt_in(database: RequestDatabase) -> float:
    sql = "select extract(epoch from scheduled_at - now()) from procrastinate_jobs where status = 'todo'"
    with database.session() as session:
        return float(session.scalars(sa.text(sql)).one())


@pytest.mark.usefixtures("_first_of_november")
def test_without_a_mail_server_nothing_is_put_in_line(filled: RequestDatabase, tmp_path: Path) -> None:
    reader(filled, "kepala", "bulanan")

    work(filled, Settings(home=tmp_path), look=True)

    assert states(filled) == []


def test_pauses_grow_to_an_hour_and_never_end() -> None:
    from dashboard.report.jobs import BackOff

    now = dt.datetime.now(dt.UTC)
    pauses = []
    for attempts in (0, 1, 2, 6, 500):
        job = procrastinate.jobs.Job(
            id=1, queue="default", lock=None, queueing_lock=None, task_name="send_report", attempts=attempts
        )
        decision = BackOff().get_retry_decision(exception=MailError(), job=job)
        assert decision.retry_at is not None
        pauses.append(round((decision.retry_at - now).total_seconds()))

    assert pauses == [60, 120, 240, 3600, 3600]


def test_the_hourly_look_is_on_the_clock_of_the_library(filled: RequestDatabase, tmp_path: Path) -> None:
    jobs = job_application(filled, Settings(home=tmp_path))

    crons = {task.task.name: task.cron for task in jobs.periodic_registry.periodic_tasks.values()}

    assert crons["reports_due"] == "0 * * * *"
