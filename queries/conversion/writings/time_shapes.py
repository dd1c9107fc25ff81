"""The shapes in which times are written, as patterns with a group for each part."""

from __future__ import annotations

import re
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from queries.conversion.writings.declared import declared

_WIDE = {chr(ord("０") + digit): str(digit) for digit in range(10)} | {
    **{"：": ":", "／": "/", "－": "-", "．": ".", "，": ","},
    **dict.fromkeys("\u3000\u00a0\u202f\u2009\t", " "),
}
_WEEKDAY_IN_CHINESE = r"[(（]?(星期|周|礼拜)[一二三四五六日天][)）]?"
_NOTE = r"\s*\([^()]*\)\s*$"
_ZONE = r"(?:(?:UTC|GMT)?\s*[+-]\d{1,2}:?(?:\d{2})?|[A-Za-z]+/[A-Za-z_/]+|[A-Z]{1,5})"
_NAME = r"(?P<name>\d{1,2}月|\p{L}{2,12})\.?"
_WEEKDAY = r"(?:\p{L}{2,12}\.?,?\s+)?"
_ORDINAL = r"(?:st|nd|rd|th|er|º|ª|\.)?"
_OF = r"(?:(?:of|de|del)\s+)?"
_BETWEEN = r"(?:[\sT,;:_]|\bat |\bum |à |\ba las |- )*"


@cache
def shapes() -> tuple[str, ...]:
    """The patterns, in the order in which they are tried. Groups: year or first, middle, last and mark; month or name;
    day; hour, minute, second, fraction; before and after (half of the day); zone; epoch (milliseconds)."""
    triple = r"(?P<first>\d{1,2})\s*(?P<mark>[-/.])\s*(?P<middle>\d{1,2})\s*[-/.]\s*(?P<last>\d{4}|\d{2})"
    year_first = r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号號]?"
    short_chinese = r"(?P<year>\d{2})年\s*(?P<month>\d{1,2})月\s*(?P<day>\d{1,2})\s*[日号號]?"
    day_name = rf"(?P<day>\d{{1,2}}){_ORDINAL}[\s\-/.,]*{_OF}{_NAME}[\s\-/.,]*{_OF}(?P<year>\d{{4}}|\d{{2}})"
    name_day = rf"{_NAME}[\s\-/.]*(?P<day>\d{{1,2}}){_ORDINAL}[\s\-/,]+(?P<year>\d{{4}})"
    year_name = rf"(?P<year>\d{{4}})[\s\-/.]*{_NAME}[\s\-/.]*(?P<day>\d{{1,2}})"
    compact = r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    clock = r"(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    dates = (year_first, short_chinese, triple, day_name, name_day, year_name)
    c_style = rf"{_WEEKDAY}{_NAME}\s+(?P<day>\d{{1,2}})\s+{_clock()}\s*(?P<zone>{_ZONE})?\s+(?P<year>\d{{4}})"
    return (
        *(rf"^{_WEEKDAY}{date}(?:{_BETWEEN}{_clock()}\s*(?P<zone>{_ZONE})?)?$" for date in dates),
        rf"^{c_style}$",
        rf"^{compact}[\sT_-]+{clock}\s*(?P<zone>{_ZONE})?$",
        *(rf"^{_clock()}[\s,;]+{_WEEKDAY}{date}$" for date in dates),
        r"^\\?/?Date\((?P<epoch>-?\d{1,16})(?:[+-]\d{4})?\)\\?/?$",
    )


def tidied(texts: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """The texts with narrow digits and marks, without Chinese weekdays and a note in brackets at the end."""
    if pc.any(pc.invert(pc.string_is_ascii(texts))).as_py():
        for wide, narrow in _WIDE.items():
            texts = pc.replace_substring(texts, wide, narrow)
    texts = pc.replace_substring_regex(texts, _WEEKDAY_IN_CHINESE, " ")
    texts = pc.if_else(pc.match_substring(texts, "Date("), texts, pc.replace_substring_regex(texts, _NOTE, ""))
    return pc.utf8_trim_whitespace(texts)


@cache
def _clock() -> str:
    words = sorted((word for words in declared()["halves"].values() for word in words), key=len, reverse=True)
    half = "|".join(re.escape(word) for word in words)
    return (
        rf"(?i:(?P<before>{half}))?\s*(?P<hour>\d{{1,2}})(?:\s*(?:[:hH.时時点點])\s*(?:(?P<minute>\d{{1,2}}))?)?"
        r"(?:\s*[:.分]\s*(?:(?P<second>\d{1,2})(?:[.,:](?P<fraction>\d{1,9}))?)?)?\s*[分秒整]?\s*(?:Uhr|uhr|hrs|h)?"
        rf"\s*(?i:(?P<after>{half}))?"
    )
