"""`yiping brief`: listed, told, written as files, and compared with a file that was made before."""

from __future__ import annotations

import json

from dashboard.cli.entries.command_entries import user_of_this_machine
from tests.dashboard.cli.conftest import Yiping

JULY = ("supervision", "--period", "2011-07-01..2011-07-31", "--as-of", "2011-08-01")


def test_briefings_are_listed_and_told(yiping: Yiping) -> None:
    listed = yiping("brief")
    assert listed.exit_code == 0, listed.output
    assert "daily: 城市运行日报 · Daily report (yesterday)" in listed.output
    told = yiping("brief", *JULY)
    assert told.exit_code == 0, told.output
    assert "Report to supervision" in told.output
    document = json.loads(yiping("brief", *JULY, "--json").stdout)
    assert document["stamp"]["made_by"].startswith(user_of_this_machine())
    number = document["figures"][0]
    asked = {name.replace("_", "-"): text for name, text in number["of"].items() if name != "key"}
    options = [part for name, text in asked.items() for part in (f"--{name}", text)]
    assert json.loads(yiping("kpi", number["kpi"], *options, "--json").stdout)["value"] == number["value"]


def test_a_file_says_the_same_again(yiping: Yiping, home: object) -> None:
    out = f"{home}/july.pdf"
    made = yiping("brief", *JULY, "--out", out)
    assert made.exit_code == 0, made.output
    again = yiping("brief", "--again", out)
    assert (again.exit_code, " 0 not the same." in again.output) == (0, True), again.output
    pages = yiping("brief", *JULY, "--out", f"{home}/july.png", "--paper", "slide")
    assert pages.exit_code == 0, pages.output
    assert "july-2.png" in pages.output
    other = json.loads(yiping("brief", "--again", f"{home}/july-2.png", "--json").stdout)
    assert other["different"] == []


def test_what_is_written_wrongly_is_said(yiping: Yiping, home: object) -> None:
    for options in (
        ("poems",),
        ("daily", "--paper", "b5"),
        ("daily", "--out", "a.docx"),
        ("daily", "--out", "/no/a.pdf"),
    ):
        refused = yiping("brief", *options)
        assert refused.exit_code == 2, (options, refused.output)
        assert "Traceback" not in refused.output
    refused = yiping("brief", "--again", f"{home}/nothing.pdf")
    assert refused.exit_code == 1, refused.output
