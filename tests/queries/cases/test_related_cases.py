"""Cases related to one: the same matter, the same person, the same spot, as of a moment and as recorded by then."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from queries.cases.one_case import CaseAsked
from queries.cases.related_cases import SPOT_METRES, RelatedCases
from queries.city import City
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF, local


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("related"), clock=AS_OF) as opened:
        yield opened


def related(city: City, number: str, as_of: str = "10 18:00", most: int = 10) -> dict[str, RelatedCases]:
    source = city.sources.of_cases(scope=WHOLE_CITY)[0].name
    found = city.cases.related(CaseAsked(source, number, local(as_of), scope=WHOLE_CITY), most)
    return {one.relation: one for one in found or ()}


def numbers(found: RelatedCases) -> list[str]:
    return [one.source_id for one in found.cases]


def test_the_same_matter_is_what_the_source_says(city: City) -> None:
    assert numbers(related(city, "K1")["matter"]) == ["K2"]
    assert related(city, "K1", "1 9:30")["matter"].n == 0
    assert "matter" not in related(city, "K5")


def test_of_the_same_person_nothing_but_numbers_is_told(city: City) -> None:
    [other] = related(city, "K3")["person"].cases
    assert (other.source_id, other.status) == ("K9", "received")
    assert (other.title, other.area_id, other.point) == (None, None, None)
    assert "person" not in related(city, "K1")


def test_the_same_spot_is_near_in_place_and_time(city: City) -> None:
    spot = related(city, "K1")["spot"]
    # all others at E1, of which one was voided and one comes after the moment
    assert numbers(spot) == ["K15", "K11", "K10", "K2"]
    assert related(city, "K1", "30 0:00")["spot"].n == 5
    assert "spot" not in related(city, "K9"), "known to its district only"
    assert SPOT_METRES == 100


def test_more_than_are_told_are_counted(city: City) -> None:
    spot = related(city, "K1", most=2)["spot"]
    assert (spot.n, numbers(spot)) == (4, ["K15", "K11"])


def test_before_its_report_or_recording_there_is_no_case(city: City) -> None:
    source = city.sources.of_cases(scope=WHOLE_CITY)[0].name
    assert city.cases.related(CaseAsked(source, "K1", local("1 8:00"), scope=WHOLE_CITY), 10) is None
    early = local("1 0:00") - timedelta(days=400)
    assert city.cases.related(CaseAsked(source, "K1", AS_OF, early, scope=WHOLE_CITY), 10) is None
