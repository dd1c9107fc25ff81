"""The sample of the tiny city: of the cases closed in the first week of June 2024, by district and department."""

from __future__ import annotations

import hashlib
import hmac
import math
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from queries.acts.acts_about_cases import subject_of
from queries.city import City
from queries.errors import DictionaryError, OutsideScope
from queries.samples.drawing import Stratum, draw
from queries.samples.drawn_sample import DrawnCase, DrawnSample, ranked, wilson
from queries.samples.sample_acts import SAMPLE, SAMPLE_PART, SAMPLE_VERDICT, SampleDrawing, acts_of, strata_of
from queries.samples.sampling_rule import OWN_SAMPLING, SamplingRule, read_rule
from queries.samples.weeks import SampledWeek, due_weeks
from queries.scope import WHOLE_CITY, LineOfBusiness, Scope
from queries.values import Act, SavedThing
from tests.cities.builder import build_city, found_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF, ZONE, case, table_of

WEEK, SEED = "2024-W23", "00ff"
NOISE = LineOfBusiness("噪声", "noise", ("noise",))
# Closed from Monday the 3rd to Sunday the 9th of June: K1 was closed on the 2nd already.
CLOSED = {
    ("E", "environment"): 1, ("E", "police"): 1, ("E", "roads"): 1,
    ("W", "_unknown"): 1, ("W", "cleaning"): 1, ("W", "culture"): 1,
}  # fmt: skip


@pytest.fixture
def clock() -> SteerableClock:
    return SteerableClock(AS_OF)


@pytest.fixture
def city(tmp_path: Path, clock: SteerableClock) -> Iterator[City]:
    with build_city(tmp_path / "tiny", clock=clock) as opened:
        yield opened


def drawn(city: City, seed: str = SEED) -> int:
    acts = city.samples.drawings_due("system", "test", city.acts.moment(), seed)
    if acts:
        city.acts.deliver(acts)
    return sum(act.kind == SAMPLE for act in acts)


def verdict(city: City, number: str, state: str, deed: str = "saved", text: str = "") -> None:
    key = subject_of(SAMPLE_VERDICT, WEEK, "tiny", number)
    act = Act(SAMPLE_VERDICT, key, "saved", "li", "10.0.0.9", city.acts.moment(), text=text)
    about = {"source": "tiny", "source_id": number, "loop": WEEK, "state": state}
    city.acts.deliver([replace(act, deed=deed, **about)])  # type: ignore[arg-type]


def sample(city: City, area: str = "C", scope: Scope = WHOLE_CITY, known: datetime | None = None) -> DrawnSample:
    found = city.samples.one(WEEK, city.tree.area(area), known, scope=scope)
    assert found is not None
    return found


def numbers(found: DrawnSample) -> set[str]:
    return {one.source_id for one in found.cases}


def test_the_week_before_is_drawn_once_by_a_stored_seed(city: City, clock: SteerableClock) -> None:
    assert drawn(city) == 1
    assert drawn(city) == 0
    found = sample(city)
    assert {one.values: one.population for one in found.strata} == CLOSED
    assert (found.drawing.population, found.drawing.n, found.drawing.strata) == (6, 6, 6)
    assert numbers(found) == {"K2", "K3", "K4", "K5", "K8", "K14"}
    assert (found.drawing.seed, found.drawing.version) == (SEED, city.samples.rule.version)
    again = city.samples.drawn_again(WEEK, scope=WHOLE_CITY)
    assert again is not None
    assert (again.same, again.gone, again.new) == (6, 0, 0)
    later = case(
        source_id="L1", at="E1", reported="3 9:00", closed="4 9:00", first_closed="4 9:00", department="police"
    )
    city.acts.load_table(table_of([later]), "tiny", recorded_at=AS_OF + timedelta(hours=1))
    clock.advance(hours=2)
    assert city.samples.drawn_again(WEEK, scope=WHOLE_CITY) == again
    assert numbers(sample(city)) == {"K2", "K3", "K4", "K5", "K8", "K14"}


def test_verdicts_give_a_rate_with_its_interval_and_few_have_no_rank(city: City, clock: SteerableClock) -> None:
    drawn(city)
    assert (sample(city).counts.rate, sample(city).counts.interval) == (None, None)
    for number, state in {"K2": "passed", "K3": "failed", "K5": "passed", "K8": "not_verifiable"}.items():
        verdict(city, number, state, text="电话 13812345678")
    before = clock.moment + timedelta(seconds=30)
    clock.advance(minutes=1)
    verdict(city, "K3", "passed")
    verdict(city, "K5", "passed", deed="withdrawn")
    counts = sample(city).counts
    assert (counts.drawn, counts.passed, counts.failed, counts.not_verifiable) == (6, 2, 0, 1)
    assert (counts.unreviewed, counts.n, counts.rate) == (3, 2, 1.0)
    units = {one.code: (one.counts.n, one.counts.unreviewed, one.rank, one.low) for one in sample(city).units}
    assert (units["E"], units["W"]) == ((2, 1, None, False), (0, 2, None, False))
    assert sample(city, known=before).counts.failed == 1
    [remark] = [one.verdict for one in sample(city).cases if one.source_id == "K2"]
    assert remark is not None
    assert "13812345678" not in remark.act.text


def test_one_sees_the_cases_of_ones_own_areas_and_lines_alone(city: City) -> None:
    drawn(city)
    verdict(city, "K5", "failed")
    west = Scope(areas=((5, 7),))
    assert numbers(sample(city, scope=west)) == {"K5", "K8", "K14"} == numbers(sample(city, "W"))
    assert {one.values[0] for one in sample(city, scope=west).strata} == {"W"}
    assert sample(city, scope=Scope(areas=((2, 4),))).counts.failed == 0
    noise = sample(city, scope=Scope(lines_of_business=(NOISE,)))
    assert (numbers(noise), noise.strata) == ({"K3", "K8"}, ())
    assert numbers(sample(city, "E1")) == {"K2"}
    assert city.samples.listed(city.tree.root, scope=Scope(closed_lines=(NOISE,))) == ()
    with pytest.raises(OutsideScope):
        city.samples.drawn_again(WEEK, scope=west)


def test_ranks_and_marks_are_of_enough_verdicts_alone() -> None:
    """9 of 10, 4 of 10, 10 of 10 and 3 of 3, where 90 % is expected: of 4 of 10 the interval ends at 69 %."""
    said = {"a": (9, 10), "b": (4, 10), "c": (10, 10), "d": (3, 3), "e": (9, 10), "f": (0, 0)}
    members = {code: judged(passed, n) for code, (passed, n) in said.items()}
    found = [(one.code, one.rank, one.low) for one in ranked("department", members, 10, 0.9)]
    assert found == [
        ("c", 1, False), ("a", 2, False), ("e", 2, False), ("b", 4, True), ("d", None, False), ("f", None, False),
    ]  # fmt: skip


def judged(passed: int, n: int) -> list[DrawnCase]:
    """So many cases with a verdict, and one without."""
    states = ["passed"] * passed + ["failed"] * (n - passed)
    acts = [Act(SAMPLE_VERDICT, "k", "saved", "li", "test", AS_OF, state=state) for state in states]
    things: list[SavedThing | None] = [SavedThing(act, AS_OF, "li", AS_OF) for act in acts]
    return [DrawnCase("s", "1", (), "", "", 1, None, thing) for thing in (*things, None)]


def test_missed_weeks_are_caught_up(city: City, clock: SteerableClock) -> None:
    drawn(city)
    clock.advance(days=21)
    later = [
        case(source_id=f"L{day}", at="E1", reported="3 9:00", closed=f"{day} 9:00", first_closed=f"{day} 9:00")
        for day in (12, 26)
    ]
    city.acts.load_table(table_of(later), "tiny", recorded_at=clock.moment)
    assert drawn(city) == 2
    weeks = [one.drawing.week.key for one in city.samples.listed(city.tree.root, scope=WHOLE_CITY)]
    assert weeks == ["2024-W26", "2024-W24", WEEK]


def test_which_weeks_are_due() -> None:
    rule = replace(read_rule(), after_hours=6, catch_up_weeks=3)

    def due(day: datetime, *drawn: str) -> list[str]:
        weeks = [SampledWeek.of_key(key) for key in drawn]
        return [week.key for week in due_weeks(rule, day, ZONE, [week for week in weeks if week])]

    monday = datetime(2021, 1, 4, 5, 59, tzinfo=ZONE)
    assert due(monday) == ["2020-W52"]
    assert due(monday + timedelta(minutes=1)) == ["2020-W53"]
    assert due(monday + timedelta(hours=1), "2020-W53") == []
    assert due(monday + timedelta(hours=1), "2020-W40", "2020-W52") == ["2020-W53"]
    assert due(monday + timedelta(hours=1), "2020-W40") == ["2020-W51", "2020-W52", "2020-W53"]
    assert [SampledWeek.of_key(key) for key in ("2021-W53", "2021-1", "x", "2020-W53")][:3] == [None] * 3


def test_drawing_twice_gives_the_same_and_strata_add_up() -> None:
    for seed in range(20):
        chance = random.Random(seed)  # noqa: S311
        rule = replace(read_rule(), share=chance.choice([0.01, 0.07, 0.5]), least=chance.randint(1, 4), most=9)
        cases = [((str(chance.randint(0, 5)),), ("s", str(number))) for number in range(chance.randint(1, 400))]
        strata = draw(rule, str(seed), cases)
        shuffled = list(cases)
        chance.shuffle(shuffled)
        assert draw(rule, str(seed), shuffled) == strata
        assert sum(one.population for one in strata) == len(cases)
        for one in strata:
            n = len(one.cases)
            assert n == min(one.population, 9, max(rule.least, n))
            assert n >= min(one.population, 9, math.ceil(one.population * rule.share - 1e-9))
        if len(cases) > 100:
            assert draw(rule, "other", cases) != strata
        assert strata_of(SampledWeek(date(2024, 6, 3)), kept(rule, strata)) == strata


def kept(rule: SamplingRule, strata: tuple[Stratum, ...]) -> list[SavedThing]:
    """The parts of a sample as acts that stand."""
    drawing = SampleDrawing(SampledWeek(date(2024, 6, 3)), "s", rule, rule.version, AS_OF, AS_OF, "system")
    acts = acts_of(drawing, strata, "test", "C", UTC)
    assert max(len(act.search) for act in acts) <= 4000
    return [SavedThing(act, AS_OF, "system", AS_OF) for act in acts if act.kind == SAMPLE_PART]


def test_the_order_is_the_one_that_is_written_down() -> None:
    rule, cases = replace(read_rule(), most=3, least=3), [("tiny", f"K{number}") for number in range(50)]
    by_hand = sorted(
        cases, key=lambda one: hmac.new(b"00ff", f"{one[0]}\x1f{one[1]}".encode(), hashlib.sha256).digest()
    )
    [stratum] = draw(rule, SEED, [(("E",), one) for one in cases])
    assert list(stratum.cases) == by_hand[:3]
    assert rule.size(2) == 2
    assert replace(rule, share=0.07, least=1, most=100).size(100) == 7


def test_intervals_are_those_that_were_published() -> None:
    """Newcombe, 1998, Statistics in Medicine 17:857-872, table I, method 3."""
    for passed, n, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert wilson(passed, n) == pytest.approx((low, high), abs=5e-5)


def test_a_rule_of_the_city_takes_the_place_and_mistakes_are_told(tmp_path: Path) -> None:
    folder = found_city(tmp_path / "tiny")
    standard = (Path(__file__).parents[3] / "queries/samples/sampling.toml").read_text(encoding="utf-8")
    (folder / OWN_SAMPLING).write_text(standard.replace("level = 1", "level = 2"), encoding="utf-8")
    with City.open(folder) as city:
        assert city.samples.rule.level == 2
        assert city.samples.rule.version != read_rule().version
    for old, new, said in (
        ('by = ["department"]', 'by = ["person_ref"]', "different columns"),
        ("least = 1", "least = 11", "least is above most"),
        ("share = 0.002", "share = 0", "share is a number above 0"),
        ("most = 10", "most = 1.5", "most is a whole number"),
        ("fewest = 10", "few = 10", "missing: fewest"),
        ("level = 1", "level = ", "cannot be read"),
    ):
        (folder / OWN_SAMPLING).write_text(standard.replace(old, new), encoding="utf-8")
        with pytest.raises(DictionaryError, match=said):
            City.open(folder)
