"""A small city of two neighbourhoods, and ways to load into it and to look at what it holds."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest

from geodata.areas.area_tree import AreaTree
from geodata.areas.tree_file import read_tree
from geodata.city.profile import Profile, SourceProfile, load_profile
from geodata.founding.new_city import create_city
from geodata.placing.placer import Placer
from queries.calendar.clock import Clock
from queries.city_context import CityContext
from queries.loading.load import load_file, load_table
from queries.loading.summary import LoadSummary
from queries.store.store import Store

LANDED = datetime(2026, 11, 20, 12, tzinfo=UTC)
WEST_POINT, EAST_POINT = (0.5, 10.5), (1.5, 10.5)  # (lon, lat) in the western and the eastern neighbourhood
VERSIONS = """
SELECT * EXCLUDE (batch, line, recorded_at), NULL AS superseded FROM city.events
UNION ALL SELECT * EXCLUDE (batch, line, recorded_at, superseded_at), true FROM city.event_history
ORDER BY source, source_id, version, row_hash
"""


@dataclass
class SmallCity:
    """An opened city with the loaders bound to it."""

    folder: Path
    store: Store
    tree: AreaTree
    placer: Placer
    profile: Profile

    @property
    def context(self) -> CityContext:
        """The city as loading sees it."""
        context = CityContext(self.profile, self.tree, self.store, Clock())
        context.placer = self.placer
        return context

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


def write_two_neighbourhoods(path: Path) -> Path:
    def square(west: float) -> dict[str, object]:
        ring = [[west, 10], [west + 1, 10], [west + 1, 11], [west, 11], [west, 10]]
        return {"type": "Polygon", "coordinates": [ring]}

    features = [
        {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": square(west)}
        for code, name, west in (("A1", "West Side", 0.0), ("A2", "East Side", 1.0))
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


@cache
def _founded(zone: str) -> tuple[Profile, AreaTree, Placer]:
    with tempfile.TemporaryDirectory() as folder:
        city = Path(folder) / "city"
        create_city(city, "small", [("district", write_two_neighbourhoods(Path(folder) / "areas.geojson"))], zone)
        tree = read_tree(city)
        return load_profile(city), tree, Placer(tree)


def open_small_city(folder: Path, zone: str = "America/New_York", **sources: SourceProfile) -> SmallCity:
    profile, tree, placer = _founded(zone)
    profile = profile.model_copy(update={"sources": sources, "aliases": {"Old Harbour": "A2"}})
    return SmallCity(folder, Store.open(folder / "city"), tree, placer, profile)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[SmallCity]:
    opened = open_small_city(tmp_path)
    yield opened
    opened.store.close()
