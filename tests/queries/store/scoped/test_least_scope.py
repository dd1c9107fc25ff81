"""What a statement needs of a scope: never less than what it may tell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from queries.scope import LineOfBusiness, Scope
from queries.store.scoped.coarser_areas import CoarserAreas
from queries.store.scoped.least_scope import least_scope, tells_areas_alone

# 1 the city; 2 a district with the streets 3 and 4; 5 a district without streets; 6 one with the street 7.
AREAS = CoarserAreas(
    np.array([1, 2, 2, 2, 5, 6, 6], np.int32), np.zeros(7), np.zeros(7), np.array([7, 4, 3, 4, 5, 7, 7])
)
CLOSED = Scope(closed_lines=(LineOfBusiness("噪声", "noise", ("noise",)),), statements=True)
IN_AREA = "SELECT count(*) FROM city.events AS stored WHERE stored.area_id BETWEEN $first_id AND $last_id"
OF_PARTS = (
    "SELECT count(*) FROM (SELECT stored.area_id AS part_area FROM city.events AS stored) JOIN parts USING (part_area)"
)


def is_lifted(statement: str, scope: Scope = CLOSED, **bound: object) -> bool:
    """Whether the closed lines of the scope make no difference."""
    return not least_scope(statement, bound, scope, AREAS).closed_lines


def test_counts_of_whatever_is_larger_than_a_deepest_area_are_those_of_everybody() -> None:
    assert is_lifted("SELECT category1, count(*) FROM city.events AS stored GROUP BY 1")
    for first, last in ((1, 7), (2, 4), (5, 5), (6, 7)):
        assert is_lifted(IN_AREA, first_id=first, last_id=last)
    assert is_lifted(OF_PARTS, first_ids=(1, 2, 5, 6), last_ids=(1, 4, 5, 7))
    within = replace(CLOSED, areas=((2, 4),))
    assert least_scope(IN_AREA, {"first_id": 2, "last_id": 4}, within, AREAS) == Scope(areas=((2, 4),))


@pytest.mark.parametrize(("first", "last"), [(3, 3), (2, 3), (2, 2), (6, 6), (7, 7), (1, 6), (0, 7), (8, 8)])
def test_no_count_of_a_deepest_area_or_of_what_lies_in_none_of_them_is(first: int, last: int) -> None:
    assert not is_lifted(IN_AREA, first_id=first, last_id=last)
    assert not is_lifted(OF_PARTS, first_ids=(1, first), last_ids=(1, last))


@pytest.mark.parametrize(
    "columns",
    ["area_id", "stored.lon", "title", "max(text)", "area_name", "*", "stored.*", "stored", "COLUMNS('a.*')",
     "(SELECT count(*) FROM city.event_special_grids)", "(SELECT count(*) FROM city.quarantine)", "hash(stored)",
     "channel, *", "DISTINCT *", "ALL *", "DISTINCT ON (channel) *", "* EXCLUDE (channel)", "hash(*COLUMNS('a.*'))",
     "to_json(other) FROM city.events AS other, (SELECT 1)", "to_json(events) FROM city.events, (SELECT 1)", "#1",
     "to_json(other) FROM recorded_cases($recorded) other, (SELECT 1)", "(SELECT max(x) FROM (FROM city.events))",
     "(SELECT max(step) FROM city.event_steps)", "(SELECT any_value(x) FROM permitted_at_recording($recorded))"],
)  # fmt: skip
def test_nothing_that_may_tell_where_or_what_a_case_was_is(columns: str) -> None:
    assert not is_lifted(" ".join(["SELECT", columns, "FROM city.events AS stored"]))
    assert not is_lifted(IN_AREA.replace("count(*)", columns), first_id=1, last_id=7)


def test_what_is_no_column_does_not_stand_for_all_of_them() -> None:
    for columns in ("count(*)", "max(stored.redo_count * 24) * 2", "channel, sum(1 * 2 * $width)"):
        assert is_lifted(f"SELECT {columns} FROM city.events AS stored WHERE reported_at < now()")  # noqa: S608


def test_a_statement_of_which_it_is_not_seen_what_it_reads_keeps_all_of_the_scope() -> None:
    scope = replace(CLOSED, areas=((2, 4),), statements=False)
    for unseen in ("SELECT count(*) FROM city . events", 'SELECT count(*) FROM "city"."events"', "SELECT 1"):
        assert least_scope(unseen, {}, scope, AREAS) == scope


def test_what_is_said_of_no_case_is_the_same_for_all() -> None:
    scope = Scope(areas=((2, 4),), statements=True)
    assert least_scope("SELECT max(recorded_at) FROM city.batches", {}, scope, None) == Scope()
    assert least_scope("SELECT count(*) FROM city.events", {}, scope, None) == Scope(areas=((2, 4),))
    assert least_scope("SELECT 1", {}, Scope(persons="clear"), None) == Scope(persons="clear")


def test_whatever_is_told_beside_an_area_is_not_added_up_for_everybody() -> None:
    by_area = "SELECT area_id AS part, count(*) FROM city.events AS stored WHERE stored.channel = $channel GROUP BY 1"
    assert tells_areas_alone(by_area)
    for also in ("title", "any_value(stored)", "lon", "(SELECT count(*) FROM city.event_special_grids)"):
        assert not tells_areas_alone(by_area.replace("count(*)", also))
