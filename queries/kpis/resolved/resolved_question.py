"""A question with all that it names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from geodata.areas.area_tree import Area
from queries.as_of_state.state_tables import Basis
from queries.calendar.city_days import Period
from queries.kpis import conditions
from queries.kpis.absence.coverage import Coverage
from queries.kpis.absence.known_times import KnownTimes
from queries.kpis.dictionary import Metric
from queries.kpis.note import Note
from queries.kpis.question import Question
from queries.kpis.statement import StatementContext


@dataclass(frozen=True)
class ResolvedQuestion:
    """A question with the KPI, basis, area and period that it names; `reasons`: why it has no data, empty if it has;
    coverage: the days of which there are data; only_now: of earlier days it is not known."""

    question: Question
    metric: Metric
    basis: Basis
    area: Area
    period: Period
    as_of: datetime
    context: StatementContext
    sources: tuple[str, ...]
    notes: tuple[Note, ...]
    reasons: tuple[Note, ...]
    coverage: Coverage
    only_now: bool = False

    @property
    def known_times(self) -> KnownTimes:
        """Of which hours and days something is known."""
        first_hour = conditions.first_hour(self.question.where)
        return KnownTimes(self.coverage, self.basis, self.as_of, self.period.zone, first_hour, self.only_now)
