"""The meeting on cross-boundary cases: its days, which cases stand for it, and what became of what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from queries.acts.act import Act, new_key
from queries.acts.acts_about_cases import subject_of
from queries.city import City
from queries.errors import DictionaryError
from queries.governance.agenda.agenda import AGENDA_LOOP, GROUPS, Agenda, AgendaItem
from queries.governance.agenda.agenda_rule import read_agenda
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY, LineOfBusiness, Scope
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import CASES, ZONE, case, local, table_of

FILED = {"at": "E1", "channel": "app", "category1": "street", "category3": "stall", "accepted": "1 9:00"}
MORE = (
    # declined three times by the 3rd; open for fifteen days from the 16th on
    case(source_id="X1", **FILED, department="roads", reported="1 9:00", filed="1 9:00", cross="2 9:00",
         cross_department=True, cross_region=True, first_declined="3 9:00", declined_count=3),
    # filed with it, closed an hour after the meeting of the 20th
    case(source_id="X2", **FILED, department="water", reported="1 9:00", filed="1 9:30", cross="2 9:00",
         cross_level=True, closed="20 10:00"),
    # sent back once, which is not enough; filed on the 7th
    case(source_id="X3", **FILED, reported="1 9:00", filed="7 9:00", cross="8 9:00", first_returned="9 9:00",
         returned_count=1),
)  # fmt: skip
NOISE = LineOfBusiness("噪声", "noise", ("noise",))


@pytest.fixture
def clock() -> SteerableClock:
    return SteerableClock(local("1 0:00"))


@pytest.fixture
def city(tmp_path: Path, clock: SteerableClock) -> Iterator[City]:
    with build_city(tmp_path / "tiny", cases=table_of((*CASES, *MORE)), clock=clock) as opened:
        yield opened


def agenda(city: City, moment: datetime, day: date | None = None, scope: Scope = WHOLE_CITY) -> Agenda:
    question = Question("", "C", as_of=moment, scope=scope)
    return city.governance.agenda(question, city.governance.meetings.on(day) if day else None)


def groups(found: Agenda) -> dict[str, list[str]]:
    """The cases of each group; together they are all that stand."""
    told = {group: [one.source_id for one in found.items if one.group == group] for group in GROUPS}
    assert sum(found.count(group) for group in GROUPS) == len(found.items) == found.standing
    return {group: numbers for group, numbers in told.items() if numbers}


def item(found: Agenda, number: str) -> AgendaItem:
    return next(one for one in found.items if one.source_id == number)


def done(city: City, clock: SteerableClock, number: str, kind: str, **said: str) -> None:
    key = new_key() if kind == "decision" else subject_of(kind, AGENDA_LOOP, "tiny", number)
    what = {"source": "tiny", "source_id": number, "loop": AGENDA_LOOP} | said
    city.acts.deliver([Act(kind, key, "saved", "local", "test", clock.moment.astimezone(UTC), **what)])  # type: ignore[arg-type]


def test_a_meeting_on_a_day_off_is_moved_and_one_that_meets_the_next_is_dropped(city: City) -> None:
    days = city.governance.meetings
    golden_week = days.following(datetime(2024, 10, 1, tzinfo=ZONE))
    assert (golden_week.regular, golden_week.day, golden_week.is_moved) == (date(2024, 10, 3), date(2024, 10, 8), True)
    assert golden_week.at == datetime(2024, 10, 8, 9, tzinfo=ZONE)
    assert days.on(date(2024, 10, 3)) == days.on(date(2024, 10, 8)) == golden_week
    assert (days.before(golden_week).day, days.following(golden_week.at + timedelta(seconds=1)).day) == (
        date(2024, 9, 26), date(2024, 10, 10)
    )  # fmt: skip
    assert days.on(date(2024, 10, 4)) is None
    # the festival of 2025 lasts from Tuesday 28 January to 4 February: the Thursday in it meets on the 5th
    assert [one.day for one in days.between(date(2025, 1, 20), date(2025, 2, 10))] == [
        date(2025, 1, 23), date(2025, 2, 5), date(2025, 2, 6)
    ]  # fmt: skip
    # 1 to 8 October 2020, Thursday to Thursday: both fall on Friday the 9th, so that one is enough
    assert [one.day for one in days.between(date(2020, 9, 24), date(2020, 10, 15))] == [
        date(2020, 9, 24), date(2020, 10, 9), date(2020, 10, 15)
    ]  # fmt: skip
    assert days.following(datetime(1999, 1, 1, tzinfo=ZONE)).is_calendar_known is False


def test_who_stands_and_since_which_meeting(city: City) -> None:
    """X1 by its refusals from the 6th on; X2 from the 20th on, and not on the 27th, for it was closed; K9, filed on the
    9th, and X3, filed on the 7th, from the 27th on."""
    assert groups(agenda(city, local("4 12:00"))) == {"new": ["X1"]}
    assert groups(agenda(city, local("14 12:00"))) == {"carried": ["X1"]}
    twentieth = agenda(city, local("20 8:00"))
    assert groups(twentieth) == {"carried": ["X1"], "new": ["X2"]}
    late = agenda(city, local("30 12:00"))
    assert (late.meeting.day, late.is_over, late.as_of) == (date(2024, 7, 4), False, local("30 12:00"))
    assert groups(late) == {"carried": ["X1", "X3", "K9"]}
    assert item(late, "K9").before == (date(2024, 6, 27),)
    assert item(late, "X1").before == (date(2024, 6, 20), date(2024, 6, 27))
    assert (item(late, "X1").reasons, item(late, "X1").flags) == (("aged", "declined"), ("region", "department"))
    assert late.backlog["all"] == {"0-1": 0, "1-3": 0, "3-7": 0, "7-30": 3, "30+": 0, "unknown": 0}
    assert {flag: sum(bands.values()) for flag, bands in late.backlog.items()} == {
        "all": 3, "region": 1, "level": 1, "department": 1
    }  # fmt: skip
    assert groups(agenda(city, datetime(2024, 10, 2, tzinfo=ZONE))) == {"carried": ["X1", "X3", "K9"]}


def test_what_was_decided_who_acts_first_and_that_the_cost_is_decided_later(city: City, clock: SteerableClock) -> None:
    clock.moment = local("20 9:30")
    done(city, clock, "X2", "decision", text="由水务局牵头", unit="水务局")
    done(city, clock, "X1", "decision", text="由城管局牵头", unit="城管局")
    done(city, clock, "X3", "first_action", unit="抢修队", state="acts_first")
    then = agenda(city, local("21 12:00"))
    assert groups(then) == {"new": ["X3"], "decided": ["X1"]}
    first = item(then, "X1")
    assert (first.lead, first.has_moved, first.is_stuck, first.cost) == ("城管局", False, True, "none")
    waiting = item(then, "X3")
    assert (waiting.reasons, waiting.first_to_act, waiting.cost) == (("cost_open",), "抢修队", "open")
    clock.moment = local("22 9:30")
    done(city, clock, "X3", "first_action", unit="管城区", state="cost_decided", text="费用由管城区承担")
    settled = agenda(city, local("30 12:00"))
    assert (item(settled, "X3").first_to_act, item(settled, "X3").cost) == ("抢修队", "decided")
    # what the meeting of the 20th saw, and what was decided from it to the next
    held = agenda(city, local("30 12:00"), date(2024, 6, 20))
    assert (held.is_over, held.was_known, held.as_of) == (True, True, local("20 9:00"))
    assert groups(held) == {"carried": ["X1"], "new": ["X2"]}
    assert [one.act.text for each in held.items for one in each.minutes] == ["由城管局牵头", "由水务局牵头"]
    assert [each.acts for each in held.items] == [(), ()]
    closed_lines = agenda(city, local("21 12:00"), scope=Scope(closed_lines=(NOISE,)))
    assert (groups(closed_lines), item(closed_lines, "X1").acts) == ({"carried": ["X1"]}, ())


def test_of_an_area_only_its_cases_stand(city: City) -> None:
    west = replace(Question("", "W", as_of=local("30 12:00"), scope=WHOLE_CITY))
    assert [one.source_id for one in city.governance.agenda(west).items] == ["K9"]


def test_a_city_without_such_data_says_so(tmp_path: Path, clock: SteerableClock) -> None:
    plain = case(source_id="P1", at="E1", reported="1 9:00", filed="1 9:10")
    with build_city(tmp_path / "plain", cases=table_of((plain,)), clock=clock) as opened:
        found = agenda(opened, local("30 12:00"))
    assert (found.is_known, found.items, found.backlog) == (False, (), {})


def test_a_city_declares_its_own_meeting_and_is_told_of_mistakes(tmp_path: Path) -> None:
    own = tmp_path / "agenda.toml"
    own.write_text('weekday = 1\nat = "14:30"\n', encoding="utf-8")
    assert (read_agenda(own).weekday, read_agenda(own).aged_days) == (1, 15)
    for wrong in ("weekday = 8", "weekday = true", 'at = "noon"', "speed = 3", "aged_days = 0", "["):
        own.write_text(wrong, encoding="utf-8")
        with pytest.raises(DictionaryError):
            read_agenda(own)
