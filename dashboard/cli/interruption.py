"""Ctrl-C: a command ends silently with exit code 130, wherever it was, after what it had begun is undone."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

EXIT_CODE = 130

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
    its own, a library may swallow it) leaves the block as `ending`. A second Ctrl-C ends the process at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _interrupted.clear()
    before = _on_interrupt(_interrupt)
    try:
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
