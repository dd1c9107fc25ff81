"""`yiping compare`, `yiping measure` and `yiping hotspots`: what is found when parts of a city are compared."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from dashboard.cli.numbers import kpi_table
from dashboard.cli.numbers.kpi import Area, AsJson, AsOf, Denominator, From, RecordedAsOf, To, Where, asked, conditions
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.settings import Settings
from dashboard.words.numbers import decimal

if TYPE_CHECKING:
    from dashboard.commands.city_commands import Commands

COMPARE_HELP = """Parts of a KPI beside each other: which differ by more than chance.

Each part is compared with all the others together; corrected for how many are compared.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping compare returned --by department --from 2026-10-01 --to 2026-10-31
  yiping compare closed_on_time --area 410105000000 --from 2026-10-01 --to 2026-10-31
  yiping compare reported --areas 410105000000,410104000000 --where channel=hotline_12345 --json
"""
MEASURE_HELP = """A KPI of an area before and after a measure, beside areas without it: difference in differences.

As many whole weeks before and after the day are compared. It claims no cause.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping measure reported --area 410105000000 --on 2026-10-01 --where channel=hotline_12345
  yiping measure closed_on_time --area 410105000000 --on 2026-10-01 --controls 410104000000,410103000000
"""
HOT_SPOTS_HELP = """Hot spots: where more cases lie than usual, by more than chance.

Each area with its nearest neighbours against the same place in comparable periods before.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping hotspots reported --from 2026-11-20 --to 2026-11-26
  yiping hotspots reported --area 410105000000 --from 2026-11-20 --to 2026-11-26 --where channel=hotline_12345
"""
Key = Annotated[str, typer.Argument(metavar="KEY", help="Key of the KPI; `yiping kpi --list` prints them.")]
Language = Annotated[str | None, typer.Option("--lang", metavar="LANGUAGE", help="Of the sentences: zh-CN or en.")]


def register(app: typer.Typer) -> None:
    app.command("compare", help=COMPARE_HELP)(compare)
    app.command("measure", help=MEASURE_HELP)(measure)
    app.command("hotspots", help=HOT_SPOTS_HELP)(hotspots)


def compare(  # noqa: PLR0913  # one argument per option
    key: Key,
    *,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="PART", help="area (without it), channel, category, category2 or department."),
    ] = None,
    areas: Annotated[
        str | None, typer.Option("--areas", metavar="CODES", help="These areas, by commas, not those below --area.")
    ] = None,
    area: Area = None,
    start: From = None,
    end: To = None,
    as_of: AsOf = None,
    recorded_as_of: RecordedAsOf = None,
    denominator: Denominator = None,
    where: Where = None,
    lang: Language = None,
    as_json: AsJson = False,
    city: CityOption = None,
) -> None:
    given = asked(key, area, start, end, as_of, recorded_as_of, by, denominator, conditions(where))
    given |= {name: text for name, text in (("areas", areas), ("lang", lang)) if text}
    answer = _answered(city, lambda commands: commands.compare(given))
    _print(answer, as_json)
    if not as_json:
        kpi_table.wide_console().print(_parts(answer))


def measure(  # noqa: PLR0913  # one argument per option
    key: Key,
    *,
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="The day from which the measure holds.")],
    area: Annotated[str, typer.Option("--area", metavar="CODE", help="Code of the area with the measure.")],
    controls: Annotated[
        str | None, typer.Option("--controls", metavar="CODES", help="Areas without it, by commas; else the siblings.")
    ] = None,
    days: Annotated[int | None, typer.Option("--days", help="Days before and after at most; 84 without.")] = None,
    as_of: AsOf = None,
    recorded_as_of: RecordedAsOf = None,
    denominator: Denominator = None,
    where: Where = None,
    lang: Language = None,
    as_json: AsJson = False,
    city: CityOption = None,
) -> None:
    given = asked(key, area, None, None, as_of, recorded_as_of, None, denominator, conditions(where))
    others = {"on": on, "controls": controls, "days": str(days) if days else None, "lang": lang}
    given |= {name: text for name, text in others.items() if text}
    answer = _answered(city, lambda commands: commands.measure(given))
    _print(answer, as_json)


def hotspots(  # noqa: PLR0913  # one argument per option
    key: Key,
    *,
    area: Area = None,
    start: From = None,
    end: To = None,
    as_of: AsOf = None,
    recorded_as_of: RecordedAsOf = None,
    denominator: Denominator = None,
    where: Where = None,
    lang: Language = None,
    as_json: AsJson = False,
    city: CityOption = None,
) -> None:
    given = asked(key, area, start, end, as_of, recorded_as_of, None, denominator, conditions(where))
    given |= {"lang": lang} if lang else {}
    answer = _answered(city, lambda commands: commands.hotspots(given))
    _print(answer, as_json)


def _answered(city: str | None, ask: Callable[["Commands"], dict[str, Any]]) -> dict[str, Any]:
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        return ask(commands)


def _print(answer: Mapping[str, Any], as_json: bool) -> None:
    """The sentences for people, a line each, or everything as JSON."""
    if as_json:
        print_json(answer)
        return
    for sentence in answer["said"]:
        kpi_table.wide_console().print(sentence, markup=False)


def _parts(answer: Mapping[str, Any]) -> Table:
    unit = "ratio" if answer["kind"] == "share" else ""
    table = Table("code", "name", box=None, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("value", "low", "high", "n", "q"):
        table.add_column(name, justify="right")
    table.add_column("verdict")
    for part in answer["parts"]:
        is_whole = answer["kind"] == "number" and answer["per"] is None
        ends = (part[name] for name in ("value", "low", "high"))
        figures = [kpi_table.figure(round(end) if is_whole and end is not None else end, unit) for end in ends]
        q = kpi_table.DASH if part["q"] is None else decimal(part["q"], 3)
        code, name = (kpi_table.plain_text(part[one]) for one in ("code", "name"))
        table.add_row(code, name, *figures, str(part["n"]), q, str(part["verdict"]).replace("_", " "))
    return table
