"""Sending one reminder, or saying why it cannot be sent.

What was not taken stays pending and is tried again for a day. A reminder is settled as soon as it was
taken; should the worker be killed between the two, the second message carries the Message-ID of the first.
"""

from __future__ import annotations

import datetime as dt
import logging
import time

from sqlalchemy.orm import Session

from dashboard.registry import audit
from dashboard.registry.alone import alone
from dashboard.registry.database import DATABASE_AWAY, RequestDatabase
from dashboard.registry.office_facts import data_kind
from dashboard.registry.personal import PersonalDataVault, SealBrokenError
from dashboard.registry.reminders import Letter, Outcome, pending_ids, pending_letter, settle_reminder
from dashboard.reminding.ways import NotTaken, Way, WayClosed, send, way_to, ways_set_up
from dashboard.reminding.wording import message_of
from dashboard.settings import Settings

REMINDER_LOCK = 32750011
TRY_AGAIN_AFTER = dt.timedelta(minutes=5)
GIVE_UP_AFTER = dt.timedelta(days=1)
REST_SECONDS = 300.0
"""A way that was closed is not tried for so long: each try may take its whole patience."""

REMEMBER_ATTEMPTS = 6
REMEMBER_PAUSE_SECONDS = 5.0

log = logging.getLogger("eopen")


class Reminding:
    """Sends the reminders of an office, in one process."""

    def __init__(self, database: RequestDatabase, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._resting_until = float("-inf")

    def deliver(self, reminder_id: int) -> Outcome | None:
        """Send a reminder that is pending.

        Returns:
            What became of it; ``None`` when it is still pending, or was settled before.
        """
        if time.monotonic() < self._resting_until:
            return None
        with alone(self._database, REMINDER_LOCK, reminder_id % 2**31) as is_alone:
            return self._deliver(reminder_id) if is_alone else None

    def try_again(self, now: dt.datetime | None = None) -> None:
        """Send what is still pending, also after a worker was killed; give up what is a day old."""
        now = now or dt.datetime.now(dt.UTC)
        with self._database.session.begin() as session:
            for reminder_id in pending_ids(session, now - GIVE_UP_AFTER):
                settle_reminder(session, reminder_id, "gagal", now)
        with self._database.session() as session:
            waiting = pending_ids(session, now - TRY_AGAIN_AFTER)
        for reminder_id in waiting:
            self.deliver(reminder_id)

    def _deliver(self, reminder_id: int) -> Outcome | None:
        with self._database.session() as session:
            letter = pending_letter(session, reminder_id)
            if letter is None:
                return None
            found = self._way(session, letter)
        if isinstance(found, str):
            return self._keep(reminder_id, letter, found, None)
        way, address = found
        try:
            send(self._settings, way, address, message_of(letter, reminder_id))
        except NotTaken as failure:
            log.warning("reminder %s was not taken: %s", reminder_id, failure)
            if isinstance(failure, WayClosed):
                self._resting_until = time.monotonic() + REST_SECONDS
            return None
        return self._keep(reminder_id, letter, "terkirim", way)

    def _way(self, session: Session, letter: Letter) -> tuple[Way, str] | Outcome:
        """How the owner is reached, or why nobody is written to."""
        if not letter.still_waits:
            return "tidak_perlu"
        if data_kind(session) == "contoh":
            return "contoh"
        if not ways_set_up(self._settings):
            return "belum_diatur"
        if letter.sealed is None:
            return "tanpa_alamat"
        try:
            person = PersonalDataVault.for_data(self._settings, session).unseal(letter.sealed)
        except SealBrokenError:
            return "gagal"
        return way_to(self._settings, person) or "tanpa_alamat"

    def _keep(self, reminder_id: int, letter: Letter, outcome: Outcome, way: Way | None) -> Outcome:
        """Remember what became of it; worth waiting for, because what went out cannot be called back."""
        for attempt in range(REMEMBER_ATTEMPTS):
            try:
                with self._database.session.begin() as session:
                    settle_reminder(session, reminder_id, outcome, dt.datetime.now(dt.UTC))
                    if way is not None:
                        subject = f"permohonan:{letter.request_id}"
                        audit.record(session, "sistem", "kirim pengingat", subject, jalur=way)
                break
            except DATABASE_AWAY:
                if attempt + 1 == REMEMBER_ATTEMPTS:
                    raise
                time.sleep(REMEMBER_PAUSE_SECONDS)
        return outcome
