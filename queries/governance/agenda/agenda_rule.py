"""When the standing meeting is, and what brings a case before it: `agenda.toml` read and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import time
from pathlib import Path
from typing import Any

from queries.errors import DictionaryError

STANDARD_AGENDA = Path(__file__).with_name("agenda.toml")
OWN_AGENDA = "agenda.toml"
MOST = 1000
"""Days or times that a limit is at most."""


@dataclass(frozen=True)
class AgendaRule:
    """weekday: of the meeting, 1 (Monday) to 7; at: its time of day in the city's zone. A case stands for it when it is
    open aged_days after filing, or was sent back or declined so many times, or when its cost is still to be decided."""

    weekday: int
    at: time
    aged_days: int
    returned_times: int
    declined_times: int


def read_agenda(*files: Path) -> AgendaRule:
    """The rule of the program, changed by what other files say. Raises DictionaryError."""
    given: dict[str, Any] = {}
    for file in (STANDARD_AGENDA, *files):
        told = _read(file)
        for key, why in _mistakes(told):
            raise DictionaryError(file, key, why)
        given |= told
    return AgendaRule(**given | {"at": time.fromisoformat(given["at"])})


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DictionaryError(file, "", f"the file cannot be read ({error})") from error


def _mistakes(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    known = [one.name for one in fields(AgendaRule)]
    for key, value in told.items():
        if key not in known:
            yield key, f"is none of {', '.join(known)}"
        elif key == "at":
            if not _is_time(value):
                yield key, 'is no time of day; write it like "09:00"'
        elif type(value) is not int or not 1 <= value <= (7 if key == "weekday" else MOST):
            yield key, f"is no whole number from 1 to {7 if key == 'weekday' else MOST}"


def _is_time(value: object) -> bool:
    try:
        return time.fromisoformat(str(value)).tzinfo is None
    except ValueError:
        return False
