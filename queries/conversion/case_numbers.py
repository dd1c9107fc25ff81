"""Case numbers that are none: words for "empty", numbers that lost digits, and half characters."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from queries.conversion.writings.empty_values import says_empty

NO_NUMBER = "no case number"
LOST_DIGITS = "the case number has lost digits in a spreadsheet or program: write the column as text there"
HALF_CHARACTER = "the case number holds a character that is none (half of a pair): it cannot be told from others"

_EXPONENT = r"^[+-]?\d([.,]\d+[eE]\+?|[eE]\+)\d{2,3}$"
_HALF = "\ufffd"
_EXACT = float(1 << 53)
"""From here on a floating point number does not hold every whole number."""


def refused_numbers(texts: pa.Array, column: pa.ChunkedArray) -> Iterator[tuple[int, str]]:
    """Rows whose case number cannot be one, and why. texts: the numbers as text; column: as the source gave them."""
    yield from _marked(pc.or_(pc.is_null(texts), says_empty(texts)), NO_NUMBER)
    if pa.types.is_floating(column.type):
        rounded = np.abs(pc.fill_null(column, 0.0).to_numpy()) >= _EXACT
        yield from ((row, LOST_DIGITS) for row in np.flatnonzero(rounded).tolist())
    yield from _marked(pc.match_substring_regex(texts, _EXPONENT), LOST_DIGITS)
    yield from _marked(pc.match_substring(texts, _HALF), HALF_CHARACTER)


def _marked(found: pa.Array, reason: str) -> Iterator[tuple[int, str]]:
    rows: NDArray[np.bool_] = pc.fill_null(found, False).to_numpy(zero_copy_only=False)
    for row in np.flatnonzero(rows).tolist():
        yield row, reason
