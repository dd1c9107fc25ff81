"""The life of a case after it was reported: acceptance, filing, dispatch, signing, handling.

Every time is drawn to its end at once; known_state.py cuts it to what is known at a moment. Rates are calibrated to the
published ones (filing within 1-3 minutes, 0.3 s for an automatic match, handling 5.27 and then 4.12 days).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dashboard.simulator.cases import HIDDEN_STEPS, LIMITS, NEVER, STEPS, Cases, Column
from dashboard.simulator.habits.categories import kinds
from dashboard.simulator.habits.channels import habits
from dashboard.simulator.habits.chronicle import chronicle, on
from dashboard.simulator.lives.pace import Pace
from dashboard.simulator.simulated_time import DAY, HOUR, MINUTE, OFFICE_HOURS_A_DAY, SECOND, Instants
from queries.values import WorkingClock

_TYPICAL = 0.4745  # median share of the limit that handling takes
_SPREAD = 0.70
_CROSSING = 0.00075  # by chance, after the days whose cross-boundary cases are planned


@dataclass(eq=False)
class Life:
    """The cases of one day while their lives are being drawn: `columns` fills up step by step."""

    columns: dict[str, Column]
    day: date
    rng: np.random.Generator
    office: WorkingClock
    field: WorkingClock

    @classmethod
    def begin(
        cls, cases: Cases, day: date, rng: np.random.Generator, office: WorkingClock, field: WorkingClock
    ) -> Life:
        """Only reported so far: every later time is NEVER."""
        n = len(cases)
        never = {name: np.full(n, NEVER) for name in (*STEPS, *HIDDEN_STEPS, *LIMITS)}
        return cls({**never, **cases.columns}, day, rng, office, field)

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def __setitem__(self, name: str, column: Column) -> None:
        self.columns[name] = column

    def __len__(self) -> int:
        return len(self.columns["reported_at"])

    def chance(self, probability: float | NDArray[np.float64]) -> NDArray[np.bool_]:
        """True with this probability, row by row."""
        return np.asarray(self.rng.random(len(self)) < probability)

    def lognormal(self, median: float, spread: float) -> Instants:
        """Microseconds around a median (given in microseconds), skewed to the long side."""
        return (median * np.exp(self.rng.normal(0.0, spread, len(self)))).astype(np.int64)

    def uniform(self, low: float, high: float) -> Instants:
        """Microseconds, evenly between two bounds."""
        return self.rng.uniform(low, high, len(self)).astype(np.int64)

    def between(self, start: Instants, end: Instants, low: float, high: float) -> Instants:
        """A moment at an even share `low`..`high` of the way from `start` to `end`."""
        return start + ((end - start) * self.rng.uniform(low, high, len(self))).astype(np.int64)

    def of_channel(self, key: str) -> NDArray[np.float64]:
        """A number of each case's channel."""
        return habits().of_channels(key)[self["channel"]]

    def only(self, when: NDArray[np.bool_], at: Instants) -> Instants:
        """`at` in the rows that hold, NEVER elsewhere and wherever `at` builds on a time that never comes."""
        return np.where(when & (at < NEVER), at, NEVER)

    def later(self, when: NDArray[np.bool_], clock: WorkingClock, start: Instants, working: Instants) -> Instants:
        """`working` time of `clock` after `start` in the rows that hold, NEVER elsewhere."""
        begun = when & (start < NEVER)
        return np.where(begun, clock.after(np.where(begun, start, 0), working), NEVER)


def take_in(life: Life) -> None:
    """Accepted within seconds, filed within 1-3 minutes (4 % later), dispatched by the machine in 0.3 s or by hand."""
    slow = life.chance(0.04)
    filing = np.where(slow, 3 * MINUTE + life.lognormal(6 * MINUTE, 0.9), life.uniform(60 * SECOND, 178 * SECOND))
    life["accepted_at"] = life["reported_at"] + life.uniform(3 * SECOND, 40 * SECOND)
    life["filed_at"] = life["reported_at"] + filing
    life["filing_due_at"] = life["reported_at"] + 3 * MINUTE
    life["auto"] = life.chance(life.of_channel("by_machine"))
    matched = life.uniform(0.2 * SECOND, 0.4 * SECOND)
    life["dispatched_at"] = life["filed_at"] + np.where(life["auto"], matched, life.lognormal(7 * MINUTE, 0.9))
    life["citizen"] = life.of_channel("citizen") > 0
    one_day = np.full(len(life), OFFICE_HOURS_A_DAY * HOUR)
    life["contact_due_at"] = life.later(life["citizen"], life.office, life["filed_at"], one_day)
    contacted = life["citizen"] & life.chance(0.975)
    life["contacted_at"] = life.later(contacted, life.field, life["dispatched_at"], life.lognormal(2 * HOUR, 1.0))
    life["minor"] = life.chance(life.of_channel("minor")) & ~life["repeat"] & life["auto"]


def sign_for(life: Life) -> None:
    """The department signs; some decline and the case goes to another, sometimes more than once."""
    n = len(life)
    declined = life.chance(np.where(life["auto"], 0.022, 0.055)) & ~life["minor"]
    again = declined & life.chance(0.18)
    first = life.later(declined, life.field, life["dispatched_at"], life.lognormal(1.5 * HOUR, 0.7))
    second = life.later(again, life.field, first, life.lognormal(3 * HOUR, 0.6))
    life["first_declined_at"], life["declined_again_at"] = first, second
    last = np.where(again, second, first)
    life["redispatched_at"] = life.only(declined, last + life.lognormal(25 * MINUTE, 0.6))
    start = np.where(declined, life["redispatched_at"], life["dispatched_at"])
    signing = np.where(life["minor"], life.uniform(20 * SECOND, 3 * MINUTE), life.lognormal(28 * MINUTE, 1.2))
    signed = np.where(life["minor"], start + signing, life.field.after(start, signing))
    life["received_at"] = signed
    life["receive_due_at"] = life.office.after(life["dispatched_at"], np.full(n, 2 * HOUR))
    department = kinds().department[life["kind"]]
    wrong = life.rng.integers(0, len(kinds().departments), n).astype(np.int16)
    life["first_department"] = np.where(declined, wrong, department)
    life["department"] = department


def handle(life: Life, pace: Pace) -> None:
    """Handling against the limit, with suspension, extension and cross-boundary consulting on the way."""
    days = kinds().limit_days[life["kind"]] * life.rng.choice([1.0, 1.0, 1.0, 0.6], len(life))
    days = np.where(life["minor"], 1.0, np.maximum(days, 1.0))
    limit = (days * OFFICE_HOURS_A_DAY * HOUR).astype(np.int64)
    due = life.office.after(life["dispatched_at"], limit)
    share = _TYPICAL * np.exp(life.rng.normal(0.0, _SPREAD, len(life)))
    share *= pace.of_area[life["leaf"]] * pace.of_department[life["department"]] * life.of_channel("slower")
    share *= on(chronicle().curves.slowness, life.day)
    crossing = life.chance(0.0 if chronicle().plans(life.day) else _CROSSING) & ~life["minor"]
    share = np.where(crossing, share * 1.8, share).clip(0.02, 2.6)
    calendar = (share * (due - life["dispatched_at"])).astype(np.int64)
    done = life.field.after(life["received_at"], calendar * life.field.pace * 0.85)
    done = np.where(life["minor"], life["received_at"] + life.uniform(4 * MINUTE, 45 * MINUTE), done)
    _cross(life, crossing, done)
    _suspend(life, done)
    pause = life["pause"]
    _extend(life, due, done, limit)
    life["first_due_at"], life["due_at"] = due, np.where(life["due_at"] < NEVER, life["due_at"], due + pause)
    life["finished_at"] = done + pause
    checking = life.field.after(life["finished_at"], life.lognormal(1.2 * HOUR, 0.8))
    life["verified_at"] = np.where(life["minor"], life["finished_at"] + life.uniform(SECOND, MINUTE), checking)


def _cross(life: Life, crossing: NDArray[np.bool_], done: Instants) -> None:
    """三跨: about 9 a day; one case may cross several borders."""
    life["cross_at"] = life.only(crossing, life.between(life["received_at"], done, 0.05, 0.5))
    life["cross_region"], life["cross_level"] = crossing & life.chance(0.45), crossing & life.chance(0.3)
    neither = ~life["cross_region"] & ~life["cross_level"]
    life["cross_department"] = crossing & (neither | life.chance(0.35))


def _suspend(life: Life, done: Instants) -> None:
    """Some cases wait for weather, parts or a court; a few wait longer than the 30 days allowed."""
    suspended = life.chance(0.010) & ~life["minor"]
    when = life.between(life["received_at"], done, 0.2, 0.8)
    pause = np.minimum(life.lognormal(6 * DAY, 0.85), 38 * DAY)
    life["suspended_at"] = life.only(suspended, when)
    life["resumed_at"] = life.only(suspended, when + pause)
    life["pause"] = np.where(suspended, pause, 0)


def _extend(life: Life, due: Instants, done: Instants, limit: Instants) -> None:
    """A department that sees that it will be late may ask for half the limit more, before it has run out."""
    asks = (done > due - 2 * HOUR) & life.chance(0.22) & (life["suspended_at"] == NEVER)
    asked = life.between(life["received_at"], due, 0.6, 0.95)
    asks &= (asked > life["received_at"]) & (asked < np.minimum(due, done))
    life["extended_at"] = life.only(asks, asked)
    life["due_at"] = life.only(asks, life.office.after(due, limit // 2))
