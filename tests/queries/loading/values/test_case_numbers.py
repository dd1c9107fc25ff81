"""Case numbers that lost digits, that hold half characters, or that are missing."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from queries.conversion.case_numbers import HALF_CHARACTER, LOST_DIGITS
from queries.errors import FileRefused
from tests.queries.loading.conftest import SmallCity


@pytest.mark.parametrize("number", ["2.02403E+17", "2.02403e+17", "2E+17", "2,02403E+17"])
def test_numbers_that_lost_digits_in_a_file_are_refused(city: SmallCity, number: str) -> None:
    rows = "".join(f'"{number}",2024-03-01 0{hour}:00\n' for hour in (7, 8, 9))
    summary = city.load_text("case_id,open_dt\n" + rows)
    assert (summary.read, summary.loaded, summary.reasons) == (3, 0, {LOST_DIGITS: 3})


def workbook(path: Path, numbers: Sequence[object]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["case_id", "open_dt"])
    for hour, number in enumerate(numbers):
        sheet.append([number, f"2024-03-01 0{hour}:00"])
    book.save(path)
    return path


def test_numbers_of_eighteen_digits_in_cells_of_numbers_are_refused(city: SmallCity, tmp_path: Path) -> None:
    summary = city.load(workbook(tmp_path / "a.xlsx", [202403150000000001, 202403150000000002, 202403150000000003]))
    assert (summary.read, summary.loaded, summary.reasons) == (3, 0, {LOST_DIGITS: 3})


def test_numbers_of_eighteen_digits_in_cells_of_text_are_taken(city: SmallCity, tmp_path: Path) -> None:
    numbers = ["202403150000000001", "202403150000000002", 123456789012345]
    assert city.load(workbook(tmp_path / "a.xlsx", numbers)).loaded == 3
    assert city.rows("SELECT source_id FROM city.events ORDER BY 1") == [
        ("123456789012345",),
        *[(n,) for n in numbers[:2]],
    ]


def test_floating_numbers_of_a_table_are_refused_where_they_are_not_exact(city: SmallCity) -> None:
    table = pa.table(
        {"source_id": [202403150000000001.0, 17.0], "reported_at": ["2024-03-01 08:00", "2024-03-01 08:00"]}
    )
    summary = city.load_table(table)
    assert (summary.loaded, summary.reasons) == (1, {LOST_DIGITS: 1})


def test_words_that_look_like_exponents_are_numbers_of_cases(city: SmallCity) -> None:
    assert city.load_text("case_id,open_dt\n12E4,2024-03-01\n2E10,2024-03-01\nE+17,2024-03-01\n").loaded == 3


def test_a_broken_character_is_refused(city: SmallCity) -> None:
    summary = city.load_text("case_id,open_dt\nA\ufffd,2024-03-01\nA1,2024-03-01\n")
    assert (summary.loaded, summary.reasons) == (1, {HALF_CHARACTER: 1})


def test_a_file_without_case_numbers_gets_them_of_its_rows(city: SmallCity) -> None:
    rows = "2024-03-01 08:00,Noise,10.5,0.5\n2024-03-01 08:00,Noise,10.5,0.6\n2024-03-01 08:00,Noise,10.5,0.6\n"
    summary = city.load_text("created_date,complaint_type,lat,lon\n" + rows)
    assert (summary.read, summary.loaded, summary.duplicate, summary.refused) == (3, 2, 1, 0)
    assert [line for line in summary.warnings if "Case numbers were made of the content of 3 rows" in line]
    again = city.load_text("complaint_type,created_date,lat,lon\nNoise,2024-03-01 08:00,10.5,0.5\n", "b.csv")
    assert (again.loaded, again.duplicate) == (0, 1)
    assert city.rows("SELECT count(*), count(DISTINCT source_id) FROM city.events") == [(2, 2)]


def test_a_column_that_looks_like_case_numbers_is_asked_for(city: SmallCity) -> None:
    with pytest.raises(FileRefused, match=r"'Beleg' is different in every row: say source_id = \"Beleg\""):
        city.load_text("Beleg,created_date\nA1,2024-03-01\nA2,2024-03-01\n")


def test_numbers_can_be_made_of_columns_that_the_mapping_names(city: SmallCity) -> None:
    mapping = {"source_id": ["created_date", "complaint_type"]}
    city.load_text("created_date,complaint_type,status\n2024-03-01,Noise,open\n", mapping=mapping)
    city.load_text("created_date,complaint_type,status\n2024-03-01,Noise,closed\n", "b.csv", mapping=mapping)
    assert city.rows("SELECT count(*) FROM city.events") == [(1,)]
