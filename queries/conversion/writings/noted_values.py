"""Values of a column that a load says something about: how many, and the first few with their rows."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geodata.sentence import Sentence

MOST_EXAMPLES = 3
LONGEST_EXAMPLE = 40


@dataclass
class NotedValues:
    """count: how many; examples: the first of them as (text, row)."""

    count: int = 0
    examples: list[tuple[str, int]] = field(default_factory=list)

    def add(self, column: pa.ChunkedArray | pa.Array, marked: NDArray[np.bool_], lines: NDArray[np.int64]) -> None:
        """Take the marked values of one piece, which stand in these rows of the file."""
        rows = np.flatnonzero(marked)
        self.count += len(rows)
        for row in rows[: MOST_EXAMPLES - len(self.examples)].tolist():
            self.examples.append((str(column[row].as_py())[:LONGEST_EXAMPLE], int(lines[row])))

    def add_value(self, text: str, line: int) -> None:
        """Take one value."""
        self.count += 1
        if len(self.examples) < MOST_EXAMPLES:
            self.examples.append((text[:LONGEST_EXAMPLE], line))


def value_in_row(text: str, line: int) -> Sentence:
    """`'abc' (row 3)`."""
    return Sentence("value_in_row", f"{text!r} (row {line:,})", value=repr(text), row=line)
