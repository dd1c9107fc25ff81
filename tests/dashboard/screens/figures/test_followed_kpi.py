"""Categories, channels and hours are about the chosen KPI, whatever kind it is, with the numbers of the API."""

import json

import pytest

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.view.question_parameters import question
from queries.city import City
from tests.cities.little.cases import NOON
from tests.dashboard.screens.conftest import found, texts

DAYS = "period=2026-10-10..2026-11-19"
SPAN = {"from": "2026-10-10", "to": "2026-11-19", "as_of": NOON.isoformat()}


@pytest.mark.parametrize(("kpi", "name"), [("closed_on_time", "按期结案率"), ("handling_time", "平均办理时长")])
@pytest.mark.parametrize("key", ["category", "channel"])
def test_a_rate_or_duration_by_category_and_channel_has_its_n(city: City, key: str, kpi: str, name: str) -> None:
    drawn = draw_panel(PANELS[key], city, "/", f"?kpi={kpi}&{DAYS}", None)
    assert name in texts(drawn)[0]
    listed = json.loads(getattr(found(drawn, "rows")[0], "data-list"))
    rows = city.kpis.ask(question(SPAN | {"key": kpi, "by": key}, city)).rows
    sizes = [int(dict(row["cells"])["row-n"].removeprefix("n = ").replace(",", "")) for row in listed]
    assert sum(sizes) == sum(row.n for row in rows)
    largest = sorted((row.n for row in rows if row.n and row.code != "_unknown"), reverse=True)[: len(sizes) - 2]
    assert set(largest) <= set(sizes)
    bars = [dict(row["cells"])["bar"] for row in listed]
    assert bars == sorted(bars, reverse=True)
    assert bars[0] == 100


@pytest.mark.parametrize("kpi", ["closing_rate", "handling_time", "open"])
def test_hours_are_about_the_chosen_kpi_and_show_no_rate_of_few_cases(city: City, kpi: str) -> None:
    drawn = draw_panel(PANELS["hours"], city, "/", f"?kpi={kpi}&{DAYS}", None)
    chart = json.loads(getattr(found(drawn, "chart")[0], "data-chart"))
    rows = city.kpis.ask(question(SPAN | {"key": kpi, "by": "hour"}, city)).rows
    least = 0 if kpi == "open" else city.profile.minimum_cases
    assert chart["values"] == [row.value if row.n >= least else None for row in rows]
    assert any(value is not None for value in chart["values"])
