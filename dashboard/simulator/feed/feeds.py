"""What each source of the simulated city delivers, and in which rhythm."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from dashboard.simulator.feed.happenings import Happenings
from dashboard.simulator.feed.rows import Row, oldest_first, rows_of
from dashboard.simulator.feed.steps import steps_between
from dashboard.simulator.fleet.fleet import Fleet
from dashboard.simulator.simulated_time import HOUR, microseconds
from dashboard.simulator.sources import CALLS, DEVICES, EVENTS, PARTNERS, SOURCES, STEPS, UNITS

HEARTBEAT = timedelta(minutes=10)
ROSTERS_EVERY = timedelta(days=1)
LONGEST_PAUSE = timedelta(days=400)
"""Of a longer pause only the last part is told: a gap stays."""
LIVE_BATCH, BULK_BATCH = 500, 2_000


class Feed(Protocol):
    """One source. `every_s`: seconds between two deliveries while it is up to date."""

    source: str
    every_s: float

    def window_end(self, since: datetime, now: datetime) -> datetime:
        """How far the next window goes; `now` when everything left fits into it."""

    def rows(self, since: datetime, until: datetime) -> list[Row]:
        """What there is to deliver of a window, oldest first."""


def kind_of(feed: Feed) -> str:
    """The kind that a feed's source delivers: the last part of its address."""
    return SOURCES[feed.source].kind


class EventFeed:
    """Every second what happened in it; after a pause hour by hour, after a long one day by day."""

    source, every_s = EVENTS, 1.0

    def __init__(self, happenings: Happenings) -> None:
        self.happenings = happenings

    def window_end(self, since: datetime, now: datetime) -> datetime:
        lag = now - since
        stride = timedelta(days=1) if lag > timedelta(days=2) else timedelta(hours=1)
        return now if lag <= 2 * stride else since + stride

    def rows(self, since: datetime, until: datetime) -> list[Row]:
        return rows_of(oldest_first(self.happenings.between(since, until)))


class StepFeed:
    """The steps of what the source of cases has told already. After a pause longer than cases are held for, the steps
    of the time before are left out."""

    source, every_s = STEPS, 5.0

    def __init__(self, happenings: Happenings) -> None:
        self._happenings = happenings

    def window_end(self, since: datetime, now: datetime) -> datetime:
        return min(now, max(since, self._happenings.told_until or since))

    def rows(self, since: datetime, until: datetime) -> list[Row]:
        alive = self._happenings.alive
        if alive is None:
            return []
        seed = self._happenings.simulation.seed
        return rows_of(steps_between(alive, microseconds(since), microseconds(until), seed))


class _NowFeed:
    """A feed whose newest state is all that counts."""

    def window_end(self, since: datetime, now: datetime) -> datetime:
        return now


class UnitFeed(_NowFeed):
    """Positions of everybody on shift, and once a day the rosters."""

    source, every_s = UNITS, 10.0

    def __init__(self, fleet: Fleet, happenings: Happenings) -> None:
        self._fleet, self._happenings = fleet, happenings
        self._rosters_told: datetime | None = None

    def rows(self, since: datetime, until: datetime) -> list[Row]:
        found = rows_of(self._fleet.units(microseconds(until), self._happenings.alive, microseconds(since)))
        if self._rosters_told is None or until - self._rosters_told >= ROSTERS_EVERY:
            found += rows_of(self._fleet.rosters(microseconds(until)))
            self._rosters_told = until
        return found


class DeviceFeed(_NowFeed):
    """Heartbeats and changes; after a pause what every device has said last, the silent ones too."""

    source, every_s = DEVICES, 60.0

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet

    def rows(self, since: datetime, until: datetime) -> list[Row]:
        after = microseconds(since) if until - since <= HEARTBEAT else 0
        return rows_of(self._fleet.devices(after, microseconds(until)))


class PartnerFeed(_NowFeed):
    """The link to every partner."""

    source, every_s = PARTNERS, 60.0

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet

    def rows(self, since: datetime, until: datetime) -> list[Row]:
        return rows_of(self._fleet.partners(microseconds(until)))


class CallFeed:
    """The calls of every hour when it is over."""

    source, every_s = CALLS, 60.0

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet

    def window_end(self, since: datetime, now: datetime) -> datetime:
        return min(now, since + timedelta(days=30))

    def rows(self, since: datetime, until: datetime) -> list[Row]:
        hours = hours_over(since, until)
        return rows_of(self._fleet.calls(hours)) if hours else []


def hours_over(since: datetime, until: datetime) -> list[int]:
    """The beginnings (microseconds UTC) of the hours that ended after `since`, up to `until`."""
    first, last = microseconds(since) // HOUR, microseconds(until) // HOUR
    return [hour * HOUR for hour in range(first, last)]


def feeds_of(happenings: Happenings, fleet: Fleet) -> list[Feed]:
    """All feeds of the city. The fleet is asked by several threads, each for something else."""
    return [
        EventFeed(happenings),
        StepFeed(happenings),
        UnitFeed(fleet, happenings),
        DeviceFeed(fleet),
        PartnerFeed(fleet),
        CallFeed(fleet),
    ]


def goes_on_from(reached: datetime | None, now: datetime) -> datetime:
    """From when on a source goes on that was heard up to `reached` (None: never)."""
    return max(reached or now - HEARTBEAT, now - LONGEST_PAUSE)
