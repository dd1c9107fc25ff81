"""One case as of a moment: what had happened by then, and what each version changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from queries.cases.one_case import CaseAsked, CaseFacts
from queries.city import City
from queries.errors import PersonsMasked
from queries.privacy.masking import masked
from queries.scope import WHOLE_CITY, Scope
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON

MORNING = datetime(2026, 11, 20, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def body(hours: dict[str, float], **others: object) -> pa.Table:
    """One case, number 7, whose steps happened so many hours after MORNING."""
    times = {f"{step}_at": [(MORNING + count * HOUR).replace(tzinfo=None)] for step, count in hours.items()}
    columns = {name: pa.array(value, pa.timestamp("us")) for name, value in times.items()}
    words = {name: [value] for name, value in others.items()}
    return pa.table({"source_id": ["7"], **columns, **words})


def city_of_one_case(folder: Path) -> City:
    """Case 7: reported at MORNING, dispatched an hour later, delivered again with its closing after four hours."""
    early = {"reported": 0, "accepted": 0.1, "filed": 0.2, "due": 3}
    late = early | {"dispatched": 1, "closed": 4}
    text = "联系人：李小红，电话13812345678"
    city = build_city(folder, "little", cases=(), clock=NOON)
    first = body(early, version=1, title="路灯不亮", text=text, department="甲局")
    city.acts.load_table(first, "calls", recorded_at=MORNING + 0.5 * HOUR)
    second = body(late, version=2, title="路灯不亮", text=text, department="乙局", satisfaction=5)
    city.acts.load_table(second, "calls", recorded_at=MORNING + 5 * HOUR)
    return city


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with city_of_one_case(tmp_path_factory.mktemp("one")) as opened:
        yield opened


def at(city: City, hours: float, recorded: float | None = None) -> CaseFacts | None:
    known = None if recorded is None else MORNING + recorded * HOUR
    return city.cases.one(CaseAsked("calls", "7", MORNING + hours * HOUR, known, scope=WHOLE_CITY))


def test_only_what_had_happened_by_the_moment_is_told(city: City) -> None:
    then, later = at(city, 2), at(city, 6)
    assert then
    assert later
    assert set(then.steps) == {"reported", "accepted", "filed", "dispatched"}
    assert then.facts["status"] == "dispatched"
    assert {*then.steps, "closed"} <= set(later.steps)
    assert later.facts["status"] == "closed"
    assert later.steps["closed"] == MORNING + 4 * HOUR
    assert at(city, -1) is None


def test_as_recorded_then_the_second_version_is_not_known(city: City) -> None:
    known = at(city, 6, recorded=1)
    assert known
    assert known.facts["status"] == "filed"
    assert known.facts["department"] == "甲局"
    assert len(known.versions) == 1
    assert at(city, 6, recorded=0.1) is None


def test_versions_say_what_changed_and_nothing_of_what_came_later(city: City) -> None:
    whole, before = at(city, 6), at(city, 2)
    assert whole
    assert before
    assert [version.recorded_at for version in whole.versions] == [MORNING + 0.5 * HOUR, MORNING + 5 * HOUR]
    changed = {change.column: (change.before, change.after) for change in whole.versions[1].changes}
    assert changed["department"] == ("甲局", "乙局")
    assert changed["closed_at"] == (None, MORNING + 4 * HOUR)
    of_then = {change.column for version in before.versions for change in version.changes}
    assert not of_then & {"closed_at", "first_closed_at", "satisfaction", "surveyed_at"}


@pytest.fixture
def own_city(tmp_path: Path) -> Iterator[City]:
    with city_of_one_case(tmp_path / "own") as opened:
        yield opened


def test_an_older_version_that_comes_late_changes_nothing(own_city: City) -> None:
    city = own_city
    older = body({"reported": 0, "accepted": 0.05}, version=0, title="旧")
    city.acts.load_table(older, "calls", recorded_at=MORNING + 5.5 * HOUR)
    found = at(city, 6)
    assert found
    assert [version.late for version in found.versions] == [False, False, True]
    assert found.facts["title"] == "路灯不亮"


def test_persons_are_masked(city: City) -> None:
    found = at(city, 6)
    assert found
    assert "李小红" not in found.facts["text"]
    assert "13812345678" not in found.facts["text"]
    assert "联系人" in found.facts["text"]


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("市民张伟先生来电反映", "张伟"),
        ("我叫欧阳明，住三号楼", "欧阳明"),
        ("反映人王芳投诉噪音", "王芳"),
        ("Mr. John Smith called", "John Smith"),
        ("身份证410102199003078515", "199003078515"),
        ("车牌豫A12345占道", "12345"),
        ("mail a.b@c.cn", "a.b@c.cn"),
    ],
)
def test_names_and_numbers_lose_their_middle(text: str, gone: str) -> None:
    assert gone not in str(masked(text))


@pytest.mark.parametrize("text", ["黄河路与花园路交叉口路灯不亮", "和平路文化宫门口积水", "金水区经八路街道绿地停车"])
def test_places_stay_as_they_are(text: str) -> None:
    assert masked(text) == text


def test_a_version_names_the_delivery_that_brought_it_and_until_when_it_held(city: City) -> None:
    then, later = at(city, 6, recorded=2), at(city, 6)
    assert then
    assert later
    first, second = later.versions
    assert (first.superseded_at, second.superseded_at) == (MORNING + 5 * HOUR, None)
    assert first.batch != second.batch
    assert [one.superseded_at for one in then.versions] == [None], "as was known then"


def test_texts_in_clear_are_for_those_who_may_see_persons(city: City) -> None:
    asked = CaseAsked("calls", "7", MORNING + HOUR, scope=Scope(persons="clear"))
    assert city.cases.texts_in_clear(asked) == {"title": "路灯不亮", "text": "联系人：李小红，电话13812345678"}
    assert city.cases.texts_in_clear(replace(asked, as_of=MORNING - HOUR)) is None
    assert city.cases.texts_in_clear(replace(asked, recorded_as_of=MORNING)) is None
    elsewhere = replace(asked, scope=Scope(areas=((2, 2),), persons="clear"))
    assert city.cases.texts_in_clear(elsewhere) is None
    with pytest.raises(PersonsMasked):
        city.cases.texts_in_clear(replace(asked, scope=WHOLE_CITY))
    shown = city.cases.one(asked)
    assert shown is not None
    assert "138" in str(shown.facts["text"])
    assert "12345678" not in str(shown.facts["text"])
