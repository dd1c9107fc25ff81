"""`yiping simulate`: the sources of the simulated city as a process of its own, beside a running server."""

import logging

import typer

from dashboard.cli.messages import log_to_stderr
from dashboard.cli.opened import CityOption, chosen_folder
from dashboard.cli.terminal.imported_for_good import imported_for_good
from dashboard.settings import Settings

HELP = """Let the sources of a simulated city deliver to its running server, until Ctrl-C.

`yiping demo` does this by itself. Everything is sent by HTTP, as any source would; what was missed while the simulator
or the server was off is caught up. Exit codes: 0 ended, by Ctrl-C too · 1 could not start · 2 wrong option.

\b
Example:
  yiping serve --city demo &  yiping simulate --city demo
"""


def register(app: typer.Typer) -> None:
    app.command("simulate", help=HELP)(simulate)


def simulate(city: CityOption = None) -> None:
    from queries.late_pandas import leave_out_pandas  # noqa: PLC0415

    leave_out_pandas()
    with imported_for_good():
        from dashboard.server.supervisor import end_on_sigterm, end_with_parent  # noqa: PLC0415
        from dashboard.simulator.feed.simulator import Simulator  # noqa: PLC0415

    simulator = Simulator(chosen_folder(Settings(), city))
    end_on_sigterm()
    end_with_parent()
    log_to_stderr()
    logging.getLogger("httpx").setLevel(logging.WARNING)  # else a line for every delivery
    try:
        simulator.run()
    except KeyboardInterrupt:
        simulator.stop()
