"""The shapes in which times are written, as patterns with a group for each part."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

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


class Shape(NamedTuple):
    """A pattern of whole texts, and a sign without which no text is of this shape.

    Arrow compiles a pattern anew at every call, which for a few texts costs a thousand times what matching them does.
    """

    pattern: str
    sign: Callable[[str], object]

    def may_fit(self, texts: Sequence[str]) -> bool:
        """Whether a text bears the sign."""
        return any(map(self.sign, texts))


@cache
def shapes() -> tuple[Shape, ...]:
    """The shapes, in the order in which they are tried. Groups: year or first, middle, last and mark; month or name;
    day; hour, minute, second, fraction; before and after (half of the day); zone; epoch (milliseconds)."""
    triple = r"(?P<first>\d{1,2})\s*(?P<mark>[-/.])\s*(?P<middle>\d{1,2})\s*[-/.]\s*(?P<last>\d{4}|\d{2})"
    year_first = r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号號]?"
    short_chinese = r"(?P<year>\d{2})年\s*(?P<month>\d{1,2})月\s*(?P<day>\d{1,2})\s*[日号號]?"
    day_name = rf"(?P<day>\d{{1,2}}){_ORDINAL}[\s\-/.,]*{_OF}{_NAME}[\s\-/.,]*{_OF}(?P<year>\d{{4}}|\d{{2}})"
    name_day = rf"{_NAME}[\s\-/.]*(?P<day>\d{{1,2}}){_ORDINAL}[\s\-/,]+(?P<year>\d{{4}})"
    year_name = rf"(?P<year>\d{{4}})[\s\-/.]*{_NAME}[\s\-/.]*(?P<day>\d{{1,2}})"
    compact = r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    clock = r"(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    numbers = re.compile(r"\d\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{2}").search
    dates = (
        Shape(year_first, re.compile(r"\d{4}\s*[-/.年]").search),
        Shape(short_chinese, re.compile(r"\d{2}年").search),
        Shape(triple, numbers),
        *(Shape(date, _names_a_month) for date in (day_name, name_day, year_name)),
    )
    c_style = rf"{_WEEKDAY}{_NAME}\s+(?P<day>\d{{1,2}})\s+{_clock()}\s*(?P<zone>{_ZONE})?\s+(?P<year>\d{{4}})"
    clock_after, clock_before = rf"(?:{_BETWEEN}{_clock()}\s*(?P<zone>{_ZONE})?)?$", rf"^{_clock()}[\s,;]+{_WEEKDAY}"
    return (
        *(Shape(rf"^{_WEEKDAY}{date}{clock_after}", sign) for date, sign in dates),
        Shape(rf"^{c_style}$", _names_a_month),
        Shape(rf"^{compact}[\sT_-]+{clock}\s*(?P<zone>{_ZONE})?$", re.compile(r"\d{8}[\sT_-]").search),
        *(Shape(rf"{clock_before}{date}$", sign) for date, sign in dates),
        Shape(r"^\\?/?Date\((?P<epoch>-?\d{1,16})(?:[+-]\d{4})?\)\\?/?$", re.compile(r"Date\(").search),
    )


def _names_a_month(text: str) -> bool:
    folded = text.casefold()
    return any(word in folded for words in declared()["months"].values() for word in words)


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
