"""Sentences about files: the page /load says each in Chinese and in its own words, and each refusal says what to do."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from string import Formatter

import pytest

from dashboard.display.column_roles import ROLES
from dashboard.display.page_sentences import NAMES_OF_ROLES, page_sentences, translated
from dashboard.words.catalogue import catalogue
from geodata.sentence import Sentence, dumped, sentence_of_json
from queries.conversion.writings.noted_values import value_in_row
from tests.house.refusals import WrittenSentence, written_sentences
from tests.house.tree import ROOT

NEXT_STEP = re.compile(
    r"\b(save|export|exported again|name|write|choose|say|load|give|look|unpack|rename|correct|must|ask|exchange)\b"
    r"|\b(declare|set|leave|change|remove|join|convert|use|run|mapping can|can name|deliver|simplify)\b"
    r"|`yiping|--[a-z]",
    re.IGNORECASE,
)
SENTENCES_IN_IT = {"reason", "advice"}
"""Values that are sentences which say it themselves."""
OF_THE_COMMAND_LINE = re.compile(r"--[a-z]|`yiping|\(--")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_a_page_has_chinese_words_for_every_sentence_about_a_file() -> None:
    pages = page_sentences()
    keys = [(one, key) for one in written_sentences() for key in one.keys if key]
    assert len(keys) > 100
    assert [(one.place, key) for one, key in keys if not any(fnmatchcase(known, key) for known in pages)] == []
    assert [known for known in pages if not any(fnmatchcase(known, key) for _, key in keys)] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_they_repeat_only_what_the_sentence_tells_them(language: str) -> None:
    known = page_sentences()
    unknown = [
        (one.place, name)
        for page, texts in known.items()
        for one in [one for one in written_sentences() if page in one.keys] or written_sentences()
        if any(fnmatchcase(page, key) for key in one.keys)
        for name in fields(texts.get(language, "")) - one.values
    ]
    assert unknown == []


def test_they_say_what_to_do_on_the_page_and_not_in_a_terminal() -> None:
    pages = page_sentences()
    assert [key for key, texts in pages.items() for text in texts.values() if OF_THE_COMMAND_LINE.search(text)] == []
    without_english = [
        key for one in written_sentences() if OF_THE_COMMAND_LINE.search(one.text) for key in one.keys if key
    ]
    without_english += [key for key, texts in pages.items() if fields(texts["zh"]) & {*NAMES_OF_ROLES}]
    assert [key for key in without_english if "en" not in pages.get(key, {})] == []


def says_what_to_do(one: WrittenSentence) -> bool:
    return bool(NEXT_STEP.search(one.text) or one.values & SENTENCES_IN_IT or set(one.text) <= {*"*: "})


def test_a_refusal_says_what_to_do() -> None:
    refusals = [one for one in written_sentences() if one.is_refusal]
    assert len(refusals) > 100
    assert [(one.place, one.text) for one in refusals if not says_what_to_do(one)] == []


def test_names_of_columns_are_those_of_the_page() -> None:
    chinese, english = catalogue("zh-CN"), catalogue("en")
    sentence = Sentence("row_no_time", "reported_at: 'x' is no time", column="reported_at", value="'x'")
    assert translated(sentence, chinese) == "上报时间 'x' 不是 1900 至 2100 年间的时间"
    assert not any(role in translated(sentence, words).split() for role in ROLES for words in (chinese, english))
    outer = Sentence("points_refused", "f: x", file="f", reason=Sentence("points_swapped", "x"))
    assert translated(outer, chinese).startswith("f：经度和纬度似乎写反了")


def test_what_stands_in_a_sentence_is_in_its_language_too() -> None:
    examples = value_in_row("abc", 2), value_in_row("def", 1_003)
    text = f"2 values of lon are no numbers and were left empty: {', '.join(examples)}."
    sentence = Sentence("values_no_number", text, count=2, column="lon", examples=examples)
    assert text.endswith("left empty: 'abc' (row 2), 'def' (row 1,003).")
    again = sentence_of_json(json.loads(dumped(sentence)))
    for one in (sentence, again):
        chinese = translated(one, catalogue("zh-CN"))
        assert chinese.endswith("已留空：'abc'（第 2 行）、'def'（第 1,003 行）。")
    assert translated(sentence.rewritten(lambda text: text.replace("abc", "***")), catalogue("zh-CN")).count("abc") == 0


def test_a_source_that_delivers_no_cases_is_named_by_what_it_delivers() -> None:
    sentence = Sentence("not_cases", "…", file="a.csv", source="cars", kind="units")
    assert "（人员车辆）" in translated(sentence, catalogue("zh-CN"))


def refused_questions() -> Iterator[tuple[str, set[str]]]:
    """The key of every question that is refused, and the names of what its sentence may name."""
    for file in (ROOT / "queries").rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "QuestionRefused":
                assert isinstance(call.args[0], ast.Constant)
                yield str(call.args[0].value), {one.arg or "" for one in call.keywords}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_each_question_that_is_refused_has_its_sentence(language: str) -> None:
    refused = dict(refused_questions())
    said = catalogue(language).sentences
    written = {key.removeprefix("error.question_") for key in said if key.startswith("error.question_")}
    assert written == set(refused)
    assert {key for key, values in refused.items() if fields(said[f"error.question_{key}"]) - values} == set()


IN_ENGLISH = ("cli/", "commands/", "access/accounts/", "errors.py")
"""What the command line alone says; accounts are told of by the words of their pages."""


def wrong_parameters(raised: str) -> Iterator[tuple[str, ast.Call]]:
    """File and call of each parameter that is refused in this way."""
    for file in sorted((ROOT / "dashboard").rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == raised:
                yield file.relative_to(ROOT / "dashboard").as_posix(), call


def test_what_is_wrong_with_a_parameter_is_said_in_both_languages() -> None:
    without = {place for place, _ in wrong_parameters("BadParameter") if not place.startswith(IN_ENGLISH)}
    assert without == set()
    asked = [(place, ast.unparse(call.args[1]), call) for place, call in wrong_parameters("wrong_parameter")]
    assert len(asked) > 50
    written = {key.removeprefix("parameter.") for key in catalogue("en").sentences if key.startswith("parameter.")}
    named = {"status", "service_code"}  # sentences of Open311 by the names of its parameters
    by_schema = {ast.literal_eval(ast.unparse(call.args[1])) for _, call in wrong_parameters("refused_by_schema")}
    keys = {ast.literal_eval(key) for _, key, _ in asked if key not in ("name", "key")}
    assert written == named | by_schema | keys
    for place, key, call in asked:
        values = {one.arg for one in call.keywords}
        for language in ("zh-CN", "en") if key not in ("name", "key") and None not in values else ():
            said = catalogue(language).sentences[f"parameter.{ast.literal_eval(key)}"]
            assert fields(said) <= values, (place, key)


ASKS_FOR_SOMETHING = re.compile(
    r"\b(try again|ask|send|load|look|open|tell|correct|rebuild|clear|set|end it|make room|wait|please|lists|names it"
    r"|finds|shows|says|needed|can be read|leave out|converted|must|use|choose)\b",
    re.IGNORECASE,
)
WITH_A_SENTENCE = ("bad_parameter", "cannot_keep")
"""Errors that are the sentence of somebody who knows more."""


def test_what_the_server_answers_to_an_error_says_what_to_do() -> None:
    sentences = catalogue("en").sentences
    errors = {key: text for key, text in sentences.items() if key.startswith("error.")}
    assert len(errors) > 50
    unhelpful = {key: text for key, text in errors.items() if not ASKS_FOR_SOMETHING.search(text)}
    assert set(unhelpful) == {f"error.{key}" for key in WITH_A_SENTENCE}, unhelpful
