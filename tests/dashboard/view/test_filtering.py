"""Filtering by clicks: the address after each, the rows that are links, and what a panel of a dimension counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.view import filtering
from dashboard.view.address import parse_view, search_of
from dashboard.view.parameter import Vocabulary
from dashboard.view.view_state import ViewState
from queries.values import DIMENSIONS, Conditions

# The browser's module is tested against the same table (tests/js/filter_address.test.mjs).
SHARED = json.loads((Path(__file__).parents[2] / "js" / "filter_addresses.json").read_text(encoding="utf-8"))
WORDS = Vocabulary(UTC, lambda _: True, ["open"], lambda _: (), has_value=lambda _dimension, _value: True)
MODES: dict[str, Callable[[Conditions, filtering.Condition], Conditions]] = {
    "alone": filtering.alone,
    "add": filtering.added,
    "exclude": filtering.excluded,
}
conditions = st.tuples(
    st.sampled_from([*DIMENSIONS, *(f"{dimension}!" for dimension in DIMENSIONS)]), st.sampled_from("abc")
)
wheres = st.lists(conditions, max_size=6).map(lambda given: tuple(sorted(set(given))))


@pytest.mark.parametrize(("search", "mode", "condition", "also", "expected"), SHARED)
def test_a_click_changes_the_address(search: str, mode: str, condition: str, also: str, expected: str) -> None:
    view, notices = parse_view(search, WORDS)
    assert notices == ()
    dimension, _, value = condition.partition("=")
    found = replace(view, where=MODES[mode](view.where, (dimension, value)))
    if also and mode == "alone" and not filtering.is_alone(view.where, (dimension, value)):
        found = replace(found, category=also.partition("=")[2] or ViewState().category)
    assert search_of(found) == expected


@given(where=wheres, dimension=st.sampled_from(DIMENSIONS), value=st.sampled_from("abc"))
def test_what_is_added_or_left_out_is_taken_back_by_the_same_click(
    where: Conditions, dimension: str, value: str
) -> None:
    condition = (dimension, value)
    for change, mark in ((filtering.added, condition), (filtering.excluded, filtering.opposite(condition))):
        once = change(where, condition)
        assert (mark in once) != (mark in where)
        assert filtering.opposite(mark) not in once or mark in where
        assert set(change(once, condition)) == set(where) - {mark, filtering.opposite(mark)} | (
            {mark} if mark in where else set()
        )
    chosen = filtering.alone((), condition)
    assert chosen == (condition,)
    assert filtering.alone(chosen, condition) == ()
    for one in where:
        back = filtering.inverted(filtering.inverted(where, one), filtering.opposite(one))
        assert set(back) == set(where) - {filtering.opposite(one)}


def test_what_is_left_out_stays_out_of_a_panel_of_the_same_dimension() -> None:
    where = (("channel", "app"), ("channel!", "web"), ("hour", "03"))
    assert filtering.without_choice(where, "channel") == (("channel!", "web"), ("hour", "03"))
    assert filtering.without_choice(where, "channel", "hour") == (("channel!", "web"),)
