"""The drop folder at its edge: which files are taken, when, and what becomes of those that are not. Loading is fake."""

import errno
import json
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.intake import drop_folder
from dashboard.intake.drop_folder import DropFolder
from geodata.city.profile import SourceProfile
from queries.errors import FileRefused
from queries.loading.summary import LoadSummary
from tests.dashboard.api.fake_reception import FakeReception


class FakeLoader(FakeReception):
    """Takes every file; `fails` is raised instead, `refuses` rows of each are refused."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[tuple[str, str, bytes]] = []
        self.fails: Exception | None = None
        self.refuses = 0

    def land_file(self, path: Path | str, source: str, **_: Any) -> LoadSummary:
        if self.fails:
            raise self.fails
        content = Path(path).read_bytes()
        self.files.append((source, Path(path).name, content))
        read = len(content.splitlines())
        return LoadSummary(source, Path(path).name, "b", read, read - self.refuses, 0, 0, self.refuses, {"bad": read})


@pytest.fixture
def loader() -> FakeLoader:
    return FakeLoader()


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "drop" / "hotline"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def watching(tmp_path: Path, loader: FakeLoader) -> DropFolder:
    sources = {"hotline": SourceProfile(), "cars": SourceProfile(kind="units"), "热线": SourceProfile()}
    profile = SimpleNamespace(sources=sources, source=sources.__getitem__)
    city: Any = SimpleNamespace(profile=profile, ground=SimpleNamespace(folder=tmp_path))
    return DropFolder(city, loader)


def looks(watching: DropFolder, count: int = 3) -> None:
    for _ in range(count):
        watching.look()


def names(folder: Path) -> Sequence[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_file_is_taken_when_it_has_not_changed_for_two_looks(
    watching: DropFolder, drop: Path, loader: FakeLoader
) -> None:
    file = drop / "cases.csv"
    with file.open("w") as writing:
        for line in ("id,at\n", "1,2\n", "3,4\n"):
            writing.write(line)
            writing.flush()
            looks(watching, 2)
            assert not loader.files
    looks(watching, 1)
    assert loader.files == [("hotline", "cases.csv", b"id,at\n1,2\n3,4\n")]
    assert not names(drop)


@pytest.mark.parametrize(
    "name", ["x.csv.part", "x.tmp", "x.csv.filepart", ".hidden.csv", ".x.csv.Xy12", "X.PART", "x.csv~"]
)
def test_what_says_that_it_is_not_finished_is_left_alone(
    watching: DropFolder, drop: Path, loader: FakeLoader, name: str
) -> None:
    (drop / name).write_text("id\n1\n")
    looks(watching, 6)
    assert not loader.files
    assert names(drop) == [name]
    (drop / name).rename(drop / "whole.csv")
    looks(watching)
    assert [file[1] for file in loader.files] == ["whole.csv"]


def test_empty_files_links_and_folders_are_no_deliveries(
    watching: DropFolder, drop: Path, loader: FakeLoader, tmp_path: Path
) -> None:
    (drop / "empty.csv").touch()
    (tmp_path / "elsewhere.csv").write_text("id\n")
    (drop / "link.csv").symlink_to(tmp_path / "elsewhere.csv")
    (drop / "refused").mkdir()
    (drop / "refused" / "old.csv").write_text("id\n")
    os.mkfifo(drop / "pipe")
    looks(watching, 6)
    assert not loader.files


def test_a_file_that_is_refused_is_kept_with_its_reason(watching: DropFolder, drop: Path, loader: FakeLoader) -> None:
    loader.fails = FileRefused("cases.csv is a picture, not a table.")
    for number in (1, 2):
        (drop / "cases.csv").write_text(f"{number}")
        looks(watching, 4)
    assert names(drop) == ["cases-2.csv", "cases-2.csv.reason.txt", "cases.csv", "cases.csv.reason.txt"]
    assert (drop / "refused" / "cases.csv").read_text() == "1"
    assert (drop / "refused" / "cases.csv.reason.txt").read_text() == "cases.csv is a picture, not a table.\n"


def test_a_file_of_which_no_row_is_good_is_refused_and_one_with_some_is_not(
    watching: DropFolder, drop: Path, loader: FakeLoader
) -> None:
    loader.refuses = 2
    (drop / "bad.csv").write_text("1\n2\n")
    (drop / "some.csv").write_text("1\n2\n3\n")
    looks(watching, 4)
    assert names(drop) == ["bad.csv", "bad.csv.reason.txt"]
    assert "bad" in (drop / "refused" / "bad.csv.reason.txt").read_text()


def test_what_may_go_by_itself_keeps_the_file_waiting_and_is_said_once(
    watching: DropFolder, drop: Path, loader: FakeLoader, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    monkeypatch.setattr(drop_folder, "TRY_AGAIN_S", 0.0)
    (drop / "cases.csv").write_text("1\n")
    loader.fails = OSError(errno.ENOSPC, "No space left on device")
    with caplog.at_level(logging.WARNING, logger="yiping"):
        looks(watching, 9)
    assert [record.message for record in caplog.records] == ["drop/hotline/cases.csv waits: No space left on device"]
    assert names(drop) == ["cases.csv"]
    loader.fails = None
    looks(watching, 4)
    assert not names(drop)
    assert len(loader.files) == 1


def test_a_file_changed_while_it_was_loaded_is_loaded_again(
    watching: DropFolder, drop: Path, loader: FakeLoader, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, land = drop / "cases.csv", loader.land_file
    file.write_text("1\n")

    def slow(path: Path | str, source: str) -> LoadSummary:
        done = land(path, source)
        if len(loader.files) == 1:
            file.write_text("1\n2\n")
        return done

    monkeypatch.setattr(loader, "land_file", slow)
    looks(watching, 3)
    assert names(drop) == ["cases.csv"]
    looks(watching, 4)
    assert [content for _, _, content in loader.files] == [b"1\n", b"1\n2\n"]
    assert not names(drop)


def test_a_folder_of_no_source_is_said_and_left_alone(
    watching: DropFolder, drop: Path, loader: FakeLoader, caplog: pytest.LogCaptureFixture
) -> None:
    (drop.parent / "strangers").mkdir()
    (drop.parent / "strangers" / "x.csv").write_text("1\n")
    with caplog.at_level(logging.WARNING, logger="yiping"):
        looks(watching, 6)
    assert [record.message for record in caplog.records] == [
        "drop/strangers: there is no source of this name; `yiping source add strangers`."
    ]
    assert not loader.files


def test_reports_come_as_json_lines_or_csv(watching: DropFolder, drop: Path, loader: FakeLoader) -> None:
    folder = drop.parent / "cars"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps([{"source_id": "1", "kind": "车"}]), encoding="utf-8")
    (folder / "b.jsonl").write_text('{"source_id": "2"}\nnonsense\n')
    (folder / "c.csv").write_text("\ufeffsource_id,status\n3,\n4,busy\n", encoding="utf-8")
    (folder / "d.xlsx").write_text("?")
    (folder / "e.csv").write_bytes("编号\n1\n".encode("gb18030"))
    (folder / "f.csv").write_text("other\n1\n")
    looks(watching, 4)
    assert [row for _, _, row in loader.kept] == [
        {"source_id": "1", "kind": "车"}, {"source_id": "2"}, {"source_id": "3"}, {"source_id": "4", "status": "busy"},
    ]  # fmt: skip
    assert {kind for _, kind, _ in loader.kept} == {"units"}
    assert [name for name in names(folder) if not name.endswith(".txt")] == ["d.xlsx", "e.csv", "f.csv"]
    assert (folder / "refused" / "f.csv.reason.txt").read_text() == "has no source_id\n"


def test_the_oldest_file_comes_first(watching: DropFolder, drop: Path, loader: FakeLoader) -> None:
    for age, name in enumerate(["c.csv", "a.csv", "b.csv"]):
        (drop / name).write_text("1\n")
        os.utime(drop / name, (1_000_000 + age, 1_000_000 + age))
    looks(watching)
    assert [name for _, name, _ in loader.files] == ["c.csv", "a.csv", "b.csv"]


def test_a_folder_that_is_stopped_takes_no_further_file(watching: DropFolder, drop: Path, loader: FakeLoader) -> None:
    (drop / "cases.csv").write_text("1\n")
    looks(watching)
    assert names(drop) == []
    watching.stop()
    (drop / "later.csv").write_text("1\n")
    looks(watching)
    assert names(drop) == ["later.csv"]
    assert len(loader.files) == 1
