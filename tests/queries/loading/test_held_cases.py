"""Cases are found in memory by a hash of their number: whatever these hashes say, the outcome of a delivery is the
same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from queries.city_context import CityContext
from queries.intake.reception import Reception
from queries.store.case_keys import Keys, KeysOfSource, Numbers
from tests.queries.intake.conftest import case, new_city, rows_of

CURRENT = "SELECT source_id, title, version FROM city.events ORDER BY ALL"
PAST = "SELECT source_id, title, version FROM city.event_history ORDER BY ALL"


def deliver(reception: Reception, *cases: dict[str, object]) -> None:
    reception.accept("posted", "events", list(cases))
    reception.apply_waiting()


def keys(city: CityContext) -> KeysOfSource:
    with city.store.cursor() as cursor:
        return city.store.case_keys.of("posted", cursor)


def nothing(_: KeysOfSource) -> None:
    """The hashes are right."""


def rows_have_moved(known: KeysOfSource) -> None:
    """As when DuckDB has compacted the table."""
    known.rows += 1
    known.tail += 1000


def everything_may_be_past(known: KeysOfSource) -> None:
    """As when every version shares its hash with a past one."""
    known.maybe_past = lambda versions: np.ones(len(versions), dtype=bool)  # type: ignore[method-assign]


def others_share_the_hashes(known: KeysOfSource) -> None:
    """As when new cases have the hashes of cases that are held."""

    def located(keys: Keys) -> tuple[Numbers, NDArray[np.bool_]]:
        return np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=bool)

    known.located = located  # type: ignore[method-assign]


@pytest.mark.parametrize("wrong", [nothing, rows_have_moved, everything_may_be_past, others_share_the_hashes])
def test_hashes_that_mislead_change_no_outcome(tmp_path: Path, wrong: Callable[[KeysOfSource], None]) -> None:
    with new_city(tmp_path) as city:
        reception = Reception(city)
        deliver(reception, *(case(number, title="a", version=1) for number in range(4)))
        wrong(keys(city))
        deliver(reception, case(1, title="b", version=2), case(2, title="a", version=1), case(9, title="c", version=1))
        wrong(keys(city))
        deliver(reception, case(1, title="a", version=1), case(3, title="d", version=0))
        assert rows_of(city, CURRENT) == [
            ("0", "a", 1), ("1", "b", 2), ("2", "a", 1), ("3", "a", 1), ("9", "c", 1),
        ]  # fmt: skip
        assert rows_of(city, PAST) == [("1", "a", 1), ("3", "d", 0)]


def test_a_case_that_somebody_removed_is_new_again(tmp_path: Path) -> None:
    with new_city(tmp_path) as city:
        reception = Reception(city)
        deliver(reception, case(1, title="a", version=1), case(2, title="a", version=1))
        with city.store.write() as cursor:
            cursor.execute("DELETE FROM city.events WHERE source_id = '1'")
        deliver(reception, case(1, title="a", version=1), case(2, title="b", version=2))
        assert rows_of(city, CURRENT) == [("1", "a", 1), ("2", "b", 2)]


def test_a_load_that_failed_leaves_no_hash_behind(tmp_path: Path) -> None:
    with new_city(tmp_path) as city:
        reception = Reception(city)
        deliver(reception, case(1, title="a", version=1))
        before = city.store.data_version
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("queries.loading.bookkeeping.Bookkeeping.record_source", _fail)
            deliver(reception, case(2, title="a", version=1))
        assert city.store.data_version == before
        reception._applier._failing["posted"].again_at = 0.0
        reception.apply_waiting()
        assert rows_of(city, CURRENT) == [("1", "a", 1), ("2", "a", 1)]


def test_hashes_stay_true_over_checkpoints_and_many_deliveries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queries.store.case_keys.FEWEST_CHANGED", 5)
    with new_city(tmp_path) as city:
        reception = Reception(city)
        for version in range(1, 13):
            deliver(reception, *(case(number, title=f"t{version}", version=version) for number in range(version)))
            if version % 3 == 0:
                city.store.checkpoint()
        assert rows_of(city, CURRENT) == [(str(n), "t12", 12) for n in sorted(range(12), key=str)]
        assert rows_of(city, "SELECT count(*) FROM city.event_history") == [(sum(range(12)),)]


def _fail(*_: object, **__: object) -> None:
    raise RuntimeError
