"""Receivers of alarms outside of yiping, declared in `alarm_receivers.toml` in the folder of a city.

    [duty]
    name = "值班室"                                   # what screens call it
    address = "https://oa.example/hooks/alarms"       # or smtp://HOST:25, smtp+starttls://HOST:587
    severity = "warning"                              # from which on; rules = [...] and areas = [...] limit it further
    secret_env = "DUTY_SECRET"                        # or secret_file = "/etc/yiping/duty.key"; never the secret itself
    sender, to, user = ...                            # of mail

Nothing is ever sent to an address that does not stand there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field, ValidationError

from dashboard.mail.mail_receiver import MAIL, MailReceiver, Text
from geodata.errors import UnknownArea
from queries.city import City
from queries.errors import RulesError
from queries.values import Severity

RECEIVERS = "alarm_receivers.toml"
WEB = ("http", "https")


class AlarmReceiver(MailReceiver):
    """One receiver, by mail or at a webhook (http, https). rules, areas: of which alarms are told, all without any;
    group_minutes: for so long alarms of one rule in areas side by side are gathered into one message; over: that they
    are over is told as well."""

    ways: ClassVar[tuple[str, ...]] = (*WEB, *MAIL)
    example: ClassVar[str] = "https://oa.example/alarms"

    key: Text
    name: Annotated[str, Field(min_length=1, max_length=80)]
    severity: Severity = "warning"
    rules: list[str] = Field(default_factory=list)
    areas: list[str] = Field(default_factory=list)
    language: Literal["zh-CN", "en"] = "zh-CN"
    group_minutes: Annotated[int, Field(ge=0, le=1440)] = 5
    over: bool = True


def receivers_of(city: City) -> Mapping[str, AlarmReceiver]:
    """The declared ones by key, read anew; none where there is no file. Raises RulesError."""
    file = city.ground.folder / RECEIVERS
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RulesError(file, "", f"the file cannot be read ({error})") from error
    return {key: _receiver(file, key, table, city) for key, table in tables.items()}


def _receiver(file: Path, key: str, table: object, city: City) -> AlarmReceiver:
    if not isinstance(table, dict):
        raise RulesError(file, key, "a receiver is a table: [key]")
    try:
        receiver = AlarmReceiver(**{**table, "key": key})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise RulesError(file, key, f"{place}: {first['msg']}" if place else str(first["msg"])) from None
    for rule in receiver.rules:
        if rule not in city.alarms.rules:
            raise RulesError(file, key, f"there is no rule {rule!r}; known are {', '.join(city.alarms.rules)}")
    for code in receiver.areas:
        try:
            city.tree.area(code)
        except UnknownArea:
            raise RulesError(file, key, f"there is no area {code!r}") from None
    return receiver
