"""One column of reports, as JSON gives it → a typed column, and a reason for every value that cannot be read.

A column without mistakes is read as a whole; only one that has some is read value by value.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from queries.device_reports.kinds import ReportColumn
from queries.device_reports.sent_rows import Values, as_list

Reasons = dict[int, str]

INSTANT = pa.timestamp("us")
ABSOLUTE = pa.timestamp("us", "UTC")
TYPES = {
    "text": pa.string(),
    "word": pa.string(),
    "number": pa.float64(),
    "count": pa.int64(),
    "instant": INSTANT,
}
LONGEST_TEXT = 500
GREATEST_COUNT = 2**53
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class Unreadable(ValueError):  # noqa: N818  (one value; the message is the reason)
    """Why one value cannot be read."""


def read_column(column: ReportColumn, values: Values, zone: str) -> tuple[pa.Array, Reasons]:
    """The column in its type of TYPES (instants naive UTC; those without a zone are in `zone`), null where empty or
    unreadable; and the reason of each unreadable value, by row."""
    if column.type == "word":
        texts, reasons = _read(values, pa.string(), _whole_texts, _text)
        codes, unknown = _coded(column, texts)
        return codes, unknown | reasons
    if column.type == "instant":
        return _read(values, INSTANT, _whole_instants, lambda value: _instant(value, zone))
    whole, single = {
        "text": (_whole_texts, _text),
        "number": (_whole_numbers, _number),
        "count": (_whole_counts, _count),
    }[column.type]
    return _read(values, TYPES[column.type], whole, single)


def _read(
    values: Values, kind: pa.DataType, whole: Callable[[Values], pa.Array | None], single: Callable[[Any], Any]
) -> tuple[pa.Array, Reasons]:
    try:
        column = whole(values)
    except (pa.ArrowException, TypeError, OverflowError, ValueError):
        column = None
    if column is not None:
        return column, {}
    found: list[Any] = []
    reasons: Reasons = {}
    for row, value in enumerate(as_list(values)):
        try:
            found.append(None if value is None or value == "" else single(value))
        except Unreadable as reason:
            found.append(None)
            reasons[row] = str(reason)
    return pa.array(found, kind), reasons


def _arrow(values: Values, kind: pa.DataType) -> pa.Array:
    """The values as an array of a kind, numbers also from texts that are numbers. Raises for any other value."""
    if not isinstance(values, pa.Array):
        values = pa.array(values)
    if pa.types.is_boolean(values.type) or (pa.types.is_string(kind) and not _is_text(values.type)):
        raise TypeError
    return values.cast(kind)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_null(kind))


def _whole_texts(values: Values) -> pa.Array | None:
    texts = pc.utf8_trim_whitespace(_arrow(values, pa.string()))
    if (pc.max(pc.utf8_length(texts)).as_py() or 0) > LONGEST_TEXT:
        return None
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def _text(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unreadable("is no text")
    text = (str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)).strip()
    if len(text) > LONGEST_TEXT:
        raise Unreadable(f"is longer than {LONGEST_TEXT} characters")
    return text or None


def _coded(column: ReportColumn, texts: pa.Array) -> tuple[pa.Array, Reasons]:
    encoded = texts.dictionary_encode()
    words = encoded.dictionary.to_pylist()
    codes = [column.words.get(word.casefold(), word if column.other_words_kept else None) for word in words]
    unknown = {number for number, code in enumerate(codes) if code is None}
    reasons = {}
    if unknown:
        known = ", ".join(column.codes)
        for row, number in enumerate(encoded.indices.to_pylist()):
            if number in unknown:
                reasons[row] = f"{words[number][:40]!r} is not known; write one of {known}"
    return pa.array(codes, pa.string()).take(encoded.indices), reasons


def _whole_numbers(values: Values) -> pa.Array | None:
    numbers = _arrow(values, pa.float64())
    return numbers if pc.all(pc.is_finite(numbers)).as_py() is not False else None


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unreadable("is no number")
    try:
        number = float(value)
    except (ValueError, OverflowError):
        raise Unreadable(f"{str(value)[:40]!r} is no number") from None
    if not math.isfinite(number):
        raise Unreadable("is no finite number")
    return number


def _whole_counts(values: Values) -> pa.Array | None:
    counts = _arrow(values, pa.int64())
    least, most = pc.min_max(counts).as_py().values()
    return counts if least is None or (least >= 0 and most <= GREATEST_COUNT) else None


def _count(value: Any) -> int:
    number = _number(value)
    if not number.is_integer() or not 0 <= number <= GREATEST_COUNT:
        raise Unreadable(f"{str(value)[:40]!r} is no whole number from 0 on")
    return int(number)


def _whole_instants(values: Values) -> pa.Array | None:
    if not isinstance(values, pa.Array) or not pa.types.is_timestamp(values.type) or values.type.tz is None:
        values = _arrow(values, pa.string())
    instants = values.cast(ABSOLUTE)
    least, most = pc.min_max(instants).as_py().values()
    return instants.cast(INSTANT) if least is None or (least >= EARLIEST and most < LATEST) else None


def _instant(value: Any, zone: str) -> datetime:
    shown = repr(str(value)[:40])
    try:
        moment = datetime.fromisoformat(value.strip()) if isinstance(value, str) else value
    except ValueError:
        moment = None
    if not isinstance(moment, datetime):
        raise Unreadable(f"{shown} is no time; write ISO 8601")
    try:
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
        known = EARLIEST <= moment < LATEST
    except OverflowError:
        known = False
    if not known:
        raise Unreadable(f"{shown} lies before 1900 or after 2099")
    return moment.replace(tzinfo=None)
