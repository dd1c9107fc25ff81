"""What goes wrong when a briefing is typeset is a sentence within a time: nothing hangs, nothing is left behind."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from dashboard.briefings.typesetting import typesetting
from dashboard.briefings.typesetting.typesetting import Sheet, typeset
from dashboard.briefings.work_places import WorkPlaces
from dashboard.errors import SnapRefused, TypesettingBusy, TypesettingFailed
from dashboard.exports import browser

Instead = Callable[[str], None]


@pytest.fixture
def instead(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Instead:
    """Puts another program in the place of the process that typesets."""

    def put(program: str) -> None:
        (tmp_path / "worker.py").write_text(program, encoding="utf-8")
        template = (typesetting.HERE / "briefing.typ").read_bytes()
        (tmp_path / "briefing.typ").write_bytes(template)
        monkeypatch.setattr(typesetting, "HERE", tmp_path)

    return put


def test_a_process_that_is_killed_is_a_sentence(instead: Instead, weekly: dict[str, Any]) -> None:
    instead("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(TypesettingFailed, match=r"its process ended \(-9\)"):
        typeset(weekly, Sheet())


def test_half_an_answer_is_none(instead: Instead, weekly: dict[str, Any]) -> None:
    instead("print('{\"pages\": [500]}'); print('x' * 20)")
    with pytest.raises(TypesettingFailed, match="incomplete"):
        typeset(weekly, Sheet())


def test_an_answer_that_is_no_answer_is_a_sentence(instead: Instead, weekly: dict[str, Any]) -> None:
    instead("print('not a page')")
    with pytest.raises(TypesettingFailed, match="not understood"):
        typeset(weekly, Sheet())


def test_one_that_never_ends_is_ended(
    instead: Instead, weekly: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    instead("import time; time.sleep(60)")
    monkeypatch.setattr(typesetting, "TIME_LIMIT_S", 0.5)
    began = time.monotonic()
    with pytest.raises(TypesettingFailed, match="longer than"):
        typeset(weekly, Sheet())
    assert time.monotonic() - began < 10


def test_what_typst_refuses_is_told(weekly: dict[str, Any]) -> None:
    with pytest.raises(TypesettingFailed, match="TypstError"):
        typeset({**weekly, "figures": [{}]}, Sheet())


def test_no_text_is_markup_of_the_typesetter(weekly: dict[str, Any]) -> None:
    nasty = "#panic() $x$ *b* \\ ]] <svg> \x00 \u202e 🙂 " + "long " * 400
    [table] = [one for one in weekly["tables"] if one["key"] == "overdue"]
    rows = [[{**cell, "text": nasty} for cell in row] for row in table["rows"]]
    changed = {**weekly, "headline": nasty, "title": nasty, "tables": [{**table, "rows": rows[:2]}]}
    pdf = PdfReader(io.BytesIO(typeset(changed, Sheet())[0]))
    assert "#panic()" in "".join(page.extract_text() for page in pdf.pages)


LONG = (
    "20261001001422",
    "如意湖街道馨悦苑社区：业主与物业公司就服务产生纠纷",
    "郑州航空港区 新港街道办事处",
    "人力资源和社会保障局综合科",
)
DIGIT_EM, SIZE_PT = 0.55, 8.3


def test_the_number_of_a_case_does_not_run_into_the_text_beside_it(weekly: dict[str, Any]) -> None:
    """In a list of six columns with long texts."""
    [table] = [one for one in weekly["tables"] if one["key"] == "overdue"]
    columns = [*table["columns"][:4], table["columns"][1], table["columns"][4]]
    texts = (*LONG, "多次延期，或办结而群众称未解决", "58天18小时")
    row = [{**table["rows"][0][0], "text": text} for text in texts]
    changed = {**weekly, "areas": [], "tables": [{**table, "columns": columns, "rows": [row]}]}
    found: dict[str, float] = {}

    def seen(text: str, origin: list[float], at: list[float], *_: Any) -> None:
        found.setdefault(text.strip()[: len(LONG[0])], origin[4] + at[4])

    for page in PdfReader(io.BytesIO(typeset(changed, Sheet())[0])).pages:
        page.extract_text(visitor_text=seen)
    number, matter = found[LONG[0]], next(x for text, x in found.items() if text and LONG[1].startswith(text))
    assert matter > number + len(LONG[0]) * DIGIT_EM * SIZE_PT


def test_too_many_at_once_are_refused(
    instead: Instead, weekly: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    instead("import time; time.sleep(1); print('{\"pages\": [0]}')")
    monkeypatch.setattr(typesetting, "PLACES", WorkPlaces(at_once=1, waiting=1, patience_s=0.1))
    found: list[type] = []

    def ask() -> None:
        try:
            typeset(weekly, Sheet())
        except TypesettingBusy:
            found.append(TypesettingBusy)

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [TypesettingBusy] * 4


def test_without_a_chinese_font_nothing_is_written(weekly: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "chinese_fonts", list)
    with pytest.raises(SnapRefused, match="no Chinese font"):
        typeset(weekly, Sheet())
