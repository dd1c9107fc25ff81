"""The dictionary as data: adding a KPI is adding one table, and a wrong one is refused with a sentence."""

from pathlib import Path

import pytest

from queries.as_of_state.state_tables import bases
from queries.conversion.canonical import STEPS
from queries.errors import DictionaryError
from queries.kpis import note
from queries.kpis.dictionary import STANDARD_DICTIONARY, Dictionary
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF

OF_THE_FIELD = [
    *(
        "reported",
        "matters",
        "merged",
        "handled_daily",
        "filed_rate",
        "filed_on_time",
        "dispatch_latency",
        "auto_dispatch",
    ),
    *("first_dispatch", "received_on_time", "declined", "open", "overdue_open", "near_limit", "closing_rate"),
    *(
        "closed_on_time",
        "handling_time",
        "satisfaction",
        "resolved",
        "response",
        "callback",
        "first_call",
        "calls_made",
        "calls_answered",
        "returned",
    ),
    *(
        "redo_solved",
        "voided",
        "suspended",
        "repeat",
        "recurrence",
        "cross",
        "cross_open",
        "diverted",
        "in_grid",
        "minor",
    ),
    *("online", "false_alarms", "staffed", "roster", "calls", "connect", "linked"),
]

ADDED = """
[night]
zh = "夜间上报数"
en = "Reported at night"
kind = "count"
population = "channel = 'hotline_12345' AND category1 IN ('noise', 'water')"
basis = "R"
unit = "case"
formula_zh = "夜间热线"
formula_en = "hotline at night"

[night.denominators.open]
zh = "÷ 在办"
en = "÷ open"
kind = "ratio"
unit = "ratio"
population = "open"
numerator = "category1 = 'noise'"
basis = "N"
"""
RATE = """
[rate]
zh = "率"
en = "Rate"
kind = "ratio"
population = "accepted"
numerator = "closed"
basis = "R"
unit = "ratio"
formula_zh = "甲"
formula_en = "a"
"""


def test_every_kpi_of_the_field_is_there_but_those_that_need_weights() -> None:
    assert list(Dictionary.read()) == OF_THE_FIELD


def test_every_kpi_says_what_it_is_in_both_languages() -> None:
    for metric in Dictionary.read().values():
        assert metric.zh
        assert metric.en
        assert metric.formula_zh
        assert metric.formula_en
        assert metric.basis in bases()
        for alternative in metric.denominators.values():
            assert alternative.zh
            assert alternative.en


def test_adding_a_kpi_is_adding_one_table(tmp_path: Path) -> None:
    with build_city(tmp_path / "tiny", metrics=ADDED) as city:
        by_area = city.kpis.ask(Question("night", "C", as_of=AS_OF, by="area", scope=WHOLE_CITY))
        assert (by_area.value, [row.value for row in by_area.rows]) == (2, [0, 2, 0])
        ratio = city.kpis.ask(Question("night", "C", as_of=AS_OF, denominator="open", scope=WHOLE_CITY))
        assert (ratio.numerator, ratio.denominator, ratio.basis) == (2, 4, "N")
        assert city.kpis.dictionary["night"].zh == "夜间上报数"
        assert city.kpis.answerable("night", scope=WHOLE_CITY)
        assert not city.kpis.answerable("online", scope=WHOLE_CITY)
        assert city.kpis.cases(Question("night", "C", as_of=AS_OF, scope=WHOLE_CITY)).num_rows == 2


def test_a_numerator_for_a_count_is_not_needed_and_an_exclusion_is_counted(tmp_path: Path) -> None:
    extra = tmp_path / "extra.toml"
    excluded = 'exclude = "category3 = \'parking\'"\nexcluded_zh = "停车"\nexcluded_en = "parking"\n'
    extra.write_text(RATE + excluded + ADDED.replace('basis = "R"', 'basis = "R"\n' + excluded, 1), encoding="utf-8")
    with build_city(tmp_path / "tiny") as city:
        city.kpis.dictionary = Dictionary.read(extra)
        rate = city.kpis.ask(Question("rate", "C", as_of=AS_OF, scope=WHOLE_CITY))
        assert (rate.numerator, rate.denominator) == (5, 11)
        assert rate.notes[0] == "3 cases left out: parking."
        assert city.kpis.ask(Question("night", "C", as_of=AS_OF, scope=WHOLE_CITY)).value == 2
        assert city.kpis.cases(Question("rate", "C", as_of=AS_OF, scope=WHOLE_CITY)).num_rows == 11


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('population = "accepted"', 'population = "acepted"', "unknown column 'acepted'; did you mean 'accepted'"),
        ('numerator = "closed"', 'numerator = "closed_day = 1"', "unknown column 'closed_day'"),
        ('basis = "R"', 'basis = "Q"', "basis 'Q' is none of R, F, D"),
        ('kind = "ratio"', 'kind = "composite"', "kind 'composite' is none of"),
        ('basis = "R"', 'basis = "N_open"', "for a population that begins with open"),
        ('unit = "ratio"', 'unit = "percent"', "unit 'percent' is none of ratio"),
        ('numerator = "closed"', "", "a ratio needs a numerator"),
        (
            'numerator = "closed"',
            'numerator = "closed"\nmicroseconds = "suspended_s"',
            "microseconds belong to a duration",
        ),
        ('basis = "R"', "", "missing: basis"),
        ('basis = "R"', 'basis = "R"\ncolour = "red"', "unknown: colour"),
        ('basis = "R"', 'basis = "R"\nneeds = ["telepathy"]', "unknown step or column 'telepathy'"),
        ('basis = "R"', 'basis = "R"\ncounters = { lies = "closed_at" }', "counters names an unknown column 'lies'"),
        ('basis = "R"', 'basis = "R"\ntable = "dogs"', "table 'dogs' is none of events, devices, units"),
        ('basis = "R"', 'basis = "R"\n[rate.denominators.x]\nzh = "x"', "rate.denominators.x] missing: zh, en"),
        (
            'basis = "R"',
            'basis = "R"\n[rate.denominators.x]\nzh = "x"\nen = "x"\nbasis = "Z"',
            "rate.denominators.x] basis 'Z'",
        ),
        ('population = "accepted"', 'population = "accepted; DROP TABLE x"', "a character that no condition needs"),
        ('population = "accepted"', 'population = "(SELECT true)"', "unknown column 'SELECT'"),
        ('population = "accepted"', 'population = "accepted -- no"', "a character that no condition needs"),
        ('population = "accepted"', 'population = "accepted /* no */"', "a character that no condition needs"),
        ('population = "accepted"', 'population = "accepted AND \\"x\\""', "a character that no condition needs"),
        ('population = "accepted"', 'population = "accepted = \'x"', "a quote or bracket without its other one"),
        (
            'population = "accepted"',
            'population = "accepted) OR (accepted"',
            "a quote or bracket without its other one",
        ),
        ('population = "accepted"', 'population = "(accepted"', "a quote or bracket without its other one"),
        ('population = "accepted"', "population = \"read_text('/etc/passwd') IS NULL\"", "unknown column 'read_text'"),
        ('population = "accepted"', "population = \"getvariable('x') = 1\"", "unknown column 'getvariable'"),
        ("[rate]", "rate = 1\n[other]", "a KPI is a table"),
        ("[rate]", "[rate", "the file cannot be read"),
        ("[rate]", "[reported]", "already taken"),
    ],
)
def test_a_wrong_kpi_is_refused_with_file_key_and_reason(tmp_path: Path, before: str, after: str, said: str) -> None:
    text = RATE.replace(before, after)
    if "denominators" in after:
        text = RATE.replace(before, 'basis = "R"') + after.removeprefix('basis = "R"\n')
    file = tmp_path / "wrong.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DictionaryError) as refused:
        Dictionary.read(STANDARD_DICTIONARY, file)
    assert said in str(refused.value)
    assert "wrong.toml" in str(refused.value)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("accepted AND", "syntax error"),
        ("reported_at > 5", "Cannot compare"),
        ("title + 1 > 2", "No function matches"),
        ("accepted BETWEEN filed", "syntax error"),
    ],
)
def test_a_condition_that_the_store_cannot_read_is_refused_at_opening(
    tmp_path: Path, condition: str, said: str
) -> None:
    text = RATE.replace('numerator = "closed"', f'numerator = "{condition}"')
    with pytest.raises(DictionaryError, match=said) as refused, build_city(tmp_path / "tiny", metrics=text):
        pass
    assert refused.value.key == "rate"
    assert "\n" not in str(refused.value)


def test_every_step_and_need_has_a_name_in_both_languages() -> None:
    metrics = Dictionary.read(STANDARD_DICTIONARY).values()
    needs = {name for metric in metrics for need in metric.needs for name in need.split("|")}
    for name in sorted({*STEPS, *needs}):
        of_needs, of_step = note.unknown_needs([name]), note.filled_step(name, ("s",))
        assert of_needs != f"No source of this city knows {name}.", name
        assert not of_step.startswith(name), name
        assert name not in of_needs.zh + of_step.zh, name
