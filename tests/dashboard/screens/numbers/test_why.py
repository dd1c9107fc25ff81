"""What a change is made of, as the screen shows it: the figures of the API, and they add up."""

import re

import pytest

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.view.question_parameters import question
from queries.city import City
from tests.dashboard.screens.conftest import found, texts

WEEK = {"from": "2026-11-13", "to": "2026-11-19"}
WEEK_BEFORE = {"from": "2026-11-06", "to": "2026-11-12"}


def drawn(city: City, search: str) -> object:
    return draw_panel(PANELS["why"], city, "/", search, None)


def signed(text: str) -> float:
    return float(re.sub(r"[^\d.\-]", "", text.replace("\u2212", "-")))


def test_unasked_it_takes_no_place(city: City) -> None:
    assert found(drawn(city, "?period=2026-11-13..2026-11-19"), "why-card") == []


def test_the_column_of_each_breakdown_adds_up_to_the_change_that_the_api_gives(city: City) -> None:
    card = drawn(city, "?period=2026-11-13..2026-11-19&why")
    now, before = (city.kpis.ask(question({"key": "reported", **days}, city)).n for days in (WEEK, WEEK_BEFORE))
    tables = found(card, "why-table")
    assert [getattr(table, "data-by") for table in tables] == ["area", "category", "channel", "department"]
    for table in tables:
        column = [signed(texts(cell)[0]) for cell in found(table, "why-number")]
        assert sum(column) == now - before


def test_a_part_leads_to_the_screen_of_that_part_alone(city: City) -> None:
    card = drawn(city, "?period=2026-11-13..2026-11-19&why&where=channel=hotline_12345")
    channels = next(table for table in found(card, "why-table") if getattr(table, "data-by") == "channel")
    categories = next(table for table in found(card, "why-table") if getattr(table, "data-by") == "category")
    assert len(found(channels, "why-number")) == 1
    assert "where=category1" in str(categories.to_plotly_json())


def test_a_state_is_taken_apart_between_two_moments_not_between_days(city: City) -> None:
    shown = texts(draw_panel(PANELS["why"], city, "/", "?kpi=open&period=2026-11-01..2026-11-07&why", None))
    assert "2026-11-20 12:00:00 对比 2026-11-13 12:00:00" in shown
    assert not [text for text in shown if "2026-11-07" in text]


def test_a_median_says_that_it_cannot_be_taken_apart(city: City) -> None:
    median = next(key for key, metric in city.kpis.dictionary.items() if metric.statistic == "median")
    card = drawn(city, f"?period=2026-11-13..2026-11-19&why&kpi={median}")
    assert found(card, "why-table") == []
    assert any("中位数" in text for text in texts(card))


@pytest.mark.parametrize("search", ["?period=all&why", "?period=2019-01-01..2019-01-07&why"])
def test_without_anything_before_there_are_no_contributions(city: City, search: str) -> None:
    assert found(drawn(city, search), "why-table") == []


def test_periods_whose_rates_are_not_settled_are_named_and_no_part_of_the_change_is_coloured(city: City) -> None:
    card = drawn(city, "?period=7d&kpi=closing_rate&why&lang=en")
    [said] = [text for text in texts(found(card, "finding")) if text.startswith("Rates not settled")]
    assert "2026-11-14 – 2026-11-20" in said
    assert found(card, "why-number")
    assert found(card, "why-bar") == []
    figures = [one for one in found(card, "unripe") if getattr(one, "title", "")]
    assert figures
    assert all("Not settled from" in one.title for one in figures)
    settled = drawn(city, "?period=2026-10-13..2026-10-19&kpi=closing_rate&why&lang=en")
    assert found(settled, "why-bar")
    assert not found(settled, "unripe")
