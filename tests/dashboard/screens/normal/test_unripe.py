"""A rate that is not settled has no rank and no colour, stands apart in lines, and says so."""

import json
from datetime import date, timedelta

import numpy as np
import pytest

from dashboard.display.classes import NO_CASES
from dashboard.map.cell_values import as_json, shown
from dashboard.panels.ranking import ranked
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_as_of
from queries.city import City
from tests.cities.little.cases import NOON
from tests.dashboard.screens.conftest import found

UNRIPE = "?period=7d&kpi=closing_rate&area=4101&lang=en"


def test_it_has_no_rank_and_a_way_to_days_that_are_settled(city: City) -> None:
    scene = scene_as_of(city, "/", UNRIPE, NOON)
    answer = city.kpis.ask(scene.question("closing_rate", by="area"))
    fair, apart = ranked(answer, 20)
    assert not fair
    assert len(apart) == len(city.tree.children(scene.area))
    [note] = found(draw_panel(PANELS["ranking"], city, "/", UNRIPE, None), "unripe")
    link = next(part for part in note.children if getattr(part, "href", ""))
    assert answer.ripe_to
    first = answer.ripe_to - timedelta(days=6)
    assert f"period={first.isoformat()}..{answer.ripe_to.isoformat()}" in link.href
    settled = scene_as_of(city, "/", link.href.partition("?")[2], NOON)
    assert not city.kpis.ask(settled.question("closing_rate")).is_unripe


def test_the_map_paints_none_of_it_and_says_why(city: City) -> None:
    scene = scene_as_of(city, "/", UNRIPE, NOON)
    painted = shown(city, scene, 2)
    assert (painted.answer.n >= 20).any()
    assert (painted.shades == NO_CASES).all()
    assert as_json(painted, scene)["legend"] == [(NO_CASES, "the rate is not settled: no colours")]


@pytest.mark.parametrize(
    ("path", "attribute", "class_name"), [("/", "data-figure", "plot"), ("/wall", "data-chart", "chart")]
)
def test_the_trend_draws_its_days_apart_with_a_note(city: City, path: str, attribute: str, class_name: str) -> None:
    panel = draw_panel(PANELS["trend"], city, path, "?period=30d&kpi=closing_rate&lang=en", None)
    drawn = json.loads(getattr(found(panel, class_name)[0], attribute))
    line = drawn["series"][0] if "series" in drawn else drawn
    scene = scene_as_of(city, path, "?period=30d&kpi=closing_rate", NOON)
    ripe_to = city.kpis.ask(scene.question("closing_rate")).ripe_to
    assert ripe_to
    first = date(2026, 10, 22)
    assert line["settled"] == [0, (ripe_to - first).days + 1]
    assert "dashed" in str(panel)


def test_the_small_line_of_a_card_does_too_and_the_card_says_that_it_is_not_settled(city: City) -> None:
    card = draw_panel(PANELS["card-3"], city, "/", "?period=7d&kpi=closing_rate&lang=en", None)
    [figure] = found(card, "figure")
    assert figure.className == "figure unripe"
    assert "Not settled from" in figure.title
    [spark] = found(card, "spark")
    assert json.loads(getattr(spark, "data-chart"))["settled"][1] < 14
    assert "Not settled from" in spark.title


@pytest.mark.parametrize("key", ["category", "channel", "status"])
def test_a_breakdown_puts_its_parts_in_no_order_and_draws_no_bars(city: City, key: str) -> None:
    panel = draw_panel(PANELS[key], city, "/", UNRIPE, None)
    [listed] = found(panel, "apart")
    rows = json.loads(getattr(listed, "data-list"))
    assert {dict(row["cells"])["bar"] for row in rows} == {0.0}
    sizes = [int(dict(row["cells"])["row-n"].removeprefix("n = ").replace(",", "")) for row in rows]
    assert sizes[:9] == sorted(sizes[:9], reverse=True), "the tenth stands for all others"
    assert len(found(panel, "unripe")) == 1
    large = [row for row, n in zip(rows[:9], sizes[:9], strict=True) if n >= city.profile.minimum_cases]
    assert large
    assert all("not settled" in row["title"] for row in large)
    settled = draw_panel(PANELS[key], city, "/", UNRIPE.replace("closing_rate", "filed_on_time"), None)
    assert not found(settled, "apart")
    assert not found(settled, "unripe")


@pytest.mark.parametrize("key", ["hours", "week_hours", "departments"])
def test_columns_cells_and_bars_are_pale_and_say_so(city: City, key: str) -> None:
    for kpi, is_unripe in (("closing_rate", True), ("filed_on_time", False)):
        panel = draw_panel(PANELS[key], city, "/", UNRIPE.replace("closing_rate", kpi), None)
        [drawing] = [*found(panel, "plot"), *found(panel, "chart")]
        drawn = json.loads(getattr(drawing, "data-figure", None) or getattr(drawing, "data-chart"))
        assert np.all(drawn["faint"]) == is_unripe or (key == "departments" and not is_unripe)
        assert len(found(panel, "unripe")) == int(is_unripe)
        texts = np.array(drawn["texts"]).ravel().tolist()
        assert any("not settled" in text for text in texts) == is_unripe


@pytest.mark.parametrize(
    ("path", "attribute", "class_name"), [("/", "data-figure", "plot"), ("/wall", "data-chart", "chart")]
)
def test_the_first_days_of_a_stock_are_drawn_apart_too(city: City, path: str, attribute: str, class_name: str) -> None:
    panel = draw_panel(PANELS["trend"], city, path, "?period=2026-09-19..2026-10-31&kpi=open&lang=en", None)
    drawn = json.loads(getattr(found(panel, class_name)[0], attribute))
    line = drawn["series"][0] if "series" in drawn else drawn
    first, last = line["settled"]
    assert 0 < first < 20
    assert last == len(drawn["labels"])
    assert "may be too low, cases reported before the data begin are not known" in str(panel)


@pytest.mark.parametrize(("path", "key", "kpi"), [("/", "card-1", "open"), ("/wall", "supervise-0", "overdue_open")])
def test_a_stock_has_a_small_line_of_the_days_before_its_moment(city: City, path: str, key: str, kpi: str) -> None:
    card = draw_panel(PANELS[key], city, path, "?period=7d&lang=en", None)
    [body] = found(card, "card")
    assert getattr(body, "data-metric") == kpi
    [spark] = found(card, "spark")
    values = json.loads(getattr(spark, "data-chart"))["values"]
    scene = scene_as_of(city, path, "?period=7d", NOON)
    first, last = NOON.date() - timedelta(days=14), NOON.date() - timedelta(days=1)
    rows = city.kpis.ask(scene.of_days(kpi, first, last)).rows
    assert (rows[0].code, rows[-1].code) == (first.isoformat(), last.isoformat())
    assert values == [row.value for row in rows]
    assert len(set(values)) > 1


@pytest.mark.parametrize("kpi", ["closed_on_time", "reported"])
def test_the_week_in_which_the_data_begin_is_drawn_apart_with_a_note(city: City, kpi: str) -> None:
    panel = draw_panel(PANELS["trend"], city, "/", f"?step=week&kpi={kpi}&period=30d&lang=en", None)
    drawn = json.loads(getattr(found(panel, "plot")[0], "data-figure"))
    line = drawn["series"][0]
    assert line["settled"][0] == 1 + next(place for place, value in enumerate(line["values"]) if value is not None)
    assert "dashed: The data begin on 2026-09-" in drawn["note"]
