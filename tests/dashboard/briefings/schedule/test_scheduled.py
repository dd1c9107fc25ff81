"""The file of a schedule: a mistake is refused in a sentence that names the place, and nothing is made meanwhile."""

from __future__ import annotations

import pytest

from dashboard.briefings.schedule.scheduled import SCHEDULE, ScheduleWrong, schedule_of
from tests.dashboard.briefings.schedule.conftest import Scheduled

GOOD = '[a]\nbriefing = "short"\nat = "0 8 * * 1"\n'
MISTAKES = (
    ("[a", "cannot be read"),
    ("a = 1", "a: a scheduled briefing is a table"),
    ("[a]\n", "a.briefing: Field required"),
    (GOOD.replace("[a]", "['a/b']"), "a/b.key: String should match"),
    (GOOD.replace("short", "poems"), "a.briefing: 'poems' is none of short, daily"),
    (GOOD.replace("0 8 * * 1", "soon"), "a.at: at most once an hour"),
    (GOOD.replace("0 8 * * 1", "*/5 8 * * 1"), "a.at: at most once an hour"),
    (GOOD.replace("0 8 * * 1", "0 8 * *"), "a.at: a line has five fields"),
    (GOOD.replace("0 8 * * 1", "0 8 30 2 *"), "a.at: such a day does not come"),
    (GOOD + 'area = "none"', "a.area: there is no area 'none'"),
    (GOOD.replace("short", "district"), "a.area: district is about a district"),
    (GOOD.replace("short", "special"), "a.special: special is about a special grid"),
    (GOOD + 'forms = ["docx"]', "a.forms.0: Input should be 'pdf'"),
    (GOOD + "forms = []", "a.forms: List should have at least 1 item"),
    (GOOD + 'paper = "b5"', "a.paper: Input should be"),
    (GOOD + "scale = 9.0", "a.scale: Input should be less than"),
    (GOOD + "keep = 0", "a.keep: Input should be greater"),
    (GOOD + 'folder = "../landing"', "a.folder: write it without `..`"),
    (GOOD + 'folder = "CITY/landing"', "a.folder: within the city's folder only briefings/ takes briefings"),
    (GOOD + 'server = "ftp://h"', "a.server: an address such as"),
    (GOOD + "colour = 1", "a.colour: Extra inputs"),
    (GOOD + '[a.mail]\naddress = "https://h/"\n', "a.mail: address is no address of smtp"),
    (GOOD + '[a.mail]\naddress = "smtp://h"\n', "a.mail: mail needs sender and to"),
)


def test_a_mistake_is_named(scheduled: Scheduled) -> None:
    file = scheduled.folder / SCHEDULE
    for text, why in MISTAKES:
        file.write_text(text.replace("CITY", str(scheduled.folder)), "utf-8")
        with pytest.raises(ScheduleWrong, match=SCHEDULE) as refused:
            schedule_of(scheduled.city)
        assert why in str(refused.value), (text, str(refused.value))


def test_what_is_understood_is_read_anew(scheduled: Scheduled) -> None:
    file = scheduled.folder / SCHEDULE
    file.write_text(GOOD + 'scale = 2\nserver = "https://city.example/"', "utf-8")
    one = schedule_of(scheduled.city)["a"]
    assert (one.scale, one.server, one.forms) == (2, "https://city.example", ["pdf"])
    file.write_text("", "utf-8")
    assert schedule_of(scheduled.city) == {}
