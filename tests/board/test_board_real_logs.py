"""Every page on two public event logs, in which most dimensions are missing."""

from __future__ import annotations

import json
from pathlib import Path

import dash
import pytest
from web_office import sign_in, simulated_office

from dashboard.factory import create_app
from dashboard.registry.database import RequestDatabase
from dashboard.registry.importing.mapping import read_mapping
from dashboard.registry.importing.run import import_events
from dashboard.registry.office_facts import DATA_KIND, set_fact
from tests.board.test_board_scope import DRAWN, LISTED, answer, outputs
from tests.registry.importing.test_real_logs import FOLDER, LOGS, MAPPINGS


@pytest.mark.parametrize(("events", "mapping"), [log[:2] for log in LOGS], ids=["wabo", "payment"])
def test_every_page_draws_an_imported_log(
    database: RequestDatabase, tmp_path: Path, events: str, mapping: str
) -> None:
    path = FOLDER / events
    if not path.exists():
        pytest.skip(f"the real log {events} is not in {FOLDER}; set EOPEN_REAL_LOGS to its folder")
    import_events(database, read_mapping(MAPPINGS / mapping), path, tmp_path / "karantina.csv")
    with database.session.begin() as session:
        set_fact(session, DATA_KIND, "contoh")  # so that the demo accounts may sign in
    with simulated_office(database, tmp_path) as office:
        app: dash.Dash = create_app(office=office)
        visitor = app.server.test_client()
        assert sign_in(visitor, "admin").status_code == 303

        drawn = {
            output: answer(visitor, app, output) for output in [*outputs(app, DRAWN), *outputs(app, LISTED)]
        }

    (funnel,) = [answered for output, answered in drawn.items() if output.startswith("..proses-corong-judul")]
    assert "permohonan mencapai Selesai" in funnel["proses-corong-judul"]["children"]
    assert "Belum ada data." not in json.dumps(drawn)
    (areas,) = [
        answered for output, answered in drawn.items() if output.startswith("wilayah-peringkat-tabel")
    ]
    assert "idak diketahui" in json.dumps(areas, ensure_ascii=False)
