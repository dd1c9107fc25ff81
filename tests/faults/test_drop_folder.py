"""The drop folder at its edge: which files are taken, when, and what becomes of those that are not."""

import errno
import gzip
import json
import logging
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from dashboard.intake import drop_folder
from dashboard.intake.drop_folder import DropFolder
from geodata.city.profile import SourceProfile
from queries.city import City
from queries.intake.reception import Reception
from queries.loading.summary import LoadSummary
from tests.cities.builder import build_city
from tests.cities.stored_bytes import found_in

HEADER = "source_id,reported_at"
MORNING = "2011-07-31T09:00:00-04:00"


def cases(*numbers: int) -> str:
    """A file of cases with these numbers."""
    return "\n".join([HEADER, *(f"{number},{MORNING}" for number in numbers)]) + "\n"


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    sources = {"hotline": SourceProfile(), "cars": SourceProfile(kind="units"), "热线": SourceProfile()}
    with build_city(tmp_path / "city", "six_cases", cases=(), profile={"sources": sources}) as opened:
        yield opened


@pytest.fixture
def reception(city: City) -> Iterator[Reception]:
    receiving = city.acts.reception()
    receiving.start()
    yield receiving
    receiving.stop()


@pytest.fixture
def drop(city: City) -> Path:
    folder = city.ground.folder / "drop" / "hotline"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def watching(city: City, reception: Reception) -> DropFolder:
    return DropFolder(city, reception)


def rows(city: City, statement: str) -> list[tuple[Any, ...]]:
    with city._context.store.cursor() as cursor:
        return cursor.execute(statement).fetchall()


def files(city: City) -> list[str]:
    """The files that were taken, in order."""
    return [
        name for (name,) in rows(city, "SELECT file FROM city.batches WHERE source = 'hotline' ORDER BY recorded_at")
    ]


def numbers(city: City) -> list[str]:
    """The cases that the city holds."""
    return [number for (number,) in rows(city, "SELECT source_id FROM city.events ORDER BY source_id")]


def looks(watching: DropFolder, count: int = 3) -> None:
    for _ in range(count):
        watching.look()


def names(folder: Path) -> Sequence[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_file_is_taken_when_it_has_not_changed_for_two_looks(watching: DropFolder, drop: Path, city: City) -> None:
    with (drop / "cases.csv").open("w") as writing:
        for line in cases(1, 3).splitlines(keepends=True):
            writing.write(line)
            writing.flush()
            looks(watching, 2)
            assert not files(city)
    looks(watching, 1)
    assert (files(city), numbers(city)) == (["cases.csv"], ["1", "3"])
    assert not names(drop)


@pytest.mark.parametrize(
    "name", ["x.csv.part", "x.tmp", "x.csv.filepart", ".hidden.csv", ".x.csv.Xy12", "X.PART", "x.csv~"]
)
def test_what_says_that_it_is_not_finished_is_left_alone(
    watching: DropFolder, drop: Path, city: City, name: str
) -> None:
    (drop / name).write_text(cases(1))
    looks(watching, 6)
    assert not files(city)
    assert names(drop) == [name]
    (drop / name).rename(drop / "whole.csv")
    looks(watching)
    assert files(city) == ["whole.csv"]


def test_empty_files_links_and_folders_are_no_deliveries(
    watching: DropFolder, drop: Path, city: City, tmp_path: Path
) -> None:
    (drop / "empty.csv").touch()
    (tmp_path / "elsewhere.csv").write_text(cases(1))
    (drop / "link.csv").symlink_to(tmp_path / "elsewhere.csv")
    (drop / "refused").mkdir()
    (drop / "refused" / "old.csv").write_text(cases(2))
    os.mkfifo(drop / "pipe")
    looks(watching, 6)
    assert not files(city)


def test_a_file_that_is_refused_is_kept_with_its_reason(watching: DropFolder, drop: Path, city: City) -> None:
    for number in (1, 2):
        (drop / "cases.csv").write_text(f"picture,of\n{number},2\n")
        looks(watching, 4)
    assert names(drop) == ["cases-2.csv", "cases-2.csv.reason.txt", "cases.csv", "cases.csv.reason.txt"]
    assert (drop / "refused" / "cases.csv").read_text() == "picture,of\n1,2\n"
    assert "cases.csv" in (drop / "refused" / "cases.csv.reason.txt").read_text()
    assert not files(city)


def test_a_file_of_which_no_row_is_good_is_refused_and_one_with_some_is_not(
    watching: DropFolder, drop: Path, city: City
) -> None:
    bad = f"{HEADER}\n,{MORNING}\n,{MORNING}\n"
    (drop / "bad.csv").write_text(bad)
    (drop / "some.csv").write_text(f"{bad}3,{MORNING}\n")
    looks(watching, 4)
    assert names(drop) == ["bad.csv", "bad.csv.reason.txt"]
    assert "2 × no case number" in (drop / "refused" / "bad.csv.reason.txt").read_text()
    assert numbers(city) == ["3"]


def test_what_may_go_by_itself_keeps_the_file_waiting_and_is_said_once(
    watching: DropFolder, drop: Path, city: City, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:  # fmt: skip
    def full(*_: object) -> LoadSummary:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(drop_folder, "TRY_AGAIN_S", 0.0)
    (drop / "cases.csv").write_text(cases(1))
    with caplog.at_level(logging.WARNING, logger="yiping"), monkeypatch.context() as patched:
        patched.setattr(Reception, "land_file", full)
        looks(watching, 9)
    [said] = [record.message for record in caplog.records]
    assert said.startswith("drop/hotline/cases.csv waits: The disk of the city is full")
    assert names(drop) == ["cases.csv"]
    looks(watching, 4)
    assert not names(drop)
    assert len(files(city)) == 1


def test_a_file_changed_while_it_was_loaded_is_loaded_again(
    watching: DropFolder, drop: Path, city: City, reception: Reception, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, land = drop / "cases.csv", reception.land_file
    file.write_text(cases(1))

    def slow(path: Path | str, source: str) -> LoadSummary:
        done = land(path, source)
        if len(files(city)) == 1:
            file.write_text(cases(1, 2))
        return done

    monkeypatch.setattr(reception, "land_file", slow)
    looks(watching, 3)
    assert (names(drop), numbers(city)) == (["cases.csv"], ["1"])
    looks(watching, 4)
    assert (files(city), numbers(city)) == (["cases.csv", "cases.csv"], ["1", "2"])
    assert not names(drop)


def test_a_large_file_does_not_hold_up_the_files_of_other_sources(
    watching: DropFolder, drop: Path, city: City, reception: Reception, monkeypatch: pytest.MonkeyPatch
) -> None:
    land, may_end = reception.land_file, Event()

    def slow(path: Path | str, source: str) -> LoadSummary:
        if Path(path).name == "large.csv":
            may_end.wait(60)
        return land(path, source)

    monkeypatch.setattr(reception, "land_file", slow)
    monkeypatch.setattr("queries.intake.reception.LARGE_FILE", len(cases(1)))
    (drop / "large.csv").write_text(cases(1, 2))
    looks(watching, 3)
    (drop / "later.csv").write_text(cases(4))
    (drop.parent / "热线").mkdir()
    (drop.parent / "热线" / "small.csv").write_text(cases(3))
    looks(watching, 3)
    assert (numbers(city), names(drop)) == (["3"], ["large.csv", "later.csv"])
    may_end.set()
    watching.stop()
    assert (numbers(city), names(drop)) == (["1", "2", "3"], ["later.csv"])


def test_a_folder_of_no_source_is_said_and_left_alone(
    watching: DropFolder, drop: Path, city: City, caplog: pytest.LogCaptureFixture
) -> None:
    (drop.parent / "strangers").mkdir()
    (drop.parent / "strangers" / "x.csv").write_text(cases(1))
    with caplog.at_level(logging.WARNING, logger="yiping"):
        looks(watching, 6)
    assert [record.message for record in caplog.records] == [
        "drop/strangers: there is no source of this name; `yiping source add strangers`."
    ]
    assert not files(city)


def test_reports_come_as_json_lines_or_csv(watching: DropFolder, drop: Path, city: City, reception: Reception) -> None:
    folder = drop.parent / "cars"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps([{"unit": "1", "kind": "网格员"}]), encoding="utf-8")
    (folder / "b.jsonl").write_text('{"unit": "2", "kind": "drone"}\nnonsense\n')
    (folder / "c.csv").write_text("\ufeffunit,kind,status\n3,fire,\n4,drone,en_route\n", encoding="utf-8")
    (folder / "d.xlsx").write_text("?")
    (folder / "e.csv").write_bytes("编号\n1\n".encode("gb18030"))
    (folder / "f.csv").write_text("other\n1\n")
    looks(watching, 4)
    reception.stop()
    assert rows(city, "SELECT unit, kind FROM city.units ORDER BY unit") == [
        ("1", "grid_worker"), ("2", "drone"), ("3", "fire"), ("4", "drone"),
    ]  # fmt: skip
    assert [name for name in names(folder) if not name.endswith(".txt")] == ["d.xlsx.sealed", "e.csv", "f.csv"]
    assert "unit" in (folder / "refused" / "f.csv.reason.txt").read_text()


def test_a_file_of_reports_too_large_to_be_held_is_refused(
    watching: DropFolder, drop: Path, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = drop.parent / "cars"
    folder.mkdir()
    monkeypatch.setattr("dashboard.intake.dropped_file.MOST_BYTES", 1_000)
    monkeypatch.setattr("dashboard.intake.dropped_file.MOST_ROWS", 100)
    (folder / "large.json").write_bytes(b" " * 1_001)
    (folder / "many.json").write_bytes(b"[" * 101)
    (folder / "good.jsonl").write_text('{"unit": "2", "kind": "drone"}\n')
    looks(watching, 4)
    assert [name for name in names(folder) if not name.endswith(".txt")] == ["large.json.sealed", "many.json.sealed"]
    assert "1,001 bytes" in (folder / "refused" / "large.json.reason.txt").read_text()
    assert "100 rows" in (folder / "refused" / "many.json.reason.txt").read_text()


def test_a_dropped_file_with_personal_columns_stays_nowhere_in_clear(
    watching: DropFolder, drop: Path, city: City, caplog: pytest.LogCaptureFixture
) -> None:
    good = f"{HEADER},phone\n1,{MORNING},canary-one\n2,bad,canary-two\nbroken,canary-three\n"
    (drop / "good.csv").write_text(good)
    (drop / "bad.csv").write_text(f"{HEADER},phone\n,{MORNING},canary-one\n")
    (drop / "strange.csv").write_text("phone,of\ncanary-two,1\n")
    (drop / "gone.csv.gz").write_bytes(gzip.compress(b"id,phone\n1,canary-three\n")[:-9])
    with caplog.at_level(logging.INFO):
        looks(watching, 4)
    assert sorted(files(city)) == ["bad.csv", "good.csv"]
    assert [name for name in names(drop) if not name.endswith(".txt")] == [
        "bad.csv.sealed", "gone.csv.gz.sealed", "strange.csv.sealed",
    ]  # fmt: skip
    assert "yiping unseal drop/hotline/refused/bad.csv.sealed" in (drop / "refused" / "bad.csv.reason.txt").read_text()
    canaries = ("canary-one", "canary-two", "canary-three")
    assert found_in(city.ground.folder, canaries) == []
    assert "canary" not in caplog.text


def test_the_oldest_file_comes_first(watching: DropFolder, drop: Path, city: City) -> None:
    for age, name in enumerate(["c.csv", "a.csv", "b.csv"]):
        (drop / name).write_text(cases(age))
        os.utime(drop / name, (1_000_000 + age, 1_000_000 + age))
    looks(watching)
    assert files(city) == ["c.csv", "a.csv", "b.csv"]


def test_a_folder_that_is_stopped_takes_no_further_file(watching: DropFolder, drop: Path, city: City) -> None:
    (drop / "cases.csv").write_text(cases(1))
    looks(watching)
    assert names(drop) == []
    watching.stop()
    (drop / "later.csv").write_text(cases(2))
    looks(watching)
    assert names(drop) == ["later.csv"]
    assert files(city) == ["cases.csv"]
