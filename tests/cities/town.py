"""A city to which a test reports units, devices, calls, partners and readings, each at a moment of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from queries.city import City
from queries.device_reports.applying import Applied
from queries.device_reports.row_check import RefusedRow, check_rows
from queries.kpis.answer import Answer
from queries.kpis.question import Question
from queries.landing.folder import SEGMENT, Landed
from queries.loading.bookkeeping import Bookkeeping
from queries.loading.inputs.input_lines import InputLines
from queries.loading.report_load import apply_checked
from queries.scope import WHOLE_CITY
from tests.cities.tiny.cases import AS_OF

STATE = {
    "units": "SELECT * EXCLUDE (recorded_at) FROM city.units ORDER BY ALL",
    "rosters": "SELECT * EXCLUDE (recorded_at) FROM city.rosters ORDER BY ALL",
    "devices": "SELECT * EXCLUDE (recorded_at) FROM city.devices ORDER BY ALL",
    "calls": "SELECT * EXCLUDE (recorded_at) FROM city.calls ORDER BY ALL",
    "partners": "SELECT * EXCLUDE (recorded_at) FROM city.partners ORDER BY ALL",
    "readings": "SELECT * EXCLUDE (recorded_at) FROM city.readings ORDER BY ALL",
}
EMPTY = {
    "units": "DELETE FROM city.units",
    "devices": "DELETE FROM city.devices",
    "calls": "DELETE FROM city.calls",
    "partners": "DELETE FROM city.partners",
    "readings": "DELETE FROM city.readings",
}


@dataclass
class Town:
    """A city, reported to under the name of the kind."""

    city: City
    refused: list[RefusedRow]

    def report(self, kind: str, *rows: Any, at: datetime = AS_OF, mapping: Mapping[str, str] | None = None) -> Applied:
        """Report rows that become known at a moment; what was refused is in `refused`."""
        city = self.city
        table, self.refused = check_rows(kind, rows, zone=city.profile.zone, mapping=mapping, now=at)
        landed = Landed("one", "one.segment", SEGMENT, kind, "", "", at.astimezone(UTC), {}, kind)
        lines = InputLines.of_one(landed).columns(np.arange(1, table.num_rows + 1))
        for name in ("input_number", "recorded_at"):
            table = table.append_column(name, lines[name])
        with city._context.store.write() as cursor:
            books = Bookkeeping(city._context.store, cursor, kind)
            applied = apply_checked(city._context, books, cursor, [landed], table)
        return applied.by_input[0]

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What a statement gives."""
        with self.city._context.store.cursor() as cursor:
            return cursor.execute(statement).fetchall()

    def forget(self, kind: str) -> None:
        """Remove everything that is current."""
        with self.city._context.store.write() as cursor:
            cursor.execute(EMPTY[kind])

    def state(self, kind: str) -> list[tuple[Any, ...]]:
        """Everything that is current, recording times aside."""
        return self.rows(STATE[kind])

    def ask(self, metric: str, denominator: str | None = None, area: str = "C", **more: Any) -> Answer:
        """The answer as of the tiny city's moment."""
        return self.city.kpis.ask(
            Question(metric, area, denominator=denominator, **({"as_of": AS_OF} | more), scope=WHOLE_CITY)
        )
