"""The simulated city's targets are set once and give way to the admin's."""

import datetime as dt

import sqlalchemy as sa
from office_builder import OfficeBuilder

from dashboard.access.demo import ensure_demo_accounts
from dashboard.registry.annotations import standing_notes
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import UserAccount
from dashboard.registry.office_facts import mark_data_kind
from dashboard.registry.targets import KPIS, all_targets, set_target
from dashboard.simulation.remarks import TARGETS, ensure_demo_remarks


def test_targets_and_a_note_are_set_once(database: RequestDatabase) -> None:
    OfficeBuilder(database).application("2026-01-05 08:00")
    with database.session.begin() as session:
        mark_data_kind(session, "contoh")
        ensure_demo_accounts(session)
        ensure_demo_remarks(session)
        ensure_demo_remarks(session)

        assert {target.kpi: target.value for target in all_targets(session)} == TARGETS
        assert set(TARGETS) <= set(KPIS)
        assert {target.valid_from for target in all_targets(session)} == {dt.date(2026, 1, 5)}
        assert len(standing_notes(session)) == 1


def test_the_admins_own_targets_are_left_alone(database: RequestDatabase) -> None:
    OfficeBuilder(database).application("2026-01-05 08:00")
    with database.session.begin() as session:
        mark_data_kind(session, "contoh")
        ensure_demo_accounts(session)
        admin = session.scalar(sa.select(UserAccount.id).where(UserAccount.username == "admin"))
        assert admin is not None
        set_target(session, kpi="ditolak", service=None, value=3, valid_from=dt.date(2026, 1, 1), by=admin)
        ensure_demo_remarks(session)

        assert [target.value for target in all_targets(session)] == [3]
