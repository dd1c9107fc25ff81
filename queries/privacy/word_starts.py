"""Where any of many words may begin in a text: by their first two characters, much faster than to try each word at
each place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator


def word_starts(words: Iterable[str], gap: str = "") -> re.Pattern[str]:
    """A pattern that matches wherever one of the words begins, and at few other places. gap: pattern of what may stand
    between the characters of a word. A word of one character matches alone."""
    seconds: dict[str, set[str]] = {}
    for word in words:
        seconds.setdefault(word[0], set()).add(word[1:2])
    alternatives = (
        re.escape(first) if "" in second else f"{re.escape(first)}{gap}[{re.escape(''.join(sorted(second)))}]"
        for first, second in sorted(seconds.items())
    )
    return re.compile("|".join(alternatives))


def found_from(starts: re.Pattern[str], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """As `pattern.finditer(text)`, of a pattern whose matches are not empty and begin only where `starts` matches."""
    place = 0
    while start := starts.search(text, place):
        found = pattern.match(text, start.start())
        place = found.end() if found else start.start() + 1
        if found:
            yield found
