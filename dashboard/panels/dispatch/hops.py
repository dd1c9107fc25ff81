"""Hops between levels: how long cases wait at each, and which units pass them on."""

from __future__ import annotations

from datetime import timedelta

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.display.wording import reason
from dashboard.governance.dispatch_answers import share_of, unit_name
from dashboard.panels.dispatch.tables import (
    NOT_TOLD,
    Cell,
    Column,
    days_text,
    dispatched_days,
    section,
    share_text,
)
from dashboard.view.scene import Scene
from dashboard.words.durations import span_text
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import FEWEST, Hops, LevelPair, PassingUnit

MOST_UNITS = 20
OF_PAIRS = ("n", "unanswered", "returned", "median", "p95", "share")
OF_UNITS = ("arrived", "passed_on", "passed_share", "to_streets", "passed_back")


def ask(city: City, scene: Scene) -> Hops:
    """Those of the area, of the days of the address, else of the last ones."""
    return city.dispatch.hops(dispatched_days(city, scene))


def render(hops: Hops, scene: Scene) -> Component:
    """How many hops cases take, the waiting of each pair of levels, and the units that pass on."""
    words, title = scene.words, scene.words("hops.title")
    if hops.whole.status == "no_data":
        return frame("hops", title, scene, [empty(reason(hops.whole, scene))], data={"feeds": "events"})
    days = html.P(days_text(hops.whole.start, hops.whole.end, scene), className="quiet")
    if not hops.cases:
        return frame("hops", title, scene, [days, empty(words("hops.none"))], data={"feeds": "events"})
    numbers = dict(zip(("one", "two", "three", "more"), map(whole, hops.by_number), strict=True))
    without, told = hops.whole.n - hops.cases, {"n": hops.whole.n, "cases": hops.cases, "hops": hops.n}
    counted = words(
        "hops.counted", without=whole(without), **{name: whole(count) for name, count in told.items()}, **numbers
    )
    parts = [days, html.P(counted), *_pairs(hops, scene), *_units(hops, scene)]
    return frame("hops", title, scene, [html.Div(parts, className="ledger")], data={"feeds": "events"})


def wait_text(seconds: float | None, scene: Scene) -> str:
    """A length of waiting as people read it; a dash of none."""
    return NOT_TOLD if seconds is None else span_text(timedelta(seconds=seconds), scene.words)


def _pairs(hops: Hops, scene: Scene) -> list[Component]:
    words = scene.words
    columns = [Column(words("hops.pair")), *(Column(words(f"hops.{name}"), is_number=True) for name in OF_PAIRS)]
    rows = [_pair_row(one, hops, scene) for one in hops.pairs]
    return section(words("hops.waiting"), words("hops.none"), columns, rows)


def _pair_row(one: LevelPair, hops: Hops, scene: Scene) -> list[Cell]:
    words = scene.words
    ends = {"first": words(f"hops.level.{one.from_level}"), "last": words(f"hops.level.{one.to_level}")}
    waits = [wait_text(one.median_s, scene), wait_text(one.p95_s, scene)]
    share = share_text(share_of(one.total_s, hops.total_s))
    return [words("hops.of_pair", **ends), whole(one.n), whole(one.unanswered), whole(one.returned), *waits, share]


def _units(hops: Hops, scene: Scene) -> list[Component]:
    words = scene.words
    passing = [one for one in hops.units if one.passed_on and not one.few]
    columns = [Column(words("hops.unit")), *(Column(words(f"hops.{name}"), is_number=True) for name in OF_UNITS)]
    rows = [_unit_row(one, scene) for one in passing[:MOST_UNITS]]
    found = section(words("hops.units"), words("hops.no_units"), columns, rows)
    if more := len(passing) - len(rows):
        found.append(html.P(words("hops.more", count=whole(more)), className="quiet"))
    if few := sum(1 for one in hops.units if one.passed_on and one.few):
        found.append(html.P(words("hops.few", count=whole(few), fewest=FEWEST), className="quiet"))
    return found


def _unit_row(one: PassingUnit, scene: Scene) -> list[Cell]:
    share = share_text(share_of(one.passed_on, one.n))
    counts = [whole(one.n), whole(one.passed_on), share, whole(one.to_streets), whole(one.passed_back)]
    return [f"{unit_name(one.unit, scene.words)} · {scene.words(f'hops.level.{one.level}')}", *counts]


PANEL = Panel("hops", ask, render)
