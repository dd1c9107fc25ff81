"""What each source of the simulated city delivers, and how often."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from dashboard.simulator.feed.case_changes import CaseChanges
from dashboard.simulator.feed.rows import Row, oldest_first, rows_of
from dashboard.simulator.feed.steps import steps_between
from dashboard.simulator.fleet.fleet import Fleet
from dashboard.simulator.simulated_time import HOUR, microseconds
from dashboard.simulator.sources import CALLS, DEVICES, EVENTS, PARTNERS, READINGS, SOURCES, STEPS, UNITS

HEARTBEAT = timedelta(minutes=10)
ROSTERS_EVERY = timedelta(days=1)
LONGEST_PAUSE = timedelta(days=400)
"""After a longer pause only the last part of it is delivered; the time before stays without data."""
LIVE_BATCH, BULK_BATCH = 500, 2_000


class Feed(Protocol):
    """One source. `every_s`: seconds between two deliveries while it is up to date."""

    source: str
    every_s: float

    def window_end(self, since: datetime, now: datetime) -> datetime:
        """The end (aware) of the next window; `now` when everything left fits into it."""

    def rows(self, since: datetime, until: datetime) -> list[Row]:
        """The rows to deliver of a window, oldest first."""


def kind_of(feed: Feed) -> str:
    """The kind that a feed's source delivers: the last part of its address."""
    return SOURCES[feed.source].kind


class EventFeed:
    """Cases: second by second; after a pause hour by hour, after more than two days day by day."""

    source, every_s = EVENTS, 1.0

    def __init__(self, changes: CaseChanges) -> None:
        self.changes = changes

    def window_end(self, since: datetime, now: datetime) -> datetime:
        lag = now - since
        stride = timedelta(days=1) if lag > timedelta(days=2) else timedelta(hours=1)
        return now if lag <= 2 * stride else since + stride

    def rows(self, since: datetime, until: datetime) -> list[Row]:
        return rows_of(oldest_first(self.changes.between(since, until)))


class StepFeed:
    """The steps of the cases that the source of cases has delivered. After a pause longer than cases stay in memory the
    steps of the time before are left out."""

    source, every_s = STEPS, 5.0

    def __init__(self, changes: CaseChanges) -> None:
        self._changes = changes

    def window_end(self, since: datetime, now: datetime) -> datetime:
        return min(now, max(since, self._changes.reached or since))

    def rows(self, since: datetime, until: datetime) -> list[Row]:
        active = self._changes.active
        if active is None:
            return []
        return rows_of(steps_between(active, microseconds(since), microseconds(until), self._changes.simulation))


class _NowFeed:
    """A feed of which only the newest state counts."""

    def window_end(self, since: datetime, now: datetime) -> datetime:
        return now


class UnitFeed(_NowFeed):
    """Positions of everybody on shift, and once a day the rosters."""

    source, every_s = UNITS, 10.0

    def __init__(self, fleet: Fleet, changes: CaseChanges) -> None:
        self._fleet, self._changes = fleet, changes
        self._rosters_sent: datetime | None = None

    def rows(self, since: datetime, until: datetime) -> list[Row]:
        found = rows_of(self._fleet.units(microseconds(until), self._changes.active, microseconds(since)))
        if self._rosters_sent is None or until - self._rosters_sent >= ROSTERS_EVERY:
            found += rows_of(self._fleet.rosters(microseconds(until)))
            self._rosters_sent = until
        return found


class DeviceFeed(_NowFeed):
    """Heartbeats and changes of state; after a pause the last report of every device, silent ones too."""

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


class ReadingFeed:
    """What sensors in special grids measure."""

    source, every_s = READINGS, 60.0

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet

    def window_end(self, since: datetime, now: datetime) -> datetime:
        return min(now, since + timedelta(days=1))

    def rows(self, since: datetime, until: datetime) -> list[Row]:
        return rows_of(self._fleet.readings(microseconds(since), microseconds(until)))


def hours_over(since: datetime, until: datetime) -> list[int]:
    """The beginnings (microseconds UTC) of the hours that ended after `since`, up to `until`."""
    first, last = microseconds(since) // HOUR, microseconds(until) // HOUR
    return [hour * HOUR for hour in range(first, last)]


def feeds_of(changes: CaseChanges, fleet: Fleet) -> list[Feed]:
    """All feeds of the city. Several threads ask the fleet, each for another kind of report."""
    return [
        EventFeed(changes),
        StepFeed(changes),
        UnitFeed(fleet, changes),
        DeviceFeed(fleet),
        PartnerFeed(fleet),
        CallFeed(fleet),
        ReadingFeed(fleet),
    ]


def resume_from(reached: datetime | None, now: datetime) -> datetime:
    """The moment from which a source goes on that has delivered up to `reached` (None: nothing yet)."""
    return max(reached or now - HEARTBEAT, now - LONGEST_PAUSE)
