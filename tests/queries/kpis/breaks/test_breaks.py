"""Breaks in a series: which question meets which, what is refused across them, and that nothing else changes."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.city.profile import Profile, checked_profile
from geodata.errors import ProfileError
from queries.city import City
from queries.kpis.answer import Answer
from queries.kpis.comparing.comparability import incomparable
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF, table_of

RULE = """
[breaks.new_rules]
day = 2024-06-05
kind = "rule_changed"
zh = "立案标准调整"
en = "Cases are filed by new rules."
"""
SENTENCE = "Break on 2024-06-05 (Cases are filed by new rules): before and after cannot be compared."


def with_breaks(profile: Profile, written: str) -> Profile:
    keys = profile.model_dump(mode="json", exclude={"breaks"}, exclude_none=True) | tomllib.loads(written)
    return checked_profile(keys, Path("city.toml"))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("broken"), "tiny", clock=AS_OF) as opened:
        yield opened


def ask(city: City, days: tuple[int, int], key: str = "reported", area: str = "C", by: str | None = None) -> Answer:
    start, end = (date(2024, 6, day) for day in days)
    return city.kpis.ask(Question(key, area, start, end, AS_OF, by=by, scope=WHOLE_CITY))


def breaks(answer: Answer) -> list[str]:
    return [str(note) for note in answer.notes if note.code == "break"]


def test_an_answer_names_the_break_within_its_days_and_is_the_same_number(city: City) -> None:
    before = ask(city, (3, 7))
    city.acts.replace_profile(with_breaks(city.profile, RULE))
    answer = ask(city, (3, 7))
    assert (answer.value, answer.n) == (before.value, before.n)
    [sentence] = breaks(answer)
    assert sentence == SENTENCE
    [told] = answer.as_json()["breaks"]
    assert told == {
        "day": "2024-06-05",
        "kind": "rule_changed",
        "zh": "立案标准调整",
        "en": "Cases are filed by new rules.",
    }


@pytest.mark.parametrize("days", [(1, 4), (5, 5), (5, 10)])
def test_days_on_one_side_carry_none(city: City, days: tuple[int, int]) -> None:
    city.acts.replace_profile(with_breaks(city.profile, RULE))
    answer = ask(city, days)
    assert not breaks(answer)
    assert answer.as_json()["breaks"] == []


@pytest.mark.parametrize(
    ("now", "before", "is_refused"),
    [
        ((5, 6), (3, 4), True),
        ((7, 8), (3, 4), True),
        ((4, 5), (2, 3), True),
        ((7, 8), (4, 6), True),
        ((7, 8), (5, 6), False),
        ((3, 4), (1, 2), False),
    ],
)
def test_numbers_are_compared_on_one_side_only(
    city: City, now: tuple[int, int], before: tuple[int, int], is_refused: bool
) -> None:
    city.acts.replace_profile(with_breaks(city.profile, RULE))
    reasons = incomparable(ask(city, now), ask(city, before), city.kpis.dictionary["reported"])
    assert [one.code for one in reasons] == ["break"] * is_refused
    assert all(str(one) == SENTENCE for one in reasons)


def test_it_touches_the_kpis_areas_and_sources_that_it_names(city: City) -> None:
    written = f'{RULE}kpis = ["closing_rate", "open"]\nareas = ["E"]\nsources = ["tiny"]\n'
    city.acts.replace_profile(with_breaks(city.profile, written))
    assert not ask(city, (3, 7)).breaks
    touched = {area: bool(ask(city, (3, 7), "closing_rate", area).breaks) for area in ("C", "E", "E1", "W")}
    assert touched == {"C": True, "E": True, "E1": True, "W": False}
    other = with_breaks(city.profile, f'{RULE}sources = ["other"]\n[sources.other]\n')
    city.acts.replace_profile(other)
    assert not ask(city, (3, 7), "closing_rate").breaks


def test_new_borders_change_what_lies_within_them_and_not_the_whole(city: City) -> None:
    written = RULE.replace("rule_changed", "grids_recut") + 'areas = ["E"]\n'
    city.acts.replace_profile(with_breaks(city.profile, written))
    touched = {area: bool(ask(city, (3, 7), area=area).breaks) for area in ("C", "E", "E1", "W")}
    assert touched == {"C": False, "E": False, "E1": True, "W": False}
    assert ask(city, (3, 7), area="E", by="area").breaks
    assert not ask(city, (3, 7), area="C", by="channel").breaks


def test_a_state_before_it_is_not_compared_with_one_after_it(city: City) -> None:
    city.acts.replace_profile(with_breaks(city.profile, RULE))
    metric = city.kpis.dictionary["open"]
    at = [AS_OF.replace(day=day) for day in (4, 5, 6)]
    before, first, after = (city.kpis.ask(Question("open", "C", as_of=one, scope=WHOLE_CITY)) for one in at)
    assert [one.code for one in incomparable(first, before, metric)] == ["break"]
    assert [one.code for one in incomparable(after, first, metric)] == ["incomplete"], "of ten days of data"
    history = Question("open", "C", date(2024, 6, 3), date(2024, 6, 7), AS_OF, by="day", scope=WHOLE_CITY)
    assert breaks(city.kpis.ask(history))


def test_a_source_that_began_later_is_found_unless_the_city_tells_of_it(tmp_path: Path) -> None:
    often = [
        {"source_id": f"V{day}-{n}", "at": "E1", "reported": f"{day} 9:{n:02}", "filed": f"{day} 10:00"}
        for day in range(6, 11)
        for n in range(10)
    ]
    rarely = [{"source_id": "R1", "at": "E1", "reported": "4 9:00", "filed": "4 10:00"}]
    with build_city(tmp_path, "tiny", clock=AS_OF) as city:
        city.acts.load_table(table_of(often), "video")
        city.acts.load_table(table_of(rarely), "rare")
        [sentence] = breaks(ask(city, (5, 8)))
        assert "on 2024-06-06 (the data of the source video begin)" in sentence
        refused = incomparable(ask(city, (7, 8)), ask(city, (5, 6)), city.kpis.dictionary["reported"])
        assert [str(one) for one in refused] == [sentence]
        declared = RULE.replace("rule_changed", "source_joined") + 'sources = ["video"]\n'
        city.acts.replace_profile(with_breaks(city.profile, declared))
        assert [one.en for one in ask(city, (5, 8)).breaks] == ["Cases are filed by new rules."]


@settings(max_examples=25, deadline=None)
@given(
    days=st.tuples(st.integers(1, 10), st.integers(1, 10)).map(sorted),
    day=st.integers(1, 30),
    key=st.sampled_from(["reported", "closing_rate", "open", "handling_time"]),
)
def test_a_break_outside_of_a_question_changes_nothing(city: City, days: list[int], day: int, key: str) -> None:
    first, last = days
    city.acts.replace_profile(with_breaks(city.profile, ""))
    plain = ask(city, (first, last), key).as_json()
    city.acts.replace_profile(with_breaks(city.profile, RULE.replace("06-05", f"06-{day:02}")))
    told = ask(city, (first, last), key).as_json()
    is_within = key != "open" and first < day <= last
    assert len(told["breaks"]) == is_within
    told["notes"] = told["notes"][: len(told["notes"]) - is_within]
    assert told | {"breaks": []} == plain


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("[breaks.x]", "breaks.x.day: this key is missing; write a day such as 2026-01-01"),
        (RULE.replace("2024-06-05", '"soon"'), "breaks.new_rules.day: 'soon' will not do; write a day such as"),
        (RULE.replace("rule_changed", "rules"), "breaks.new_rules.kind: 'rules' is not known; write 'rule_changed'"),
        (f'{RULE}kpis = "open"', "breaks.new_rules.kpis: 'open' will not do; write a list of keys"),
        (f'{RULE}kpis = ["opened"]', "breaks.new_rules.kpis: there is no KPI 'opened'"),
        (f'{RULE}areas = ["nowhere"]', "breaks.new_rules.areas: 'nowhere' is the code of no area of this city"),
        (f'{RULE}sources = ["tinny"]', "breaks.new_rules.sources: 'tinny' is no source of this city; it has tiny"),
        (f"{RULE}kpi = []", "breaks.new_rules.kpi: this key is not known; did you mean 'kpis'?"),
    ],
)
def test_a_mistake_is_a_sentence_at_its_key(tmp_path: Path, written: str, sentence: str) -> None:
    build_city(tmp_path, "tiny").close()
    with (tmp_path / "city.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{written}\n")
    with pytest.raises(ProfileError) as refused:
        City.open(tmp_path)
    assert sentence in str(refused.value)
