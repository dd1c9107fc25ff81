"""Simulated cases in the canonical columns that the store loads: words and titles instead of numbers."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dashboard.simulator.cases import LIMITS, NEVER, STEPS, Cases, Column
from dashboard.simulator.habits.categories import kinds
from dashboard.simulator.habits.channels import habits
from dashboard.simulator.known_state import CLOSE_TYPES, STATUS, UNKNOWN
from dashboard.simulator.lives.ending import CLOSING_LEVELS, VOID_REASONS
from geodata.areas.tree_file import AreaTree

SOURCE = "demo"
_INSTANT = pa.timestamp("us", tz="UTC")


def table_of(seen: Cases, tree: AreaTree) -> pa.Table:
    """One row per case of `state_at`, canonical names and types; instants timestamp[us, UTC], degrees WGS-84."""
    columns = {name: _instants(seen[name]) for name in (*STEPS, *LIMITS)}
    columns |= _words(seen) | _facts(seen) | _place(seen, tree)
    return pa.table(columns)


def _instants(times: Column) -> pa.Array:
    return pa.array(times, pa.int64(), mask=times >= NEVER).cast(_INSTANT)


def _chosen(words: tuple[str, ...], number: Column) -> pa.Array:
    """The word of each number; null where the number is UNKNOWN."""
    return pa.array(words, pa.string()).take(pa.array(number, pa.int32(), mask=number == UNKNOWN))


def _words(seen: Cases) -> dict[str, pa.Array]:
    first, second, third = (tuple(name[level] for name in kinds().names) for level in range(3))
    unlinked = (seen["matter"] == 0) | (seen["linked_at"] >= NEVER)
    return {
        "source_id": pa.array(seen["number"]).cast(pa.string()),
        "version": pa.array(seen["version"], pa.int64()),
        "category1": _chosen(first, seen["kind"]),
        "category2": _chosen(second, seen["kind"]),
        "category3": _chosen(third, seen["kind"]),
        "channel": _chosen(tuple(channel.code for channel in habits().channel), seen["channel"]),
        "department": _chosen(kinds().departments, seen["department"]),
        "status": _chosen(STATUS, seen["status"]),
        "close_type": _chosen(CLOSE_TYPES, seen["close_type"]),
        "void_reason": _chosen(VOID_REASONS, seen["void_reason"]),
        "closing_level": _chosen(CLOSING_LEVELS, seen["closing_level"]),
        "matter_id": pc.cast(pa.array(seen["matter"], pa.int64(), mask=unlinked), pa.string()),
    }


def _facts(seen: Cases) -> dict[str, pa.Array]:
    counters = ("declined_count", "returned_count", "extensions", "suspended_s")
    flags = ("cross_region", "cross_level", "cross_department")
    unanswered = ~seen["answered"]
    diverted = np.array([channel.code == "police_110_np" for channel in habits().channel])
    return {
        **{name: pa.array(seen[name], pa.int64()) for name in counters},
        **{name: pa.array(seen[name], pa.bool_()) for name in flags},
        "is_minor": pa.array(seen["minor"], pa.bool_()),
        "is_diverted": pa.array(diverted[seen["channel"]], pa.bool_()),
        "auto_dispatched": pa.array(seen["auto"], pa.bool_(), mask=seen["dispatched_at"] >= NEVER),
        "resolved": pa.array(seen["resolved"], pa.bool_(), mask=unanswered),
        "satisfaction": pa.array(seen["satisfaction"], pa.uint8(), mask=unanswered),
        "service_satisfaction": pa.array(seen["service"], pa.uint8(), mask=unanswered),
    }


def _place(seen: Cases, tree: AreaTree) -> dict[str, pa.Array]:
    """Point, named area, address and title, none of them more exact than the source knows the place."""
    codes, names = _names(tree)
    place = seen["place"]
    named_area = pa.array(place - 1, pa.int32(), mask=place == 0)
    district, street, community = (_name_at(tree, names, place, level) for level in (1, 2, 3))
    spot = _chosen(("", *habits().spots.urban, *habits().spots.rural), np.where(place > 0, seen["spot"], 0))
    where = pc.binary_join_element_wise(street, community, spot, "")
    named = pc.not_equal(where, "").to_numpy(zero_copy_only=False)
    colon = _chosen(("", "："), ((seen["spot"] == 0) & named).astype(np.int8))
    phrase = _chosen(kinds().phrases, seen["kind"])
    return {
        "lon": pa.array(seen["lon"], mask=np.isnan(seen["lon"])),
        "lat": pa.array(seen["lat"], mask=np.isnan(seen["lat"])),
        "area_code": codes.take(named_area),
        "address": pc.binary_join_element_wise(district, where, ""),
        "title": pc.binary_join_element_wise(where, colon, phrase, ""),
    }


@cache
def _names(tree: AreaTree) -> tuple[pa.Array, pa.Array]:
    """Codes, and names as people write them: a community without the committee that runs it."""
    written = [re.sub(r"(?<=.)(居民|村民|管理)*委员会$", "", name) for name in tree.name.tolist()]
    return pa.array(tree.code.tolist(), pa.string()), pa.array(written, pa.string())


def _name_at(tree: AreaTree, names: pa.Array, place: NDArray[np.int32], level: int) -> pa.Array:
    """The name of the area of `level` around each place, empty where the place is known only above it."""
    found = tree.ancestor_at(place.clip(1), level)
    return pc.fill_null(names.take(pa.array(found - 1, pa.int32(), mask=(found == 0) | (place == 0))), "")
