"""The messages of a city and how far each is, kept over a restart: `alarm_messages.json` in its folder."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from dashboard.alarms.messages.message import Message

OUTBOX = "alarm_messages.json"
KEPT = timedelta(days=30)
MOST_KEPT = 5_000


@dataclass(frozen=True)
class Outbox:
    """messages: the oldest first; since: from when on each receiver is told of alarms, the moment at which it was first
    found declared (aware)."""

    messages: tuple[Message, ...] = ()
    since: Mapping[str, datetime] = field(default_factory=dict)


def outbox_of(folder: Path) -> Outbox:
    """What is kept; empty where nothing is, or nothing that can be read: then each receiver begins anew."""
    file = folder / OUTBOX
    try:
        stat = file.stat()
        return _read(file, stat.st_mtime_ns, stat.st_size)
    except (OSError, ValueError, KeyError, TypeError):
        return Outbox()


@lru_cache(maxsize=4)
def _read(file: Path, _changed_ns: int, _size: int) -> Outbox:
    kept = json.loads(file.read_text("utf-8"))
    since = {key: datetime.fromisoformat(at) for key, at in kept["since"].items()}
    return Outbox(tuple(Message.of_row(row) for row in kept["messages"]), since)


def keep(folder: Path, outbox: Outbox, now: datetime) -> None:
    """Keep it: those that wait, and of the others the newest; the file is there as a whole or not at all. now: aware.
    Raises OSError."""
    ended = [one for one in outbox.messages if one.done_at and now - one.done_at < KEPT][-MOST_KEPT:]
    kept = {one.key for one in ended} | {one.key for one in outbox.messages if one.done_at is None}
    rows = [one.row() for one in outbox.messages if one.key in kept]
    since = {key: at.isoformat() for key, at in outbox.since.items()}
    unfinished = folder / f"{OUTBOX}.{os.getpid()}.part"
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"since": since, "messages": rows}, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(folder / OUTBOX)
