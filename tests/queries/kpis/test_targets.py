"""Targets of the city's own TOML: which holds for an area, whether a number meets it, and what is said of a mistake."""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from geodata.city.profile import Profile, checked_profile
from geodata.errors import ProfileError
from queries.city import City
from queries.kpis.question import Question
from queries.kpis.targets.target import Target
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history

TARGETS = """
[targets.closed_on_time]
at_least = 0.5
areas = { "4101" = 0.999 }
[targets.closing_rate]
at_least = 0.9
[targets.handling_time]
at_most = 0.01
denominator = "median"
[targets.open]
at_most = 100000
"""


def with_targets(profile: Profile, written: str) -> Profile:
    keys = profile.model_dump(mode="json", exclude_none=True) | tomllib.loads(written)
    return checked_profile(keys, Path("city.toml"))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("little"), "little", cases=history(), clock=NOON) as opened:
        opened.acts.replace_profile(with_targets(opened.profile, TARGETS))
        yield opened


def target(city: City, key: str, area: str = "41", **given: object) -> Target | None:
    start = date(2026, 11, 1)
    return city.kpis.ask(
        Question(key, area, start, NOON.date(), NOON, scope=WHOLE_CITY, **given)  # type: ignore[arg-type]
    ).target


def test_an_area_has_its_own_target_and_those_below_it_too(city: City) -> None:
    below = city.tree.children(city.tree.area("4101"))[0].code
    assert target(city, "closed_on_time", city.tree.root.code) == Target(0.5, "at_least", is_met=True)
    assert target(city, "closed_on_time", "4101") == Target(0.999, "at_least", is_met=False)
    own = target(city, "closed_on_time", below)
    assert own
    assert own.value == 0.999


def test_it_holds_for_one_way_of_counting_and_for_all_cases(city: City) -> None:
    root = city.tree.root.code
    assert target(city, "handling_time", root) is None
    assert target(city, "handling_time", root, denominator="median") == Target(0.01, "at_most", is_met=False)
    assert target(city, "closed_on_time", root, where=(("channel", "app"),)) is None
    assert target(city, "open", root) == Target(100000, "at_most", is_met=True)
    assert target(city, "reported", root) is None


def test_what_is_not_settled_or_too_small_is_not_judged(city: City) -> None:
    assert target(city, "closing_rate", city.tree.root.code) == Target(0.9, "at_least", is_met=None)
    days = [NOON.date() - timedelta(days=back) for back in range(1, 40)]
    areas = city.tree.children(city.tree.children(city.tree.area("4101"))[0])
    questions = [
        Question("closed_on_time", one.code, day, day, NOON, scope=WHOLE_CITY) for day in days for one in areas
    ]
    small = next(answer for answer in map(city.kpis.ask, questions) if 0 < answer.n < city.profile.minimum_cases)
    assert small.target
    assert small.target.is_met is None


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("[targets.closing]\nat_least = 0.9", "targets.closing: there is no KPI of this key"),
        ("[targets.closing_rate]\nat_least = 95", "targets.closing_rate: a share is a number from 0 to 1; write 0.95"),
        ("[targets.reported]\nat_most = 9", "targets.reported: a number of cases grows with the period"),
        ("[targets.open]\nat_most = -1", "targets.open: a target is 0 or more"),
        (
            "[targets.open]\nat_most = 9\nareas = { nowhere = 8 }",
            "targets.open.areas: 'nowhere' is the code of no area",
        ),
        ('[targets.open]\nat_most = 9\ndenominator = "x"', "targets.open.denominator: 'x' is no denominator of open"),
        ("[targets.open]", "targets.open: write either at_least or at_most"),
        ("[targets.open]\nat_least = 1\nat_most = 9", "targets.open: write either at_least or at_most"),
        ("[targets.open]\nat_mst = 9", "targets.open.at_mst: this key is not known; did you mean 'at_most'?"),
        ('[targets.open]\nat_most = "nine"', "targets.open.at_most: 'nine' will not do; write a number"),
    ],
)
def test_a_mistake_is_a_sentence_at_its_key(tmp_path: Path, written: str, sentence: str) -> None:
    build_city(tmp_path, "tiny").close()
    folder = next(file.parent for file in tmp_path.rglob("city.toml"))
    with (folder / "city.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{written}\n")
    with pytest.raises(ProfileError) as refused:
        City.open(folder)
    assert sentence in str(refused.value)
