"""Times whose day stands in one column and whose time of day in another."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from queries.conversion.column_names import recognise
from queries.conversion.mapping_suggestion import suggest_mapping
from queries.conversion.review.column_review import review_columns
from queries.errors import MappingRefused
from tests.queries.loading.conftest import SmallCity

BOTH = {"reported_at": ["day", "clock"]}
OFFSET = 5  # hours of New York behind UTC on 5 March
WRITTEN = """2024-03-05|14:05
2024-03-05|2:05 PM
2024-03-05|02:05:00.000 PM
2024-03-05T00:00:00.000|14:05:00
3/5/2024 12:00:00 AM|1405
2024年3月5日|下午2:05
2024年3月5日|14时05分
05.03.2024|14.05
20240305|140500
45356|0.586805555555556
2024-03-05|1899-12-30 14:05:00
2024-03-05T00:00:00Z|14:05
2024-03-05T00:00:00-05:00|14:05
2024-03-05|2024-03-05 14:05:00
2024-03-05 14:05:00|14:05
2024-03-05|19:05 UTC
|2024-03-05 14:05
"""


def load(city: SmallCity, texts: str, mapping: dict[str, Any] | None = None) -> Any:
    rows = "".join('{},"{}","{}"\n'.format(number, *line.split("|")) for number, line in enumerate(texts.splitlines()))
    return city.load_text("case_id,day,clock\n" + rows, mapping=mapping or BOTH)


def moments(city: SmallCity, column: str = "reported_at") -> list[datetime]:
    found = city.rows("SELECT source_id, reported_at, due_at FROM city.events")
    place = ("reported_at", "due_at").index(column) + 1
    return [row[place] for row in sorted(found, key=lambda row: int(row[0]))]


def test_one_moment_in_the_writings_of_both_columns(city: SmallCity) -> None:
    summary = load(city, WRITTEN)
    for line, moment in zip(WRITTEN.splitlines(), moments(city), strict=True):
        assert moment == datetime.fromisoformat("2024-03-05 19:05"), line
    assert (summary.refused, summary.unread) == (0, {})


UNREAD = ["48", "9", "3 days", "25:99", "2024-03-06 14:05:00", "14:05 CST"]


def test_a_time_of_day_that_cannot_be_used_leaves_the_day_and_is_said(city: SmallCity) -> None:
    lines = [f"2024-03-05|{clock}" for clock in [*UNREAD, "", "-", "0", "24:00"]]
    summary = load(city, "\n".join([*lines, "2024-03-05 14:05|15:05", "soon|14:05", "|14:05"]))
    found = moments(city)
    assert found[: len(UNREAD) + 3] == [datetime.fromisoformat("2024-03-05 05:00")] * (len(UNREAD) + 3)
    assert found[-2:] == [datetime.fromisoformat("2024-03-06 05:00"), datetime.fromisoformat("2024-03-05 19:05")]
    assert (summary.refused, summary.unread) == (2, {"reported_at": len(UNREAD) + 2})
    assert [line for line in summary.warnings if "times of day of reported_at" in line and "'48' (row 2)" in line]
    assert [
        reason for (reason,) in city.rows("SELECT reason FROM city.quarantine") if "'soon 14:05' is no time" in reason
    ]


def test_the_clock_of_the_zone_decides_when_it_is_changed(city: SmallCity) -> None:
    summary = load(city, "2024-03-10|01:59\n2024-03-10|02:30\n2024-11-03|01:30\n2024-03-10|03:00")
    assert [moment.hour for moment in moments(city)] == [6, 7, 5, 7]
    assert [line for line in summary.warnings if "skipped by the clocks" in line]
    assert [line for line in summary.warnings if "said twice" in line]


def test_order_and_format_of_the_day_are_those_of_its_column(city: SmallCity) -> None:
    load(city, "03/04/2024|14:05\n13/04/2024|14:05")
    assert [(moment.day, moment.month) for moment in moments(city)] == [(3, 4), (13, 4)]
    load(city, "24/05/03|14:05", BOTH | {"time_format": {"reported_at": "%y/%d/%m"}, "versions": "arrival"})
    assert moments(city)[0] == datetime.fromisoformat("2024-03-05 19:05")


def test_a_limit_lasts_until_the_end_of_a_day_only_without_a_time_of_day(city: SmallCity) -> None:
    mapping = {"reported_at": "day", "due_at": ["day", "clock"]}
    load(city, "2024-03-05|14:05\n2024-03-05|", mapping)
    assert [(moment.day, moment.hour, moment.minute) for moment in moments(city, "due_at")] == [(5, 19, 5), (6, 4, 59)]


@pytest.mark.parametrize(
    ("names", "both"),
    [
        ("id,open_date,open_time", {"reported_at": ("open_date", "open_time")}),
        ("id,date_opened,Time Opened", {"reported_at": ("date_opened", "Time Opened")}),
        ("编号,上报时间,上报日期", {"reported_at": ("上报日期", "上报时间")}),
        ("id,Meldedatum,Uhrzeit", {"reported_at": ("Meldedatum", "Uhrzeit")}),
        (
            "id,open_dt,closed_date,closed_time",
            {"reported_at": ("open_dt",), "closed_at": ("closed_date", "closed_time")},
        ),
        ("id,open_date,open_timer,response_time", {"reported_at": ("open_date",)}),
    ],
)
def test_the_names_of_both_columns(names: str, both: dict[str, tuple[str, ...]]) -> None:
    found = recognise(names.split(",")).columns
    assert {canonical: columns for canonical, columns in found.items() if canonical.endswith("_at")} == both


@pytest.mark.parametrize("names", ["Date,Time", "日期,时间"])
def test_names_that_say_little_are_proposed_together(city: SmallCity, tmp_path: Path, names: str) -> None:
    (tmp_path / "cases.csv").write_text(f"case_id,{names}\n1,2024-03-05,14:05\n2,2024-03-06,9:00\n", encoding="utf-8")
    found = review_columns(tmp_path / "cases.csv")
    assert [column.certainty for column in found.columns] == ["sure", "guessed", "guessed"]
    assert found.columns[2].examples[0] == ("14:05", "2024-03-05 14:05:00")
    mapping = suggest_mapping(tmp_path / "cases.csv")
    assert tomllib.loads(mapping)["reported_at"] == names.split(",")
    (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
    city.load(tmp_path / "cases.csv", mapping=tmp_path / "mapping.toml")
    assert moments(city)[0] == datetime.fromisoformat("2024-03-05 19:05")


def test_a_duration_beside_a_date_is_not_proposed(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("case_id,Date,Time\n1,2024-03-05,3 days\n2,2024-03-06,48\n", encoding="utf-8")
    assert review_columns(tmp_path / "cases.csv").mapping.columns["reported_at"] == ("Date",)


def test_a_look_at_the_file_says_which_times_of_day_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text(
        "id,open_date,open_time\n1,2024-03-05,48\n2,2024-03-06,9:00\n", encoding="utf-8"
    )
    _, day, clock = review_columns(tmp_path / "cases.csv").columns
    assert [(one.certainty, one.unread) for one in (day, clock)] == [("sure", 0), ("likely", 1)]


def test_dates_and_times_of_parquet(city: SmallCity, tmp_path: Path) -> None:
    table = pa.table({"id": ["1", "2"], "open_date": pa.array([19_787, 19_787], pa.date32()),
                      "open_time": pa.array([50_700_000_000, None], pa.time64("us"))})  # fmt: skip
    pq.write_table(table, tmp_path / "cases.parquet")
    city.load(tmp_path / "cases.parquet")
    assert [(moment.day, moment.hour, moment.minute) for moment in moments(city)] == [(5, 19, 5), (5, 5, 0)]


@pytest.mark.parametrize("mapping", [{"reported_at": ["day", "clock", "case_id"]}, {"title": ["day", "clock"]}])
def test_a_mapping_that_names_more_columns_than_can_be_read_is_refused(
    city: SmallCity, mapping: dict[str, list[str]]
) -> None:
    with pytest.raises(MappingRefused, match="columns: it may name"):
        load(city, "2024-03-05|14:05", {"reported_at": "day"} | mapping)
