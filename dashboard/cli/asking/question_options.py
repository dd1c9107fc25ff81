"""The options of questions, each declared once: as typer takes them, and which texts of a question they give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from dashboard.cli.opened import CityOption

Area = Annotated[str | None, typer.Option("--area", metavar="CODE", help="Code of an area; the whole city without.")]
From = Annotated[str | None, typer.Option("--from", metavar="DAY", help="First city day, inclusive.")]
To = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last city day, inclusive.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="TIME", help="What had happened by then; a bare day means its end.")
]
RecordedAsOf = Annotated[
    str | None, typer.Option("--recorded-as-of", metavar="TIME", help="What was known by then; a bare day: its end.")
]
Denominator = Annotated[str | None, typer.Option("--denominator", metavar="NAME", help="Another way of counting.")]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where", metavar="DIMENSION[!]=VALUE",
        help="Only such cases, with != all others: channel, category1, category2, category3, department, special_grid, "
        "matter, hour, weekday, status or closing_level. Give it several times: the same dimension again is an "
        "alternative, another one must hold as well.",
    ),
]  # fmt: skip
Known = Annotated[str | None, typer.Option("--known", metavar="INSTANT", help="What was known by then.")]
Language = Annotated[str | None, typer.Option("--lang", metavar="LANGUAGE", help="Of the sentences: zh-CN or en.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]
_Key = Annotated[str, typer.Argument(metavar="KEY", help="Key of the KPI; `yiping kpi --list` prints them.")]
_On = Annotated[str, typer.Option("--on", metavar="DAY", help="The day from which the measure holds.")]
_Days = Annotated[int | None, typer.Option("--days", help="Days before and after at most; 84 without.")]


@dataclass(frozen=True)
class GivenText:
    """An argument or option. name: of the text that it gives; type: annotated as typer takes it; default: without it,
    `...` where it is needed; read: the texts of a value, where it is not the one text."""

    name: str
    type: Any
    default: Any = None
    read: Callable[[Any], Mapping[str, str]] | None = None

    @property
    def parameter(self) -> str:
        """Its name among the parameters of a function, which may be no keyword."""
        return f"given_{self.name}"

    def texts_of(self, value: Any) -> Mapping[str, str]:
        """The texts by name; none of what is not given."""
        if not value:
            return {}
        return self.read(value) if self.read else {self.name: "1" if value is True else str(value)}


def conditions(where: list[str] | None) -> str | None:
    """The options --where as the one parameter of the API."""
    from dashboard.view.conditions import joined  # noqa: PLC0415

    return joined(where) if where else None


def option(name: str, help_text: str, metavar: str = "TEXT", flag: str = "") -> GivenText:
    """One text by an option, which is called like it if not otherwise."""
    kind = Annotated[str | None, typer.Option(flag or f"--{name}", metavar=metavar, help=help_text)]
    return GivenText(name, kind)


def argument(name: str, help_text: str, metavar: str) -> GivenText:
    """One text by an argument that need not be given."""
    return GivenText(name, Annotated[str | None, typer.Argument(metavar=f"[{metavar}]", help=help_text)])


def case_argument(help_text: str) -> GivenText:
    """A case as SOURCE/NUMBER that need not be given; the texts source and id."""
    given = argument("case", help_text, "SOURCE/NUMBER")
    return GivenText(given.name, given.type, read=_source_and_number)


def limit(help_text: str) -> GivenText:
    """How many rows at most."""
    return option("limit", help_text, "N")


def _source_and_number(case: str) -> Mapping[str, str]:
    source, _, number = case.partition("/")
    return {name: text for name, text in (("source", source), ("id", number)) if text}


def _where(where: list[str]) -> Mapping[str, str]:
    return {"where": conditions(where) or ""}


KEY = GivenText("key", _Key, default=...)
AREA = GivenText("area", Area)
FROM, TO = GivenText("from", From), GivenText("to", To)
AS_OF, RECORDED_AS_OF = GivenText("as_of", AsOf), GivenText("recorded_as_of", RecordedAsOf)
DENOMINATOR = GivenText("denominator", Denominator)
WHERE = GivenText("where", Where, read=_where)
KNOWN = GivenText("known", Known)
LANG = GivenText("lang", Language)
ON, DAYS = GivenText("on", _On, default=...), GivenText("days", _Days)
"""Of a measure: its day, and how many days around it."""
AS_JSON, CITY = GivenText("json", AsJson, default=False), GivenText("city", CityOption)
OF_A_MOMENT = (AREA, AS_OF, RECORDED_AS_OF, WHERE, LANG)
OF_A_PERIOD = (AREA, FROM, TO, AS_OF, RECORDED_AS_OF, WHERE, LANG)
