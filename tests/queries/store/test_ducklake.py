"""The same cases, questions and answers on a DuckLake instead of a DuckDB file."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from queries.acts.act import Act
from queries.city import City
from queries.kpis.dictionary import Dictionary
from queries.scope import WHOLE_CITY
from tests.cities.builder import found_city
from tests.cities.tiny.cases import CASES, local, table_of
from tests.queries.conftest import RECORDED, Ask, newest, runner


@pytest.fixture(scope="module")
def lake_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = found_city(tmp_path_factory.mktemp("lake"))
    with City.open(folder, location=f"ducklake:{folder / 'catalogue.ducklake'}") as city:
        city.acts.load_table(table_of(CASES[:8]), "tiny", recorded_at=RECORDED)
        city.acts.load_table(table_of(CASES[8:]), "tiny", recorded_at=RECORDED)
        yield city


@pytest.mark.parametrize("key", [key for key, metric in Dictionary.read().items() if metric.table == "events"])
def test_every_answer_is_the_same_on_a_lake(lake_city: City, ask: Ask, key: str) -> None:
    there = runner(lake_city)
    assert there(key, by="area").rows == ask(key, by="area").rows
    assert there(key, by="day", days="1-10").rows == ask(key, by="day", days="1-10").rows
    recorded = {"recorded_as_of": local("9 0:00"), "as_of": local("9 0:00")}
    assert there(key, **recorded).value == ask(key, **recorded).value


def test_the_newest_and_the_lists_too(lake_city: City, tiny_city: City) -> None:
    assert newest(lake_city, "C", local("10 18:00"), 5) == newest(tiny_city, "C", local("10 18:00"), 5)
    assert Path(lake_city._context.store.folder / "lake").is_dir()


def test_what_people_do_is_kept_and_chained_there_too(lake_city: City) -> None:
    for text in ("Fair", "Fair and market"):
        pinned = Act("note", "n1", "saved", "local", "test", RECORDED, text=text, area_code="C")
        act = replace(pinned, from_at=RECORDED, until_at=RECORDED)
        assert lake_city.acts.deliver([act])
    [note] = lake_city.saved.things("note", scope=WHOLE_CITY)
    assert (note.act.text, lake_city.saved.broken_at()) == ("Fair and market", None)
