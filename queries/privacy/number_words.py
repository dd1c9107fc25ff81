"""What stands before and after a number: whether it says telephone, number of a thing, or an amount (numbers.toml)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_TO_NUMBER = r"(?:号|码|ID|id)?\s*(?:是|为|No\.?)?\s*[:#.]?\s*[A-Za-z]{0,6}[-_]?"
_REACH = 24  # characters before a number that are looked at


@cache
def number_words() -> dict[str, tuple[str, ...]]:
    """The lists of numbers.toml."""
    table = tomllib.loads(files("queries.privacy").joinpath("numbers.toml").read_text("utf-8"))
    return {name: tuple(words) for name, words in table.items()}


def alternatives(words: tuple[str, ...]) -> str:
    """A pattern of one of the words, the longest first; words of Latin letters only as whole words."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(
        (rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])" if word[0].isascii() and word[0].isalpha() else re.escape(word))
        for word in ordered
    )


@cache
def _before(kind: str, gap: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(number_words()[kind])}){gap}$", re.IGNORECASE)


@cache
def _units() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{alternatives(number_words()['units'])})", re.IGNORECASE)


def says_phone(text: str, start: int) -> bool:
    """Whether the words before say that a telephone number follows."""
    return bool(
        _before(
            "phone_labels", r"(?:号码?)?[^\d\u4e00-\u9fffA-Za-z]{0,4}(?:是|为|at|is|me at)?[^\dA-Za-z]{0,3}"
        ).search(text[max(0, start - _REACH) : start])
    )


def says_thing(text: str, start: int) -> bool:
    """Whether the words before name the thing whose number follows: 编号 and ID alone do not."""
    return bool(_before("thing_labels", _TO_NUMBER).search(text[max(0, start - _REACH) : start]))


def says_code(text: str, start: int) -> bool:
    """Whether the words before say that the number of a thing follows."""
    return bool(_before("code_labels", _TO_NUMBER).search(text[max(0, start - _REACH) : start]))


def is_amount(text: str, start: int, end: int) -> bool:
    """Whether a unit follows or a sign of money stands before."""
    return bool(_units().match(text, end)) or bool(
        _before("money", r"\s*(?:是|为|约|共|:)?\s*").search(text[max(0, start - _REACH) : start])
    )
