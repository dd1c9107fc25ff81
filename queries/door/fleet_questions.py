"""Questions about units, devices, people on the roster, and the data lines to partners."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from geodata.areas.area_tree import Area, BoundingBox
from geodata.placing.special_grid_areas import area_around
from queries.budget.single_flight import SingleFlight
from queries.city_context import CityContext
from queries.door.kpi_questions import KpiQuestions
from queries.door.source_questions import SourceQuestions
from queries.fleet.device_states import DeviceStates, device_states, devices_inside
from queries.fleet.nearest import Nearby, Things, Vicinity, nearest
from queries.fleet.partner_lines import partner_lines
from queries.fleet.partner_standing import PartnersAsOf, partners_as_of
from queries.fleet.special_readings import SpecialReadings, special_readings
from queries.fleet.totals import FleetTotals, fleet_totals
from queries.fleet.unit_positions import UnitPositions, unit_positions
from queries.fleet.workload import WORKERS, Workload, workload_of
from queries.kpis.question import Question
from queries.kpis.report_facts import ReportFacts
from queries.partners.partner_register import partner_register
from queries.scope import Scope, answering
from queries.store.statement_runner import StatementRunner

VERSIONS_KEPT = 2
_Version = tuple[Scope, int]


class FleetQuestions:
    """`city.fleet`. Units and devices are read from the store once for every delivery of reports.

    Every method raises ScopeNotEnforced and TooSlow; moments are aware.
    """

    def __init__(
        self, context: CityContext, runner: StatementRunner, kpis: KpiQuestions, sources: SourceQuestions
    ) -> None:
        self._context, self._runner, self._kpis, self._sources = context, runner, kpis, sources
        self._units: SingleFlight[_Version, UnitPositions] = SingleFlight(VERSIONS_KEPT)
        self._devices: SingleFlight[_Version, DeviceStates] = SingleFlight(VERSIONS_KEPT)

    def units(self, *, scope: Scope) -> UnitPositions:
        """All units as the newest reports say."""
        with answering(scope):
            return self._units.get(self._version(scope), lambda: unit_positions(self._runner))

    def devices(self, *, scope: Scope) -> DeviceStates:
        """All devices as the newest reports say, without their names."""
        with answering(scope):
            return self._devices.get(self._version(scope), lambda: device_states(self._runner))

    def devices_inside(self, box: BoundingBox, kinds: tuple[str, ...], most: int, *, scope: Scope) -> DeviceStates:
        """Devices of some kinds in a box (west, south, east, north; degrees WGS-84), at most so many, with names."""
        with answering(scope):
            return devices_inside(self._runner, box, kinds, most)

    def nearest(self, things: Things, around: Vicinity, as_of: datetime, *, scope: Scope) -> tuple[Nearby, ...] | None:
        """The units or devices nearest to a point, nearest first; None of a moment before the newest reports."""
        with answering(scope):
            if not ReportFacts(self._runner).known_at(things, as_of):
                return None
            return nearest(self._runner, things, around, as_of)

    def workload(self, question: Question, kind: str = WORKERS) -> Workload:
        """Open cases for each worker on duty, of the area of a question and of those right below it. question: area,
        moment and scope; its KPI is not looked at. kind: of units, as in reports.toml. Raises as `city.kpis.ask`."""
        with answering(question.scope):
            asked = replace(question, as_of=question.as_of or self._sources.now())
            staffed = replace(asked, metric="staffed", by=None, where=())
            found = workload_of(self._context.tree, asked, kind, self.units(scope=asked.scope), self._kpis.ask)
            reasons = tuple(self._kpis.reasons(staffed))
            return found if not reasons else found.without_workers(reasons)

    def totals(self, as_of: datetime, *, scope: Scope) -> FleetTotals:
        """Units and devices by kind and state; nothing of a moment before the newest reports."""
        with answering(scope):
            return fleet_totals(self._runner, as_of)

    def partners(self, as_of: datetime, *, scope: Scope) -> PartnersAsOf:
        """Who is declared as joined (partners.csv) beside the lines to all partners; these are not known of a moment
        before the newest reports."""
        with answering(scope):
            is_known = ReportFacts(self._runner).known_at("partners", as_of)
            lines = partner_lines(self._runner, as_of) if is_known else None
            register = partner_register(self._context.folder).seen_by(scope)
            return partners_as_of(lines, register, as_of.astimezone(self._context.profile.time_zone).date())

    def special_readings(self, question: Question, codes: tuple[str, ...] = ()) -> SpecialReadings:
        """What sensors measure in special grids as of the moment of a question (its KPI is not looked at): in these,
        else in all key ones and those that are measured, as far as they lie inside its area. None that the asker may
        not see as a whole is told, for its readings are not known by part."""
        grids, scope = self._context.special_grids, question.scope
        inside = self._context.tree.area(question.area)
        as_of = question.as_of or self._sources.now()

        def area_of(place: int) -> Area:
            return self._context.tree.by_id(area_around(grids, place, self._context.placer))

        def shown(measured: Set[int]) -> list[int]:
            named = np.isin(grids.code.astype(str), codes) if codes else grids.key
            places = sorted({*np.flatnonzero(named).tolist(), *(() if codes else measured)})
            areas = [(place, area_of(place)) for place in places]
            seen = [(place, area) for place, area in areas if scope.covers(area.area_id, area.last_id)]
            return [place for place, area in seen if codes or inside.area_id <= area.area_id <= inside.last_id]

        with answering(scope):
            moments = as_of, question.recorded_as_of or as_of.max.replace(tzinfo=UTC)
            day = as_of.astimezone(self._context.profile.time_zone).date()
            return special_readings(self._runner, grids, moments, day, shown)

    def known_at(self, table: str, as_of: datetime, *, scope: Scope) -> bool:
        """Whether the newest reports of a table (units, devices, …) describe the state at `as_of`."""
        with answering(scope):
            return ReportFacts(self._runner).known_at(table, as_of)

    def _version(self, scope: Scope) -> _Version:
        return scope, self._context.store.report_version
