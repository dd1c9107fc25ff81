"""`yiping demo`: a simulated Zhengzhou, built when it is missing, then served with its sources beside it."""

import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from dashboard.cli.messages import say
from dashboard.cli.serve import Host, Port, Token, allocation, serve_folder, settings_with
from dashboard.cli.terminal.progress import progress_bar
from dashboard.commands import city_folders, server_file
from dashboard.commands.city_folders import PROFILE
from dashboard.errors import BadParameter, NotAllowed
from dashboard.server.supervisor import Child, yiping
from dashboard.words.moments import date_and_minute
from dashboard.words.numbers import whole

NAME = "demo"
DAYS = 60
ZONE = ZoneInfo("Asia/Shanghai")
EVENING = time(18, 0)
AS_OF = "--as-of"
FIRST_YEAR = 2020
HELP = """Build a simulated Zhengzhou (the city `demo`) when it is missing, and serve it with its sources.

All its cases are simulated and labelled so on every screen. Its sources deliver to the server from a process of their
own, by HTTP. With --as-of the city stands at an earlier moment and its clock runs on from there; its past begins on
2023-11-01. Exit codes: 0 ended, by Ctrl-C too · 1 could not start, or the city `demo` stands at
another moment · 2 wrong option · 130 Ctrl-C before it was served.

\b
Examples:
  yiping demo
  yiping demo --days 7 --build-only
  yiping demo --as-of 2025-03-25          that day at 18:00; about 4.4 million cases, built in minutes
  yiping demo --as-of 2024-08-20T12:00 --rebuild
"""


@dataclass(frozen=True)
class Wanted:
    """Which city: the aware moment at which it stands (None: now, and on with the wall's clock), days of its past."""

    as_of: datetime | None
    days: int | None

    @property
    def clock(self) -> str:
        """As in a profile."""
        return self.as_of.isoformat() if self.as_of else "wall"

    @property
    def days_to_build(self) -> int:
        """As given; else 60 days up to now, or everything since November 2023 up to an earlier moment."""
        from dashboard.simulator.building import FIRST_DAY  # noqa: PLC0415

        if self.days or not self.as_of:
            return self.days or DAYS
        return max((self.as_of.astimezone(ZONE).date() - FIRST_DAY).days + 1, DAYS)


def register(app: typer.Typer) -> None:
    app.command("demo", help=HELP)(demo)


def demo(  # noqa: PLR0913, PLR0917  (options of the command)
    days: Annotated[
        int | None, typer.Option("--days", min=1, max=2000, help="Days of cases, when it is built.  [default: 60]")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(AS_OF, metavar="DATE|INSTANT", help="The moment at which the city stands.")
    ] = None,
    build_only: Annotated[bool, typer.Option("--build-only", help="Build, and do not serve.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build anew, and remove the city that is there.")] = False,
    host: Host = None,
    port: Port = None,
    token: Token = None,
) -> None:
    settings = settings_with(host=host, port=port, token=token)
    wanted = Wanted(moment_of(as_of) if as_of else None, days)
    folder = city_folders.new_folder(settings, NAME)
    if rebuild or not (folder / PROFILE).is_file():
        _refuse_while_served(folder)
        if build_only:
            _build(folder, wanted)
        else:
            _build_apart(days, as_of)
    else:
        _refuse_another(folder, wanted)
        say(f"City {NAME}, built already in {folder}.")
    if not build_only:
        serve_folder(
            settings, folder, [Child(yiping("simulate", "--city", str(folder)), "simulator", environment=allocation())]
        )


def moment_of(text: str, now: datetime | None = None) -> datetime:
    """The aware moment meant by a date (its 18:00, city time) or an ISO instant. Raises BadParameter."""
    from dashboard.view import parsers  # noqa: PLC0415

    moment = parsers.moment(AS_OF, text, ZONE, EVENING)
    if moment > (now or datetime.now(UTC)):
        raise BadParameter(AS_OF, f"{text} has not come yet.")
    if moment.year < FIRST_YEAR:
        raise BadParameter(AS_OF, f"the simulated city goes back to {FIRST_YEAR}.")
    return moment


def _refuse_another(folder: Path, wanted: Wanted) -> None:
    """The city that is there must be the one asked for."""
    from geodata.city.profile import load_profile  # noqa: PLC0415

    start = load_profile(folder).clock_start
    if start == wanted.as_of:
        return
    there = f"stands at {date_and_minute(start, ZONE)}" if start else "runs with the present"
    asked = date_and_minute(wanted.as_of, ZONE) if wanted.as_of else "the present"
    option = f" {AS_OF} {date_and_minute(start, ZONE).replace(' ', 'T')}" if start else ""
    same = f"`yiping demo{option}` serves it"
    raise NotAllowed(f"The city {NAME} {there}, not at {asked}: {same}, --rebuild replaces it.")


def _refuse_while_served(folder: Path) -> None:
    running = server_file.running(folder)
    if running:
        raise NotAllowed(f"The city {NAME} is being served at {running.url} (process {running.pid}); stop it first.")


def _build_apart(days: int | None, as_of: str | None) -> None:
    """Builds in a process of its own, so that the one that goes on to watch the server gives back what building takes.
    Raises typer.Exit with the code of a build that failed."""
    options = [*(("--days", str(days)) if days else ()), *((AS_OF, as_of) if as_of else ())]
    done = subprocess.run(yiping("demo", "--build-only", "--rebuild", *options), check=False)  # noqa: S603  (a command of our own)
    if done.returncode:
        raise typer.Exit(done.returncode)


def _build(folder: Path, wanted: Wanted) -> None:
    """Builds beside its place and moves it there when finished: an interrupted build leaves things as they were."""
    from dashboard.simulator.building import build_demo  # noqa: PLC0415
    from geodata.city.profile import load_profile, write_profile  # noqa: PLC0415

    part, old = folder.with_name(f".{folder.name}.building"), folder.with_name(f".{folder.name}.replaced")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    days = wanted.days_to_build
    try:
        with progress_bar("areas") as move:
            built = build_demo(part, days=days, now=wanted.as_of, clock=wanted.clock, progress=move)
        write_profile(load_profile(part).model_copy(update={"name": folder.name}), part)
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.rename(old)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    for note in built.notes:
        say(note)
    until = f" up to {date_and_minute(wanted.as_of, ZONE)}" if wanted.as_of else ""
    cases, seconds = whole(built.cases), whole(built.seconds)
    say(f"Built in {folder}: {cases} simulated cases of {days} days{until}, in {seconds} s.")
