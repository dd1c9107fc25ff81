"""Two hundred exports while things go wrong: each is a right file or a sentence in its time, and no process stays."""

from __future__ import annotations

import io
import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from dashboard.briefings.briefing_files import document_of
from dashboard.briefings.typesetting import typesetting
from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.city import City
from queries.errors import TooSlow

EXPORTS, AT_ONCE, LIMIT_S, TYPESETTING_LIMIT_S = 200, 20, 90.0, 3.0
FAULTS = ("none", "none", "none", "killed", "killed later", "never ends", "rubbish", "half a page", "slow")
CHAOS = """
import json, os, random, runpy, signal, sys, threading, time
fault = random.choice(%r)
if fault == "killed":
    os.kill(os.getpid(), signal.SIGKILL)
if fault == "killed later":
    threading.Timer(random.random() / 3, os.kill, (os.getpid(), signal.SIGKILL)).start()
if fault == "never ends":
    time.sleep(600)
if fault == "rubbish":
    print("not a page")
    sys.exit()
if fault == "half a page":
    print(json.dumps({"pages": [100000]}))
    print("x" * 50)
    sys.exit()
if fault == "slow":
    time.sleep(random.random() * 2)
runpy.run_path(%r, run_name="__main__")
"""


@pytest.fixture
def chaos(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The process that typesets fails in most ways in which one can."""
    real = typesetting.HERE
    (tmp_path / "worker.py").write_text(CHAOS % (FAULTS, str(real / "worker.py")), encoding="utf-8")
    (tmp_path / "briefing.typ").write_bytes((real / "briefing.typ").read_bytes())
    monkeypatch.setattr(typesetting, "HERE", tmp_path)
    monkeypatch.setattr(typesetting, "TIME_LIMIT_S", TYPESETTING_LIMIT_S)
    yield
    typesetting.fonts.cache_clear()


def children() -> list[int]:
    """Processes that this one started and that have not ended."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            stat = Path(f"/proc/{name}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(stat[1]) == os.getpid() and stat[0] != "Z":
            found.append(int(name))
    return found


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_each_of_two_hundred_exports_is_a_right_file_or_a_sentence(
    city: City, chaos: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    app, before = create_app(Settings(token=None), city).server, children()
    drawn = random.Random(4)  # noqa: S311
    asked_kpis = city.kpis.ask

    def sometimes_slow(question: Any) -> Any:
        if drawn.random() < 0.001:
            raise TooSlow(10.0)
        return asked_kpis(question)

    monkeypatch.setattr(city.kpis, "ask", sometimes_slow)

    def export(number: int) -> str:
        form = ("pdf", "png", "xlsx")[number % 3]
        began = time.monotonic()
        answer = app.test_client().post(
            "/api/v1/briefings", json={"briefing": "weekly", "period": "30d", "format": form}
        )
        assert time.monotonic() - began <= LIMIT_S
        if answer.status_code != 200:
            assert answer.get_json()["sentence"]
            assert answer.status_code == 503, answer.text
            return str(answer.get_json()["error"])
        file = tmp_path / f"{number}.{form}"
        file.write_bytes(answer.data)
        assert document_of(file)["briefing"] == "weekly"
        if form == "pdf":
            assert len(PdfReader(io.BytesIO(answer.data)).pages) > 3
        return form

    with ThreadPoolExecutor(AT_ONCE) as pool:
        became = Counter(pool.map(export, range(EXPORTS)))
    assert sum(became.values()) == EXPORTS
    assert became["pdf"] > 0 < became["typesetting_failed"], json.dumps(became)
    until = time.monotonic() + 10
    while set(children()) - set(before) and time.monotonic() < until:
        time.sleep(0.1)
    assert set(children()) <= set(before)
