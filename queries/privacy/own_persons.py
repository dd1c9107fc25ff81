"""What the personal columns of a row say, made unreadable in the row's own free texts.

A name needs no word around it to be found where the row itself tells it. What of a value is looked for:

- an address of mail, and what has a digit and five characters or more (a telephone, a paper, a plate, an address with a
  house number): as written, and not within a longer number or word;
- of what has no digit, each part: a Chinese name of two to four characters, one with ·, a Latin name. Words for anybody
  (市民, 匿名, 王女士) and single characters name nobody and stay.

A name of two characters that is also a word (高峰, 平安) is masked only where it is no part of another word: nothing
Chinese before it, and behind it nothing, or a word such as 反映 or 先生. So 早高峰 and 高峰期 stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from queries.privacy.names.chinese_names import HAN
from queries.privacy.names.chinese_words import chinese_words
from queries.privacy.names.english_names import is_english_place

MASK = "***"
_NEVER = "\n\n"  # hardly in a text
FEWEST_WITH_DIGIT, FEWEST_DIGITS = 5, 5
_PARTS = re.compile(r"[\s,，、/\\;；:：|()（）\[\]【】]+")
_HAN_NAME = re.compile(rf"[{HAN}]{{2,4}}|[{HAN}]{{1,12}}(?:[·•‧・][{HAN}]{{1,12}})+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f.'’-]+")
_LATIN_NAME = re.compile(rf"{_LATIN.pattern}(?: +{_LATIN.pattern}){{0,4}}")
_JSON = re.compile(r"\s*[\[{]")
_ASCII, _HAN_BEFORE = re.compile(r"[0-9A-Za-z]"), re.compile(rf"[{HAN}]")


def without_own_persons(table: pa.Table, names: Iterable[str], told: Sequence[Sequence[str | None]]) -> pa.Table:
    """The table whose texts under `names` lose what `told` (columns of the same rows) says in the row of each; a column
    in which nothing changes is the very same. Texts that are JSON stay as they are."""
    texts = {name: table.column(name) for name in names if pa.types.is_string(table.schema.field(name).type)}
    rows = _rows_to_look_at(list(texts.values()), told) if texts else []
    for name, column in texts.items() if rows else ():
        written = column.to_pylist()
        cleared = {row: masked_of(text, [values[row] for values in told]) for row in rows if (text := written[row])}
        if changed := {row: text for row, text in cleared.items() if text != written[row]}:
            held = pa.array([changed.get(row, text) for row, text in enumerate(written)], pa.string())
            table = table.set_column(table.column_names.index(name), name, pa.chunked_array([held]))
    return table


def _rows_to_look_at(texts: Sequence[pa.ChunkedArray], told: Sequence[Sequence[str | None]]) -> list[int]:
    """The rows in whose texts something personal may stand. Most values are one part and stand in none: whether they do
    is asked of all texts of a row at once."""
    filled = (pc.fill_null(text, "") for text in texts)  # joined as they are, texts of nulls alone would be no rows
    together = pc.binary_join_element_wise(*filled, "\n").to_pylist()
    found = set[int]()
    for values in told:
        sought = [_sought(value) if value else _NEVER for value in values]
        found |= {row for row, (part, text) in enumerate(zip(sought, together, strict=True)) if part in text}
    return sorted(found)


def _sought(value: str) -> str:
    """What must stand in a text where the value is in it; empty where that is more than one text."""
    return value if value.isalnum() and (value.isdigit() or not value.isascii()) else ""


def masked_of(text: str, values: Iterable[str | None]) -> str:
    """A text without what these values of personal columns say."""
    if _JSON.match(text):
        return text
    for value in filter(None, values):
        for needle, is_whole in _needles(value.strip()) if _sought(value) in text else ():
            text = _without(text, needle, is_whole)
    return text


Whole = Callable[[str, int, int], bool]
"""Whether what stands from one place of a text to another is no part of something longer."""


def _needles(whole: str) -> Iterator[tuple[str, Whole]]:
    """What is looked for of a value, and when it is found."""
    has_digit = any(map(str.isdigit, whole))
    is_name = not has_digit and " " in whole and _LATIN_NAME.fullmatch(whole)
    if is_name or "@" in whole or (_says_enough(whole) if has_digit else _is_address(whole)):
        yield whole, _stands_alone
    for part in _PARTS.split(whole):
        if len(part) > 1 and not (has_digit and part == whole):
            yield from _of_part(part)


def _of_part(part: str) -> Iterator[tuple[str, Whole]]:
    if any(map(str.isdigit, part)):
        if sum(map(str.isdigit, part)) >= FEWEST_DIGITS:
            yield part, _stands_alone
    elif _HAN_NAME.fullmatch(part):
        if _is_name(part):
            yield part, _beside_words if _is_word(part) else _anywhere
    elif _LATIN.fullmatch(part) and part[0].isupper() and not is_english_place(part):
        yield part, _as_a_word


def _without(text: str, needle: str, is_whole: Whole) -> str:
    """The text without a needle where it is whole, whatever the case of one with digits or of several words."""
    written, sought = text, needle
    if is_whole is _stands_alone and len(lowered := text.lower()) == len(text):
        written, sought = lowered, needle.lower()
    pieces, done, start = list[str](), 0, written.find(sought)
    while start >= 0:
        end = start + len(sought)
        if is_whole(text, start, end):
            pieces += [text[done:start], MASK]
            done = end
        start = written.find(sought, end)
    return "".join([*pieces, text[done:]]) if pieces else text


def _anywhere(_text: str, _start: int, _end: int) -> bool:
    return True


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not (_ASCII.match(text, max(0, start - 1), start) or _ASCII.match(text, end))


def _as_a_word(text: str, start: int, end: int) -> bool:
    return not (text[:start][-1:].isalnum() or text[end : end + 1].isalnum())


def _beside_words(text: str, start: int, end: int) -> bool:
    """Whether a name cannot be part of another word."""
    return not _HAN_BEFORE.match(text, max(0, start - 1), start) and bool(_behind_a_name().match(text, end))


def _says_enough(value: str) -> bool:
    """Whether a value with a digit finds somebody: not an age, nor 3 of a house without a street."""
    is_number = not any(map(str.isalpha, value))
    return sum(map(str.isdigit, value)) >= FEWEST_DIGITS if is_number else len(value) >= FEWEST_WITH_DIGIT


def _is_address(value: str) -> bool:
    """Whether a value without digits is an address with a number: 槐树胡同九号院."""
    is_long = len(value) > FEWEST_WITH_DIGIT and value.endswith(chinese_words().of_places)
    return is_long and any(map(str.isnumeric, value))


def _is_name(word: str) -> bool:
    """Whether a part of Chinese characters alone names somebody."""
    return word not in _words_for_anybody() and not word.endswith(_forms_of_address())


def _is_word(name: str) -> bool:
    known = chinese_words()
    return name in known.words or (name[:2] in known.words and name.endswith(known.of_places))


@cache
def _behind_a_name() -> re.Pattern[str]:
    longer = (word for word in chinese_words().follow if len(word) > 1)
    return re.compile(rf"$|[^{HAN}]|{'|'.join((*longer, '称', '说', *_forms_of_address()))}")


@cache
def _forms_of_address() -> tuple[str, ...]:
    return (*chinese_words().close, *chinese_words().wide)


@cache
def _words_for_anybody() -> frozenset[str]:
    known = chinese_words()
    return frozenset((*known.labels, *known.roles, *known.relatives, *_forms_of_address(), *known.nobody))
