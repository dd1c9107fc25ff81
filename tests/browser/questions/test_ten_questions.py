"""Ten questions of analysts, each answered in at most five clicks: what the screen says is what is counted from the
cases with pandas. `YIPING_PICTURES=FOLDER` keeps a picture of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import BrowserContext

from queries.city import City
from tests.browser.conftest import Server, open_page
from tests.browser.questions.analyst import PICTURES, Analyst
from tests.browser.questions.counted import NOW, TODAY, known, local, metres, on_days
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.planted import DECLINING, HEAT, NIGHT, NOISE, SOURCE, planted_table, street_of

pytestmark = pytest.mark.browser
WEEK = timedelta(days=7)
MONTH_AGO = TODAY - timedelta(days=29)
SETTLED = date(2026, 9, 25), date(2026, 10, 20)
"""Closings of these days were more than thirty days ago: how many recurred is known."""
WHY_ROWS = "[data-panel='why'] [data-by='{by}'] tbody tr"
LISTED = ".case-table tbody tr"
COMPARED = "[data-panel='comparison'] .compared tbody tr"
UNITS_NEAR = (0.001, 0.004, -0.012, 0.03)
"""How far east of the newest case the units stand, in degrees."""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    newest = known().sort_values("reported_at").dropna(subset=["lon"]).iloc[-1]
    units: list[dict[str, Any]] = [
        {"unit": f"U{n}", "kind": "grid_worker", "duty": "on", "status": "idle", "seen_at": NOON.isoformat(),
         "lon": float(newest.lon + aside), "lat": float(newest.lat)}
        for n, aside in enumerate(UNITS_NEAR)
    ]  # fmt: skip
    folder = tmp_path_factory.mktemp("planted")
    with build_city(
        folder, "little", cases=planted_table(), source=SOURCE, reports={"units": units}, clock=NOON
    ) as opened:
        yield opened


@pytest.fixture(scope="module")
def analyst(visited: BrowserContext, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Analyst]:
    """One page for all questions."""
    pictures = Path(PICTURES) if PICTURES else tmp_path_factory.mktemp("pictures")
    for screen in open_page(visited, server.address, with_figures=True):
        yield Analyst(screen, pictures)


def whole(text: str) -> int:
    """The number in a text such as 1,234件."""
    return int("".join(letter for letter in text if letter.isdigit()))


def by_street(cases: pd.DataFrame) -> pd.Series:
    streets = [street_of(lon, lat) for lon, lat in zip(cases.lon, cases.lat, strict=True)]
    placed = cases.assign(street=streets)
    return placed[placed.street != ""].groupby("street").size()


def test_which_street_drives_the_rise_in_noise_at_night(analyst: Analyst) -> None:
    analyst.begins().asks(f"{NOISE} 夜间 上周").clicks_on("a.why-link")
    analyst.clicks_on(f"{WHY_ROWS.format(by='area')} >> nth=0 >> a")
    [street, before, now, change, _] = analyst.cells(WHY_ROWS.format(by="area"))[0]
    cases = known()
    noise = cases[(cases.category1 == NOISE) & local(cases.reported_at).dt.hour.isin(NIGHT)]
    monday = TODAY - timedelta(days=TODAY.weekday()) - WEEK
    weeks = [noise[on_days(noise.reported_at, first, first + timedelta(days=6))] for first in (monday - WEEK, monday)]
    earlier, later = (by_street(week) for week in weeks)
    rise = later.sub(earlier, fill_value=0)
    driving = str(rise.idxmax())
    assert street == f"第{int(driving[-2:])}街道"
    assert (whole(before), whole(now)) == (earlier.get(driving, 0), later[driving])
    assert whole(change) == rise.max()
    analyst.found("01-noise-at-night")


def test_what_changed_most_against_last_week_and_why(analyst: Analyst) -> None:
    analyst.begins().asks("本周").clicks_on("a.why-link")
    [category, before, now, *_] = analyst.cells(WHY_ROWS.format(by="category"))[0]
    cases = known()
    monday = TODAY - timedelta(days=TODAY.weekday())
    this = cases[on_days(cases.reported_at, monday, TODAY)]
    last = cases[on_days(cases.reported_at, monday - WEEK, TODAY - WEEK) & (cases.reported_at <= NOW - WEEK)]
    rise = this.groupby("category1").size().sub(last.groupby("category1").size(), fill_value=0)
    assert category == rise.abs().idxmax() == HEAT
    assert (whole(before), whole(now)) == ((last.category1 == HEAT).sum(), (this.category1 == HEAT).sum())
    analyst.found("03-what-changed")


def test_which_department_sends_back_most_and_whether_that_is_significant(analyst: Analyst) -> None:
    analyst.begins().asks("退单 近30天").clicks_on("a.compare").clicks_on(
        "[data-panel='comparison'] a:has-text('部门')"
    )
    analyst.page.wait_for_selector(f"{COMPARED}[data-code='{DECLINING}']")
    rows = {row[0]: row for row in analyst.cells(COMPARED)}
    cases = known()
    sent = cases[on_days(cases.dispatched_at, MONTH_AGO, TODAY) & (cases.dispatched_at <= NOW) & ~cases.voided]
    by_department = (sent.first_declined_at <= NOW).groupby(sent.department).agg(["mean", "sum", "size"])
    most = by_department.sort_values("mean").iloc[-1]
    assert most.name == DECLINING
    for name, rate in by_department.iterrows():
        assert rows[str(name)][1] == f"{100 * rate['mean']:.1f}%"
        assert whole(rows[str(name)][3]) == rate["size"]
    others = by_department.drop(DECLINING).sum()
    shares = most["sum"] / most["size"], others["sum"] / others["size"]
    pooled = (most["sum"] + others["sum"]) / (most["size"] + others["size"])
    error = (pooled * (1 - pooled) * (1 / most["size"] + 1 / others["size"])) ** 0.5
    assert (shares[0] - shares[1]) / error > 5, "by the test of two proportions, too"
    assert rows[DECLINING][5] == "明显偏高"
    assert [name for name, row in rows.items() if row[5] == "明显偏高"] == [DECLINING]
    analyst.found("02-sends-back-most")


def test_which_cases_are_overdue_in_a_district_and_who_holds_them(analyst: Analyst) -> None:
    analyst.begins().asks("第2区县 超期").lists_by("overdue")
    heads = analyst.cells(".case-table thead tr")[0]
    rows = analyst.cells(LISTED)
    cases = known()
    inside = cases.area_code.eq("4102") | cases.lon.between(113.525, 113.65) & cases.lat.between(34.6, 34.675)
    overdue = cases[cases.open & inside & (cases.due_at < NOW)].sort_values("due_at")
    assert len(rows) == len(overdue) > 5
    number, holder = (next(place for place, name in enumerate(heads) if word in name) for word in ("编号", "承办"))
    assert [row[number] for row in rows] == overdue.source_id.tolist()
    assert [row[holder] for row in rows] == overdue.department.tolist()
    analyst.found("04-overdue-and-who-holds-them")


def test_whether_today_is_unusual_for_this_weekday(analyst: Analyst) -> None:
    analyst.begins("/?period=today&kpi=reported")
    analyst.page.wait_for_selector("[data-panel='card-0'] .change-normal")
    verdict = analyst.page.inner_text("[data-panel='card-0'] .change-normal")
    analyst.clicks_on("[data-panel='card-0'] a.asks-what")
    told = analyst.page.inner_text(".number-body dl")
    times = local(known().reported_at)
    mornings = times[times.dt.hour < 12].dt.date.value_counts()
    fridays = {day: mornings[day] for day in mornings.index if day.weekday() == TODAY.weekday() and day < TODAY}
    assert mornings[TODAY] > max(fridays.values())
    assert "高于正常" in verdict
    assert all(f"{day:%m-%d}" in told for day in fridays if day >= date(2026, 10, 9))
    analyst.found("05-today-unusual")


def test_where_problems_recur_within_thirty_days_and_a_hundred_metres(analyst: Analyst) -> None:
    analyst.begins("/?area=4101").asks(f"第1区县 复发率 {SETTLED[0]}至{SETTLED[1]}")
    [place, name, _, value, n] = analyst.cells(".panel-ranking .rows .row")[0]
    cases = known()
    reports = cases.dropna(subset=["lon"])
    closed = reports[on_days(reports.closed_at, *SETTLED) & reports.closed]
    closed = closed.assign(street=[street_of(lon, lat) for lon, lat in zip(closed.lon, closed.lat, strict=True)])
    closed = closed[closed.street != ""]
    again = pd.Series([_recurs(case, reports) for case in closed.itertuples()], index=closed.index)
    rates = again.groupby(closed.street).agg(["mean", "size"])
    worst = rates[rates["size"] >= 30].sort_values("mean").iloc[-1]
    assert (place, name) == ("1", f"第{int(str(worst.name)[-2:])}街道")
    assert value == f"{100 * worst['mean']:.1f}%"
    assert whole(n) == worst["size"]
    analyst.found("06-problems-recur")


def _recurs(case: Any, reports: pd.DataFrame) -> bool:
    """Whether the same kind was reported again within 30 days of a closing and 100 metres."""
    near = reports[
        (np.abs(reports.lon.to_numpy() - case.lon) < 0.002) & (np.abs(reports.lat.to_numpy() - case.lat) < 0.002)
    ]
    soon = near.reported_at.between(case.closed_at, case.closed_at + timedelta(days=30), inclusive="right")
    later = near[soon & (near.category3 == case.category3) & (near.source_id != case.source_id)]
    return bool(len(later)) and bool((metres(case.lon, case.lat, later.lon, later.lat) <= 100).any())


def test_which_channel_is_late(analyst: Analyst) -> None:
    analyst.begins().asks("按期结案率 近30天")
    rows = analyst.cells("[data-panel='channel'] .rows .row")
    cases = known()
    due = cases[on_days(cases.due_at, MONTH_AGO, TODAY) & (cases.due_at <= NOW) & ~cases.voided]
    rates = (due.closed & (due.closed_at <= due.due_at)).groupby(due.channel).agg(["mean", "size"])
    shown = {row[0]: (row[2], whole(row[3])) for row in rows}
    latest = rates.sort_values("mean").iloc[0]
    assert latest.name == "heating"
    assert rows[-1][0] == "供暖热线"
    assert shown["供暖热线"] == (f"{100 * latest['mean']:.1f}%", latest["size"])
    assert sorted(n for _, n in shown.values()) == sorted(rates["size"].tolist())
    analyst.found("07-late-channel")


def test_how_handling_time_developed_by_month_and_category(analyst: Analyst) -> None:
    analyst.begins().asks("办理时长中位数")
    analyst.clicks_on(".trend-tabs a:has-text('月')").clicks_on(".trend-tabs a:has-text('类别')")
    analyst.page.wait_for_selector("[data-panel='trend'] .for-readers tbody tr")
    heads = analyst.cells("[data-panel='trend'] .for-readers thead tr")[0]
    rows = {row[0]: row for row in analyst.cells("[data-panel='trend'] .for-readers tbody tr")}
    cases = known()
    closed = cases[cases.closed & (cases.closed_at >= cases.reported_at)]
    months = local(closed.closed_at).dt.strftime("%Y-%m")
    days = (closed.closed_at - closed.accepted_at).dt.total_seconds() / 86_400
    expected = days.groupby([months, closed.category1]).median()
    october = next(row for name, row in rows.items() if "2026-10" in name)
    categories = [(place, name) for place, name in enumerate(heads) if name in set(closed.category1)]
    assert len(categories) == 6
    for place, category in categories:
        median = expected["2026-10", category]
        written = f"{median:.2f}天" if median >= 1 else f"{24 * median:.1f}小时"
        assert written in october[place], (category, october[place])
    analyst.found("08-handling-time-by-month-and-category")


def test_which_units_are_near_this_case(analyst: Analyst) -> None:
    analyst.begins("/?period=today")
    newest = known().sort_values("reported_at").dropna(subset=["lon"]).iloc[-1]
    analyst.clicks_on(f".events li[data-code='{SOURCE}/{newest.source_id}'] a")
    analyst.page.wait_for_selector(".near[data-things='units'] .near-row")
    read = "all => all.map((row) => [row.dataset.name, Number(row.dataset.metres)])"
    rows = analyst.page.eval_on_selector_all(".near[data-things='units'] .near-row", read)
    east = pd.Series([newest.lon + aside for aside in UNITS_NEAR])
    distances = metres(newest.lon, newest.lat, east, pd.Series([newest.lat] * len(east))).sort_values()
    assert [name for name, _ in rows] == [f"U{n}" for n in distances.index]
    assert [distance for _, distance in rows] == pytest.approx(distances.tolist(), rel=0.005)
    analyst.page.locator(".near[data-things='units']").scroll_into_view_if_needed()
    analyst.found("09-units-near-a-case")


def test_what_will_be_asked_about_crossing_cases(analyst: Analyst) -> None:
    analyst.begins().asks("三跨在办").lists_by("age")
    heads = analyst.cells(".case-table thead tr")[0]
    rows = analyst.cells(LISTED)
    place = {word: next(n for n, name in enumerate(heads) if word in name) for word in ("编号", "三跨", "承办", "历时")}
    cases = known()
    crossing = cases[cases.open & (cases.cross_at <= NOW)].sort_values("reported_at")
    assert [row[place["编号"]] for row in rows] == crossing.source_id.tolist()[:100]
    assert len(rows) > 5
    flags = {"跨区域": crossing.cross_region, "跨层级": crossing.cross_level, "跨部门": crossing.cross_department}
    ages: list[Any] = (NOW - crossing.reported_at).dt.days.tolist()
    for number, (row, case) in enumerate(zip(rows, crossing.itertuples(), strict=False)):
        assert row[place["三跨"]] == "、".join(name for name, flagged in flags.items() if flagged.iloc[number])
        assert row[place["承办"]] == case.department
        assert row[place["历时"]].startswith(f"{ages[number]}天") or not ages[number]
    analyst.found("10-crossing-cases")
