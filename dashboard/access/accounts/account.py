"""An account: a person, or a wall, that is known to a city by name, and what it may see and do there."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from dashboard.errors import BadParameter

if TYPE_CHECKING:
    from queries.values import Persons

NAME = re.compile(r"\w[\w.@+-]{0,63}")
RESERVED = frozenset({"local", "token", "command_line", "system"})
"""Who acts where nobody has signed in; an act of theirs must not look like one of a person."""
DEVICE = "device"
"""The role of a wall, and of nobody else."""
PEOPLES_ROLES = ("viewer", "analyst", "commander", "supervisor", "editor", "admin")


@dataclass(frozen=True)
class Account:
    """areas: codes of areas, empty for the whole city. lines: names of lines of business; None: all. persons: what may
    be seen of personal data. made_at, signed_in_at (the last time): UTC. has_second_factor: a code is asked for
    besides the password."""

    name: str
    display_name: str
    role: str
    made_at: datetime
    areas: tuple[str, ...] = ()
    lines: tuple[str, ...] | None = None
    persons: Persons = "masked"
    disabled: bool = False
    has_password: bool = False
    has_second_factor: bool = False
    signed_in_at: datetime | None = None

    @property
    def is_device(self) -> bool:
        return self.role == DEVICE


def account_name(given: str) -> str:
    """The name of an account as it is kept: compatible forms of letters and capitals are the same name. Raises
    BadParameter for what is no name."""
    name = lenient_name(given)
    if not NAME.fullmatch(name) or name in RESERVED:
        raise BadParameter("name", f"{given!r} is no name of an account: letters, digits, . @ + - and _, 64 at most")
    return name


def lenient_name(given: str) -> str:
    """The name that somebody meant who signs in; it may be none."""
    return unicodedata.normalize("NFKC", given).strip().casefold()
