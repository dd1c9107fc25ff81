"""What the writer keeps in memory of each source is what is written of it, whatever was applied."""

from pathlib import Path

import pytest

from queries.city_context import CityContext
from queries.loading.bookkeeping import Bookkeeping
from queries.loading.load import load_file
from queries.recovery.rebuild import rebuild
from queries.store.source_states import SourceStates
from tests.queries.intake.conftest import case, new_city
from tests.queries.intake.test_posted_steps import posted

AT_ONE_POINT = [case(number, lon=1.25, lat=10.25) for number in range(30)]
IN_OTHER_ORDER = [case(2, version=3), case(3), case(2, version=2, filed_at="2026-06-01T09:00:00+08:00")]


def is_true_of(city: CityContext) -> bool:
    """Whether memory says of every source what a reading says; at least one source is in it."""
    known, fresh = city.store.case_keys.states, SourceStates()
    with city.store.cursor() as cursor:
        for source, written in known.written.items():
            books = Bookkeeping(city.store, cursor, source, fresh)
            assert written == books.before
            assert known.default_points.get(source, books.known_default_points()) == books.known_default_points()
    return bool(known.written)


def test_memory_is_what_is_written(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("case_id,open_dt\nF,2024-03-01 08:00\nG,never\n", encoding="utf-8")
    with new_city(tmp_path) as city:
        apart = [case(number, lon=1.26 + number / 100, lat=10.25) for number in range(30)]
        for rows, default_points in ((AT_ONE_POINT, 1), (IN_OTHER_ORDER, 1), (apart, 0)):
            posted(city, rows, 2)
            assert is_true_of(city)
            assert len(city.store.case_keys.states.default_points["posted"]) == default_points
        load_file(city, tmp_path / "cases.csv", source="other")
        assert is_true_of(city)
        rebuild(city)
        assert is_true_of(city)


def test_memory_is_forgotten_when_nothing_was_written_after_all(tmp_path: Path) -> None:
    with new_city(tmp_path) as city:
        posted(city, [case(1)], 1)
        with pytest.raises(ZeroDivisionError), city.store.write():
            raise ZeroDivisionError
        assert not is_true_of(city)
        posted(city, [case(2)], 1)
        assert is_true_of(city)
