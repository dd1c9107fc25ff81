"""The page of dispatch: the playbook beside what was dispatched, in words and tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dash import html

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from queries.city import City
from queries.values import PLAYBOOK_FILE
from tests.cities.builder import build_city
from tests.cities.deliveries import deliver
from tests.cities.tiny.cases import AS_OF, local
from tests.dashboard.screens.conftest import texts

PAGE = "/dispatch"
ROWS = """category,department,valid_from,valid_until
parking,police,,2024-06-05
noise,environment,,
lamp,lighting,,
pipe,,,
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("dispatch") / "tiny", clock=AS_OF) as city:
        yield city


def drawn(city: City, panel: str, **address: str) -> html.Section:
    search = "&".join(f"{name}={text}" for name, text in {"lang": "en", **address}.items())
    return draw_panel(PANELS[panel], city, PAGE, f"?{search}", None)


def test_the_playbook_is_told_with_its_bad_lines_and_what_became_of_it(tiny: City) -> None:
    without = " ".join(texts(drawn(tiny, "playbook")))
    assert "This city has no playbook yet." in without
    (tiny.ground.folder / PLAYBOOK_FILE).write_text(ROWS, encoding="utf-8")
    told = " ".join(texts(drawn(tiny, "playbook")))
    assert "by day of dispatch, 2024-05-12 to 2024-06-10" in told
    assert "10 cases dispatched; 6 (60.0%) had an entry on the day of dispatch: 2 went first where it says" in told
    assert "line 5: nothing is said of department; fill it in" in told
    assert "4 more kinds have fewer than 10 cases, 4 in all" in told
    assert {"expired", "valid, not used", "… to 2024-06-05"} <= set(texts(drawn(tiny, "playbook")))
    day = " ".join(texts(drawn(tiny, "playbook", period="2024-06-01..2024-06-02")))
    assert "4 cases dispatched; 3 (75.0%)" in day


def test_hops_are_told_by_levels_and_units_or_that_nobody_delivers_them(tiny: City) -> None:
    assert "No source delivers steps of dispatch of these cases" in " ".join(texts(drawn(tiny, "hops")))
    (tiny.ground.folder / PLAYBOOK_FILE).write_text("category,department,level\nx,police,city\n", encoding="utf-8")
    east, times = tiny.tree.area("E").name, [local(f"1 {hour}:00").isoformat() for hour in (10, 11, 12, 14)]
    rows = [
        {"source_id": "K1", "step": step, "happened_at": at, "unit": unit, "to_value": receiver}
        for step, at, unit, receiver in (
            ("dispatched", times[0], None, "police"), ("received", times[1], "police", None),
            ("passed_on", times[2], "police", east), ("received", times[3], east, None),
        )
    ]  # fmt: skip
    deliver(tiny, "steps", *rows)
    told = texts(drawn(tiny, "hops"))
    assert "10 cases dispatched, of 1 of which steps of dispatch are delivered (9 without), 2 hops in all" in " ".join(
        told
    )
    assert {"centre › city", "city › district", "1 h", "2 h", "33.3%", "66.7%"} <= set(told)
    assert "1 more units passed cases on, of fewer than 10 that came to each; they have no rank." in told


def test_objections_are_told_with_the_time_to_dispatch_by_hand_and_automatic(tiny: City) -> None:
    told = " ".join(texts(drawn(tiny, "objections", period="2024-06-01..2024-06-10")))
    assert "Filed to dispatched: automatic only, P50 10.0 min; automatic only, P95 " in told
    assert "by hand only, P50 15.0 min" in told
    assert "what became of objections is not known" in told
    deliver(tiny, "steps", {"source_id": "K2", "step": "declined", "happened_at": local("1 11:30").isoformat()})
    told = " ".join(texts(drawn(tiny, "objections")))
    assert "1 declines: 0 granted (sent elsewhere)" in told
