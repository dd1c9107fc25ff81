"""Estimates of the memory that answers take, by which caches are bounded."""

from __future__ import annotations

import sys
from typing import Any

Rows = tuple[tuple[Any, ...], ...]
SAMPLE = 8
_POINTER = 8


def weight_of_rows(table: tuple[tuple[str, ...], Rows]) -> int:
    """Bytes of column names and rows, from the sizes of some rows evenly spread over all."""
    names, rows = table
    heads = sys.getsizeof(names) + sys.getsizeof(rows)
    if not rows:
        return heads
    sample = rows[:: max(1, len(rows) // SAMPLE)]
    return heads + len(rows) * sum(_weight_of_row(row) for row in sample) // len(sample)


def _weight_of_row(row: tuple[Any, ...]) -> int:
    return sys.getsizeof(row) + sum(map(_weight_of_value, row))


def _weight_of_value(value: Any) -> int:
    if value is None or value is True or value is False:
        return 0
    if isinstance(value, (list, tuple)):
        return sys.getsizeof(value) + sum(map(_weight_of_value, value))
    return max(sys.getsizeof(value), _POINTER)
