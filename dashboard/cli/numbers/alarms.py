"""`yiping alarms`: the alarms of a city, and what its rules would have raised on days that are over."""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from dashboard.cli.asking.question_options import Area, AsJson, Language
from dashboard.cli.numbers import kpi_table
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.cli.terminal.progress import progress_bar
from dashboard.settings import Settings
from dashboard.words.numbers import decimal

HELP = """The alarms of a city, open ones first; or what its rules would have raised on past days.

A test judges every rule once an hour, each time as of that hour: what was reported later does not
count. Of sources and devices, of which only the newest news is kept, nothing is known of a past
moment. A year of a city of a million cases takes some minutes.
useful: people saw to it; or what it told of lasted for longer than the hold time of its rule (an
hour at least) after it was raised, and not for more than two weeks; of cases near their limit: half
or more passed it. idle: none of these; open: not known yet. late: the worst was over when it was
raised; of limits: most cases had passed theirs. stood: for more than two weeks. again: of the same
as another in the week before. passed: cases that passed their limit, of those decided.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping alarms --city mycity
  yiping alarms --standing new,assigned --area 410105000000 --json
  yiping alarms --messages
  yiping alarms --test 2026-11-20..2026-11-26
"""


def register(app: typer.Typer) -> None:
    app.command("alarms", help=HELP)(alarms)


def alarms(  # noqa: PLR0913  # one argument per option
    *,
    standing: Annotated[
        str | None,
        typer.Option(
            "--standing",
            metavar="WORDS",
            help="new, acknowledged, assigned, snoozed, closed, over, by commas, or all; without it those in hand.",
        ),
    ] = None,
    rule: Annotated[str | None, typer.Option("--rule", metavar="KEY", help="Alarms of this rule only.")] = None,
    area: Area = None,
    messages: Annotated[
        bool, typer.Option("--messages", help="Whom outside they were told, and how far each message is.")
    ] = False,
    test: Annotated[str | None, typer.Option("--test", metavar="DAY..DAY", help="Try the rules on these days.")] = None,
    lang: Language = None,
    as_json: AsJson = False,
    city: CityOption = None,
) -> None:
    settings = Settings()
    options = {"standing": standing, "rule": rule, "area": area, "days": test, "lang": lang}
    given = {name: text for name, text in options.items() if text}
    if messages:
        given.setdefault("standing", "all")
    with opened(settings, chosen_folder(settings, city)) as commands:
        if test is None:
            answer = commands.ask("alarms", given)
        else:
            with progress_bar(test) as move:
                answer = commands.test_alarms({name: given[name] for name in ("days", "lang") if name in given}, move)
    if as_json:
        print_json(answer)
        return
    drawn = _tested(answer) if test is not None else _messages(answer) if messages else _listed(answer)
    kpi_table.wide_console().print(drawn)


def _listed(answer: Mapping[str, Any]) -> Table:
    table = kpi_table.plain_table("severity", "alarm", "place", "about")
    table.add_column("value", justify="right")
    for name in ("limit", "since", "standing"):
        table.add_column(name)
    for one in answer["alarms"]:
        named = (kpi_table.plain_text(one[name]) for name in ("rule_name", "area_name", "subject_name"))
        value = kpi_table.figure(one["value"], one["unit"])
        since = str(one["raised_at"])[:16].replace("T", " ")
        table.add_row(one["severity"], *named, value, kpi_table.plain_text(one["limit"]), since, one["standing"])
    return table


def _messages(answer: Mapping[str, Any]) -> Table:
    """One row a message, by its first alarm; alarms: how many of those listed it tells of."""
    table = kpi_table.plain_table("receiver", "alarm", "state", figures=("alarms", "attempts"))
    for name in ("at", "next", "why"):
        table.add_column(name)
    told = [(message, alarm) for alarm in answer["alarms"] for message in alarm["messages"]]
    alarms = Counter(message["message"] for message, _ in told)
    first = {message["message"]: (message, alarm) for message, alarm in reversed(told)}
    for key, (message, alarm) in reversed(first.items()):
        names = (kpi_table.plain_text(text) for text in (message["name"], alarm["rule_name"], message["state"]))
        moments = (str(message[name] or kpi_table.DASH)[:16].replace("T", " ") for name in ("at", "due_at"))
        why = kpi_table.plain_text(message["why"])
        table.add_row(*names, str(alarms[key]), str(message["attempts"]), *moments, why)
    return table


def _tested(answer: Mapping[str, Any]) -> Table:
    table = kpi_table.plain_table(
        "rule",
        "name",
        figures=(
            "fired",
            "useful",
            "idle",
            "open",
            "late",
            "stood",
            "again",
            "answered",
            "median",
            "about",
            "passed",
            "unknown",
        ),
    )
    for one in answer["rules"]:
        length, decided = one["median_minutes"], one["decided_cases"]
        lasted = kpi_table.DASH if length is None else f"{decimal(length / 60, 1)} h"
        passed = kpi_table.DASH if decided is None else f"{one['passed_cases']} / {decided}"
        figures = (
            one[name] for name in ("fired", "useful", "idle", "undecided", "late", "stood", "repeated", "answered")
        )
        unknown = f"{one['unknown']} / {one['judged']}"
        name = kpi_table.plain_text(one["name"])
        table.add_row(one["rule"], name, *map(str, figures), lasted, str(one["subjects"]), passed, unknown)
    return table
