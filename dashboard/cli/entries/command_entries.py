"""The command that is being run, entered into the audit of the city that it turns to."""

from __future__ import annotations

import os
import pwd
import tomllib
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from types import MappingProxyType
from typing import Any

import typer


@dataclass(frozen=True)
class GivenCommand:
    """name: its words behind `yiping`; options: as they were given."""

    name: str
    options: Mapping[str, Any]


PRESENT: ContextVar[GivenCommand | None] = ContextVar("present_command", default=None)


@cache
def declared_entries() -> Mapping[str, Any]:
    """What the table says of the commands."""
    text = Path(__file__).with_name("commands.toml").read_text("utf-8")
    return MappingProxyType(tomllib.loads(text))


def note_commands(app: typer.Typer, *above: str) -> None:
    """From now on each command of an application is known while it runs."""
    for one in app.registered_commands:
        if one.callback:
            one.callback = _noted(" ".join((*above, str(one.name))), one.callback)
    for group in app.registered_groups:
        if group.typer_instance:
            note_commands(group.typer_instance, *above, str(group.name))


def _noted(name: str, callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def noted(*arguments: Any, **options: Any) -> Any:
        token = PRESENT.set(GivenCommand(name, options))
        try:
            return callback(*arguments, **options)
        finally:
            PRESENT.reset(token)

    return noted


def enter_present_command(folder: Path) -> None:
    """Enters that the present command is run on the city in a folder, if the table says so. Raises AuditNotWritten:
    nothing is read and nothing leaves that the audit does not tell of."""
    present = PRESENT.get()
    names = declared_entries()["entered"].get(present.name) if present else None
    if present is None or names is None:
        return
    from dashboard.access.actor import COMMAND_LINE  # noqa: PLC0415
    from dashboard.access.audit.audit import audit_of  # noqa: PLC0415  (not of every command)
    from dashboard.access.audit.audit_entry import AuditEntry  # noqa: PLC0415

    what = {name: _said(present.options.get(option)) for name, option in names.items()}
    what |= {"command": present.name, "user": user_of_this_machine()}
    audit = audit_of(folder)
    audit.enter(AuditEntry("command", COMMAND_LINE.who, COMMAND_LINE.origin, what))
    audit.flush()


def user_of_this_machine() -> str:
    """By the number of the process's user, which no variable of the environment changes."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _said(given: object) -> str:
    if given is None:
        return ""
    return given.name if isinstance(given, Path) else str(given)
