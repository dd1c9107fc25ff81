"""Why a question has no data: what its KPI is about is not known, or nothing is known of its days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geodata.areas.area_tree import AreaTree
from geodata.city.profile import Profile
from queries.as_of_state.state_tables import Basis, bases
from queries.calendar.city_days import start_of
from queries.calendar.steps import STEPS
from queries.kpis import note
from queries.kpis.absence.coverage import Coverage, DaysOfData, grace_of, span_between, span_of_source
from queries.kpis.absence.known_times import KnownTimes
from queries.kpis.conditions import first_hour as first_hour_of
from queries.kpis.dictionary import Metric
from queries.kpis.note import Note
from queries.kpis.question import Question
from queries.kpis.report_facts import ReportFacts
from queries.kpis.source_facts import Facts

REPORTED = "reported"
STEPS_OF_BASES = {"R": REPORTED, "F": "filed"}
"""Bases of which a source may have no more data though it tells of later steps of its cases, and the step of each."""


@dataclass(frozen=True)
class MissingData:
    """What a city's sources do not know. Every question must have `as_of`; every method raises TooSlow."""

    facts: Facts
    tree: AreaTree
    profile: Profile

    def reasons(
        self, question: Question, metric: Metric, unmet: Mapping[str, tuple[str, ...]], coverage: Coverage
    ) -> list[Note]:
        """Why a question has no data; empty where it has. unmet: what each source lacks; coverage: of the others."""
        if not _has_breakdown(metric, question.by):
            return [note.NOT_BY_THIS]
        if metric.table != "events":
            return self._of_reports(question, metric) or self._of_days(question, metric, coverage)
        return (
            self._of_everything(question, bases()[metric.basis])
            or self._of_steps(metric, unmet)
            or self._of_days(question, metric, coverage)
            or self._of_counters(question, metric)
        )

    def coverage(self, metric: Metric, sources: Sequence[str]) -> Coverage:
        """The days of which some sources of cases have data; of calls all of them together."""
        zone, basis = self.profile.time_zone, bases()[metric.basis]
        if metric.table != "events":
            bounds = None if basis.is_state else self.facts.bounds(basis.key, None)
            return Coverage({metric.table: span_between(bounds, zone)} if bounds else {})
        step = STEPS_OF_BASES.get(basis.letter, "")
        profile, key = self.profile, ("coverage", step, tuple(sources), id(self.profile))
        # With the profile, which lives as long as the entry does: so that no other one has its identity.
        return self.facts.once(key, lambda: (self._coverage_by_cases(sources, step), profile))[0]

    def _coverage_by_cases(self, sources: Sequence[str], step: str) -> Coverage:
        zone, spans = self.profile.time_zone, dict[str, DaysOfData | None]()
        for source in self.facts.sources():
            if source.name in sources:
                cadence_s = self.profile.source(source.name).cadence_s or source.cadence_s
                # A step that a source does not know has the time of the report.
                of_reports = step == REPORTED or (step != "" and step not in source.steps)
                spans[source.name] = span_of_source(source, cadence_s, zone, of_reports=of_reports)
        return Coverage({name: span for name, span in spans.items() if span})

    def _of_everything(self, question: Question, basis: Basis) -> list[Note]:
        """Nothing was loaded, the period is still to come, or nothing was known by the moment of recording."""
        if not self.facts.sources():
            return [note.NOTHING_LOADED]
        if self._is_to_come(question, basis):
            return [note.NOT_YET]
        known, first = question.recorded_as_of, self.facts.first_recorded_at()
        return [note.NOTHING_KNOWN_YET] if known and first and known < first else []

    def _is_to_come(self, question: Question, basis: Basis) -> bool:
        assert question.as_of is not None  # noqa: S101  # refused in Resolving.resolve
        start = None if basis.is_state else question.start
        return start is not None and start_of(start, self.profile.time_zone) > question.as_of

    def _of_steps(self, metric: Metric, unmet: Mapping[str, tuple[str, ...]]) -> list[Note]:
        """No source knows what the KPI is about, or only as of its newest data."""
        if len(unmet) < len(self.facts.sources()):
            return []
        if self.facts.by_status(metric):
            return [note.STATUS_NOW]
        return [note.unknown_needs(sorted({need for needs in unmet.values() for need in needs}))]

    def _of_days(self, question: Question, metric: Metric, coverage: Coverage) -> list[Note]:
        """The days asked for lie where there are no data."""
        assert question.as_of is not None  # noqa: S101  # refused in Resolving.resolve
        basis = bases()[metric.basis]
        if self._is_to_come(question, basis):
            return [note.NOT_YET]
        today = question.as_of.astimezone(self.profile.time_zone).date()
        if basis.is_state:
            reason = coverage.reason_of_state(today)
            if question.by == "day" and not coverage.reason_of_period(question.start or today, question.end or today):
                reason = None
        else:
            # Of an open period is asked what had happened by then.
            reason = coverage.reason_of_period(question.start, min(question.end or today, today), grace_of(basis))
        return [reason] if reason else self._of_hours(question, basis, coverage)

    def _of_hours(self, question: Question, basis: Basis, coverage: Coverage) -> list[Note]:
        """The hours asked for are those of a day of which less is known."""
        assert question.as_of is not None  # noqa: S101  # refused in Resolving.resolve
        first_hour = first_hour_of(question.where)
        known = KnownTimes(coverage, basis, question.as_of, self.profile.time_zone, first_hour)
        if known.day_cut_off is None or question.start is None or question.start < known.day_cut_off:
            return []
        return [note.NOT_YET if known.until == question.as_of else note.after_data(known.day_cut_off)]

    def _of_counters(self, question: Question, metric: Metric) -> list[Note]:
        """A counter without a time of its own is not known of a moment before the newest data."""
        assert question.as_of is not None  # noqa: S101  # refused in Resolving.resolve
        watermark = self.facts.watermark()
        if watermark is None or question.as_of >= watermark:
            return []
        undated = [counter for counter, time in metric.counters.items() if self.facts.undated(counter, time)]
        return [note.not_known_as_of(counter) for counter in undated]

    def _of_reports(self, question: Question, metric: Metric) -> list[Note]:
        if question.where:
            return [note.NOT_WHERE_THIS]
        whole_city = not self.tree.area(question.area).parent_id
        return ReportFacts(self.facts.runner).reasons(question, metric, whole_city=whole_city)


OF_TIME = (*STEPS, "hour", "weekday", "hour_weekday")


def _has_breakdown(metric: Metric, by: str | None) -> bool:
    """The state of devices, units, partners has areas only, calls have hours too; an age is that of a case in hand, of
    which each day has its own number and a week has none."""
    state = bases()[metric.basis].is_state
    if metric.table != "events":
        return by in (None, "area") or (by in OF_TIME and not state)
    return state if by == "age" else not state or by not in STEPS[1:]
