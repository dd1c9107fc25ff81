"""What the wall says in sentences: every number in it is computed again here, by questions of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from dashboard.screens.scenes import scene_at
from dashboard.view.scene import Scene
from dashboard.walls.sentence import exceptions, headline, is_calm
from dashboard.walls.situation import (
    RisingStock,
    SharedSituations,
    Situation,
    ends_of_weeks,
    situation,
    weeks_risen,
)
from dashboard.words.numbers import exact, figure
from queries.city import City
from queries.kpis.normal.band import Band
from queries.sources.freshness import Freshness, SourceFreshness
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history

NUMBER = re.compile(r"\d[\d,.]*")
ENDS = ("finished_at", "verified_at", "closed_at", "first_closed_at", "surveyed_at", "callback_at", "voided_at")
NEGLECTED = "4101"


def neglected() -> pa.Table:
    """Sixty days of cases, of which those reported in one district by one channel are never closed."""
    made = history()
    left = pc.and_(pc.starts_with(made["area_code"], NEGLECTED), pc.equal(made["channel"], "app"))
    for name in ENDS:
        column = made[name]
        kept = pc.if_else(pc.fill_null(left, False), pa.scalar(None, column.type), column)
        made = made.set_column(made.column_names.index(name), name, kept)
    return made


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("sentence"), "little", cases=neglected(), clock=NOON) as opened:
        yield opened


@pytest.fixture(scope="module")
def scene(city: City) -> Scene:
    return scene_at(city, "/wall", "", None)


@pytest.fixture(scope="module")
def found(city: City, scene: Scene) -> Situation:
    return situation(city, scene)


def test_the_sentence_says_how_long_a_stock_has_risen(city: City, scene: Scene, found: Situation) -> None:
    """The values at the ends of weeks are those of the moments themselves; which of them rise is said."""
    last = NOON.date() - timedelta(days=1)
    days = replace(scene.of_days("open", last - timedelta(weeks=8), last), denominator=None)
    values = list(ends_of_weeks(city.kpis.ask(days), last))
    assert len(values) >= 3
    midnight = NOON.replace(hour=16) - timedelta(days=1)
    for week, value in enumerate(values):
        moment = replace(scene.question("open"), denominator=None, as_of=midnight - timedelta(weeks=week))
        assert city.kpis.ask(moment).value == value, week
    assert [weeks_risen(one) for one in ([9, 7, 5, 6], [9, 9, 5], [9, 8, 7], [], [3])] == [2, 0, 2, 0, 0]
    open_cases = city.kpis.dictionary["open"]
    rising = replace(found, rising=RisingStock(open_cases, 3, 4010.0, 4553.0), outstanding=())
    assert headline(rising, scene).endswith("；在办连升 3 周（4,010件 → 4,553件）。")
    assert "连升" not in headline(replace(rising, rising=RisingStock(open_cases, 1, 8.0, 9.0)), scene)
    expected = weeks_risen(values)
    assert found.rising is None or found.rising.metric.key != "open" or found.rising.weeks == expected


def test_an_exception_names_place_reason_and_owner_and_each_number_is_the_answer(
    city: City, scene: Scene, found: Situation
) -> None:
    said = exceptions(found.outstanding, scene.words)
    assert 1 <= len(said) <= 3
    assert len({one.area for one in said}) == len(said)
    [worst] = [one for one in said if one.area == NEGLECTED]
    assert (worst.place, worst.kpi) == (city.tree.area(NEGLECTED).name, "overdue_open")
    question = replace(scene.question("overdue_open"), denominator="open")
    whole, here = city.kpis.ask(question), city.kpis.ask(replace(question, area=NEGLECTED))
    expected = [exact(here.numerator or 0, "case", scene.words)]
    expected += [str(figure(one.value, "ratio", scene.words)) for one in (here, whole)]
    assert NUMBER.findall(worst.reason) == [NUMBER.findall(one)[0] for one in expected]
    overdue = city.kpis.ask(replace(scene.question("overdue_open", by="department"), denominator=None, area=NEGLECTED))
    most = max(row.n for row in overdue.rows)
    owners = {row.name for row in overdue.rows if row.n == most}
    assert worst.owner in {f"{name}最多，{most:,}件" for name in owners}
    assert f"{worst.place}" in headline(found, scene)


def test_what_lies_outside_of_its_band_is_named_with_its_value_and_the_band(scene: Scene, found: Situation) -> None:
    [reported] = [one for one in found.judged if one.metric.key == "reported"]
    n = reported.answer.n
    earlier = reported.normal.earlier
    above = replace(reported.normal, band=Band(1.0, n / 3, n / 2), earlier=earlier, least_n=1)
    inside = replace(above, band=Band(1.0, n / 1.0, n * 2.0))
    calm = replace(found, judged=(replace(reported, normal=inside),), rising=None, outstanding=())
    loud = replace(calm, judged=(replace(reported, normal=above),))
    assert headline(calm, scene) == "今日总体正常。"
    assert headline(loud, scene) == f"今日上报数高于正常（{n}件，正常 1–{figure(n / 2, 'case', scene.words)}）。"
    assert (is_calm(calm), is_calm(loud)) == (True, False)
    broken = SourceFreshness("cases", "broken", NOON - timedelta(hours=3), NOON - timedelta(hours=3))
    silent = replace(reported.answer, freshness=Freshness("broken", (broken,)))
    low = replace(loud, judged=(replace(reported, normal=above, answer=silent),))
    assert headline(low, scene) == "今日的数据只到 09:00:00，不判断是否正常。", "what is missing is not low, nor high"
    assert is_calm(low)
    live = replace(broken, name="another", status="fresh")
    some = replace(reported.answer, freshness=Freshness("broken", (broken, live)))
    assert not some.is_cut_short
    yesterday = replace(silent, start=NOON.date() - timedelta(days=1), end=NOON.date() - timedelta(days=1))
    assert not yesterday.is_cut_short
    unknown = replace(calm, judged=(replace(reported, normal=replace(inside, band=None)),))
    assert headline(unknown, scene) == "今日可比的日子不足，不判断是否正常。"


def test_walls_share_a_situation_for_half_a_minute(city: City, scene: Scene) -> None:
    shared = SharedSituations(city)
    first = shared.of(scene)
    later = replace(scene, now=replace(scene.now, as_of=scene.now.as_of + timedelta(seconds=29)))
    assert shared.of(later) is first
    after = replace(scene, now=replace(scene.now, as_of=scene.now.as_of + timedelta(seconds=31)))
    assert shared.of(after) is not first
    assert shared.of(after).as_of == scene.now.as_of + timedelta(seconds=30)
    assert shared.of(scene_at(city, "/wall", f"?area={NEGLECTED}", None)) is not first
