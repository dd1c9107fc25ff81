"""What a replay shows: the moment of its stamp before that of the address, colours that stand still, what was known."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard.map.cell_values import reference_moment
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_at
from dashboard.view.scene import Scene
from dashboard.view.stamps import parse_stamp
from queries.city import City
from tests.cities.little.cases import NOON
from tests.dashboard.screens.conftest import found, texts

DAY = "?replay=2026-11-20..2026-11-20"


def stamp(moment: datetime, how: str = "replay") -> str:
    return f"1.{int(moment.timestamp())}.{how}"


def played(city: City, search: str, moment: datetime, how: str = "replay") -> Scene:
    return scene_at(city, "/", search, stamp(moment, how))


def test_a_playing_replay_goes_before_the_moment_of_the_address(city: City) -> None:
    scene = played(city, f"{DAY}&as_of=2026-11-20T08:00", NOON - timedelta(hours=2))
    assert (scene.now.as_of, scene.view.as_of) == (NOON - timedelta(hours=2), NOON - timedelta(hours=2))
    assert scene.view.recorded_as_of is None
    assert "as_of=2026-11-20T10:00:00" in scene.link(area="4101")


def test_as_known_then_asks_for_what_was_recorded_by_that_moment(city: City) -> None:
    moment = NOON - timedelta(hours=2)
    question = played(city, DAY, moment, "known").question("reported")
    assert (question.as_of, question.recorded_as_of) == (moment, moment)
    shown = " ".join(texts(draw_panel(PANELS["header"], city, "/", DAY, stamp(moment, "known"))))
    assert "回看 2026-11-20 10:00:00" in shown
    assert "按 2026-11-20 10:00:00 已入库的记录" in shown


@pytest.mark.parametrize(("given", "playing"), [("1.5", None), (None, None), ("1.5.replay", "replay"), ("1.5.x", None)])
def test_only_a_replay_s_stamp_plays(city: City, given: str | None, playing: str | None) -> None:
    assert parse_stamp(given, city.sources.stamp()).playing == playing


@pytest.mark.parametrize("search", [DAY, f"{DAY}&period=7d", f"{DAY}&period=2026-11-01..2026-11-20", "?replay"])
def test_colours_stand_still_from_the_first_minute_to_the_last(city: City, search: str) -> None:
    midnight = datetime(2026, 11, 19, 16, tzinfo=UTC)
    moments = [midnight + timedelta(minutes=37 * step) for step in range(39)]
    assert len({reference_moment(played(city, search, moment)) for moment in moments}) == 1


def test_the_control_knows_its_days_and_does_not_change_while_it_plays(city: City) -> None:
    drawn = [
        getattr(found(draw_panel(PANELS["replay"], city, "/", DAY, stamp(moment)), "replay")[0], "data-replay")
        for moment in (NOON - timedelta(hours=3), NOON)
    ]
    assert drawn[0] == drawn[1]
    body = json.loads(drawn[0])
    assert body["end"] - body["start"] == 86_399_999
    assert body["days"] == "2026-11-20..2026-11-20"
    assert found(draw_panel(PANELS["replay"], city, "/", "", None), "replay") == []


def test_a_bare_replay_is_of_the_day_shown(city: City) -> None:
    scene = scene_at(city, "/wall", "?replay&as_of=2026-11-18T10:00", None)
    assert scene.replay is not None
    assert (scene.replay.start, scene.replay.end) == (date(2026, 11, 18), date(2026, 11, 18))
    assert scene.notices == ()


def test_another_day_is_not_called_today(city: City) -> None:
    shown = texts(draw_panel(PANELS["card-0"], city, "/", "?as_of=2026-11-18T10:32", None))
    assert "11-18 截至 10:32" in shown
    assert "较 11-17 10:32" in shown
    assert "今日截至 12:00" in texts(draw_panel(PANELS["card-0"], city, "/", "", None))
