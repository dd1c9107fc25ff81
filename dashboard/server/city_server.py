"""The server of one city: waitress in front of the application, server.json beside the data."""

import logging
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from dashboard.access.audit.audit import audit_of
from dashboard.api.background import Background
from dashboard.commands import server_file
from dashboard.commands.server_file import ServerAddress
from dashboard.errors import AuditNotWritten
from dashboard.intake.drop_folder import DropFolder
from dashboard.intake.receiver import Receiver
from dashboard.intake.upload_folder import Uploads
from dashboard.jobs.job import Job
from dashboard.search.late_index import LateIndex
from dashboard.server.app import create_app
from dashboard.server.background import background_jobs
from dashboard.server.preparation import look_up, preparation, ripening
from dashboard.settings import Settings
from dashboard.web.access_log.access_log import AccessLog, access_log_of
from dashboard.web.admission import Admission
from dashboard.web.listening import bind, check_openness, url_of
from dashboard.web.proxies import TrustedProxies
from dashboard.web.waitress_server import GuardedServer
from queries.city import City
from queries.values import MemoryBudget

log = logging.getLogger("yiping")


@dataclass(frozen=True)
class CityServer:
    """A bound and listening server. `address.url` is its loopback address."""

    address: ServerAddress
    waitress: GuardedServer
    access_log: AccessLog | None = None

    def run(self) -> None:
        """Answers requests until the process receives SIGINT or SIGTERM."""
        self.waitress.run()

    def close(self) -> None:
        self.waitress.close()
        if self.access_log:
            self.access_log.close()


def listen(
    settings: Settings,
    city: City,
    *,
    bound: socket.socket | None = None,
    reception: Receiver | None = None,
    background: Background | None = None,
) -> CityServer:
    """The application served by waitress on the socket `bound` or a new one. Raises NotAllowed."""
    check_openness(settings, city.ground.folder)
    bound = bound or bind(settings.host, settings.port)
    key = secrets.token_urlsafe(32)
    app = create_app(settings, city, key=key, reception=reception, background=background)
    proxies = TrustedProxies(settings.proxy_networks(), settings.proxy_headers, settings.proxy_user_header)
    access_log = access_log_of(settings, city.ground.folder)
    admission = Admission(settings, app.server, proxies)
    server = GuardedServer(app.server, bound, settings, admission, proxies, access_log=access_log)
    return CityServer(_address(settings, city, bound, key), server, access_log)


def _address(settings: Settings, city: City, bound: socket.socket, key: str) -> ServerAddress:
    return ServerAddress(url_of(settings.host, bound), key, os.getpid(), city.sources.clock_offset.total_seconds())


@contextmanager
def serving(
    settings: Settings, folder: Path, bound: socket.socket, on_damage: Callable[[], None]
) -> Iterator[tuple[City, CityServer]]:
    """The city of `folder`, recovered and opened, and its server listening on `bound`, while the context lasts.

    Sources deliver to its reception and its drop folder; its jobs run. on_damage: called when its store can no longer
    be used.
    """
    with recovered(folder, settings) as city:
        reception = city.acts.reception(on_applied=lambda _: look_up(city))
        drop, index = DropFolder(city, reception), LateIndex(city)
        uploads = Uploads(city.ground.folder, settings.upload_bytes)
        jobs = background_jobs(city, reception, drop, index, on_damage)
        jobs.add(preparation(city, jobs.quiet), ripening(city, jobs.quiet))
        jobs.add(Job("uploads", uploads.remove_abandoned, schedule=300.0, time_limit_s=30.0))
        background = Background(jobs, index, uploads)
        server = listen(settings, city, bound=bound, reception=reception, background=background)
        if server.access_log:
            jobs.add(Job("access_log", server.access_log.check, schedule=60.0, time_limit_s=5.0))
        reception.start()
        try:
            with announced(folder, server):
                jobs.start()
                yield city, server
        finally:
            drop.stop()
            jobs.stop()
            reception.stop()
            uploads.close()
            if server.access_log:
                server.access_log.close()
            with suppress(AuditNotWritten):
                audit_of(folder).flush(everything=True)


@contextmanager
def recovered(folder: Path, settings: Settings) -> Iterator[City]:
    """The city of `folder`, opened after its store was reconciled with landing/; what that changed is logged."""
    memory = MemoryBudget(settings.memory_bytes) if settings.memory_bytes else MemoryBudget.suited_to(folder)
    with City.open(folder, time_limit_s=settings.time_limit_s, recover=True, memory=memory) as city:
        for sentence in city.acts.recovered:
            log.warning("%s", sentence)
        yield city


@contextmanager
def announced(folder: Path, server: CityServer) -> Iterator[None]:
    """Writes server.json into `folder` while the context lasts; without it where the disk takes nothing."""
    try:
        server_file.write(folder, server.address)
    except OSError as error:
        log.warning("Commands will not find this server: server.json cannot be written (%s).", error.strerror)
    try:
        yield
    finally:
        with suppress(OSError):
            server_file.remove(folder, server.address.pid)


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
