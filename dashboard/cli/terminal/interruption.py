"""Ctrl-C: a command ends silently with exit code 130, wherever it was, after what it had begun is undone."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

EXIT_CODE = 130
LONGEST_S = 5.0
"""Until a command that Ctrl-C has not ended yet (a statement of the database does not look) ends the hard way: whatever
is acknowledged is on the disk, and what is half done is undone when the city is opened."""

_interrupted = threading.Event()


def end_at_once() -> None:
    """From now on Ctrl-C ends the process: nothing has begun yet, or all is done. An ignored Ctrl-C stays ignored."""
    _on_interrupt(lambda *_: os._exit(EXIT_CODE))


def is_interrupted() -> bool:
    """Whether Ctrl-C has ended the present command: an error that follows is a consequence of it."""
    return _interrupted.is_set()


@contextmanager
def raised_as(ending: BaseException) -> Iterator[None]:
    """Within the block Ctrl-C raises KeyboardInterrupt, and whatever it becomes on its way (DuckDB makes it an error of
    its own, a library may swallow it) leaves the block as `ending`. A second Ctrl-C ends the process at once, and so do
    LONGEST_S seconds."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _interrupted.clear()
    before = _on_interrupt(_interrupt)
    try:
        with _ended_at_last():
            yield
    except BaseException as error:
        if is_interrupted() or isinstance(error, KeyboardInterrupt):
            raise ending from None
        raise
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)
    if is_interrupted():
        raise ending


@contextmanager
def _ended_at_last() -> Iterator[None]:
    """Within the block a thread hears of Ctrl-C even while the main thread is inside a library."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        yield
        return
    hearing, told = os.pipe()
    os.set_blocking(told, False)
    before = signal.set_wakeup_fd(told, warn_on_full_buffer=False)

    def watch() -> None:
        with open(hearing, "rb", buffering=0) as signals:
            while number := signals.read(1):
                if number[0] == signal.SIGINT and signal.getsignal(signal.SIGINT) is _interrupt:
                    time.sleep(LONGEST_S)
                    os._exit(EXIT_CODE)

    threading.Thread(target=watch, name="ctrl-c", daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        os.close(told)


def _interrupt(*_: object) -> None:
    if is_interrupted():
        os._exit(EXIT_CODE)
    _interrupted.set()
    sys.unraisablehook = threading.excepthook = _say_nothing
    raise KeyboardInterrupt


def _say_nothing(*_: object) -> None:
    """Instead of the traceback of a finaliser or of another thread."""


def _on_interrupt(handler: Callable[..., Any]) -> Any:
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN:
        return None
    return signal.signal(signal.SIGINT, handler)
