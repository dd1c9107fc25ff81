"""`yiping source`: who may deliver to a city over HTTP or by files, and how each stands."""

from typing import Annotated, Any

import typer
from rich.table import Table

from dashboard.cli.load import CrsOption
from dashboard.cli.messages import PlainErrorGroup, say
from dashboard.cli.numbers.kpi_table import DASH, wide_console
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.settings import Settings
from dashboard.words.numbers import whole
from geodata.city.profile import SOURCE_KINDS

HELP = """Let sources deliver to a city, and see how they stand.

Exit codes: 0 done · 1 cannot be · 2 wrong option · 130 Ctrl-C.
"""
ADD_HELP = """Let a source deliver over HTTP (POST /api/v1/KIND) or by files put into drop/NAME; prints its key.

The key is shown this once; the city keeps only its digest. Exit codes: 0 done · 1 cannot be · 2
it cannot be so · 130 Ctrl-C.

\b
Examples:
  yiping source add hotline --kind events --cadence 60 --city mycity
  yiping source add hotline --new-key --city mycity        another key; the old one ends at once
"""
REMOVE_HELP = """Take the key of a source away. What it delivered stays; it is not expected any more.

Exit codes: 0 done · 1 cannot be · 2 wrong option · 130 Ctrl-C.

\b
Example:
  yiping source remove hotline --city mycity
"""
LIST_HELP = """List the sources of a city: what each delivers, how often, how far it has come.

Exit codes: 0 listed · 1 cannot be · 2 wrong option · 130 Ctrl-C.

\b
Example:
  yiping source list --city mycity
"""
Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the source.")]
Kind = Annotated[str | None, typer.Option("--kind", help=f"{', '.join(SOURCE_KINDS)}.  [default: events]")]
Cadence = Annotated[
    int | None, typer.Option("--cadence", min=1, help="Seconds between two deliveries; late after two.")
]


def register(app: typer.Typer) -> None:
    group = typer.Typer(cls=PlainErrorGroup, help=HELP, no_args_is_help=True, rich_markup_mode=None)
    group.command("add", help=ADD_HELP)(add)
    group.command("list", help=LIST_HELP)(show)
    group.command("remove", help=REMOVE_HELP)(remove)
    app.add_typer(group, name="source")


def add(  # noqa: PLR0913  # one argument per option
    name: Name,
    *,
    city: CityOption = None,
    kind: Kind = None,
    cadence: Cadence = None,
    crs: CrsOption = None,
    zone: Annotated[str | None, typer.Option("--zone", help="Time zone of times without offset; the city's.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="What the screens call it.")] = None,
    title_en: Annotated[str | None, typer.Option("--title-en", help="What English screens call it.")] = None,
    new_key: Annotated[bool, typer.Option("--new-key", help="Replace the key that it has.")] = False,
) -> None:
    named = {"kind": kind, "crs": crs, "zone": zone, "title_zh": title, "title_en": title_en}
    given = {key: text for key, text in named.items() if text is not None}
    given |= {"cadence_s": str(cadence)} if cadence else {}
    given |= {"new_key": "yes"} if new_key else {}
    settings = Settings()
    folder = chosen_folder(settings, city)
    with opened(settings, folder) as commands:
        key = commands.add_source(name, given)
    say(f"The key of {name}, shown only this once; it is sent as Authorization: Bearer KEY.")
    say(f"Files of {name} may also be put into {folder / 'drop' / name}.")
    typer.echo(key)


def remove(name: Name, city: CityOption = None) -> None:
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        done = commands.remove_source(name)
    typer.echo(f"{name} delivers no more; {whole(done['rows'])} rows of it stay.")


def show(city: CityOption = None) -> None:
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        sources = commands.sources()
    columns = ("source", "kind", "every", "key", "rows", "refused", "newest", "last load", "status")
    table = Table(*columns, box=None, padding=(0, 3, 0, 0))
    for one in sources:
        table.add_row(*_cells(one))
    wide_console().print(table)


def _cells(one: dict[str, Any]) -> list[str]:
    every = f"{one['cadence_s']} s" if one["cadence_s"] else DASH
    status = f"{one['status']} since {one['late_since'][:19]}" if one["late_since"] else one["status"]
    moments = [(one[name] or DASH)[:19] for name in ("watermark", "last_load")]
    rows = [whole(one[name]) for name in ("rows", "refused")]
    return [one["name"], one["kind"], every, "yes" if one["has_key"] else "no", *rows, *moments, status]
