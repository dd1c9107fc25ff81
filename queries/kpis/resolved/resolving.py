"""From a question to all that it names, and to what a statement about it binds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from geodata.areas.area_tree import AreaTree
from geodata.city.profile import Profile
from queries.as_of_state.state_tables import Basis, bases
from queries.calendar.city_days import Period, end_of_day, naive
from queries.calendar.working_time import working_calendar
from queries.calendar.working_time_table import working_time_table
from queries.kpis import conditions, note
from queries.kpis.absence.coverage import GRACE
from queries.kpis.absence.missing_data import MissingData
from queries.kpis.dictionary import Dictionary
from queries.kpis.question import Question, refuse_contradictions
from queries.kpis.report_facts import ReportFacts
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.kpis.source_facts import Facts
from queries.kpis.statement import StatementContext
from queries.partners.partner_register import not_joined_at
from queries.rights.permitted_areas import names_permitted
from queries.store.statement_runner import StatementRunner


@dataclass(frozen=True)
class Resolving:
    """Looks up in one city what questions name."""

    dictionary: Dictionary
    tree: AreaTree
    profile: Profile
    runner: StatementRunner
    facts: Facts

    def resolve(self, question: Question) -> ResolvedQuestion:
        """The question with its KPI, area, period and context, or the reasons why it has no data. Raises UnknownMetric,
        UnknownDenominator, UnknownArea, QuestionRefused and TooSlow. Resolved once for a version of the store."""
        key = (question, self.profile.zone, self.runner.versions())
        found: ResolvedQuestion = self.facts.resolved.get(key, lambda: self._resolved(question))
        return found

    def _resolved(self, question: Question) -> ResolvedQuestion:
        refuse_contradictions(question)
        if question.where:
            conditions.refuse_unknown(question.where, self.runner.store.special_grids.code.tolist())
        assert question.as_of is not None  # noqa: S101  # refused above
        metric = self.dictionary[question.metric].with_denominator(question.denominator)
        basis, area = bases()[metric.basis], self.tree.area(question.area)
        unmet = self.facts.unmet(metric, question.as_of) if metric.table == "events" else {}
        sources = tuple(source.name for source in self.facts.sources() if source.name not in unmet)
        notes = [note.PERIOD_IGNORED] if basis.is_state and (question.start or question.end) else []
        scope = question.scope
        notes += note.permission(names_permitted(self.tree, area, scope), scope.lines_of_business)
        if unmet and sources:
            notes.append(note.sources_left_out(tuple(unmet)))
        notes += [note.filled_step(step, names) for step, names in self.facts.filled(metric).items()]
        by_status = tuple(name for name in self.facts.by_status(metric) if name in sources)
        if by_status:
            notes.append(note.by_status(by_status))
        coverage = self._missing.coverage(metric, sources)
        if not basis.is_state:
            today = question.as_of.astimezone(self.profile.time_zone).date()
            notes += coverage.notes_of_period(question.start, question.end, today)
        untimed = self.facts.untimed() if metric.table == "events" else 0
        if untimed:
            notes.append(note.untimed(untimed))
        recorded = question.recorded_as_of is not None and not self._is_newest(question.recorded_as_of, metric.table)
        named = {conditions.inclusion(dimension) for dimension, _ in question.where}
        if recorded and conditions.SPECIAL_GRID in (question.by, *named):
            notes.append(note.SPECIAL_GRID_NOW)
        settled = metric.table == "events" and not (recorded or untimed) and self.facts.settled(question.as_of)
        period = self._period(question, basis, recorded)
        counts_open = metric.counts_open and not recorded
        return ResolvedQuestion(
            question, metric, basis, area, period, question.as_of,
            StatementContext(
                recorded, recorded or untimed > 0, bool(unmet),
                not area.parent_id, settled,
                value_only=question.value_only,
                where=conditions.form_of(question.where) if metric.table == "events" else (),
                unclosed=counts_open and self.facts.has_unclosed(question.as_of),
                unclosed_days=counts_open and question.by == "day" and self.facts.has_unclosed_days(period),
            ),
            sources, tuple(notes), tuple(self._missing.reasons(question, metric, unmet, coverage)), coverage,
            only_now=bool(by_status),
        )  # fmt: skip

    def _is_newest(self, recorded_as_of: datetime, table: str) -> bool:
        newest = self._recorded_at(table)
        return newest is None or recorded_as_of >= newest

    def _recorded_at(self, table: str) -> datetime | None:
        return self.facts.recorded_at() if table == "events" else ReportFacts(self.runner).recorded(table)[1]

    @property
    def _missing(self) -> MissingData:
        return MissingData(self.facts, self.tree, self.profile)

    def _period(self, question: Question, basis: Basis, recorded: bool) -> Period:
        """The period of the question; an open side ends where the data do, as far as the moment allows."""
        as_of, known = question.as_of, question.recorded_as_of
        assert as_of is not None  # noqa: S101  # refused in resolve
        zone = self.profile.time_zone
        today = as_of.astimezone(zone).date()
        start, end = question.start, question.end
        first_day, last_day = self._days_with_data(basis)
        if basis.is_state:
            start = start or (today if question.by == "day" else None)
            return Period(start, end or today, as_of, zone, first_day, last_day)
        if start is None or end is None:
            bounds = self.facts.bounds(basis.key, naive(known) if known and recorded else None)
            first, last = (b.astimezone(zone).date() for b in bounds) if bounds else (None, None)
            start = start or (min(first, today, end or today) if first else None)
            end = end or (max(min(last, today), start or today) if last else None)
        return Period(start, end, as_of, zone, first_day, last_day)

    def _days_with_data(self, basis: Basis) -> tuple[date | None, date | None]:
        """The first day and the last that count as days of a period: those with cases or reports, and GRACE around
        them, in which a source may be late or a city's first days without a case be meant."""
        zone = self.profile.time_zone
        if (basis.table or "events") != "events":
            bounds = None if basis.is_state else self.facts.bounds(basis.key, None)
            return (bounds[0].astimezone(zone).date() - GRACE, None) if bounds else (None, None)
        firsts = [source.first_reported for source in self.facts.sources() if source.first_reported]
        watermark = self.facts.watermark()
        return (
            min(firsts).astimezone(zone).date() - GRACE if firsts else None,
            watermark.astimezone(zone).date() + GRACE if watermark else None,
        )

    def parameters(self, asked: ResolvedQuestion, by: str | None) -> dict[str, Any]:
        """Everything that a statement may bind; lists as tuples."""
        area, period = asked.area, asked.period
        bound: dict[str, Any] = {
            "first_id": area.area_id, "last_id": area.last_id, "as_of": naive(asked.as_of),
            "from_at": period.from_at, "upto_at": period.upto_at, "zone": self.profile.zone, "sources": asked.sources,
            "recorded": naive(asked.question.recorded_as_of) if asked.question.recorded_as_of else None,
            "grid_levels": tuple(level.key for level in self.profile.levels[1:][-2:]),
        } | conditions.bound(asked.question.where)  # fmt: skip
        if asked.metric.in_working_time:
            bound |= self._working_time(asked.as_of)
        if asked.metric.table == "partners":
            bound["not_joined"] = not_joined_at(self.runner.store.folder, asked.as_of, self.profile.time_zone)
        if asked.metric.is_of_attempts:
            told = self.facts.attempts_since(bound["recorded"])
            bound["attempts_since"] = max((told[name] for name in asked.sources if name in told), default=None)
        if by == "area":
            children = self.tree.children(area)
            bound["first_ids"] = (area.area_id, *(child.area_id for child in children))
            bound["last_ids"] = (area.area_id, *(child.last_id for child in children))
        if by == "day" and asked.basis.is_state and (days := period.days()):
            moments = tuple(naive(min(end_of_day(day, period.zone), asked.as_of)) for day in days)
            bound |= {"days": days, "moments": moments, "first_moment": moments[0], "last_moment": moments[-1]}
            bound |= {"first_day": days[0], "last_day": days[-1]}
        return bound

    def _working_time(self, as_of: datetime) -> Mapping[str, Any]:
        """The table of working time from the year of the first report to that of the moment."""
        first = min((source.first_reported for source in self.facts.sources() if source.first_reported), default=as_of)
        return working_time_table(working_calendar(self.profile), first.year - 1, as_of.year + 1)
