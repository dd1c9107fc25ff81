"""What the store knows of itself in its present version: sources, newest recording, first and last times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from queries.as_of_state.state_tables import bases, names_in, state_tables
from queries.kpis.dictionary import Metric
from queries.store.statement_runner import StatementRunner
from queries.store.statements import Text

SOURCES = """
SELECT source, steps, cadence_s, watermark, first_reported, last_reported, last_load, rows
FROM city.sources WHERE kind = 'events' ORDER BY source
"""
NEWEST_RECORDING = "SELECT max(recorded_at) FROM city.data_versions"
FIRST_RECORDING = """
SELECT min(recorded_at) FROM city.batches WHERE source IN (SELECT source FROM city.sources WHERE kind = 'events')
"""
UNTIMED = """
SELECT
  (SELECT count(*) FROM city.events WHERE closed_at IS NULL AND first_closed_at IS NULL AND status = 'closed')
  + (SELECT count(*) FROM city.events WHERE voided_at IS NULL AND status = 'voided')
"""
NEWEST_CLOSING = "SELECT greatest(max(closed_at), max(reworked_at)) FROM city.events"
FIRST_CLOSING = """
SELECT 1 FROM city.events
WHERE closed_at IS NULL AND first_closed_at IS NOT NULL AND (reworked_at >= first_closed_at) IS NOT TRUE LIMIT 1
"""
UNTIMED_COUNTER = Text("SELECT 1 FROM city.events WHERE @counter > 0 AND @time IS NULL LIMIT 1")
KNOWN = Text("SELECT 1 FROM city.events WHERE source = $source AND @column IS NOT NULL LIMIT 1")
BOUNDS = Text("SELECT min(@time), max(@time) FROM @source AS stored")
FILLED = ("accepted", "filed", "surveyed")


@dataclass(frozen=True)
class Source:
    """One row of city.sources; instants aware, in UTC."""

    name: str
    steps: frozenset[str]
    cadence_s: int | None
    watermark: datetime | None
    first_reported: datetime | None
    last_reported: datetime | None
    last_load: datetime | None
    rows: int


def aware(instant: datetime | None) -> datetime | None:
    """An instant of the store (naive, UTC) as an aware one."""
    return instant.replace(tzinfo=UTC) if instant else None


class Facts:
    """Facts about the store in its present version; the runner keeps the answers until the version changes."""

    def __init__(self, runner: StatementRunner) -> None:
        self.runner = runner
        self._known: set[tuple[str, str]] = set()

    def sources(self) -> tuple[Source, ...]:
        """All sources of cases by name; sources of reports: `queries.sources`."""
        _, rows = self.runner.rows(SOURCES, {})
        return tuple(
            Source(
                name, frozenset(steps.split(",")), cadence, aware(newest), aware(first), aware(last), aware(load), count
            )
            for name, steps, cadence, newest, first, last, load, count in rows
        )

    def watermark(self) -> datetime | None:
        """The newest life-cycle time of any source."""
        return max((source.watermark for source in self.sources() if source.watermark), default=None)

    def recorded_at(self) -> datetime | None:
        """When something was last recorded."""
        _, rows = self.runner.rows(NEWEST_RECORDING, {})
        return aware(rows[0][0])

    def first_recorded_at(self) -> datetime | None:
        """When the first batch of cases was recorded; before it nothing was known of any."""
        _, rows = self.runner.rows(FIRST_RECORDING, {})
        return aware(rows[0][0])

    def untimed(self) -> int:
        """How many cases are closed or voided without any time of it."""
        _, rows = self.runner.rows(UNTIMED, {})
        return int(rows[0][0])

    def settled(self, as_of: datetime) -> bool:
        """Whether as of then the last closing stored of every case is the one in force: none is newer, and no first
        closing stands alone without rework."""
        newest = aware(self.runner.rows(NEWEST_CLOSING, {})[1][0][0])
        return (newest is None or newest <= as_of) and not self.runner.rows(FIRST_CLOSING, {})[1]

    def bounds(self, basis: str, recorded: datetime | None) -> tuple[datetime, datetime] | None:
        """The first and last time of a basis, of the rows as recorded by then (naive UTC; None: now)."""
        table = state_tables()[bases()[basis].table or "events"]
        source, bound = (table.table, {}) if recorded is None else (table.recorded, {"recorded": recorded})
        found = [
            instant
            for branch in bases()[basis].branches
            for instant in self.runner.rows(BOUNDS.substitute(time=branch.time, source=source), bound)[1][0]
            if instant is not None
        ]
        return (min(found).replace(tzinfo=UTC), max(found).replace(tzinfo=UTC)) if found else None

    def unmet(self, metric: Metric) -> Mapping[str, tuple[str, ...]]:
        """source → the needs of the KPI that it does not meet; only sources that lack something."""
        lacking = {
            source.name: tuple(need for need in metric.needs if not self._meets(source, need))
            for source in self.sources()
        }
        return {name: needs for name, needs in lacking.items() if needs}

    def filled(self, metric: Metric) -> Mapping[str, tuple[str, ...]]:
        """step → the sources that do not know it, of the steps that a formula uses and loading fills in."""
        names = names_in(" ".join((metric.population, metric.numerator, metric.microseconds)))
        columns = state_tables()[metric.table].columns
        made_of = " ".join(columns[name] for name in names)
        unknown = {
            step: tuple(source.name for source in self.sources() if step not in source.steps)
            for step in FILLED
            if f"stored.{step}_at" in made_of
        }
        return {step: names for step, names in unknown.items() if names}

    def undated(self, counter: str, time: str) -> bool:
        """Whether some case counts something (for example declines) without a time at which it first happened."""
        return bool(self.runner.rows(UNTIMED_COUNTER.substitute(counter=counter, time=time), {})[1])

    def _meets(self, source: Source, need: str) -> bool:
        return any(self._knows(source, name) for name in need.split("|"))

    def _knows(self, source: Source, name: str) -> bool:
        """A step by the source's own list; anything else by whether a single value of it has been seen."""
        if name in source.steps:
            return True
        column = f"{name}_at" if name.endswith("due") or name == "surveyed" else name
        if column not in state_tables()["events"].stored:
            return False
        if (source.name, column) not in self._known:
            if not self.runner.rows(KNOWN.substitute(column=column), {"source": source.name})[1]:
                return False
            self._known.add((source.name, column))
        return True
