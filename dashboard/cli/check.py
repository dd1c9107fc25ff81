"""`yiping check`: whether everything is there that yiping needs."""

from typing import Annotated, Any

import typer

from dashboard.cli.messages import say
from dashboard.cli.opened import CityOption, opened
from dashboard.cli.terminal.interruption import is_interrupted
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.commands import city_folders
from dashboard.errors import public_message
from dashboard.settings import Settings

HELP = """Check the environment, and a city: each line says ok, or !! with what to do.

Exit codes: 0 all well · 1 something is not · 2 wrong option · 130 Ctrl-C.

\b
Examples:
  yiping check
  yiping check --city boston
"""


def register(app: typer.Typer) -> None:
    app.command("check", help=HELP)(check)


def check(
    city: CityOption = None, as_json: Annotated[bool, typer.Option("--json", help="A JSON array of lines.")] = False
) -> None:
    from dataclasses import asdict  # noqa: PLC0415

    from dashboard.commands.check import environment  # noqa: PLC0415

    settings = Settings()
    lines = [asdict(line) for line in environment(settings)] + _city(settings, city)
    if as_json:
        print_json(lines)
    else:
        for line in lines:
            advice = "" if line["ok"] else f" → {line['advice']}"
            typer.echo(f"{'ok' if line['ok'] else '!!'}  {line['what']:<13} {line['found']}{advice}")
    if not all(line["ok"] for line in lines):
        raise typer.Exit(1)


def _city(settings: Settings, given: str | None) -> list[dict[str, Any]]:
    """The lines of a city: of the one named, or of each there is."""
    folders = [city_folders.choose(settings, given).folder] if given or settings.city else None
    lines: list[dict[str, Any]] = []
    for folder in folders if folders is not None else city_folders.cities(settings.home):
        lines.append({"ok": True, "what": "city", "found": str(folder), "advice": ""})
        try:
            with opened(settings, folder) as commands:
                lines += commands.check()
        except Exception as error:
            sentence = public_message(error)
            if sentence is None or is_interrupted():
                raise
            lines.append({"ok": False, "what": "city", "found": folder.name, "advice": sentence})
    if not lines:
        say(f"No city yet in {settings.home}; make one with `yiping init` or `yiping demo`.")
    return lines
