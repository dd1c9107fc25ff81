"""Supervises child processes: starts them, restarts them when they die, and stops them when it ends itself."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

FIRST_DELAY, LAST_DELAY = 0.3, 30.0
"""Doubled from try to try while a process does not come up: starting costs some seconds of a processor each time."""
LOOK_EVERY = 0.05
LONGEST_STOP_S = 45.0
UP_AFTER = 10.0
LIFELINE = "YIPING_LIFELINE"
STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
log = logging.getLogger("yiping")


@dataclass(frozen=True)
class Child:
    """One process to keep running. `files` are descriptors that it inherits, `environment` is added to ours.

    is_up: whether the process of this number has finished starting; without it a process is up after ten seconds.
    restart: False for a process that is not started again when it dies.
    """

    command: tuple[str, ...]
    name: str
    restart: bool = True
    environment: Mapping[str, str] = field(default_factory=dict)
    files: tuple[int, ...] = ()
    is_up: Callable[[int], bool] | None = None


def yiping(*arguments: str) -> tuple[str, ...]:
    """The command that runs a `yiping` command in a process of its own."""
    return (sys.executable, "-P", "-m", "dashboard", *arguments)


def supervise(children: Sequence[Child]) -> int:
    """Keeps `children` running until SIGTERM, SIGINT or SIGHUP, or until the first of them ends by itself.

    Gives the exit code to end with. A process that a signal killed is started again, and so is one that ends with an
    error after it was up once. A first child that ends before that (because its port is taken, say) has logged why, and
    ends the supervisor too.
    Only for the main thread.
    """
    supervised = [_SupervisedChild(child, decides=number == 0) for number, child in enumerate(children)]
    received: list[int] = []
    with _stop_signals(received):
        try:
            for one in supervised:
                one.start()
            while not received and supervised[0].ended is None:
                for one in supervised:
                    one.check()
                time.sleep(LOOK_EVERY)
        finally:
            _end(supervised, received)
    return supervised[0].ended or 0


class _SupervisedChild:
    """One child and the process that it is at present. `ended`: the exit code with which it ended for good."""

    def __init__(self, child: Child, *, decides: bool) -> None:
        self.child, self._decides = child, decides
        self.ended: int | None = None
        self.process: subprocess.Popen[bytes] | None = None
        self._up = self._was_up = False
        self._started = self._again_at = 0.0
        self._delay = FIRST_DELAY

    def start(self) -> None:
        """Starts the process in a session of its own; its input closes when the supervisor ends."""
        self._up, self._started = False, time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603  (our own commands)
            self.child.command,
            stdin=subprocess.PIPE,
            env={**os.environ, **self.child.environment, LIFELINE: "stdin"},
            pass_fds=self.child.files,
            start_new_session=True,
        )

    def check(self) -> None:
        """Checks whether the process lives, and restarts it when it is due."""
        if self.ended is not None:
            return
        if self.process is None:
            if time.monotonic() >= self._again_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            self._up = self._up or self._is_up(self.process.pid)
            self._was_up = self._was_up or self._up
        elif self._is_final(code):
            self.ended = abs(code)
            self.close()
        else:
            self._again(self.process, code)

    def _is_final(self, code: int) -> bool:
        refused = code > 0 and self._decides and not self._was_up
        return code == 0 or refused or not self.child.restart

    def _again(self, process: "subprocess.Popen[bytes]", code: int) -> None:
        self._up = self._up or self._is_up(process.pid)  # it may have come up and died between two looks
        self._was_up = True
        self._delay = FIRST_DELAY if self._up else min(self._delay * 2, LAST_DELAY)
        self._again_at = time.monotonic() + self._delay
        self.close()
        name, how = self.child.name, f"by {_signal_name(-code)}" if code < 0 else f"with exit code {code}"
        log.warning("The %s (process %d) ended %s; starting it again in %.1f s.", name, process.pid, how, self._delay)

    def _is_up(self, process: int) -> bool:
        if self.child.is_up is None:
            return time.monotonic() - self._started >= UP_AFTER
        return self.child.is_up(process)

    def signal(self, number: int) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def close(self) -> None:
        """Releases a process that has ended."""
        if self.process and self.process.stdin:
            self.process.stdin.close()
        self.process = None


def _end(supervised: Sequence[_SupervisedChild], received: list[int]) -> None:
    """Ends every process; those that have not ended in time, or at a second signal, are killed."""
    for one in supervised:
        one.signal(signal.SIGTERM)
    until = time.monotonic() + LONGEST_STOP_S
    already = len(received)
    while any(one.process and one.process.poll() is None for one in supervised):
        if time.monotonic() > until or len(received) > already:
            for one in supervised:
                one.signal(signal.SIGKILL)
        time.sleep(LOOK_EVERY)
    for one in supervised:
        one.close()


@contextmanager
def _stop_signals(received: list[int]) -> Iterator[None]:
    """Collects the numbers of the signals in STOPS in `received`; signals that are ignored already stay ignored."""
    before = {number: signal.getsignal(number) for number in STOPS}
    taken = [number for number, handler in before.items() if handler is not signal.SIG_IGN]
    for number in taken:
        signal.signal(number, lambda signal_number, _: received.append(signal_number))
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, before[number])


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def end_on_sigterm() -> None:
    """SIGTERM ends the process as Ctrl-C does, once, so that server.json is removed and the store closed.

    A shell starts background processes with SIGINT ignored; it stays so.
    """

    def end(*_: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)


def end_with_parent(longest_stop_s: float = 15.0) -> None:
    """For a supervised process: ends it, as SIGTERM would, when its supervisor is gone; does nothing without one."""
    if os.environ.get(LIFELINE) != "stdin":
        return

    def watch() -> None:
        try:
            while os.read(0, 4096):
                pass
        except OSError:
            log.debug("The lifeline could not be read.")
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(longest_stop_s)
        os._exit(1)  # everything acknowledged is on the disk

    Thread(target=watch, name="lifeline", daemon=True).start()
