"""Where something goes outside of yiping, as a file of a city declares it: an address, and what mail needs besides."""

from __future__ import annotations

import os
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, ClassVar, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

MAIL = ("smtp", "smtp+starttls")
Text = Annotated[str, Field(max_length=400)]


class MailReceiver(BaseModel):
    """address: of a mail server, smtp://HOST:25 or smtp+starttls://HOST:587; sender, to: addresses of mail; user, and
    secret_env or secret_file: with which one signs in there; ca_file: who vouches for its certificate, where that is no
    public authority. `ways`: schemes of addresses."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    ways: ClassVar[tuple[str, ...]] = MAIL
    example: ClassVar[str] = "smtp+starttls://mail.example:587"

    address: Text
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
    def _is_reachable(self) -> Self:
        parts = urlsplit(self.address)
        if parts.scheme not in self.ways or not parts.hostname or parts.port == 0:
            raise ValueError(f"address is no address of {', '.join(self.ways)}, such as {self.example}")
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
