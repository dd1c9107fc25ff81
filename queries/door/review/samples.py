"""Weekly samples of closed cases: those that were drawn with the verdicts given, and what is to be drawn."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from geodata.areas.area_tree import Area
from geodata.errors import UnknownArea
from queries.acts.act import Act
from queries.acts.saved import SavedThing, SavedThings
from queries.city_context import CityContext
from queries.door.source_questions import SourceQuestions
from queries.errors import OutsideScope
from queries.kpis.answering import Answering
from queries.kpis.question import Question
from queries.privacy.text_columns import called, leaving
from queries.samples.closed_cases import CLOSED_CASES, closed_cases, seen_cases
from queries.samples.drawing import Case, Stratum, draw
from queries.samples.drawn_sample import DrawnAgain, DrawnCase, DrawnSample
from queries.samples.sample_acts import (
    SAMPLE,
    SAMPLE_PART,
    SAMPLE_VERDICT,
    SampleDrawing,
    acts_of,
    drawing_of,
    drawn,
    strata_of,
)
from queries.samples.sampling_rule import AREA, OWN_SAMPLING, SamplingRule, read_rule
from queries.samples.weeks import due_weeks
from queries.scope import WHOLE_CITY, Scope, answering

MOST_SAMPLES = 12
SEED_BYTES = 16


class Samples:
    """`city.samples`. known: the moment by which something was known (aware; None: now). A case that may not be seen
    is in no list and no count; whoever may not open every case that counts (`closed_lines`) sees no sample, since a
    verdict may tell what a case is. Methods raise ScopeNotEnforced."""

    def __init__(
        self,
        context: CityContext,
        things: SavedThings,
        answers: Callable[[], Answering],
        sources: SourceQuestions,
    ) -> None:
        """Raises DictionaryError for mistakes in the file of the city."""
        self._context, self._things, self._answers, self._sources = context, things, answers, sources
        own = context.folder / OWN_SAMPLING
        self.rule: SamplingRule = read_rule(own if own.is_file() else None)
        """The rule by which the next sample is drawn."""

    def listed(
        self, area: Area, most: int = MOST_SAMPLES, known: datetime | None = None, *, scope: Scope
    ) -> tuple[DrawnSample, ...]:
        """The newest samples with the cases in an area, the newest first."""
        with answering(scope):
            drawings = sorted(self._drawings(known), key=lambda one: one.week, reverse=True)
            return tuple(self._seen(one, area, known, scope) for one in drawings[:most] if not scope.closed_lines)

    def judged(self, at: datetime, *, scope: Scope) -> DrawnSample | None:
        """The newest sample, drawn by a moment (aware), of which a verdict had been given by then, with these verdicts
        alone; None where there is none."""
        with answering(scope):
            verdicts = self._things.things(SAMPLE_VERDICT, None)
            weeks = {one.act.loop for one in verdicts if one.act.happened_at <= at}
            drawn_by_then = [one for one in self._drawings(None) if one.week.key in weeks and one.as_of <= at]
            if not drawn_by_then or scope.closed_lines:
                return None
            newest = max(drawn_by_then, key=lambda one: one.week)
            sample = self._seen(newest, self._context.tree.root, None, scope)
            return replace(sample, cases=tuple(_judged_by(one, at) for one in sample.cases))

    def weeks(self, known: datetime | None = None, *, scope: Scope) -> tuple[str, ...]:
        """The keys of the newest samples, the newest first, without a look at their cases."""
        with answering(scope):
            keys = [] if scope.closed_lines else [one.week.key for one in self._drawings(known)]
            return tuple(sorted(keys, reverse=True)[:MOST_SAMPLES])

    def one(self, week: str, area: Area, known: datetime | None = None, *, scope: Scope) -> DrawnSample | None:
        """The sample of a week (2024-W23) with the cases in an area; None where there is none."""
        with answering(scope):
            found = self._drawing(week, known)
            return self._seen(found, area, known, scope) if found and not scope.closed_lines else None

    def drawn_again(self, week: str, *, scope: Scope) -> DrawnAgain | None:
        """Draws a sample once more by its seed and rule, from what was known when it was drawn; None where there is
        none. Raises OutsideScope for whoever may not see the whole city, and as `city.kpis.ask`."""
        if scope.restricts:
            raise OutsideScope(self._context.tree.root.name)
        with answering(scope):
            drawing = self._drawing(week, None)
            if drawing is None:
                return None
            question = replace(self._whole(drawing.as_of), recorded_as_of=drawing.drawn_at)
            found = draw(
                drawing.rule, drawing.seed, closed_cases(self._answers(), question, drawing.week, drawing.rule)
            )
            again = {case for stratum in found for case in stratum.cases}
            stands = {case for stratum in self._strata(drawing, None) for case in stratum.cases}
            return DrawnAgain(len(stands & again), len(stands - again), len(again - stands))

    def drawings_due(self, who: str, origin: str, now: datetime, seed: str = "") -> list[Act]:
        """The acts by which the samples that are due are drawn: none of a week without closed cases. who, origin: under
        which account, and from where; now: when that is done (aware); seed: a new one for each sample without."""
        with answering(WHOLE_CITY):
            as_of, tree = self._sources.now(), self._context.tree
            zone, acts = self._context.profile.time_zone, list[Act]()
            for week in due_weeks(self.rule, as_of, zone, [one.week for one in self._drawings(None)]):
                key = seed or secrets.token_hex(SEED_BYTES)
                strata = draw(self.rule, key, closed_cases(self._answers(), self._whole(as_of), week, self.rule))
                drawing = drawn(SampleDrawing(week, key, self.rule, self.rule.version, as_of, now, who), strata)
                acts += acts_of(drawing, strata, origin, tree.root.code, zone) if strata else []
            return acts

    def _whole(self, as_of: datetime) -> Question:
        return Question(CLOSED_CASES, self._context.tree.root.code, as_of=as_of, scope=WHOLE_CITY)

    def _drawings(self, known: datetime | None) -> Iterator[SampleDrawing]:
        return filter(None, map(drawing_of, self._things.things(SAMPLE, known)))

    def _drawing(self, week: str, known: datetime | None) -> SampleDrawing | None:
        return next((one for one in self._drawings(known) if one.week.key == week), None)

    def _strata(self, drawing: SampleDrawing, known: datetime | None) -> tuple[Stratum, ...]:
        return strata_of(drawing.week, self._things.things(SAMPLE_PART, known))

    def _seen(self, drawing: SampleDrawing, area: Area, known: datetime | None, scope: Scope) -> DrawnSample:
        strata = self._strata(drawing, known)
        values = {case: stratum.values for stratum in strata for case in stratum.cases}
        given = {
            (one.act.source, one.act.source_id): one
            for one in self._things.things(SAMPLE_VERDICT, known)
            if one.act.loop == drawing.week.key
        }
        found = seen_cases(self._answers().runner, values)
        cases = (_case(case, values[case], row, given) for case, row in found.items() if area.holds(row["area_id"]))
        ordered = sorted(cases, key=lambda one: (one.values, one.source, one.source_id))
        told = tuple(one for one in strata if self._is_told(one, drawing.rule, area, scope))
        return DrawnSample(drawing, told, tuple(ordered))

    def _is_told(self, stratum: Stratum, rule: SamplingRule, asked: Area, scope: Scope) -> bool:
        """Whether a stratum lies within what is asked about and may be seen."""
        within = self._context.tree.root
        if rule.dimensions[0] == AREA:
            try:
                within = self._context.tree.area(stratum.values[0])
            except UnknownArea:  # not placed, or of an earlier grid
                within = self._context.tree.root
        permitted = scope.lines_of_business is None and scope.covers(within.area_id, within.last_id)
        return permitted and asked.holds(within.area_id)


def _judged_by(case: DrawnCase, at: datetime) -> DrawnCase:
    return case if case.verdict is None or case.verdict.act.happened_at <= at else replace(case, verdict=None)


def _case(
    case: Case, values: tuple[str, ...], row: Mapping[str, object], given: Mapping[Case, SavedThing]
) -> DrawnCase:
    closed_at = row["closed_at"]
    return DrawnCase(
        *case,
        values,
        called(row),
        leaving("department", row["department"]) or "",
        int(str(row["area_id"])),
        closed_at.replace(tzinfo=UTC) if isinstance(closed_at, datetime) else None,
        given.get(case),
    )
