"""How the durations behind a KPI are distributed: cases in equal steps, the last of which holds all longer ones."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from queries.kpis.answer import Answer
from queries.kpis.dictionary import Metric
from queries.kpis.measures import MICROSECONDS
from queries.kpis.statement import StatementContext, compose_counted

LENGTHS = 24
ROUND = (1, 2, 5, 10)


@dataclass(frozen=True)
class Distribution:
    """whole: the KPI with its statistics; width: of a step in the KPI's unit; counts: cases in each step, those of the
    last at or above its start. They add up to the n of the whole; empty where that has no cases."""

    whole: Answer
    width: float
    counts: tuple[int, ...]


def step_width(whole: Answer) -> float:
    """A round width in the KPI's unit with which most durations (95 of 100) lie below the last step."""
    size = 10.0 ** math.floor(math.log10(least)) if (least := whole.statistics["p95"] / (LENGTHS - 1)) > 0 else 1.0
    return next((size * times for times in ROUND if size * times >= least), size * ROUND[-1])


def microseconds(width: float, unit: str) -> int:
    """A width as statements count it, at least 1."""
    return max(1, round(width * MICROSECONDS[unit]))


@lru_cache(maxsize=256)
def compose_distribution(metric: Metric, context: StatementContext) -> str:
    """Steps with their cases. Parameters: those of the KPI, $width (microseconds), $last and $most."""
    return compose_counted("lengths", metric, (), context)
