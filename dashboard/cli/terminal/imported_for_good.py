"""Imports at the start of a process, without looking for garbage among what they bring."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def imported_for_good() -> Iterator[None]:
    """What is imported within stays as long as the process: looking through its objects again and again would take a
    tenth of the start, and looking through them ever after a part of each answer."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
