"""What of a delivery's accepted rows is there and was not read: values that could not be, and columns nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from queries.conversion.converted.tally import Tally
from queries.conversion.typed_columns import as_text
from queries.conversion.writings.noted_values import NotedValues
from queries.privacy.masking import masked_value


@dataclass(frozen=True)
class UnreadValues:
    """Values of one column that could not be read. examples: the first of them, each with its place in the delivery
    (0-based)."""

    column: str
    count: int
    examples: tuple[tuple[int, str], ...]


def unread_values_of(tally: Tally, rows: pa.Table) -> tuple[UnreadValues, ...]:
    """What the converter of rows (in canonical columns) could not read: numbers and points, words that are not known,
    days that stand for no time. Its lines count from 0."""
    found = [
        *tally.not_numbers.items(),
        *tally.unread_clocks.items(),
        *tally.placeholders.items(),
        *_words(tally, rows),
    ]
    return tuple(
        UnreadValues(name, noted.count, tuple((row, masked_value(text) or text) for text, row in noted.examples))
        for name, noted in sorted(found, key=lambda one: one[0])
        if noted.count
    )


def _words(tally: Tally, rows: pa.Table) -> Iterator[tuple[str, NotedValues]]:
    for name, words in tally.unknown_words.items():
        if words and name in rows.column_names:
            texts = as_text(rows.column(name))
            noted = NotedValues()
            noted.add(texts, pc.is_in(texts, value_set=pa.array(list(words))).to_numpy(), np.arange(len(texts)))
            yield name, noted
