"""Acts about kinds and their cures, as people send them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from queries.city import City
from queries.recurring_kinds.cure import CURE, cure_key, written_item
from queries.recurring_kinds.kind import KIND, KindCases
from queries.values import Act
from tests.cities.tiny.cases import local

LAMPS = KindCases("W", (("category3", "lamp"),))


def judge(city: City, cases: KindCases = LAMPS, state: str = "confirmed", **said: Any) -> str:
    act = Act(KIND, cases.key, "saved", "li", "10.0.0.9", city.acts.moment(), name="路灯", area_code=cases.area)
    city.acts.deliver([replace(act, **({"search": cases.written(), "state": state} | said))])
    return cases.key


def cure(city: City, kind: str, name: str, state: str, day: str, **said: Any) -> None:
    sort, n, area = said.pop("sort", "crossing"), said.pop("n", 1), said.pop("area", "W1")
    on: datetime = local(f"{day} 0:00")
    act = Act(CURE, cure_key(kind, sort, name, area), "saved", "li", "10.0.0.9", city.acts.moment(), name=name)
    told = {"loop": kind, "search": written_item(sort, n), "area_code": area, "state": state}
    city.acts.deliver([replace(act, from_at=on, until_at=on, **told, **said)])
