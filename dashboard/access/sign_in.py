"""Signing in and out: plain server-rendered forms that work without scripts."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    session,
)
from flask_login import LoginManager
from sqlalchemy.orm import Session

from dashboard.access.accounts import signed_in
from dashboard.access.demo import demo_sign_ins
from dashboard.access.passwords import MOST_CHARACTERS, hash_password, needs_rehash, verify_password
from dashboard.access.sessions import account_of, open_session, revoke_session
from dashboard.access.throttle import Attempt
from dashboard.office import Office, current_office
from dashboard.registry import audit
from dashboard.registry.calendar import WIB
from dashboard.registry.models import UserAccount
from dashboard.registry.office_facts import data_kind

SESSION_COOKIE = "eopen_sesi"
CSRF_KEY = "_csrf"
WRONG = "Nama pengguna atau kata sandi salah."
pages = Blueprint("access", __name__, template_folder="templates")


def install_sign_in(server: Flask, office: Office) -> None:
    """Teach the server to recognise sessions, and serve the forms."""
    manager = LoginManager(server)
    manager.session_protection = None  # our sessions are rows, bound to a random token

    @manager.request_loader
    def load(incoming):  # type: ignore[no-untyped-def]
        token = incoming.cookies.get(SESSION_COOKIE)
        if not token:
            return None
        with office.database.session.begin() as database:
            return account_of(database, office.settings, token)

    server.register_blueprint(pages)


@pages.get("/masuk")
def sign_in() -> Response | str:
    """The form; those already signed in go on."""
    if signed_in() is not None:
        return _redirect(_safe_next(request.args.get("next")))
    return _form()


@pages.post("/masuk")
def sign_in_post() -> Response | str:
    """Check the throttle, then the password; open a new session."""
    _check_csrf()
    office = current_office()
    # PostgreSQL takes no NUL in a text, and no name holds one.
    username = request.form.get("nama", "").replace("\0", "").strip().lower()[:MOST_CHARACTERS]
    password = request.form.get("sandi", "")[:MOST_CHARACTERS]
    with office.database.session.begin() as database:
        account = database.scalar(
            sa.select(UserAccount).where(UserAccount.username == username).with_for_update()
        )
        secret = office.settings.cookie_secret()
        attempt = Attempt(database, account, secret=secret, username=username, address=_address())
        locked = attempt.locked_until()
        if locked is not None:
            return _form(_locked_message(locked), username, 429)
        if account is None or not _admitted(database, account):
            verify_password(None, password)  # takes as long as a real account
            return _refuse(attempt, username)
        if not verify_password(account.password_hash, password):
            return _refuse(attempt, username)
        attempt.note_success()
        if needs_rehash(account.password_hash):
            account.password_hash = hash_password(password)
        if earlier := request.cookies.get(SESSION_COOKIE):
            revoke_session(database, earlier)
        token = open_session(database, office.settings, account.id)
        audit.record(database, account.username, "masuk", f"akun:{account.id}")
    session.clear()
    answer = _redirect(_safe_next(request.form.get("next")))
    answer.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=int(dt.timedelta(hours=office.settings.session_hours).total_seconds()),
        httponly=True,
        secure=office.settings.secure_cookies,
        samesite="Lax",
    )
    return answer


@pages.post("/keluar")
def sign_out() -> Response:
    """End the session on the server; the cookie alone would go on answering elsewhere."""
    account, token = signed_in(), request.cookies.get(SESSION_COOKIE)
    if account is not None and token:
        with current_office().database.session.begin() as database:
            revoke_session(database, token)
            audit.record(database, account.username, "keluar", f"akun:{account.id}")
    answer = _redirect("/masuk")
    answer.delete_cookie(SESSION_COOKIE)
    return answer


def _admitted(database: Session, account: UserAccount) -> bool:
    """Open accounts only, and demo accounts only while the data are simulated."""
    return account.is_active and not (account.is_demo and data_kind(database) != "contoh")


def _refuse(attempt: Attempt, username: str) -> Response:
    attempt.note_failure()
    subject = f"akun:{attempt.account.id if attempt.account else 'tidak dikenal'}"
    audit.record(attempt.session, "sistem", "gagal masuk", subject)
    if until := attempt.locked_until():
        audit.record(attempt.session, "sistem", "kunci masuk", subject, sampai=until.isoformat())
    return _form(WRONG, username, 401)


def _address() -> str:
    return request.remote_addr or ""


def _form(message: str = "", username: str = "", status: int = 200) -> Response:
    with current_office().database.session() as database:
        demo_accounts = demo_sign_ins(database)
    session.setdefault(CSRF_KEY, secrets.token_urlsafe(24))
    page = render_template(
        "masuk.html",
        message=message,
        username=username,
        csrf=session[CSRF_KEY],
        next=_safe_next(request.values.get("next")),
        demo_accounts=demo_accounts,
    )
    return make_response(page, status)


def _check_csrf() -> None:
    expected = session.get(CSRF_KEY, "")
    given = request.form.get("csrf", "")
    if not expected or not hmac.compare_digest(expected.encode(), given.encode()):
        abort(400, "Formulir kedaluwarsa. Muat ulang halaman lalu masuk kembali.")


def _safe_next(target: str | None) -> str:
    """A path of this site, never another host."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return "/"
    if not target.isprintable():  # a line break would end the header that it goes into
        return "/"
    try:
        parts = urlsplit(target)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc else target


def _redirect(target: str) -> Response:
    return redirect(target, code=303)  # type: ignore[return-value]


def _locked_message(until: dt.datetime) -> str:
    return f"Terlalu banyak percobaan. Coba lagi setelah pukul {until.astimezone(WIB):%H.%M.%S} WIB."
