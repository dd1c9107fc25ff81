"""What is reported on one day of the simulated city: when, how, what and where."""

from __future__ import annotations

from datetime import date
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from dashboard.demo.cases import NEVER, Cases, Column, together
from dashboard.demo.categories import kinds
from dashboard.demo.channels import Channel, habits
from dashboard.demo.hot_spots import bursts, hot_spots
from dashboard.demo.places import Places
from dashboard.demo.working_time import DAY, HOUR, SECOND, day_start, public_holiday, works

CASES_A_DAY = 12_000.0
_ORDINARY = 0.998  # the rest: repeats, hot spots and bursts, less the quiet of public holidays
_REPEATED = 0.022  # share of the ordinary cases that report again what somebody reported that day


class Stream(IntEnum):
    """What a stream of random numbers is for; streams never share numbers."""

    DEMAND = 1
    LIFE = 2
    HOT_SPOTS = 3
    PACE = 4


def stream(seed: int, purpose: Stream, number: int) -> np.random.Generator:
    """The random numbers of (seed, purpose, day or other number), always the same."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, int(purpose), number])))


def demand_of(day: date, places: Places, seed: int, cases_a_day: float = CASES_A_DAY) -> Cases:
    """All reports of a city day in the order of their times, without their later life."""
    rng = stream(seed, Stream.DEMAND, day.toordinal())
    month = day.toordinal() // 30
    spots = hot_spots(stream(seed, Stream.HOT_SPOTS, month), month, places)
    parts = [_ordinary(day, places, rng, cases_a_day), spots.of_day(day, rng), bursts(day, places, rng)]
    parts[0] = _with_repeats(parts[0], day, rng)
    day_cases = together(parts)
    ordered = day_cases.take(np.argsort(day_cases["reported_at"], kind="stable"))
    return Cases({**ordered.columns, **_as_reported(ordered, day, places, rng)})


def _ordinary(day: date, places: Places, rng: np.random.Generator, cases_a_day: float) -> Cases:
    wanted = cases_a_day * _ORDINARY * float(rng.normal(1.0, 0.025))
    counts = rng.poisson(wanted * _activity(day))
    channel = np.repeat(np.arange(len(counts)), counts)
    n = len(channel)
    hours = np.concatenate([rng.choice(24, count, p=_hours(one)) for count, one in _per_channel(counts)])
    within = rng.integers(0, HOUR, n)
    kind = np.concatenate([_kinds(one, count, rng) for count, one in _per_channel(counts)])
    return Cases(
        {
            "reported_at": day_start(day) + hours * HOUR + within,
            "channel": channel.astype(np.int8),
            "kind": kind,
            "leaf": np.where(kinds().in_villages[kind], places.draw_village(rng, n), places.draw(rng, n)),
            "matter": np.zeros(n, dtype=np.int64),
            "linked_at": np.full(n, NEVER),
            "repeat": np.zeros(n, dtype=np.bool_),
        }
    )


def _per_channel(counts: NDArray[np.int64]) -> list[tuple[int, Channel]]:
    return list(zip(counts.tolist(), habits().channel, strict=True))


def _kinds(channel: Channel, n: int, rng: np.random.Generator) -> NDArray[np.int16]:
    return rng.choice(len(kinds()), n, p=kinds().shares(channel.code, channel.everything)).astype(np.int16)


def _hours(channel: Channel) -> NDArray[np.float64]:
    weight = np.array(habits().hours[channel.hours])
    return np.asarray(weight / weight.sum(), dtype=np.float64)


def _activity(day: date) -> NDArray[np.float64]:
    """Share of an average day's cases by channel; over an ordinary week these add up to 7."""
    week = habits().week
    share = habits().of_channels("share")
    off = habits().of_channels("weekend")
    in_season = (day.month, day.day) >= (11, 15) or (day.month, day.day) <= (3, 15)
    share = np.where(habits().of_channels("heating_season") > 0, share if in_season else share * 0.03, share)
    level = np.array(week.weekdays) / np.mean(week.weekdays)
    weekday = level[min(day.weekday(), 4)] if works(day) else level[max(day.weekday(), 5)]
    factor = off / float(level[5:].mean()) if not works(day) else np.ones(len(off))
    if public_holiday(day):
        factor = factor * week.holiday
    average = (5 * float(level[:5].mean()) + 2 * float(np.average(off, weights=share))) / 7
    return np.asarray(share / share.sum() * weekday * factor / average, dtype=np.float64)


def _with_repeats(cases: Cases, day: date, rng: np.random.Generator) -> Cases:
    """Some matters are reported a second time within hours, often another way."""
    later = cases["reported_at"] + (rng.exponential(2.0, len(cases)) * HOUR).astype(np.int64) + 60 * SECOND
    picked = np.flatnonzero((rng.random(len(cases)) < _REPEATED) & (later < day_start(day) + DAY))
    matter = day.toordinal() * 100_000 + np.arange(1, len(picked) + 1)
    for name, value in (("matter", matter), ("linked_at", later[picked])):
        cases.columns[name][picked] = value
    citizens = rng.integers(0, 2, len(picked))
    channel = np.where(rng.random(len(picked)) < 0.5, citizens, cases["channel"][picked]).astype(np.int8)
    again = {"reported_at": later[picked], "channel": channel, "repeat": np.ones(len(picked), np.bool_)}
    return together([cases, Cases({**cases.take(picked).columns, **again})])


def _as_reported(cases: Cases, day: date, places: Places, rng: np.random.Generator) -> dict[str, Column]:
    """What the source says of the place (8 % without a point), and the number of the case."""
    n = len(cases)
    leaf = cases["leaf"]
    pointless = rng.random(n) < 0.08
    lon_lat = np.where(pointless[:, None], np.nan, places.point(rng, leaf))
    chance = rng.random(n)
    street, community = places.level(leaf, 2), places.level(leaf, 3)
    known = [leaf, community, street, places.level(leaf, 1)]
    vague = np.select([chance < 0.42, chance < 0.70, chance < 0.90, chance < 0.96], known, 0)
    neighbour = np.clip(leaf + rng.integers(-40, 41, n), places.leaf[0], places.leaf[-1]).astype(np.int32)
    exact = np.select([chance < 0.02, chance < 0.86], [places.level(neighbour, 3), leaf], street)
    urban, rural = len(habits().spots.urban), len(habits().spots.rural)
    in_village = places.rural[leaf]
    spot = 1 + rng.integers(0, np.where(in_village, rural, urban)) + np.where(in_village, urban, 0)
    return {
        "number": int(day.strftime("%Y%m%d")) * 1_000_000 + np.arange(1, n + 1),
        "lon": lon_lat[:, 0],
        "lat": lon_lat[:, 1],
        "place": np.where(pointless, vague, exact).astype(np.int32),
        "spot": np.where(kinds().outdoors[cases["kind"]], spot, 0).astype(np.int8),
    }
