"""The application that holds all commands."""

from importlib.metadata import version
from typing import Annotated

import typer

from dashboard.cli import (
    audit,
    check,
    demo,
    init,
    load,
    open_file,
    published,
    saved,
    serve,
    server_process,
    simulate,
    snap,
    source,
)
from dashboard.cli.accounts import account
from dashboard.cli.briefs import brief
from dashboard.cli.entries.command_entries import note_commands
from dashboard.cli.governance import (
    agenda,
    case_act,
    coming,
    dispatch,
    evaluation,
    handovers,
    kinds,
    lines,
    loops,
    matters,
    samples,
    spots,
)
from dashboard.cli.messages import PlainErrorGroup
from dashboard.cli.numbers import alarms, duty, findings, fleet, kpi, ledger, mode, roll_calls, tide
from dashboard.cli.persons import forget, unseal

HELP = """一屏 yiping: a whole city on one screen, from its own case files.

Exit codes: 0 done · 1 failed, or nothing could be loaded · 2 the command was written wrongly · 3 loaded
in part · 130 ended by Ctrl-C.

\b
Examples:
  yiping demo                                        a simulated Zhengzhou, built and served
  yiping open requests.csv --zone America/New_York   a file of cases as a city of its own, loaded and served
  yiping init boston --areas neighborhoods.geojson --zone America/New_York
  yiping load requests_2011.zip --city boston        load a file of cases
  yiping serve --city boston                         the screens, on http://127.0.0.1:8050/
  yiping kpi open --city boston --by area            a number, and its parts
"""

app = typer.Typer(
    cls=PlainErrorGroup,
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)


def print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"yiping {version('yiping')}")
        raise typer.Exit


@app.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug", hidden=True, help="Show where an error came from.")] = False,
    show_version: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", is_eager=True, callback=print_version)
    ] = False,
) -> None:
    """Options in front of every command."""


for command in (
    open_file, init, load, kpi, findings.COMPARE, findings.MEASURE, findings.HOT_SPOTS, alarms, loops.COMMAND, case_act,
    agenda.COMMAND, spots.COMMAND, matters.MATTERS, matters.SUGGESTIONS, handovers.COMMAND, evaluation.COMMAND,
    roll_calls.COMMAND, samples.COMMAND, kinds.COMMAND, mode,
    dispatch.COMMAND, ledger.COMMAND, coming.COMMAND, lines.COMMAND, tide.COMMAND, fleet.NEAREST, fleet.WORKLOAD,
    fleet.PARTNERS, fleet.READINGS, duty.COMMAND, published, check, saved, serve, server_process, simulate, source,
    account, audit, brief, snap, unseal, forget, demo,
):  # fmt: skip
    command.register(app)
note_commands(app)
