"""A limit of time for a browser: when it is over, the browser and all its processes are ended."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

DRIVER = b"playwright"
"""A word in the command line of the process that starts browsers for this one."""
PROCESSES = Path("/proc")


@contextmanager
def limited(seconds: float) -> Iterator[threading.Event]:
    """While this is open, browsers of this process may work for so many seconds; then they are killed, whatever they
    do, and the event given is set: whoever waits for one finds it closed. A system without /proc knows no limit."""
    over = threading.Event()

    def end() -> None:
        over.set()
        for process in browser_processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield over
    finally:
        timer.cancel()


def browser_processes() -> list[int]:
    """All processes below the drivers that this process has started, the nearest first."""
    children = _children()
    drivers = [one for one in children.get(os.getpid(), ()) if DRIVER in _command(one)]
    found = [below for driver in drivers for below in children.get(driver, ())]
    for process in found:  # grows while it is gone through
        found += children.get(process, ())
    return found


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for folder in PROCESSES.glob("[0-9]*"):
        with suppress(OSError):
            parent = int((folder / "stat").read_bytes().rpartition(b")")[2].split()[1])
            found.setdefault(parent, []).append(int(folder.name))
    return found


def _command(process: int) -> bytes:
    try:
        return (PROCESSES / str(process) / "cmdline").read_bytes()
    except OSError:
        return b""
