"""What the store holds in its present version: sources of cases, newest recording, first and last times."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from cachetools import LRUCache

from queries.as_of_state.state_tables import ATTEMPTS, VERDICTS, bases, names_in, state_tables, stored_columns
from queries.budget.single_flight import SingleFlight
from queries.calendar.city_days import Period, end_of_day
from queries.kpis.dictionary import Metric
from queries.scope import Scope, of_the_city, restriction_answered, scope_answered
from queries.store.absences import Absences
from queries.store.prepared.unclosed_cases import WINDOW as UNCLOSED_WINDOW
from queries.store.scoped.scoped_rows import MOST_SCOPES
from queries.store.statement_runner import Rows, StatementRunner
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).parent / "sql" / "source_facts.sql")
MOST_RESOLVED, MOST_WEEKLY = 2048, 256
Found = TypeVar("Found")
SURVEYED = "surveyed"
FILLED = ("accepted", "filed", SURVEYED)
STATUS, CLOSED_OR_STATUS = "status", "closed|status"
# A stamp is up to a minute old, and reports come every few seconds: what came since then is taken for its moment.
AGE_OF_STAMPS = timedelta(minutes=2)


@dataclass(frozen=True)
class CaseSource:
    """One row of city.sources; instants aware, in UTC."""

    name: str
    steps: frozenset[str]
    cadence_s: int | None
    watermark: datetime | None
    first_reported: datetime | None
    last_reported: datetime | None
    last_load: datetime | None
    rows: int


def columns_of_need(need: str) -> tuple[str, ...]:
    """The stored columns any of which meets a need of a KPI."""
    return tuple(_column_of(name) for name in need.split("|"))


def _column_of(name: str) -> str:
    if name == STATUS:
        return "status_raw"
    time = f"{name}_at"
    return time if time in state_tables()["events"].stored else name


def aware(instant: datetime | None) -> datetime | None:
    """An instant of the store (naive, UTC) as an aware one."""
    return instant.replace(tzinfo=UTC) if instant else None


def is_present(source: CaseSource, as_of: datetime) -> bool:
    """Whether nothing of a source is newer than a moment (aware), so that its present status was the one then."""
    return source.watermark is None or as_of + AGE_OF_STAMPS >= source.watermark


def _case_sources(rows: Rows) -> tuple[CaseSource, ...]:
    return tuple(
        CaseSource(
            name, frozenset(steps.split(",")), cadence, aware(newest), aware(first), aware(last), aware(load), count
        )
        for name, steps, cadence, newest, first, last, load, count in rows
    )


class Facts:
    """Facts about the store in its present version; the runner keeps the answers until the version changes.

    resolved: questions resolved by these facts, see `Resolving.resolve`; weekly: what hardly changes and is told once a
    week, by keys that name the week.
    """

    def __init__(self, runner: StatementRunner) -> None:
        self.runner = runner
        self.resolved: SingleFlight[Hashable, Any] = SingleFlight(MOST_RESOLVED)
        self.weekly: SingleFlight[Hashable, Any] = SingleFlight(MOST_WEEKLY)
        self._of_all = Absences(runner)
        self._absences_of: LRUCache[Scope, Absences] = LRUCache(MOST_SCOPES)
        self._lock = Lock()
        self._found: tuple[tuple[int, int], dict[Hashable, Any]] = ((-1, -1), {})

    @property
    def _absences(self) -> Absences:
        """Those of the rows that the asker may see."""
        scope = restriction_answered()
        if scope is None:
            return self._of_all
        with self._lock:
            found = self._absences_of.get(scope)
            if found is None:
                found = self._absences_of[scope] = Absences(self.runner, self._of_all)
            return found

    def look_up(self, as_of: datetime) -> None:
        """Look up what every question about cases needs before it is asked, so that the first one need not."""
        self.recorded_at()
        self.first_recorded_at()
        self.untimed()
        self.settled(as_of)
        if self.has_unclosed(as_of):
            with of_the_city():
                self.runner.store.prepare_unclosed(as_of.astimezone(UTC).replace(tzinfo=None))

    def once(self, key: Hashable, find: Callable[[], Found]) -> Found:
        """What `find` finds, looked for once for an asker in a version of the store. Everything found is held for that
        version, so that there must be few keys."""
        versions, found = self.runner.versions(), self._found
        if found[0] != versions:
            found = self._found = versions, {}
        asked = scope_answered(), key
        if asked not in found[1]:
            found[1][asked] = find()
        known: Found = found[1][asked]
        return known

    def sources(self) -> tuple[CaseSource, ...]:
        """All sources of cases by name; sources of reports: `queries.sources`."""
        return self.once("sources", lambda: _case_sources(self.runner.rows(_SQL["sources"], {})[1]))

    def watermark(self) -> datetime | None:
        """The newest life-cycle time of any source."""
        return max((source.watermark for source in self.sources() if source.watermark), default=None)

    def recorded_at(self) -> datetime | None:
        """When something was last recorded (aware, UTC; None: never)."""
        return self.once("newest_recording", lambda: aware(self.runner.rows(_SQL["newest_recording"], {})[1][0][0]))

    def first_recorded_at(self) -> datetime | None:
        """When the first batch of cases was recorded (aware, UTC; None: never); no case was known before it."""
        return self.once("first_recording", lambda: aware(self.runner.rows(_SQL["first_recording"], {})[1][0][0]))

    def last_reported_before(self, instant: datetime) -> datetime | None:
        """When the last case before an instant (naive UTC) was reported (aware, UTC; None: none was)."""
        _, rows = self.runner.rows(_SQL["last_reported_before"], {"instant": instant})
        return aware(rows[0][0])

    def untimed(self) -> int:
        """How many cases are closed or voided without a time of closing or voiding."""
        return self.once("untimed", self._count_untimed)

    def _count_untimed(self) -> int:
        if not self._absences.is_met(_SQL["is_untimed"]):
            return 0
        _, rows = self.runner.rows(_SQL["untimed"], {})
        return int(rows[0][0])

    def settled(self, as_of: datetime) -> bool:
        """Whether as of then the last closing stored of every case is the one in force: none is newer, and no first
        closing stands alone without rework."""
        newest, is_lone = self.once("closings", self._closings)
        return (newest is None or newest <= as_of) and not is_lone

    def _closings(self) -> tuple[datetime | None, bool]:
        """The newest closing or rework, and whether a first closing stands alone without rework."""
        newest = self._absences.latest(_SQL["closing_moment"])
        return aware(newest), self._absences.is_met(_SQL["is_lone_first_closing"])

    def has_unclosed(self, as_of: datetime) -> bool:
        """Whether the cases that were not closed as of then are to be prepared: of the last days they are."""
        watermark = self.watermark()
        return watermark is not None and as_of >= watermark - UNCLOSED_WINDOW

    def has_unclosed_days(self, period: Period) -> bool:
        """Whether those that were not closed at the ends of all days of a period are."""
        days = period.days()
        return bool(days) and self.has_unclosed(min(end_of_day(days[0], period.zone), period.as_of))

    def bounds(self, basis: str, recorded: datetime | None) -> tuple[datetime, datetime] | None:
        """The first and last time of a basis, of the rows as recorded by then (naive UTC; None: now)."""
        table = state_tables()[bases()[basis].table or "events"]
        source, bound = (table.table, {}) if recorded is None else (table.recorded, {"recorded": recorded})
        found = [
            instant
            for branch in bases()[basis].branches
            for instant in self.runner.rows(_SQL.filled("bounds", time=branch.time, source=source), bound)[1][0]
            if instant is not None
        ]
        return (min(found).replace(tzinfo=UTC), max(found).replace(tzinfo=UTC)) if found else None

    def unmet(self, metric: Metric, as_of: datetime) -> Mapping[str, tuple[str, ...]]:
        """source → the needs of the KPI that it does not meet as of a moment; only sources that lack something."""
        present = tuple(is_present(source, as_of) for source in self.sources())
        return self.once(("unmet", metric, present), lambda: self._unmet(metric, as_of))

    def _unmet(self, metric: Metric, as_of: datetime) -> Mapping[str, tuple[str, ...]]:
        lacking = {source.name: self.lacks(metric, source.name, as_of) for source in self.sources()}
        return {name: needs for name, needs in lacking.items() if needs}

    def lacks(
        self, metric: Metric, source: str, as_of: datetime, *, without: frozenset[str] = frozenset()
    ) -> tuple[str, ...]:
        """The needs of the KPI that a source does not meet as of a moment. without: columns that are thought away."""
        [of] = (one for one in self.sources() if one.name == source)
        return tuple(need for need in metric.needs if not self._meets(of, need, as_of, without))

    def by_status(self, metric: Metric) -> tuple[str, ...]:
        """The sources of which only the present status says what a KPI needs to know of closing."""
        if CLOSED_OR_STATUS not in metric.needs:
            return ()
        untimed = (source for source in self.sources() if "closed" not in source.steps)
        return tuple(source.name for source in untimed if self._knows(source, STATUS))

    def filled(self, metric: Metric) -> Mapping[str, tuple[str, ...]]:
        """step → the sources that do not know it, of the steps that a formula uses and loading fills in."""
        return self.once(("filled", metric), lambda: self._filled(metric))

    def _filled(self, metric: Metric) -> Mapping[str, tuple[str, ...]]:
        names = names_in(" ".join((metric.population, metric.numerator, metric.microseconds)))
        columns = state_tables()[metric.table].columns
        read = stored_columns(" ".join(columns[name] for name in names))
        unknown = {
            step: tuple(source.name for source in self.sources() if step not in source.steps)
            for step in FILLED
            if f"{step}_at" in read
        }
        return {step: names for step, names in unknown.items() if names}

    def attempts_since(self, recorded: datetime | None = None) -> Mapping[str, datetime]:
        """source → since when every attempt of a call-back is told of (naive UTC), not those alone that reached
        somebody; as recorded by then (naive UTC; None: now)."""
        with of_the_city():
            return dict(self.runner.rows(_SQL["attempts"], {"recorded": recorded})[1])

    def judged_sources(self) -> frozenset[str]:
        """The sources of which it is told of some alarm of a device whether it was false."""
        with of_the_city():
            return frozenset(name for (name,) in self.runner.rows(_SQL["judged"], {})[1])

    def undated(self, counter: str, time: str) -> bool:
        """Whether some case counts something (for example declines) without a time at which it first happened."""
        return self._absences.is_met(_SQL.filled("is_undated", counter=counter, time=time))

    def values(self, column: str) -> frozenset[str]:
        """The values that a column of the cases has; see `Absences.values`."""
        return self._absences.values(column)

    def _meets(self, source: CaseSource, need: str, as_of: datetime, without: frozenset[str]) -> bool:
        names = (name for name in need.split("|") if _column_of(name) not in without)
        return any(self._knows(source, name) for name in names if name != STATUS or is_present(source, as_of))

    def _knows(self, source: CaseSource, name: str) -> bool:
        """A step by the source's own list; anything else by whether a single value of it has been seen."""
        if name in source.steps:
            return True
        if name == ATTEMPTS:
            return source.name in self.attempts_since()
        if name == VERDICTS:
            return source.name in self.judged_sources()
        column = f"{name}_at" if name.endswith("due") or name == SURVEYED else name
        if column not in state_tables()["events"].stored and name != STATUS:
            return False
        condition = _SQL["has_status"] if name == STATUS else _SQL.filled("is_filled", column=column)
        return self._absences.was_met(condition, source.name)
