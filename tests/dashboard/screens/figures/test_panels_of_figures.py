"""Panels of figures: their numbers are those of the API, and they follow area, period, conditions and chosen KPI."""

import json
from datetime import date
from typing import Any

import pytest

from dashboard.display.panel import Panel
from dashboard.screens.analyst import FIGURES
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.view.question_parameters import question
from queries.city import City
from queries.kpis.answer import Answer
from tests.cities.little.cases import NOON
from tests.dashboard.screens.conftest import found, texts

DAYS = "period=2026-10-10..2026-11-19"
SPAN = {"from": "2026-10-10", "to": "2026-11-19", "as_of": NOON.isoformat()}


def figure(city: City, key: str, search: str) -> dict[str, Any]:
    panel: Panel = PANELS[key]
    place = found(draw_panel(panel, city, "/", search, None), "plot")[0]
    read: dict[str, Any] = json.loads(getattr(place, "data-figure"))
    return read


def asked(city: City, **given: str) -> Answer:
    return city.kpis.ask(question(SPAN | given, city))


@pytest.mark.parametrize("kpi", ["reported", "closing_rate", "handling_time"])
def test_hours_of_the_week_are_those_of_the_api(city: City, kpi: str) -> None:
    drawn = figure(city, "week_hours", f"?kpi={kpi}&area=4101&{DAYS}&lang=en")
    answer = asked(city, key=kpi, area="4101", by="hour_weekday")
    assert len(drawn["names"]) == 7
    for row in answer.rows:
        day, hour = int(row.code[0]) - 1, int(row.code[2:])
        shown = drawn["values"][day][hour]
        if kpi == "reported":
            often = sum(date.fromordinal(ordinal).weekday() == day for ordinal in range(*_ordinals()))
            assert shown == row.n / often
            assert f"{row.n:,} case" in drawn["texts"][day][hour]
        else:
            assert shown == (row.value if row.n >= city.profile.minimum_cases else None)
    coloured = [value for line in drawn["values"] for value in line if value is not None]
    assert coloured if kpi == "reported" else any("n = " in text or " / " in text for text in drawn["texts"][0])


def _ordinals() -> tuple[int, int]:
    return date(2026, 10, 10).toordinal(), date(2026, 11, 19).toordinal() + 1


@pytest.mark.parametrize("kpi", ["reported", "closed_on_time", "handling_time", "open"])
def test_departments_are_those_of_the_api_and_small_ones_are_faint_and_last(city: City, kpi: str) -> None:
    drawn = figure(city, "departments", f"?kpi={kpi}&{DAYS}&where=channel=app")
    rows = {row.code: row for row in asked(city, key=kpi, by="department", where="channel=app").rows}
    known = {row.value for row in rows.values()}
    assert set(drawn["values"]) <= known
    assert len(drawn["values"]) == min(12, len([row for row in rows.values() if row.n]))
    fair = [value for value, faint in zip(drawn["values"], drawn["faint"], strict=True) if not faint]
    assert fair == sorted(fair, reverse=True)
    assert drawn["faint"] == sorted(drawn["faint"])


def test_ages_of_open_cases_add_up_to_the_number_of_the_chosen_stock(city: City) -> None:
    for kpi, about in (("reported", "open"), ("open", "open"), ("overdue_open", "overdue_open")):
        drawn = figure(city, "open_ages", f"?kpi={kpi}&area=4101")
        assert sum(drawn["values"]) == asked(city, key=about, area="4101").n


def test_answers_of_citizens_add_up_to_the_rate(city: City) -> None:
    drawn = figure(city, "scores", f"?{DAYS}")
    answer = asked(city, key="satisfaction")
    assert len(drawn["values"]) == 5
    assert sum(drawn["values"]) == answer.n
    assert sum(drawn["values"][3:]) == answer.numerator


def test_durations_add_up_and_have_the_median_of_the_api_marked(city: City) -> None:
    drawn = figure(city, "handling_times", f"?{DAYS}&lang=en")
    answer = asked(city, key="handling_time")
    assert sum(drawn["values"]) == answer.n
    assert [mark["text"].split()[0] for mark in drawn["marks"]] == ["median", "P90"]
    below = sum(drawn["values"][: int(drawn["marks"][0]["at"] + 0.5)])
    assert below <= answer.n / 2 <= below + drawn["values"][int(drawn["marks"][0]["at"] + 0.5)]
    latency = draw_panel(PANELS["handling_times"], city, "/", f"?kpi=dispatch_latency&{DAYS}&lang=en", None)
    assert "dispatch" in texts(latency)[0].lower()


@pytest.mark.parametrize("key", FIGURES)
def test_each_follows_the_area_and_the_conditions(city: City, key: str) -> None:
    every, some = figure(city, key, f"?{DAYS}"), figure(city, key, f"?{DAYS}&area=4101&where=channel=app")
    assert every["values"] != some["values"]
    assert some["title"].startswith("第1区县 · ")
