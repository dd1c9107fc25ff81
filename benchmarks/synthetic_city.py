"""A synthetic city of 131,000 areas whose store holds any number of cases, made by one statement (synthetic.sql)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from geodata.areas.area_tree import AreaTree
from geodata.city.profile import Level, Profile
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Dictionary
from queries.kpis.source_facts import Facts
from queries.store.statement_runner import StatementRunner
from queries.store.store import Store

AREAS = 131_000
DISTRICTS = 16
UNTIL = datetime(2026, 11, 20, 2, 32, 7, tzinfo=UTC)
ZONE = "Asia/Shanghai"
STEPS = (
    "reported,accepted,filed,dispatched,received,finished,verified,first_closed,closed,voided,suspended,resumed,cross,"
    "first_declined,first_returned,reworked,contacted,callback,surveyed"
)
NOTE_SOURCE = """
INSERT INTO city.sources (source, kind, steps, watermark, first_reported, last_reported, last_load, rows, refused)
SELECT 'synthetic', 'events', CAST($steps AS VARCHAR), max(reported_at), min(reported_at), max(reported_at),
  max(recorded_at), count(*), 0
FROM city.events
"""


def fill(store: Store, cases: int, days: float) -> None:
    """Insert `cases` cases reported evenly in the `days` days before UNTIL; does nothing when the store holds some."""
    with store.write() as cursor:
        held = cursor.execute("SELECT count(*) FROM city.events").fetchone()
        if held and held[0]:
            return
        statement = Path(__file__).with_name("synthetic.sql").read_text(encoding="utf-8")
        until = UNTIL.replace(tzinfo=None)
        bound = {"n": cases, "seconds": days * 86_400, "until": until, "areas": AREAS, "zone": ZONE}
        cursor.execute(statement, bound)
        cursor.execute(NOTE_SOURCE, {"steps": STEPS})
        cursor.execute("INSERT INTO city.data_versions VALUES (1, $until, NULL)", {"until": until})


def answering(store: Store) -> Answering:
    """What a City asks with, over this store; with an runner for facts alone, so that answers can be forgotten."""
    runner, of_facts = StatementRunner(store, time_limit_s=60), StatementRunner(store, time_limit_s=60)
    return Answering(Dictionary.read(), _tree(), _profile(), runner, Facts(of_facts))


def _profile() -> Profile:
    levels = tuple(Level(key=key, zh=key, en=key) for key in ("city", "district", "grid"))
    return Profile(name="synthetic", title_zh="合成", title_en="Synthetic", zone=ZONE, levels=levels)


def _tree() -> AreaTree:
    """One city, 16 districts of equal size, all other areas directly below a district."""
    first = 2 + np.arange(DISTRICTS) * ((AREAS - 1) // DISTRICTS)
    last = np.append(first[1:] - 1, AREAS)
    last_id = np.arange(1, AREAS + 1, dtype=np.int32)
    parent_id = first[np.maximum(np.searchsorted(first, last_id, side="right") - 1, 0)].astype(np.int32)
    level = np.full(AREAS, 2, dtype=np.int8)
    last_id[0], parent_id[0], level[0] = AREAS, 0, 0
    last_id[first - 1], parent_id[first - 1], level[first - 1] = last, 1, 1
    names = np.array([str(number) for number in range(1, AREAS + 1)], dtype=object)
    nothing = np.zeros(AREAS)
    return AreaTree(
        last_id=last_id,
        parent_id=parent_id,
        level=level,
        code=names,
        name=names,
        lon=nothing,
        lat=nothing,
        bbox=np.zeros((AREAS, 4)),
        area_km2=nothing,
        population=np.full(AREAS, np.nan),
        basis=np.full(AREAS, "derived", dtype=object),
        demand_weight=nothing,
        grid_version="synthetic",
        load_geometries=lambda: np.empty(AREAS, dtype=object),
    )
