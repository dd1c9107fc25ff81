"""Questions asked together: every answer is the one that the question has alone, from fewer statements."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.city import City
from queries.kpis.answer import Answer
from queries.kpis.conditions import Conditions
from queries.kpis.conjuncts import conjuncts
from queries.kpis.dictionary import Dictionary
from queries.kpis.question import PLACES, Question
from queries.kpis.sharing.shared_breakdowns import rows_of_breakdown
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history
from tests.cities.random_cities import DAYS, START, random_city

KPIS = [(key, name) for key, metric in Dictionary.read().items() for name in (None, *metric.denominators)]
FIRST = date(2024, 6, 1)
CONDITIONS: tuple[Conditions, ...] = (
    (),
    (("channel", "hotline"),),
    (("channel", "_unknown"), ("channel", "hotline")),
    (("channel!", "hotline"), ("status!", "closed")),
    (("hour", "09"), ("hour", "10"), ("status", "closed"), ("status", "voided")),
)


@pytest.fixture(scope="module")
def cities() -> Iterator[list[City]]:
    """A random city loaded in two pieces out of order, the same with cases closed without a time, and an empty one."""
    with TemporaryDirectory() as folder:
        table = random_city(14, 120).table
        unclosed = table.drop_columns(["closed_at", "first_closed_at"])
        opened = [
            build_city(Path(folder) / "random", cases=(table.slice(60), table.slice(0, 60)), source="random"),
            build_city(Path(folder) / "untimed", cases=(table.slice(0, 60), unclosed.slice(60)), source="random"),
            build_city(Path(folder) / "empty", cases=()),
        ]
        yield opened
        for city in opened:
            city.close()


def alone(city: City, questions: Sequence[Question]) -> list[Answer]:
    city._runner.forget()
    return [city.kpis.ask(question) for question in questions]


def together(city: City, questions: Sequence[Question]) -> tuple[list[Answer], int]:
    """The answers, and from how many scans they came."""
    city._runner.forget()
    scans = list(city.kpis.shared_scans(questions))
    for scan in scans:
        scan()
    return [city.kpis.ask(question) for question in questions], len(scans)


def of_a_screen(kpis: Sequence[tuple[str, str | None]], **common: object) -> list[Question]:
    """As the cards of a screen ask: the number, the number of the period before, and the days."""
    asked = []
    for key, denominator in kpis:
        now = Question(key, scope=WHOLE_CITY, denominator=denominator, **common)  # type: ignore[arg-type]
        assert now.as_of
        back = timedelta(days=3)
        start, end = (day and day - back for day in (now.start, now.end))
        asked += [now, replace(now, start=start, end=end, as_of=now.as_of - back), replace(now, by="day")]
    return asked


@st.composite
def screens(draw: st.DrawFn) -> list[Question]:
    first, length = draw(st.one_of(st.none(), st.integers(-2, DAYS))), draw(st.integers(0, DAYS))
    start = None if first is None else FIRST + timedelta(days=first)
    return of_a_screen(
        draw(st.lists(st.sampled_from(KPIS), min_size=2, max_size=6, unique=True)),
        area=draw(st.sampled_from(["C", "E", "W", "W1"])),
        start=start,
        end=start and start + timedelta(days=length),
        as_of=START + timedelta(minutes=draw(st.integers(0, (DAYS + 8) * 24 * 60))),
        recorded_as_of=draw(st.sampled_from([None, START])),
        value_only=draw(st.booleans()),
        where=draw(st.sampled_from(CONDITIONS)),
    )


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2), screens())
def test_answers_are_those_of_each_question_alone(cities: list[City], which: int, questions: list[Question]) -> None:
    assert together(cities[which], questions)[0] == alone(cities[which], questions)


def test_every_kpi_with_every_other_of_its_basis(cities: list[City]) -> None:
    span = {"start": FIRST, "end": FIRST + timedelta(days=DAYS), "as_of": START + timedelta(days=DAYS)}
    for city in cities:
        questions = of_a_screen(KPIS, area="C", **span)
        assert together(city, questions)[0] == alone(city, questions)


def test_what_a_screen_asks_of_one_basis_is_one_statement(cities: list[City]) -> None:
    city, as_of = cities[0], START + timedelta(days=DAYS)
    kpis: list[tuple[str, str | None]] = [("reported", None), ("closing_rate", None), ("voided", None)]
    now = [one for one in of_a_screen(kpis, area="C", start=FIRST, end=FIRST, as_of=as_of) if one.as_of == as_of]
    alone(city, now)
    facts = city.sources.statements_asked
    alone(city, now)
    apart = city.sources.statements_asked - facts
    answers, scans = together(city, now)
    assert (len(answers), scans) == (6, 1)
    assert city.sources.statements_asked - facts - apart == apart - 5


def test_areas_are_added_up_from_places(cities: list[City]) -> None:
    as_of = START + timedelta(days=DAYS - 2)
    shared = 0
    for city in cities:
        for key, denominator in KPIS:
            whole = Question(key, "C", FIRST, None, as_of, denominator=denominator, scope=WHOLE_CITY)
            areas = [replace(whole, by="area", area=area) for area in ("C", "E", "W")]
            apart = alone(city, areas)
            announced = [*areas, replace(whole, by=PLACES)]
            answers, scans = together(city, announced[:3])
            assert (answers, scans) == (apart, 0)
            city._runner.forget()
            for scan in city.kpis.shared_scans(announced):
                shared += scan.questions == set(announced)
                scan()
            assert [city.kpis.ask(question) for question in areas] == apart
            answer = city.kpis.ask(whole)
            assert replace(city.kpis.by_level(whole, 1).whole, freshness=answer.freshness) == answer
    assert shared >= 40, "those that count cases, in two cities, where the sources know of them"


def test_breakdowns_of_one_population_are_one_statement(cities: list[City]) -> None:
    """In the first city each KPI of both areas, in each other of one of them."""
    dimensions, shared = ("category", "channel", "department", "hour"), 0
    places = (("C", START + timedelta(days=DAYS + 8)), ("W", START + timedelta(days=2, minutes=7)))
    for number, city in enumerate(cities):
        for turn, (key, denominator) in enumerate(KPIS, number):
            for area, as_of in places[turn % 2 :: 2] if number else places:
                whole = Question(key, area, FIRST, None, as_of, denominator=denominator, scope=WHOLE_CITY)
                asked = [replace(whole, by=by) for by in dimensions]
                apart = alone(city, asked)
                answers, scans = together(city, asked)
                assert answers == apart
                shared += scans
    assert shared >= 60, "those whose parts can be added up, where the sources know of them"


def test_values_that_are_one_part_are_added_up() -> None:
    by, names = ("channel", "hour"), ("part_0", "part_1", "grouped", "n", "total")
    rows = (("_unknown", None, 2, 3, None), ("_unknown", None, 2, 2, 5), ("phone", None, 2, 1, 2), (None, 7, 1, 6, 7))
    assert rows_of_breakdown(0, by, (names, rows)) == (("part", "n", "total"), (("_unknown", 5, 5), ("phone", 1, 2)))
    assert rows_of_breakdown(1, by, (names, rows)) == (("part", "n", "total"), ((7, 6, 7),))


def test_the_value_alone_is_the_one_beside_all_statistics(cities: list[City]) -> None:
    as_of, durations = START + timedelta(days=DAYS), 0
    for key, denominator in KPIS:
        whole = Question(key, "C", FIRST, None, as_of, denominator=denominator, scope=WHOLE_CITY)
        every, alone = cities[0].kpis.ask(whole), cities[0].kpis.ask(replace(whole, value_only=True))
        durations += alone.statistics != every.statistics
        assert alone.statistics.items() <= every.statistics.items()
        assert replace(alone, statistics=every.statistics) == every
        level, same = (cities[0].kpis.by_level(replace(whole, value_only=only), 1) for only in (True, False))
        assert replace(level.whole, statistics=same.whole.statistics) == same.whole
        assert level.value.tolist() == pytest.approx(same.value.tolist(), nan_ok=True)
    assert durations, "a mean without quantiles"


def test_a_question_that_is_refused_takes_none_with_it(cities: list[City]) -> None:
    good = of_a_screen([("reported", None)], area="C", start=FIRST, end=FIRST, as_of=START)
    bad = [replace(good[0], metric="nonsense"), replace(good[0], area="nowhere"), replace(good[0], by="nothing")]
    assert len(list(cities[0].kpis.shared_scans([*bad, *good]))) == 1


def test_what_is_known_is_not_asked_again(cities: list[City]) -> None:
    questions = of_a_screen([("reported", None)], area="C", start=FIRST, end=FIRST, as_of=START)
    together(cities[0], questions)
    assert list(cities[0].kpis.shared_scans(questions)) == []


def test_sixty_days_of_a_city_by_day_of_their_own(tmp_path: Path) -> None:
    with build_city(tmp_path, "little", cases=history(), clock=NOON) as city:
        root = city.tree.root.code
        days = city.kpis.opening_period(NOON, scope=WHOLE_CITY)
        questions = of_a_screen(KPIS, area=root, start=days[0] - timedelta(days=40), end=days[1], as_of=NOON)
        assert together(city, questions)[0] == alone(city, questions)


@pytest.mark.parametrize(
    ("condition", "parts"),
    [
        ("true", ()),
        ("closed", ("closed",)),
        ("accepted AND NOT minor", ("accepted", "NOT minor")),
        ("surveyed AND score BETWEEN 1 AND 5 AND not_voided", ("surveyed", "score BETWEEN 1 AND 5", "not_voided")),
        ("closed AND (open OR due AND late)", ("closed", "(open OR due AND late)")),
        ("closed OR open AND late", ("closed OR open AND late",)),
        ("kind = 'bread AND butter' AND closed", ("kind = 'bread AND butter'", "closed")),
        ("CASE WHEN a AND b THEN c END", ("CASE WHEN a AND b THEN c END",)),
    ],
)
def test_the_conditions_that_all_hold(condition: str, parts: tuple[str, ...]) -> None:
    assert conjuncts(condition) == parts
