"""Words for "empty", placeholder days, and values that cannot be read, where a value is optional."""

from datetime import datetime

import pytest

from tests.queries.loading.conftest import SmallCity

HEADER = "case_id,open_dt,closed_dt,status,lon,lat\n"
utc = datetime.fromisoformat
CLOSED_AT = "SELECT closed_at, flags FROM city.events ORDER BY source_id"


@pytest.mark.parametrize(
    "word",
    [
        "NA",
        "n/a",
        "None",
        "-",
        "--",
        "NaT",
        "#N/A",
        "null",
        "(null)",
        "无",
        "暂无",
        "0000-00-00",
        "0000-00-00 00:00:00",
        "0",
    ],
)
def test_a_word_for_empty_in_an_optional_time_is_empty(city: SmallCity, word: str) -> None:
    summary = city.load_text(f"{HEADER}1,2024-03-01 08:00,{word},Open,0.5,10.5\n2,2024-03-01 08:00,,Open,0.5,10.5\n")
    assert (summary.loaded, summary.refused) == (2, 0)
    assert city.rows(CLOSED_AT) == [(None, None)] * 2


def test_open_cases_are_not_lost(city: SmallCity) -> None:
    words = ("2024-03-02 08:00", "NA", "None", "-", "", "NaT", "#N/A", "1900-01-01 00:00:00", "0000-00-00 00:00:00")
    rows = "".join(
        f"{n},2024-03-01 08:00,{word},{'Open' if n else 'Closed'},0.5,10.5\n" for n, word in enumerate(words)
    )
    summary = city.load_text(HEADER + rows)
    assert (summary.read, summary.loaded, summary.refused) == (9, 9, 0)
    assert [closed for closed, _ in city.rows(CLOSED_AT)] == [utc("2024-03-02 13:00"), *[None] * 8]


@pytest.mark.parametrize("word", ["NA", "-", "无", "#N/A"])
def test_a_word_for_empty_is_no_case_number_and_no_time_of_report(city: SmallCity, word: str) -> None:
    rows = f"{word},2024-03-01 08:00,,Open,0.5,10.5\n2,{word},,Open,0.5,10.5\n3,2024-03-01 08:00,,Open,0.5,10.5\n"
    summary = city.load_text(HEADER + rows)
    assert (summary.loaded, summary.reasons) == (1, {"no case number": 1, "no time of report": 1})


@pytest.mark.parametrize("word", ["NA", "-", "无", "None", "#N/A"])
def test_a_word_for_empty_is_no_number_and_nothing_is_said_of_it(city: SmallCity, word: str) -> None:
    summary = city.load_text(
        f"case_id,open_dt,lon,lat,附件数,resolved\n1,2024-03-01 08:00,{word},{word},{word},{word}\n"
    )
    assert (summary.loaded, summary.points, summary.unknown_words) == (1, {"missing": 1}, {})
    assert not [line for line in summary.warnings if "no number" in line]


@pytest.mark.parametrize(
    "day",
    ["1900-01-01", "1900-01-01 00:00:00", "1970-01-01T00:00:00Z", "1969-12-31 19:00:00", "1899-12-30", "9999-12-31",
     "9999-12-31 23:59:59.997", "0001-01-01 00:00:00", "1753-01-01", "2099-12-31", "2999-12-31", "1900/1/1", "0"],
)  # fmt: skip
def test_a_placeholder_that_cannot_be_meant_is_empty_and_said(city: SmallCity, day: str) -> None:
    rows = f"1,2024-03-01 08:00,2024-03-02 08:00,Closed,0.5,10.5\n8,2024-03-01 12:50,{day},Open,0.5,10.5\n"
    summary = city.load_text(HEADER + rows)
    assert (summary.loaded, summary.flags) == (2, {})
    assert city.rows(CLOSED_AT)[1] == (None, None)
    if day != "0":
        assert [line for line in summary.warnings if "placeholder" in line and f"{day!r} (row 3)" in line]


def test_a_limit_without_end_is_no_limit(city: SmallCity) -> None:
    city.load_text("case_id,open_dt,办理期限\n1,2024-03-01 08:00,9999-12-31\n2,2024-03-01 08:00,2024-03-05 08:00\n")
    assert city.rows("SELECT due_at FROM city.events ORDER BY source_id") == [(None,), (utc("2024-03-05 13:00"),)]


def test_a_report_on_a_placeholder_day_is_refused(city: SmallCity) -> None:
    summary = city.load_text(
        f"{HEADER}1,1900-01-01,,Open,0.5,10.5\n2,9999-12-31,,Open,0.5,10.5\n3,2024-03-01,,Open,0.5,10.5\n"
    )
    assert (summary.loaded, summary.refused) == (1, 2)


def test_a_time_of_an_old_file_is_no_placeholder(city: SmallCity) -> None:
    """Cases that were reported when the day was an ordinary one keep it."""
    city.load_text(f"{HEADER}1,1969-12-30 10:00,1970-01-01,Closed,0.5,10.5\n")
    assert city.rows("SELECT closed_at FROM city.events") == [(utc("1970-01-01 05:00"),)]


def test_what_is_no_number_is_named_with_its_first_rows(city: SmallCity) -> None:
    rows = "".join(f"{n},2024-03-01 08:00,here{n},10.5\n" for n in range(5))
    summary = city.load_text("case_id,open_dt,lon,lat\n" + rows)
    said = "5 values of lon are no numbers and were left empty: 'here0' (row 2), 'here1' (row 3), 'here2' (row 4)."
    assert said in summary.warnings


def test_nothing_is_said_of_placeholders_where_there_are_none(city: SmallCity) -> None:
    """Also beside a time that cannot be read at all."""
    summary = city.load_text(HEADER + "1,2024-03-01 10:00,,open,,\n2,never,,open,,\n3,2024-03-02,soon,open,,\n")
    assert (summary.loaded, summary.refused) == (1, 2)
    assert not [line for line in summary.warnings if "stand" in line]
