"""A file that ends the process while it is read is tried once more, then set aside; everything else goes on."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from queries.city import City
from queries.errors import InputSetAside
from queries.landing.fatal_inputs import READING, SET_ASIDE, being_read
from queries.landing.folder import FILE, Landed
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.queries.intake.ended_loads import load

GOOD = "source_id,reported_at\n1,2024-06-01 08:00\n2,2024-06-01 09:00\n"
FATAL = "source_id,reported_at\n3,2024-06-01 08:00\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build_city(tmp_path / "city", cases=()).close()
    (tmp_path / "good.csv").write_text(GOOD)
    (tmp_path / "fatal.csv").write_text(FATAL)
    return tmp_path / "city"


def cases_held(city: City) -> int:
    return sum(source.rows for source in city.sources.of_cases(scope=WHOLE_CITY))


def test_after_the_second_death_the_file_is_set_aside_and_the_city_opens(folder: Path) -> None:
    assert load(folder, "good.csv").returncode == 0
    assert load(folder, "fatal.csv").returncode == 9
    assert load(folder).returncode == 9, "the start tries what was accepted once more"
    again = load(folder)
    assert again.returncode == 0, again.stderr
    assert "fatal.csv" in again.stderr
    assert "set aside" in again.stderr
    assert [one["file"] for one in json.loads((folder / SET_ASIDE).read_text()).values()] == ["fatal.csv"]
    with City.open(folder, recover=True) as city:
        assert cases_held(city) == 2
        with pytest.raises(InputSetAside, match="set aside"):
            city.acts.load(folder.parent / "fatal.csv")
        city.acts.rebuild()
        assert cases_held(city) == 2


def test_a_file_that_ends_the_process_before_it_is_accepted_is_counted_too(folder: Path) -> None:
    for _ in range(2):
        assert load(folder, "fatal.csv", at_once=True).returncode == 9
        assert load(folder).returncode == 0, "nothing of it is in landing/"
    with City.open(folder, recover=True) as city, pytest.raises(InputSetAside, match="set aside"):
        city.acts.load(folder.parent / "fatal.csv")


def test_a_file_set_aside_is_read_when_somebody_asks_for_it(folder: Path) -> None:
    for _ in range(2):
        assert load(folder, "fatal.csv").returncode == 9
    assert load(folder).returncode == 0
    with City.open(folder, recover=True) as city:
        with pytest.raises(InputSetAside, match="--again"):
            city.acts.load(folder.parent / "fatal.csv")
        city.acts.load(folder.parent / "fatal.csv", again=True)
        assert cases_held(city) == 1
        city.acts.rebuild()
        assert cases_held(city) == 1


def test_a_file_is_not_blamed_for_another_death(folder: Path) -> None:
    """One that was read to its end, or refused, has ended nothing; nor has one whose first reading was cut short."""
    with City.open(folder, recover=True) as city:
        city.acts.load(folder.parent / "good.csv")
    assert not (folder / READING).exists()
    assert load(folder, "fatal.csv").returncode == 9
    with City.open(folder, recover=True) as city:  # this process survives the reading
        assert cases_held(city) == 3
    assert not (folder / READING).exists()
    assert not (folder / SET_ASIDE).exists()


def test_of_two_files_read_at_once_each_is_counted_by_itself(tmp_path: Path) -> None:
    moment = datetime(2026, 6, 1, tzinfo=UTC)
    first, second = (Landed(name, name, FILE, "own", name, name * 9, moment, {}) for name in ("first", "second"))
    with being_read(tmp_path, first):
        with being_read(tmp_path, second):
            pass
        assert set(json.loads((tmp_path / READING).read_text())) == {first.sha256}
    assert not (tmp_path / READING).exists()
