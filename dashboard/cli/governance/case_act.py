"""`yiping act`: what a person does about a case in a governance loop, kept as on its page."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from dashboard.cli.messages import say
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.errors import BadParameter
from dashboard.settings import Settings

HELP = """Keep what somebody did about a case in a governance loop: a mark, a decision, a handover, an attempt to call.

LOOP names the loop, ABOUT the case as SOURCE/NUMBER. Which kinds a loop takes stands in loops.toml, their states in the
refusal of a wrong one. On screens: /loops; POST /api/v1/loops/acts.
Exit codes: 0 kept · 1 cannot be · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping act call_rounds hotline/20261128001 callback_attempt --state missed --at 2026-11-28T10:05 --city mycity
  yiping act supervision hotline/20261128001 case_mark --state refuted --text "closed in time"
  yiping act call_rounds hotline/20261128001 callback_attempt --withdraw KEY
"""
Loop = Annotated[str, typer.Argument(metavar="LOOP", help="Key of a loop.")]
Case = Annotated[str, typer.Argument(metavar="ABOUT", help="SOURCE/NUMBER of a case.")]
Kind = Annotated[str, typer.Argument(metavar="KIND", help="What is done: case_mark, decision, callback_attempt, …")]
State = Annotated[str, typer.Option("--state", help="One of the states of the kind.")]
Unit = Annotated[str, typer.Option("--unit", help="Who leads, or takes the case on.")]
Words = Annotated[str, typer.Option("--text", help="A remark.")]
At = Annotated[str, typer.Option("--at", metavar="INSTANT", help="When an attempt to call was; without: now.")]
Withdraw = Annotated[str | None, typer.Option("--withdraw", metavar="KEY", help="Take back what has this key.")]


def register(app: typer.Typer) -> None:
    app.command("act", help=HELP)(act)


def act(  # noqa: PLR0913  # one argument per option
    loop: Loop,
    case: Case,
    kind: Kind,
    *,
    state: State = "",
    unit: Unit = "",
    text: Words = "",
    at: At = "",
    withdraw: Withdraw = None,
    city: CityOption = None,
) -> None:
    source, separator, number = case.partition("/")
    if not (source and separator and number):
        raise BadParameter("ABOUT", "is SOURCE/NUMBER; write both")
    given = {"loop": loop, "source": source, "source_id": number, "kind": kind}
    given |= {"state": state, "unit": unit, "text": text, "at": at}
    if withdraw is not None:
        given |= {"deed": "withdrawn", "key": withdraw}
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        kept = commands.keep_case_act(json.dumps(given))
    say(f"Withdrawn: {kept['key']}." if withdraw is not None else f"Kept under {kept['key']}.")
