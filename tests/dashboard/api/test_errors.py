"""Every exception ends in a sentence with a reference, never in a traceback or the text of an exception."""

import pytest
from flask import Flask, abort

from dashboard.errors import (
    HTTP,
    INTERNAL,
    NO_MEMORY,
    TABLE,
    BadParameter,
    error_answer,
    public_message,
    wrong_parameter,
)
from dashboard.web import error_pages
from geodata.errors import UnknownArea
from geodata.sentence import Sentence
from queries.errors import FileRefused, IntakeFull, OutsideScope, QueryError, QuestionRefused, StoreBusy

INSIDE = "detail of the inside"


def site() -> Flask:
    flask = Flask("site", static_folder=None)
    error_pages.register(flask, "zh-CN")

    @flask.get("/api/v1/<kind>")
    @flask.get("/<kind>")
    def fail(kind: str) -> str:
        if kind == "parameter":
            raise BadParameter("from", "write it like 2011-12-31")
        if kind == "area":
            raise UnknownArea("nowhere")
        if kind == "busy":
            raise StoreBusy(INSIDE)
        if kind == "question":
            raise QuestionRefused("overlap", "A and B overlap.", first="A", second="B")
        if kind == "teapot":
            abort(418)
        raise RuntimeError(INSIDE)

    return flask


@pytest.mark.parametrize(
    ("kind", "status"), [("parameter", 400), ("area", 404), ("busy", 503), ("boom", 500), ("teapot", 418)]
)
def test_programs_get_json_with_three_keys(kind: str, status: int) -> None:
    answer = site().test_client().get(f"/api/v1/{kind}")
    assert answer.status_code == (400 if status == 418 else status)
    assert set(answer.get_json()) == {"error", "reference", "sentence"}
    assert INSIDE not in answer.text


def test_people_get_one_sentence_in_their_language() -> None:
    client = site().test_client()
    assert "服务内部出错" in client.get("/boom").text
    assert "Something went wrong inside" in client.get("/boom?lang=en").text
    assert INSIDE not in client.get("/boom").text


def test_an_unexpected_error_is_found_again_in_the_log_by_its_reference(caplog: pytest.LogCaptureFixture) -> None:
    reference = site().test_client().get("/api/v1/boom").get_json()["reference"]
    assert reference
    assert reference in caplog.text
    assert INSIDE in caplog.text


def test_a_wrong_parameter_is_named() -> None:
    body = site().test_client().get("/api/v1/parameter?lang=en").get_json()
    assert body["sentence"].startswith("from:")


def test_a_question_that_is_refused_says_why_in_the_language_asked_for() -> None:
    client = site().test_client()
    english, chinese = (client.get(f"/api/v1/question?lang={language}").get_json() for language in ("en", "zh"))
    assert (english["error"], chinese["error"]) == ("bad_question", "bad_question")
    assert english["sentence"] == "A and B overlap, so they cannot be compared; leave out one of them."
    assert chinese["sentence"] == "A 与 B 互相重叠，不能对比。请去掉其中一个。"


def test_a_class_without_a_row_of_its_own_takes_that_of_its_base() -> None:
    class Newest(FileRefused):
        pass

    assert error_answer(Newest(Sentence("", "x"))).name == "file_refused"
    assert error_answer(QueryError("x")).status == 500


def test_the_command_line_hears_only_errors_written_for_people() -> None:
    assert public_message(FileRefused(Sentence("", "x.csv is empty."))) == "x.csv is empty."
    assert public_message(RuntimeError(INSIDE)) is None


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_error_has_its_sentence_in_the_catalogue(language: str) -> None:
    of_their_own = (
        TABLE[BadParameter],
        TABLE[IntakeFull],
        TABLE[OutsideScope],
    )  # what these say is known with the error only
    rows = [row for row in (*TABLE.values(), *HTTP.values(), INTERNAL, NO_MEMORY) if row not in of_their_own]
    assert all(row.sentence(language) for row in rows)
    wrong = error_answer(BadParameter("from", "write it like 2011-12-31")).sentence(language)
    assert (
        wrong
        == {"zh-CN": "参数 from 无法识别：write it like 2011-12-31。", "en": "from: write it like 2011-12-31"}[language]
    )
    known = error_answer(wrong_parameter("by", "none_of", given="'x'", known="area, hour")).sentence(language)
    assert (
        known
        == {"zh-CN": "参数 by 无法识别：'x' 不在可选值之列：area, hour。", "en": "by: 'x' is none of area, hour"}[
            language
        ]
    )
    full = error_answer(IntakeFull("The disk is full; send it again.")).sentence(language)
    assert (
        full
        == {
            "zh-CN": "暂时无法写入（磁盘已满或服务正在关闭），请稍后重发。",
            "en": "The disk is full; send it again.",
        }[language]
    )
