"""The duty roster of the tiny city: who is on duty when, which lines do not count, and who sees telephones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from queries.city import City
from queries.roll_calls.duty_roster import DUTY_FILE, HIDDEN, DutyRoster
from queries.scope import WHOLE_CITY, Scope
from tests.cities.builder import build_city
from tests.cities.tiny.cases import local

ROWS = """区域,开始,结束,姓名,岗位,值班电话
E,2024-06-10 08:00,2024-06-10 20:00,Chen,chief,+86 371 6000 0001
E,2024-06-10 20:00,2024-06-11 08:00,Li,,
W side,2024/06/10 08:00,2024/06/11T08:00,Wang,,
W2,2024-06-10 08:00,2024-06-10 20:00,Zhao,,0371-60000002
Nowhere,2024-06-10 08:00,2024-06-10 20:00,Qian,,
E1,10.6. 08:00,2024-06-10 20:00,Sun,,
E1,2024-06-10 20:00,2024-06-10 08:00,Zhou,,
E1,2024-06-10 08:00,2024-06-10 20:00,Wu,,ask Chen
E1,2024-06-10 08:00,2024-06-10 20:00,,,
E,2024-06-10 20:00,2024-06-11 08:00,Li,,
"""
NOON, MIDNIGHT = local("10 12:00"), local("10 23:59")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("duty") / "tiny"
    build_city(folder).close()
    (folder / DUTY_FILE).write_text(ROWS, encoding="utf-8-sig")
    with City.open(folder) as opened:
        yield opened


def names(roster: DutyRoster) -> list[str]:
    return [one.name for one in roster.turns]


def test_who_is_on_duty_at_a_moment(city: City) -> None:
    root = city.tree.root
    at_noon = city.roll_calls.on_duty(root, NOON, scope=WHOLE_CITY)
    assert names(at_noon) == ["Chen", "Wang", "Zhao"]
    assert names(city.roll_calls.on_duty(root, MIDNIGHT, scope=WHOLE_CITY)) == ["Li", "Wang"]
    assert names(city.roll_calls.on_duty(root, local("10 20:00"), scope=WHOLE_CITY)) == ["Li", "Wang"], "until before"
    assert names(city.roll_calls.on_duty(root, NOON - timedelta(days=1), scope=WHOLE_CITY)) == []
    assert names(city.roll_calls.on_duty(city.tree.area("W"), NOON, scope=WHOLE_CITY)) == ["Wang", "Zhao"]
    assert [one.name for one in at_noon.of_centre(city.tree.area("W"))] == ["Wang"]


def test_lines_that_do_not_count_are_told_with_their_reason_and_never_a_telephone(city: City) -> None:
    roster = city.roll_calls.on_duty(city.tree.root, NOON, scope=WHOLE_CITY)
    assert [(one.line, one.why, one.value) for one in roster.refused] == [
        (6, "area", "Nowhere"),
        (7, "moment", "10.6. 08:00"),
        (8, "span", "2024-06-10 20:00 → 2024-06-10 08:00"),
        (9, "telephone", ""),
        (10, "empty", "name"),
        (11, "twice", "Li"),
    ]
    assert roster.refused_in_all == 6


def test_telephones_are_for_those_who_may_see_persons_and_centres_for_their_own_area(city: City) -> None:
    def telephones(scope: Scope) -> list[str]:
        return [one.telephone for one in city.roll_calls.on_duty(city.tree.root, NOON, scope=scope).turns]

    assert telephones(WHOLE_CITY) == [HIDDEN, "", HIDDEN]
    assert telephones(replace(WHOLE_CITY, persons="clear")) == ["+86 371 6000 0001", "", "0371-60000002"]
    west = city.roll_calls.on_duty(city.tree.root, NOON, scope=Scope(areas=((5, 7),)))
    assert (names(west), west.refused) == (["Wang", "Zhao"], ())


def test_without_a_file_nobody_is_known_and_a_broken_one_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    build_city(folder).close()
    with City.open(folder) as opened:
        assert not opened.roll_calls.on_duty(opened.tree.root, NOON, scope=WHOLE_CITY).is_kept
        (folder / DUTY_FILE).write_text("area,name\nE,Li\n", encoding="utf-8")
        broken = opened.roll_calls.on_duty(opened.tree.root, NOON, scope=WHOLE_CITY)
        assert [(one.line, one.why, one.value) for one in broken.refused] == [(0, "missing", "from, until")]
        (folder / DUTY_FILE).write_text("area,from,until,name\nE,2024-06-10 08:00,2024-06-10 20:00,Li\n", "utf-8")
        assert names(opened.roll_calls.on_duty(opened.tree.root, NOON, scope=WHOLE_CITY)) == ["Li"]


def test_a_telephone_in_another_column_does_not_leave_either(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    build_city(folder).close()
    rows = [
        "区域,开始,结束,姓名,岗位,值班电话",
        "E,2024-06-10 08:00,2024-06-10 20:00,Chen 13812345678,值班长13912345678,",
        "13712345678,2024-06-10 08:00,2024-06-10 20:00,Li,,",
        "E,13612345678,2024-06-10 20:00,Li,,",
    ]
    (folder / DUTY_FILE).write_text("\n".join(rows), encoding="utf-8")
    with City.open(folder) as city:
        roster = city.roll_calls.on_duty(city.tree.root, NOON, scope=WHOLE_CITY)
        clear = city.roll_calls.on_duty(city.tree.root, NOON, scope=replace(WHOLE_CITY, persons="clear"))
    told = repr(roster)
    assert [one.line for one in roster.refused] == [3, 4]
    assert not [number for number in ("13812345678", "13912345678", "13712345678", "13612345678") if number in told]
    assert "Chen 13812345678" in names(clear)
