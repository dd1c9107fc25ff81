"""Whatever somebody sends that a schema refuses, the reason is told in the language of who reads it."""

import json
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from dashboard.alarms.answering import AlarmAnswerGiven
from dashboard.errors import BadParameter, error_answer, refused_by_schema
from dashboard.intake.acts_sent import read_act
from dashboard.operation.switching import ModeAct
from dashboard.saved.file_format import SavedFile
from dashboard.words.catalogue import LANGUAGES, catalogue
from dashboard.words.schema_refusal import SchemaRefusal
from tests.house.tree import ROOT

READ = re.compile(r"\bread_act\((?P<model>[A-Z]\w+),")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH_ALONE = re.compile(r"\b(input|should|valid|unable|must|expected)\b", re.IGNORECASE)
LEAST_KINDS = 12
ODD: tuple[Any, ...] = (
    None, "", "x" * 30_000, "nope", -1, 0, 10**9, 1.5, True, [], [None], ["x"] * 2_001, [{}], {}, {"x": 1},
    "2026-11-28", "2026-11-28T08:00:00",
)  # fmt: skip


def models() -> Iterator[type[BaseModel]]:
    """Every model of what people send."""
    yield from (AlarmAnswerGiven, SavedFile)
    for file in sorted((ROOT / "dashboard").rglob("*.py")):
        for found in READ.finditer(file.read_text(encoding="utf-8")):
            module = import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
            yield getattr(module, found["model"])


def refused(model: type[BaseModel]) -> Iterator[dict[str, Any]]:
    """What pydantic says of bodies that are no such model: of each field odd values, and of none of them."""
    bodies = ["", "[]", "7", '{"nobody": 1}', "{}"]
    bodies += [json.dumps({name: odd}) for name in model.model_fields for odd in ODD]
    for body in bodies:
        try:
            model.model_validate_json(body)
        except ValidationError as error:
            yield from map(dict, error.errors(include_url=False))


def test_every_constraint_of_what_people_send_has_a_sentence_in_both_languages() -> None:
    found = {one["type"]: one for model in set(models()) for one in refused(model)}
    assert len(found) >= LEAST_KINDS, sorted(found)
    for kind, one in found.items():
        told = SchemaRefusal("x", kind, one.get("ctx", {}))
        zh, en = (told.reason(catalogue(language)) for language in LANGUAGES)
        assert f"schema.{kind}" in catalogue("en").sentences, one
        assert CHINESE.search(zh), zh
        assert not ENGLISH_ALONE.search(zh), zh
        assert not CHINESE.search(en), en


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("zh-CN", "须为 'normal'、'emergency' 之一"), ("en", "must be one of 'normal', 'emergency'")],
)
def test_a_choice_that_there_is_not_names_those_that_there_are(language: str, sentence: str) -> None:
    with pytest.raises(BadParameter, match="mode") as refusal:
        read_act(ModeAct, {"mode": "panic"})
    assert sentence in error_answer(refusal.value).sentence(language)


def test_a_number_out_of_bounds_names_the_bound() -> None:
    with pytest.raises(ValidationError) as refusal:
        AlarmAnswerGiven(key="x", state="snoozed", minutes=0)
    wrong = refused_by_schema(refusal.value, "alarm_answer")
    assert (wrong.parameter, "不得小于 1" in wrong.reason(catalogue("zh-CN"))) == ("minutes", True)
    assert "must be 1 or more" in str(wrong)
