"""Numbers in a text: digits that stand together, in groups parted by blanks, dashes, brackets, dots or strokes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_GROUP = re.compile(r"\d+")
_LINKS = frozenset(" -./()[]_·~*+|\\、'")
_LONGEST_LINK = 3
MOST_GROUPS = 19
MOST_DIGITS = 44


@dataclass(frozen=True)
class NumberGroups:
    """Consecutive groups: `digits` of all, `lengths` of each, `links` between them, where they start and end."""

    text: str
    digits: str
    lengths: tuple[int, ...]
    links: tuple[str, ...]
    start: int
    end: int

    @property
    def before(self) -> str:
        """The character before, or nothing."""
        return self.text[self.start - 1 : self.start]

    @property
    def after(self) -> str:
        """The character after, or nothing."""
        return self.text[self.end : self.end + 1]

    @property
    def is_after_point(self) -> bool:
        """Whether these are the decimals of a number."""
        return self.before == "." and self.text[self.start - 2 : self.start - 1].isdecimal()

    def linked_by(self, characters: str) -> bool:
        """Whether every link is made of these characters."""
        return all(character in characters for link in self.links for character in link)


@dataclass(frozen=True)
class DigitRun:
    """All groups of a text that are linked with one another, by where each starts and ends."""

    text: str
    spans: tuple[tuple[int, int], ...]

    def groups(self, first: int, last: int) -> NumberGroups:
        """The groups first..last."""
        taken = self.spans[first : last + 1]
        pairs = pairwise(taken)
        return NumberGroups(
            self.text,
            "".join(self.text[start:end] for start, end in taken),
            tuple(end - start for start, end in taken),
            tuple(self.text[before[1] : after[0]] for before, after in pairs),
            taken[0][0],
            taken[-1][1],
        )


def digit_runs(text: str) -> list[DigitRun]:
    """The runs of linked groups, in the order of the text."""
    runs: list[list[tuple[int, int]]] = []
    for found in _GROUP.finditer(text):
        if runs and _are_linked(text[runs[-1][-1][1] : found.start()]):
            runs[-1].append(found.span())
        else:
            runs.append([found.span()])
    return [DigitRun(text, tuple(spans)) for spans in runs]


def _are_linked(between: str) -> bool:
    return len(between) <= _LONGEST_LINK and all(character in _LINKS for character in between)
