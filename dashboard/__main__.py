"""``python -m dashboard <command>``: every command of the office."""

from __future__ import annotations

import typer

from dashboard.access.cli import users
from dashboard.analytics.check_cli import check
from dashboard.analytics.cli import replica
from dashboard.bench.cli import bench
from dashboard.cli import audit, setup, worker
from dashboard.metric_cli import metric
from dashboard.registry.importing.cli import import_log
from dashboard.report.cli import report
from dashboard.simulation.cli import simulate

application = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="e-Open Dasbor"
)
application.command("setup")(setup)
application.command("worker")(worker)
application.command("simulate")(simulate)
application.command("import")(import_log)
application.command("metric")(metric)
application.command("report")(report)
application.command("check")(check)
application.command("bench")(bench)
application.add_typer(replica, name="replica")
application.add_typer(users, name="users")
application.add_typer(audit, name="audit")

if __name__ == "__main__":
    application()
