"""Pandas, for processes that nearly always do without: it takes 40 MB, and a fifth of a second.

Arrow looks for it at the first array that it makes, DuckDB at every parameter, and both import it if they can.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

NAME = "pandas"


class _Nothing(MetaPathFinder):
    """Says that there is no pandas."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == NAME:
            raise ImportError("Pandas is left out of this process until something needs it.")
        return None


class _LeftOut(ModuleType):
    """In the place of pandas. DuckDB compares parameters with these two values; looking in vain costs 8 µs each."""

    NaT = NA = object()


def leave_out_pandas() -> None:
    """Let nobody in this process import pandas but `pandas_at_last`. To be called before anything else is imported;
    does nothing where pandas is there already."""
    if NAME in sys.modules:
        return
    nothing = _Nothing()
    sys.meta_path.insert(0, nothing)
    try:
        import_module("pyarrow").array([1])  # looks for it this once, until it is asked for tables of pandas
    finally:
        sys.meta_path.remove(nothing)
    sys.modules[NAME] = _LeftOut(NAME)


def pandas_at_last() -> ModuleType:
    """Pandas, imported now if it was left out."""
    if isinstance(sys.modules.get(NAME), _LeftOut):
        del sys.modules[NAME]
    return import_module(NAME)
