"""What an account sees: its areas as merged intervals, the lines that the city has, nothing by mistake."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.access.accounts.account import Account
from dashboard.access.request_visitor import request_visitor
from dashboard.access.roles.account_scope import account_visitor, areas_of, lines_of, merged, scope_of_account
from dashboard.access.roles.roles import roles
from dashboard.errors import NotPermitted
from dashboard.server.app import create_app
from dashboard.settings import Settings
from dashboard.simulator.habits.categories import kinds
from dashboard.simulator.habits.channels import habits
from dashboard.simulator.habits.lines_of_business import lines_of_business
from geodata.areas.area_tree import AreaTree
from geodata.city.lines_of_business import LineProfile
from geodata.city.profile import Profile, load_profile
from queries.values import LineOfBusiness
from tests.cities.builder import CITIES, build_city
from tests.cities.tiny.areas import area_tree

TREE: AreaTree = area_tree()
CODES = [str(code) for code in TREE.code]
LINES = {
    "heating": LineProfile(zh="供热", en="heating", categories=("供热",), channels=("heating",)),
    "labour": LineProfile(zh="劳动", en="labour", categories=("劳动",), sensitive=True),
}
SOMEBODY = Account("li", "Li", "analyst", datetime(2026, 11, 1, tzinfo=UTC))
INTERVALS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 12)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=12
)


def numbers(intervals: object) -> set[int]:
    return {number for first, last in intervals for number in range(first, last + 1)}  # type: ignore[attr-defined]


@given(INTERVALS)
@settings(max_examples=200, deadline=None)
def test_merged_intervals_hold_the_same_numbers_apart_from_each_other(given_intervals: list[tuple[int, int]]) -> None:
    found = merged(given_intervals)
    assert numbers(found) == numbers(given_intervals)
    assert all(before[1] + 1 < after[0] for before, after in itertools.pairwise(found))
    assert merged(reversed(found)) == found


@given(st.lists(st.sampled_from(CODES), min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_areas_hold_exactly_what_lies_in_one_of_them(codes: list[str]) -> None:
    found = areas_of(codes, TREE)
    held = {n for code in codes for n in range(TREE.area(code).area_id, TREE.area(code).last_id + 1)}
    whole = numbers([(TREE.root.area_id, TREE.root.last_id)])
    assert (whole if found is None else numbers(found)) == held
    assert (found is None) == (held == whole)


def test_no_area_is_the_whole_city_and_a_vanished_one_is_nothing() -> None:
    assert areas_of((), TREE) is None
    assert areas_of(("gone",), TREE) == ()
    assert areas_of(("gone", "E"), TREE) == areas_of(("E",), TREE)


def test_lines_are_cases_of_the_profile_and_a_vanished_one_is_nothing() -> None:
    assert lines_of(None, LINES) is None
    assert lines_of((), LINES) == ()
    assert lines_of(("gone",), LINES) == ()
    assert lines_of(("labour", "gone", "heating", "labour"), LINES) == (
        LineOfBusiness("供热", "heating", ("供热",), ("heating",)),
        LineOfBusiness("劳动", "labour", ("劳动",)),
    )


def test_personal_data_and_statements_are_seen_by_roles_that_may() -> None:
    clear = replace(SOMEBODY, persons="clear")
    seen = {role: scope_of_account(replace(clear, role=role), TREE, {}) for role in ("viewer", "analyst", "supervisor")}
    assert {role: scope.persons for role, scope in seen.items()} == {
        "viewer": "masked",
        "analyst": "masked",
        "supervisor": "clear",
    }
    assert {role: scope.statements for role, scope in seen.items()} == {
        "viewer": False,
        "analyst": True,
        "supervisor": False,
    }


def test_whoever_may_not_open_cases_counts_those_of_sensitive_lines_only() -> None:
    closed = {role: scope_of_account(replace(SOMEBODY, role=role), TREE, LINES).closed_lines for role in roles()}
    of_labour = (LineOfBusiness("劳动", "labour", ("劳动",)),)
    assert {role for role, lines in closed.items() if lines == of_labour} == {"viewer", "device"}
    assert {role for role, lines in closed.items() if not lines} == set(closed) - {"viewer", "device"}


def test_a_token_in_the_role_of_a_viewer_closes_the_sensitive_lines_too(tmp_path: Path) -> None:
    lines = {name: line.model_dump() for name, line in LINES.items()}
    with build_city(tmp_path / "tiny", profile={"lines_of_business": lines}, cases=()) as city:
        seen = {}
        for role in ("viewer", "analyst"):
            flask = create_app(Settings(token="a token to look by 17", token_role=role), city).server  # type: ignore[arg-type]  # noqa: S106
            with flask.test_request_context("/", headers={"Authorization": "Bearer a token to look by 17"}):
                assert flask.preprocess_request() is None
                seen[role] = request_visitor().scope.closed_lines
    assert seen == {"viewer": (LineOfBusiness("劳动", "labour", ("劳动",)),), "analyst": ()}


@pytest.mark.parametrize("account", [replace(SOMEBODY, disabled=True), replace(SOMEBODY, role="gone")])
def test_who_is_disabled_or_has_no_role_may_do_nothing(account: Account) -> None:
    visitor = account_visitor(account, TREE, load_profile(CITIES / "tiny" / "city.toml"), "10.0.0.1")
    assert (visitor.who, visitor.abilities) == ("li", frozenset())


def test_what_is_for_those_with_two_factors_waits_for_the_second_where_it_is_required() -> None:
    profile = load_profile(CITIES / "tiny" / "city.toml")
    for role, waiting in {"supervisor": {"act", "unmask"}, "admin": {"administer"}, "analyst": set()}.items():
        one = replace(SOMEBODY, role=role, persons="clear")
        free, kept, whole = (
            account_visitor(replace(one, has_second_factor=has), TREE, profile, "10.0.0.1", needs_second_factor=needs)
            for has, needs in ((False, False), (False, True), (True, True))
        )
        assert free.abilities - kept.abilities == kept.withheld == waiting
        assert whole == replace(free, account=whole.account)
        assert (kept.scope.persons == "clear") is (free.scope.persons == "clear" and "unmask" not in waiting)
        for ability in kept.withheld:
            with pytest.raises(NotPermitted, match="second_factor"):
                kept.must(ability)


def test_the_lines_of_the_demo_are_of_its_own_categories_and_channels() -> None:
    names = {name for row in kinds().names for name in row}
    codes = {one.code for one in habits().channel}
    lines = lines_of_business()
    assert {name for one in lines.values() for name in one.categories} <= names
    assert {code for one in lines.values() for code in one.channels} <= codes
    assert [name for name, one in lines.items() if one.sensitive] == ["police", "labour", "civil_affairs", "religion"]
    assert Profile.model_validate(
        load_profile(CITIES / "tiny" / "city.toml").model_dump(exclude_none=True) | {"lines_of_business": lines}
    )
