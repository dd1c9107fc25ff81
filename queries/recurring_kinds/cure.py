"""The checklist of cures of a kind: places, devices and crossings, each open, mended or handed over, as people said."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import cache
from pathlib import Path
from typing import Any

from queries.acts.act import Act, states
from queries.acts.saved import SavedThing

CURE = "cure"
OPEN, MENDED, HANDED_OVER = "open", "mended", "handed_over"
KEY_CHARACTERS = 24
MOST_PIECES = 1_000_000


@dataclass(frozen=True)
class CureStep:
    """What somebody said of an item. on: since which day of the city; note: as it may leave."""

    state: str
    on: date
    who: str
    note: str


@dataclass(frozen=True)
class Cure:
    """An item of the checklist of a kind. sort: one of `cure_sorts`; n: pieces; area: code of the deepest area;
    lon, lat: degrees WGS-84, None without a point; steps: what was said of it, the first first; not empty."""

    key: str
    kind: str
    name: str
    sort: str
    n: int
    area: str
    lon: float | None
    lat: float | None
    steps: tuple[CureStep, ...]

    @property
    def state(self) -> str:
        """As it stands."""
        return self.steps[-1].state

    @property
    def cured_on(self) -> date | None:
        """Since which day it counts as mended, by what was said last; None of an open one."""
        on = None
        for step in self.steps:
            on = None if step.state == OPEN else on or step.on
        return on

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do about it."""
        reached = states(CURE).index(self.state)
        return reached >= states(CURE).index(cure_sorts()[self.sort])


@dataclass(frozen=True)
class CureProgress:
    """How the pieces of a sort stand: so many in all, open, mended (and not handed over), handed over; they add up.
    done: those that nothing is left to do about."""

    sort: str
    pieces: int
    open: int
    mended: int
    handed_over: int
    done: int

    @property
    def awaits_handover(self) -> int:
        """Mended, of a sort that is done with its hand-over."""
        return self.mended if cure_sorts()[self.sort] == HANDED_OVER else 0


@cache
def _declared() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("cures.toml").read_text(encoding="utf-8"))


def cure_sorts() -> Mapping[str, str]:
    """The sorts of items, each with the state with which it is done."""
    return {key: table["cured_by"] for key, table in _declared()["sorts"].items()}


def metres_of_a_cure() -> float:
    """How near to the point of an item a case is at it."""
    return float(_declared()["metres"])


def cure_key(kind: str, sort: str, name: str, area: str) -> str:
    """The key of an item: a later word about the same sort, name and area takes the place of the one before."""
    named = "\x1f".join((CURE, kind, sort, name, area))
    return hashlib.sha256(named.encode()).hexdigest()[:KEY_CHARACTERS]


def written_item(sort: str, n: int) -> str:
    """Sort and pieces as an act holds them."""
    return json.dumps({"sort": sort, "n": n}, separators=(",", ":"))


def cures_of(things: Iterable[SavedThing], kind: str, zone: tzinfo, until: date) -> tuple[Cure, ...]:
    """The items of a kind as they stood at the end of a day of the city, in the order of sort and name."""
    order = list(cure_sorts())
    found = (_cure(one, zone, until) for one in things if one.act.loop == kind)
    return tuple(sorted(filter(None, found), key=lambda one: (order.index(one.sort), one.name, one.key)))


def _cure(thing: SavedThing, zone: tzinfo, until: date) -> Cure | None:
    said = [act for act in thing.history if act.from_at and _day(act, zone) <= until]
    if not said:
        return None
    last, told = said[-1], json.loads(said[-1].search)
    if told["sort"] not in cure_sorts():
        return None
    steps = tuple(CureStep(act.state, _day(act, zone), act.who, act.text) for act in said)
    return Cure(
        thing.key, last.loop, last.name, told["sort"], int(told["n"]), last.area_code, last.lon, last.lat, steps
    )


def _day(act: Act, zone: tzinfo) -> date:
    assert act.from_at is not None  # noqa: S101  # an act of this kind has one
    return act.from_at.astimezone(zone).date()


def progress_of(cures: Iterable[Cure]) -> tuple[CureProgress, ...]:
    """How the items stand, sort by sort; of a sort without items nothing."""
    by_sort: dict[str, list[Cure]] = {}
    for one in cures:
        by_sort.setdefault(one.sort, []).append(one)
    return tuple(_progress(sort, by_sort[sort]) for sort in cure_sorts() if sort in by_sort)


def _progress(sort: str, cures: list[Cure]) -> CureProgress:
    pieces = {state: sum(one.n for one in cures if one.state == state) for state in states(CURE)}
    done = sum(one.n for one in cures if one.is_done)
    return CureProgress(sort, sum(pieces.values()), pieces[OPEN], pieces[MENDED], pieces[HANDED_OVER], done)
