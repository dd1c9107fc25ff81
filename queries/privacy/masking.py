"""Personal data in text, made unreadable: the one way in which free text leaves the store.

A text is brought into one writing (normalisation.py), what is personal in it is found, and only that is replaced; the
other characters leave as they came. Nothing of a text is stored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from geodata.sentence import Sentence
from queries.privacy.contacts import contact_spans
from queries.privacy.names.chinese_names import HAN, chinese_name_spans, is_likely_name
from queries.privacy.names.english_names import english_name_spans, is_english_name
from queries.privacy.normalisation import NormalisedText, normalised, with_digits
from queries.privacy.numbers import number_spans
from queries.privacy.personal_columns import is_personal

MASK = "***"
_WITH_ENDS = 10  # a number of so many digits keeps the first three and the last two characters
_DIGIT, _LATIN, _HAN = re.compile(r"\d"), re.compile(r"[A-Za-z]{2}"), re.compile(rf"[{HAN}]{{2}}")
# Letters and few digits: a code of ours, looked at no further.
_CODE = re.compile(r"[A-Za-z]{0,30}(?:_[A-Za-z]{1,30}){0,4}[-_]?\d{0,6}", re.ASCII)
_JSON = re.compile(r"\s*[\[{]")
Span = tuple[int, int]


def masked(text: str | None) -> str | None:
    """The text without numbers of telephones, papers, cards and vehicles, addresses of mail and chats, and names in
    their context. A JSON object loses what stands under a personal name as well, also a broken or cut one."""
    if not text:
        return text
    return _masked_json(text) if _JSON.match(text) else _masked_plain(text, value=False)


def masked_value(text: str | None) -> str | None:
    """A value of a vocabulary (department, category, channel, …): as `masked`, and nothing of it when the whole looks
    like a person's name."""
    if not text or _CODE.fullmatch(text):
        return text
    return _masked_json(text) if _JSON.match(text) else _masked_plain(text, value=True)


def shown_names(names: Sequence[str], most: int = 40) -> str:
    """Names of a file's columns as a sentence may list them: the first row of a file without a header is a case."""
    if not names:
        return Sentence("no_columns", "no column at all")
    return ", ".join(masked_value(name) or name for name in names[:most])


def is_person_name(text: str) -> bool:
    """Whether a whole value looks like a person's name."""
    stripped = normalised(text).text.strip(" .,;:·")
    return is_likely_name(stripped.replace(" ", "")) or is_english_name(stripped)


def _masked_plain(text: str, *, value: bool) -> str:
    if value and len(text) < 40 and is_person_name(text):
        return MASK
    form = normalised(text)
    spans = sorted((*form.original(start, end), ends) for start, end, ends in _personal_spans(form))
    if not spans:
        return text
    pieces: list[str] = []
    done = 0
    for start, end, ends in _united(spans):
        pieces += [text[done:start], _replaced(text[start:end]) if ends else MASK]
        done = end
    return "".join([*pieces, text[done:]])


def _personal_spans(form: NormalisedText) -> Iterator[tuple[int, int, bool]]:
    """Where something personal stands, and whether it is a number whose ends may stay."""
    text = form.text
    numbers: list[Span] = []
    digits = with_digits(text)
    if _DIGIT.search(digits):
        numbers = list(number_spans(digits))
        yield from ((start, end, _keeps_ends(digits[start:end])) for start, end in numbers)
    yield from ((start, end, False) for start, end in contact_spans(digits))
    if _HAN.search(text):
        yield from ((start, end, False) for start, end in chinese_name_spans(text, numbers))
    if _LATIN.search(text):
        yield from ((start, end, False) for start, end in english_name_spans(text))


def _keeps_ends(number: str) -> bool:
    """Whether what stays of a number says too little to find the person: not of short ones, nor of computers."""
    return sum(character.isdigit() for character in number) >= _WITH_ENDS and number.count(".") != 3


def _united(spans: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """Spans that overlap as one."""
    united: list[tuple[int, int, bool]] = []
    for start, end, ends in spans:
        if united and start < united[-1][1]:
            before = united[-1]
            same = (before[0], before[1]) == (start, end)
            united[-1] = (before[0], max(before[1], end), before[2] and ends and same)
        else:
            united.append((start, end, ends))
    return united


def _replaced(number: str) -> str:
    return f"{number[:3]}{MASK}{number[-2:]}"


def _masked_json(text: str) -> str:
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        return _masked_plain(_PAIR.sub(_pair_without_person, text), value=False)
    cleared = _without_persons(row)
    return text if cleared == row else json.dumps(cleared, ensure_ascii=False)


def _without_persons(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            masked(str(name)): MASK if is_personal(str(name)) and held not in (None, "") else _without_persons(held)
            for name, held in value.items()
        }
    if isinstance(value, list):
        return [_without_persons(one) for one in value]
    if isinstance(value, str):
        return masked_value(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        cleared = masked(str(value))
        return value if cleared == str(value) else cleared
    return value


# A name and what follows it, in JSON that was cut or is broken: up to the next comma or the end of the text in quotes.
_PAIR = re.compile(
    r"""(["']?([^"'\\:,{}\[\]\s][^"'\\:,{}\[\]]{0,39})["']?\s*:\s*)("(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|[^,{}\[\]]*)"""
)


def _pair_without_person(pair: re.Match[str]) -> str:
    return f"{pair[1]}{MASK}" if pair[3].strip() and is_personal(pair[2]) else pair[0]
