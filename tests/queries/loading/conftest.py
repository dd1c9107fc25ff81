"""A small city of two neighbourhoods, and ways to load into it and to look at what it holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from geodata.areas.area_tree import AreaTree
from geodata.city.profile import Profile, SourceProfile
from queries.city_context import CityContext
from queries.loading.load import load_file, load_table
from queries.loading.summary import LoadSummary
from queries.store.store import Store
from tests.cities.builder import city_without_cases

LANDED = datetime(2026, 11, 20, 12, tzinfo=UTC)
WEST_POINT, EAST_POINT = (0.5, 10.5), (1.5, 10.5)  # (lon, lat) in the western and the eastern neighbourhood
VERSIONS = """
SELECT * REPLACE (CASE WHEN version >= -4611686018427387904 - 1152921504606846976 THEN version END AS version) FROM (
  SELECT * EXCLUDE (batch, line, recorded_at), NULL AS superseded FROM city.events
  UNION ALL SELECT * EXCLUDE (batch, line, recorded_at, superseded_at), true FROM city.event_history
) ORDER BY source, source_id, version, row_hash
"""


@dataclass
class SmallCity:
    """An opened city with the loaders bound to it."""

    folder: Path
    context: CityContext

    @property
    def store(self) -> Store:
        return self.context.store

    @property
    def tree(self) -> AreaTree:
        return self.context.tree

    @property
    def profile(self) -> Profile:
        return self.context.profile

    def load(self, path: Path, **options: object) -> LoadSummary:
        options = {"source": "cases", "recorded_at": LANDED} | options
        return load_file(self.context, path, **options)  # type: ignore[arg-type]

    def load_text(self, text: str | bytes, name: str = "cases.csv", **options: object) -> LoadSummary:
        path = self.folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return self.load(path, **options)

    def load_table(self, table: object, **options: object) -> LoadSummary:
        options = {"source": "cases", "recorded_at": LANDED} | options
        return load_table(self.context, table, **options)  # type: ignore[arg-type]

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with self.store.cursor() as cursor:
            return cursor.execute(statement).fetchall()

    def case(self, number: str, columns: str) -> tuple[object, ...]:
        with self.store.cursor() as cursor:
            relation = cursor.sql("SELECT * FROM city.events").filter(f"source_id = '{number}'")
            return relation.select(*[duckdb.SQLExpression(part) for part in columns.split(", ")]).fetchall()[0]

    def count(self) -> int:
        [(cases,)] = self.rows("SELECT count(*) FROM city.events")
        return int(str(cases))

    def versions(self) -> list[tuple[object, ...]]:
        """Everything held, recorded times and batches aside."""
        return self.rows(VERSIONS)

    def landing(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "city" / "landing").glob("*"))


def open_small_city(folder: Path, zone: str = "America/New_York", **sources: SourceProfile) -> SmallCity:
    """The two neighbourhoods in `folder`/city, in the zone, with these sources."""
    profile = {"zone": zone, "sources": sources, "aliases": {"Old Harbour": "A2"}}
    return SmallCity(
        folder, CityContext.open(city_without_cases(folder / "city", "two_neighbourhoods", profile=profile))
    )


@pytest.fixture
def city(tmp_path: Path) -> Iterator[SmallCity]:
    opened = open_small_city(tmp_path)
    yield opened
    opened.store.close()
