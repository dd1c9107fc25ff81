"""Segments of several sources that wait at the same time are applied in one transaction; one that cannot be applied
holds up no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest import mock

from queries.intake.reception import Reception
from queries.loading.apply import apply_consecutive
from tests.queries.intake.conftest import case, new_city, rows_of

COUNTS = "SELECT source, count(*) FROM city.events GROUP BY ALL ORDER BY ALL"


def test_deliveries_of_several_sources_are_applied_in_one_transaction(tmp_path: Path) -> None:
    with new_city(tmp_path) as city:
        reception = Reception(city)
        for source in ("one", "two", "three"):
            reception.accept(source, "events", [case(1)])
        with mock.patch.object(type(city.store), "write", autospec=True, side_effect=type(city.store).write) as begun:
            reception.apply_waiting()
        assert begun.call_count == 1
        assert rows_of(city, COUNTS) == [("one", 1), ("three", 1), ("two", 1)]
        assert city.store.data_version == 3
        assert reception.backlog == 0


def test_a_source_that_cannot_be_applied_holds_up_no_other(tmp_path: Path) -> None:
    def failing(city: Any, inputs: Any, *others: Any) -> Any:
        if inputs[0].source == "two":
            raise RuntimeError
        return apply_consecutive(city, inputs, *others)

    with new_city(tmp_path) as city:
        reception = Reception(city)
        for source in ("one", "two", "three"):
            reception.accept(source, "events", [case(1)])
        with mock.patch("queries.loading.apply.apply_consecutive", side_effect=failing):
            reception.apply_waiting()
        assert rows_of(city, COUNTS) == [("one", 1), ("three", 1)]
        reception.accept("two", "events", [case(2)])
        reception._applier._failing["two"].again_at = 0.0
        reception.apply_waiting()
        assert rows_of(city, COUNTS) == [("one", 1), ("three", 1), ("two", 2)]
        assert reception.backlog == 0


def test_what_was_applied_before_an_error_is_not_applied_again(tmp_path: Path) -> None:
    with new_city(tmp_path) as city:
        failures = iter([RuntimeError()])

        def report(_summary: Any) -> None:
            for failure in failures:
                raise failure

        reception = Reception(city, on_applied=report)
        for source in ("one", "two"):
            reception.accept(source, "events", [case(1)])
        reception.apply_waiting()
        assert rows_of(city, "SELECT count(*), count(DISTINCT batch) FROM city.batches") == [(2, 2)]
