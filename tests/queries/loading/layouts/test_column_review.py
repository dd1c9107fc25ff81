"""The look at a file before it is loaded: meanings, certainty, values as they are read, and what is missing."""

import tomllib
from pathlib import Path

import pytest

from queries.conversion.mapping_suggestion import mapping_text, suggest_mapping
from queries.conversion.review.column_review import FileReview, review_columns
from queries.errors import FileRefused
from tests.queries.loading.conftest import SmallCity


def review(folder: Path, text: str) -> FileReview:
    (folder / "cases.csv").write_text(text, encoding="utf-8")
    return review_columns(folder / "cases.csv")


def certainty_of(found: FileReview) -> dict[str, tuple[str, str]]:
    return {column.name: (column.means, column.certainty) for column in found.columns}


def test_each_column_has_its_meaning_its_certainty_and_three_values_as_they_are_read(tmp_path: Path) -> None:
    rows = "".join(
        f"{n},03/{n + 10}/2024 02:15:00 PM,{word},x\n" for n, word in enumerate(("Open", "Closed", "Odd", "Open"), 1)
    )
    found = review(tmp_path, "Case ID,Opened,Status,Extra\n" + rows)
    assert certainty_of(found) == {
        "Case ID": ("source_id", "sure"),
        "Opened": ("reported_at", "sure"),
        "Status": ("status", "likely"),
        "Extra": ("", "not used"),
    }
    opened, status = found.columns[1:3]
    assert opened.examples[0] == ("03/11/2024 02:15:00 PM", "2024-03-11 14:15:00")
    assert status.examples == (("Open", "open"), ("Closed", "closed"), ("Odd", "unknown"))
    assert (status.unread, found.unknown_words) == (1, {"status": {"Odd": 1}})
    assert "[words.status]" in mapping_text(found)


def test_columns_that_no_name_gives_are_guessed_by_their_values(city: SmallCity, tmp_path: Path) -> None:
    found = review(
        tmp_path,
        "Kind,Ticket,When,X,Y\nLamp,T-1,2024-03-01 09:05,0.5,10.5\nLamp,T-2,2024-03-01 10:05,1.5,10.5\n",
    )
    guessed = {column.means for column in found.columns if column.certainty == "guessed"}
    assert (guessed, found.missing) == ({"source_id", "reported_at", "lon", "lat"}, ())
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(mapping_text(found), encoding="utf-8")
    assert city.load(tmp_path / "cases.csv", mapping=mapping).loaded == 2
    assert city.case("T-1", "area_id, reported_hour") == (2, 9)


@pytest.mark.parametrize(("x", "kind"), [("300000.5", "metres"), ("5", "whole numbers"), ("here", "text")], ids=str)
def test_x_and_y_that_are_no_degrees_are_not_guessed(tmp_path: Path, x: str, kind: str) -> None:
    found = review(tmp_path, f"case_id,opened,X,Y\n1,2024-03-01,{x},10.5\n")
    assert certainty_of(found)["X"] == ("", "not used"), kind


def test_what_is_missing_is_named_and_the_rest_is_read_all_the_same(tmp_path: Path) -> None:
    found = review(tmp_path, "complaint,status\nlamp dark,Closed\nlamp dark,Open\n")
    assert found.missing == ("source_id", "reported_at")
    assert found.columns[1].examples == (("Closed", "closed"), ("Open", "open"))
    text = mapping_text(found)
    assert '# source_id = "…"  # needed' in text
    assert '# reported_at = "…"  # needed' in text
    assert tomllib.loads(text) == {"status": "status"}


def test_values_that_cannot_be_read_make_a_column_less_sure_and_are_counted(tmp_path: Path) -> None:
    found = review(tmp_path, "case_id,opened,closed\n1,2024-03-01,soon\n2,2024-03-01,2024-03-02\n3,2024-03-01,\n")
    closed = found.columns[2]
    assert (closed.certainty, closed.unread) == ("likely", 1)
    assert sum((found.refused or {}).values()) == 1
    assert "1 of these rows would be refused" in mapping_text(found)


def test_personal_data_is_named_but_never_shown(tmp_path: Path) -> None:
    found = review(tmp_path, "case_id,opened,phone,title\n1,2024-03-01,13800000000,call 13800000000\n")
    assert certainty_of(found)["phone"] == ("", "withheld")
    assert "13800000000" not in mapping_text(found)


@pytest.mark.parametrize("name", ['a "quoted" name', "two\nlines", "hash # = sign", "列 名"])
def test_any_name_of_a_column_and_any_value_make_a_readable_mapping(tmp_path: Path, name: str) -> None:
    quoted = name.replace('"', '""')
    found = review(tmp_path, f'case_id,opened,"{quoted}","{quoted} 2"\n1,2024-03-01,"a\n""b"" # [c]",x\n')
    assert tomllib.loads(mapping_text(found)) == {"source_id": "case_id", "reported_at": "opened"}


def test_a_file_without_rows_or_of_another_kind(tmp_path: Path) -> None:
    assert review(tmp_path, "case_id,opened\n").rows == 0
    with pytest.raises(FileRefused):
        suggest_mapping(tmp_path / "nowhere.csv")


def test_what_is_personal_within_an_object_is_not_shown_and_a_mapping_keeps_what_is_not(tmp_path: Path) -> None:
    """owner.name is the name of a person as well as of an office: withheld until a mapping says which it is."""
    row = '{"id":"%d","created":"2024-03-01","owner":{"name":"Quentin Zebra","id":5}}\n'
    (tmp_path / "cases.jsonl").write_text("".join(row % number for number in (1, 2)), encoding="utf-8")
    found = suggest_mapping(tmp_path / "cases.jsonl")
    assert "Zebra" not in found
    assert "# Personal data, withheld: owner.name\n" in found
    assert 'department = "owner.name"' in found
    kept = mapping_text(review_columns(tmp_path / "cases.jsonl", {"department": "owner.name"}))
    assert "withheld" not in kept
    (tmp_path / "cases.csv").write_text("case_id,open_dt,Owner/Address\n1,2024-03-01,Main St 5\n", encoding="utf-8")
    assert "withheld: Owner/Address" in suggest_mapping(tmp_path / "cases.csv")


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("1709649000", "1709735400", "seconds since 1970"),
        ("1709649000.0", "1709649060.5", "seconds since 1970"),
        ("1709649000000", "1709649060000", "milliseconds since 1970"),
        ("20240305", "20240408", "days written"),
        ("20240305143000", "20240305143100", "moments written"),
    ],
)
def test_numbers_under_an_unknown_name_are_times_where_all_of_them_would_be(
    tmp_path: Path, first: str, second: str, kind: str
) -> None:
    found = review(tmp_path, f"ticket_id,stamp\n1,{first}\n2,{second}\n")
    assert certainty_of(found)["stamp"] == ("reported_at", "guessed")
    assert found.columns[1].examples[0][1][:10] == "2024-03-05"  # type: ignore[index]
    assert [note for note in found.notes if kind in note and "'stamp' is a guess" in note]
    assert "# 'stamp' is a guess" in mapping_text(found)


@pytest.mark.parametrize(
    "values", ["1700000001,1700000002", "1709649000,99", "1709649000,2409649000", "20240001,20240002", "45356,45357"]
)
def test_numbers_that_are_not_all_times_are_none(tmp_path: Path, values: str) -> None:
    first, second = values.split(",")
    found = review(tmp_path, f"ticket_id,stamp\n1,{first}\n2,{second}\n")
    assert found.missing == ("reported_at",)


def test_a_written_time_says_more_than_numbers(tmp_path: Path) -> None:
    found = review(tmp_path, "ticket_id,stamp,when\n1,1709649000,2024-03-05 14:30\n2,1709735400,2024-03-06 14:30\n")
    assert found.mapping.columns["reported_at"] == ("when",)
