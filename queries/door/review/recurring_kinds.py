"""Kinds of cases that recur: those that people confirmed, how their cases stand, and the checklists of cures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from geodata.areas.area_tree import Area
from geodata.errors import UnknownArea
from queries.acts.saved import SavedThings
from queries.city_context import CityContext
from queries.door.source_questions import SourceQuestions
from queries.kpis.answering import Answering
from queries.kpis.question import Question
from queries.recurring_kinds.counting import KIND_CASES, CasesAtCure, KindCount, cases_at_cures, count_of
from queries.recurring_kinds.cure import CURE, Cure, CureProgress, cures_of, progress_of
from queries.recurring_kinds.kind import CONFIRMED, KIND, RecurringKind, kind_of
from queries.recurring_kinds.proposals import NOT_YET, Proposals, proposals_of
from queries.scope import WHOLE_CITY, Scope, answering

MOST_PLACES = 200


@dataclass(frozen=True)
class KindStanding:
    """A confirmed kind as it stands at a moment. at_cures: of each item, by its key; empty where no source knows the
    cases."""

    kind: RecurringKind
    count: KindCount
    cures: tuple[Cure, ...]
    at_cures: Mapping[str, CasesAtCure] = field(default_factory=dict)

    @property
    def progress(self) -> tuple[CureProgress, ...]:
        """Of its checklist, sort by sort."""
        return progress_of(self.cures)

    @property
    def came_back(self) -> int | None:
        """Items that count as mended and have cases after that; None where no source knows cases."""
        return sum(bool(one.after) for one in self.at_cures.values()) if self.count.status == "ok" else None


class RecurringKinds:
    """`city.recurring_kinds`. as_of: what had happened by then; known: what was known by then (both aware; None: now).
    A kind is told to who may see all of its area and all cases there: its name and its checklist say what they are.
    Methods raise ScopeNotEnforced and TooSlow."""

    def __init__(
        self,
        context: CityContext,
        things: SavedThings,
        answers: Callable[[], Answering],
        sources: SourceQuestions,
    ) -> None:
        self._context, self._things, self._answers, self._sources = context, things, answers, sources
        self._proposals = NOT_YET

    def listed(
        self, area: Area, as_of: datetime | None = None, known: datetime | None = None, *, scope: Scope
    ) -> tuple[KindStanding, ...]:
        """The confirmed kinds of an area, of those in it and of those that it lies in, the last confirmed first."""
        with answering(scope):
            touching = (one for one in self._kinds(known, scope) if one.state == CONFIRMED and self._touches(one, area))
            return tuple(self._standing(one, as_of, known, scope, places=0) for one in touching)

    def confirmed_between(
        self, question: Question, since: datetime, until: datetime, known: datetime | None = None
    ) -> tuple[KindStanding, ...]:
        """The kinds that were confirmed from `since` to `until` (aware) and lie in an area, the first confirmed first.
        question: area, moment, moment of recording and scope."""
        with answering(question.scope):
            area = self._context.tree.area(question.area)
            new = (
                one
                for one in self._kinds(known, question.scope)
                if one.state == CONFIRMED and since <= one.since <= until and self._lies_in(one, area)
            )
            return tuple(
                self._counted(one, question, known, places=0) for one in sorted(new, key=lambda one: one.since)
            )

    def one(
        self, key: str, as_of: datetime | None = None, known: datetime | None = None, *, scope: Scope
    ) -> KindStanding | None:
        """A confirmed kind with the places of its cases; None where there is none."""
        with answering(scope):
            found = next((one for one in self._kinds(known, scope) if one.key == key and one.state == CONFIRMED), None)
            return self._standing(found, as_of, known, scope, places=MOST_PLACES) if found else None

    def judged(self, known: datetime | None = None, *, scope: Scope) -> Mapping[str, RecurringKind]:
        """Every kind that people confirmed or rejected, by its key."""
        with answering(scope):
            return {one.key: one for one in self._kinds(known, scope)}

    def look_for_proposals(self) -> None:
        """Look for kinds among the titles of the last weeks; they are held until the next look."""
        with answering(WHOLE_CITY):
            as_of = self._sources.now()
            question = Question(KIND_CASES, self._context.tree.root.code, as_of=as_of, scope=WHOLE_CITY)
            today = as_of.astimezone(self._context.profile.time_zone).date()
            self._proposals = proposals_of(self._answers(), question, today)

    def proposals(self, area: Area, *, scope: Scope) -> Proposals:
        """What the last look found in an area, but for what people have judged; nothing that the asker may not see."""
        with answering(scope):
            if scope.lines_of_business is not None or scope.closed_lines:
                return replace(self._proposals, proposals=(), titles=0)
            judged, tree = {one.key for one in self._kinds(None, scope)}, self._context.tree
            places = ((one, tree.by_id(one.area_id)) for one in self._proposals.proposals)
            told = tuple(
                one
                for one, place in places
                if area.holds(place.area_id)
                and scope.covers(place.area_id, place.last_id)
                and one.cases.key not in judged
            )
            return replace(self._proposals, proposals=told)

    def _kinds(self, known: datetime | None, scope: Scope) -> Iterator[RecurringKind]:
        if scope.lines_of_business is None and not scope.closed_lines:
            found = filter(None, map(kind_of, self._things.things(KIND, known)))
            yield from (one for one in found if self._is_seen(one, scope))

    def _is_seen(self, kind: RecurringKind, scope: Scope) -> bool:
        area = self._area(kind)
        return area is not None and scope.covers(area.area_id, area.last_id)

    def _touches(self, kind: RecurringKind, area: Area) -> bool:
        own = self._area(kind)
        return own is not None and (area.holds(own.area_id) or own.holds(area.area_id))

    def _lies_in(self, kind: RecurringKind, area: Area) -> bool:
        own = self._area(kind)
        return own is not None and area.holds(own.area_id)

    def _area(self, kind: RecurringKind) -> Area | None:
        """Where it is; None of an area that the city no longer has."""
        try:
            return self._context.tree.area(kind.cases.area)
        except UnknownArea:
            return None

    def _standing(
        self, kind: RecurringKind, as_of: datetime | None, known: datetime | None, scope: Scope, *, places: int
    ) -> KindStanding:
        question = Question(KIND_CASES, kind.cases.area, as_of=as_of, scope=scope)
        return self._counted(kind, question, known, places=places)

    def _counted(self, kind: RecurringKind, asked: Question, known: datetime | None, *, places: int) -> KindStanding:
        answers, moment = self._answers(), asked.as_of or self._sources.now()
        zone, recorded = self._context.profile.time_zone, asked.recorded_as_of
        question = Question(KIND_CASES, kind.cases.area, as_of=moment, recorded_as_of=recorded, scope=asked.scope)
        cures = cures_of(self._things.things(CURE, known), kind.key, zone, moment.astimezone(zone).date())
        return KindStanding(
            kind,
            count_of(answers, question, kind.cases, places),
            cures,
            cases_at_cures(answers, question, kind.cases, cures, zone),
        )
