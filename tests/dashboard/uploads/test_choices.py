"""What is chosen about a file as the mapping that loads it."""

from pathlib import Path

import pytest

from dashboard.errors import BadParameter
from dashboard.uploads.choices import FileChoices
from queries.conversion.review.column_review import FileReview, review_columns

FLAGS = ["INTIME_ARCHIVE_NUM", "INTIME_TO_ARCHIVE_NUM"]


@pytest.fixture
def guess(tmp_path: Path) -> FileReview:
    file = tmp_path / "cases.csv"
    file.write_text(f"rec_id,create_time,{','.join(FLAGS)},other\n1,2024-03-01,1,-,x\n2,2024-03-01,-,1,y\n")
    return review_columns(file)


def test_columns_of_yes_and_no_are_what_they_say_together_until_one_is_changed(guess: FileReview) -> None:
    mapping = FileChoices().mapping(guess)
    assert (mapping["status"], mapping["close_type"]) == (FLAGS, FLAGS[:1])
    mapping = FileChoices(columns={"2": ""}).mapping(guess)
    assert (mapping["status"], mapping["close_type"]) == (FLAGS[1], "")


def test_no_other_column_may_say_it_too(guess: FileReview) -> None:
    with pytest.raises(BadParameter, match="more than one column means status"):
        FileChoices(columns={"4": "status"}).mapping(guess)


def test_a_time_may_be_a_day_and_a_time_of_day(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("id,When,Clock,Other\n1,2024-03-05,14:05,x\n")
    guess = review_columns(file)
    chosen = FileChoices(columns={"1": "reported_at", "2": "reported_at"}).mapping(guess)
    assert chosen["reported_at"] == ["When", "Clock"]
    with pytest.raises(BadParameter, match="more than one column means reported_at"):
        FileChoices(columns={"1": "reported_at", "2": "reported_at", "3": "reported_at"}).mapping(guess)
