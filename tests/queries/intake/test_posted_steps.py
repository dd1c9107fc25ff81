"""What a source that POSTs its cases says of their steps by the columns that it has: steps of which no delivery has a
column are filled in, whatever the order and the cut of the deliveries, also by a rebuild."""

import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from queries.city import City
from queries.city_context import CityContext
from queries.intake.reception import Reception
from queries.kpis.question import Question
from queries.loading.load import load_file
from queries.recovery.rebuild import rebuild
from queries.scope import WHOLE_CITY
from tests.queries.intake.conftest import case, everything, new_city, rows_of, versions
from tests.queries.intake.test_packing import apply_next

ZERO = "2024-03-01T08:00:00Z"
LATER = "2024-03-02T08:00:00Z"
HISTORY = "case_id,open_dt,category1\nM1,2024-03-01 08:00,Noise\nM2,2024-03-01 08:00,Noise\n"
LIVE = [
    {"source_id": "M1", "version": 2, "reported_at": ZERO, "closed_at": LATER, "category1": "Noise"},
    {"source_id": "M2", "version": 7, "reported_at": ZERO, "category1": "Graffiti"},
]
NUMBERED: list[dict[str, Any]] = [
    {"source_id": number, "version": version, "reported_at": ZERO, **more}
    for number, older, newer in (("ns", 1764000000000000001, 1764000000000000002), ("fl", 2.0, 3))
    for version, more in ((older, {"closed_at": LATER}), (newer, {"category1": "reopened"}))
]


def corrections(closed: str, category: str) -> list[dict[str, Any]]:
    return [
        {"case_id": f"C{number}", "open_dt": "2024-03-01 08:00", "closed_dt": closed, "category1": category}
        for number in range(1, 201)
    ]


REOPENED = [
    *corrections("", "Noise"),
    *corrections("", "Graffiti"),
    *corrections("2024-03-02 10:00", "Graffiti"),
    *corrections("", "Graffiti"),
]


def posted(city: CityContext, rows: list[dict[str, Any]], size: int) -> None:
    """Rows in deliveries of this size, each a segment of its own."""
    reception = Reception(city)
    for first in range(0, len(rows), size):
        assert not reception.accept("posted", "events", rows[first : first + size]).refused
        apply_next(reception, "posted", "events")


def in_hand(city: CityContext) -> tuple[float | None, str]:
    answer = City(city).kpis.ask(Question("open", city.tree.root.code, scope=WHOLE_CITY))
    return answer.value, answer.status


@pytest.mark.parametrize(
    ("rows", "sizes", "wanted"),
    [(LIVE, (1, 2), 1), (REOPENED, (200,), 200), (NUMBERED, (1, 2, 4), 2)],
    ids=["reports-01", "reports-02", "reports-03"],
)
def test_cases_without_a_time_of_filing_are_in_hand(
    tmp_path: Path, rows: list[dict[str, Any]], sizes: tuple[int, ...], wanted: int
) -> None:
    held = []
    for size in sizes:
        (tmp_path / str(size)).mkdir()
        with new_city(tmp_path / str(size)) as city:
            if rows is LIVE:
                (tmp_path / "history.csv").write_text(HISTORY, encoding="utf-8")
                load_file(city, tmp_path / "history.csv", source="posted")
            posted(city, rows, size)
            assert in_hand(city) == (wanted, "ok")
            before = everything(city)
            for most in (1, 200_000):
                with mock.patch("queries.loading.apply.MOST_ROWS", most):
                    rebuild(city)
                assert in_hand(city) == (wanted, "ok")
                assert everything(city) == before
            held.append(versions(city))
    assert all(one == held[0] for one in held)


def steps_filled_in(city: CityContext) -> dict[str, tuple[bool, ...]]:
    found = rows_of(
        city,
        "SELECT source_id, accepted_at IS NOT NULL, filed_at IS NOT NULL, filed_day IS NOT NULL, "
        "surveyed_at IS NOT NULL FROM city.events ORDER BY source_id",
    )
    return {number: tuple(steps) for number, *steps in found}


def test_a_step_is_filled_in_until_a_delivery_has_a_column_for_it(tmp_path: Path) -> None:
    answered = case(1, closed_at=LATER, satisfaction=5)
    with new_city(tmp_path) as city:
        posted(city, [answered], 1)
        assert steps_filled_in(city) == {"1": (True, True, True, True)}
        posted(city, [case(2, accepted_at=None)], 1)
        assert steps_filled_in(city) == {"1": (False, False, False, True), "2": (False, False, False, False)}
        posted(city, [case(3, surveyed_at="")], 1)
        assert steps_filled_in(city)["1"] == (False, False, False, False)
        posted(city, [case(4, filed_at=LATER)], 1)
        assert steps_filled_in(city)["4"] == (False, True, True, False)
        steps = "reported,accepted,filed,closed,surveyed"
        assert rows_of(city, "SELECT steps FROM city.sources") == [(steps,)]


def test_a_delivery_that_brings_only_a_new_column_is_kept_for_a_rebuild(tmp_path: Path) -> None:
    with new_city(tmp_path) as city:
        posted(city, [case(1)], 1)
        posted(city, [case(1, filed_at=None)], 1)
        before = everything(city)
        assert steps_filled_in(city) == {"1": (True, False, False, False)}
        rebuild(city)
        assert everything(city) == before


def test_what_a_file_has_columns_for_is_of_that_file(tmp_path: Path) -> None:
    with new_city(tmp_path) as city:
        (tmp_path / "history.csv").write_text(HISTORY, encoding="utf-8")
        load_file(city, tmp_path / "history.csv", source="posted")
        posted(city, [case("L", filed_at=None)], 1)
        assert [steps[1] for steps in steps_filled_in(city).values()] == [False, True, True]
        (tmp_path / "filed.csv").write_text("case_id,open_dt,filed_at\nF,2024-03-01 08:00,\n", encoding="utf-8")
        load_file(city, tmp_path / "filed.csv", source="other")
        posted(city, [case("L2")], 1)
        assert steps_filled_in(city)["L2"][1] is False


def test_what_an_earlier_program_applied_knows_every_step_until_a_rebuild(tmp_path: Path) -> None:
    with new_city(tmp_path) as city:
        posted(city, [case(1)], 1)
        with city.store.write() as cursor:
            cursor.execute("UPDATE city.events SET accepted_at = NULL, filed_at = NULL")
            cursor.execute("DELETE FROM city.settings WHERE key LIKE 'posted steps of %'")
        city.store.case_keys.forget()  # as after a start
        posted(city, [case(2)], 1)
        assert [steps[1] for steps in steps_filled_in(city).values()] == [False, False]
        rebuild(city)
        assert [steps[1] for steps in steps_filled_in(city).values()] == [True, True]


def test_prepared_cases_are_made_anew_when_a_step_is_no_longer_filled_in(tmp_path: Path) -> None:
    with new_city(tmp_path) as city:
        posted(city, [case(1, closed_at=None), case(2)], 2)
        opened = City(city)
        question = Question("open", city.tree.root.code, scope=WHOLE_CITY)
        assert opened.kpis.ask(question).value == 2
        posted(city, [case(3, filed_at="2026-06-01T09:00:00+08:00"), case(4)], 2)
        assert opened.kpis.ask(question).value == 1


def step_rows(chance: random.Random) -> Iterator[dict[str, Any]]:
    """Versions of a few cases, each with some columns for steps, filled or empty; at first few of them."""
    columns: list[str] = []
    for version in range(24):
        if chance.random() < 0.15:
            columns.append(chance.choice(["accepted_at", "filed_at", "surveyed_at", "closed_at", "dispatched_at"]))
        row = case(chance.randint(1, 6), version=version, status=chance.choice(["open", "filed", None, "closed"]))
        for name in columns:
            if chance.random() < 0.7:
                row[name] = chance.choice([None, "", "2026-06-01T09:00:00+08:00", "2026-06-02T09:00:00+08:00"])
        if chance.random() < 0.3:
            row["satisfaction"] = 4
        yield {name: value for name, value in row.items() if name != "status" or value}


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(1, 30))])
def test_any_order_and_cut_of_versions_ends_alike(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    rows, held, sources = list(step_rows(chance)), [], []
    for number in range(3):
        (tmp_path / str(number)).mkdir()
        with new_city(tmp_path / str(number)) as city:
            cuts = sorted({0, len(rows), *(chance.randint(0, len(rows)) for _ in range(number * 4))})
            for first, last in pairwise(cuts):
                posted(city, rows[first:last], last - first)
            before = everything(city)
            with mock.patch("queries.loading.apply.MOST_ROWS", chance.choice([1, 7, 200_000])):
                rebuild(city)
            assert everything(city) == before
            held.append([{name: value for name, value in row.items() if name != "superseded"} for row in _named(city)])
            sources.append(rows_of(city, "SELECT steps, first_reported, last_reported, rows FROM city.sources"))
            chance.shuffle(rows)
    assert held[0] == held[1] == held[2]
    assert sources[0] == sources[1] == sources[2]


def _named(city: CityContext) -> list[dict[str, Any]]:
    """Every version held, as the names and values of its columns."""
    with city.store.cursor() as cursor:
        found = cursor.execute(
            "SELECT * EXCLUDE (batch, line, recorded_at, superseded_at) FROM ("
            "SELECT *, NULL AS superseded_at FROM city.events UNION ALL BY NAME SELECT * FROM city.event_history) "
            "ORDER BY ALL"
        )
        names = [about[0] for about in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
