"""The smallest n of a value that is ranked and painted: one rule for lists and map."""

from __future__ import annotations

from dashboard.display.wording import has_sample
from queries.values import Answer


def least_sample(answer: Answer, minimum: int) -> int:
    """Of how many cases a part must be: of a rate or a duration `minimum`, so that few cases are neither the best nor
    the worst by chance; cases per day are an amount, of which few are known as well as many."""
    return max(1, minimum) if has_sample(answer) and answer.unit != "case/day" else 1
