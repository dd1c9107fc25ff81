"""Limits that a source gives as lengths of time end by the clock, or by the working time of the city."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from geodata.city.profile import SourceProfile
from geodata.city.working_hours import WorkingHours
from queries.conversion.limits import LimitLength, limit_length
from queries.errors import MappingRefused
from queries.intake.reception import Reception
from tests.queries.loading.conftest import SmallCity, open_small_city

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = WorkingHours(hours=("09:00-12:00", "13:00-18:00"))


@pytest.fixture
def chinese_city(tmp_path: Path) -> Iterator[SmallCity]:
    """A city with Chinese holidays and eight office hours a day; `hotline` counts limits from acceptance."""
    hotline = SourceProfile(mapping={"limits_from": {"due_at": "accepted_at"}})
    opened = open_small_city(tmp_path, "Asia/Shanghai", hotline=hotline)
    opened.context.replace_profile(opened.profile.model_copy(update={"working_time": OFFICE}))
    yield opened
    opened.store.close()


def local(text: str) -> datetime:
    """A moment of the city's wall clock as the store has it."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("2个工作日", LimitLength(2, "working_day")),
        ("4 工作小时内", LimitLength(4, "working_hour")),
        ("两个工作日", LimitLength(2, "working_day")),
        ("24小时", LimitLength(24, "hour")),
        ("1.5 Hours", LimitLength(1.5, "hour")),
        ("5天之内", LimitLength(5, "day")),
        ("30 min", LimitLength(30, "minute")),
        ("5", None),
        ("尽快", None),
        ("2024-03-01", None),
        ("-2天", None),
    ],
)
def test_lengths_are_recognised(text: str, length: LimitLength | None) -> None:
    assert limit_length(text) == length


@pytest.mark.parametrize(
    ("dispatched", "limit", "ends"),
    [
        ("2024-09-30 15:00", "2个工作日", "2024-10-09 15:00"),  # over the National Day holiday
        ("2024-09-28 10:00", "2个工作日", "2024-09-30 18:00"),  # Sunday the 29th is a make-up working day
        ("2024-03-05 17:00", "4工作小时", "2024-03-06 12:00"),
        ("2024-09-30 15:00", "2天", "2024-10-02 15:00"),
        ("2024-09-30 15:00", "36小时", "2024-10-02 03:00"),
        ("2024-09-30 15:00", "2024-10-08 12:00", "2024-10-08 12:00"),
    ],
)
def test_a_length_counts_from_the_dispatch(chinese_city: SmallCity, dispatched: str, limit: str, ends: str) -> None:
    header = "工单编号,上报时间,派遣时间,办理期限\n"
    summary = chinese_city.load_text(f"{header}1,2024-01-01 08:00,{dispatched},{limit}\n", source="others")
    assert (summary.loaded, summary.refused) == (1, 0)
    assert chinese_city.rows("SELECT due_at, due_day FROM city.events") == [
        (local(ends), datetime.fromisoformat(ends).date())
    ]


def test_a_mapping_names_another_time_to_count_from(chinese_city: SmallCity) -> None:
    rows = "1,2024-03-04 08:00,2024-03-04 10:00,2024-03-05 09:00,1个工作日\n"
    chinese_city.load_text("工单编号,上报时间,受理时间,派遣时间,办理期限\n" + rows, source="hotline")
    assert chinese_city.rows("SELECT due_at FROM city.events") == [(local("2024-03-05 10:00"),)]


def test_a_delivery_counts_as_a_file_does(chinese_city: SmallCity) -> None:
    row = {"工单编号": "1", "上报时间": "2024-03-04 08:00", "受理时间": "2024-03-04 10:00", "办理期限": "1个工作日"}
    reception = Reception(chinese_city.context)
    reception.start()
    receipt = reception.accept("hotline", "events", [row, row | {"工单编号": "2", "办理期限": "尽快"}])
    reception.stop()
    assert [refused.row for refused in receipt.refused] == [1]
    assert chinese_city.rows("SELECT due_at FROM city.events") == [(local("2024-03-05 10:00"),)]


def test_without_a_time_to_count_from_the_limit_is_empty_and_the_summary_says_so(chinese_city: SmallCity) -> None:
    rows = "1,2024-01-01 08:00,2个工作日\n2,2024-01-01 08:00,2天\n"
    summary = chinese_city.load_text("工单编号,上报时间,办理期限\n" + rows, source="others")
    assert chinese_city.rows("SELECT due_at FROM city.events") == [(None,), (None,)]
    assert any("2 limits" in sentence and "dispatched_at" in sentence for sentence in summary.warnings)


def test_a_year_without_a_calendar_is_not_guessed(chinese_city: SmallCity, tmp_path: Path) -> None:
    text = "工单编号,上报时间,派遣时间,办理期限\n1,2011-03-04 08:00,2050-03-04 09:00,2个工作日\n"
    (tmp_path / "elsewhere").mkdir()
    american = open_small_city(tmp_path / "elsewhere")
    for place in (chinese_city, american):  # a year whose holidays are not published, and a country without a calendar
        summary = place.load_text(text, source="others")
        assert place.rows("SELECT due_at FROM city.events") == [(None,)]
        assert any("calendar of working days is missing" in sentence for sentence in summary.warnings)
    american.store.close()


def test_other_texts_are_refused_as_before(chinese_city: SmallCity) -> None:
    text = "工单编号,上报时间,派遣时间,办理期限\n1,2024-01-01 08:00,2024-01-01 09:00,尽快\n"
    summary = chinese_city.load_text(text, source="others")
    assert (summary.loaded, summary.refused) == (0, 1)


def test_a_limit_must_be_counted_from_a_time_of_the_life_cycle(chinese_city: SmallCity) -> None:
    table = {"limits_from": {"due_at": "title"}}
    with pytest.raises(MappingRefused, match="limits_from"):
        chinese_city.load_text("工单编号,上报时间\n1,2024-01-01 08:00\n", source="others", mapping=table)
