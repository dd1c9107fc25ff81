"""`yiping loops`: the governance loops, their stages, and how many cases stand in each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from dashboard.cli.numbers import kpi_table
from dashboard.cli.numbers.findings import Language
from dashboard.cli.numbers.kpi import Area, AsJson, AsOf, From, RecordedAsOf, To, Where, asked, conditions
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.settings import Settings
from dashboard.words.numbers import whole

HELP = """The governance loops: how many cases stand in each stage, since when, and how many are past its limit.

All cases up to the moment, unless --from and --to name days. The key of a stage is that of a KPI:
`yiping cases rework.redoing` lists its cases.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping loops --city mycity
  yiping loops cross_boundary --by department --city mycity
  yiping loops rework --as-of 2024-08-20 --where channel=hotline_12345 --json
"""
Key = Annotated[str | None, typer.Argument(metavar="[LOOP]", help="Key of a loop; all without.")]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="PART", help="Who holds them: department, channel, category, category3 or status."),
]


def register(app: typer.Typer) -> None:
    app.command("loops", help=HELP)(loops)


def loops(  # noqa: PLR0913  # one argument per option
    loop: Key = None,
    *,
    by: By = None,
    area: Area = None,
    start: From = None,
    end: To = None,
    as_of: AsOf = None,
    recorded_as_of: RecordedAsOf = None,
    where: Where = None,
    lang: Language = None,
    as_json: AsJson = False,
    city: CityOption = None,
) -> None:
    given = asked(None, area, start, end, as_of, recorded_as_of, by, None, conditions(where))
    given |= {name: text for name, text in (("loop", loop), ("lang", lang)) if text}
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        answer = commands.loops(given)
    if as_json:
        print_json(answer)
        return
    for one in answer["loops"]:
        _print(one, "zh" if lang == "zh-CN" else "en")


def _print(loop: Mapping[str, Any], language: str) -> None:
    console = kpi_table.wide_console()
    population = loop["population"]
    console.print(f"{loop['key']}  {kpi_table.plain_text(loop[language])}", markup=False, style="bold")
    for alarm in loop["alarms"] or ():
        since = str(alarm["since"])[:16].replace("T", " ")
        said = f"  ! {alarm['severity']} since {since}: {kpi_table.plain_text(alarm['name'])}"
        console.print(said, markup=False)
    if not loop["stages"]:
        console.print("  no data: " + " ".join(population["notes"]), markup=False)
        return
    console.print(_stages(loop, language))
    if loop["unknown_stages"]:
        unknown = ", ".join(kpi_table.plain_text(one[language]) for one in loop["unknown_stages"])
        console.print(f"  no data from any source: {unknown}", markup=False)
    if loop["parts"]:
        console.print(_parts(loop))


def _stages(loop: Mapping[str, Any], language: str) -> Table:
    table = _table("metric", "stage", figures=("cases", "past limit"))
    table.add_column("oldest")
    for stage in loop["stages"]:
        late = kpi_table.DASH if stage["late"] is None else whole(stage["late"])
        oldest = (stage["oldest"] or kpi_table.DASH)[:16].replace("T", " ")
        table.add_row(stage["metric"], kpi_table.plain_text(stage[language]), whole(stage["n"]), late, oldest)
    table.add_row(loop["key"], "", whole(loop["population"]["n"]), "", "", style="bold")
    return table


def _parts(loop: Mapping[str, Any]) -> Table:
    table = _table("code", "name", figures=("left to do", "past limit"))
    for part in loop["parts"]:
        code, name = (kpi_table.plain_text(part[one]) for one in ("code", "name"))
        table.add_row(code, name, whole(part["pending"]), whole(part["late"]))
    return table


def _table(*names: str, figures: tuple[str, ...]) -> Table:
    table = Table(*names, box=None, header_style="bold", padding=(0, 2, 0, 0))
    for name in figures:
        table.add_column(name, justify="right")
    return table
