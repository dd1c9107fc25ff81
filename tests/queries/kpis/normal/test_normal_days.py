"""The bands of all days of a trend, from one statement: what a plain computation over the cases finds."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from queries.city import City
from queries.kpis.dictionary import Dictionary
from queries.kpis.normal.normal_days import NormalOfDays
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.little.cases import NOON
from tests.cities.little.history import history

TODAY, DAYS = NOON.date(), 14
YESTERDAY = TODAY - timedelta(days=1)
HOLIDAYS = frozenset((*(date(2026, 9, day) for day in (25, 26, 27)), *(date(2026, 10, day) for day in range(1, 8))))
MADE_UP = frozenset((date(2026, 9, 20), date(2026, 10, 10)))


def asked(city: City, key: str, **changes: object) -> Question:
    start = TODAY - timedelta(days=DAYS - 1)
    question = Question(key, city.tree.root.code, start, TODAY, NOON, by="day", scope=WHOLE_CITY)
    return replace(question, **changes)  # type: ignore[arg-type]


def plain_bands(of_day: "pd.Series[float]", *, are_counts: bool) -> dict[date, tuple[float, float]]:
    """Of each of the last days that are over, by the same weekdays before it that are whole and no holidays."""
    known = sorted(of_day.index)[1:]
    bands = {}
    for day in (YESTERDAY - timedelta(days=back) for back in range(DAYS - 1)):
        weeks = [day - timedelta(days=7 * week) for week in range(1, 13)]
        values = np.array([of_day[one] for one in weeks if one in known and one not in HOLIDAYS | MADE_UP])
        if len(values) < 5:
            continue
        middle, (lower, upper) = np.median(values), np.quantile(values, (0.25, 0.75))
        spread = max(1.4826 * np.median(np.abs(values - middle)), 0.7413 * (upper - lower))
        chance = np.sqrt(middle) if are_counts else 0.0
        reach = 2.5 * np.hypot(spread, chance) * np.sqrt(1 + 1 / len(values))
        bands[day] = (max(0.0, middle - reach), middle + reach)
    return bands


def told(normal: NormalOfDays) -> dict[date, tuple[float, float]]:
    return {day: (one.band.low, one.band.high) for day, one in normal.items() if one.band}


def cases() -> pd.DataFrame:
    table: pd.DataFrame = history().to_pandas()
    for name in ("reported", "closed"):
        at = pd.to_datetime(table[f"{name}_at"])
        table[f"{name}_day"] = at.dt.tz_localize("UTC").dt.tz_convert("Asia/Shanghai").dt.date
    return table


@pytest.mark.parametrize("channels", [(), ("app", "iot")])
def test_days_of_counts_and_their_parts_are_those_of_a_plain_computation(city: City, channels: tuple[str, ...]) -> None:
    table = cases()
    chosen = table[table.channel.isin(channels)] if channels else table
    plain = plain_bands(chosen.groupby("reported_day").size().astype(float), are_counts=True)
    found = told(city.kpis.normal_days(asked(city, "reported", where=tuple(("channel", one) for one in channels))))
    assert len(plain) == 10, "before lie the autumn holidays"
    assert {day: pytest.approx(band) for day, band in plain.items()} == found


def test_days_of_lengths_of_time_are_too(city: City) -> None:
    table = cases()
    table = table[table.closed_at.notna() & table.voided_at.isna()]
    days = (table.closed_at - table.accepted_at).dt.total_seconds() / 86_400
    plain = plain_bands(days.groupby(table.closed_day).mean(), are_counts=False)
    found = told(city.kpis.normal_days(asked(city, "handling_time")))
    assert plain
    assert {day: pytest.approx(band, rel=1e-5) for day, band in plain.items()} == found


def test_days_of_a_stock_are_those_of_its_history(city: City) -> None:
    normal = city.kpis.normal_days(asked(city, "open"))
    assert YESTERDAY in normal
    assert TODAY not in normal, "it is not over"
    history_of = asked(city, "open", start=TODAY - timedelta(days=60), end=YESTERDAY)
    values = {date.fromisoformat(row.code): row.value for row in city.kpis.ask(history_of).rows}
    for one in normal.values():
        assert [earlier.value for earlier in one.earlier] == [values[earlier.period.start] for earlier in one.earlier]


def test_every_kpi_has_the_values_that_it_has_as_a_trend(city: City) -> None:
    """Whatever table it rests on: a day is compared with what the KPI itself says of the days before."""
    compared = 0
    for key in Dictionary.read():
        normal = city.kpis.normal_days(asked(city, key))
        since = asked(city, key, start=TODAY - timedelta(days=60), end=YESTERDAY)
        values = {date.fromisoformat(row.code): row.value for row in city.kpis.ask(since).rows} if normal else {}
        for one in normal.values():
            told_alone = [values[earlier.period.start] for earlier in one.earlier]
            assert [earlier.value for earlier in one.earlier] == pytest.approx(told_alone), key
            compared += len(told_alone)
    assert compared > 1300


def test_days_of_few_cases_and_unsettled_ones_have_none(city: City) -> None:
    few = asked(city, "reported", where=(("channel", "app"),))
    answer, normal = city.kpis.ask(few), city.kpis.normal_days(few)
    assert normal
    assert {one.band_of_row(row) for row in answer.rows for one in normal.values()} == {None}, "8 a day"
    rate = asked(city, "closing_rate")
    answer, normal = city.kpis.ask(rate), city.kpis.normal_days(rate)
    unripe = [row for row in answer.rows if row.is_unripe and date.fromisoformat(row.code) in normal]
    assert unripe
    assert {normal[date.fromisoformat(row.code)].band_of_row(row) for row in unripe} == {None}


def test_they_are_asked_of_the_store_once_for_a_quarter_of_an_hour(city: City) -> None:
    question = asked(city, "filed_on_time", as_of=NOON + timedelta(minutes=1), where=(("channel", "iot"),))
    assert not city.kpis.holds_normal_days(question)
    city.kpis.normal_days(question)
    assert city.kpis.holds_normal_days(replace(question, as_of=NOON + timedelta(minutes=14)))
    assert not city.kpis.holds_normal_days(replace(question, as_of=NOON + timedelta(minutes=16)))
    assert city.kpis.holds_normal_days(asked(city, "online")), "of reports only the newest is known"
