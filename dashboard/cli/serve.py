"""`yiping serve`: the screens and the API of one city."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard import server_file
from dashboard.cli.opened import CityOption, chosen_folder
from dashboard.cli.speaking import log_to_stderr, say
from dashboard.errors import NotAllowed
from dashboard.settings import Settings

HELP = """Serve a city's screens and API until Ctrl-C.

Only this machine can look, unless an access token is set (better by YIPING_TOKEN than by --token, which others on this
machine can read). With a token, open /enter?token=… once in each browser. Exit codes: 0 ended · 1 could not start.

\b
Examples:
  yiping serve --city boston
  YIPING_TOKEN=$(openssl rand -hex 16) yiping serve --city boston --host 0.0.0.0 --port 80
"""

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


def serve_folder(settings: Settings, folder: Path) -> None:
    """Serves the city in `folder` until the process is told to end. Raises NotAllowed and StoreBusy."""
    from dashboard.server import announced, check_openness, end_on_sigterm, listen  # noqa: PLC0415
    from queries.city import City  # noqa: PLC0415

    check_openness(settings)
    running = server_file.running(folder)
    if running:
        raise NotAllowed(f"This city is being served already, at {running.url} (process {running.pid}).")
    log_to_stderr()
    end_on_sigterm()
    city = City.open(folder, time_limit_s=settings.time_limit_s)
    try:
        server = listen(settings, city)
        with announced(folder, city, server):
            titles = " ".join(dict.fromkeys((city.profile.title_zh, city.profile.title_en)))
            typer.echo(f"一屏 {titles}: {server.address.url}/")
            if settings.token_text():
                say(f"With the token: {server.address.url}/enter?token=…")
            server.run()
    finally:
        city.close()
