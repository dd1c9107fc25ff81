"""Whatever is wrong with a file ends in a clear sentence and a count, and the counts add up."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from queries.errors import FileRefused
from queries.loading.summary import LoadSummary
from queries.reading.chunk import Limits
from tests.queries.loading.conftest import SmallCity

HEADER = "case_enquiry_id,open_dt,closed_dt,case_status,case_title,latitude,longitude\n"
GOOD = "{n},2011-07-0{n} 10:00:00,,Open,title {n},10.5,0.5\n"


def good(*numbers: int) -> str:
    return "".join(GOOD.format(n=n) for n in numbers)


def adds_up(summary: LoadSummary) -> bool:
    return summary.read == summary.loaded + summary.superseded + summary.duplicate + summary.refused


@pytest.mark.parametrize(
    ("bad_row", "reason"),
    [
        (
            '4,"2011-07-04 10:00:00,,Open,never closed,10.5,0.5\n',
            "a quote is not closed, or not followed by a delimiter",
        ),
        (
            '4,2011-07-04 10:00:00,,Open,"a "quoted" word",10.5,0.5\n',
            "a quote is not closed, or not followed by a delimiter",
        ),
        ("4,2011-07-04 10:00:00,,Open,short\n", "the row has 5 columns where the header has 7"),
        ("4,2011-07-04 10:00:00,,Open,long,10.5,0.5,more,more\n", "the row has 9 columns where the header has 7"),
        ("4,2011-07-04 10:00:00,,Open,a\0b,10.5,0.5\n", "the line holds a NUL byte"),
        ("4,2011-07-04 10:00:00,,Open,a\rb,10.5,0.5\n", "a carriage return stands in the middle of the line"),
        (",2011-07-04 10:00:00,,Open,no number,10.5,0.5\n", "no case number"),
        ("4,,,Open,no time,10.5,0.5\n", "no time of report"),
        ("4,yesterday,,Open,no time,10.5,0.5\n", "reported_at is no time between 1900 and 2100"),
        ("4,2011-07-04 10:00:00,1066-10-14,Open,old,10.5,0.5\n", "closed_at is no time between 1900 and 2100"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_its_neighbours_load(city: SmallCity, bad_row: str, reason: str) -> None:
    summary = city.load_text(HEADER + good(1, 2) + bad_row + good(5, 6))

    assert adds_up(summary)
    assert (summary.read, summary.loaded, summary.refused) == (5, 4, 1)
    assert summary.reasons == {reason: 1}
    [(line, kept_reason, raw)] = city.rows("SELECT line, reason, raw FROM city.quarantine")
    assert line == 4
    assert str(kept_reason).endswith(reason.rpartition(" is ")[2])
    assert raw
    lines = city.rows("SELECT source_id, line FROM city.events ORDER BY line")
    assert lines == [("1", 2), ("2", 3), ("5", 5), ("6", 6)]


def test_quoted_line_ends_and_quotes_are_text_and_lines_are_counted_through(city: SmallCity) -> None:
    text = HEADER + '1,2011-07-01 10:00:00,,Open,"two\nlines, ""quoted""",10.5,0.5\r\n\n' + good(2)
    summary = city.load_text(text)
    assert summary.loaded == 2
    rows = city.rows("SELECT line, title FROM city.events ORDER BY line")
    assert rows == [(2, 'two\nlines, "quoted"'), (5, "title 2")]


def test_a_header_may_be_quoted_over_lines_and_a_long_first_line_is_no_header(city: SmallCity) -> None:
    summary = city.load_text('"case\nnumber",open_dt\n1,2011-07-01\n', mapping={"source_id": "case\nnumber"})
    assert summary.loaded == 1
    assert city.case("1", "line") == (3,)
    with pytest.raises(FileRefused, match="first line is longer than 1 MB"):
        city.load_text("x" * (1 << 21), "long.csv")


@pytest.mark.parametrize("ending", ["\n", "\r\n", ""])
def test_line_ends_of_all_kinds_and_pieces_of_any_size(city: SmallCity, ending: str) -> None:
    text = (
        (HEADER + good(1, 2) + '3,2011-07-03,,Open,"a\nb",10.5,0.5\n' + good(4))
        .replace("\n", ending or "\n")
        .rstrip("\n")
    )
    for size in (20, 60, 200):
        summary = city.load_text(text, limits=Limits(piece_bytes=size))
        assert (summary.read, summary.refused) == (4, 0)
    assert city.rows("SELECT line FROM city.events ORDER BY line") == [(2,), (3,), (4,), (6,)]


def test_a_broken_quote_does_not_swallow_quoted_rows_behind_it(city: SmallCity) -> None:
    behind = "".join(f'{n},2011-07-0{n} 10:00:00,,Open,"a, b",10.5,0.5\n' for n in range(2, 9))
    summary = city.load_text(
        HEADER + '1,"2011-07-01 10:00:00,,Open,x,10.5,0.5\n' + behind + '9,2011-07-09 10:00,,Open,5" pipe,,\n'
    )
    assert (summary.loaded, summary.refused) == (8, 1)
    assert city.case("9", "title, placed_by") == ('5" pipe', "none")


@pytest.mark.parametrize("quoted", [False, True])
def test_a_line_longer_than_the_limit_is_refused_alone(city: SmallCity, quoted: bool) -> None:
    title = "x" * 5_000
    long_row = f"3,2011-07-03 10:00:00,,Open,{title if not quoted else chr(34) + title + chr(34)},10.5,0.5\n"
    limits = Limits(line_bytes=2_000, piece_bytes=700)
    summary = city.load_text(HEADER + good(1, 2) + long_row + good(4), limits=limits)
    assert adds_up(summary)
    assert (summary.loaded, summary.refused) == (3, 1)
    assert city.rows("SELECT line, length(raw) <= 1000 FROM city.quarantine") == [(4, True)]
    assert "the line is longer than 2,000 bytes, which is the limit" in summary.reasons


def test_a_line_of_more_than_64_megabytes_is_refused_by_default(city: SmallCity) -> None:
    long_row = "3,2011-07-03 10:00:00,,Open," + "x" * (64 * 1024 * 1024) + ",10.5,0.5\n"
    summary = city.load_text(HEADER + good(1) + long_row + good(2))
    assert (summary.loaded, summary.refused) == (2, 1)
    assert summary.reasons == {"the line is longer than 64 MB, which is the limit": 1}


def _zipped(text: str, *names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b"", "empty.csv is empty: it has 0 bytes; export it again."),
        ("blank.csv", b"\n\n", "holds no line of text"),
        ("empty.csv.gz", gzip.compress(b"", mtime=0), "is empty: it has 0 bytes"),
        ("nothing.csv", b"name,age\na,1\n", "found: name, age"),
        ("notime.csv", b"case_enquiry_id,subject\n1,x\n", "the time of the report"),
        ("binary.csv", b"id,open_dt\n1,\xff\xff\xff\n", "line 2 is not UTF-8, nor in an encoding that can be told"),
        ("nul.csv", b"id\0,open_dt\n", "NUL"),
        ("cut.csv.gz", gzip.compress(b"id,open_dt\n" * 99, mtime=0)[:-12], "damaged or locked"),
        ("not.zip", b"PK\x03\x04" + b"x" * 99, "damaged or locked"),
        ("two.zip", _zipped("x", "a.csv", "b.csv"), "holds 2 files that may be tables"),
        ("array.json", b'[{"id": 1}]', "the time of the report"),
        ("broken.jsonl", b'{"id": 1, \n', "the JSON text is broken or cut off"),
        ("cut.parquet", b"PAR1" + b"x" * 99, "cannot be read as a Parquet file"),
        ("text.xlsx", b"id,open_dt\n1,2011-07-01\n", "text.xlsx is no Excel workbook"),
        ("text.parquet", b"id,open_dt\n1,2011-07-01\n", "text.parquet is no Parquet file"),
        ("text.csv.gz", b"id,open_dt\n1,2011-07-01\n", "text.csv.gz is no gzip file"),
        ("text.ZIP", b"id,open_dt\n1,2011-07-01\n", "text.ZIP is no zip archive"),
        ("broken.xls", b"\xd0\xcf\x11\xe0" + b"x" * 999, "cannot be read as an Excel workbook"),
    ],
)
def test_a_file_that_is_not_what_it_claims_is_refused_whole(
    city: SmallCity, name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(FileRefused, match=r"\.$") as refusal:
        city.load_text(content, name)
    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert city.landing() == []
    assert city.rows("SELECT count(*) FROM city.batches") == [(0,)]


def test_a_missing_file_and_a_folder_are_refused(city: SmallCity, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="There is no file"):
        city.load(tmp_path / "nowhere.csv")
    with pytest.raises(FileRefused, match="is a folder"):
        city.load(tmp_path)


@pytest.mark.parametrize("pack", [gzip.compress, lambda text: _zipped(text.decode(), "cases.csv")])
def test_a_bomb_is_refused_before_it_fills_the_disk(city: SmallCity, pack: object) -> None:
    bomb = pack(HEADER.encode() + b"0" * (20 * 1024 * 1024))  # type: ignore[operator]
    with pytest.raises(FileRefused, match="unpacks to more than 200 times its size"):
        city.load_text(bomb, "bomb.gz")
    with pytest.raises(FileRefused, match="unpacks to more than 1 MB"):
        city.load_text(bomb, "bomb.gz", limits=Limits(unpacked_bytes=1 << 20))


def test_swapped_coordinates_refuse_the_file_and_leave_the_store_as_it_was(city: SmallCity) -> None:
    swapped = HEADER + "".join(f"{n},2011-07-01 10:00:00,,Open,x,1.5,10.{n}\n" for n in range(1, 8))
    with pytest.raises(FileRefused, match="longitude and latitude look swapped"):
        city.load_text(swapped)
    assert city.rows("SELECT count(*) FROM city.events") == [(0,)]
    assert city.landing() == []
    assert city.store.data_version == 0


def test_points_at_zero_outside_or_no_numbers_are_kept_at_the_root(city: SmallCity) -> None:
    rows = "1,2011-07-01,,Open,a,0,0\n2,2011-07-01,,Open,b,50,50\n3,2011-07-01,,Open,c,,\n4,2011-07-01,,Open,d,n/a,?\n"
    summary = city.load_text(HEADER + rows + good(5, 6, 7, 8, 9))
    assert (summary.loaded, summary.refused) == (9, 0)
    placed = city.rows("SELECT source_id, area_id, placed_by, point_status FROM city.events ORDER BY source_id LIMIT 4")
    assert placed == [
        ("1", 1, "none", "zero"),
        ("2", 1, "outside", "outside"),
        ("3", 1, "none", "missing"),
        ("4", 1, "none", "missing"),
    ]
    assert "1 value of lon is no number and was left empty: '?' (row 5)." in summary.warnings


def test_closed_before_reported_is_flagged_and_kept(city: SmallCity) -> None:
    city.load_text(
        HEADER + "1,2011-07-02 10:00:00,2011-07-01 10:00:00,Closed,x,10.5,0.5\n2,2011-07-02,,Closed,x,10.5,0.5\n"
    )
    assert city.case("1", "flags, status") == ("closed_before_reported,out_of_order", "closed")
    assert city.case("2", "flags, status") == ("closed_without_time", "closed")


def test_an_unknown_status_word_is_kept_raw_and_counted(city: SmallCity) -> None:
    summary = city.load_text(HEADER + "1,2011-07-02,,Limbo,x,10.5,0.5\n2,2011-07-02,,limbo,x,10.5,0.5\n")
    assert city.case("1", "status, status_raw") == ("unknown", "Limbo")
    assert summary.unknown_words == {"status": {"Limbo": 1, "limbo": 1}}
    assert any("2 words of status are not known" in warning for warning in summary.warnings)


def test_times_in_the_future_of_the_load_ask_about_the_zone(city: SmallCity) -> None:
    summary = city.load_text(HEADER + "1,2026-11-20 18:00:00,,Open,x,10.5,0.5\n")
    assert any("is its zone really America/New_York?" in warning for warning in summary.warnings)


def test_the_same_number_twice_in_one_file_keeps_the_newer_and_remembers_the_other(city: SmallCity) -> None:
    closed = "1,2011-07-01 10:00:00,2011-07-09 10:00:00,Closed,title 1,10.5,0.5\n"
    summary = city.load_text(HEADER + closed + good(1) + closed)
    assert (summary.read, summary.loaded, summary.superseded, summary.duplicate) == (3, 1, 1, 1)
    assert city.case("1", "status") == ("closed",)
    assert city.rows("SELECT status, superseded_at = recorded_at FROM city.event_history") == [("filed", True)]


def test_the_same_file_twice_changes_nothing(city: SmallCity) -> None:
    text = HEADER + good(1, 2) + "3,never,,Open,x,10.5,0.5\n"
    first = city.load_text(text)
    before, version = city.versions(), city.store.data_version
    second = city.load_text(text)
    assert (first.loaded, second.loaded, second.duplicate, second.refused) == (2, 0, 2, 1)
    assert adds_up(second)
    assert city.versions() == before
    assert city.store.data_version == version
    assert city.rows("SELECT count(*) FROM city.quarantine") == [(1,)]
    assert len(city.landing()) == 2
