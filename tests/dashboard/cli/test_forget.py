"""`yiping forget`: what would go, what goes, and what the audit keeps of it."""

import csv
import io
from pathlib import Path

import pytest

from tests.cities.stored_bytes import found_in
from tests.dashboard.cli.conftest import Yiping

CANARY = "canary-2fd4e1c67a2d28fc"
CASES = f"id,open_dt,title,text\nF1,2024-03-01,{CANARY},call 13800001111\nF2,2024-03-02,other,other text\n"


@pytest.fixture
def loaded(home: Path, yiping: Yiping) -> Path:
    file = home / "more.csv"
    file.write_text(CASES)
    assert yiping("load", str(file)).exit_code == 0
    file.unlink()
    return home


def test_a_case_is_erased_after_a_trial_and_no_byte_of_the_folder_holds_it(loaded: Path, yiping: Yiping) -> None:
    before = yiping("kpi", "reported").stdout
    wanted = ("forget", "--case", "F1", "--reason", "asked by 13800001111")
    tried = yiping(*wanted, "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert "Texts of 1 case and 0 persons" in tried.stdout
    assert "would be" in tried.stdout
    assert found_in(loaded / "tiny", [CANARY])
    done = yiping(*wanted)
    assert done.exit_code == 0, done.output
    assert "Written again in landing/: 1 input." in done.stdout
    assert found_in(loaded / "tiny", [CANARY]) == []
    assert found_in(loaded / "tiny", ["other text"])
    assert yiping("kpi", "reported").stdout == before
    [entry] = csv.DictReader(io.StringIO(yiping("audit", "export", "--kind", "erasure").stdout))
    assert "cases=1" in str(entry)
    assert not {"F1", "13800001111"} & set(str(entry).replace(",", " ").split())
    assert yiping("audit", "verify").exit_code == 0
    assert yiping("rebuild").exit_code == 0
    assert found_in(loaded / "tiny", [CANARY]) == []


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (("--reason", "x"), 2, "--case"),
        (("--case", "F1", "--by-rule"), 2, "--case"),
        (("--case", "F1"), 1, "reason"),
        (("--case", "F9", "--reason", "x"), 1, "F9"),
        (("--by-rule",), 1, "[retention]"),
        (("--file", "nowhere.txt", "--reason", "x"), 1, "nowhere.txt"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(yiping: Yiping, options: tuple[str, ...], code: int, says: str) -> None:
    done = yiping("forget", *options)
    assert (done.exit_code, says in done.stderr) == (code, True), done.output


@pytest.mark.parametrize("line", ["9" * 50 + "\n", "\x01" * 40 + "\n"])
def test_a_list_that_no_server_takes_is_refused(
    home: Path, yiping: Yiping, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.setenv("YIPING_BODY_LIMIT_BYTES", "1000")
    file = home / "numbers.txt"
    file.write_text(line * (1000 // len(line) + 1) if line.startswith("9") else line * 10)
    done = yiping("forget", "--file", str(file), "--reason", "x")
    assert (done.exit_code, "YIPING_BODY_LIMIT_BYTES" in done.stderr) == (2, True), done.output
