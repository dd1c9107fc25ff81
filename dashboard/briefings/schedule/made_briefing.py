"""A briefing of a schedule that is due, and how far it is: its files, its mail, the last failure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

State = Literal["waiting", "done", "refused", "given_up", "missed"]
STATES: tuple[State, ...] = ("waiting", "done", "refused", "given_up", "missed")
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60))
"""After one failure, two, three, ...; the last one again and again."""
TRIED_FOR = timedelta(days=1)


@dataclass(frozen=True)
class MadeFile:
    """path: from the folder of the city, or whole where it lies elsewhere; bytes: how many; form: pdf, png or xlsx."""

    path: str
    form: str
    bytes: int

    def within(self, city: Path) -> Path:
        """Where it lies, the folder of the city being this one."""
        return city / self.path

    @property
    def name(self) -> str:
        return Path(self.path).name


@dataclass(frozen=True)
class MadeBriefing:
    """schedule: key of its declaration; due_at: the moment of the schedule; found_at: when it was found
    to be due, which after a downtime is later; again_at: when it is tried (again); who,
    rights: with whose rights its files were made, and a digest of these; place, period, period_from, period_to: what it
    is about; mailed_at: when its mail was taken; why: the last failure, in a sentence without secrets. Times are aware.
    """

    schedule: str
    briefing: str
    due_at: datetime
    found_at: datetime
    again_at: datetime
    state: State = "waiting"
    attempts: int = 0
    who: str = ""
    rights: str = ""
    title: str = ""
    area: str = ""
    place: str = ""
    period: str = ""
    period_from: str = ""
    period_to: str = ""
    made_at: datetime | None = None
    files: tuple[MadeFile, ...] = ()
    mailed_at: datetime | None = None
    why: str = ""

    @property
    def key(self) -> str:
        """The same for the same moment of the same schedule."""
        return f"{self.schedule}_{self.due_at:%Y%m%dT%H%MZ}"

    def ended(self, state: State, why: str = "") -> MadeBriefing:
        """At its end: nothing more is tried."""
        return replace(self, state=state, why=why)

    def failed(self, at: datetime, why: str) -> MadeBriefing:
        """Tried in vain: to be tried again after a longer pause, or not any more."""
        tried = replace(self, attempts=self.attempts + 1, why=why)
        if at - self.found_at >= TRIED_FOR:
            return tried.ended("given_up", why)
        return replace(tried, again_at=at + PAUSES[min(self.attempts, len(PAUSES) - 1)])

    def row(self) -> dict[str, Any]:
        """As it is kept in JSON."""
        return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in asdict(self).items()}

    @classmethod
    def of_row(cls, row: dict[str, Any]) -> MadeBriefing:
        """Raises KeyError, TypeError and ValueError for what was never kept."""
        given = dict(row)
        for name in ("due_at", "found_at", "again_at", "made_at", "mailed_at"):
            given[name] = datetime.fromisoformat(given[name]) if given[name] else None
        if given["state"] not in STATES:
            raise ValueError(given["state"])
        return cls(**{**given, "files": tuple(MadeFile(**one) for one in row["files"])})
