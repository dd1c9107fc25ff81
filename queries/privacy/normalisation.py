"""Text in one writing, so that a number written in full-width digits or with invisible characters is found like any
other, with the way back to the characters as they were written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# One character for one: full-width forms, spaces and dashes of every kind.
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u301c\uff5e\ufe63"
_ONE_FOR_ONE = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5E)}
    | dict.fromkeys(map(ord, _SPACES), " ")
    | dict.fromkeys(map(ord, _DASHES), "-")
    | dict.fromkeys(map(ord, "·•‧・∙⋅"), "·")
)
# What prints nothing: zero-width characters, marks of direction, variation selectors, the frame of a key cap.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\u20e3"
_HIDDEN = re.compile(f"[{_INVISIBLE}]")
_REPLACEABLE = re.compile(f"[{re.escape(''.join(map(chr, _ONE_FOR_ONE)))}]")
_HAN_DIGITS = dict(zip("零〇一幺壹二贰两三叁四肆五伍六陆七柒八捌九玖", "00111222334455667788" + "99", strict=True))
_HAN_NUMBER = re.compile(rf"[{''.join(_HAN_DIGITS)}0-9](?:[- .]?[{''.join(_HAN_DIGITS)}0-9]){{6,}}")
_FEWEST_HAN = 3
_OF_HAN = str.maketrans(_HAN_DIGITS)


@dataclass(frozen=True)
class NormalisedText:
    """written: as it came; text: to search in; place: where each character of `text` begins in `written`, and its
    length at the end; None where both have the same places."""

    written: str
    text: str
    place: Sequence[int] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The places in `written` of the characters start..end of `text`."""
        if self.place is None:
            return start, end
        return self.place[start], self.place[end - 1] + 1 if end > start else self.place[start]


def normalised(written: str) -> NormalisedText:
    """The text in Unicode's compatibility form (NFKC), without what prints nothing, with one kind of space and dash."""
    text = written.translate(_ONE_FOR_ONE) if _REPLACEABLE.search(written) else written
    if text.isascii() or (unicodedata.is_normalized("NFKC", text) and not _HIDDEN.search(text)):
        return NormalisedText(written, text, None)
    characters: list[str] = []
    places: list[int] = []
    for place, pieces in _clusters(text):
        characters.append(pieces)
        places.extend([place] * len(pieces))
    return NormalisedText(written, "".join(characters), [*places, len(written)])


def with_digits(text: str) -> str:
    """The text with Chinese numerals as digits where at least seven numerals follow one another; the same places."""
    return _HAN_NUMBER.sub(_digits_of, text)


def _digits_of(number: re.Match[str]) -> str:
    """A few Chinese numerals before digits are rather the end of a name (张三138…)."""
    written = number[0]
    return (
        written.translate(_OF_HAN) if sum(character in _HAN_DIGITS for character in written) >= _FEWEST_HAN else written
    )


def _clusters(text: str) -> list[tuple[int, str]]:
    """Each character, with the marks that belong to it, in compatibility form, and where it begins."""
    clusters: list[tuple[int, str]] = []
    for place, character in enumerate(text):
        if _HIDDEN.match(character):
            continue
        if clusters and unicodedata.combining(character):
            start, before = clusters[-1]
            clusters[-1] = (start, unicodedata.normalize("NFKC", before + character))
        else:
            clusters.append((place, unicodedata.normalize("NFKC", character)))
    return clusters
