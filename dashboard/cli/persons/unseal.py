"""`yiping unseal`: what was sealed of a city's files, opened with its key."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.messages import say
from dashboard.cli.opened import CityOption, chosen_folder
from dashboard.errors import NotAllowed
from dashboard.settings import Settings

HELP = """Open what a city keeps sealed: a refused file of drop/, or the personal columns of a loaded file in landing/.

Needs the city's key, a file outside its folder (keys/NAME.key beside it, or key_file in city.toml). A refused file is
written as it came, a loaded one as CSV. Exit codes: 0 written · 1 cannot be · 2 wrong option · 130 Ctrl-C.

\b
Examples:
  yiping unseal drop/hotline/refused/cases.csv.sealed --out cases.csv --city mycity
  yiping unseal landing/20260601T080000.000000Z-1a2b3c4d.parquet --out whole.csv --city mycity
"""


def register(app: typer.Typer) -> None:
    app.command("unseal", help=HELP)(unseal)


def unseal(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file; a relative path begins at the city.")],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A new file, readable by its owner only.")],
    city: CityOption = None,
) -> None:
    from queries.values import unseal as opened_to  # noqa: PLC0415

    folder = chosen_folder(Settings(), city)
    if out.exists():
        raise NotAllowed(f"{out} exists already; give another name, or remove it.")
    if out.resolve().is_relative_to(folder.resolve()):
        raise NotAllowed(f"{out} lies in the city's folder, where nothing personal may lie in clear.")
    inside = folder / file
    opened_to(folder, inside if inside.is_file() else file, out)
    say(f"Written to {out}, which holds personal data; remove it when it is no longer needed.")
