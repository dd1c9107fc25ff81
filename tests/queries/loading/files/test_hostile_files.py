"""No file is fatal: what is too large is known before memory is taken, what is broken is refused in a sentence."""

import gzip
import subprocess
import sys
import time
import tracemalloc
import zipfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from queries.errors import FileRefused
from queries.reading.chunk import MEGABYTE, Limits
from queries.reading.file_weight import is_heavier
from queries.reading.formats import opened_file
from queries.reading.sheet_extent import sheet_extents
from tests.queries.loading.conftest import SmallCity
from tests.queries.loading.files.hostile_inputs import FILES, tried
from tests.queries.loading.files.workbooks import workbook, workbook_of, workbook_with

SLOWEST_S = 10.0
MOST_SECONDS, MOST_MEGABYTES = 60.0, 1_000
SMALL_READER = Limits(reading_bytes=512 * MEGABYTE)


def columns_of(path: Path, limits: Limits | None = None) -> dict[str, list[str]]:
    with duckdb.connect() as cursor, opened_file(path, path.name, limits or Limits(), cursor) as opened:
        [chunk] = opened.read(list(opened.names))
        return {name: chunk.table.column(name).to_pylist() for name in opened.names}


@pytest.mark.parametrize("far", ["XFD1048576", "CV200000", "A1048576"])
def test_a_value_far_away_in_an_empty_sheet_is_refused_before_memory_is_taken(tmp_path: Path, far: str) -> None:
    path = tmp_path / "far.xlsx"
    path.write_bytes(workbook_of({"A1": "id", "B1": "reported", far: "x"}))
    tracemalloc.start()
    with pytest.raises(FileRefused, match=r"the limit is 1,000,000") as refused:
        columns_of(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 50_000_000
    assert "row" in str(refused.value)


def test_a_binary_workbook_whose_extent_cannot_be_known_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsb"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x83\x01\x00")
    with pytest.raises(FileRefused, match=r"save it as \.xlsx or CSV"):
        columns_of(path)


def test_far_cells_that_only_have_a_format_do_not_count(tmp_path: Path) -> None:
    """People format whole columns and rows; the values are what is read."""
    path = tmp_path / "formatted.xlsx"
    path.write_bytes(workbook_of({"A1": "id", "B1": "reported", "A2": "7", "B2": "2024-06-01", "XFD1048576": None}))
    assert columns_of(path) == {"id": ["7"], "reported": ["2024-06-01"]}


def test_the_extent_of_a_sheet_is_found_across_pieces_of_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cases.xlsx"
    path.write_bytes(workbook([["id", "reported"], *([str(n), "2024-06-01"] for n in range(300))]))
    for block in (200, 333, 10_000):
        monkeypatch.setattr("queries.reading.sheet_extent._BLOCK", block)
        [extent] = sheet_extents(path)
        assert (extent.rows, extent.columns, extent.filled) == ((1, 301), (1, 2), 602)


@pytest.mark.parametrize(
    "sheet",
    [
        '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row><c x=">" r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row><c x="' + "x" * 9_000 + '" r="XFD1048576"><v>1</v></c></row>',
    ],
    ids=["row of its own number", "bracket in an attribute", "long attribute"],
)
def test_far_cells_are_found_however_they_are_written(tmp_path: Path, sheet: str) -> None:
    path = tmp_path / "far.xlsx"
    path.write_bytes(workbook_with(sheet))
    with pytest.raises(FileRefused, match="the limit is"):
        columns_of(path)


def test_a_sheet_of_open_brackets_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "brackets.xlsx"
    path.write_bytes(workbook_with("<c " * 1_000_000))
    began = time.process_time()
    with pytest.raises(FileRefused, match="cannot be read"):
        columns_of(path)
    assert time.process_time() - began < SLOWEST_S


def test_a_file_with_too_many_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{n}" for n in range(5_000)) + "\n" + "," * 4_999 + "\n")
    with pytest.raises(FileRefused, match=r"5,000 columns; the limit is 4,096"):
        columns_of(path)


@pytest.mark.parametrize("header", ["id,repo\rrted,title", "id," + "x" * 200_000], ids=["carriage return", "long name"])
def test_a_header_that_cannot_be_read_is_refused(tmp_path: Path, header: str) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes(f"{header}\n1,2024-06-01,x\n".encode())
    with pytest.raises(FileRefused, match="names of the columns"):
        columns_of(path)


def test_an_archive_whose_directory_is_damaged_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cases.zip"
    path.write_bytes(
        b"PK\x03\x04" + b"\0" * 40 + b"PK\x05\x06" + b"\0" * 8 + b"\1\0\1\0" + b"\x2e\0\0\0\0\0\0\0" + b"\0\0"
    )
    with pytest.raises(FileRefused, match="damaged"):
        columns_of(path)


def test_an_archive_whose_only_file_has_no_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cases.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("n", "id,reported\n1,2024-06-01\n")
    packed = bytearray(path.read_bytes())
    directory = packed.index(b"PK\x01\x02")
    packed[directory + 28 : directory + 30] = b"\0\0"  # length of the name in the directory
    packed[directory + 30 : directory + 32] = b"\1\0"  # its letter becomes an extra field
    path.write_bytes(packed)
    with pytest.raises(FileRefused):
        columns_of(path)


def test_a_parquet_file_whose_column_has_no_readable_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cases.parquet"
    pq.write_table(pa.table({"id": ["1"], "title_x": ["a"]}), path)
    path.write_bytes(path.read_bytes().replace(b"title_x", b"\xb7itle_x"))
    with pytest.raises(FileRefused, match="Parquet"):
        columns_of(path)


def test_a_text_that_many_cells_share_ends_its_reader_and_nothing_else(tmp_path: Path) -> None:
    """Ten kilobytes ask for 240 GB, and the reader's library aborts its process."""
    path = tmp_path / "shared.xlsx"
    path.write_bytes(workbook_with("<row><c t='s'><v>0</v></c></row>" * 40_000, shared_text="a" * 6_000_000))
    assert path.stat().st_size < 20_000
    with pytest.raises(FileRefused, match="takes more than 512 MB of memory to read, which is the limit"):
        columns_of(path, SMALL_READER)


def test_a_parquet_text_that_many_rows_share_ends_its_reader_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "shared.parquet"
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 200_000, pa.int32()), pa.array(["x" * 1_000_000]))
    pq.write_table(pa.table({"id": text}), path)
    assert path.stat().st_size < 100_000
    with pytest.raises(FileRefused, match="takes more than 512 MB of memory to read, which is the limit"):
        columns_of(path, SMALL_READER)


def test_a_workbook_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    path.write_bytes(workbook_with(("<row>" + "<c><v>1</v></c>" * 100 + "</row>") * 9_000))
    with pytest.raises(FileRefused, match="takes more than 1 s to read"):
        columns_of(path, Limits(reading_seconds=1))


def test_a_parquet_file_of_too_many_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.parquet"
    pq.write_table(pa.table({"id": pa.nulls(5_000, pa.string())}), path)
    with pytest.raises(FileRefused, match="has 5,000 rows; the limit is 4,000"):
        columns_of(path, Limits(rows=4_000))


def test_a_header_of_commas_is_refused_at_once(tmp_path: Path) -> None:
    """Names were compared each with each: hours for 1 MB."""
    path = tmp_path / "commas.csv"
    path.write_bytes(b"," * 1_000_000 + b"\n1\n")
    began = time.process_time()
    with pytest.raises(FileRefused, match=r"1,000,001 columns; the limit is 4,096"):
        columns_of(path)
    assert time.process_time() - began < SLOWEST_S


def test_names_that_look_like_those_given_to_repeated_ones_end(tmp_path: Path) -> None:
    """`a (3)` was the name for the third column too, for ever."""
    path = tmp_path / "names.csv"
    path.write_text("a,a (3),a,\n1,2,3,4\n")
    assert list(columns_of(path).values()) == [["1"], ["2"], ["3"], ["4"]]


def test_short_rows_come_in_pieces_that_memory_is_enough_for(tmp_path: Path) -> None:
    path, limits = tmp_path / "short.csv", Limits(piece_rows=500, piece_separators=1_500)
    path.write_text("id,title\n" + "".join(f"{n},x\n" for n in range(5_000)))
    with duckdb.connect() as cursor, opened_file(path, path.name, limits, cursor) as opened:
        chunks = list(opened.read(["id"]))
    assert max(chunk.table.num_rows for chunk in chunks) <= 1_000
    ids = [number for chunk in chunks for number in chunk.table.column("id").to_pylist()]
    assert ids == [str(n) for n in range(5_000)]
    assert [line for chunk in chunks for line in chunk.lines.tolist()] == list(range(2, 5_002))


def test_json_lines_with_ever_new_names_are_refused_before_all_are_known(tmp_path: Path) -> None:
    path = tmp_path / "names.jsonl"
    path.write_text("".join(f'{{"k{n}":1}}\n' for n in range(20_000)))
    with pytest.raises(FileRefused, match="4,097 columns; the limit is 4,096"):
        columns_of(path)


def test_short_lines_of_json_come_in_pieces_too(tmp_path: Path) -> None:
    path, limits = tmp_path / "short.jsonl", Limits(piece_rows=500)
    path.write_text('{"id":1}\n' + "{\n" * 5_000)
    with duckdb.connect() as cursor, opened_file(path, path.name, limits, cursor) as opened:
        chunks = list(opened.read(["id"]))
    assert max(len(chunk.refused) for chunk in chunks) <= 1_000
    assert sorted(row.line for chunk in chunks for row in chunk.refused) == list(range(2, 5_002))


def test_a_text_longer_than_screens_can_carry_refuses_its_row(city: SmallCity) -> None:
    rows = f"1,2024-06-01,{'x' * 300_000}\n2,2024-06-01,pothole\n{'3' * 2_000},2024-06-01,\n"
    done = city.load_text(f"source_id,reported_at,title\n{rows}")
    assert (done.loaded, done.refused) == (1, 2)
    assert sorted(done.reasons) == [
        "source_id: the text is longer than 1,000 bytes",
        "title: the text is longer than 200,000 bytes",
    ]


def test_a_file_with_nothing_but_bad_rows_is_not_kept_row_by_row(
    city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Limits, "refused_rows", 100)
    good = "".join(f"{n},2024-06-01\n" for n in range(300))
    assert city.load_text(f"source_id,reported_at\n{good}" + ",\n" * 200).refused == 200
    with pytest.raises(FileRefused, match="more than 100 rows, most of those read, cannot be loaded"):
        city.load_text("source_id,reported_at\n" + ",\n" * 200, "bad.csv")


@pytest.mark.parametrize("name", ["cases.csv", "cases.csv.gz", "cases.zip", "cases.parquet"])
def test_a_small_file_that_holds_much_is_large(tmp_path: Path, name: str) -> None:
    """A large file is loaded beside what other sources deliver."""
    path = tmp_path / name
    for rows, much in ((100, False), (100_000, True)):
        text = b"id,reported,title\n" + b"1,2024-06-01,x\n" * rows
        if name.endswith(".gz"):
            path.write_bytes(gzip.compress(text))
        elif name.endswith(".zip"):
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("cases.csv", text)
        elif name.endswith(".parquet"):
            pq.write_table(pa.table({"id": ["1"] * rows}), path)
        else:
            path.write_bytes(text)
        assert is_heavier(path, 1_000_000) == much


def read_mutants(seed: int, count: int, *options: str) -> list[str]:
    """Sentences about mutated files that ended their reader, were an unexpected error, or took too long."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.queries.loading.files.mutants", str(seed), str(count), *options],
        capture_output=True, text=True, check=False, timeout=3600,
    )  # fmt: skip
    lines = run.stdout.splitlines()
    slow = [about for about, done in zip(lines[::2], lines[1::2], strict=False) if float(done.split()[1]) > SLOWEST_S]
    if run.returncode:
        slow.append(f"{lines[-1]} ended the reader: {run.stderr[-600:]}")
    assert run.returncode or len(lines) == 2 * count + 1
    return slow


def test_hundreds_of_mutated_files_are_read_or_refused() -> None:
    assert not read_mutants(1, 400)


def test_some_mutated_files_are_loaded_or_refused() -> None:
    assert not read_mutants(1, 12, "load")


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 12))
def test_ten_thousand_mutated_files_are_read_or_refused(seed: int) -> None:
    assert not read_mutants(seed, 1_000)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 12))
def test_a_thousand_mutated_files_are_loaded_or_refused(seed: int) -> None:
    assert not read_mutants(seed, 100, "load")


@pytest.mark.soak
@pytest.mark.parametrize("name", FILES)
def test_small_files_that_ask_for_much_end_nothing(name: str) -> None:
    done = tried(name)
    assert "died" not in done, done
    assert done["seconds"] < MOST_SECONDS
    assert done["memory_mb"] < MOST_MEGABYTES
