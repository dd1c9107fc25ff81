"""The access log of a server: requests are noted without waiting, and written by a thread of its own."""

from __future__ import annotations

import logging
from collections import deque
from pathlib import Path
from threading import Event, Lock, Thread
from time import time

from dashboard.errors import AccessLogNotWritten, sentence_of
from dashboard.settings import Settings
from dashboard.web.access_log.answered import Answered, line_of, lost_line
from dashboard.web.access_log.rotated_file import RotatedFile, Sink, to_stderr

MOST_WAITING = 10_000
WRITTEN_EVERY_S = 0.5
WRITTEN_AT_ONCE = 500
log = logging.getLogger("yiping")


class AccessLog:
    """sink: where lines go. What comes while too many wait is lost, and so is what the sink does not take; both are
    counted, and told in the log itself and by `check`."""

    def __init__(self, sink: Sink, most_waiting: int = MOST_WAITING) -> None:
        self._sink, self._most = sink, most_waiting
        self._waiting: deque[Answered] = deque()
        self._is_any, self._is_over, self._lock = Event(), Event(), Lock()
        self._lost = self._lost_untold = 0
        self._problem: str | None = None
        self._thread = Thread(target=self._run, name="access log", daemon=True)
        self._thread.start()

    def note(self, one: Answered) -> None:
        """Keeps a request to be written soon. Never waits for the disk, and never fails."""
        if len(self._waiting) >= self._most:
            self._lose(1)
            return
        self._waiting.append(one)
        if not self._is_any.is_set():
            self._is_any.set()

    def check(self) -> None:
        """Raises AccessLogNotWritten where requests were lost since it was last asked."""
        with self._lock:
            lost, self._lost_untold = self._lost_untold, 0
            problem = self._problem
        if lost:
            why = f": {problem}" if problem else "; more came than could be written"
            raise AccessLogNotWritten(f"{lost} requests are missing in the access log{why}.")

    def close(self) -> None:
        """Writes what waits, and ends."""
        self._is_over.set()
        self._is_any.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._is_over.is_set():
            self._is_any.wait()
            self._is_over.wait(WRITTEN_EVERY_S)  # so that many requests are one writing
            self._is_any.clear()
            self._write()

    def _write(self) -> None:
        while self._waiting:
            some = [self._waiting.popleft() for _ in range(min(WRITTEN_AT_ONCE, len(self._waiting)))]
            with self._lock:
                lost = self._lost
            lines = [lost_line(lost, time())] if lost else []
            try:
                self._sink(b"".join([*lines, *map(line_of, some)]))
            except (OSError, ValueError) as error:  # ValueError: stderr is closed
                self._lose(len(some))
                self._tell(sentence_of(error))
            else:
                with self._lock:
                    self._lost -= lost
                    self._problem = None

    def _lose(self, count: int) -> None:
        with self._lock:
            self._lost += count
            self._lost_untold += count

    def _tell(self, problem: str) -> None:
        if self._problem is None:
            log.error("The access log cannot be written: %s", problem)
        self._problem = problem


def access_log_of(settings: Settings, folder: Path) -> AccessLog | None:
    """The access log of the city in a folder, as it is set; None for none."""
    if settings.access_log == "off":
        return None
    return AccessLog(to_stderr if settings.access_log == "stderr" else RotatedFile(folder, settings.access_log_bytes))
