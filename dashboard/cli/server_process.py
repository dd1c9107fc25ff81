"""`yiping server-process`: the server itself, as `serve` and `demo` start it; not for people."""

import os
import socket
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.messages import log_to_stderr, say
from dashboard.cli.terminal.imported_for_good import imported_for_good
from dashboard.settings import Settings
from dashboard.words.catalogue import DEFAULT_LANGUAGE, catalogue

STORE_DAMAGED = 74  # EX_IOERR: the supervisor starts the server again


def register(app: typer.Typer) -> None:
    app.command("server-process", hidden=True)(server_process)


def server_process(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER")],
    descriptor: Annotated[int, typer.Option("--socket", help="Descriptor of the bound socket.")],
) -> None:
    """The server of one city, on a socket that its supervisor has bound."""
    from queries.late_pandas import leave_out_pandas  # noqa: PLC0415

    leave_out_pandas()
    with imported_for_good():
        from dashboard.server.city_server import serving  # noqa: PLC0415
        from dashboard.server.supervisor import end_on_sigterm, end_with_parent  # noqa: PLC0415

    end_on_sigterm()
    end_with_parent()
    log_to_stderr()
    settings = Settings()
    with serving(settings, folder, socket.socket(fileno=descriptor), _end_for_damage) as (city, server):
        titles = " ".join(dict.fromkeys((city.profile.title_zh, city.profile.title_en)))
        typer.echo(f"{catalogue(DEFAULT_LANGUAGE)('title.product')} {titles}: {server.address.url}/")
        if settings.token_text():
            say(f"With the token: {server.address.url}/enter?token=…")
        server.run()


def _end_for_damage() -> None:
    """End at once; what was acknowledged is on the disk."""
    os._exit(STORE_DAMAGED)
