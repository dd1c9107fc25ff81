"""Evaluations are data: a city's own stand beside the others, and every mistake in them is a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from queries.city import City
from queries.errors import DictionaryError
from queries.evaluation.evaluation_declaration import STANDARD_EVALUATIONS, read_evaluations
from queries.kpis.dictionary import Dictionary
from tests.cities.builder import found_city

OWN = """
[own]
zh = "区县考评"
en = "Own"
about_zh = "试"
about_en = "A test."
units = 1
fewest = 2
least_weight = 50

[[own.parts]]
kpi = "filed_on_time"
weight = 40
zero = 0.5
full = 1

[[own.parts]]
kpi = "closed_on_time"
weight = 40
zero = 0.2
full = 0.6

[[own.parts]]
kpi = "handling_time"
weight = 20
zero = 4
full = 1

[[own.classes]]
key = "every"
zh = "全部"
en = "every"

[[own.bands]]
key = "good"
zh = "良好"
en = "good"
at_least = 80

[[own.bands]]
key = "rest"
zh = "其余"
en = "the rest"
"""
MISTAKES = (
    ("weight = 20", "weight = 19.9", "sum to 99.9, not to 100"),
    ("weight = 20", "weight = 20.000001", "not to 100"),
    ("zero = 4\nfull = 1", "zero = 1\nfull = 4", "of handling_time less is better"),
    ("zero = 0.5\nfull = 1", "zero = 1\nfull = 0.5", "of filed_on_time more is better"),
    ("zero = 0.5\nfull = 1", "zero = 1\nfull = 1", "same value for no points and for all"),
    ('kpi = "filed_on_time"', 'kpi = "filed_in_time"', "'filed_in_time', which the dictionary has not"),
    ('kpi = "filed_on_time"', 'kpi = "filed_on_time/never"', "'filed_on_time/never', which the dictionary has not"),
    ('kpi = "filed_on_time"', 'kpi = "overdue_open"', "overdue_open grows with the size of a unit"),
    ('kpi = "filed_on_time"', 'kpi = "handled_daily"', "handled_daily grows with the size of a unit"),
    ('kpi = "filed_on_time"', 'kpi = "closed_on_time"', "two of its parts are the same"),
    ("weight = 40\nzero = 0.5", "weight = -40\nzero = 0.5", "parts 1: weight: no number, or below 0"),
    ("weight = 40\nzero = 0.5", 'weight = "40"\nzero = 0.5', "parts 1: weight: no number, or below 0"),
    ("zero = 0.5\n", "", "parts 1 misses: zero"),
    ("zero = 0.5\n", "zero = 0.5\nnull = 3\n", "parts 1 has unknown: null"),
    ("units = 1", "units = 0", "missing: units"),
    ("units = 1", 'units = "district"', "units is a level of the area tree"),
    ("least_weight = 50", "least_weight = 101", "least_weight is above 100"),
    ("fewest = 2", "fewest = -2", "fewest: no number, or below 0"),
    ("fewest = 2", "fewset = 2", "unknown: fewset"),
    ("at_least = 80\n", "", "at_least of its bands does not fall"),
    ('en = "the rest"', 'en = "the rest"\nat_least = 10', "the last of its bands takes the rest"),
    ('key = "rest"', 'key = "good"', "two of its bands are the same"),
    ("[own", "[Own", "not of small letters"),
    ("[[own.classes]]", "[own.classes]", "classes is a list of tables"),
)


def read(folder: Path, text: str) -> None:
    (folder / "evaluations.toml").write_text(text, encoding="utf-8")
    read_evaluations(Dictionary.read(), STANDARD_EVALUATIONS, folder / "evaluations.toml")


def test_every_mistake_is_a_sentence(tmp_path: Path) -> None:
    read(tmp_path, OWN)
    changed = [(OWN.replace(right, wrong, -1 if "own" in right else 1), told) for right, wrong, told in MISTAKES]
    changed += [("own = 1", "an evaluation is a table"), ("[", "cannot be read")]
    changed += [(OWN.split("[[own.bands", maxsplit=1)[0], "missing: bands")]
    devices = OWN.replace("units = 1", 'units = "department"').replace("filed_on_time", "online")
    changed += [(devices, "online is not known by department")]
    for text, sentence in changed:
        with pytest.raises(DictionaryError) as refused:
            read(tmp_path, text)
        assert sentence in str(refused.value), text


def test_the_city_s_own_stands_beside_the_others_and_only_levels_that_it_has(tmp_path: Path) -> None:
    folder = found_city(tmp_path / "tiny")
    deep = OWN.replace("[own", "[deep").replace("units = 1", "units = 3")
    own = OWN + OWN.replace("[own", "[streets") + deep
    (folder / "evaluations.toml").write_text(own, encoding="utf-8")
    with City.open(folder) as city:
        assert [*city.evaluations.all] == ["districts", "streets", "departments", "own"]
        assert city.evaluations.all["streets"].en == "Own"
    (folder / "evaluations.toml").write_text(OWN.replace("weight = 20", "weight = 30"), encoding="utf-8")
    with pytest.raises(DictionaryError, match=r"evaluations\.toml: \[own\] .*sum to 110"):
        City.open(folder)
