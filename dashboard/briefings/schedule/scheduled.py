"""Briefings that are made by themselves, declared in `briefing_schedule.toml` in the folder of a city.

    [monday]                       # any key; it stands in the names of the files
    briefing = "weekly"            # a key of briefings.toml
    at = "0 8 * * 1"               # a line of a crontab in the city's zone: Mondays at 8; at most once an hour
    area = "410105000000"          # the whole city without; special = "…" of a special grid
    forms = ["pdf", "xlsx"]        # and png, a file for each page; pdf without
    paper = "a4"                   # a3, slide; scale = 2 of PNG
    language = "zh-CN"             # or "en"; that of the city without
    folder = "leaders"             # within briefings/ of the city's folder (that itself without), or absolute
    keep = 60                      # so many of the newest are kept
    account = "zhao"               # whose rights it is made with; needed where the city has accounts
    server = "https://city.example"  # where its links lead; no links without

    [monday.mail]                  # as a receiver of alarms by mail
    address = "smtp+starttls://mail.example:587"
    sender = "yiping@city.example"
    to = ["zhao@city.example"]
    user = "yiping"
    secret_file = "/etc/yiping/mail.key"

It is read anew each time; while it has a mistake nothing is made, and the job says which.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from dashboard.briefings.briefing_files import FORMS
from dashboard.briefings.city_briefings import declared_briefings
from dashboard.briefings.declaration import BriefingDeclaration
from dashboard.briefings.typesetting.typesetting import MOST_SCALE
from dashboard.errors import DashboardError
from dashboard.jobs.crontab import newest_due
from dashboard.mail.mail_receiver import MailReceiver
from dashboard.view.view_state import PAPERS
from geodata.errors import UnknownArea
from queries.city import City

SCHEDULE = "briefing_schedule.toml"
FOLDER = "briefings"
MOST_SCHEDULED = 200
Text = Annotated[str, Field(max_length=400)]


class ScheduleWrong(DashboardError):  # noqa: N818
    """What is wrong with the schedule of a city, in one English sentence that names the place."""


class ScheduledBriefing(BaseModel):
    """One table of the file, whose head says what its fields mean."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,40}$")]
    briefing: Text
    at: Text
    area: Text = ""
    special: Text = ""
    forms: Annotated[list[Literal[FORMS]], Field(min_length=1)] = ["pdf"]  # type: ignore[valid-type]
    paper: Literal[PAPERS] = "a4"  # type: ignore[valid-type]
    scale: Annotated[float, Field(ge=1, le=MOST_SCALE)] = 1.0
    language: Literal["", "zh-CN", "en"] = ""
    folder: Text = ""
    keep: Annotated[int, Field(ge=1, le=1000)] = 60
    account: Text = ""
    server: Text = ""
    mail: MailReceiver | None = None

    @field_validator("at")
    @classmethod
    def _comes_at_most_hourly(cls, line: str) -> str:
        if not line.partition(" ")[0].isdecimal():
            raise ValueError("at most once an hour: its minute is one number, such as in 0 8 * * 1")
        if newest_due(line, UTC, datetime.now(UTC)) is None:
            raise ValueError("such a day does not come")
        return line

    @field_validator("server")
    @classmethod
    def _is_a_server(cls, address: str) -> str:
        parts = urlsplit(address)
        if address and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/")):
            raise ValueError("an address such as https://city.example")
        return address.rstrip("/")

    @field_validator("folder")
    @classmethod
    def _leads_nowhere_else(cls, folder: str) -> str:
        if ".." in Path(folder).parts:
            raise ValueError("write it without `..`")
        return folder

    def folder_of(self, city: Path) -> Path:
        """Where its files lie."""
        return city / FOLDER / self.folder


def schedule_of(city: City) -> Mapping[str, ScheduledBriefing]:
    """The declared ones by key, read anew; none where there is no file. Raises ScheduleWrong."""
    try:
        tables = tomllib.loads((city.ground.folder / SCHEDULE).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ScheduleWrong(f"{SCHEDULE} cannot be read ({error}).") from error
    if len(tables) > MOST_SCHEDULED:
        raise ScheduleWrong(f"{SCHEDULE}: more than {MOST_SCHEDULED} briefings.")
    known = {one.key: one for one in declared_briefings(city)} if tables else {}
    return {key: _checked(_read(key, table), known, city) for key, table in tables.items()}


def _read(key: str, table: Any) -> ScheduledBriefing:
    if not isinstance(table, dict):
        raise _wrong(key, "a scheduled briefing is a table: [key]")
    try:
        return ScheduledBriefing(**{**table, "key": key})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise _wrong(f"{key}.{place}" if place else key, str(first["msg"]).removeprefix("Value error, ")) from None


def _checked(one: ScheduledBriefing, known: Mapping[str, BriefingDeclaration], city: City) -> ScheduledBriefing:
    briefing = known.get(one.briefing)
    if briefing is None:
        raise _wrong(f"{one.key}.briefing", f"{one.briefing!r} is none of {', '.join(known)}")
    try:
        area = city.tree.area(one.area) if one.area else city.tree.root
    except UnknownArea:
        raise _wrong(f"{one.key}.area", f"there is no area {one.area!r}") from None
    level = city.profile.levels[area.level].key
    if briefing.level and briefing.level != level:
        raise _wrong(f"{one.key}.area", f"{one.briefing} is about a {briefing.level}; {area.name} is a {level}")
    if briefing.special and not one.special:
        raise _wrong(f"{one.key}.special", f"{one.briefing} is about a special grid; name its code")
    folder, own = one.folder_of(city.ground.folder), city.ground.folder.resolve()
    inside = folder.resolve()
    if inside.is_relative_to(own) and not inside.is_relative_to(own / FOLDER):
        raise _wrong(f"{one.key}.folder", f"within the city's folder only {FOLDER}/ takes briefings")
    return one


def _wrong(place: str, why: str) -> ScheduleWrong:
    return ScheduleWrong(f"{SCHEDULE}: {place}: {why.rstrip('.')}.")
