"""Case numbers that are none (words for "empty", lost digits, half characters), and those made of a row's content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.sentence import Sentence
from queries.conversion.typed_columns import as_text
from queries.conversion.writings.empty_values import says_empty

NO_NUMBER = Sentence("row_no_number", "no case number")
LOST_DIGITS = Sentence(
    "row_lost_digits", "the case number has lost digits in a spreadsheet or program: write the column as text there"
)
HALF_CHARACTER = Sentence(
    "row_half_character",
    "the case number holds a character that is none (half of a pair): it cannot be told from others",
)

_EXPONENT = r"^[+-]?\d([.,]\d+[eE]\+?|[eE]\+)\d{2,3}$"
_FEWEST_ROWS = 2
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


def numbers_of_rows(table: pa.Table, names: Sequence[str]) -> pa.Array:
    """A number made of what each row says in these columns, whatever their order; equal rows have equal numbers, rows
    without any value none."""
    texts = {name: as_text(table.column(name)) for name in sorted(names)}
    said = [pc.binary_join_element_wise(name, text, "\x1f") for name, text in texts.items()]
    joined = pc.binary_join_element_wise(*said, "\x1e", null_handling="skip")
    return pa.array([_number_of(text) if text else None for text in joined.to_pylist()], pa.string())


def looks_like_number(column: pa.ChunkedArray) -> bool:
    """Whether every row has another short text with a digit and without a blank in it, as case numbers are."""
    texts = as_text(column)
    if len(texts) < _FEWEST_ROWS or texts.null_count or pc.count_distinct(texts).as_py() < len(texts):
        return False
    shaped = pc.and_(pc.match_substring_regex(texts, r"^[^\s.,:]{1,40}$"), pc.match_substring_regex(texts, r"\d"))
    return bool(pc.all(shaped).as_py())


def _number_of(text: str) -> str:
    return "row-" + hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


def _marked(found: pa.Array, reason: str) -> Iterator[tuple[int, str]]:
    rows: NDArray[np.bool_] = pc.fill_null(found, False).to_numpy(zero_copy_only=False)
    for row in np.flatnonzero(rows).tolist():
        yield row, reason
