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

import os
import tomllib
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from geodata.errors import UnknownArea
from queries.city import City
from queries.errors import RulesError
from queries.values import Severity

RECEIVERS = "alarm_receivers.toml"
WEB, MAIL = ("http", "https"), ("smtp", "smtp+starttls")
Text = Annotated[str, Field(max_length=400)]


class AlarmReceiver(BaseModel):
    """One receiver. rules, areas: of which alarms are told, all without any; group_minutes: for so long alarms of one
    rule in areas side by side are gathered into one message; over: that they are over is told as well; ca_file:
    who vouches for its certificate, where that is no public authority."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    key: Text
    name: Annotated[str, Field(min_length=1, max_length=80)]
    address: Text
    severity: Severity = "warning"
    rules: list[str] = []
    areas: list[str] = []
    language: Literal["zh-CN", "en"] = "zh-CN"
    group_minutes: Annotated[int, Field(ge=0, le=1440)] = 5
    over: bool = True
    sender: Text = ""
    to: list[Text] = []
    user: Text = ""
    secret_env: Text = ""
    secret_file: Text = ""
    ca_file: Text = ""

    @property
    def is_mail(self) -> bool:
        """Told by mail, else by a webhook."""
        return urlsplit(self.address).scheme in MAIL

    def secret(self) -> str:
        """Its secret; empty without one. Raises OSError and KeyError (of the environment)."""
        if self.secret_file:
            return Path(self.secret_file).read_text("utf-8").strip()
        return os.environ[self.secret_env] if self.secret_env else ""

    @model_validator(mode="after")
    def _is_reachable(self) -> AlarmReceiver:
        parts = urlsplit(self.address)
        if parts.scheme not in (*WEB, *MAIL) or not parts.hostname or parts.port == 0:
            raise ValueError(f"address is no address of {', '.join((*WEB, *MAIL))}, such as https://oa.example/alarms")
        if parts.username or parts.password:
            raise ValueError("address holds a secret; name it by secret_env or secret_file instead")
        if self.secret_env and self.secret_file:
            raise ValueError("write either secret_env or secret_file")
        if self.is_mail:
            self._refuse_mail(parts.scheme == "smtp" and not _is_here(parts.hostname))
        elif self.sender or self.to or self.user:
            raise ValueError("sender, to and user belong to mail")
        return self

    def _refuse_mail(self, is_open: bool) -> None:
        if not self.sender or not self.to:
            raise ValueError("mail needs sender and to")
        if any("@" not in one or any(sign in one for sign in "\r\n<>,") for one in (self.sender, *self.to)):
            raise ValueError("sender and to are addresses such as duty@city.example")
        if bool(self.user) != bool(self.secret_env or self.secret_file):
            raise ValueError("a user of mail needs secret_env or secret_file, and the other way round")
        if self.user and is_open:
            raise ValueError("others can read the secret along; use smtp+starttls://")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


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
