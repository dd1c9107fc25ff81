"""Columns of text, numbers, truth values and words as sources write them → typed columns."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.sentence import Sentence
from queries.conversion.writings.decimal_marks import read_marks
from queries.conversion.writings.empty_values import says_empty
from queries.conversion.writings.flag_columns import flag_codes
from queries.store.version_order import LEAST_NUMBER

EMPTY_WORDS = pa.array(["", "NULL", "null", "\\N", "NaN", "nan", "N/A"])
LONGEST_TEXT = 200_000
"""Bytes of a text of a case: a full cell of Excel in Chinese is half of it. Every screen with the case carries it."""
LONGEST_KEY = 1_000
"""Bytes of a case number."""
NOT_A_VERSION = (
    "is no whole number of at most 19 digits that could say which version is newer; "
    "name another column as version in the mapping, or none"
)


def as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text without blanks around it, null where empty. Whole floats lose their `.0`, so a case number stays itself."""
    kind = column.type
    if pa.types.is_null(kind):
        return column.cast(pa.string())
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
    if pa.types.is_floating(column.type):
        whole = column.cast(pa.int64(), safe=False)
        is_whole = pc.equal(whole.cast(column.type, safe=False), column)
        column = pc.if_else(is_whole, whole.cast(pa.string()), column.cast(pa.string()))
    text = pc.utf8_trim_whitespace(column.cast(pa.string()))
    return pc.if_else(pc.is_in(text, value_set=EMPTY_WORDS), pa.scalar(None, pa.string()), text)


def as_decimals(column: pa.ChunkedArray) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Float64 with NaN where empty, and true where a text is no number (NaN too)."""
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        return pc.fill_null(column.cast(pa.float64()), np.nan).to_numpy(), np.zeros(len(column), dtype=bool)
    text = as_text(column)
    numeric = pc.match_substring_regex(text, r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
    kept = pc.if_else(pc.fill_null(numeric, False), text, pa.scalar(None, pa.string()))
    numbers = pc.fill_null(kept.cast(pa.float64()), np.nan).to_numpy()
    unread = _unread(text, numeric)
    if unread.any():
        others = read_marks(text.filter(pa.array(unread)))
        numbers = numbers.copy()
        numbers[unread] = others
        unread[unread] = np.isnan(others)
    return numbers, unread


def as_integers(column: pa.ChunkedArray) -> tuple[pa.Array, NDArray[np.bool_]]:
    """Int64 with null where empty, and true where a text is no whole number (null too)."""
    if pa.types.is_integer(column.type):
        return _one(column.cast(pa.int64())), np.zeros(len(column), dtype=bool)
    text = as_text(column)
    whole = pc.match_substring_regex(text, r"^[+-]?\d{1,18}$")
    kept = pc.if_else(pc.fill_null(whole, False), text, pa.scalar(None, pa.string()))
    return _one(kept.cast(pa.int64())), _unread(text, whole)


def _unread(text: pa.ChunkedArray, read: pa.ChunkedArray) -> NDArray[np.bool_]:
    """True where there is a text that was not read and that is no word for "empty"."""
    unread = pc.fill_null(pc.invert(read), False)
    if not pc.any(unread).as_py():
        return np.zeros(len(text), dtype=bool)
    marked: NDArray[np.bool_] = pc.and_not(unread, says_empty(text)).to_numpy().copy()
    return marked


def as_versions(column: pa.ChunkedArray) -> tuple[pa.Array, NDArray[np.bool_]]:
    """Int64 with null where empty, and which values are no whole number of these (null too). `2.0` is 2."""
    kind = column.type
    if pa.types.is_integer(kind) and kind != pa.uint64():
        return _one(column.cast(pa.int64())), np.zeros(len(column), dtype=bool)
    if pa.types.is_floating(kind):
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, kind), column)
        exact = pc.fill_null(pc.and_(pc.equal(pc.floor(column), column), pc.less_equal(pc.abs(column), 2.0**53)), True)
        kept = pc.if_else(exact, column, pa.scalar(None, kind)).cast(pa.int64())
        return _one(kept), ~_one(exact).to_numpy(zero_copy_only=False)
    text = as_text(column)
    digits = pc.replace_substring_regex(text, r"^\+?(-?\d+)(\.0*)?$", r"\1")
    short = pc.fill_null(pc.match_substring_regex(digits, r"^-?\d{1,18}$"), True)
    numbers = _one(pc.if_else(short, digits, pa.scalar(None, pa.string())).cast(pa.int64()))
    others = np.flatnonzero(~_one(short).to_numpy(zero_copy_only=False))
    bad = np.zeros(len(column), dtype=bool)
    if len(others):
        read = [_whole_number(value) for value in digits.take(pa.array(others)).to_pylist()]
        bad[others] = [number is None for number in read]
        values = numbers.to_pylist()
        for place, number in zip(others.tolist(), read, strict=True):
            values[place] = number
        numbers = pa.array(values, pa.int64())
    return numbers, bad


def _whole_number(text: str) -> int | None:
    """A longer number, or one such as 2e3 whose digits are certain; None for anything else."""
    if re.fullmatch(r"-?[0-9]{19,}", text):
        number = int(text)
        return number if LEAST_NUMBER <= number < 2**63 else None
    if re.fullmatch(r"[+-]?[0-9]{1,16}(\.[0-9]*)?[eE]\+?[0-9]{1,2}", text):
        value = float(text)
        return int(value) if value.is_integer() and abs(value) <= 2**53 else None
    return None


def as_booleans(column: pa.ChunkedArray) -> tuple[pa.Array, Counter[str]]:
    """Booleans with null where empty, and the words that say neither yes nor no (null too) with their counts."""
    if pa.types.is_boolean(column.type):
        return _one(column), Counter()
    codes, unknown = as_codes(_without_empty_words(column), words("boolean"))
    return pc.equal(codes, "true"), unknown


def as_scores(column: pa.ChunkedArray) -> tuple[pa.Array, Counter[str]]:
    """Scores 1..5 (uint8), null where unanswered, and the words that are no score with their counts."""
    codes, unknown = as_codes(_without_empty_words(column), words("satisfaction"))
    scores = codes.cast(pa.uint8())
    return pc.if_else(pc.equal(scores, 0), pa.scalar(None, pa.uint8()), scores), unknown


def as_codes(
    column: pa.ChunkedArray, table: dict[str, str], otherwise: Callable[[str], str | None] = lambda _: None
) -> tuple[pa.Array, Counter[str]]:
    """Each word's code, `otherwise(word)` where `table` has none, and these unknown words with their counts."""
    encoded = _one(as_text(column)).dictionary_encode()
    raw = encoded.dictionary.to_pylist()
    known = [table.get(word.casefold()) for word in raw]
    codes = pa.array([code or otherwise(word) for word, code in zip(raw, known, strict=True)], pa.string())
    times = np.bincount(pc.drop_null(encoded.indices).to_numpy(), minlength=len(raw)).tolist()
    unknown = Counter({word: n for word, code, n in zip(raw, known, times, strict=True) if code is None})
    return codes.take(encoded.indices), unknown


def as_flags(
    column: pa.ChunkedArray, name: str, kind: str, own: dict[str, str] | None = None
) -> tuple[pa.Array, Counter[str]]:
    """What the column `name` of yes and no says of a status or kind of closing, null where nothing, and the words that
    are neither a yes, a no nor a word of that kind, with their counts. own: further words → codes."""
    says = flag_codes(name, kind) or {}
    answers = {word: says.get(truth == "true") or "" for word, truth in words("boolean").items()}
    return as_codes(_without_empty_words(column), words(kind) | answers | (own or {}))


def as_first_flag(table: pa.Table, kind: str, own: dict[str, str]) -> tuple[pa.Array, pa.Array, Counter[str]]:
    """What the first column of yes and no that says something of a status or kind of closing says in each row, the name
    of that column, both null where none does; and the words as `as_flags` counts them."""
    none, codes, names, unknown = pa.scalar(None, pa.string()), [], [], Counter[str]()
    for name in table.column_names:
        says, unread = as_flags(table.column(name), name, kind, own)
        codes.append(says)
        names.append(pc.if_else(says.is_valid(), pa.scalar(name), none))
        unknown += unread
    return pc.coalesce(*codes), pc.coalesce(*names), unknown


@cache
def words(kind: str) -> dict[str, str]:
    """Word (case folded) → code of one kind of words.toml; every code stands for itself too."""
    table = tomllib.loads(files("queries.conversion").joinpath("words.toml").read_text("utf-8"))[kind]
    return {word.casefold(): code for code, synonyms in table.items() for word in (code, *synonyms)}


def _without_empty_words(column: pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """The column as texts, null where one is a word for "empty"."""
    text = as_text(column)
    return pc.if_else(says_empty(text), pa.scalar(None, pa.string()), text)


def _one(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    if not isinstance(column, pa.ChunkedArray):
        return column
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def too_long(columns: dict[str, pa.Array]) -> Iterator[tuple[int, str]]:
    """Rows with a longer text than a case may have, and the reason to refuse each."""
    for name, column in columns.items():
        if pa.types.is_string(column.type):
            limit = LONGEST_KEY if name == "source_id" else LONGEST_TEXT
            lengths = pc.binary_length(column)
            if (pc.max(lengths).as_py() or 0) > limit:
                for row in np.flatnonzero(pc.fill_null(pc.greater(lengths, limit), False)).tolist():
                    text = f"{name}: the text is longer than {limit:,} bytes"
                    yield row, Sentence("row_text_long", text, column=name, limit=limit)
