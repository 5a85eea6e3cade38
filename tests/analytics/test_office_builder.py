"""The builder that other tests stand on stores what the workflow would."""

from office_builder import OfficeBuilder

from dashboard.registry.database import RequestDatabase


def test_a_built_application_goes_through_the_status_graph_and_back(database: RequestDatabase) -> None:
    office = OfficeBuilder(database)
    first = office.application("2026-01-05 08:00", sla_days=1)
    office.step(first, "PROSES", "2026-01-05 10:00", claimed_at="2026-01-05 09:00")
    wrong = office.step(first, "SELESAI", "2026-01-05 11:00")

    office.undo(wrong, "2026-01-05 11:05")
    office.step(first, "DITOLAK", "2026-01-05 12:00", reasons=["BERKAS_BURAM"])
    second = office.application("2026-01-06 08:00", resubmission_of=first)

    rows = office.connection.execute(
        "select id, status, attempt, root_id from request order by id"
    ).fetchall()
    stay = office.connection.execute(
        "select working_seconds, working_wait_seconds from transition order by id limit 1"
    ).fetchone()
    office.close()
    assert rows == [(first, "DITOLAK", 1, first), (second, "VERIFIKASI", 2, first)]
    assert stay == (7200, 3600)
