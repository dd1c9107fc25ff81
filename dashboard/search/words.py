"""Many short words in one text, so that the few that hold a query are found by one search in it; and their order, by
which the few that begin with it are found without a search. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal

BETWEEN = "\n"
Match = Literal["exact", "prefix", "inside"]
MATCHES: tuple[Match, ...] = ("exact", "prefix", "inside")
FEW = 64  # words that are put in order before the first of them is given
LAST_LETTER = "\U0010ffff"


class Words:
    """Words and the number of what each stands for; several words may stand for the same."""

    def __init__(self, words: Sequence[str], owners: Sequence[int]) -> None:
        clean = [word.replace(BETWEEN, " ") for word in words]
        self._text = BETWEEN + BETWEEN.join(clean) + BETWEEN
        self._owners = owners
        self._starts = []
        place = 1
        for word in clean:
            self._starts.append(place)
            place += len(word) + 1
        self._starts.append(place)
        self._ordered = array("I", sorted(range(len(clean)), key=clean.__getitem__))

    def owners(self, query: str, match: Match) -> Iterator[int]:
        """Owners of the words that are, begin with or hold the query, in the order of the words; maybe one twice."""
        if not query or BETWEEN in query or not self._owners:
            return
        if match != "inside":
            first = bisect_left(self._ordered, query, key=self._word)
            end = bisect_right(self._ordered, query if match == "exact" else query + LAST_LETTER, key=self._word)
            if end - first <= FEW:
                yield from (self._owners[word] for word in sorted(self._ordered[first:end]))
                return
        yield from self._found(query, match)

    def _word(self, number: int) -> str:
        return self._text[self._starts[number] : self._starts[number + 1] - 1]

    def _found(self, query: str, match: Match) -> Iterator[int]:
        looked_for = {"exact": f"{BETWEEN}{query}{BETWEEN}", "prefix": BETWEEN + query, "inside": query}[match]
        before = 0 if match == "inside" else 1
        place = self._text.find(looked_for)
        while place >= 0:
            word = bisect_right(self._starts, place + before) - 1
            yield self._owners[word]
            place = self._text.find(looked_for, self._starts[word + 1] - 1)
