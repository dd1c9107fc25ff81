"""The trend as a figure: its numbers are those of the API, the days before are the same weekdays at the same age."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_as_of
from dashboard.view.question_parameters import question
from queries.city import City
from tests.cities.little.cases import NOON
from tests.dashboard.screens.conftest import found


def figure(city: City, search: str) -> dict[str, Any]:
    place = found(draw_panel(PANELS["trend"], city, "/", search, None), "plot")[0]
    read: dict[str, Any] = json.loads(getattr(place, "data-figure"))
    return read


@pytest.mark.parametrize("kpi", ["reported", "closing_rate", "handling_time", "open", "handled_daily"])
def test_the_line_has_the_numbers_of_the_api(city: City, kpi: str) -> None:
    drawn = figure(city, f"?kpi={kpi}&period=7d&area=4101&where=channel=app")
    first, last = drawn["spans"][0][0], drawn["spans"][-1][1]
    asked = {"key": kpi, "area": "4101", "from": first, "to": last, "by": "day", "where": "channel=app"}
    rows = city.kpis.ask(question(asked | {"as_of": NOON.isoformat()}, city)).rows
    assert drawn["series"][0]["values"] == [row.value for row in rows]
    assert any(row.value for row in rows)


@pytest.mark.parametrize("step", ["week", "month"])
@pytest.mark.parametrize("kpi", ["reported", "closing_rate", "handling_time", "open"])
def test_weeks_and_months_have_the_numbers_of_the_api(city: City, kpi: str, step: str) -> None:
    named = "&denominator=median" if kpi == "handling_time" else ""
    drawn = figure(city, f"?kpi={kpi}&step={step}{named}")
    assert len(drawn["spans"]) > 1
    for (first, last), value in zip(drawn["spans"], drawn["series"][0]["values"], strict=True):
        span = {"from": first, "to": last, "as_of": NOON.isoformat(), "key": kpi}
        if kpi == "open":
            span |= {"from": last, "by": "day"}
        answer = city.kpis.ask(question(span | ({"denominator": "median"} if kpi == "handling_time" else {}), city))
        assert value == pytest.approx(answer.rows[0].value if kpi == "open" else answer.value)


@pytest.mark.parametrize("split", ["category", "channel", "area", "department"])
def test_parts_have_the_numbers_of_the_api_and_stacked_ones_make_the_whole(city: City, split: str) -> None:
    drawn = figure(city, f"?split={split}")
    whole = figure(city, "")["series"][0]["values"]
    assert drawn["stacked"]
    assert [sum(values) for values in zip(*(one["values"] for one in drawn["series"]), strict=True)] == whole
    rates = figure(city, f"?split={split}&kpi=closing_rate&lang=en")
    assert not rates["stacked"]
    assert rates["series"][-1]["name"] == "All"
    first, last = rates["spans"][0][0], rates["spans"][-1][0]
    asked = {"key": "closing_rate", "from": first, "to": last, "as_of": NOON.isoformat()}
    largest = max(city.kpis.ask(question(asked | {"by": split}, city)).rows, key=lambda row: (row.n, row.code))
    dimension = {"category": "category1"}.get(split, split)
    part = {"area": largest.code} if split == "area" else {"where": f"{dimension}={largest.code}"}
    rows = city.kpis.ask(question(asked | part | {"by": "day"}, city)).rows
    assert [row.value for row in rows] in [one["values"] for one in rates["series"]]


def test_a_split_takes_the_place_of_conditions_on_the_same_dimension(city: City) -> None:
    drawn = figure(city, "?split=channel&where=channel=app;channel=hotline_12345")
    assert len(drawn["series"]) == 2
    assert drawn["series"][0]["values"] != drawn["series"][1]["values"]


def test_it_is_compared_with_the_same_weekdays_seen_from_the_same_distance(city: City) -> None:
    drawn = figure(city, "?kpi=closing_rate&period=today&lang=en")
    now, before = drawn["series"]
    assert before["name"] == "Same weekdays before, 2026-09-17 to 2026-10-16"
    assert [text.split()[1] for text in now["texts"]] == [text.split()[1] for text in before["texts"]]
    assert before["texts"][-1].startswith("2026-10-16 Friday  ")
    five_weeks = timedelta(days=35)
    asked = {"key": "closing_rate", "from": "2026-10-16", "to": "2026-10-16", "as_of": (NOON - five_weeks).isoformat()}
    assert before["values"][-1] == city.kpis.ask(question(asked, city)).value


def test_hours_that_have_not_come_leave_a_gap_in_both_lines(city: City) -> None:
    for series in figure(city, "?where=hour=20&lang=en")["series"]:
        assert None not in series["values"][7:-1]
        assert series["values"][-1] is None
        assert series["texts"][-1].endswith("no data of then")


def test_nothing_is_compared_before_the_first_report_nor_on_a_wall(city: City) -> None:
    scene = scene_as_of(city, "/", "", NOON)
    assert scene.reported
    end = scene.reported[0] + timedelta(days=20)
    assert len(figure(city, f"?period={scene.reported[0]}..{end}")["series"]) == 1
    wall = scene_as_of(city, "/wall", "", NOON)
    assert len(list(PANELS["trend"].questions(city, wall))) == 1


def test_the_figure_leads_to_days_chosen_on_it(city: City) -> None:
    drawn = figure(city, "?period=7d&area=4101")
    assert drawn["brush"] == "/?area=4101&period=__DAYS__"
    assert drawn["period"] == [23, 29]
    assert drawn["partial"] is True
    assert date.fromisoformat(drawn["spans"][-1][0]) == date(2026, 11, 20)


def test_counts_are_read_in_full_and_rates_with_what_they_are_made_of(city: City) -> None:
    rates = figure(city, "?kpi=closing_rate&lang=en")["series"][0]["texts"]
    assert all(" / " in text for text in rates)
    assert "万" not in " ".join(figure(city, "")["series"][0]["texts"])
