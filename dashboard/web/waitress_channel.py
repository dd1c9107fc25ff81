"""A connection: when it has taken too long, what it is worth, and what is answered before the application is asked."""

from __future__ import annotations

import contextlib
import fcntl
import socket
import sys
import termios
import time
from functools import partial
from typing import Any, cast

from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from dashboard.web.access_log.noting_task import NotingTask
from dashboard.web.admission import OVERLOADED, TIMED_OUT, RefusedRequest
from dashboard.web.refusal_task import REFUSED, RefusalTask
from dashboard.web.request_lanes import QUICK, lane_of
from dashboard.web.waitress_parser import AskingParser

SENT_BY_THE_LOOP = 16_384
OVERFLOW, ROTATED = 500_000, 1_000_000
"""Bytes waiting to be sent that lie in memory, more lie in a file; bytes after which a buffer in memory is left behind.
waitress keeps what was sent from it until then, by default 16 MB of every answer that is read as fast as it comes."""
KEEP_ALIVE_S = 75.0
DISCARDED_S, DISCARDED_BYTES = 2.0, 8_000_000
"""What is read and thrown away after a refusal, so that its sender reads the answer instead of a reset connection."""
SLOW_ANSWER_S, LEAST_BYTES_A_SECOND = 60.0, 2_000
UNUSED, IDLE, HALF_A_REQUEST = 0, 1, 2
"""What a connection is worth: nothing asked yet or headers coming, between two requests, a body coming or an answer
going."""


class GuardedChannel(HTTPChannel):
    """One connection of a `GuardedServer`.

    Answers up to SENT_BY_THE_LOOP bytes are sent by the one thread that waits for all connections: the others, which
    answer, give up the interpreter less often. A panel costs a fifth less of the processor.
    """

    task_class, error_task_class = NotingTask, RefusalTask
    # Types of types-waitress that are too narrow or wrong.
    server: Any
    socket: Any
    parser_class: Any
    request: Any
    requests: Any
    requests_lock: Any

    def __init__(self, server: Any, sock: Any, addr: Any, adj: Any, map: Any = None) -> None:
        self.peer: str = server.connections.peer_of(addr[0])
        self.in_reserve = False
        self.discards_the_rest = False
        self._began = self._free_since = time.monotonic()
        self._was_used = False
        self._discarded_until, self._discarded = 0.0, 0
        self._sent = 0
        self._sending_since: tuple[float, int] | None = None
        super().__init__(server, sock, addr, adj, map=map)
        self.parser_class = partial(AskingParser, decide=self._decide, too_much=RefusedRequest(REFUSED[413]))
        server.connections.add(self)

    @property
    def lane(self) -> str:
        """The lane of the request that is answered next."""
        request = self.requests[0]
        return QUICK if request.error else lane_of(request.command, _path(request))

    @property
    def held_bytes(self) -> int:
        """Bytes of the bodies that lie here, or may come."""
        return sum(request.held_bytes for request in [*self.requests, self.request] if request is not None)

    def worth(self) -> tuple[int, float] | None:
        """See `Connection`."""
        if self.requests:
            return None
        if self.total_outbufs_len or (self.request is not None and self.request.headers_finished):
            return HALF_A_REQUEST, self._began
        if self._discarded_until or self.request is not None or not self._was_used:
            return UNUSED, self._began
        return IDLE, self._free_since

    def drop(self) -> None:
        """Has the connection closed before the next round of the loop."""
        self.server.to_be_closed.append(self)

    def close_at_once(self) -> None:
        """Closes the connection, whatever it is waiting for."""
        self.discards_the_rest = False
        self.handle_close()

    def look(self, now: float) -> None:
        """Closes the connection when it has taken too long; a body that comes too slowly is answered first. now:
        monotonic seconds."""
        settings = self.server.settings
        request, is_busy = self.request, bool(self.requests or self.total_outbufs_len)
        if is_busy:
            self._free_since = now
        if self._discarded_until:
            is_late = now > self._discarded_until
        elif is_busy:
            is_late = self._is_read_too_slowly(now)
        elif request is None:
            is_late = now - self._free_since > (KEEP_ALIVE_S if self._was_used else settings.header_seconds)
        elif request.headers_finished:
            if now - self._began > settings.request_seconds:
                self._answer_instead(request, RefusedRequest(TIMED_OUT))
            is_late = False
        else:
            is_late = now - self._began > settings.header_seconds
        if is_late:
            is_idle = request is None and not is_busy and not self._discarded_until
            self.server.closed_as_late += not is_idle  # browsers open connections ahead, and leave used ones open
            self.close_at_once()

    def readable(self) -> bool:
        """Whether to wait for data; never once it is closed, since its descriptor may be another's by then."""
        return self.connected and bool(super().readable())

    def writable(self) -> bool:
        """Whether to wait until data can be sent."""
        return self.connected and bool(super().writable())

    def received(self, data: bytes) -> bool:
        """Takes what was read; see waitress."""
        self._free_since = time.monotonic()
        if self.request is None:
            self._began = self._free_since
        return bool(super().received(data))

    def handle_read(self) -> None:
        """Reads once; what follows a refused request is thrown away."""
        try:
            data = self.recv(self.adj.recv_bytes)
        except BlockingIOError:
            return
        except OSError:
            self.close_at_once()
            return
        if not data:
            self.connected = False
        elif self._discarded_until:
            self._discarded += len(data)
            if self._discarded > DISCARDED_BYTES:
                self.close_at_once()
        else:
            self.last_activity = time.time()
            self.received(data)

    def write_soon(self, data: Any) -> int:
        """Takes a piece of an answer; see waitress."""
        if self.current_outbuf_count >= ROTATED and not self.outbufs[-1].overflowed:
            self.current_outbuf_count = self.adj.outbuf_high_watermark
        return int(super().write_soon(data))

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Sends once, and counts."""
        sent = int(super().send(data, do_close=do_close) or 0)
        self._sent += sent
        return sent

    def handle_close(self) -> None:
        """Closes the connection; after a refusal first the half on which the answer went."""
        if self.discards_the_rest and self.connected and not self.total_outbufs_len:
            self.discards_the_rest = self.will_close = self.close_when_flushed = False
            self._discarded_until = time.monotonic() + DISCARDED_S
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
                return
        super().handle_close()

    def del_channel(self, map: Any = None) -> None:
        """Forgets the connection."""
        super().del_channel(map)
        self.server.connections.remove(self)

    def _decide(self, request: AskingParser) -> RefusedRequest | None:
        self._was_used = True
        if self.in_reserve and lane_of(str(request.command), _path(request)) != QUICK:
            return RefusedRequest(OVERLOADED)
        admission = self.server.admission
        if admission is None or not request.has_body:
            return None
        environment = WSGITask(self, cast(Any, request)).get_environment()
        request.chunked_limit = admission.body_limit(environment["PATH_INFO"])
        others = sum(channel.held_bytes for channel in self.server.active_channels.values() if channel is not self)
        refused: RefusedRequest | None = admission.refused(environment, request.content_length, others)
        return refused

    def _answer_instead(self, request: AskingParser, error: RefusedRequest) -> None:
        with self.requests_lock:
            request.error, request.completed = error, True
            request.close()
            self.request = None
            self.requests.append(request)
        self.server.closed_as_late += 1
        self.server.add_task(self)

    def _is_read_too_slowly(self, now: float) -> bool:
        """Whether what waits to be sent has been taken by less than LEAST_BYTES_A_SECOND for a minute."""
        waits = self.total_outbufs_len >= SENT_BY_THE_LOOP or (self.total_outbufs_len and not self.requests)
        if not waits:
            self._sending_since = None
            return False
        taken = self._sent - _bytes_on_their_way(self.socket)
        since, before = self._sending_since = self._sending_since or (now, taken)
        if now - since < SLOW_ANSWER_S:
            return False
        self._sending_since = now, taken
        return taken - before < LEAST_BYTES_A_SECOND * (now - since)


def _bytes_on_their_way(connection: socket.socket) -> int:
    """Bytes that were given to the operating system and that the other side has not acknowledged."""
    try:
        return int.from_bytes(fcntl.ioctl(connection, termios.TIOCOUTQ, bytes(4)), sys.byteorder)
    except OSError:
        return 0


def _path(request: AskingParser) -> str:
    return "/" + str(request.path).lstrip("/")
