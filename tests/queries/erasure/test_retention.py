"""What is due by the rule of a city is erased, by its clock, and nothing else; figures stay what they were."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from geodata.city.profile import PROFILE_FILE, checked_profile
from geodata.city.retention import Retention, moment_before
from geodata.errors import ProfileError
from queries.city import City
from queries.errors import ErasureRefused
from queries.scope import WHOLE_CITY
from queries.values import Question
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF, case_table

KPIS = ("reported", "open", "closed_on_time", "handling_time", "satisfaction", "voided", "repeat", "recurrence")


@pytest.fixture
def clock() -> SteerableClock:
    return SteerableClock(AS_OF)


@pytest.fixture
def city(tmp_path: Path, clock: SteerableClock) -> Iterator[City]:
    rule = {"retention": {"texts": "90 days", "persons": "1 year"}}
    cases = case_table()
    cases = cases.append_column("text", pc.binary_join_element_wise("text of", cases.column("source_id"), " "))
    closed = pc.is_in(cases.column("source_id"), value_set=pa.array(["K1", "K2"]))
    persons = pc.if_else(closed, "p2", cases.column("person_ref"))
    cases = cases.set_column(cases.column_names.index("person_ref"), "person_ref", persons)
    with build_city(tmp_path / "tiny", clock=clock, cases=cases, profile=rule) as opened:
        yield opened


def held(city: City, column: str) -> set[str]:
    with city._context.store.cursor() as cursor:
        rows = cursor.table("city.events").filter(f"{column} IS NOT NULL").select("source_id", column).fetchall()
    return {number for number, value in rows if not str(value).startswith("erased-")}


def figures(city: City) -> list[tuple[object, ...]]:
    asked = [(key, None) for key in KPIS] + [("repeat", "same_person")]
    whole = {"area": city.tree.root.code, "as_of": AS_OF, "by": "area", "scope": WHOLE_CITY}
    answers = [city.kpis.ask(Question(metric=key, denominator=way, **whole)) for key, way in asked]  # type: ignore[arg-type]
    return [(one.value, one.numerator, one.n, tuple(one.rows)) for one in answers]


def test_the_rule_erases_what_is_due_and_no_figure_changes(city: City, clock: SteerableClock) -> None:
    erasing = city.acts.erasing()
    before = figures(city)
    texts, persons = held(city, "text"), held(city, "person_ref")
    assert erasing.forget_by_rule("retention", "test").cases == 0
    assert not erasing.is_due
    clock.advance(days=91)
    assert erasing.is_due
    due = erasing.forget_by_rule("retention", "test", is_tried=True)
    assert held(city, "text") == texts
    done = erasing.forget_by_rule("retention", "test")
    assert due == done
    assert 0 < done.cases == len(texts) - len(held(city, "text"))
    assert held(city, "person_ref") == persons
    clock.advance(days=366)
    due = erasing.forget_by_rule("retention", "test", is_tried=True)
    assert due == erasing.forget_by_rule("retention", "test")
    assert (due.persons, due.cases_of_persons) == (1, 2)
    assert persons - held(city, "person_ref") == {"K1", "K2"}  # K9, of the person of K3, is in hand
    assert erasing.forget_by_rule("retention", "test").cases == 0
    assert figures(city) == before
    assert erasing.finish().problems == ()
    city.acts.rebuild()
    assert figures(city) == before
    assert city.acts.reconcile() == ()


def test_a_city_without_a_rule_says_so(city: City) -> None:
    city.acts.replace_profile(city.profile.model_copy(update={"retention": None}))
    assert not city.acts.erasing().is_due
    with pytest.raises(ErasureRefused, match="retention"):
        city.acts.erasing().forget_by_rule("li", "test")


@pytest.mark.parametrize(
    ("length", "moment"),
    [("90 days", "2024-03-02"), ("1 month", "2024-04-30"), ("3 years", "2021-05-31"), ("27 months", "2022-02-28")],
)
def test_lengths_are_counted_in_the_calendar(length: str, moment: str) -> None:
    now = datetime(2024, 5, 31, tzinfo=UTC)
    assert moment_before(length, now) == datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert Retention(texts=length).texts == length


@pytest.mark.parametrize("written", ['texts = "soon"', "texts = 3", 'texts = "0 days"', 'names = "1 year"'])
def test_what_is_no_rule_is_a_sentence(city: City, written: str) -> None:
    file = city.ground.folder / PROFILE_FILE
    keys = tomllib.loads(file.read_text("utf-8")) | {"retention": tomllib.loads(written)}
    with pytest.raises(ProfileError, match="retention"):
        checked_profile(keys, file)
