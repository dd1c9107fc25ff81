"""Alarms as they stood at a moment, from all that became of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from queries.alarms.answers import AlarmAnswer, Standing
from queries.alarms.rule import SEVERITIES
from queries.budget.single_flight import SingleFlight
from queries.loading.alarms.transition import Transition
from queries.scope import of_the_city
from queries.store.statements import read_statements
from queries.store.store import Store

KEPT_DAYS = 30
"""So long alarms that are over are listed."""
MOST_READ = 20_000
_SQL = read_statements(Path(__file__).parents[1] / "loading" / "alarms" / "alarms.sql")


@dataclass(frozen=True)
class RecordedTransition:
    """A transition, and when it became known (aware)."""

    transition: Transition
    recorded_at: datetime


@dataclass(frozen=True)
class Alarm:
    """history: all that became of it, the oldest first; at least that it was raised. answer: what a person answered
    last; standing: how it stands with it."""

    history: tuple[Transition, ...]
    answer: AlarmAnswer | None = None
    standing: Standing = "new"

    @property
    def last(self) -> Transition:
        """What became of it last."""
        return self.history[-1]

    @property
    def key(self) -> str:
        """Of this alarm."""
        return self.last.alarm

    @property
    def raised_at(self) -> datetime:
        """Aware."""
        return self.history[0].as_of

    @property
    def cleared_at(self) -> datetime | None:
        """When it was over; None while it is open."""
        return self.last.as_of if self.last.step == "cleared" else None

    @property
    def told(self) -> Transition:
        """The last that was found of it while it was open: that it is over may say nothing."""
        return next(one for one in reversed(self.history) if one.step != "cleared")


class HeldAlarms:
    """What the store holds of alarms: of open ones all, of others what was so in the last KEPT_DAYS. Read again when
    something became of any. Safe to use from many threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read_once: SingleFlight[tuple[int, datetime], Sequence[RecordedTransition]] = SingleFlight(2)

    def alarms(self, now: datetime, known: datetime | None = None) -> tuple[Alarm, ...]:
        """Those of which something was known at `known` (aware; None: now): open ones first, then by severity, the
        newest first. now: by the clock of the city."""
        day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        key = (self._store.alarm_version, day)
        held = self._read_once.get(key, lambda: self._read(day - timedelta(days=KEPT_DAYS)))
        return ordered(one.transition for one in held if known is None or one.recorded_at <= known)

    def _read(self, since: datetime) -> Sequence[RecordedTransition]:
        bound = {"since": since.replace(tzinfo=None), "most": MOST_READ}
        with of_the_city(), self._store.cursor() as cursor:
            rows = cursor.execute(_SQL["read"], bound).fetchall()
        return tuple(_recorded(*row) for row in reversed(rows))


def _recorded(*row: object) -> RecordedTransition:
    *told, recorded_at = row
    alarm, step, rule, severity, area_code, subject, value, threshold, n, as_of, lon, lat = told
    moment = _aware(as_of)
    transition = Transition(
        alarm, step, rule, severity, area_code, subject, value, threshold, n, moment, lon, lat  # type: ignore[arg-type]
    )  # fmt: skip
    return RecordedTransition(transition, _aware(recorded_at))


def _aware(moment: object) -> datetime:
    assert isinstance(moment, datetime)  # noqa: S101  # narrows the type
    return moment.replace(tzinfo=UTC)


def ordered(transitions: Iterable[Transition]) -> tuple[Alarm, ...]:
    """The alarms of transitions, which are given the oldest first; of one whose beginning is not among them nothing."""
    histories = dict[str, list[Transition]]()
    for one in transitions:
        if one.step == "raised" or one.alarm in histories:
            histories.setdefault(one.alarm, []).append(one)
    alarms = [Alarm(tuple(history)) for history in histories.values()]
    alarms.sort(key=lambda one: (one.last.rule, one.last.area_code, one.last.subject))
    alarms.sort(key=lambda one: one.last.as_of, reverse=True)
    alarms.sort(key=lambda one: (one.cleared_at is not None, -SEVERITIES.index(one.last.severity)))
    return tuple(alarms)
