"""`yiping demo`: a simulated Zhengzhou, built when it is missing, then served."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from dashboard import city_folders
from dashboard.city_folders import PROFILE
from dashboard.cli.progress import progress_bar
from dashboard.cli.serve import Host, Port, Token, serve_folder, settings_with
from dashboard.cli.speaking import say

NAME = "demo"
HELP = """Build a simulated Zhengzhou (the city `demo`) when it is missing, and serve it.

All its cases are simulated and labelled so on every screen. While it is served, it is kept up to now. Exit codes as
for `serve`.

\b
Examples:
  yiping demo
  yiping demo --days 7 --build-only
"""


def register(app: typer.Typer) -> None:
    app.command("demo", help=HELP)(demo)


def demo(
    days: Annotated[int, typer.Option("--days", min=1, max=400, help="Days of cases, when it is built.")] = 60,
    build_only: Annotated[bool, typer.Option("--build-only", help="Build, and do not serve.")] = False,
    host: Host = None,
    port: Port = None,
    token: Token = None,
) -> None:
    settings = settings_with(host=host, port=port, token=token)
    folder = city_folders.new_folder(settings, NAME)
    if (folder / PROFILE).is_file():
        say(f"City {NAME}, built already in {folder}.")
    else:
        _build(folder, days)
    if not build_only:
        serve_folder(settings, folder)


def _build(folder: Path, days: int) -> None:
    """Builds beside its place and moves it there when finished: an interrupted build leaves no half a city."""
    from dashboard.demo.building import build_demo  # noqa: PLC0415
    from geodata.profile import load_profile, write_profile  # noqa: PLC0415

    part = folder.with_name(f".{folder.name}.building")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        with progress_bar("areas") as move:
            built = build_demo(part, days=days, progress=move)
        write_profile(load_profile(part).model_copy(update={"name": folder.name}), part)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    for note in built.notes:
        say(note)
    say(f"Built in {folder}: {built.cases:,} simulated cases of {days} days, in {built.seconds:.0f} s.")
