"""What no case is stays known from delivery to delivery, and is looked for again when anything else changed."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from queries.city import City
from queries.scope import LineOfBusiness, Scope, answering
from queries.store.absences import Absences

UNTIMED, LONE, DECLINED = (
    "closed_at IS NULL AND status = 'closed'",
    "closed_at IS NULL AND first_closed_at IS NOT NULL",
    "declined_count > 0 AND first_declined_at IS NULL",
)
CLOSING = "greatest(closed_at, reworked_at)"
PART = Scope(lines_of_business=(LineOfBusiness("物联", "things", channels=("iot",)),))
START = datetime(2024, 6, 1)  # noqa: DTZ001  # naive UTC, as cases are loaded


def some_cases(random: np.random.Generator, numbers: int, odd: float) -> pa.Table:
    """Up to three cases as a source may know them at some time; a share of them `odd`."""
    cases = [some_case(random, int(random.integers(0, numbers)), odd) for _ in range(random.integers(1, 4))]
    kinds = {"source_id": pa.string(), "status": pa.string(), "version": pa.int64(), "declined_count": pa.int64()}
    kinds["channel"] = pa.string()
    return pa.table(
        {name: pa.array([case[name] for case in cases], kinds.get(name, pa.timestamp("us"))) for name in cases[0]}
    )


def some_case(random: np.random.Generator, number: int, odd: float) -> dict[str, Any]:
    reported = START + timedelta(minutes=int(random.integers(0, 30_000)))
    closed = reported + timedelta(hours=int(random.integers(1, 400))) if random.random() < 0.5 else None
    is_closed = closed or random.random() < odd
    return {
        "source_id": f"{number}",
        "version": int(random.integers(0, 1000)),
        "reported_at": reported,
        "first_closed_at": closed if closed and random.random() < 1 - odd else None,
        "closed_at": closed if closed and random.random() < 1 - odd else None,
        "reworked_at": None,
        "status": "closed" if is_closed else "filed",
        "declined_count": 1 if random.random() < odd else 0,
        "channel": "app" if number % 4 else "iot",
    }


def held(absences: Absences) -> dict[str, Any]:
    conditions = [(one, source) for one in (UNTIMED, LONE, DECLINED) for source in (None, "a", "b")]
    return {f"{one} of {source}": absences.is_met(one, source) for one, source in conditions}


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(1, 20))])
def test_after_every_delivery_it_is_what_a_look_at_all_cases_finds(empty_city: City, seed: int) -> None:
    random = np.random.default_rng(seed)
    runner = empty_city._runner
    absences = Absences(runner)
    of_part, seen_of_part = Absences(runner, absences), set[bool]()
    seen: set[bool] = set()
    for delivery in range(25):
        source = "ab"[random.integers(0, 2)]
        empty_city.acts.load_table(some_cases(random, 12, odd=0.02 * delivery), source)
        if delivery == 15:
            empty_city.acts.rebuild()
        found = held(absences)
        assert found == held(Absences(runner))
        seen.update(found.values())
        with answering(PART):
            assert held(of_part) == held(Absences(runner))
            known = Absences(runner).latest(CLOSING)
            assert known is None or of_part.latest(CLOSING) >= known  # type: ignore[operator]
            seen_of_part.add(held(of_part) == found)
        latest, known = absences.latest(CLOSING), Absences(runner).latest(CLOSING)
        assert known is None or (latest is not None and latest >= known)
        assert absences.values("source_id") == Absences(runner).values("source_id") != frozenset()
    assert seen == seen_of_part == {True, False}


def test_a_delivery_does_not_cause_a_look_through_all_cases(empty_city: City) -> None:
    random = np.random.default_rng(7)
    empty_city.acts.load_table(some_cases(random, 5, odd=0), "a")
    runner = empty_city._runner
    absences = Absences(runner)
    assert not absences.is_met(UNTIMED)
    absences.latest(CLOSING)
    assert absences.values("source")
    empty_city.acts.load_table(some_cases(random, 5, odd=0), "a")
    before = runner.asked
    assert not absences.is_met(UNTIMED)
    absences.latest(CLOSING)
    absences.values("source")
    assert runner.asked - before == 2, "the new batches, and the cases that they brought"


def test_what_was_changed_otherwise_than_by_a_delivery_is_looked_for_again(empty_city: City) -> None:
    empty_city.acts.load_table(some_cases(np.random.default_rng(1), 5, odd=0), "a")
    absences = Absences(empty_city._runner)
    assert not absences.is_met(UNTIMED)
    store = empty_city._context.store
    with store.write() as cursor:
        cursor.execute("UPDATE city.events SET status = 'closed', closed_at = NULL")
        store.next_data_version(cursor, datetime(2024, 6, 10, 9, 56), None)  # noqa: DTZ001 - naive UTC
    assert absences.is_met(UNTIMED)


def test_a_column_of_free_text_has_no_values_to_choose_from(empty_city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queries.store.absences.MOST_VALUES", 3)
    absences = Absences(empty_city._runner)
    random = np.random.default_rng(3)
    for _ in range(8):
        empty_city.acts.load_table(some_cases(random, 5, odd=0), "a")
        assert len(absences.values("source_id")) <= 3
        assert absences.values("source") == {"a"}
    assert absences.values("source_id") == frozenset() == Absences(empty_city._runner).values("source_id")
