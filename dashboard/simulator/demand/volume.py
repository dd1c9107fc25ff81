"""How many reports a day brings by each channel: level, weekday, season, holidays, and chance."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from dashboard.simulator.habits.channels import habits
from dashboard.simulator.habits.chronicle import growth
from dashboard.simulator.simulated_time import public_holiday, spring_festival, works
from dashboard.simulator.streams import Stream, stream

_DAILY_SPREAD = 0.025  # of all channels together, as a share
_OUT_OF_SEASON = 0.03  # of the heating channel


def counts_of(day: date, seed: int, cases_a_day: float) -> NDArray[np.int64]:
    """Ordinary reports of a day by channel.

    What chance adds to a day it takes from the day before: single days scatter as Poisson counts do, months and years
    hardly at all, so that published totals come out for every seed.
    """
    expected = expected_of(day, cases_a_day)
    today, yesterday = (_chance(seed, number) for number in (day.toordinal(), day.toordinal() - 1))
    swing = (today - yesterday) / np.sqrt(2)
    drawn = expected * (1 + _DAILY_SPREAD * swing[0]) + np.sqrt(expected) * swing[1:]
    return np.asarray(np.maximum(np.rint(drawn), 0), dtype=np.int64)


def expected_of(day: date, cases_a_day: float) -> NDArray[np.float64]:
    """Mean of the same."""
    share = habits().of_channels("share") / 1000
    level = np.array([growth(channel.code, day) for channel in habits().channel])
    return np.asarray(cases_a_day * share * level * _activity(day), dtype=np.float64)


def _chance(seed: int, ordinal: int) -> NDArray[np.float64]:
    drawn = stream(seed, Stream.FLUCTUATION, ordinal).normal(0.0, 1.0, 1 + len(habits().channel))
    return np.clip(drawn, -3.0, 3.0)


def _activity(day: date) -> NDArray[np.float64]:
    """Activity of each channel on a day; its mean over an ordinary week is 1."""
    week = habits().week
    off = habits().of_channels("weekend")
    level = np.array(week.weekdays) / np.mean(week.weekdays)
    busy = float(level[:5].mean())
    average = (5 * busy + 2 * off) / 7
    weekend = float(level[5:].mean())
    today = level[min(day.weekday(), 4)] if works(day) else off * level[max(day.weekday(), 5)] / weekend
    if public_holiday(day):
        today = today * (week.spring_festival if spring_festival(day) else week.holiday)
    in_season = (day.month, day.day) >= (11, 15) or (day.month, day.day) <= (3, 15)
    heating = habits().of_channels("heating_season") > 0
    season = np.where(heating & (not in_season), _OUT_OF_SEASON, 1.0)
    return np.asarray(today / average * season, dtype=np.float64)
