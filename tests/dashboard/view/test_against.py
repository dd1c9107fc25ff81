"""What a number is compared with by choice, on a screen, over HTTP and on the command line alike."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard.commands.city_commands import CityCommands
from dashboard.errors import BadParameter
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_as_of
from dashboard.settings import Settings
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history
from tests.dashboard.screens.conftest import texts


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("little"), "little", cases=history(), clock=NOON) as opened:
        yield opened


@pytest.mark.parametrize(
    ("against", "period", "start", "days"),
    [
        ("previous", "today", date(2026, 11, 19), 1),
        ("weekdays", "today", date(2026, 11, 13), 1),
        ("previous", "2026-11-09..2026-11-18", date(2026, 10, 30), 10),
        ("weekdays", "2026-11-09..2026-11-18", date(2026, 10, 26), 10),
    ],
)
def test_equal_periods_are_compared_from_the_same_distance(
    city: City, against: str, period: str, start: date, days: int
) -> None:
    scene = scene_as_of(city, "/", f"?period={period}&against={against}", NOON)
    before = scene.earlier
    assert before
    assert (before.period.start, before.period.days) == (start, days)
    assert scene.period.end
    assert before.period.end
    assert NOON - before.as_of == scene.period.end - before.period.end


@pytest.mark.parametrize("against", ["previous", "weekdays"])
@pytest.mark.parametrize("key", ["reported", "closing_rate", "open"])
def test_screen_and_api_compare_the_same(city: City, against: str, key: str) -> None:
    scene = scene_as_of(city, "/", f"?period=today&kpi={key}&against={against}", NOON)
    given = {"key": key, "from": "2026-11-20", "to": "2026-11-20", "as_of": NOON.isoformat(), "against": against}
    told = CityCommands(city, Settings()).kpi(given)["compared"]
    assert scene.earlier
    before = city.kpis.ask(scene.question(key, at=scene.earlier))
    assert (told["value"], told["n"]) == (before.value, before.n)
    assert told["from"] == str(scene.earlier.period.start)
    now = city.kpis.ask(scene.question(key))
    assert now.value is not None
    assert before.value is not None
    assert told["change"] == pytest.approx(now.value - before.value)


def test_a_year_before_the_data_is_no_data_with_the_day_on_which_they_begin(city: City) -> None:
    card = draw_panel(PANELS["card-0"], city, "/", "?period=today&against=year&lang=en", None)
    first = scene_as_of(city, "/", "", NOON).reported
    assert first
    assert f"no data of 11-21: they begin on {first[0].isoformat()}" in " ".join(texts(card))
    given = {"key": "reported", "from": "2026-11-20", "to": "2026-11-20", "as_of": NOON.isoformat(), "against": "year"}
    told = CityCommands(city, Settings()).kpi(given)["compared"]
    assert (told["from"], told["value"], told["change"]) == ("2025-11-21", None, None)
    assert first[0].isoformat() in told["notes"][0]


def test_the_festival_is_named_and_compared_with_itself(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A year and a month of cases, on the first day of the lunar year."""
    noon = datetime(2026, 2, 17, 4, tzinfo=UTC)
    cases = history(noon, 390, 2)
    with build_city(tmp_path_factory.mktemp("festival"), "little", cases=cases, clock=noon) as city:
        scene = scene_as_of(city, "/", "?period=today&against=year&lang=en", noon)
        assert scene.earlier
        assert scene.earlier.period.start == date(2025, 1, 29)
        assert noon - scene.earlier.as_of == timedelta(days=384)
        card = " ".join(texts(draw_panel(PANELS["card-0"], city, "/", "?period=today&against=year&lang=en", None)))
        assert "vs 2025-01-29, same time (by the Spring Festival)" in card


def test_an_unknown_choice_is_said(city: City) -> None:
    scene = scene_as_of(city, "/", "?against=tomorrow&lang=en", NOON)
    assert [(one.key, one.value) for one in scene.notices] == [("notice_against", "tomorrow")]
    assert scene.view.against == "previous"
    with pytest.raises(BadParameter, match="previous, weekdays, year"):
        CityCommands(city, Settings()).kpi({"key": "reported", "against": "tomorrow"})
