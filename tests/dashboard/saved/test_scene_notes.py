"""Notes on the screens: on map and trend of their place and time, as known at the moment shown; the lists."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from dashboard.access.actor import COMMAND_LINE
from dashboard.saved.file_format import NoteEntry, SavedFile, ThingNamed, ViewEntry
from dashboard.saved.keeping import Keeping
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.screen_registry import REGISTRY
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.steerable_clock import SteerableClock
from tests.dashboard.screens.conftest import found, texts

WEEK = "?period=2026-11-14..2026-11-20"
FAIR, HEAT = "Fair · 2026-11-19 – 11-20", "Heat · 2026-11-19 08:00"
BEFORE = (NOON - timedelta(hours=1)).isoformat().replace("+", "%2B")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """Two notes and a view, saved at noon; one more note was withdrawn an hour later."""
    clock = SteerableClock(NOON)
    with build_city(tmp_path_factory.mktemp("little"), "little", clock=clock) as opened:
        keeping, district = Keeping(opened, REGISTRY), opened.tree.children(opened.tree.root)[0].code
        notes = [
            NoteEntry(key="d", text="Fair", area=district, from_at="2026-11-19", until="2026-11-20"),
            NoteEntry(key="c", text="Heat", area=opened.tree.root.code, from_at="2026-11-19T08:00"),
            NoteEntry(key="w", text="Wrong", area=district, from_at="2026-11-20"),
        ]
        views = [ViewEntry(key="v", name="Open <b>", address=f"/{WEEK}&kpi=open")]
        keeping.keep(SavedFile(views=views, notes=notes), COMMAND_LINE)
        clock.advance(hours=1)
        keeping.withdraw(ThingNamed(kind="note", key="w"), COMMAND_LINE)
        yield opened


def drawn(city: City, panel: str, search: str, path: str = "/") -> Any:
    return draw_panel(PANELS[panel], city, path, search, None)


def marks(city: City, search: str, path: str = "/") -> list[list[str]]:
    panel = drawn(city, "map", search, path)
    return [note["lines"] for note in json.loads(getattr(panel, "data-map"))["notes"]]


def on_trend(city: City, search: str) -> list[tuple[str, str, str]]:
    [place] = found(drawn(city, "trend", search), "plot")
    figure = json.loads(getattr(place, "data-figure"))
    spans = figure["spans"]
    return [(spans[note["first"]][0], spans[note["last"]][1], note["text"]) for note in figure["notes"]]


def test_a_note_stands_on_the_map_of_its_area_and_period(city: City) -> None:
    assert marks(city, WEEK) == [[HEAT], [FAIR]]
    assert marks(city, WEEK, "/wall") == [[HEAT], [FAIR]]
    assert marks(city, "?period=2026-11-20..2026-11-20") == [[FAIR]]
    assert marks(city, "?period=2026-11-18..2026-11-18") == []
    first, second = city.tree.children(city.tree.root)[:2]
    assert marks(city, f"{WEEK}&area={first.code}") == [[FAIR]]
    assert marks(city, f"{WEEK}&area={second.code}") == []


def test_a_note_stands_on_the_axis_of_the_trend_at_its_days(city: City) -> None:
    fair, heat = ("2026-11-19", "2026-11-20", FAIR), ("2026-11-19", "2026-11-19", HEAT)
    assert on_trend(city, WEEK) == [heat, fair]
    other = city.tree.children(city.tree.root)[1].code
    assert on_trend(city, f"{WEEK}&area={other}") == [heat]


def test_a_look_back_shows_what_was_known_then(city: City) -> None:
    at_noon = NOON.isoformat().replace("+", "%2B")
    assert marks(city, f"{WEEK}&as_of={BEFORE}") == []
    assert marks(city, f"{WEEK}&as_of={at_noon}") == [["Wrong · 2026-11-20", FAIR], [HEAT]]
    assert marks(city, f"{WEEK}&as_of={at_noon}&recorded_as_of={BEFORE}") == []
    assert found(drawn(city, "saved", f"{WEEK}&as_of={BEFORE}&saved"), "saved-name") == []


def test_the_list_leads_to_the_place_and_days_of_a_note(city: City) -> None:
    card = drawn(city, "saved", f"{WEEK}&saved=notes")
    rows = {texts(name)[0]: name for name in found(card, "saved-name")}
    assert set(rows) == {"Fair", "Heat"}
    district = city.tree.children(city.tree.root)[0].code
    assert rows["Fair"].children[0].href == f"/?area={district}&period=2026-11-19..2026-11-20&saved=notes"
    assert rows["Heat"].children[0].href == "/?period=2026-11-19..2026-11-19&saved=notes"


def test_a_view_opens_in_the_language_and_theme_of_the_reader(city: City) -> None:
    [name] = found(drawn(city, "saved", "?lang=en&theme=light&saved"), "saved-name")
    assert name.children[0].href == f"/{WEEK}&kpi=open&lang=en&theme=light"
    assert texts(name)[0] == "Open <b>"


def test_unasked_it_takes_no_place_and_asks_nothing(city: City) -> None:
    drawn(city, "saved", WEEK)  # what every scene needs is known then
    asked = city.sources.statements_asked
    assert found(drawn(city, "saved", WEEK), "saved-card") == []
    assert city.sources.statements_asked == asked
