"""Lines of a crontab: days of the week as crontab counts them, in the zone of a city."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dashboard.jobs.crontab import newest_due, trigger_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
SATURDAY = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)  # 12:00 in the city


@pytest.mark.parametrize(
    ("line", "newest"),
    [
        ("0 8 * * 1", "2026-11-23 08:00"),
        ("0 8 * * mon", "2026-11-23 08:00"),
        ("0 8 * * 0", "2026-11-22 08:00"),
        ("0 8 * * 7", "2026-11-22 08:00"),
        ("0 8 * * 1-5", "2026-11-27 08:00"),
        ("0 8 * * 5-7", "2026-11-28 08:00"),
        ("0 8 * * 1-5/2", "2026-11-27 08:00"),
        ("0 13 * * *", "2026-11-27 13:00"),
        ("0 12 * * *", "2026-11-28 12:00"),
        ("30 7 1 * *", "2026-11-01 07:30"),
        ("0 8 29 2 *", "2024-02-29 08:00"),
    ],
)
def test_the_newest_moment_of_a_line(line: str, newest: str) -> None:
    found = newest_due(line, SHANGHAI, SATURDAY)
    assert found == datetime.fromisoformat(newest).replace(tzinfo=SHANGHAI)


def test_a_day_that_does_not_come() -> None:
    assert newest_due("0 8 31 2 *", SHANGHAI, SATURDAY) is None


@pytest.mark.parametrize("line", ["0 8 * *", "0 8 * * 8", "0 8 * * 1/0", "0 8 1 * 1", "0 24 * * *", "x 8 * * *", ""])
def test_a_line_that_is_none(line: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        trigger_of(line, SHANGHAI)
