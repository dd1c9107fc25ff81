"""From a question to its answer: checked, composed into a statement, asked, and answered with its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

import pyarrow as pa

from geodata.areas.area_tree import Area, AreaTree
from geodata.city.profile import Profile
from queries.as_of_state.state_tables import Basis, bases
from queries.calendar.city_days import Period, end_of_day, naive
from queries.calendar.steps import STEPS, grouped
from queries.calendar.working_time import working_calendar
from queries.calendar.working_time_table import working_time_table
from queries.errors import QuestionRefused
from queries.kpis import answer_rows, bins, by_level, conditions, note
from queries.kpis.absence.coverage import GRACE, Coverage
from queries.kpis.absence.known_times import KnownTimes
from queries.kpis.absence.missing_data import MissingData
from queries.kpis.answer import Answer, AnswerRow, Status
from queries.kpis.bins import NO_BINS, Bins, Cell
from queries.kpis.dictionary import Dictionary, Metric
from queries.kpis.distributions.distribution import (
    LENGTHS,
    Distribution,
    compose_distribution,
    microseconds,
    step_width,
)
from queries.kpis.measures import Row, added_up, adds_up, figures, statistics_of
from queries.kpis.note import Note
from queries.kpis.question import PLACES, Question, no_cases_in_a_place, refuse_contradictions
from queries.kpis.report_facts import ReportFacts
from queries.kpis.source_facts import Facts
from queries.kpis.statement import (
    StatementContext,
    compose,
    compose_areas,
    compose_cases,
    compose_lengths,
    parameters_of,
)
from queries.partners.partner_register import not_joined_at
from queries.privacy.text_columns import masked_table
from queries.rights.permitted_areas import names_permitted
from queries.scope import answering
from queries.sources.freshness import Freshness
from queries.store.statement_runner import AnswerKey, StatementRunner

MOST_CASES = 2**62
# Up to here comparing the cases with the intervals of areas takes 1.5 ms, a join by numbers 3.5; for a month 17 and 9.
FEW_DAYS, FEW_AREAS = 2, 64
# Up to here cases are counted by area outside of DuckDB, which needs 12 ms to hand over 90,000 groups and 3 for the
# 400,000 cases of a month; the cases of years are counted inside of it.
COUNTED_DAYS = 62
Composing = Callable[[Metric, StatementContext], str]


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


@dataclass(frozen=True)
class Answering:
    """Answers questions about one city from its store."""

    dictionary: Dictionary
    tree: AreaTree
    profile: Profile
    runner: StatementRunner
    facts: Facts

    def answer(self, question: Question, freshness: Freshness) -> Answer:
        """The answer. `question.as_of` must be given. Raises UnknownMetric, UnknownDenominator, UnknownArea,
        QuestionRefused and TooSlow."""
        asked = self.resolve(question)
        if asked.reasons:
            return self._answer(asked, freshness, status="no_data", notes=asked.reasons)
        days = len(asked.period.days())
        found = self._rows(asked, question.by) if question.by and (question.by != "day" or days) else []
        whole = self._whole(asked, found)
        return self._of_rows(asked, [row for row in found if row is not whole], whole, freshness)

    def _of_rows(self, asked: ResolvedQuestion, found: list[Row], whole: Row, freshness: Freshness) -> Answer:
        value, numerator, denominator, n = figures(asked.metric, whole, len(asked.period.days()))
        notes = asked.notes
        missing = whole.get("no_calendar") or 0
        if missing:
            notes += (note.calendar_missing(missing),)
        if out := (whole.get("left_out") or 0) - missing:
            notes += (note.left_out(out, asked.metric.excluded_en, asked.metric.excluded_zh, asked.metric.table),)
        if n and (asked.metric.failed_en or asked.metric.failed_zh):
            notes += (note.failed(n - int(numerator or 0), asked.metric.failed_en, asked.metric.failed_zh),)
        data = self._answer(asked, freshness, status="no_cases" if value is None else "ok", notes=notes)
        return replace(
            data, value=value, numerator=numerator, denominator=denominator, n=n,
            rows=self._parts(asked, found) if asked.question.by else (), statistics=statistics_of(asked.metric, whole),
        )  # fmt: skip

    def by_level(self, question: Question, level: int, freshness: Freshness) -> by_level.LevelAnswer:
        """The KPI of every area of a level inside the question's area (not by `question.by`); raises as `answer`."""
        asked, alone = (self.resolve(replace(question, by=by)) for by in ("area", None))
        areas = by_level.inside(self.tree, asked.area, level, question.scope)
        if asked.reasons or alone.reasons:
            return by_level.nothing(self.answer(alone.question, freshness), level, areas)
        if not adds_up(asked.metric):
            statement, bound = compose_lengths(asked.metric, asked.context), self.parameters(asked, None)
            with answering(by_level.scope_of_level(self.tree, asked.area, level, question.scope, statement)):
                lengths = self.runner.table(statement, {name: bound[name] for name in parameters_of(statement)})
            whole = self._of_rows(alone, [], by_level.whole_of_lengths(lengths), freshness)
            return by_level.with_quantiles(asked.metric, by_level.nothing(whole, level, areas), self.tree, lengths)
        places = self.places(asked, level)
        needs_quantiles = asked.metric.microseconds and not question.value_only
        whole_row = self._rows(alone, None)[0] if needs_quantiles else by_level.sum_of(places)
        data = by_level.nothing(self._of_rows(alone, [], whole_row, freshness), level, areas)
        return by_level.rolled_up(asked.metric, places, self.tree, data, len(asked.period.days()))

    def places(self, asked: ResolvedQuestion, level: int) -> pa.Table:
        """The measures of the cases known in each area itself, not below it (`part`: its number), to be added up to the
        areas of a level."""
        statement, used = self._by_place(asked)
        reduced = [by_level.counted_by_area] if _is_counted(asked) else []
        with answering(by_level.scope_of_level(self.tree, asked.area, level, asked.question.scope, statement)):
            return self.runner.shared_table(statement, used, *reduced)

    def key_of_places(self, asked: ResolvedQuestion, level: int) -> AnswerKey:
        """By what the runner holds these measures."""
        statement, used = self._by_place(asked)
        with answering(by_level.scope_of_level(self.tree, asked.area, level, asked.question.scope, statement)):
            return self.runner.key(statement, used)

    def _by_place(self, asked: ResolvedQuestion) -> tuple[str, dict[str, Any]]:
        metric, context, bound = asked.metric, asked.context, self.parameters(asked, None)
        statement = compose_areas(metric, context) if _is_counted(asked) else compose(metric, PLACES, context)
        return statement, {name: bound[name] for name in parameters_of(statement)}

    def cases(self, question: Question, most: int | None = None) -> pa.Table:
        """The counted members of the population with `in_numerator`; empty when the question has no data."""
        return masked_table(self.counted(question, compose_cases, most=MOST_CASES if most is None else most))

    def counted(self, question: Question, compose: Composing, most: int = MOST_CASES, **given: Any) -> pa.Table:
        """The rows of a statement on the counted members of the population, with the parameters `given` and at $most so
        many; none when the question has no data, for which the statement must have a LIMIT $most."""
        asked = self.resolve(question)
        statement = compose(asked.metric, asked.context)
        bound = self.parameters(asked, None) | given | {"most": 0 if asked.reasons else most}
        return self.runner.table(statement, {name: bound[name] for name in parameters_of(statement)})

    def distribution(self, question: Question, freshness: Freshness) -> Distribution:
        """The durations behind a KPI in steps. Raises QuestionRefused for one that is no duration."""
        whole = self.answer(replace(question, by=None, value_only=False), freshness)
        if whole.kind != "duration":
            text = f"{question.metric} is no duration, so it has no distribution."
            raise QuestionRefused("no_duration", text, kpi=question.metric)
        if not whole.n:
            return Distribution(whole, 0.0, ())
        width = step_width(whole)
        steps, given = [0] * LENGTHS, {"width": microseconds(width, whole.unit), "last": LENGTHS - 1}
        found = self.counted(question, compose_distribution, most=LENGTHS, **given)
        for step, n in zip(found["step"].to_pylist(), found["n"].to_pylist(), strict=True):
            steps[step] = n
        return Distribution(whole, width, tuple(steps))

    def bins(self, question: Question) -> Bins:
        """Where the counted members lie; nowhere when the question has no data or counts no cases."""
        if (reasons := self.resolve(question).reasons) or self.dictionary[question.metric].table != "events":
            return replace(NO_BINS, reasons=reasons)
        depth = bins.depth_for(int(self._rows(self.resolve(replace(question, by=None)), None)[0]["n"]))
        return bins.bins_of(self.counted(question, bins.compose_bins, cells=float(1 << depth)), depth)

    def cases_at(self, question: Question, cell: Cell | None, most: int = MOST_CASES, after: int = 0) -> pa.Table:
        """The counted members in a cell, or of no cell (None): the newest first, `most` of them from number `after`.
        Raises QuestionRefused for a KPI that does not count cases."""
        if self.dictionary[question.metric].table != "events":
            raise no_cases_in_a_place(question.metric)
        if cell is None:
            return masked_table(self.counted(question, bins.compose_cases_without_point, most, after=after))
        given: dict[str, Any] = {"cells": float(1 << cell.depth), "cell_x": cell.x, "cell_y": cell.y, **cell.box()}
        return masked_table(self.counted(question, bins.compose_cases_in_cell, most, after=after, **given))

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

    def _rows(self, asked: ResolvedQuestion, by: str | None) -> list[Row]:
        names, rows = self.runner.rows(*self.statement(asked, by))
        return [dict(zip(names, row, strict=True)) for row in rows]

    def statement(self, asked: ResolvedQuestion, by: str | None) -> tuple[str, dict[str, Any]]:
        """What asks the store for the whole (None) or the parts of a question, and the parameters that it binds."""
        few = by == "area" and self._are_few(asked)
        statement = compose(asked.metric, by, replace(asked.context, few=True) if few else asked.context)
        bound = self.parameters(asked, by)
        return statement, {name: bound[name] for name in parameters_of(statement)}

    def _are_few(self, asked: ResolvedQuestion) -> bool:
        short = not asked.basis.is_state and len(asked.period.days()) <= FEW_DAYS
        return short and len(self.tree.children(asked.area)) <= FEW_AREAS

    def _whole(self, asked: ResolvedQuestion, found: list[Row]) -> Row:
        """The row of the whole: one of those found, or added up from disjoint parts, else asked for."""
        by = asked.question.by
        if whole := next((row for row in found if row.get("is_whole")), None):
            return whole
        if by in (None, "special_grid") or (by == "day" and asked.basis.is_state) or not adds_up(asked.metric):
            return self._rows(asked, None)[0]
        return added_up(found)

    def _parts(self, asked: ResolvedQuestion, rows: list[Row]) -> tuple[AnswerRow, ...]:
        by = asked.question.by or ""
        days = asked.period.days()
        if by in STEPS:
            members = grouped(by, days)
            is_known = self._is_known(asked, {day for row in rows for day in members.get(row["part"], ())})
            return answer_rows.step_rows(asked.metric, by, rows, days, is_known)
        if by == "area":
            return answer_rows.area_rows(
                asked.metric, rows, self.tree.children(asked.area), len(days), asked.question.scope
            )
        if by == "special_grid":
            return answer_rows.special_grid_rows(asked.metric, rows, self.runner.store.special_grids, len(days))
        if by == "hour":
            last = asked.known_times.last_hour(asked.period.start, asked.period.end)
            return answer_rows.hour_rows(asked.metric, rows, len(days), last)
        return answer_rows.BY_VALUE[by](asked.metric, rows, len(days))

    def _is_known(self, asked: ResolvedQuestion, reported: Set[date]) -> Callable[[date], bool]:
        """Of which days something is known: those that were reported or that a source of cases covers."""
        if asked.metric.table != "events":
            return reported.__contains__
        return partial(asked.known_times.has, reported=reported)

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

    def _answer(
        self, asked: ResolvedQuestion, freshness: Freshness, *, status: Status, notes: tuple[Note, ...]
    ) -> Answer:
        metric, state = asked.metric, asked.basis.is_state
        return Answer(
            key=metric.key, kind=metric.kind, area=asked.area.code, value=None, unit=metric.unit, numerator=None,
            denominator=None, n=0, status=status,
            start=None if state and asked.question.by != "day" else asked.period.start,
            end=None if state and asked.question.by != "day" else asked.period.end,
            zone=self.profile.zone, as_of=asked.as_of,
            recorded_at=asked.question.recorded_as_of or self._recorded_at(metric.table),
            version=metric.version, basis=asked.basis.letter, freshness=freshness, notes=notes,
            where=conditions.by_dimension(asked.question.where),
        )  # fmt: skip


def _is_counted(asked: ResolvedQuestion) -> bool:
    is_short = asked.basis.is_state or len(asked.period.days()) <= COUNTED_DAYS
    return by_level.is_counted(asked.metric) and is_short
