"""What a message says: as JSON for a webhook, as lines of text for mail. Without remarks of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dashboard.alarms.listing import alarm_as_json
from dashboard.alarms.messages.message import Message
from dashboard.alarms.naming import number_text
from dashboard.words.catalogue import Catalogue
from queries.city import City
from queries.values import SEVERITIES, Alarm

MOST_LINES = 50
KEPT_APART = ("answer", "messages", "standing")
"""What people said of an alarm stays in the city."""


@dataclass(frozen=True)
class Content:
    """subject: one line; text: lines; about: all of it as data."""

    subject: str
    text: str
    about: Mapping[str, Any]


def content_of(city: City, message: Message, alarms: Mapping[str, Alarm], words: Catalogue, now: datetime) -> Content:
    """alarms: those that the receiver may be told of, by key, as they stand now; others are left out."""
    steps = {one.alarm: one.step for one in message.news if one.alarm in alarms}
    told = [_told(city, alarms[key], step, words) for key, step in steps.items()]
    profile, district = city.profile, city.tree.area(message.area)
    title = words.either(profile.title_zh, profile.title_en)
    worst = max((one["severity"] for one in told), key=SEVERITIES.index)
    name = told[0]["rule_name"]
    count = words("alarms.told.count", count=len(told)) if len(told) > 1 else _place(told[0])
    shown = [words(f"alarms.severities.{worst}"), name, count]
    mark = [words("alarms.told.simulated")] if profile.simulated else []
    subject = " ".join(" · ".join((title, *mark, *shown)).split())
    lines = [subject, *(_line(one, words) for one in told[:MOST_LINES])]
    if len(told) > MOST_LINES:
        lines.append(words("alarms.more", count=len(told) - MOST_LINES))
    about = {
        "message": message.key, "city": profile.name, "city_name": title, "simulated": profile.simulated,
        "rule": message.rule, "rule_name": name, "area": message.area, "area_name": district.name, "severity": worst,
        "text": "\n".join(lines), "alarms": told, "sent_at": now.astimezone(profile.time_zone).isoformat(),
    }  # fmt: skip
    return Content(subject, "\n".join(lines), about)


def _told(city: City, alarm: Alarm, step: str, words: Catalogue) -> dict[str, Any]:
    told = {name: value for name, value in alarm_as_json(city, alarm, words).items() if name not in KEPT_APART}
    return {**told, "step": step}


def _place(told: Mapping[str, Any]) -> str:
    return " · ".join(part for part in (told["area_name"], told["subject_name"]) if part)


def _line(told: Mapping[str, Any], words: Catalogue) -> str:
    value = number_text(told["value"], told["unit"], words)
    parts: Sequence[str] = (words(f"alarms.told.{told['step']}"), _place(told), value, told["limit"])
    return " · ".join((*(part for part in parts if part), str(told["told_at"])[:16].replace("T", " ")))
