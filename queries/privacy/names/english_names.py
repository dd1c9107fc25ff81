"""Names in Latin letters in a text: after titles (Mr), what introduces them (my name is, I am) and labels (Name:)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

Span = tuple[int, int]
_LETTER = "A-Za-zÀ-ÖØ-öø-ÿĀ-ſ"
_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶĹĻĽŁŃŅŇŐŘŚŞŠŤŪŮŰŹŻŽ"
_PARTICLE = "(?:de|da|del|della|van|von|der|den|la|le|bin|al|el|di|du|dos)"
_NAME = rf"(?:[{_CAPITAL}][{_LETTER}'’]*(?:-[{_CAPITAL}][{_LETTER}'’]+)*\.?)"
_NAMES = re.compile(rf"{_NAME}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_NAME}){{0,3}}")
_ANY_CASE = re.compile(rf"[{_LETTER}][{_LETTER}'’-]+(?:\s+[{_LETTER}][{_LETTER}'’-]+){{0,2}}")
_WORD = re.compile(rf"[{_LETTER}'’-]+")


def english_name_spans(text: str) -> Iterator[Span]:
    """Where names stand in a normalised text; they may overlap."""
    for kind, pattern in _patterns().items():
        for found in pattern.finditer(text):
            start = found.end()
            end = _end(text, start, kind)
            if end:
                yield start, end


def is_english_name(value: str) -> bool:
    """Whether a whole value is rather a person's name than anything else: a first name and one or two more."""
    words = _WORD.findall(value)
    if not 2 <= len(words) <= 3 or not _NAMES.fullmatch(value.strip()):
        return False
    lowered = [word.lower() for word in words]
    return (
        lowered[0] in _sets()["first_names"]
        and not _sets()["places"] & set(lowered)
        and not _sets()["never"] & set(lowered)
    )


def is_english_place(word: str) -> bool:
    """Whether a word names a place (Park, Street) or is no name at all, whoever is called so."""
    return word.lower() in _sets()["places"] | _sets()["never"]


@cache
def _sets() -> Mapping[str, frozenset[str]]:
    table = _table()
    return {name: frozenset(held.split() if isinstance(held, str) else held) for name, held in table.items()}


@cache
def _table() -> dict[str, list[str] | str]:
    return tomllib.loads(files("queries.privacy.names").joinpath("english_names.toml").read_text("utf-8"))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    def one_of(name: str) -> str:
        return "|".join(re.escape(word) for word in sorted(_table()[name], key=len, reverse=True))

    apart = rf"(?<![{_LETTER}'])"
    return {
        "title": re.compile(rf"{apart}(?:{one_of('titles')}|{one_of('titles').upper()})(?:\.\s*|\s+)"),
        "introduction": re.compile(rf"(?i){apart}(?:{one_of('introductions')})\s*[:,]?\s+"),
        "may_introduce": re.compile(rf"(?i){apart}(?:{one_of('may_introduce')})\s+"),
        "label": re.compile(rf"(?i){apart}(?:{one_of('labels')})\s*[:=]\s*|(?:我叫|我是)\s*"),
    }


def _end(text: str, start: int, kind: str) -> int:
    """Where the name ends that begins at `start`, 0 for none."""
    found = _NAMES.match(text, start)
    if found is None:
        return _end_in_any_case(text, start, kind) if kind in ("introduction", "label", "title") else 0
    words = list(_WORD.finditer(found[0]))
    sets = _sets()
    kept: list[re.Match[str]] = []
    for word in words:
        lowered = word[0].lower().removesuffix("'s").removesuffix("’s")
        if lowered in sets["never"] and (kept or lowered not in sets["first_names"]):
            break
        kept.append(word)
    if (
        not kept
        or any(word[0].lower() in sets["places"] for word in kept)
        or _place_follows(text, start + kept[-1].end())
    ):
        return 0
    first = kept[0][0].lower()
    if kind == "may_introduce" and len(kept) == 1 and first not in sets["first_names"]:
        return 0
    if len(first) < 2:
        return 0
    return start + kept[-1].end()


def _end_in_any_case(text: str, start: int, kind: str) -> int:
    """A name without capitals: only one that begins with a common first name."""
    found = _ANY_CASE.match(text, start)
    if found is None:
        return 0
    words = list(_WORD.finditer(found[0]))
    if words[0][0].lower() not in _sets()["first_names"] or (kind == "label" and len(words) < 2):
        return 0
    kept = [words[0]]
    for word in words[1:]:
        if word[0].lower() in _sets()["never"] | _sets()["places"]:
            break
        kept.append(word)
    return start + kept[-1].end()


def _place_follows(text: str, end: int) -> bool:
    found = re.match(rf"\s+([{_LETTER}]+)", text[end : end + 24])
    return (
        bool(found) and str(found[1]).lower() in _sets()["places"] - {"a", "an", "the", "from", "new"}
        if found
        else False
    )
