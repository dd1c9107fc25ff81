"""Questions about the sources of a city, its clock, and the versions of what it holds."""

from __future__ import annotations

from collections.abc import Hashable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pyarrow as pa

from geodata.city.profile import Profile, SourceKind
from queries.budget.single_flight import SingleFlight
from queries.city_context import CityContext
from queries.kpis.source_facts import CaseSource, Facts
from queries.scope import Scope, answering
from queries.sources.freshness import Freshness
from queries.sources.standing import SourceStanding, Standings, newest_deliveries, refused_rows, source_standings
from queries.store.stamp import Stamp, StampIssuer
from queries.store.statement_runner import StatementRunner, shared_at

MOST_MOMENTS = 64
MOST_UNASKED = 60
"""Versions in a row that are prepared though nobody asks: of a minute, in which a screen asks several times."""


class SourceQuestions:
    """`city.sources`. Every answer is for an asker with a scope; moments are aware. Raises ScopeNotEnforced."""

    def __init__(self, context: CityContext, runner: StatementRunner, facts: Facts) -> None:
        self._context, self._runner, self._facts = context, runner, facts
        self._stamps, self._asked_when_looked_up, self._looked_up_unasked = StampIssuer(), -1, 0
        # With the profile, which lives as long as an entry does: so that no other one has its identity.
        self._standings: SingleFlight[Hashable, tuple[Profile, Standings]] = SingleFlight(MOST_MOMENTS)

    def standings(self, as_of: datetime | None = None, *, scope: Scope) -> tuple[SourceStanding, ...]:
        """How every source of cases or reports stood at `as_of` (None: now), by name."""
        return self._at(as_of, scope).sources

    def _at(self, as_of: datetime | None, scope: Scope) -> Standings:
        with answering(scope):
            stands = self._context.clock.stands_on_data(self._facts.watermark())
            moment, profile = as_of or self.now(), self._context.profile
            key = (self._runner.versions(), moment, stands, id(profile), scope)

            def made() -> tuple[Profile, Standings]:
                return profile, Standings(source_standings(self._runner, profile, moment, stands=stands))

            return self._standings.get(key, made)[1]

    def freshness(self, as_of: datetime, kind: SourceKind | None = None, *, scope: Scope) -> Freshness:
        """How fresh each source was at `as_of`; of all sources, or of those that deliver one kind."""
        return self._at(as_of, scope).freshness[kind]

    def look_up(self, *, scope: Scope) -> None:
        """Look up in the newest version what every question needs first, unless nothing was asked since the last
        MOST_UNASKED times: the first click after a delivery then does not wait for it."""
        with answering(scope):
            if self.statements_asked != self._asked_when_looked_up:
                self._looked_up_unasked = 0
            if self._looked_up_unasked < MOST_UNASKED:
                self._facts.look_up(self.now())
                self.standings(scope=scope)
                self._looked_up_unasked += 1
                self._asked_when_looked_up = self.statements_asked

    def of_cases(self, *, scope: Scope) -> tuple[CaseSource, ...]:
        """What the store holds of each source of cases, by name."""
        with answering(scope):
            return self._facts.sources()

    def refused_rows(self, source: str, limit: int, *, scope: Scope) -> pa.Table:
        """The newest refused rows of a source: recorded_at (naive UTC), file, line, reason and raw, masked. They lie in
        no area: only for those who may see the whole city."""
        with answering(scope):
            return refused_rows(self._context.store, source, limit)

    def newest_deliveries(self, source: str, limit: int, *, scope: Scope) -> pa.Table:
        """The newest inputs of a source, newest first: recorded_at (naive UTC), file, and what became of their rows.
        Only for those who may see the whole city."""
        with answering(scope):
            return newest_deliveries(self._context.store, source, limit)

    def now(self) -> datetime:
        """The moment as of which the city is asked, by its clock: UTC, whole seconds."""
        return self._context.clock.now(self._facts.watermark())

    @property
    def stand(self) -> bool:
        """Whether the data have ended, so that the city's clock stands at the newest of them."""
        return self._context.clock.stands_on_data(self._facts.watermark())

    def stamp(self, *, at_least: int = 0) -> Stamp:
        """The stamp that all screens ask with at present; a new one where it is of an older version than `at_least`."""
        version = self.data_version
        return self._stamps.issue(version, self.now(), self._context.clock.wall(), at_least=at_least)

    @property
    def data_version(self) -> int:
        """How many loads have changed something; survives a restart."""
        return self._context.store.data_version

    @property
    def report_version(self) -> int:
        """How many times reports of units, devices, calls or partners were applied since the city was opened."""
        return self._context.store.report_version

    @property
    def statements_asked(self) -> int:
        """How many statements were put to the store since the city was opened; answers taken from memory are none."""
        return self._runner.asked

    @property
    def clock_offset(self) -> timedelta:
        """How far the city's clock is from that of the wall."""
        return self._context.clock.offset

    def shared_at(self, data_version: int) -> AbstractContextManager[None]:
        """Within the block this thread's questions share the answers of that data version, though a later one may be
        there already."""
        return shared_at(data_version)
