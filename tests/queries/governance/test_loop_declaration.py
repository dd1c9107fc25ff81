"""Loops are data: a city's own stand beside the others, and every mistake in them is a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from queries.city import City
from queries.errors import DictionaryError
from queries.governance.loop_declaration import STANDARD_LOOPS, read_loops
from queries.kpis.dictionary import Dictionary
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import found_city

OWN = """
[noise]
zh = "噪声治理"
en = "Noise"
about_zh = "噪声案件"
about_en = "Cases about noise."
population = "category1 = 'noise' AND not_voided"
basis = "R"
kpis = ["reported", "closing_rate/due"]
acts = ["case_mark"]
[[noise.stages]]
key = "closed"
zh = "已办结"
en = "closed"
where = "closed"
since = "closed_at"
ends = true
[[noise.stages]]
key = "in_hand"
zh = "在办"
en = "in hand"
since = "reported_at"
limit_hours = 48
"""
MISTAKES = (
    ('population = "category1', 'pupolation = "category1', "unknown: pupolation"),
    ('basis = "R"', 'basis = "Q"', "basis 'Q' is none of"),
    ('since = "closed_at"\n', "", "stage 1 misses: since"),
    ('where = "closed"\n', "", "where is missing in closed"),
    ('since = "reported_at"', 'since = "reported_at"\nwhere = "open"', "the last stage takes the rest"),
    ('since = "reported_at"', 'since = "reportd_at"', "names an unknown column reportd_at"),
    ("limit_hours = 48", 'limit_hours = 48\ndue = "due_at"', "either limit_hours above 0 or due"),
    ('where = "closed"', 'where = "closde"', "did you mean 'closed'?"),
    ('where = "closed"', 'where = "closed; DROP"', "has a character that no condition needs"),
    ('key = "in_hand"', 'key = "closed"', "not different words"),
    ('key = "in_hand"', 'key = "late"', "none of them pending or late"),
    ('"closing_rate/due"', '"closing_rate/never"', "kpis names 'closing_rate/never'"),
    ('["case_mark"]', '["note"]', "acts names note"),
    ('basis = "R"', 'basis = "R"\noverlapping = true', "where is missing in in_hand"),
    ("population = \"category1 = 'noise' AND not_voided\"", "", "it needs a population"),
    ("limit_hours = 48", "hold_hours = 48", "hit and hold_hours belong to rules"),
)
RULES = (
    OWN.replace("population = \"category1 = 'noise' AND not_voided\"", 'overlapping = true\nhanded_to = "监察室"')
    .replace('acts = ["case_mark"]', 'acts = ["handover"]')
    .replace("limit_hours = 48", 'where = "open"\nhit = "filed_at + INTERVAL 2 DAY"\nhold_hours = 24')
)
MISTAKES_OF_RULES = (
    ('"filed_at + ', '"fild_at + ', "noise.in_hand: "),
    ("INTERVAL 2 DAY", "INTERVAL 2 DAY; DROP", "has a character that no condition needs"),
    ('"filed_at + INTERVAL 2 DAY"', '"unknown"', "needs to know when the rule was met"),
    ("hold_hours = 24", "hold_hours = -1", "hold_hours is above 0"),
    ('handed_to = "监察室"', "", "the loop needs handed_to"),
    ('acts = ["handover"]', "acts = []", "handover among its acts"),
)


def read(folder: Path, text: str) -> None:
    (folder / "loops.toml").write_text(text, encoding="utf-8")
    read_loops(Dictionary.read(), STANDARD_LOOPS, folder / "loops.toml")


def test_every_mistake_is_a_sentence(tmp_path: Path) -> None:
    read(tmp_path, OWN)
    read(tmp_path, RULES)
    texts = [(OWN.replace(right, wrong, 1), sentence) for right, wrong, sentence in MISTAKES]
    texts += [(RULES.replace(right, wrong, 1), sentence) for right, wrong, sentence in MISTAKES_OF_RULES]
    texts += [(OWN.replace("noise", "rework"), "already taken"), ("noise = 1", "a loop is a table")]
    texts += [(OWN.replace("noise.", "Noise.").replace("[noise]", "[Noise]"), "not of small letters")]
    texts += [(OWN.split("[[", maxsplit=1)[0], "missing: stages"), ("[", "cannot be read")]
    for text, sentence in texts:
        with pytest.raises(DictionaryError) as refused:
            read(tmp_path, text)
        assert sentence in str(refused.value), text


def test_a_loop_of_the_city_s_own_stands_beside_the_others(tmp_path: Path) -> None:
    folder = found_city(tmp_path / "tiny")
    (folder / "loops.toml").write_text(OWN, encoding="utf-8")
    with City.open(folder) as city:
        loop = city.governance.loops["noise"]
        question = Question(loop.metric_of(), city.tree.root.code, scope=WHOLE_CITY)
        assert city.governance.stages(loop, question).whole.status == "no_data"
        assert city.kpis.dictionary["noise.in_hand.late"].en == "Noise · in hand · past its limit"
    (folder / "loops.toml").write_text(OWN.replace("category1 = 'noise'", "category1 > 7 + 'x'"), encoding="utf-8")
    with pytest.raises(DictionaryError, match=r"loops\.toml: \[noise\]"):
        City.open(folder)
