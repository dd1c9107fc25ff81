"""Contacts in a text: mail, chats, vehicles, documents, dwellings (contacts.toml); not telephones and names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from queries.privacy import checks
from queries.privacy.number_words import alternatives, number_words, says_code

SECRET = "secret"  # noqa: S105  (the name of a group)
Span = tuple[int, int]
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class ContactPattern:
    """A pattern whose group `secret` is masked where the text contains `needs`, or a digit where it needs no word, and
    the check holds."""

    needs: str
    pattern: re.Pattern[str]
    check: str | None


def contact_spans(text: str) -> Iterator[Span]:
    """Where they stand in a normalised text; they may overlap."""
    lowered = text.lower()
    if _needed().search(lowered) is None:
        return
    has_digit = _DIGIT.search(text) is not None
    for one in _patterns():
        if not (one.needs in lowered if one.needs else has_digit):
            continue
        for found in one.pattern.finditer(text):
            if one.check is None or _CHECKS[one.check](found):
                yield found.span(SECRET)


@cache
def _needed() -> re.Pattern[str]:
    """What a text must hold for any of the patterns to match."""
    return re.compile("|".join([r"\d", *sorted({re.escape(one.needs) for one in _patterns() if one.needs})]))


@cache
def _patterns() -> tuple[ContactPattern, ...]:
    table = tomllib.loads(files("queries.privacy").joinpath("contacts.toml").read_text("utf-8"))
    read = [
        ContactPattern(one["needs"].lower(), re.compile(one["pattern"]), one.get("check")) for one in table["pattern"]
    ]
    return (*read, ContactPattern("", _labelled(), None))


def _labelled() -> re.Pattern[str]:
    labels = alternatives(number_words()["labelled"])
    return re.compile(
        rf"(?:{labels})(?:号码?|number|no\.?|#)?[^\w]{{0,3}}(?:尾号|是|为|is )?[^\w]{{0,3}}"
        rf"(?P<{SECRET}>(?=[A-Za-z0-9 -]{{0,12}}\d)[A-Za-z0-9](?:[ -]?[A-Za-z0-9]){{3,23}})",
        re.IGNORECASE,
    )


def _is_passport(found: re.Match[str]) -> bool:
    number = found[SECRET]
    fits = len(number) == 9
    return fits and not says_code(found.string, found.start(SECRET))


_CHECKS: Mapping[str, Callable[[re.Match[str]], bool]] = {
    "passport": _is_passport,
    "taiwan": lambda found: checks.is_taiwan_identity(found[SECRET]),
    "hong_kong": lambda found: checks.is_hong_kong_identity(found["letters"], found["digits"], found["check"]),
}
