"""`yiping saved`: the saved views and notes of a city as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.messages import PlainErrorGroup, say
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.errors import BadParameter
from dashboard.settings import Settings
from dashboard.words.numbers import whole

HELP = """The views and notes that people saved in a city, as a file.

Exit codes: 0 done · 1 cannot be · 2 wrong option or file · 130 Ctrl-C.
"""
EXPORT_HELP = """Write all saved views and notes as JSON, to stdout or a file.

Exit codes: 0 written · 1 cannot be · 2 wrong option · 130 Ctrl-C.

\b
Examples:
  yiping saved export --city mycity > saved.json
  yiping saved export --out saved.json --city mycity
"""
IMPORT_HELP = """Keep the views and notes of such a file, all of them or none.

What is held already changes nothing, so that a file can be taken in again; what has the key of one that is
held and says something else changes it.

Exit codes: 0 done · 1 cannot be · 2 wrong option or file · 130 Ctrl-C.

\b
Example:
  yiping saved import saved.json --city mycity
"""


def register(app: typer.Typer) -> None:
    group = typer.Typer(cls=PlainErrorGroup, help=HELP, no_args_is_help=True, rich_markup_mode=None)
    group.command("export", help=EXPORT_HELP)(export)
    group.command("import", help=IMPORT_HELP)(take_in)
    app.add_typer(group, name="saved")


def export(
    *,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Instead of stdout.")] = None,
    city: CityOption = None,
) -> None:
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        saved = commands.saved()
    written = json.dumps(saved, ensure_ascii=False, indent=1)
    if out is None:
        typer.echo(written)
        return
    out.write_text(f"{written}\n", "utf-8")
    say(f"{whole(len(saved['views']))} views and {whole(len(saved['notes']))} notes written to {out}.")


def take_in(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="As `yiping saved export` writes it.")],
    *,
    city: CityOption = None,
) -> None:
    settings = Settings()
    try:
        content = file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise BadParameter("FILE", f"{file} is not in UTF-8; give what `yiping saved export` writes") from error
    with opened(settings, chosen_folder(settings, city)) as commands:
        kept = commands.keep_saved(content)
    typer.echo(f"{whole(len(kept['saved']))} new or changed, {whole(kept['unchanged'])} held already.")
