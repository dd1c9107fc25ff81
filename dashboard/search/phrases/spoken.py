"""The writing in which phrases and words are compared, and where a word may begin or end in it. Pure."""

from __future__ import annotations

import re

from dashboard.search.index import plain

_MARKS = re.compile(r"[,，、;；。!！?？·→>|\"'“”「」()（）]+")


def spoken(text: str) -> str:
    """A phrase or word without marks of punctuation: full-width letters made ordinary, small, single spaces."""
    return plain(_MARKS.sub(" ", text))


def is_han(letter: str) -> bool:
    """Whether it is a Chinese character: words of these stand without spaces between them."""
    return "\u3400" <= letter <= "\u9fff"


def is_edge(text: str, place: int) -> bool:
    """Whether a word may begin or end before the letter at a place: not between two letters or digits of a word."""
    if not 0 < place < len(text):
        return True
    return not (_joins(text[place - 1]) and _joins(text[place]))


def _joins(letter: str) -> bool:
    return letter.isalnum() and not is_han(letter)
