"""One act of a person, what it must have, and the row of landing/ that it is."""

from __future__ import annotations

import math
import secrets
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from queries.errors import ActRefused

Deed = Literal["saved", "withdrawn"]
ACTS = "acts"
SOURCE = "acts of people"
"""Under this name acts lie in landing/; a source of a city has none of blanks."""
MOMENTS = ("happened_at", "from_at", "until_at")
LATER = ("source", "source_id", "loop", "unit", "state")
"""Columns that acts did not have at first: where one is empty, an act has the hash that it had without it."""


def new_key() -> str:
    """A key that nobody else has: of an act, or of a thing that is saved for the first time."""
    return secrets.token_hex(8)


@dataclass(frozen=True)
class Act:
    """Somebody saves or withdraws a thing. act, subject: keys of the act and of the thing; who, origin: who did it and
    from where; happened_at: aware; screen, search: the address of a view; search: of a handover by a rule its evidence
    (`rule_hits.HitEvidence`), of a value of an evaluation that value; area_code: what a note is pinned to, at a point
    (degrees WGS-84) where one is given, or where the case lies; from_at, until_at: its time, aware, equal for a moment.
    source, source_id: the case that it is about; loop: in which governance loop; unit: to whom; state: one of the words
    that its kind declares."""

    kind: str
    subject: str
    deed: Deed
    who: str
    origin: str
    happened_at: datetime
    name: str = ""
    text: str = ""
    screen: str = ""
    search: str = ""
    area_code: str = ""
    lon: float | None = None
    lat: float | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None
    source: str = ""
    source_id: str = ""
    loop: str = ""
    unit: str = ""
    state: str = ""
    act: str = field(default_factory=new_key)

    def row(self) -> dict[str, Any]:
        """As it is delivered: moments as ISO 8601 in UTC."""
        row = {one.name: getattr(self, one.name) for one in fields(self)}
        return row | {name: _iso(row[name]) for name in MOMENTS}

    def bound_content(self) -> dict[str, Any]:
        """What of it enters the chain of hashes."""
        return {name: value for name, value in self.row().items() if value or name not in LATER}

    @classmethod
    def of_row(cls, row: Mapping[str, str | None]) -> Act:
        """The act of a row of texts."""
        given = {one.name: row.get(one.name) or "" for one in fields(cls)}
        numbers = {name: float(given[name]) if given[name] else None for name in ("lon", "lat")}
        moments = {name: datetime.fromisoformat(given[name]) if given[name] else None for name in MOMENTS}
        return cls(**{**given, **numbers, **moments})  # type: ignore[arg-type]


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


@cache
def _declared() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("act_kinds.toml").read_text("utf-8"))


def longest(column: str) -> int:
    """How many characters a text of an act may have."""
    return int(_declared()["longest"][column])


def most(kind: str) -> int:
    """How many things of a kind may stand at a time."""
    return int(_declared()[kind]["most"])


def states(kind: str) -> tuple[str, ...]:
    """The words that the state of a kind of thing may be; none of a kind without states."""
    return tuple(_declared()[kind].get("states", ()))


def about_cases() -> tuple[str, ...]:
    """The kinds of things that are about a case."""
    return tuple(kind for kind, declared in _declared().items() if "source_id" in declared.get("needs", ()))


_WORDED = {
    "name": "no_name", "text": "no_text", "area_code": "place", "from_at": "span", "until_at": "span",
    "source": "no_case", "source_id": "no_case", "unit": "no_unit", "state": "state",
}  # fmt: skip
"""What of an act people give, and the word for that it is missing."""


def refuse_wrong(acts: Sequence[Act]) -> None:
    """Raise ActRefused for an act that lacks something, or contradicts itself."""
    for act in acts:
        _refuse(act)


def _refuse(act: Act) -> None:
    if act.deed == "saved":
        for name in _declared()[act.kind]["needs"]:
            if getattr(act, name) in ("", None):
                raise ActRefused(_WORDED.get(name, "refused"), f"A {act.kind} needs {name}; give it.")
        if act.state and act.state not in states(act.kind):
            raise ActRefused("state", f"A {act.kind} has one of the states {', '.join(states(act.kind))}; give one.")
    for name, characters in _declared()["longest"].items():
        if len(getattr(act, name)) > characters:
            key = "long" if name in _WORDED else "refused"
            raise ActRefused(key, f"{name} has more than {characters} characters; write a shorter one.")
    if act.from_at and act.until_at and act.until_at < act.from_at:
        raise ActRefused("span", "The span ends before it begins; exchange its ends.")
    if (act.lon is None) != (act.lat is None) or not all(math.isfinite(one or 0.0) for one in (act.lon, act.lat)):
        raise ActRefused("place", "A point has lon and lat, in degrees; give both.")
