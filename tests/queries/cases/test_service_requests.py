"""Cases as requests of services: pages make up the whole, and a case is said to be what its card says it is."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from queries.city import City
from queries.values import WHOLE_CITY, CaseAsked, NamedRequests, RequestsAsked
from tests.cities.tiny.cases import AS_OF

ALL = RequestsAsked(AS_OF, AS_OF - timedelta(days=90), AS_OF, 1000, scope=WHOLE_CITY)
MOMENTS = (AS_OF, AS_OF - timedelta(days=3), AS_OF - timedelta(days=6, hours=5))


@pytest.mark.parametrize("most", [1, 2, 4])
@pytest.mark.parametrize("is_ended", [None, True, False])
def test_the_pages_make_up_the_whole(tiny_city: City, most: int, is_ended: bool | None) -> None:
    asked = replace(ALL, is_ended=is_ended)
    whole = tiny_city.cases.requests(asked)
    pages = [
        tiny_city.cases.requests(replace(asked, most=most, skipped=skipped))
        for skipped in range(0, len(whole) + most, most)
    ]
    assert [one for page in pages for one in page] == whole
    assert pages[-1] == []


@pytest.mark.parametrize("as_of", MOMENTS)
def test_a_request_is_as_the_card_of_the_case_at_every_moment(tiny_city: City, as_of: datetime) -> None:
    found = tiny_city.cases.requests(replace(ALL, as_of=as_of))
    assert found
    for one in found:
        card = tiny_city.cases.one(CaseAsked(one.source, one.number, as_of, scope=WHOLE_CITY))
        assert card is not None
        facts = card.facts
        assert (one.status, one.department) == (facts["status"], facts["department"])
        assert (one.lon, one.lat) == (facts["trusted_lon"], facts["trusted_lat"])
        assert one.reported_at == card.steps["reported"]
        ends = {"closed": facts["closed_at"], "voided": card.steps.get("voided")}
        news = max(moment for step, moment in card.steps.items() if step != "occurred")
        assert one.updated_at == (ends.get(one.status) or news)


def test_open_and_ended_ones_are_all(tiny_city: City) -> None:
    both = [tiny_city.cases.requests(replace(ALL, is_ended=is_ended)) for is_ended in (True, False)]
    assert all(both)
    assert all(one.is_ended for one in both[0])
    assert not any(one.is_ended for one in both[1])
    assert {*both[0], *both[1]} == set(tiny_city.cases.requests(ALL))


def test_kinds_part_the_whole(tiny_city: City) -> None:
    whole = tiny_city.cases.requests(ALL)
    kinds = tiny_city.cases.kinds(WHOLE_CITY)
    assert {one.kind for one in whole} == set(kinds)
    for kind in kinds:
        of_kind = tiny_city.cases.requests(replace(ALL, kinds=frozenset({kind})))
        assert of_kind == [one for one in whole if one.kind == kind]
    assert tiny_city.cases.requests(replace(ALL, kinds=frozenset())) == []


def test_requests_by_name(tiny_city: City) -> None:
    whole = tiny_city.cases.requests(ALL)
    names = tuple((one.source, one.number) for one in whole[:3])
    asked = NamedRequests(AS_OF, (*reversed(names), ("nowhere", "9")), scope=WHOLE_CITY)
    assert tiny_city.cases.requests_named(asked) == whole[:3]
    assert (
        tiny_city.cases.requests_named(replace(asked, as_of=whole[0].reported_at - timedelta(seconds=1))) != whole[:3]
    )
    assert tiny_city.cases.requests_named(replace(asked, names=())) == []
