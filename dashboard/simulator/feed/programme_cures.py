"""What people did about the road programme: its faults are a kind that recurs, and its cures."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from dashboard.access.actor import SYSTEM, Actor
from dashboard.governance.keeping_kinds import CureGiven, KeepingKinds, KindJudged
from dashboard.simulator.habits.chronicle import Programme, chronicle
from dashboard.simulator.simulation import Simulation
from queries.city import City
from queries.values import WHOLE_CITY

MENDED_WITHIN_DAYS = 7


def confirm_programme(city: City, simulation: Simulation, end: datetime) -> None:
    """Confirm the kind of a past that reaches to the mending of all crossings, once; `end` is aware."""
    about = chronicle().programme
    known = city.kpis.has_value("matter", str(about.matter), scope=WHOLE_CITY)
    if not known or end.astimezone(city.profile.time_zone).date() < about.mended or _is_confirmed(city, about):
        return
    keeping, actor = KeepingKinds(city), Actor(about.by, SYSTEM.origin)
    judged = KindJudged(
        name=about.kind,
        where=f"category3={about.kind}",
        matter=str(about.matter),
        cause=about.cause,
        programme=about.name,
    )
    kind = keeping.judge(judged, actor).key
    for given in _items(city, simulation, about, kind):
        keeping.cure(given, actor)


def _is_confirmed(city: City, about: Programme) -> bool:
    judged = city.recurring_kinds.judged(scope=WHOLE_CITY).values()
    return any(("matter", str(about.matter)) in one.cases.where for one in judged)


def _items(city: City, simulation: Simulation, about: Programme, kind: str) -> list[CureGiven]:
    """The crossings, mended one after another up to the day of the report, and the lamps of each, spread evenly."""
    crossings = simulation.programme.crossings
    ends = np.linspace(0, about.lamps, len(crossings) + 1).round().astype(int)
    items = []
    for place, number in enumerate(crossings.tolist()):
        area = city.tree.by_id(number)
        on = (about.mended - timedelta(days=place % MENDED_WITHIN_DAYS)).isoformat()
        crossing = CureGiven(kind=kind, area=area.code, name=area.name, state="mended", on=on, sort="crossing")
        lamps = int(ends[place + 1] - ends[place])
        items += [crossing, crossing.model_copy(update={"sort": "device", "n": lamps})]
    return items
