"""What compares days takes none from behind a break, and says so: normal, before and after, side by side, hot spots."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from geodata.city.series_breaks import BreakKind, BreakProfile
from queries.city import City
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history

TODAY = NOON.date()
BREAK = date(2026, 11, 1)
SENTENCE = "Break on 2026-11-01 (New rules): before and after cannot be compared."


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("little"), "little", cases=history(), clock=NOON) as opened:
        yield opened


def declare(city: City, day: date | None, areas: tuple[str, ...] = (), kind: BreakKind = "rule_changed") -> None:
    declared = {"rules": BreakProfile(day=day, kind=kind, zh="新规", en="New rules", areas=areas)} if day else {}
    city.acts.replace_profile(city.profile.model_copy(update={"breaks": declared}))


def asked(city: City, start: date, area: str | None = None, **given: str) -> Question:
    return Question("reported", area or city.tree.root.code, start, TODAY, NOON, scope=WHOLE_CITY, **given)  # type: ignore[arg-type]


def test_normal_is_made_of_days_since_the_break_and_names_it(city: City) -> None:
    declare(city, None)
    plain = city.kpis.normal(asked(city, TODAY))
    declare(city, BREAK)
    normal = city.kpis.normal(asked(city, TODAY))
    kept = [one for one in plain.earlier if one.period.start >= BREAK]
    assert 0 < len(kept) < plain.n
    assert list(normal.earlier) == kept
    assert (plain.notes, [str(one) for one in normal.notes]) == ((), [SENTENCE])
    within = city.kpis.normal(asked(city, BREAK - timedelta(days=2)))
    assert (within.n, [str(one) for one in within.notes]) == (0, [SENTENCE])
    assert city.kpis.normal(asked(city, TODAY)).as_json()["notes"] == [SENTENCE]


def test_the_days_of_a_trend_have_a_band_by_days_on_their_side_alone(city: City) -> None:
    question = asked(city, date(2026, 10, 20), by="day")
    declare(city, None)
    plain = city.kpis.normal_days(question)
    assert {day >= BREAK for day in plain} == {True}
    declare(city, BREAK)
    assert not city.kpis.normal_days(question), "less than five weeks ago"
    declare(city, date(2026, 10, 1))
    since = city.kpis.normal_days(question)
    assert since
    assert all(one.period.start >= date(2026, 10, 1) for normal in since.values() for one in normal.earlier)


def test_before_and_after_a_measure_lie_on_one_side(city: City) -> None:
    area = city.tree.children(city.tree.root)[0].code
    on = date(2026, 10, 25)
    declare(city, None)
    question = asked(city, TODAY, area)
    plain = city.kpis.measured(question, on)
    assert plain.after
    assert plain.after[1] > BREAK
    declare(city, date(2026, 11, 3))
    shorter = city.kpis.measured(question, on)
    assert (shorter.status, shorter.after) == ("ok", (on, date(2026, 10, 31)))
    assert [one.code for one in shorter.notes] == ["break"]
    declare(city, on)
    refused = city.kpis.measured(question, on)
    assert (refused.status, refused.found) == ("across_break", None)
    assert "2026-10-25" in str(refused.notes[0])
    declare(city, date(2026, 9, 1))
    assert city.kpis.measured(question, on) == plain


def test_areas_are_side_by_side_where_a_break_is_theirs_in_common(city: City) -> None:
    areas = city.tree.children(city.tree.root)
    question = asked(city, date(2026, 10, 20), by="area")
    declare(city, None)
    plain = city.kpis.compared(question)
    assert plain.kind
    declare(city, BREAK)
    common = city.kpis.compared(question)
    assert (common.parts, [str(one) for one in common.notes]) == (plain.parts, [SENTENCE])
    declare(city, BREAK, areas=(areas[0].code,))
    refused = city.kpis.compared(question)
    assert (refused.kind, refused.is_uneven, [str(one) for one in refused.notes]) == (None, True, [SENTENCE])
    assert {part.code: part.n for part in refused.parts} == {part.code: part.n for part in plain.parts}
    assert city.kpis.compared(asked(city, BREAK, by="area")).kind


@pytest.mark.parametrize("kind", ["rule_changed", "grids_recut"])
def test_hot_spots_compare_no_periods_from_behind_it(city: City, kind: BreakKind) -> None:
    declare(city, BREAK, areas=(city.tree.children(city.tree.root)[0].code,), kind=kind)
    found = city.kpis.hot_spots(asked(city, TODAY - timedelta(days=1)))
    assert (found.status, [str(one) for one in found.notes]) == ("no_periods", [SENTENCE])
