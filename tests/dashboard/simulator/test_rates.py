"""Sixty simulated days look like the city that published its figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.simulator.habits.categories import kinds
from dashboard.simulator.habits.channels import habits
from dashboard.simulator.simulated_time import calendar_missing
from dashboard.simulator.simulation import Simulation
from queries.conversion.canonical import CANONICAL
from tests.dashboard.simulator.conftest import NOW


@pytest.fixture(scope="module")
def accepted(known: pd.DataFrame) -> pd.DataFrame:
    return known[known.voided_at.isna() & known.accepted_at.notna()]


def test_about_twelve_thousand_cases_a_day(known: pd.DataFrame) -> None:
    assert len(known) / 60 == pytest.approx(12_000, rel=0.05)


def test_handling_takes_about_four_days(accepted: pd.DataFrame) -> None:
    days = (accepted.closed_at - accepted.accepted_at).dt.total_seconds() / 86_400
    assert days.mean() == pytest.approx(4.1, abs=0.3)
    assert days.median() < days.mean() < days.quantile(0.9)


def test_closing_and_lateness(accepted: pd.DataFrame) -> None:
    assert accepted.closed_at.notna().mean() == pytest.approx(0.925, abs=0.025)
    due = accepted[accepted.due_at <= pd.Timestamp(NOW)]
    late = due.closed_at.isna() | (due.closed_at > due.due_at)
    assert late.mean() == pytest.approx(0.09, abs=0.015)


def test_satisfaction_and_answers(known: pd.DataFrame) -> None:
    asked = known[known.callback_due_at <= pd.Timestamp(NOW)]
    answers = known[known.surveyed_at.notna()]
    assert (answers.satisfaction >= 4).mean() == pytest.approx(0.945, abs=0.006)
    assert 0.75 < asked.surveyed_at.notna().mean() < asked.callback_at.notna().mean() < 1
    assert answers.resolved.astype(bool).mean() == pytest.approx(0.93, abs=0.02)
    assert answers.channel.isin(["grid_patrol", "video_ai", "iot"]).sum() == 0


def test_filing_takes_minutes_and_matching_a_third_of_a_second(known: pd.DataFrame) -> None:
    filing = (known.filed_at - known.reported_at).dt.total_seconds().dropna()
    assert filing.between(60, 180).mean() == pytest.approx(0.96, abs=0.01)
    matching = (known.dispatched_at - known.filed_at).dt.total_seconds()
    machine = known.auto_dispatched.fillna(False).astype(bool)
    assert matching[machine].median() == pytest.approx(0.3, abs=0.02)
    assert machine.mean() > 0.85
    assert matching[~machine].median() > 120


def test_all_channels_categories_and_departments_occur(known: pd.DataFrame) -> None:
    assert set(known.channel) == {channel.code for channel in habits().channel}
    assert len(habits().channel) == 10
    assert set(known.category1) == {name[0] for name in kinds().names}
    assert set(known.department.dropna()) == set(kinds().departments)
    assert 18 <= len(kinds().departments) <= 24


def test_the_day_has_the_shape_of_hotline_hours(known: pd.DataFrame) -> None:
    hotline = known[known.channel == "hotline_12345"].reported_at.dt.tz_convert("Asia/Shanghai")
    share = hotline.dt.hour.value_counts(normalize=True).sort_index()
    expected = np.array(habits().hours["hotline"]) / sum(habits().hours["hotline"])
    assert np.corrcoef(share, expected)[0, 1] > 0.98


def test_weekends_and_holidays_are_quieter(known: pd.DataFrame) -> None:
    day = known.reported_at.dt.tz_convert("Asia/Shanghai").dt.date.astype(str)
    counts = day.value_counts()
    assert counts["2026-11-15"] < 0.8 * counts["2026-11-10"]
    assert counts["2026-10-02"] < 0.75 * counts["2026-10-16"]


def test_heating_is_reported_in_its_season(known: pd.DataFrame) -> None:
    day = known[known.channel == "heating"].reported_at.dt.tz_convert("Asia/Shanghai").dt.strftime("%m-%d")
    assert (day >= "11-15").mean() > 0.7


def test_places_are_told_as_well_as_a_city_knows_them(known: pd.DataFrame) -> None:
    pointless = known.lon.isna()
    assert pointless.mean() == pytest.approx(0.08, abs=0.005)
    assert (pointless & known.area_code.isna()).mean() < 0.01
    assert (pointless & (known.area_code.str.len() == 6)).any()  # known to the street only
    assert known.lon.dropna().between(113.4, 113.9).all()
    assert known.lat.dropna().between(34.6, 34.9).all()
    assert not known.title.str.startswith("：").any()


def test_the_table_has_only_columns_that_a_loader_knows(known: pd.DataFrame) -> None:
    assert set(known.columns) <= CANONICAL


def test_villages_have_matters_of_their_own(known: pd.DataFrame) -> None:
    told_exactly = known[known.lon.notna() & known.area_code.str.len().ge(8)]
    farming = told_exactly[told_exactly.category1 == "农业农村"]
    assert farming.title.str.contains("村：").mean() > 0.95  # but for a wrongly named neighbour
    assert told_exactly[told_exactly.title.str.contains("主干道旁")].title.str.contains("村").mean() < 0.05


def test_titles_name_communities_as_people_do(known: pd.DataFrame) -> None:
    assert known.title.str.contains("社区").any()
    assert not known.title.str.contains("委员会").any()
    assert not known.address.str.contains("委员会").any()


def test_matters_are_repeated_and_some_repeats_are_voided(known: pd.DataFrame) -> None:
    sizes = known.matter_id.value_counts()
    assert 0.02 < known.matter_id.notna().mean() < 0.08
    assert (sizes >= 3).sum() > 50
    duplicates = known[known.void_reason == "duplicate"]
    assert duplicates.matter_id.notna().all()
    assert known.voided_at.notna().mean() == pytest.approx(0.03, abs=0.01)


def test_a_year_without_calendar_does_not_stop_the_city(simulation: Simulation) -> None:
    day = NOW.replace(year=2031).date()
    assert calendar_missing(day.year)
    assert len(simulation.day(day)) > 5_000
