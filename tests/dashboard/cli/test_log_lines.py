"""What came from outside can neither begin a line of the log nor steer the terminal that shows it."""

import io
import logging
import re
import time
from datetime import UTC, datetime

import pytest

from dashboard.cli.terminal.log_lines import LogLines


def logged(message: str, error: Exception | None = None) -> str:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(LogLines())
    record = logging.LogRecord("yiping", logging.WARNING, "", 0, "%s", (message,), None)
    if error:
        try:
            raise error
        except Exception as raised:
            record.exc_info = (type(raised), raised, raised.__traceback__)
    handler.emit(record)
    return out.getvalue()


@pytest.mark.parametrize("evil", ["\n", "\r\n", "\x1b[2J", "\x00", "\x85", "\u2028", "\u202e", "\x7f", "\ud800"])
def test_nothing_unseen_reaches_the_log(evil: str) -> None:
    line = logged(f"drop/热线/a{evil}2026-01-01 ERROR yiping: forged.csv")
    assert line.count("\n") == 1
    assert line.endswith("\n")
    assert evil not in line[:-1]
    assert "热线" in line


def test_a_traceback_keeps_its_lines_and_forges_none() -> None:
    text = logged("reference 1", ValueError("bad\n2026-01-01 ERROR yiping: forged \x1b[31m"))
    assert all(line.startswith("  | ") for line in text.splitlines()[1:])
    assert "\x1b" not in text
    assert "ValueError" in text


def test_a_path_with_the_secret_of_a_link_is_told_without_it() -> None:
    text = logged("Client disconnected while serving /share/Secret-1", ValueError("GET /SHARE/Secret-2?x=1 ended"))
    assert "Secret" not in text
    assert "serving /share/…\n" in text
    assert "/SHARE/…?x=1 ended" in text


def test_a_line_begins_with_its_moment_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        found = re.match(r"(\S+Z) WARNING yiping: ", logged("started"))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert found
    assert abs((datetime.fromisoformat(found[1]) - datetime.now(UTC)).total_seconds()) < 60
