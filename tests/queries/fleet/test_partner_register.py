"""The register of partners beside their lines: who is joined as of a moment, what does not count, who sees what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from queries.city import City
from queries.fleet.partner_standing import PartnersAsOf
from queries.kpis.question import Question
from queries.partners.partner_register import HIDDEN, PARTNERS_FILE
from queries.scope import WHOLE_CITY, Scope
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF, local

ROWS = """编号,类型,名称,联系人,电话,接入日期,退出日期,备注
d1,部门,City management,liaison 13812345678,0371-60000001,2024-03-01,,
d2,department,Water,liaison,,2024-05-01,,
d3,department,Parks,,,2024-06-11,,
d4,department,Heating,,,2023-11-15,2024/03/16,first winter
d4,department,Heating,,,2024-06-10,,came back
s1,system,Hotline,,,,2024-06-01,
s2,系统,Video,,,2024-06-20,,
x1,club,Choir,,,,,
x2,system,Portal,,,1.3.2024,,
x3,system,Portal,,,2024-03-01,2024-03-01,
x4,system,Portal,,ask Chen,,,
,system,13912345678,,,,,
d1,system,City management,,,2022-01-01,2023-01-01,
d2,department,Water,,,2024-06-01,,
"""
REPORTING = (("d1", "department"), ("d4", "department"), ("s1", "system"), ("s2", "system"), ("u1", "system"))
LINKS = {"s1": "down", "d4": "down"}
"""Of one that left and of one that is joined."""
REPORTS: list[dict[str, Any]] = [
    {"partner": partner, "kind": kind, "link": LINKS.get(partner, "up"), "lag_s": 1, "seen_at": AS_OF.isoformat()}
    for partner, kind in REPORTING
]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("partners") / "tiny"
    build_city(folder, reports={"partners": REPORTS}, clock=AS_OF).close()
    (folder / PARTNERS_FILE).write_text(ROWS, encoding="utf-8-sig")
    with City.open(folder) as opened:
        yield opened


def at(city: City, moment: datetime = AS_OF, scope: Scope = WHOLE_CITY) -> PartnersAsOf:
    return city.fleet.partners(moment, scope=scope)


def memberships(found: PartnersAsOf) -> dict[str, str | None]:
    return {one.partner: one.membership for one in found.partners}


def test_what_is_declared_stands_beside_what_reports(city: City) -> None:
    found = at(city)
    assert memberships(found) == {
        "d1": "joined", "d2": "joined", "d3": "not_yet", "d4": "joined",
        "s1": "left", "s2": "not_yet", "u1": "undeclared",
    }  # fmt: skip
    assert [one.partner for one in found.never_reported] == ["d2"], "d3 had not joined: nobody expects it"
    assert [one.partner for one in found.unexpected] == ["s1", "s2", "u1"]
    [heating] = [one.declared for one in found.partners if one.partner == "d4"]
    assert heating is not None
    assert heating.note == "came back"


def linked(city: City, denominator: str | None = None) -> tuple[float | None, int, tuple[str, ...]]:
    answer = city.kpis.ask(Question("linked", "C", as_of=AS_OF, denominator=denominator, scope=WHOLE_CITY))
    return answer.numerator, answer.n, tuple(map(str, answer.notes))


def test_who_is_not_joined_is_no_part_of_the_share_of_links_that_are_up(city: City) -> None:
    left_out = "{} left out: not joined on that day, by the register."
    assert linked(city) == (2, 3, (left_out.format(2), "not linked: 1"))
    assert linked(city, "departments") == (1, 2, ("not linked: 1",))
    assert linked(city, "systems") == (1, 1, (left_out.format(2), "not linked: 0"))
    failing = city.kpis.failures(Question("linked", "C", as_of=AS_OF, scope=WHOLE_CITY))
    assert failing is not None
    assert [row.name for row in failing.rows] == ["d4"], "s1 has left: its line may be down"


def test_of_an_earlier_moment_who_was_joined_is_known_and_the_lines_are_not(city: City) -> None:
    past = at(city, local("1 12:00") - timedelta(days=100))  # 22 February
    assert memberships(past)["d4"] == "joined"
    assert {one.membership for one in past.partners if one.partner in ("d1", "d2", "d3", "s2")} == {"not_yet"}
    assert not past.are_lines_known
    assert (past.never_reported, past.unexpected) == ((), ())
    assert [(str(one.day), one.what, one.partner) for one in past.changes] == [("2023-11-15", "joined", "d4")]
    in_april = at(city, local("1 12:00") - timedelta(days=50))
    assert memberships(in_april)["d4"] == "left"
    assert [(one.what, one.partner) for one in at(city).changes] == [
        ("joined", "d4"), ("left", "s1"), ("joined", "d2"), ("left", "d4"), ("joined", "d1"), ("joined", "d4"),
    ]  # fmt: skip


def test_lines_that_do_not_count_are_named_and_the_others_count(city: City) -> None:
    register = at(city).register
    assert [(one.line, one.why, one.value) for one in register.refused] == [
        (9, "kind", "club"),
        (10, "day", "1.3.2024"),
        (11, "span", "2024-03-01 → 2024-03-01"),
        (12, "telephone", ""),
        (13, "empty", "partner"),
        (14, "two_kinds", "d1"),
        (15, "twice", "d2"),
    ]
    assert len(register.entries) == 7


def test_telephones_are_for_those_who_may_see_persons_and_partners_for_the_whole_city(city: City) -> None:
    def first(scope: Scope) -> tuple[str, str]:
        one = at(city, scope=scope).register.entries[0]
        return one.contact, one.telephone

    contact, telephone = first(WHOLE_CITY)
    assert "13812345678" not in contact
    assert telephone == HIDDEN
    assert first(replace(WHOLE_CITY, persons="clear")) == ("liaison 13812345678", "0371-60000001")
    part = at(city, scope=Scope(areas=((5, 7),)))
    assert (part.partners, part.changes, part.register.refused) == ((), (), ())


def test_without_a_file_nobody_is_said_to_be_joined_and_a_changed_one_is_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    build_city(folder, reports={"partners": REPORTS[:1]}, clock=AS_OF).close()
    with City.open(folder) as city:
        found = at(city)
        assert (found.register.is_kept, memberships(found), found.unexpected) == (False, {"d1": None}, ())
        (folder / PARTNERS_FILE).write_text("partner,name\nd1,Parks\n", encoding="utf-8")
        assert [(one.line, one.why, one.value) for one in at(city).register.refused] == [(0, "missing", "kind")]
        (folder / PARTNERS_FILE).write_text("partner,kind,name\nd1,department,Parks\n", encoding="utf-8")
        assert memberships(at(city)) == {"d1": "joined"}
        assert linked(city)[:2] == (1, 1)
        (folder / PARTNERS_FILE).write_text("partner,kind,name,left\nd1,department,Parks,2024-06-10\n", "utf-8")
        assert linked(city)[:2] == (0, 0)
