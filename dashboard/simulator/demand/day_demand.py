"""What is reported on one day of the simulated city: when, how, what and where."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dashboard.simulator.cases import NEVER, Cases, Column, concatenated
from dashboard.simulator.demand.hot_spots import bursts, hot_spots
from dashboard.simulator.demand.programme import RoadProgramme
from dashboard.simulator.demand.storms import storm_of
from dashboard.simulator.demand.volume import counts_of
from dashboard.simulator.habits.categories import kinds
from dashboard.simulator.habits.channels import Channel, habits
from dashboard.simulator.habits.chronicle import seasons
from dashboard.simulator.places import Places
from dashboard.simulator.simulated_time import DAY, HOUR, SECOND, day_start
from dashboard.simulator.streams import Stream, stream

if TYPE_CHECKING:
    from dashboard.simulator.fleet.alarms import Alarms

CASES_A_DAY = 12_330.0
"""Ordinary reports of an average day at the present level; repeats, hot spots, bursts and storms come on top."""
_REPEATED = 0.022  # share of the ordinary cases that report again what somebody reported that day


def demand_of(  # noqa: PLR0913  (the last two are drawn once for many days)
    day: date,
    places: Places,
    seed: int,
    cases_a_day: float = CASES_A_DAY,
    *,
    programme: RoadProgramme | None = None,
    alarms: Alarms | None = None,
) -> Cases:
    """All reports of a city day in the order of their times, without their later life.

    With `alarms`, what cameras and sensors report lies where the device stands; times and ways in are the same without.
    """
    rng = stream(seed, Stream.DEMAND, day.toordinal())
    month = day.toordinal() // 30
    spots = hot_spots(stream(seed, Stream.HOT_SPOTS, month), month, places)
    road = programme or RoadProgramme.of(places, seed)
    ordinary = _with_repeats(_ordinary(day, places, rng, counts_of(day, seed, cases_a_day)), day, rng)
    parts = [ordinary, spots.of_day(day, rng), bursts(day, places, rng)]
    parts += [more for more in (storm_of(day, places, seed, cases_a_day), road.of_day(day, rng)) if more is not None]
    day_cases = concatenated(parts)
    ordered = day_cases.take(np.argsort(day_cases["reported_at"], kind="stable"))
    road.settle_others(ordered, day, rng)
    ordered.columns["number"] = int(day.strftime("%Y%m%d")) * 1_000_000 + np.arange(1, len(ordered) + 1)
    if alarms is None:
        return Cases({**ordered.columns, **_as_reported(ordered, places, rng)})
    detected = alarms.detections(ordered)
    by_device = detected.row >= 0
    ordered.columns["leaf"] = np.where(by_device, detected.leaf, ordered["leaf"])
    data = _as_reported(ordered, places, rng)
    at_device = by_device & ~np.isnan(data["lon"])
    for name, stands in (("lon", detected.lon), ("lat", detected.lat)):
        data[name] = np.where(at_device, stands, data[name])
    return Cases({**ordered.columns, **data})


def _ordinary(day: date, places: Places, rng: np.random.Generator, counts: NDArray[np.int64]) -> Cases:
    channel = np.repeat(np.arange(len(counts)), counts)
    n = len(channel)
    hours = np.concatenate([rng.choice(24, count, p=_hours(one)) for count, one in _per_channel(counts)])
    within = rng.integers(0, HOUR, n)
    kind = np.concatenate([_kinds(one, count, day.month, rng) for count, one in _per_channel(counts)])
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


def _kinds(channel: Channel, n: int, month: int, rng: np.random.Generator) -> NDArray[np.int16]:
    chances = kinds().shares(channel.code, channel.everything, channel.second) * seasons(month)
    return rng.choice(len(kinds()), n, p=chances / chances.sum()).astype(np.int16)


def _hours(channel: Channel) -> NDArray[np.float64]:
    weight = np.array(habits().hours[channel.hours])
    return np.asarray(weight / weight.sum(), dtype=np.float64)


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
    return concatenated([cases, Cases({**cases.take(picked).columns, **again})])


def _as_reported(cases: Cases, places: Places, rng: np.random.Generator) -> dict[str, Column]:
    """The place as the source reports it (8 % without a point)."""
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
        "lon": lon_lat[:, 0],
        "lat": lon_lat[:, 1],
        "place": np.where(pointless, vague, exact).astype(np.int32),
        "spot": np.where(kinds().outdoors[cases["kind"]], spot, 0).astype(np.int8),
    }
