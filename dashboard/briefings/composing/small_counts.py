"""Counts of so few cases that they may tell of a person: not in the briefing of somebody who may not list cases.

A count from 1 to below the limit is withheld; of a rate or length of time also where what it is made of is so few. Of
parts that add up to a whole that is told, others are withheld with a single small one, or it could be subtracted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.view.scene import Scene
from dashboard.words.numbers import whole
from queries.values import Answer, AnswerRow, Metric

CASES = "events"
WITHHELD = "*"
LEAST_WITHHELD = 2


@dataclass(frozen=True)
class SmallCounts:
    """limit: the least count that is told beside none at all; 0: every one is."""

    limit: int = 0

    def hides(self, n: float | None) -> bool:
        """Whether a count is withheld."""
        return n is not None and 0 < n < self.limit

    def hides_answer(self, answer: Answer, metric: Metric) -> bool:
        """Whether a number, or what it is made of, is withheld. Only cases are about persons."""
        return metric.table == CASES and self._hides(answer, answer)

    def hidden_parts(self, answer: Answer, metric: Metric) -> frozenset[str]:
        """The codes of the parts of a breakdown that are withheld."""
        if metric.table != CASES:
            return frozenset()
        small = {row.code for row in answer.rows if self._hides(row, answer)}
        if not small or answer.kind != "count":
            return frozenset(small)
        counts = {row.code: row.n for row in answer.rows if row.n}
        return frozenset(self._with_complement(small, counts))

    def _hides(self, number: Answer | AnswerRow, answer: Answer) -> bool:
        made_of = [number.n]
        if answer.unit == "ratio" and number.numerator is not None and number.denominator is not None:
            made_of += [int(number.numerator), int(number.denominator - number.numerator)]
        return any(self.hides(n) for n in made_of)

    def _with_complement(self, small: set[str], counts: Mapping[str, int]) -> set[str]:
        """With the smallest others until what is missing from the whole is no longer one of them, nor tells it."""
        hidden = set(small)
        for code in sorted(counts, key=lambda code: (counts[code], code)):
            if len(hidden) >= LEAST_WITHHELD and sum(counts[one] for one in hidden) >= self.limit:
                break
            hidden.add(code)
        return hidden

    def said(self, n: int) -> str:
        """A count in words that write its unit themselves."""
        return f"<{self.limit}" if self.hides(n) else whole(n)

    def fewer(self, scene: Scene) -> str:
        """In the place of a number that is withheld."""
        return scene.words("briefing.withheld.fewer", n=self.limit)

    def note(self, scene: Scene) -> str:
        """What WITHHELD means; empty where nothing is withheld."""
        return scene.words("briefing.withheld.note", n=self.limit) if self.limit else ""


ALL_TOLD = SmallCounts()
