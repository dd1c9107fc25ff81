"""The governance loops of a city and how the cases of each stand; the spots where the same comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from queries.acts.act import Act
from queries.acts.saved import SavedThing, SavedThings
from queries.budget.time_budget import time_budget
from queries.calendar.working_time import working_calendar
from queries.city_context import CityContext
from queries.dispatch.playbook_use import metrics_of_dispatch
from queries.door.named_areas import with_named_areas
from queries.door.source_questions import SourceQuestions
from queries.governance.agenda.agenda import AGENDA_LOOP, Agenda, AgendaAsked, agenda_of
from queries.governance.agenda.agenda_rule import OWN_AGENDA, read_agenda
from queries.governance.agenda.meeting_days import Meeting, MeetingDays
from queries.governance.hourly_spots import HourlySpots
from queries.governance.loop import Loop
from queries.governance.loop_declaration import OWN_LOOPS, STANDARD_LOOPS, metrics_of_loops, read_loops, standard_loops
from queries.governance.matters import MATTER_LOOP, MatterAnswer, MattersWanted, matters_of
from queries.governance.rule_hits import HitEvidence, automatic_handover, case_hits, due_handovers, passed_on
from queries.governance.spots import (
    MOST_CASES,
    STANDARD_SPOTS,
    SpotAnswer,
    SpotRule,
    SpotsWanted,
    cases_of_spot,
    metrics_of_spots,
    spots_of,
)
from queries.governance.stage_counts import LoopAnswer, stages_of
from queries.governance.suggestions import Suggestions, suggestions_of
from queries.governance.worklist import (
    UnhandedCases,
    WaitingCase,
    acts_about,
    acts_in,
    is_seen,
    unhanded_cases,
    waiting_cases,
    with_acts,
)
from queries.kpis.answering import Answering
from queries.kpis.comparisons.coming import Coming, coming
from queries.kpis.dictionary import Dictionary
from queries.kpis.question import Question
from queries.recurring_kinds.counting import metrics_of_kinds
from queries.rights.permitted_areas import refuse_outside
from queries.samples.closed_cases import metrics_of_samples
from queries.scope import WHOLE_CITY, Scope, answering

FINDING_LIMIT_S = 55.0
FIRST_SPOTS, FIRST_MATTERS = SpotsWanted(), MattersWanted()


class Governance:
    """`city.governance`. The KPIs of the stages are asked, listed and drawn by `city.kpis` like all others."""

    def __init__(
        self,
        context: CityContext,
        things: SavedThings,
        answers: Callable[[], Answering],
        sources: SourceQuestions,
        loops: Mapping[str, Loop],
    ) -> None:
        self._things, self._answers, self._sources = things, answers, sources
        self._hourly = HourlySpots(self.spots)
        own = context.folder / OWN_AGENDA
        rule = read_agenda(*([own] if own.is_file() else []))
        self.meetings = MeetingDays(rule, working_calendar(context.profile), context.profile.time_zone)
        """The days of the meeting on cross-boundary cases."""
        self.loops = loops
        """The loops by key, those of the city's own behind the others."""

    def stages(self, loop: Loop, question: Question) -> LoopAnswer:
        """How the cases of a loop stand. question: area, days, moment, conditions and scope; its KPI is that of the
        loop, `by` a part or None. Raises as `city.kpis.ask`."""
        with answering(question.scope):
            answers, as_of = self._answers(), question.as_of or self._sources.now()
            refuse_outside(answers.tree.area(question.area), question.scope)
            freshness = self._sources.freshness(as_of, scope=question.scope)
            return stages_of(answers, loop, question.at(as_of), freshness)

    def waiting(self, loop: Loop, question: Question, most: int, known: datetime | None = None) -> list[WaitingCase]:
        """The cases of a loop that something is left to do about, those that wait longest first, with what people did
        about each in this loop by `known` (aware; None: now). Raises as `stages`."""
        with answering(question.scope):
            answers, as_of = self._answers(), question.as_of or self._sources.now()
            refuse_outside(answers.tree.area(question.area), question.scope)
            cases = waiting_cases(answers, loop, question.at(as_of), most)
            if question.scope.closed_lines:  # what people did may tell what such cases are
                return cases
            return with_acts(cases, loop, self._things, known)

    def unhanded(self, loop: Loop, question: Question, most: int, known: datetime | None = None) -> UnhandedCases:
        """The cases of a loop that by `known` (aware; None: now) were neither handed over nor refuted by anybody, those
        that wait longest first, without what people did. Raises as `stages`."""
        with answering(question.scope):
            answers, as_of = self._answers(), question.as_of or self._sources.now()
            refuse_outside(answers.tree.area(question.area), question.scope)
            return unhanded_cases(answers, loop, question.at(as_of), most, passed_on(loop, self._things, known))

    def evidence(self, loop: Loop, question: Question, source: str, source_id: str) -> HitEvidence | None:
        """Which rules of a loop a case meets, since when, and in which version; None where it meets none. Raises as
        `stages`."""
        with answering(question.scope):
            answers, as_of = self._answers(), question.as_of or self._sources.now()
            refuse_outside(answers.tree.area(question.area), question.scope)
            found = next(case_hits(answers, loop, question.at(as_of), source, source_id), None)
            return found.evidence(as_of) if found else None

    def handovers_due(self, who: str, origin: str, now: datetime, most: int) -> list[Act]:
        """The acts by which cases are handed over whose hold time is over as of now, of each loop `most` at a time.
        who, origin: under which account, and from where; now: when that is done (aware). None where the data have
        ended: nobody waits for the cases of a file of the past."""
        made = list[Act]()
        if self._sources.stand:
            return made
        with answering(WHOLE_CITY):
            answers, as_of = self._answers(), self._sources.now()
            question = Question("", answers.tree.root.code, as_of=as_of, scope=WHOLE_CITY)
            for declared in self.loops.values():
                loop = declared.spoken(answers.profile.language)
                if any(rule.hold for rule in loop.stages):
                    due = due_handovers(case_hits(answers, loop, question), loop, self._things, as_of, most)
                    made += [automatic_handover(case, loop, (who, origin), as_of, now) for case in due]
        return made

    def acts_about(self, loop: str, source: str, source_id: str, *, scope: Scope) -> tuple[SavedThing, ...]:
        """What people did about a case in a loop and stands, the last first; nothing where the asker may not see it."""
        with answering(scope):
            if scope.closed_lines or not is_seen(self._answers().runner, source, source_id):
                return ()
            return acts_about(self._things, loop, source, source_id)

    def agenda(self, question: Question, meeting: Meeting | None = None, known: datetime | None = None) -> Agenda:
        """The agenda of a meeting on cross-boundary cases, without one of the next; with what people did by `known`
        (aware; None: now). question: area, moment, conditions and scope. Raises as `stages`."""
        with answering(question.scope):
            answers, as_of = self._answers(), question.as_of or self._sources.now()
            refuse_outside(answers.tree.area(question.area), question.scope)
            chosen = meeting or self.meetings.following(as_of)
            asked = AgendaAsked(self.loops[AGENDA_LOOP], question.at(as_of), chosen, known)
            return agenda_of(answers, self._things, self.meetings, asked)

    def coming(self, question: Question) -> Coming:
        """The kinds that come in the next four weeks by season. question: area, moment, conditions and scope. Raises as
        `stages`."""
        with answering(question.scope):
            answers, as_of = self._answers(), question.as_of or self._sources.now()
            refuse_outside(answers.tree.area(question.area), question.scope)
            return coming(answers, question.at(as_of))

    def spots(self, question: Question, wanted: SpotsWanted = FIRST_SPOTS) -> SpotAnswer:
        """The spots where the same comes back. question: area, days, moment, conditions and scope. Raises as
        `city.kpis.ask`."""
        with answering(question.scope):
            answers, as_of = self._answers(), question.as_of or self._sources.now()
            refuse_outside(answers.tree.area(question.area), question.scope)
            freshness = self._sources.freshness(as_of, scope=question.scope)
            return spots_of(answers, question.at(as_of), freshness, wanted)

    def matters(
        self, question: Question, wanted: MattersWanted = FIRST_MATTERS, known: datetime | None = None
    ) -> MatterAnswer:
        """The matters of which several cases tell, with what people did about each by `known` (aware; None: now).
        question: as of `spots`. Raises as `stages`."""
        with answering(question.scope):
            answers, as_of = self._answers(), question.as_of or self._sources.now()
            refuse_outside(answers.tree.area(question.area), question.scope)
            freshness = self._sources.freshness(as_of, scope=question.scope)
            answer = matters_of(answers, question.at(as_of), freshness, wanted)
            if question.scope.closed_lines:
                return answer
            done = acts_in(MATTER_LOOP, self._things, known)
            found = tuple(replace(one, acts=done.get((one.source, one.source_id), ())) for one in answer.matters)
            return replace(answer, matters=found)

    def suggestions(self, question: Question, most: int, known: datetime | None = None) -> Suggestions:
        """Pairs of cases that may be one matter though no source linked them, with what people did about each by
        `known` (aware; None: now). question: as of `spots`; without days the last ones. Raises as `stages`."""
        with answering(question.scope):
            answers, as_of = self._answers(), question.as_of or self._sources.now()
            refuse_outside(answers.tree.area(question.area), question.scope)
            found = suggestions_of(answers, question.at(as_of), most)
            if question.scope.closed_lines:
                return found
            done = acts_in(MATTER_LOOP, self._things, known)
            pairs = (replace(one, acts=done.get((one.later.source, one.later.source_id), ())) for one in found.pairs)
            return replace(found, pairs=tuple(pairs))

    def hourly_spots(self, question: Question, wanted: SpotsWanted = FIRST_SPOTS) -> SpotAnswer:
        """The spots as of the last full hour, found once in an hour; `whole.as_of` says which. Raises as `spots`."""
        as_of = question.as_of or self._sources.now()
        return self._hourly.of(question, wanted, as_of, self._answers().tree.grid_version)

    def find_spots(self, question: Question, wanted: SpotsWanted = FIRST_SPOTS) -> None:
        """Finds those of the last full hour for `hourly_spots`, however long it takes. Raises as `spots`."""
        as_of = question.as_of or self._sources.now()
        with time_budget(FINDING_LIMIT_S):
            self._hourly.found(question, wanted, as_of, self._answers().tree.grid_version)

    def spot_cases(
        self,
        question: Question,
        source: str,
        source_id: str,
        rule: SpotRule = STANDARD_SPOTS,
        *,
        most: int = MOST_CASES,
    ) -> pa.Table:
        """The cases of the spot of a case, the newest first, as `city.kpis.cases` has them but without whether they are
        in a numerator; none where it is not in one. Raises as `spots`."""
        with answering(question.scope):
            answers, as_of = self._answers(), question.as_of or self._sources.now()
            refuse_outside(answers.tree.area(question.area), question.scope)
            cases = cases_of_spot(answers, question.at(as_of), (source, source_id), rule, most)
            return with_named_areas(cases, answers.tree)


def loops_of(folder: Path, dictionary: Dictionary) -> tuple[Mapping[str, Loop], Dictionary]:
    """The loops of the city of a folder, and the dictionary with their KPIs. Raises DictionaryError."""
    own = [folder / OWN_LOOPS] if (folder / OWN_LOOPS).is_file() else []
    loops = read_loops(dictionary, STANDARD_LOOPS, *own)
    unlisted = {
        **metrics_of_loops(loops.values()),
        **metrics_of_spots(),
        **metrics_of_samples(),
        **metrics_of_kinds(),
        **metrics_of_dispatch(),
    }
    return loops, dictionary.with_unlisted(unlisted)


def own_metrics(loops: Mapping[str, Loop]) -> list[str]:
    """The keys of the KPIs of loops that do not come with the program."""
    own = loops.keys() - standard_loops()
    return list(metrics_of_loops(loops[key] for key in own))
