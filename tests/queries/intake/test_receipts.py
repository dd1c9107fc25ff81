"""What the sender of a delivery is answered once it is applied: what became of each row, why some changed nothing."""

import random
from typing import Any

import pytest

from queries.city_context import CityContext
from queries.intake.receipt import Receipt
from queries.intake.reception import Reception
from tests.queries.intake.conftest import case, rows_of

PATIENCE_S = 60.0


def sent(reception: Reception, *rows: object, source: str = "posted", kind: str = "events") -> Receipt:
    receipt = reception.accept(source, kind, rows, PATIENCE_S)
    assert receipt.result is not None
    counts = receipt.result.loaded + receipt.result.superseded + receipt.result.duplicate
    assert counts + len(receipt.refused) == receipt.rows == len(rows)
    return receipt


def unchanged(receipt: Receipt) -> list[tuple[int, str, str, str]]:
    assert receipt.result is not None
    return [(row.line, row.number, row.kind, row.reason) for row in receipt.result.unchanged]


def test_rows_that_are_older_or_equal_are_named_with_the_reason(reception: Reception) -> None:
    first = sent(reception, case(1, version=7), case(2, version=1))
    assert first.result is not None
    assert (first.result.loaded, first.result.newer_by, first.result.unchanged) == (2, "number", ())
    again = sent(reception, case(3, version=1), case(1, version=2), {"no": "number"}, case(2, version=1), case(1))
    assert unchanged(again) == [
        (1, "1", "older", "version 2 is older than version 7, which is held"),
        (3, "2", "equal", "it says what is held already"),
        (4, "1", "older", "it has no version, and version 7 is held"),
    ]
    other = sent(reception, case(1, version=7, title="other"), case(1, version=9))
    assert other.result is not None
    assert (other.result.loaded, other.result.superseded) == (1, 1)


def test_without_versions_the_answer_says_that_the_arrival_decides(reception: Reception) -> None:
    sent(reception, case(1, title="a"))
    corrected = sent(reception, case(1, title="b"))
    assert corrected.result is not None
    assert (corrected.result.loaded, corrected.result.newer_by) == (1, "arrival")
    assert unchanged(sent(reception, case(1, title="b"))) == [(0, "1", "equal", "it says what is held already")]


def test_values_and_columns_that_could_not_be_read_are_named(reception: Reception) -> None:
    rows = [case(n, lat="north", lon="east", colour="red") for n in range(5)] + [case(9, status="limbo", lat="0.5")]
    receipt = sent(reception, *rows)
    found = {one.column: (one.count, one.examples) for one in receipt.unread}
    assert found["lat"] == (5, ((0, "north"), (1, "north"), (2, "north")))
    assert found["status"] == (1, ((5, "limbo"),))
    assert receipt.unrecognised == ("colour",)


def test_a_report_that_is_older_is_named_and_replaces_nothing(city: CityContext, reception: Reception) -> None:
    def unit(clock: str, status: str) -> dict[str, Any]:
        return {"unit": "u1", "kind": "grid_worker", "status": status, "seen_at": f"2026-06-01T{clock}:00+08:00"}

    first = sent(reception, unit("09:00", "idle"), source="units", kind="units")
    assert first.result is not None
    assert first.result.newer_by == "update_time"
    late = sent(reception, unit("08:00", "sos"), unit("09:00", "idle"), source="units", kind="units")
    assert [row[:3] for row in unchanged(late)] == [(0, "u1", "older"), (1, "u1", "equal")]
    assert rows_of(city, "SELECT status FROM city.units") == [("idle",)]
    assert rows_of(city, "SELECT value FROM city.settings WHERE key = 'versions of units'") == [("update_time",)]


def test_nobody_waits_where_nothing_is_applied(city: CityContext) -> None:
    assert Reception(city).accept("posted", "events", [case(1)], PATIENCE_S).result is None


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.soak)])
def test_every_row_of_random_deliveries_is_accounted_for(reception: Reception, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    for _ in range(12):
        version = {"version": chance.randint(1, 3)} if chance.random() < 0.7 else {}
        rows: list[object] = [
            chance.choice([case(chance.randint(1, 3), title=chance.choice("ab"), **version), {"title": "nobody's"}])
            for _ in range(chance.randint(1, 6))
        ]
        sent(reception, *rows)
