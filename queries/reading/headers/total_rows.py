"""Rows of totals, as exports put them below the cases."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pyarrow as pa
import pyarrow.compute as pc

from geodata.sentence import Sentence
from queries.reading.chunk import RAW_KEPT, Chunk, RefusedLine

REASON = Sentence("row_total", "a row of totals, not a case")
_LAST_ROWS = 3
_LISTS = tomllib.loads(files("queries.reading.headers").joinpath("total_words.toml").read_text("utf-8"))
_WORDS = [word + colon for word in _LISTS["words"] for colon in ("", ":", "\uff1a")]
_VALUES = pa.array([*_WORDS, *(word.capitalize() for word in _WORDS), *(word.title() for word in _WORDS),
                    *(word.upper() for word in _WORDS)])  # fmt: skip
_ANY_WORD, _ANY_UNIT = (
    "|".join(map(re.escape, words)) for words in (_LISTS["words"] + _LISTS["counting"], _LISTS["counted"])
)
_WITH_COUNT = re.compile(rf"(?:{_ANY_WORD})\s*[:\uff1a]?[\d,. ]*(?:{_ANY_UNIT})?", re.IGNORECASE)


def without_totals(chunk: Chunk, column: str) -> Chunk:
    """The same rows without those that have the word for a total in this column, which are refused."""
    cells = chunk.table.column(column)
    found = pc.is_in(cells, value_set=_VALUES)
    last = [place for place in range(max(len(cells) - _LAST_ROWS, 0), len(cells)) if _is_total(cells[place].as_py())]
    if not last and not pc.any(found).as_py():
        return chunk
    totals = sorted({*pc.indices_nonzero(found).to_pylist(), *last})
    kept = pa.array([place for place in range(len(cells)) if place not in set(totals)], pa.int64())
    refused = [
        RefusedLine(int(chunk.lines[place]), REASON, ",".join(map(str, filter(None, row.values())))[:RAW_KEPT])
        for place, row in zip(totals, chunk.table.take(totals).to_pylist(), strict=True)
    ]
    return Chunk(chunk.table.take(kept), chunk.lines[kept.to_numpy()], [*chunk.refused, *refused], chunk.done)


def _is_total(cell: str | None) -> bool:
    return cell is not None and _WITH_COUNT.fullmatch(cell.strip()) is not None
