"""`yiping serve`: the screens and the API of one city, kept running."""

import os
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr

from dashboard.cli.messages import log_to_stderr
from dashboard.cli.opened import CityOption, chosen_folder
from dashboard.commands import server_file
from dashboard.errors import NotAllowed
from dashboard.server.supervisor import Child, supervise, yiping
from dashboard.settings import Settings
from dashboard.web.listening import bind, check_openness

HELP = """Serve a city's screens and API until Ctrl-C.

Only this machine can look, unless an access token is set (better by YIPING_TOKEN than by --token, which others on this
machine can read). With a token, open /enter?token=… once in each browser. A server that dies is started again on the
same port. Exit codes: 0 ended, by Ctrl-C too · 1 could not start · 2 wrong option ·
130 Ctrl-C before it was served.

\b
Examples:
  yiping serve --city boston
  YIPING_TOKEN=$(openssl rand -hex 16) yiping serve --city boston --host 0.0.0.0 --port 80
"""

ALLOCATION = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "1048576",
    "MALLOC_TRIM_THRESHOLD_": "4194304",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
"""How a process that runs for weeks takes memory: few heaps for its many threads, large pieces apart and given back at
once, one allocator for Python and Arrow. With the defaults the server holds a third more. (DuckDB's own allocator as it
is: giving back within a tenth of a second what a statement freed cost a click on a live city some 30 ms.)"""
Host = Annotated[str | None, typer.Option("--host", help="Address to listen on.  [default: 127.0.0.1]")]
Port = Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Port; 0 a free one.  [default: 8050]")]
Token = Annotated[str | None, typer.Option("--token", help="Access token; needed for anything but loopback.")]


def register(app: typer.Typer) -> None:
    app.command("serve", help=HELP)(serve)


def serve(city: CityOption = None, host: Host = None, port: Port = None, token: Token = None) -> None:
    settings = settings_with(host=host, port=port, token=token)
    serve_folder(settings, chosen_folder(settings, city))


def settings_with(**options: object) -> Settings:
    """The settings of the environment, overridden by the options that were given."""
    return Settings(**{name: value for name, value in options.items() if value is not None})  # type: ignore[arg-type]


def serve_folder(settings: Settings, folder: Path, beside: Sequence[Child] = ()) -> None:
    """Keeps a server of the city in `folder` running, and the processes `beside` it, until a signal ends them.

    Raises NotAllowed, and Exit with the exit code of a server that could not start.
    """
    check_openness(settings, folder)
    running = server_file.running(folder)
    if running:
        raise NotAllowed(f"This city is being served already, at {running.url} (process {running.pid}).")
    log_to_stderr()
    with bind(settings.host, settings.port) as bound:
        code = supervise([server_child(settings, folder, bound), *beside])
    if code:
        raise typer.Exit(code)


def server_child(settings: Settings, folder: Path, bound: socket.socket) -> Child:
    """The server as a process to keep running. It listens on `bound`, which stays open when it dies: same port, and
    who asks meanwhile is answered when it is back."""

    def is_up(process: int) -> bool:
        address = server_file.read(folder)
        return address is not None and address.pid == process

    command = yiping("server-process", str(folder.resolve()), "--socket", str(bound.fileno()))
    environment = allocation() | child_environment(settings)
    return Child(command, "server", environment=environment, files=(bound.fileno(),), is_up=is_up)


def allocation() -> dict[str, str]:
    """ALLOCATION but for what the environment says otherwise."""
    return {name: value for name, value in ALLOCATION.items() if name not in os.environ}


def child_environment(settings: Settings) -> dict[str, str]:
    """The settings as a child reads them; the token never stands in a command, where others could read it."""
    data = {}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if text is not None:
            data[f"YIPING_{name.upper()}"] = str(text)
    return data
