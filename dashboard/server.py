"""The server of one city: waitress in front of the application, server.json beside the data, the top-up behind it."""

import logging
import os
import secrets
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from waitress.server import create_server

from dashboard import server_file
from dashboard.app import create_app
from dashboard.errors import NotAllowed, spoken
from dashboard.gate import is_loopback
from dashboard.server_file import ServerAddress
from dashboard.settings import Settings
from dashboard.topping_up import TopUp
from geodata.outlines import outlines
from queries.city import City
from queries.loading import reconcile
from queries.question import Question

log = logging.getLogger("yiping")


@dataclass(frozen=True)
class CityServer:
    """A bound and listening server. `address.url` is its loopback address."""

    address: ServerAddress
    waitress: Any

    def run(self) -> None:
        """Answers requests until the process is told to end (SIGINT or SIGTERM)."""
        self.waitress.run()

    def close(self) -> None:
        self.waitress.close()


def check_openness(settings: Settings) -> None:
    """Raises NotAllowed when others could reach the server and no access token is set."""
    if settings.token_text() is None and not is_loopback(settings.host):
        raise NotAllowed(
            f"Listening on {settings.host} lets others in, so set an access token: YIPING_TOKEN=… or --token …"
        )


def bind(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 takes a free one. Raises NotAllowed with a sentence when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except (OSError, OverflowError) as error:
        bound.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise NotAllowed(f"Cannot listen on {host}:{port}: {reason}; choose another --port or --host.") from error
    return bound


def listen(settings: Settings, city: City) -> CityServer:
    """Binds, makes the application and hands both to waitress. Raises NotAllowed."""
    check_openness(settings)
    bound = bind(settings.host, settings.port)
    key = secrets.token_urlsafe(32)
    app = create_app(settings, city, key=key)
    server = create_server(
        app.server,
        sockets=[bound],
        threads=settings.threads,
        ident="",
        connection_limit=1000,
        asyncore_use_poll=True,
        max_request_body_size=settings.body_limit_bytes,
        clear_untrusted_proxy_headers=True,
    )
    return CityServer(ServerAddress(_url(settings.host, bound), key, os.getpid()), server)


def _url(host: str, bound: socket.socket) -> str:
    port = bound.getsockname()[1]
    if host in ("0.0.0.0", "::"):  # noqa: S104
        host = "127.0.0.1" if host == "0.0.0.0" else "::1"  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def announced(folder: Path, city: City, server: CityServer) -> Iterator[None]:
    """server.json lies in `folder`, and a simulated city is topped up, for as long as this lasts."""
    for sentence in reconcile(city.store):
        log.warning("%s", sentence)
    server_file.write(folder, server.address)
    top_up = TopUp(city)
    top_up.start()
    Thread(target=warm, args=(city,), name="warm-up", daemon=True).start()
    try:
        yield
    finally:
        top_up.stop()
        server_file.remove(folder, server.address.pid)


def warm(city: City) -> None:
    """Draws the first outlines and asks the first question, so that the first visitor does not wait for them."""
    try:
        outlines(city.tree, city.tree.root)
        city.ask(Question(metric="reported", area=city.tree.root.code, by="area"))
    except Exception as error:
        log.warning("The first question failed: %s", spoken(error) or type(error).__name__)


@contextmanager
def beside(settings: Settings, city: City) -> Iterator[CityServer]:
    """A server in a thread of this process, on a free loopback port unless the settings name one."""
    server = listen(settings, city)
    thread = Thread(target=server.run, name="server", daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join(timeout=5)


def end_on_sigterm() -> None:
    """SIGTERM ends the process as Ctrl-C does, so that server.json is removed and the store closed.

    A shell starts background processes with SIGINT ignored; it stays so.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
