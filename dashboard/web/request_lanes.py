"""Lanes of requests: dear questions never take the threads that health checks, pages and news need."""

from __future__ import annotations

from collections import deque
from typing import Any

from waitress.task import ThreadedTaskDispatcher

from dashboard.web.gate import INTAKE
from dashboard.web.open311_errors import ADDRESS as OPEN311

QUICK, SCREENS, QUESTIONS = "quick", "screens", "questions"
API, OUT_OF_MEMORY = "/api/", ("/healthz", "/readyz", "/api/v1/live", "/api/v1/walls/report")
OF_SCREENS = ("/cells/", "/outlines/", "/api/v1/map")


def lane_of(method: str, path: str) -> str:
    """QUICK: probes, news, pages and files; SCREENS: drawings of screens, what maps need, deliveries; QUESTIONS: the
    rest of the API, Open311 too, whose answers may take the whole time limit."""
    if path in OUT_OF_MEMORY:
        return QUICK
    if path in INTAKE or path.startswith(OF_SCREENS):
        return SCREENS
    if path.startswith((API, OPEN311)):
        return QUESTIONS
    return SCREENS if method == "POST" else QUICK


def thread_limits(threads: int) -> dict[str, int]:
    """How many threads each lane may use at the same time. One in eight, at least one of several, is left to QUICK;
    questions have half."""
    reserve = max(1, threads // 8) if threads > 1 else 0
    return {QUICK: threads, SCREENS: threads - reserve, QUESTIONS: max(1, threads // 2)}


class LaneDispatcher(ThreadedTaskDispatcher):
    """waitress's threads, which take the next request of the first lane that has one and may use another thread. QUICK
    goes first; SCREENS and QUESTIONS together leave it the reserve."""

    def __init__(self, threads: int) -> None:
        super().__init__()
        self._limits = thread_limits(threads)
        self._waiting: dict[str, deque[Any]] = {lane: deque() for lane in self._limits}
        self._running = dict.fromkeys(self._limits, 0)
        self.set_thread_count(threads)

    def add_task(self, task: Any) -> None:
        """Queues a connection that has a request to be answered. Its `lane` is that of the request."""
        with self.lock:
            self._waiting[task.lane].append(task)
            self.queue_cv.notify()

    def handler_thread(self, thread_no: int) -> None:
        """Answers requests until the thread is to end."""
        while True:
            with self.lock:
                while (lane := self._next_lane()) is None and self.stop_count == 0:
                    self.active_count -= 1
                    self.queue_cv.wait()
                    self.active_count += 1
                if lane is None or self.stop_count:
                    self.active_count -= 1
                    self.stop_count -= 1
                    self.threads.discard(thread_no)
                    self.thread_exit_cv.notify()
                    return
                task = self._waiting[lane].popleft()
                self._running[lane] += 1
            try:
                task.service()
            except BaseException:
                self.logger.exception("Exception when servicing %r", task)
            finally:
                with self.lock:
                    self._running[lane] -= 1
                    self.queue_cv.notify()

    def _next_lane(self) -> str | None:
        dear = self._running[SCREENS] + self._running[QUESTIONS]
        for lane, waiting in self._waiting.items():
            taken = self._running[lane] if lane != SCREENS else dear
            if waiting and taken < self._limits[lane] and (lane == QUICK or dear < self._limits[SCREENS]):
                return lane
        return None

    def shutdown(self, cancel_pending: bool = True, timeout: int = 5) -> bool:
        """Ends the threads; what still waits is cancelled."""
        with self.lock:
            for waiting in self._waiting.values():
                self.queue.extend(waiting)
                waiting.clear()
        return super().shutdown(cancel_pending, timeout)
