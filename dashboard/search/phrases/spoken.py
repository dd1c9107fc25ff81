"""The writing in which phrases and words are compared, and where a word may begin or end in it. Pure."""

from __future__ import annotations

import unicodedata

from dashboard.search.index import plain

KEPT = "-–./:~%&+#_@"
"""Marks that stand within words, dates and times."""
FIRST_HAN, LAST_HAN = 0x3400, 0x9FFF


def spoken(text: str) -> str:
    """A phrase or word without marks of punctuation: full-width letters made ordinary, small, single spaces."""
    return plain("".join(" " if _is_mark(letter) else letter for letter in unicodedata.normalize("NFKC", text)))


def _is_mark(letter: str) -> bool:
    return letter not in KEPT and unicodedata.category(letter)[0] in "PS"


def is_han(letter: str) -> bool:
    """Whether it is a Chinese character: words of these stand without spaces between them."""
    return FIRST_HAN <= ord(letter) <= LAST_HAN


def is_edge(text: str, place: int) -> bool:
    """Whether a word may begin or end before the letter at a place: not between two letters or digits of a word."""
    if not 0 < place < len(text):
        return True
    return not (_joins(text[place - 1]) and _joins(text[place]))


def _joins(letter: str) -> bool:
    return letter.isalnum() and not is_han(letter)
