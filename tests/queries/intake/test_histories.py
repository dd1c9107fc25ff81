"""Random histories, delivered in every way at once, end in what a plain list of versions says they must; those of
sources without versions in what their order of arrival says."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

import pyarrow as pa
import pytest

from queries.city_context import CityContext
from queries.intake import reception as receiving
from queries.intake.reception import Reception
from queries.loading.load import load_table
from queries.recovery.agreement import reconcile
from queries.recovery.rebuild import rebuild
from queries.recovery.recovery import open_recovered
from queries.store.version_order import LEAST_NUMBER
from tests.queries.intake.conftest import applied, new_city, rows_of

HISTORIES, MANY_HISTORIES, IN_ONE_CITY = 15, 2000, 50
RESTARTS, MANY_RESTARTS = 0.04, 0.01
BEGIN = datetime(2026, 6, 1, tzinfo=UTC)
Case = tuple[str, str]
HELD = """
SELECT source, source_id, version, title, closed_at, superseded_at IS NULL FROM (
  SELECT *, CAST(NULL AS TIMESTAMP) AS superseded_at FROM city.events UNION ALL BY NAME SELECT * FROM city.event_history
)
"""


@dataclass
class Oracle:
    """What must be held: (source, case) → every numbered version with its content; every content without a number; and
    what the last delivery without numbers may have left. Written without a look at the loaders."""

    numbered: defaultdict[Case, set[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(set))
    others: defaultdict[Case, set[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(set))
    last: dict[Case, set[tuple[Any, ...]]] = field(default_factory=dict)
    refused: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def deliver(self, source: str, rows: list[dict[str, Any]]) -> None:
        newest: dict[Case, datetime] = {}
        for row in rows:
            if not row.get("source_id") or not row.get("reported_at"):
                self.refused[source] += 1
                continue
            case, content = (source, row["source_id"]), (row.get("title"), row.get("closed_at"))
            if row.get("version") is not None:
                self.numbered[case].add((row["version"], *content))
                continue
            self.others[case].add(content)
            latest = row.get("closed_at") or row["reported_at"]
            if case not in newest or latest > newest[case]:
                newest[case], self.last[case] = latest, set()
            if latest == newest[case]:
                self.last[case].add(content)

    def agrees_with(self, city: CityContext) -> None:
        numbered: defaultdict[Case, set[tuple[Any, ...]]] = defaultdict(set)
        others: defaultdict[Case, set[tuple[Any, ...]]] = defaultdict(set)
        current: dict[Case, tuple[Any, ...]] = {}
        for source, number, version, title, closed, is_current in rows_of(city, HELD):
            key, content = (str(source), str(number)), (title, closed and closed.replace(tzinfo=UTC))
            by_number = version >= LEAST_NUMBER
            assert not by_number or (version, *content) not in numbered[key], "one version is held twice"
            if by_number:
                numbered[key].add((version, *content))
            else:
                others[key].add(content)
            if is_current:
                assert key not in current, "two current versions of one case"
                current[key] = (version,) if by_number else content
        assert numbered == self.numbered
        assert others == self.others
        assert set(current) == set(self.numbered) | set(self.others)
        for key, said in current.items():
            if key in self.numbered:
                assert said == (max(version for version, *_ in self.numbered[key]),)
            else:
                assert said in self.last[key]
        refused: dict[str, int] = dict(rows_of(city, "SELECT source, count(*) FROM city.quarantine GROUP BY source"))
        assert refused == {source: n for source, n in self.refused.items() if n}


def history(chance: random.Random) -> list[dict[str, Any]]:
    """Versions of a few cases, some of them twice, late, two in one go, some without what a case needs."""
    rows = []
    with_version = chance.choice([0.0, 0.5, 1.0])  # of the whole source, of some rows, of none
    for number in range(chance.randint(1, 4)):
        reported = BEGIN + timedelta(minutes=chance.randint(0, 500))
        for version in range(chance.randint(1, 4)):
            row: dict[str, Any] = {"source_id": f"c{number}", "reported_at": reported, "title": chance.choice("abc")}
            if chance.random() < 0.5:
                row["closed_at"] = reported + timedelta(hours=chance.randint(1, 5))
            if chance.random() < with_version:
                row["version"] = chance.choice([version, 2_000_000_000_000_000 + version])
            rows += [row] * chance.choice([1, 1, 2])
    rows += [{"title": "nobody's"}] * chance.choice([0, 0, 1])
    chance.shuffle(rows)
    return rows


def cut(rows: list[dict[str, Any]], chance: random.Random) -> list[list[dict[str, Any]]]:
    """The rows in a few deliveries."""
    cuts = sorted({0, len(rows), *(chance.randint(0, len(rows)) for _ in range(2))})
    return [rows[first:last] for first, last in pairwise(cuts)]


def written(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}


def deliver(  # noqa: PLR0917
    city: CityContext, reception: Reception, source: str, rows: list[dict[str, Any]], way: str, number: int
) -> None:
    if way != "post":  # it is applied at once, and what came before it must be so too
        applied(reception)
    if way == "post":
        reception.accept(source, "events", [written(row) for row in rows])
    elif way == "table":
        columns = {
            "source_id": pa.string(),
            "reported_at": pa.timestamp("us", "UTC"),
            "closed_at": pa.timestamp("us", "UTC"),
            "title": pa.string(),
            "version": pa.int64(),
        }
        arrays = {name: pa.array([row.get(name) for row in rows], kind) for name, kind in columns.items()}
        load_table(city, pa.table(arrays), source=source)
    else:
        names = ("source_id", "reported_at", "closed_at", "title", "version")
        lines = [",".join(str(written(row).get(name) or row.get(name, "")) for name in names) for row in rows]
        path = city.store.folder.parent / f"{source}-{number}.csv"
        path.write_text("\n".join([",".join(names), *lines, f"{source}-{number},2026-05-01,,own,0", ""]))
        reception.land_file(path, source)


def played(folder: Path, seed: int, histories: int, restarts: float) -> tuple[CityContext, Oracle]:
    """A city to which that many histories were delivered, each from a source of its own, with restarts in between."""
    chance, oracle, city = random.Random(seed), Oracle(), new_city(folder)  # noqa: S311
    waiting = []
    for number in range(histories):
        for delivery in cut(history(chance), chance):
            waiting.append((f"source{number}", delivery, chance.choice(["post", "post", "post", "table", "file"])))
    chance.shuffle(waiting)
    reception = Reception(city)
    reception.start()
    for number, (source, rows, way) in enumerate(waiting):
        if not rows:
            continue
        deliver(city, reception, source, rows, way, number)
        own = {"source_id": f"{source}-{number}", "reported_at": datetime(2026, 4, 30, 16, tzinfo=UTC)}
        oracle.deliver(source, rows + ([own | {"title": "own", "version": 0}] if way == "file" else []))
        if chance.random() < restarts:
            reception.stop()
            city.close()
            city, said = open_recovered(folder / "small")
            assert said == ()
            reception = Reception(city)
            reception.start()
    reception.stop()
    return city, oracle


def check(folder: Path, seed: int, histories: int, restarts: float) -> None:
    with mock.patch.object(receiving, "LARGE_FILE", 0 if seed % 2 == 0 else receiving.LARGE_FILE):
        city, oracle = played(folder, seed, histories, restarts)
    with city:
        oracle.agrees_with(city)
        assert reconcile(city.store) == ()
        if seed % 4 == 0:
            rebuild(city)
            oracle.agrees_with(city)


@pytest.mark.parametrize("seed", [0, 1])
def test_any_history_ends_as_the_oracle_says(tmp_path: Path, seed: int) -> None:
    check(tmp_path, seed, HISTORIES, RESTARTS)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(1000, 1000 + MANY_HISTORIES // IN_ONE_CITY))
def test_many_histories_end_as_the_oracle_says(tmp_path: Path, seed: int) -> None:
    check(tmp_path, seed, IN_ONE_CITY, MANY_RESTARTS)
