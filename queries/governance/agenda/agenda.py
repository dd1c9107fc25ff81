"""Which cross-boundary cases stand for a meeting, each with what was decided before and what has happened since.

The agenda of a meeting that is over stands as of its moment and as it was known then; the next one as of the moment
asked. Every case that stands is new (it did not stand for the meeting before), decided (it did, and something was
decided before this one), or carried over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from queries.acts.act import Act
from queries.acts.saved import SavedThing, SavedThings
from queries.governance.agenda.meeting_days import Meeting, MeetingDays
from queries.governance.loop import Loop
from queries.governance.stage_counts import BANDS
from queries.governance.worklist import acts_in
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Metric
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.kpis.statement import StatementContext, compose_counted, parameters_of
from queries.privacy.text_columns import CATEGORIES, called, leaving
from queries.store.statements import read_statements

AGENDA_LOOP = "cross_boundary"
FIRST_ACTION, ACTS_FIRST, COST_DECIDED = "first_action", "acts_first", "cost_decided"
DECISION = "decision"
FLAGS = ("region", "level", "department")
REASONS = ("aged", "returned", "declined", "cost_open")
MOST_STANDING = 2000
"""More cases no meeting goes through; the others are counted."""
Group = Literal["carried", "new", "decided"]
GROUPS: tuple[Group, ...] = ("carried", "new", "decided")
_SQL = read_statements(Path(__file__).with_name("agenda.sql"))
_COLUMNS = (
    "source", "source_id", "title", *CATEGORIES, "area_id", "department", "status", "filed_at", "cross_at",
    "cross_region", "cross_level", "cross_department", "returned_times", "declined_times", "as_of", "dispatched_at",
    "received_at", "finished_at", "verified_at", "suspended_at", "resumed_at", "first_declined_at",
    "first_returned_at", "reworked_at", "extended_at",
)  # fmt: skip
Standing = Mapping[tuple[str, str], Mapping[str, Any]]


@dataclass(frozen=True)
class AgendaItem:
    """A case that stands for a meeting; texts masked, moments aware. flags: which of FLAGS it carries; reasons: which
    of REASONS it meets; lead: the unit that the last decision named, else empty; first_to_act: the unit that acts
    before it is decided who pays; cost: whether that is decided; before: the days of the meetings since it has
    been old enough, as far as they are known; has_moved: whether a step followed the last decision, None without one;
    acts: what people had done about it, the last first; minutes: what they did from this meeting to the next."""

    source: str
    source_id: str
    title: str
    area_id: int
    department: str
    status: str
    filed_at: datetime
    flags: tuple[str, ...]
    reasons: tuple[str, ...]
    returned_times: int
    declined_times: int
    group: Group
    before: tuple[date, ...]
    lead: str
    first_to_act: str
    cost: Literal["none", "open", "decided"]
    moved_at: datetime
    has_moved: bool | None
    acts: tuple[SavedThing, ...]
    minutes: tuple[SavedThing, ...]

    @property
    def is_stuck(self) -> bool:
        """Decided, and not moved since."""
        return self.group == "decided" and self.has_moved is False


@dataclass(frozen=True)
class Agenda:
    """The agenda of a meeting. as_of: of what moment it says how cases stand (aware); is_over: whether the meeting was
    by the moment asked; was_known: whether it is as it was known then, since nothing had arrived yet else; is_known:
    False where no source knows of such cases. standing: how many stand, of which the first are items; backlog: of all
    open cases (`all`) and of each flag how many are in each band of days since filing."""

    meeting: Meeting
    previous: Meeting
    following: Meeting
    as_of: datetime
    is_over: bool
    was_known: bool
    is_known: bool
    standing: int
    items: tuple[AgendaItem, ...]
    backlog: Mapping[str, Mapping[str, int]]

    def count(self, group: Group) -> int:
        """How many of the items are of a group."""
        return sum(one.group == group for one in self.items)


@dataclass(frozen=True)
class AgendaAsked:
    """Whose agenda: of an area in a scope, at the moment that the question names; acts are those known by `known`
    (aware; None: now), none for somebody who may not learn what cases of closed lines are."""

    loop: Loop
    question: Question
    meeting: Meeting
    known: datetime | None = None

    def known_by(self, moment: datetime | None) -> datetime | None:
        """By when acts must have been known that were known by a moment (None: now)."""
        return min((one for one in (moment, self.known) if one), default=None)


def agenda_of(answers: Answering, things: SavedThings, days: MeetingDays, asked: AgendaAsked) -> Agenda:
    """The agenda of a meeting. Raises as `answer`."""
    now, meeting = asked.question.as_of, asked.meeting
    assert now is not None  # noqa: S101  # given by the door
    previous, following = days.before(meeting), days.following(_just_after(meeting))
    is_over = meeting.at < now
    as_of = meeting.at if is_over else now
    question, was_known = _as_it_was_known(answers, asked, as_of) if is_over else (asked.question, True)
    moment = as_of if is_over else None
    standing = _standing(answers, asked.loop, question.at(as_of), (days, _cost_open(asked, things, moment)))
    cost_before = _cost_open(asked, things, previous.at)
    before = _standing(answers, asked.loop, question.at(previous.at), (days, cost_before))
    done, later = _acts(asked, things, moment), _acts(asked, things, None)
    items = list[AgendaItem]()
    for key, row in (standing or {}).items():
        acts = done.get(key, ())
        minutes = [one for one in later.get(key, ()) if one not in acts and one.act.happened_at < following.at]
        items.append(_item(row, days, (meeting, key in (before or {})), acts, tuple(minutes)))
    total = next((int(row["total"]) for row in (standing or {}).values()), 0)
    return Agenda(
        meeting, previous, following, as_of, is_over, was_known, standing is not None, total,
        tuple(sorted(items, key=_order)), _backlog(answers, asked.loop, question.at(as_of)),
    )  # fmt: skip


def _just_after(meeting: Meeting) -> datetime:
    return meeting.at.replace(microsecond=1)


def _as_it_was_known(answers: Answering, asked: AgendaAsked, moment: datetime) -> tuple[Question, bool]:
    """The question about what was known at a moment, and whether there was anything: a city whose data came later is
    asked for what is known now."""
    given = asked.question.recorded_as_of
    then = replace(asked.question, recorded_as_of=min(given, moment) if given else moment).at(moment)
    is_known = not _resolved(answers, asked.loop, then).reasons
    return (then, True) if is_known else (asked.question, False)


def _resolved(answers: Answering, loop: Loop, question: Question) -> ResolvedQuestion:
    plain = replace(question, metric=loop.pending_metric, by=None, denominator=None, start=None, end=None)
    return answers.resolve(plain)


def _standing(
    answers: Answering, loop: Loop, question: Question, rule: tuple[MeetingDays, Sequence[str]]
) -> Standing | None:
    """The cases that stand, by source and number; None where nothing is known of such."""
    asked, (days, cost_open) = _resolved(answers, loop, question), rule
    if asked.reasons:
        return None
    limits = {name: getattr(days.rule, name) for name in ("aged_days", "returned_times", "declined_times")}
    own = {**limits, "cost_open": tuple(cost_open), "most": MOST_STANDING}
    rows = _rows(answers, asked, _composed("standing", asked.metric, asked.context), own)
    return {(row["source"], row["source_id"]): row for row in rows}


def _backlog(answers: Answering, loop: Loop, question: Question) -> dict[str, dict[str, int]]:
    """Empty where nothing is known of such cases."""
    asked = _resolved(answers, loop, question)
    if asked.reasons:
        return {}
    found = {flag: dict.fromkeys(BANDS, 0) for flag in ("all", *FLAGS)}
    for row in _rows(answers, asked, _composed("backlog", asked.metric, asked.context), {}):
        found[row["flag"]][row["band"]] = row["n"]
    return found


def _rows(
    answers: Answering, asked: ResolvedQuestion, statement: str, own: Mapping[str, object]
) -> list[dict[str, Any]]:
    bound = {**answers.parameters(asked, None), **own}
    names, rows = answers.runner.rows(statement, {name: bound[name] for name in parameters_of(statement)})
    return [dict(zip(names, row, strict=True)) for row in rows]


@lru_cache(maxsize=64)
def _composed(shape: str, metric: Metric, context: StatementContext) -> str:
    return compose_counted(shape, metric, sorted(_COLUMNS), context, shapes=_SQL)


def _acts(
    asked: AgendaAsked, things: SavedThings, moment: datetime | None
) -> Mapping[tuple[str, str], tuple[SavedThing, ...]]:
    """What people had done about cases by a moment (None: by now)."""
    if asked.question.scope.closed_lines:  # what people did may tell what such cases are
        return {}
    return acts_in(asked.loop.key, things, asked.known_by(moment))


def _cost_open(asked: AgendaAsked, things: SavedThings, moment: datetime | None) -> list[str]:
    """The cases somebody acted in first, of which it is still to be decided who pays."""
    if asked.question.scope.closed_lines:
        return []
    acts = (one.act for one in things.things(FIRST_ACTION, asked.known_by(moment)))
    return [
        f"{one.source}\x1f{one.source_id}" for one in acts if one.loop == asked.loop.key and one.state == ACTS_FIRST
    ]


def _item(
    row: Mapping[str, Any],
    days: MeetingDays,
    at: tuple[Meeting, bool],
    acts: tuple[SavedThing, ...],
    minutes: tuple[SavedThing, ...],
) -> AgendaItem:
    """at: the meeting, and whether the case stood for the one before."""
    meeting, stood = at
    decisions = [one.act for one in acts if one.act.kind == DECISION]
    first = next((one for one in acts if one.act.kind == FIRST_ACTION), None)
    moved_at = row["moved_at"].replace(tzinfo=UTC)
    group: Group = "new" if not stood else "decided" if decisions else "carried"
    return AgendaItem(
        source=row["source"],
        source_id=row["source_id"],
        title=called(row),
        area_id=row["area_id"],
        department=leaving("department", row["department"]) or "",
        status=row["status"],
        filed_at=row["filed_at"].replace(tzinfo=UTC),
        flags=tuple(flag for flag in FLAGS if row[f"cross_{flag}"]),
        reasons=tuple(reason for reason in REASONS if row[f"is_{reason}"]),
        returned_times=row["returned_times"],
        declined_times=row["declined_times"],
        group=group,
        before=_meetings_before(row, days, meeting) if stood else (),
        lead=next((one.unit for one in decisions if one.unit), ""),
        first_to_act=next((one.unit for one in _states(first) if one.state == ACTS_FIRST), ""),
        cost="none" if first is None else "open" if first.act.state == ACTS_FIRST else "decided",
        moved_at=moved_at,
        has_moved=moved_at > decisions[0].happened_at if decisions else None,
        acts=acts,
        minutes=minutes,
    )


def _states(thing: SavedThing | None) -> Sequence[Act]:
    """The acts of a thing, the last first."""
    return tuple(reversed(thing.history or (thing.act,))) if thing else ()


def _meetings_before(row: Mapping[str, Any], days: MeetingDays, meeting: Meeting) -> tuple[date, ...]:
    """The meetings since a case has been old enough; of one that stands for another reason alone it is not known since
    when, beyond that it stood for the meeting before."""
    if not row["is_aged"]:
        return (days.before(meeting).day,)
    since = row["aged_at"].replace(tzinfo=UTC)
    first = since.astimezone(days.zone).date()
    near = days.between(first - (meeting.regular - days.before(meeting).regular), meeting.regular)
    found = tuple(one.day for one in near if since <= one.at < meeting.at)
    return found or (days.before(meeting).day,)


def _order(item: AgendaItem) -> tuple[int, datetime, str, str]:
    """Carried over, new, decided but not moved, decided; in each those filed first."""
    place = GROUPS.index(item.group) + (item.group == "decided" and not item.is_stuck)
    return place, item.filed_at, item.source, item.source_id
