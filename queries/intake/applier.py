"""The one thread that applies what has been accepted: segments of all sources, and files that were dropped."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from queries.errors import IntakeFull

if TYPE_CHECKING:
    from queries.intake.source_queue import Sealed, SourceQueue

T = TypeVar("T")
log = logging.getLogger("yiping")

REST_S = 1.0
PAUSE_S = 0.4  # from one round to the next: a trickle of deliveries is applied together, a first one at once
LONGEST_PAUSE_S = 30.0
MOST_TRIES = 5


@dataclass
class FailedSegment:
    """A source whose oldest segment could not be applied: how often, and when it is tried again (monotonic seconds)."""

    sealed: Sealed
    tries: int = 0
    again_at: float = 0.0


@dataclass
class Applier:
    """Applies segments and runs jobs in one thread.

    seal: makes the next segment of a source an accepted input. apply: puts segments of different sources into the
    store, all or none. give_up: called for a
    segment that is left until the next start. is_temporary: whether an error comes from outside (a full disk), so that
    tries must not end."""

    seal: Callable[[SourceQueue], Sealed | None]
    apply: Callable[..., None]
    give_up: Callable[[Sealed], None]
    is_temporary: Callable[[BaseException], bool]
    _source_queues: dict[str, SourceQueue] = field(default_factory=dict)
    _jobs: deque[Callable[[], None]] = field(default_factory=deque)
    _withheld: set[str] = field(default_factory=set)
    _failing: dict[str, FailedSegment] = field(default_factory=dict)
    _news: threading.Condition = field(default_factory=threading.Condition)
    _woken: bool = False
    _ending: bool = False
    _ended: bool = False
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to apply."""
        self._thread = threading.Thread(target=self._run, name="applier", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether what is accepted will be applied by its thread."""
        return self._thread is not None and not self._ended

    def stop(self, timeout_s: float) -> None:
        """Apply what is waiting and end; what is not applied within `timeout_s` stays in landing/."""
        with self._news:
            self._ending = True
            self._news.notify_all()
        if self._thread is not None:
            self._thread.join(timeout_s)

    def apply_waiting(self) -> None:
        """Apply in this thread what is waiting, until nothing is left; only where `start` was not called."""
        while self._round():
            pass

    def wake(self, source_queue: SourceQueue) -> None:
        """Announce a new delivery in a source queue."""
        with self._news:
            self._source_queues.setdefault(source_queue.source, source_queue)
        self._wake()

    def run(self, work: Callable[[], T]) -> Future[T]:
        """Run work between two segments; its result in a future. Raises IntakeFull when no work is done any more."""
        future: Future[T] = Future()

        def job() -> None:
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(work())
                except BaseException as error:
                    future.set_exception(error)

        with self._news:
            if self._ended:
                raise IntakeFull("The city is being closed; send it again.")
            self._jobs.append(job)
            self._woken = True
            self._news.notify_all()
        return future

    @contextmanager
    def withholding(self, source: str) -> Iterator[None]:
        """Within the block no segment of a source is applied; it begins when none is being applied."""
        self.run(lambda: self._withheld.add(source)).result()
        try:
            yield
        finally:
            self._withheld.discard(source)
            self._wake()

    def _wake(self) -> None:
        with self._news:
            self._woken = True
            self._news.notify_all()

    def _run(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._woken or self._ending, timeout=REST_S)
                ending, self._woken = self._ending, False
            began = time.monotonic()
            busy = self._round()
            if busy:
                self._pause(began + PAUSE_S)
            if ending and not busy and self._has_ended():
                return

    def _has_ended(self) -> bool:
        """Take no more work, unless some has come."""
        with self._news:
            self._ended = not self._jobs
            return self._ended

    def _pause(self, until: float) -> None:
        with self._news:
            self._news.wait_for(lambda: self._ending, timeout=max(0.0, until - time.monotonic()))

    def _round(self) -> bool:
        """One segment of every source that has one, and all jobs; whether there was anything to do."""
        busy = False
        while self._jobs:
            self._jobs.popleft()()
            busy = True
        waiting = [sealed for queue in list(self._source_queues.values()) if (sealed := self._next_of(queue))]
        busy |= self._apply_together(waiting)
        if busy:
            with self._news:
                self._woken = True
        return busy

    def _next_of(self, source_queue: SourceQueue) -> Sealed | None:
        """The segment of a source that is to be applied now, if there is one."""
        if source_queue.source in self._withheld:
            return None
        failed = self._failing.get(source_queue.source)
        if failed is not None:
            return failed.sealed if time.monotonic() >= failed.again_at or self._ending else None
        try:
            return self.seal(source_queue)
        except Exception as error:
            log.warning("The segment of %s could not be sealed (%s).", source_queue.source, error)
            time.sleep(0.2)
            return None

    def _apply_together(self, waiting: Sequence[Sealed]) -> bool:
        """Apply segments in one transaction, or each by itself when that fails; whether any was applied."""
        failing = [sealed for sealed in waiting if sealed.landed.source in self._failing]
        sound = [sealed for sealed in waiting if sealed.landed.source not in self._failing]
        if len(sound) > 1:
            try:
                self.apply(*sound)
            except Exception:
                failing += sound
            else:
                return self._each_alone(failing) or True
        else:
            failing += sound
        return self._each_alone(failing)

    def _each_alone(self, waiting: Sequence[Sealed]) -> bool:
        applied = False
        for sealed in waiting:
            source = sealed.landed.source
            try:
                self.apply(sealed)
                self._failing.pop(source, None)
                applied = True
            except Exception as error:
                self._note(source, self._failing.get(source) or FailedSegment(sealed), error)
        return applied

    def _note(self, source: str, failed: FailedSegment, error: Exception) -> None:
        if not failed.tries:
            log.warning("The segment %s could not be applied (%s: %s); it stays in landing/.",
                        failed.sealed.landed.name, type(error).__name__, error)  # fmt: skip
        failed.tries += 1
        failed.again_at = time.monotonic() + min(0.2 * 2**failed.tries, LONGEST_PAUSE_S)
        self._failing[source] = failed
        if failed.tries >= MOST_TRIES and not self.is_temporary(error):
            log.error("The segment %s is left aside until the next start.", failed.sealed.landed.name)
            del self._failing[source]
            self.give_up(failed.sealed)
