"""Segments of reports that a rebuild applies together end as they did when they came one by one, whatever the cut."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from queries.city_context import CityContext
from queries.device_reports.applying import apply_reports
from queries.intake.reception import Reception
from queries.recovery.agreement import reconcile
from queries.recovery.rebuild import rebuild
from tests.queries.intake.conftest import new_city, rows_of
from tests.queries.intake.test_packing import apply_next

KINDS = ("units", "devices", "calls", "partners", "readings")
PROFILE = "".join(f'\n[sources.{kind}]\nkind = "{kind}"\n' for kind in KINDS)
BEGIN = datetime(2026, 6, 1, tzinfo=UTC)
TABLES = {
    "units": "SELECT * FROM city.units ORDER BY ALL",
    "rosters": "SELECT * FROM city.rosters ORDER BY ALL",
    "devices": "SELECT * FROM city.devices ORDER BY ALL",
    "calls": "SELECT * FROM city.calls ORDER BY ALL",
    "call_history": "SELECT * FROM city.call_history ORDER BY ALL",
    "partners": "SELECT * FROM city.partners ORDER BY ALL",
    "readings": "SELECT * FROM city.readings ORDER BY ALL",
    "quarantine": "SELECT * FROM city.quarantine ORDER BY ALL",
    "sources": "SELECT * EXCLUDE (last_load) FROM city.sources ORDER BY source",
    "batches": "SELECT * FROM city.batches WHERE landed_as IS NOT NULL ORDER BY ALL",
}


def report(chance: random.Random, kind: str) -> dict[str, Any]:
    """One of few keys, with or without a time, of few contents."""
    minute = (BEGIN + timedelta(minutes=chance.randrange(6))).isoformat()
    timed = chance.random() < 0.6
    if kind == "units" and chance.random() < 0.2:
        return {"kind": "grid_worker", "people": chance.randrange(9), "area": "A1"}
    if kind == "units":
        row = {"unit": f"u{chance.randrange(4)}", "kind": "网格员", "speed": chance.randrange(3)}
        return row | ({"seen_at": minute} if timed else {})
    if kind == "devices":
        row = {"device": f"d{chance.randrange(4)}", "kind": "smoke", "status": chance.choice(["online", "fault"])}
        return row | ({"heartbeat_at": minute} if timed else {})
    if kind == "calls":
        hour = (BEGIN - timedelta(hours=chance.randrange(2, 4))).isoformat()
        row = {"hour": hour, "calls": chance.randrange(5, 8), "answered": chance.randrange(4)}
        return row | ({"reported_at": minute} if timed else {})
    if kind == "readings":
        days_ago = timedelta(days=chance.choice([0, 0, 40]))
        row = {"device": f"d{chance.randrange(3)}", "quantity": "congestion", "unit": "index"}
        row |= {"value": chance.randint(1, 9)}
        return row | {"measured_at": (datetime.fromisoformat(minute) - days_ago).isoformat()}
    row = {"partner": f"p{chance.randrange(3)}", "kind": "system", "lag_s": chance.randrange(3)}
    return row | ({"seen_at": minute} if timed else {})


def state(city: CityContext) -> dict[str, list[tuple[object, ...]]]:
    return {name: rows_of(city, statement) for name, statement in TABLES.items()}


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(1, 20))])
def test_whatever_the_cut_a_rebuild_ends_as_the_reports_did(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    with new_city(tmp_path, PROFILE) as city:
        reception = Reception(city)
        for _ in range(60):
            kind = chance.choice(KINDS)
            rows = [report(chance, kind) for _ in range(chance.randint(1, 6))]
            rows += [{"nothing": 1}] * chance.choice([0, 0, 1])
            reception.accept(kind, kind, rows)
            apply_next(reception, kind, kind)
        expected = state(city)
        assert expected["call_history"]
        assert expected["quarantine"]
        for most in (1, 11, 200_000) if seed == 0 else (11, 200_000):  # 1: as they came, which is what is expected
            with mock.patch("queries.loading.apply.MOST_ROWS", most):
                rebuild(city)
            assert state(city) == expected
            assert reconcile(city.store) == ()


def test_the_store_is_asked_once_for_many_reports(tmp_path: Path) -> None:
    with new_city(tmp_path, PROFILE) as city:
        reception = Reception(city)
        for number in range(30):
            reception.accept("units", "units", [{"unit": f"u{number}", "kind": "grid_worker"}])
            apply_next(reception, "units", "units")
        with mock.patch("queries.loading.report_load.apply_reports", side_effect=apply_reports) as applied:
            summaries = rebuild(city)
        assert applied.call_count == 1
        assert [summary.loaded for summary in summaries] == [1] * 30
