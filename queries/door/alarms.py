"""Alarms of the city: what its rules find, which are open, and which would have been raised on days that are over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock

from geodata.areas.area_tree import Area
from geodata.errors import UnknownArea
from queries.acts.saved import SavedThings
from queries.alarms.alarm import Alarm, HeldAlarms
from queries.alarms.answers import ANSWER, AlarmAnswer, Standing, answers_by_alarm, standing_of
from queries.alarms.asking import Asking
from queries.alarms.back_test import Progress, RuleTested, TestedDays, back_tested
from queries.alarms.evaluation import AlarmState
from queries.alarms.mode_rules import RulesElsewhere, rules_in_mode
from queries.alarms.rule import AlarmRule, Rules
from queries.alarms.rule_file import OWN_RULES, read_rules
from queries.alarms.watch import Watch, WatchCost
from queries.city_context import CityContext
from queries.door.acts import Accepts
from queries.door.kpi_questions import KpiQuestions
from queries.door.operation import OperationModes
from queries.door.review.samples import Samples
from queries.door.roll_calls import RollCalls
from queries.door.source_questions import SourceQuestions
from queries.errors import RulesError, ScopeNotEnforced
from queries.loading.alarms.transition import ALARMS, SOURCE, Transition
from queries.operation.mode import EMERGENCY
from queries.operation.mode_file import OWN_MODES
from queries.privacy.text_columns import leaving
from queries.scope import WHOLE_CITY, Scope, answering
from queries.store.statement_runner import StatementRunner

PATIENCE_S = 5.0


@dataclass(frozen=True)
class AlarmsAsked:
    """Alarms in an area and the areas in it; standings: only those that stand so, of any with none; rule: of one."""

    area: Area
    standings: tuple[Standing, ...] = ()
    rule: str = ""


class AlarmQuestions:
    """`city.alarms`. rules: those that are on, by key. Alarms are about all cases of their area: they are for those who
    may see all of it, and all lines of business. Methods that take a scope raise ScopeNotEnforced."""

    def __init__(  # noqa: PLR0913  (each is a room below)
        self,
        context: CityContext,
        runner: StatementRunner,
        kpis: KpiQuestions,
        sources: SourceQuestions,
        *,
        operation: OperationModes,
        roll_calls: RollCalls,
        samples: Samples,
        things: SavedThings,
    ) -> None:
        """Raises RulesError."""
        self._context, self._sources, self._held = context, sources, HeldAlarms(context.store)
        self._runner, self._kpis, self._acts = runner, kpis, things
        self.rules: Rules = read_rules(context.folder / OWN_RULES, kpis.dictionary)
        self._operation, self._watch = operation, Watch(self.rules)
        self._roll_calls, self._samples = roll_calls, samples
        self._state: AlarmState | None = None
        self._watching = Lock()

    def watch(self, accepts: Callable[[], Accepts]) -> tuple[Transition, ...]:
        """Judge all rules as of now, by the clock of the city, and deliver what becomes of alarms; what that is.
        accepts: what takes deliveries. Raises IntakeFull: then nothing has become of any.

        Since when a condition holds that no alarm was raised of yet is known since the city was opened only.
        """
        with self._watching, answering(WHOLE_CITY):
            now = self._sources.now()
            state = self._state or self._state_held(now)
            evaluated = self._watch.judged(self._asking(WHOLE_CITY), state, now, self._elsewhere())
            if evaluated.transitions:
                accepts().accept(SOURCE, ALARMS, [one.row() for one in evaluated.transitions], PATIENCE_S)
            self._state = evaluated.state
            return evaluated.transitions

    @property
    def watch_cost(self) -> WatchCost:
        """What `watch` took the newest time."""
        return self._watch.cost

    def _elsewhere(self) -> RulesElsewhere | None:
        """The rules of areas in emergency operation; None where none is, or its rules have a mistake."""
        here = self._operation.here(self._context.tree.root, scope=WHOLE_CITY)
        areas = [one.area for one in (here.emergency, *here.below) if one]
        rules = self._in_emergency() if areas else {}
        if not rules:
            return None
        numbers, root = self._context.tree.number_of_code, self._context.tree.root
        return RulesElsewhere(rules, lambda code: any(one.holds(numbers.get(code, root.area_id)) for one in areas))

    def _in_emergency(self) -> Rules:
        """The rules of emergency operation; none where what is declared of them has a mistake."""
        try:
            return self._read_emergency()
        except RulesError:
            return {}

    def _read_emergency(self) -> Rules:
        changes = self._operation.modes[EMERGENCY].alarms
        return rules_in_mode(self.rules, changes, self._context.folder / OWN_MODES, self._kpis.dictionary)

    @property
    def mistake_in_emergency(self) -> str:
        """What is wrong with the rules of emergency operation; empty where nothing is."""
        try:
            self._read_emergency()
        except RulesError as error:
            return str(error)
        return ""

    def rule(self, key: str) -> AlarmRule | None:
        """The rule of a key: a usual one, else one of emergency operation alone; None of one that is gone."""
        return self.rules.get(key) or self._in_emergency().get(key)

    def _state_held(self, now: datetime) -> AlarmState:
        held = [one for one in self._held.alarms(now) if one.cleared_at is None]
        open_ones = {(one.last.rule, (one.last.area_code, one.last.subject)): one.last for one in held}
        return AlarmState(open_ones, answered={key: now for key, _ in open_ones if self.rule(key)})

    def _asking(self, scope: Scope) -> Asking:
        kpis, sources = self._kpis, self._sources
        return Asking(
            self._context.tree, self._context.profile, self._runner, kpis.ask, kpis.by_level, kpis.normal_areas,
            kpis.hold_moments, sources.standings, self._roll_calls.running, self._samples.judged, scope,
        )  # fmt: skip

    def listed(self, asked: AlarmsAsked, known: datetime | None = None, *, scope: Scope) -> tuple[Alarm, ...]:
        """The alarms that the asker may see as they were known at a moment (aware; None: now): open ones first, then by
        severity, the newest first; those that are over of the last days only."""
        with answering(scope):
            if scope.lines_of_business is not None:
                return ()
            now = self._sources.now()
            answers = answers_by_alarm(self._acts.things(ANSWER, known))
            held = (self._answered(one, answers, known or now) for one in self._held.alarms(now, known))
            return tuple(self._as_seen(one, scope) for one in held if self._is_asked(one, asked, scope))

    @staticmethod
    def _answered(alarm: Alarm, answers: Mapping[str, AlarmAnswer], now: datetime) -> Alarm:
        answer = answers.get(alarm.key)
        standing = standing_of(answer, is_over=alarm.cleared_at is not None, now=now)
        return replace(alarm, answer=answer, standing=standing)

    def _is_asked(self, alarm: Alarm, asked: AlarmsAsked, scope: Scope) -> bool:
        if asked.rule not in ("", alarm.last.rule) or (asked.standings and alarm.standing not in asked.standings):
            return False
        area = self.area_of(alarm)
        return asked.area.holds(area.area_id) and scope.covers(area.area_id, area.last_id)

    def back_test(
        self, start: datetime, end: datetime, progress: Progress = lambda _step, _share: None, *, scope: Scope
    ) -> tuple[RuleTested, ...]:
        """What the rules would have raised from one moment to another (aware), judged every hour, and of what use that
        would have been. Only for those who may see the whole city."""
        if scope.restricts:
            raise ScopeNotEnforced(scope)
        alarms = self.listed(AlarmsAsked(self._context.tree.root), scope=scope)
        with answering(scope):
            days = TestedDays(start, end, self._sources.now(), alarms)
            return back_tested(self._asking(scope), self.rules, days, progress)

    def area_of(self, alarm: Alarm) -> Area:
        """The area of an alarm; the whole city where it has none, or it is gone."""
        tree = self._context.tree
        try:
            return tree.area(alarm.last.area_code) if alarm.last.area_code else tree.root
        except UnknownArea:
            return tree.root

    def _as_seen(self, alarm: Alarm, scope: Scope) -> Alarm:
        """As it may leave: of cases that cannot be opened no point, and no area nearer than above their deepest."""
        area = self.area_of(alarm)
        hides = bool(scope.closed_lines)
        if hides and area.level == self._context.tree.depth and area.parent_id:
            area = self._context.tree.by_id(area.parent_id)
        point = {"lon": None, "lat": None} if hides else {}
        seen = {"area_code": area.code, "subject": str(leaving("department", alarm.last.subject)), **point}
        return replace(alarm, history=tuple(replace(one, **seen) for one in alarm.history))  # type: ignore[arg-type]
