"""Questions about KPIs: a number, its parts, where its cases lie, and which cases they are."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from threading import BoundedSemaphore
from typing import Any

import pyarrow as pa

from geodata.areas.area_tree import Area
from queries.as_of_state.state_tables import state_tables
from queries.budget.memory_budget import MemoryBudget
from queries.budget.single_flight import SingleFlight
from queries.budget.time_budget import time_budget
from queries.cases.case_export import CasesWanted, case_slices
from queries.cases.case_page import PageAsked, count_of, page_of
from queries.cases.case_search import CaseSearch, SearchTerm, search_for
from queries.city_context import CityContext
from queries.door.named_areas import with_named_areas
from queries.door.source_questions import SourceQuestions
from queries.errors import NoPlace
from queries.kpis.absence.first_step import with_first_step
from queries.kpis.answer import Answer
from queries.kpis.answering import MOST_CASES, Answering
from queries.kpis.bins import Bins, Cell
from queries.kpis.bins import size_of as size_of_bins
from queries.kpis.breaks.city_breaks import with_breaks
from queries.kpis.by_level import LevelAnswer, size_of
from queries.kpis.comparisons.comparison import SideBySide, compare
from queries.kpis.comparisons.hot_spots_asking import UnusualSpots, found_hot_spots
from queries.kpis.comparisons.measure import MOST_DAYS, MeasureAnswer, measured
from queries.kpis.comparisons.tide import Tide, tide_of
from queries.kpis.dictionary import Dictionary
from queries.kpis.distributions.distribution import Distribution
from queries.kpis.failures.failed_rows import NotAttained, failed_rows, lists_failures
from queries.kpis.known_values import has_value, named_values
from queries.kpis.normal.normal import Normal
from queries.kpis.normal.normal_areas import NormalAreas, NormalOfAreas
from queries.kpis.normal.normal_asking import NormalValues
from queries.kpis.normal.normal_days import NormalDays, NormalOfDays
from queries.kpis.note import OF_PERIOD, Note
from queries.kpis.opening_period import OpeningKind, opening_period
from queries.kpis.question import Question, no_cases_in_a_place, refuse_contradictions
from queries.kpis.ripening.ripening_times import RipeningTimes
from queries.kpis.sharing.shared import Shared, shared
from queries.kpis.sharing.shared_moments import hold_moments
from queries.kpis.source_facts import Facts
from queries.kpis.stocks.stock_beginning import with_beginnings
from queries.kpis.targets.city_targets import with_target
from queries.privacy.text_columns import masked_table
from queries.rights.permitted_areas import refuse_outside
from queries.scope import Scope, answering
from queries.store.spooled_rows import SpooledRows
from queries.store.statement_runner import StatementRunner

MOST_ANSWERABLE, MOST_CHOICES, MOST_FAILED = 4096, 64, 20
EXPORTS_AT_ONCE, EXPORT_PATIENCE_S, EXPORT_LIMIT_S = 2, 120.0, 120.0


class KpiQuestions:
    """`city.kpis`. A question without `as_of` is asked as of now by the city's clock.

    Every method raises ScopeNotEnforced, and those that take a question OutsideScope, UnknownMetric,
    UnknownDenominator, UnknownArea, QuestionRefused and TooSlow. dictionary: the KPIs that can be asked for.
    """

    def __init__(  # noqa: PLR0913  (what a city is made of)
        self,
        context: CityContext,
        runner: StatementRunner,
        facts: Facts,
        sources: SourceQuestions,
        *,
        own: Dictionary,
        memory: MemoryBudget,
    ) -> None:
        self.dictionary = own
        self._context, self._runner, self._facts, self._sources = context, runner, facts, sources
        self._bins: SingleFlight[tuple[Question, int], Bins] = SingleFlight(
            memory.share("bins"), size_of_bins, is_superseded=lambda key: key[-1] != sources.data_version
        )
        self._answerable: SingleFlight[Hashable, bool] = SingleFlight(MOST_ANSWERABLE)
        self._choices: SingleFlight[Hashable, frozenset[str]] = SingleFlight(MOST_CHOICES)
        self._normal, self._normal_days, self._normal_areas = NormalValues(), NormalDays(), NormalAreas()
        self._ripening = RipeningTimes()
        self._hot_spots: SingleFlight[tuple[Question, tuple[int, int]], UnusualSpots] = SingleFlight(MOST_CHOICES)
        self._exports = BoundedSemaphore(EXPORTS_AT_ONCE)
        self._searches: SingleFlight[Hashable, CaseSearch] = SingleFlight(MOST_CHOICES)
        self._levels: SingleFlight[tuple[Question, int, int, int], LevelAnswer] = SingleFlight(
            memory.share("levels"),
            size_of,
            is_superseded=lambda key: key[-2:] != (sources.data_version, sources.report_version),
        )

    def ask(self, question: Question) -> Answer:
        """The answer to a question."""
        with answering(question.scope):
            asked, as_of = self._dated(question)
            refuse_contradictions(asked)
            kind = state_tables()[self.dictionary[asked.metric].table].source_kind
            answers = self._answering
            answer = answers.answer(asked, self._sources.freshness(as_of, kind, scope=question.scope))
            marked = self._ripening.marked(answers, asked, answer)
            known = with_beginnings(answers, asked, with_breaks(answers, asked, marked))
            known = with_first_step(answers, asked, known)
            return with_target(self._context.profile, self._context.tree, asked, known)

    def compared(self, question: Question, areas: tuple[Area, ...] = ()) -> SideBySide:
        """The parts of a question by `question.by` beside each other: which differ from the others by more than
        chance. By area: `areas`, or without any those below that of the question."""
        with answering(question.scope):
            asked, _ = self._dated(question)
            chosen = self._named_areas(areas, self._context.tree.children(self._context.tree.area(asked.area)), asked)
            whole = self.ask(replace(asked, by=None))
            return compare(self._answering, asked, chosen if asked.by == "area" else (), whole)

    def measured(
        self, question: Question, on: date, controls: tuple[Area, ...] = (), most_days: int = MOST_DAYS
    ) -> MeasureAnswer:
        """What changed in the area of a question from a day, against `controls` (its siblings without any)."""
        with answering(question.scope):
            asked, _ = self._dated(question)
            tree = self._context.tree
            area = tree.area(asked.area)
            beside = tree.children(tree.by_id(area.parent_id)) if area.parent_id else ()
            others = [one for one in beside if one.area_id != area.area_id]
            chosen = self._named_areas(controls, others, asked)
            wide = replace(asked, start=on - timedelta(days=most_days), end=on + timedelta(days=most_days - 1))
            answers = self._answering
            return measured(answers, wide, chosen, on, partial(self._ripening.ripening, answers))

    def tide(self, question: Question, on: date, most_days: int = MOST_DAYS) -> Tide:
        """The hours of the week before and after a day in the area of a question."""
        with answering(question.scope):
            asked, _ = self._dated(question)
            wide = replace(asked, start=on - timedelta(days=most_days), end=on + timedelta(days=most_days - 1))
            answers = self._answering
            return tide_of(answers, wide, on, self.ask, partial(self._ripening.ripening, answers))

    def hot_spots(self, question: Question) -> UnusualSpots:
        """Where more cases lie than the same places had in comparable periods before, by more than chance."""
        with answering(question.scope):
            asked, _ = self._dated(replace(question, by=None))
            versions = (self._sources.data_version, self._sources.report_version)
            return self._hot_spots.get(
                (asked, versions), lambda: found_hot_spots(self._answering, asked, self.by_level)
            )

    def distribution(self, question: Question) -> Distribution:
        """The durations behind a KPI in steps, and the KPI with all its statistics."""
        with answering(question.scope):
            asked, as_of = self._dated(question)
            answers = self._answering
            found = answers.distribution(asked, self._sources.freshness(as_of, scope=question.scope))
            return replace(found, whole=with_breaks(answers, asked, found.whole))

    def normal(self, question: Question) -> Normal:
        """What is normal for a question (not for its parts): the band of the same weekdays and time of day before."""
        with answering(question.scope):
            asked, _ = self._dated(question)
            return self._normal.normal(self._answering, asked, self._sources.now())

    def normal_areas(self, question: Question, level: int) -> NormalOfAreas:
        """What is normal for a question about what contains them in each area of a level (root is 0), by its number."""
        with answering(question.scope):
            asked, _ = self._dated(question)
            return self._normal_areas.normal(self._answering, asked, level, self._sources.now(), self.by_level)

    def holds_normal(self, question: Question) -> bool:
        """Whether `normal` can be said without asking the store."""
        with answering(question.scope):
            asked, _ = self._dated(question)
            return self._normal.holds(self._answering, asked, self._sources.now())

    def normal_days(self, question: Question) -> NormalOfDays:
        """What is normal for each day of a question that is over and has a band: that of the same weekdays before."""
        with answering(question.scope):
            asked, _ = self._dated(question)
            return self._normal_days.normal(self._answering, asked, self._sources.now())

    def holds_normal_days(self, question: Question) -> bool:
        """Whether `normal_days` can be said without asking the store."""
        with answering(question.scope):
            asked, _ = self._dated(question)
            return self._normal_days.holds(self._answering, asked, self._sources.now())

    def reasons(self, question: Question) -> tuple[Note, ...]:
        """Why a question has no data; empty where it has. It is not asked."""
        with answering(question.scope):
            return self._answering.resolve(self._dated(question)[0]).reasons

    def statement(self, question: Question) -> tuple[str, Mapping[str, Any]] | None:
        """The statement that answers a question, and what it binds; None where the asker may not see it or nothing is
        asked of the store. It is not asked."""
        with answering(question.scope):
            if not question.scope.statements:
                return None
            asked = self._answering.resolve(self._dated(question)[0])
            return None if asked.reasons else self._answering.statement(asked, asked.question.by)

    def shared_scans(self, questions: Iterable[Question]) -> Iterator[Shared]:
        """Statements that answer several of the questions at once; called, each leaves what it found for `ask` and
        `by_level`, which need not ask the store any more. A question that is refused or shares nothing is in none of
        them. One that will be asked by level is announced by PLACES. The dearest come first: each may be called before
        the next is looked for."""
        return shared(self._answering, [self._dated(question)[0] for question in questions])

    def hold_moments(self, questions: Iterable[Question], level: int) -> None:
        """Read what `by_level` up to a level, or `ask` by a dimension, needs for questions that differ in their moment
        and days alone: some statements for all of them instead of some for each."""
        hold_moments(self._answering, [self._dated(question)[0] for question in questions], level)

    def by_level(self, question: Question, level: int) -> LevelAnswer:
        """The KPI of every area of a level (root is 0) inside the question's area."""
        with answering(question.scope):
            asked, as_of = self._dated(replace(question, by=None) if question.by else question)
            key = (asked, level, self._sources.data_version, self._sources.report_version)

            def made() -> LevelAnswer:
                answers = self._answering
                found = answers.by_level(asked, level, self._sources.freshness(as_of, scope=asked.scope))
                marked = self._ripening.marked(answers, asked, found.whole)
                return replace(found, whole=with_beginnings(answers, asked, with_breaks(answers, asked, marked)))

            return self._levels.get(key, made)

    def bins(self, question: Question) -> Bins:
        """Where the cases that a KPI counts lie, cell by cell."""
        with answering(question.scope):
            asked, _ = self._dated(replace(question, by=None))
            return self._bins.get((asked, self._sources.data_version), lambda: self._answering.bins(asked))

    def cases(self, question: Question, limit: int | None = None) -> pa.Table:
        """The cases behind a number, as many as its n, with `in_numerator`, area code and name; nothing personal.

        Instants are naive UTC; lon, lat are null where the point is not trusted.
        """
        with answering(question.scope):
            return self._named(self._answering.cases(self._dated(question)[0], limit))

    def cases_at(self, question: Question, cell: Cell | None, most: int | None = None, after: int = 0) -> pa.Table:
        """As `cases`, of those in one cell or (None) without a trusted point: the newest first, `most` from `after`."""
        with answering(question.scope):
            asked, _ = self._dated(question)
            return self._named(self._answering.cases_at(asked, cell, MOST_CASES if most is None else most, after))

    def case_rows(self, question: Question, wanted: CasesWanted) -> Iterator[pa.Table]:
        """As `cases`, of any number of them: pieces of a thousand rows at most, at least one, perhaps empty, piece.

        All errors are raised now, not while the pieces are taken. Few are prepared at the same time; NoPlace is raised
        for one whose turn does not come.
        """
        with answering(question.scope):
            asked, _ = self._dated(question)
            if wanted.place != "everywhere" and self.dictionary[asked.metric].table != "events":
                raise no_cases_in_a_place(asked.metric)
            if not self._exports.acquire(timeout=EXPORT_PATIENCE_S):
                raise NoPlace
            try:
                with time_budget(EXPORT_LIMIT_S), self._runner.snapshot() as snapshot:
                    spooled = SpooledRows(self._context.folder, case_slices(self._answering, asked, wanted, snapshot))
            finally:
                self._exports.release()
        return map(self._as_it_leaves, spooled)

    def case_search(self, question: Question, *terms: SearchTerm) -> CaseSearch:
        """What terms mean among the cases behind a number, which must hold all of them."""
        with answering(question.scope):
            asked, _ = self._dated(question)
            key = (asked, terms, self._sources.data_version)
            return self._searches.get(key, lambda: search_for(self._answering, asked, terms))

    def failures(self, question: Question, most: int = MOST_FAILED) -> NotAttained | None:
        """What a rate counts and does not find in its numerator; None where the KPI declares nothing of them, or the
        question has no answer."""
        with answering(question.scope):
            asked, _ = self._dated(replace(question, by=None))
            if not lists_failures(self.dictionary[asked.metric].with_denominator(asked.denominator)):
                return None
            answer = self.ask(asked)
            if answer.status != "ok":
                return None
            n = answer.n - int(answer.numerator or 0)
            return NotAttained(n, failed_rows(self._answering, asked, most) if n else ())

    def case_page(self, question: Question, wanted: PageAsked, search: CaseSearch | None = None) -> pa.Table:
        """A page of `cases` in an order, of those that are searched for."""
        with answering(question.scope):
            return self._as_it_leaves(page_of(self._answering, self._dated(question)[0], wanted, search))

    def case_count(self, question: Question, search: CaseSearch | None = None) -> int:
        """How many cases all pages have together."""
        with answering(question.scope):
            asked, _ = self._dated(question)
            return count_of(self._answering, asked, search) if search else self.ask(replace(asked, by=None)).n

    def _as_it_leaves(self, piece: pa.Table) -> pa.Table:
        return self._named(masked_table(piece))

    def answerable(self, metric: str, denominator: str | None = None, *, scope: Scope) -> bool:
        """Whether the city's sources know what a KPI is about."""
        now = self._sources.now().replace(second=0, microsecond=0)

        def is_answerable() -> bool:
            root, today = self._context.tree.root.code, now.astimezone(self._context.profile.time_zone).date()
            question = Question(metric, root, today, today, now, denominator=denominator, scope=scope)
            reasons = self._answering.resolve(question).reasons
            return all(reason.code in OF_PERIOD for reason in reasons)

        with answering(scope):
            key = (metric, denominator, scope, now, self._sources.data_version, self._sources.report_version)
            return self._answerable.get(key, is_answerable)

    def answerable_among(self, metrics: tuple[str, ...], *, scope: Scope) -> frozenset[str]:
        """Those of some KPIs that are answerable."""
        with answering(scope):
            now = self._sources.now().replace(second=0, microsecond=0)
            key = (metrics, scope, now, self._sources.data_version, self._sources.report_version)

            def found() -> frozenset[str]:
                return frozenset(metric for metric in metrics if self.answerable(metric, scope=scope))

            return self._choices.get(key, found)

    def has_value(self, dimension: str, value: str, *, scope: Scope) -> bool:
        """Whether any case has this value of a dimension, or had it before."""
        with answering(scope):
            return has_value(self._runner, dimension, value)

    def named_values(self, *, scope: Scope) -> Mapping[str, tuple[str, ...]]:
        """The values of the dimensions whose values are words (categories, channels, departments) that cases have, or
        had before; none that holds anything personal."""
        with answering(scope):
            return self._facts.once("named_values", lambda: named_values(self._facts))

    def opening_period(self, as_of: datetime, *, scope: Scope) -> tuple[date, date, OpeningKind]:
        """The period (first and last city day) that a screen opens on at `as_of` (aware), and what it is."""
        with answering(scope):
            return opening_period(self._facts, self._context.clock, self._context.profile.time_zone, as_of)

    @property
    def _answering(self) -> Answering:
        return Answering(self.dictionary, self._context.tree, self._context.profile, self._runner, self._facts)

    def _dated(self, question: Question) -> tuple[Question, datetime]:
        """The question with its moment, and that moment. Raises OutsideScope."""
        if question.scope.areas is not None:
            refuse_outside(self._context.tree.area(question.area), question.scope)
        if question.as_of:
            return question, question.as_of
        as_of = self._sources.now()
        return replace(question, as_of=as_of), as_of

    def _named_areas(self, named: Sequence[Area], usual: Sequence[Area], asked: Question) -> tuple[Area, ...]:
        """Those named, else those of the usual ones of which the asker may see anything. Raises OutsideScope."""
        for area in named:
            refuse_outside(area, asked.scope)
        return tuple(named or (one for one in usual if asked.scope.meets(one.area_id, one.last_id)))

    def _named(self, table: pa.Table) -> pa.Table:
        """Cases with codes and names of their areas instead of numbers."""
        return with_named_areas(table, self._context.tree)
