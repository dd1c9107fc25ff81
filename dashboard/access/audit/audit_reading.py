"""Entries of an audit as they are looked at: the newest first, of a kind, a person or a day, by pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from itertools import islice
from pathlib import Path

from dashboard.access.audit.audit_entry import ChainedEntry, entry_of
from dashboard.access.audit.audit_file import lines_of, segments


@dataclass(frozen=True)
class EntriesWanted:
    """kind, who: empty for all; day: of the city in `zone`, None for all; before: only places below this one."""

    kind: str = ""
    who: str = ""
    day: date | None = None
    zone: tzinfo = UTC
    before: int | None = None


@dataclass(frozen=True)
class AuditPage:
    """entries: the newest first; next: `before` of the page that follows, None where there is none."""

    entries: tuple[ChainedEntry, ...]
    next: int | None


def audit_page(folder: Path, wanted: EntriesWanted, most: int) -> AuditPage:
    """A page of at most `most` entries."""
    found = tuple(islice(newest_entries(folder, wanted), most + 1))
    return AuditPage(found[:most], found[most - 1].place if len(found) > most else None)


def newest_entries(folder: Path, wanted: EntriesWanted) -> Iterator[ChainedEntry]:
    """The entries that are wanted, the newest first."""
    pieces = _pieces(wanted)
    for number in reversed(segments(folder)):
        for line in reversed(lines_of(folder, number)):
            if all(piece in line for piece in pieces) and (one := _wanted(line, wanted)):
                yield one


def _pieces(wanted: EntriesWanted) -> list[bytes]:
    """What a line must hold, so that most need not be read as JSON."""
    asked = {"kind": wanted.kind, "who": wanted.who}
    return [json.dumps({name: text})[1:-1].encode() for name, text in asked.items() if text]


def _wanted(line: bytes, wanted: EntriesWanted) -> ChainedEntry | None:
    try:
        one = entry_of(line)
    except ValueError:
        return None
    entry = one.entry
    if wanted.before is not None and one.place >= wanted.before:
        return None
    if (wanted.kind and entry.kind != wanted.kind) or (wanted.who and entry.who != wanted.who):
        return None
    return one if wanted.day in (None, entry.at.astimezone(wanted.zone).date()) else None
