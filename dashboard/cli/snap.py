"""`yiping snap`: a photograph of a screen."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from dashboard.cli.messages import say
from dashboard.cli.opened import CityOption, chosen_folder
from dashboard.cli.terminal.imported_for_good import imported_for_good
from dashboard.commands import server_file
from dashboard.commands.remote import Looking, RemoteCommands
from dashboard.commands.server_file import ServerAddress
from dashboard.settings import Settings

HELP = """Photograph or print a screen with headless Chromium, once the page says that it is ready (data, map, fonts).

A PDF is the whole screen on pages of paper: black on white, without controls, with head and foot. A PNG is one window
of it in the same theme, that of a wall as it hangs. --as-seen keeps theme and controls of the screen.

Through the city's running server, else with one of its own on a free port of this machine. Exit codes: 0 written · 1
no browser, no Chinese font, or never ready · 2 wrong option · 130 Ctrl-C.

\b
Examples:
  yiping snap /wall --size 3840x2160 --out wall.png
  yiping snap "/?area=410105000000&lang=en" --out brief.pdf --city demo
"""


def register(app: typer.Typer) -> None:
    app.command("snap", help=HELP)(snap)


def snap(  # noqa: PLR0913  # one argument per option
    path: Annotated[str, typer.Argument(metavar="PATH", help="Address of the screen, from the first / on.")],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A .png or a .pdf (A4 landscape).")],
    size: Annotated[str, typer.Option("--size", metavar="WxH", help="Screen in pixels.")] = "1920x1080",
    scale: Annotated[float, typer.Option("--scale", min=0.5, max=4, help="Device pixels per pixel.")] = 1.0,
    wait: Annotated[float, typer.Option("--wait", min=1, max=600, help="Seconds until the page must be ready.")] = 60,
    as_seen: Annotated[bool, typer.Option("--as-seen", help="As the screen is seen, not as on paper.")] = False,
    city: CityOption = None,
) -> None:
    with imported_for_good():
        from dashboard.exports.browser import find_browser, require_chinese_font  # noqa: PLC0415
        from dashboard.exports.photograph import Photograph, check  # noqa: PLC0415
        from dashboard.exports.photograph import snap as photograph_it  # noqa: PLC0415

    if not path.startswith("/") or path.startswith("//"):
        raise typer.BadParameter(f"{path!r} is no address of a screen; it starts with one /", param_hint="PATH")
    settings = Settings()
    photograph = Photograph(path, out, _size(size), scale, wait, as_seen)
    check(photograph)
    find_browser(settings)
    require_chinese_font()
    with _server(settings, chosen_folder(settings, city)) as (url, looking):
        # A picture of a wall is how it looks, which only its own theme shows.
        hangs = urlsplit(path).path in looking.walls and not photograph.is_pdf
        taken = replace(photograph, url=url + path, as_seen=as_seen or hangs)
        photograph_it(taken, settings, looking.cookie)
    say(f"Written to {out}.")


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,5})[x×*](\d{1,5})", text.strip().lower())
    if not found:
        raise typer.BadParameter(f"{text!r} is no size; write it like 1920x1080", param_hint="--size")
    return int(found[1]), int(found[2])


@contextmanager
def _server(settings: Settings, folder: Path) -> Iterator[tuple[str, Looking]]:
    """The address of the running server, or of one started for this photograph, and what its browser needs."""
    address = server_file.running(folder)
    if address:
        yield address.url, _looking(address)
        return
    from dashboard.server.city_server import beside  # noqa: PLC0415
    from queries.city import City  # noqa: PLC0415

    alone = settings.model_copy(update={"host": "127.0.0.1", "port": 0, "token": None})
    city = City.open(folder, time_limit_s=settings.time_limit_s)
    try:
        with beside(alone, city) as server:
            yield server.address.url, _looking(server.address)
    finally:
        city.close()


def _looking(address: ServerAddress) -> Looking:
    """Asked of the server, because the registry of screens takes two seconds to import."""
    remote = RemoteCommands(address)
    try:
        return remote.looking()
    finally:
        remote.close()
