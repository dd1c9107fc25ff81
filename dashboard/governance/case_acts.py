"""What people do about a case in a governance loop: marks, decisions and handovers, kept as acts of whoever asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from dashboard.access.actor import Actor
from dashboard.access.request_scope import request_scope
from dashboard.errors import NotFound, wrong_parameter
from dashboard.governance.loop_answers import chosen_loop
from dashboard.intake.acts_sent import deliver_acts, enter_acts
from dashboard.intake.receiver import RowReceiver
from dashboard.view import parsers
from queries.city import City
from queries.values import SAMPLE_VERDICT, Act, CaseAsked, CaseFacts, Loop, Question, SavedThing, new_key, subject_of

Kind = Literal[
    "case_mark", "decision", "first_action", "handover", "callback_attempt", "alarm_verdict", "sample_verdict"
]  # fmt: skip
Text = Annotated[str, Field(max_length=10_000)]
ONE_EACH = ("case_mark", "first_action", "handover", "alarm_verdict", SAMPLE_VERDICT)
"""Kinds of which a case has one at a time in a loop: a later one takes its place. Decisions and attempts stand side by
side."""
TIMED = ("callback_attempt",)
"""Kinds that say when it was, where that is not when it is entered."""
OF_UNITS = ("decision", "first_action", "handover")
"""Kinds in which some unit leads or takes the case on."""


class CaseAct(BaseModel):
    """What somebody does about a case. loop: in which loop, of a verdict the week of the sample in which it was drawn;
    state: of its kind; unit: who leads, or takes the case on; at: when an attempt to call was, ISO 8601, city time
    without offset, empty: now; deed: `withdrawn` takes back what stands, of a decision or an attempt the one with
    `key`."""

    kind: Kind
    loop: Text
    source: Text
    source_id: Text
    state: Text = ""
    unit: Text = ""
    text: Text = ""
    at: Text = ""
    deed: Literal["saved", "withdrawn"] = "saved"
    key: Annotated[str, Field(max_length=40, pattern=r"^[0-9A-Za-z_-]*$")] = ""


class ActKept(BaseModel):
    """What became of it. key: of what stands now; applied: it is on the screens already; stamp: with which one shows
    it."""

    key: str
    applied: bool
    stamp: str


class CaseActs:
    """Keeps them. reception: takes deliveries, where a server has one."""

    def __init__(self, city: City, reception: RowReceiver | None = None) -> None:
        self._city, self._reception = city, reception

    def keep(self, given: CaseAct, actor: Actor) -> ActKept:
        """Keep an act about a case that the asker may see. Raises BadParameter, NotFound, ActRefused, IntakeFull."""
        act = self._verdict(given, actor) if given.kind == SAMPLE_VERDICT else self._in_loop(given, actor)
        kept = deliver_acts(self._city, [act], self._reception)
        enter_acts(self._city, [act])
        return ActKept(key=act.subject, applied=kept.applied, stamp=kept.stamp)

    def _in_loop(self, given: CaseAct, actor: Actor) -> Act:
        loop = chosen_loop(self._city, given.loop)
        if given.kind not in loop.acts:
            known = ", ".join(loop.acts)
            raise wrong_parameter("kind", "none_of", given=parsers.quoted(given.kind), known=known)
        case = self._seen(given)
        act = replace(self._act(given, actor), search=self._evidence(given, loop, case))
        at = self._moment(given, act.happened_at)
        return replace(act, from_at=at, until_at=at) if at else act

    def _moment(self, given: CaseAct, now: datetime) -> datetime | None:
        """When that was which is entered now; None: now."""
        if not given.at:
            return None
        if given.kind not in TIMED:
            raise wrong_parameter("at", "unknown", known=", ".join(TIMED))
        at = parsers.moment("at", given.at, self._city.profile.time_zone).astimezone(UTC)
        if at > now:
            raise wrong_parameter("at", "to_come")
        return at

    def _verdict(self, given: CaseAct, actor: Actor) -> Act:
        found = self._city.samples.one(given.loop, self._city.tree.root, scope=request_scope())
        cases = {(one.source, one.source_id) for one in found.cases} if found else set()
        if (given.source, given.source_id) not in cases:
            raise NotFound("There is no such case in a sample of this week.")
        return self._act(given, actor)

    def _seen(self, given: CaseAct) -> CaseFacts:
        scope, now = request_scope(), self._city.sources.now()
        found = self._city.cases.one(CaseAsked(given.source, given.source_id, now, scope=scope))
        if found is None:
            raise NotFound("There is no such case.")
        return found

    def _act(self, given: CaseAct, actor: Actor) -> Act:
        key = given.key or new_key()
        if given.kind in ONE_EACH:
            key = subject_of(given.kind, given.loop, given.source, given.source_id)
        if given.deed == "withdrawn" and not self._stands(given, key):
            raise NotFound("There is no such act; it may be withdrawn already.")
        return Act(
            given.kind,
            key,
            given.deed,
            actor.who,
            actor.origin,
            self._city.acts.moment(),
            text=given.text.strip(),
            source=given.source,
            source_id=given.source_id,
            loop=given.loop,
            unit=given.unit.strip(),
            state=given.state,
        )

    def _evidence(self, given: CaseAct, loop: Loop, case: CaseFacts) -> str:
        """Of a handover by rules what they say of the case: at the first one, which every later state of it keeps."""
        if given.kind != "handover" or not loop.overlapping or given.deed == "withdrawn":
            return ""
        stands = next((one for one in self._done(given) if one.act.kind == "handover"), None)
        if stands:
            return stands.act.search
        now, scope = self._city.sources.now(), request_scope()
        area = self._city.tree.by_id(case.facts["area_id"])
        asked = Question(loop.metric_of(), area.code, as_of=now, scope=scope)
        found = self._city.governance.evidence(loop, asked, given.source, given.source_id)
        return found.text() if found else ""

    def _stands(self, given: CaseAct, key: str) -> bool:
        return any((one.act.kind, one.key) == (given.kind, key) for one in self._done(given))

    def _done(self, given: CaseAct) -> tuple[SavedThing, ...]:
        return self._city.governance.acts_about(given.loop, given.source, given.source_id, scope=request_scope())
