"""waitress with limits: connections of each peer and altogether, deadlines, and lanes of threads."""

from __future__ import annotations

import logging
import resource
import socket
import time
from typing import Any

from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer

from dashboard.settings import Settings
from dashboard.web.access_log.access_log import AccessLog
from dashboard.web.admission import Admission
from dashboard.web.connection_table import RESERVE, ConnectionTable
from dashboard.web.proxies import TrustedProxies
from dashboard.web.request_lanes import LaneDispatcher
from dashboard.web.waitress_channel import OVERFLOW, SENT_BY_THE_LOOP, GuardedChannel

ACCEPTED_AT_ONCE = 128
HEADER_BYTES = 65_536
OTHER_FILES = 512
"""Descriptors that the store, temporary files of bodies and everything else may need."""
LOGGED_EVERY_S = 60.0
NO_ROOM = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n"
log = logging.getLogger("yiping")


class GuardedServer(TcpWSGIServer):
    """Serves a WSGI application on a bound socket. admission: decides about requests before their body is read;
    without one every body is. access_log: notes what was answered.

    Connections are dropped between two rounds of the loop and not while its events are handled: a new connection whose
    descriptor has the number of a dropped one would be given the events of the old one.
    """

    channel_class = GuardedChannel
    # Types of types-waitress that are too narrow or missing.
    active_channels: Any
    effective_port: Any
    _map: Any

    def __init__(  # noqa: PLR0913  (what stands around an application)
        self,
        application: Any,
        bound: socket.socket,
        settings: Settings,
        admission: Admission | None = None,
        proxies: TrustedProxies | None = None,
        *,
        access_log: AccessLog | None = None,
    ) -> None:
        most = min(settings.connections, _descriptors(settings.connections + OTHER_FILES) - OTHER_FILES)
        proxies = proxies or TrustedProxies((), "x-forwarded")
        self.settings, self.admission, self.access_log = settings, admission, access_log
        self.connections = ConnectionTable(max(most, RESERVE), settings.connections_per_peer, proxies)
        self.closed_as_late = 0
        self.to_be_closed: list[GuardedChannel] = []
        self._logged_at, self._logged = 0.0, (0, 0)
        adjustments = Adjustments(
            sockets=[bound],
            threads=settings.threads,
            ident="",
            connection_limit=10**9,  # the table has the limit
            cleanup_interval=1,
            asyncore_use_poll=True,
            clear_untrusted_proxy_headers=False,  # `TrustedProxies` does, and has to see them
            recv_bytes=65_536,
            outbuf_overflow=OVERFLOW,
            max_request_header_size=HEADER_BYTES,
            max_request_body_size=2 * max(settings.body_limit_bytes, settings.intake_bytes) + 1,
        )
        adjustments.send_bytes = SENT_BY_THE_LOOP
        place = (bound.family, bound.type, bound.proto, bound.getsockname())
        dispatcher = LaneDispatcher(settings.threads)
        super().__init__(application, {}, True, bound, dispatcher, adjustments, place, bind_socket=False)

    def readable(self) -> bool:
        """Part of every round of the loop: connections that have to go are closed."""
        while self.to_be_closed:
            self.to_be_closed.pop().close_at_once()
        return bool(super().readable())

    def handle_accept(self) -> None:
        """Accepts who waits."""
        for _ in range(ACCEPTED_AT_ONCE):
            if not self._accept_one():
                return

    def maintenance(self, now: float) -> None:
        """Once a second: connections that have taken too long are closed."""
        moment = time.monotonic()
        for channel in list(self.active_channels.values()):
            channel.look(moment)
        counts = self.closed_as_late, self.connections.dropped
        if counts != self._logged and moment - self._logged_at > LOGGED_EVERY_S:
            late, dropped = (new - old for new, old in zip(counts, self._logged, strict=True))
            log.warning("Connections closed: %d as too slow, %d to make room for others.", late, dropped)
            self._logged_at, self._logged = moment, counts

    def _accept_one(self) -> bool:
        try:
            accepted = self.accept()
        except OSError:
            return False
        if accepted is None:
            return False
        connection, address = accepted
        room = self.connections.make_room(address[0])
        if room is None:
            _turn_away(connection)
            return True
        self.set_socket_options(connection)
        channel = self.channel_class(self, connection, self.fix_addr(address), self.adj, map=self._map)
        channel.in_reserve = not room
        return True


def _turn_away(connection: socket.socket) -> None:
    try:
        connection.setblocking(False)
        connection.send(NO_ROOM)
    except OSError:
        log.debug("A connection was gone before it could be turned away.")
    finally:
        connection.close()


def _descriptors(wanted: int) -> int:
    """How many descriptors this process may have, raised to `wanted` where it is allowed to."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        raised = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (raised, hard))
        return raised
    return wanted if soft == resource.RLIM_INFINITY else soft
