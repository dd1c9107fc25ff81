"""The newest cases of an area at a moment."""

from datetime import timedelta

from queries.city import City
from tests.cities.tiny.cases import AS_OF, local
from tests.queries.conftest import newest


def test_newest_first_and_nothing_after_the_moment(tiny_city: City) -> None:
    assert [event.id for event in newest(tiny_city, "C", AS_OF, 3)] == ["tiny/K12", "tiny/K13", "tiny/K9"]
    assert [event.id for event in newest(tiny_city, "C", local("1 9:00"), 3)] == ["tiny/K1"]
    assert len(newest(tiny_city, "C", AS_OF, 100)) == 15


def test_only_of_the_area(tiny_city: City) -> None:
    assert [event.id for event in newest(tiny_city, "W", AS_OF, 2)] == ["tiny/K9", "tiny/K7"]


def test_an_event_says_what_where_and_to_whom_and_nothing_personal(tiny_city: City) -> None:
    event = newest(tiny_city, "W2", AS_OF, 1)[0]
    assert (event.category, event.channel, event.department, event.auto_dispatched) == (
        "pipe",
        "hotline_12345",
        "water",
        True,
    )
    assert (event.area_code, event.area_name, event.reported_at) == ("W2", "W side › W2 side", local("8 9:00"))
    assert (event.lon, event.lat) == (113.05, 34.15)
    assert not hasattr(event, "person_ref")


def test_a_case_without_a_point_or_an_area_is_the_citys(tiny_city: City) -> None:
    event = newest(tiny_city, "C", AS_OF, 1)[0]
    assert (event.area_name, event.lon, event.lat, event.category) == ("C side", None, None, None)


def test_how_it_was_dispatched_is_not_told_before_it_was(tiny_city: City) -> None:
    assert newest(tiny_city, "W2", local("8 9:29"), 1)[0].auto_dispatched is None


def test_as_known_then_a_case_that_was_recorded_later_is_not_there(tiny_city: City) -> None:
    first = tiny_city._facts.first_recorded_at()
    assert first is not None
    assert newest(tiny_city, "C", AS_OF, 100, first - timedelta(seconds=1)) == []
    last = tiny_city._facts.recorded_at()
    assert newest(tiny_city, "C", AS_OF, 100, last) == newest(tiny_city, "C", AS_OF, 100)
