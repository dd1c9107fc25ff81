"""Objections to a dispatch, by the steps delivered: counted by hand on the tiny city."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.deliveries import deliver
from tests.cities.tiny.cases import AS_OF, local

QUESTION = Question("dispatched_cases", "C", as_of=AS_OF, scope=WHOLE_CITY)
STEPS = """
K2 dispatched 1 10:50 - police
K2 declined 1 11:30 police -
K2 dispatched 1 12:00 - roads
K2 declined 1 13:00 - -
K2 dispatched 1 14:30 - roads
K3 dispatched 2 8:30 - police
K3 declined 2 8:40 police -
K3 received 2 9:00 police -
K6 dispatched 4 9:40 - parks
K6 declined 4 10:00 parks -
K7 dispatched 8 9:30 - parks
K7 declined 8 9:40 parks -
K7 voided 8 10:00 - -
"""
"""Case, step, time, who does it, whom it goes to. Who declined K2 for the second time is not told: roads had it."""


def test_what_became_of_declines_is_what_was_counted_by_hand(tmp_path: Path) -> None:
    with build_city(tmp_path / "tiny", clock=AS_OF) as city:
        assert city.dispatch.objections(QUESTION).every is None
        rows = [line.split() for line in STEPS.strip().splitlines()]
        deliver(
            city,
            "steps",
            *(
                {"source_id": case, "step": step, "happened_at": local(f"{day} {time}").isoformat()}
                | {name: value for name, value in (("unit", unit), ("to_value", receiver)) if value != "-"}
                for case, step, day, time, unit, receiver in rows
            ),
        )
        found = city.dispatch.objections(QUESTION)
        every = found.every
        assert every is not None
        counted = (every.n, every.granted, every.refused, every.taken, every.gone, every.undecided)
        assert counted == (5, 1, 1, 1, 1, 1)
        assert every.median_s == 60 * 60  # granted after 30 minutes, refused after 90
        units = {one.unit: (one.n, one.granted, one.refused, one.taken, one.undecided) for one in found.units}
        assert units == {"police": (2, 1, 0, 1, 0), "roads": (1, 0, 1, 0, 0), "parks": (2, 0, 0, 0, 1)}
        assert sum(one.n for one in found.units) == every.n
        early = city.dispatch.objections(replace(QUESTION, as_of=local("1 11:45"))).every
        assert early is not None
        assert (early.n, early.undecided, early.median_s) == (1, 1, None)
        parts = [city.dispatch.objections(replace(QUESTION, area=code)).every for code in ("E", "W")]
        assert sum(part.n for part in parts if part) == every.n
