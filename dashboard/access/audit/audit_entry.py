"""One entry of the audit, and the line of its file that it is."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

Outcome = Literal["done", "refused", "failed"]
OUTCOMES: tuple[str, ...] = get_args(Outcome)
LONGEST = 200
"""Characters of a value; what is longer is cut."""
NOTHING: Mapping[str, str] = MappingProxyType({})


@cache
def audit_kinds() -> Mapping[str, Mapping[str, Any]]:
    """The kinds that there are, as their file declares them."""
    text = Path(__file__).with_name("audit_kinds.toml").read_text("utf-8")
    return MappingProxyType(tomllib.loads(text))


def is_summed(kind: str) -> bool:
    """Whether many of one network are one entry."""
    return bool(audit_kinds()[kind].get("summed"))


@dataclass(frozen=True)
class AuditEntry:
    """Somebody did something, or was refused. who: a person, or by what they came in; origin: an address of the
    network, or what is no request; what: names that the kind declares; at: aware; count: of how many alike."""

    kind: str
    who: str
    origin: str
    what: Mapping[str, str] = field(default_factory=dict)
    outcome: Outcome = "done"
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    count: int = 1


@dataclass(frozen=True)
class ChainedEntry:
    """An entry in its place among all, with the hash that binds it to the one before."""

    entry: AuditEntry
    place: int
    hash: str


def cleaned(entry: AuditEntry) -> AuditEntry:
    """As it may be kept: only names that its kind declares, no long values. Raises KeyError for an unknown kind."""
    names = audit_kinds()[entry.kind]["names"]
    what = {name: str(entry.what[name])[:LONGEST] for name in names if entry.what.get(name)}
    who, origin = entry.who[:LONGEST], entry.origin[:LONGEST]
    return AuditEntry(entry.kind, who, origin, what, entry.outcome, entry.at.astimezone(UTC), entry.count)


def chained(before: str, place: int, entry: AuditEntry) -> ChainedEntry:
    """The entry in a place, bound to the hash of the one before."""
    return ChainedEntry(entry, place, bound(before, place, entry))


def bound(before: str, place: int, entry: AuditEntry) -> str:
    """The hash of an entry that follows one with the hash `before`."""
    content = json.dumps([before, _said(place, entry)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def line_of(one: ChainedEntry) -> bytes:
    """The entry as a line of its file."""
    said = _said(one.place, one.entry) | {"hash": one.hash}
    return json.dumps(said, sort_keys=True).encode("ascii") + b"\n"


def entry_of(line: bytes) -> ChainedEntry:
    """The entry of a line. Raises ValueError for one that is none."""
    try:
        said = json.loads(line)
        place, hash_ = int(said.pop("place")), str(said.pop("hash"))
        return ChainedEntry(AuditEntry(**said | {"at": datetime.fromisoformat(said["at"])}), place, hash_)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError("This line is no entry of an audit.") from error


def _said(place: int, entry: AuditEntry) -> dict[str, Any]:
    said = {one.name: getattr(entry, one.name) for one in fields(entry)}
    return {**said, "what": dict(entry.what), "at": entry.at.isoformat(), "place": place}
