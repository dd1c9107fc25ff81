"""False alarms of devices, by the steps delivered and by what people say: counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from queries.acts.act import Act, new_key
from queries.acts.acts_about_cases import subject_of
from queries.city import City
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY, LineOfBusiness, Scope
from tests.cities.builder import build_city
from tests.cities.deliveries import deliver
from tests.cities.tiny.cases import AS_OF, case, local, table_of

SMOKE, LITTER = 40, 10
QUESTION = Question("false_alarms", "C", as_of=AS_OF, scope=WHOLE_CITY)


def alarms() -> list[dict[str, Any]]:
    """Cases 1 to 40 of smoke in the east, which a device reports, 41 to 50 of litter in the west, which a camera does;
    the last of each is in hand. P is not of a device."""
    smoke = {"area_code": "E1", "channel": "iot", "category1": "smoke"}
    litter = {"area_code": "W1", "channel": "video_ai", "category1": "litter"}
    found = [case(source_id="P", reported="1 9:00", accepted="1 9:00", filed="1 9:00", **smoke | {"channel": "app"})]
    for number in range(1, SMOKE + LITTER + 1):
        about = {"source_id": str(number), "due": "9 8:00", **(smoke if number <= SMOKE else litter)}
        about |= dict.fromkeys(("reported", "accepted", "filed"), f"1 8:{number:02d}")
        if number not in (SMOKE, SMOKE + LITTER):
            about |= dict.fromkeys(("first_closed", "closed"), "2 9:00")
        found.append(case(**about))
    return found


def verdicts() -> list[dict[str, str]]:
    """Of smoke 2 false of 20 that were judged, of litter 4 of 5; the first of smoke is called real first."""
    false = [*range(1, 3), *range(SMOKE + 1, SMOKE + 5)]
    true = [*range(3, 21), SMOKE + 5]
    said = [("1", "alarm_true", "1 20:00"), ("P", "alarm_false", "2 8:00")]
    said += [(str(number), "alarm_false", "2 8:00") for number in false]
    said += [(str(number), "alarm_true", "2 8:00") for number in true]
    return [{"source_id": number, "step": step, "happened_at": local(time).isoformat()} for number, step, time in said]


@pytest.fixture
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("alarms") / "tiny", cases=table_of(alarms()), clock=AS_OF) as opened:
        for metric in ("false_alarms", "device_alarms"):
            assert opened.kpis.ask(replace(QUESTION, metric=metric)).status == "no_data"
        deliver(opened, "steps", *verdicts())
        yield opened


def counted(city: City, denominator: str | None = None, **asked: Any) -> tuple[float | None, int]:
    answer = city.kpis.ask(replace(QUESTION, denominator=denominator, **asked))
    return answer.numerator, answer.n


def stages(city: City, **asked: Any) -> dict[str, int]:
    loop = city.governance.loops["device_alarms"]
    found = city.governance.stages(loop, replace(QUESTION, metric=loop.metric_of(), **asked))
    return {one.stage.key: one.n for one in found.stages}


def said(number: int, state: str) -> Act:
    return Act(
        "alarm_verdict", subject_of("alarm_verdict", "device_alarms", "tiny", str(number)), "saved", "local", "test",
        AS_OF, source="tiny", source_id=str(number), loop="device_alarms", state=state,
    )  # fmt: skip


def test_false_alarms_are_counted_of_those_that_were_judged(city: City) -> None:
    assert counted(city) == (6, 25)
    assert counted(city, "iot") == (2, 20)
    assert counted(city, "video") == (4, 5)
    assert counted(city, "judged") == (25, 50)
    assert counted(city, as_of=local("1 21:00")) == (0, 1)  # what was said later was not known then
    assert stages(city) == {"false": 6, "real_closed": 19, "real": 0, "never_judged": 23, "unjudged": 2}

    west, east = (city.tree.area(code) for code in ("W", "E"))
    for area, expected in ((west, (4, 5)), (east, (2, 20))):
        narrow = Scope(areas=((area.area_id, area.last_id),))
        assert counted(city, area=area.code, scope=narrow) == counted(city, area=area.code) == expected
    smoke = LineOfBusiness("烟感", "Smoke", categories=("smoke",))
    assert counted(city, scope=replace(WHOLE_CITY, closed_lines=(smoke,))) == (4, 5)


def test_kinds_are_told_apart_with_their_interval_and_few_are_not_ranked(city: City) -> None:
    first, last = (local(f"{day} 0:00").date() for day in (1, 2))
    side = city.kpis.compared(replace(QUESTION, by="category", start=first, end=last))
    assert side.kind is not None
    parts = {part.code: part for part in side.parts}
    smoke, litter = parts["smoke"], parts["litter"]
    assert (smoke.value, litter.value) == (0.1, 0.8)
    assert smoke.low is not None
    assert smoke.high is not None
    assert smoke.low < 0.1 < smoke.high
    assert litter.n == 5
    assert litter.q is None, "five alarms do not tell"


def test_what_a_person_says_last_stands_and_can_be_taken_back(city: City) -> None:
    city.acts.deliver([said(3, "false_alarm"), said(SMOKE, "real_alarm")])
    assert counted(city) == (7, 26)
    assert stages(city)["real"] == 1
    city.acts.rebuild()
    assert counted(city) == (7, 26)
    city.acts.deliver([replace(said(3, "real_alarm"), act=new_key())])
    assert counted(city) == (6, 26)
    city.acts.deliver([replace(said(number, "real_alarm"), act=new_key(), deed="withdrawn") for number in (3, SMOKE)])
    assert counted(city) == (6, 25)
