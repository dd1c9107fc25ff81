"""What a schedule made, kept over a restart: `made_briefings.json` in the folder of a city."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from dashboard.briefings.schedule.made_briefing import MadeBriefing
from dashboard.errors import DashboardError

MADE = "made_briefings.json"


class MadeBriefingsDamaged(DashboardError):  # noqa: N818
    """What was made is not known: nothing may be made, or it might be sent twice."""


@dataclass(frozen=True)
class FirstSeen:
    """A schedule as it was first found: its line, and when (aware). What was due before is not made."""

    at: str
    since: datetime


@dataclass(frozen=True)
class MadeBriefings:
    """seen: by key of the schedule; made: the oldest first."""

    seen: Mapping[str, FirstSeen] = field(default_factory=dict)
    made: tuple[MadeBriefing, ...] = ()

    def of(self, schedule: str) -> tuple[MadeBriefing, ...]:
        """Those of one schedule, the oldest first."""
        return tuple(sorted((one for one in self.made if one.schedule == schedule), key=lambda one: one.due_at))

    def with_one(self, one: MadeBriefing) -> MadeBriefings:
        """With one more, or one that is further than before."""
        others = (other for other in self.made if other.key != one.key)
        return MadeBriefings(self.seen, tuple(sorted((*others, one), key=lambda each: each.due_at)))


def made_briefings(folder: Path) -> MadeBriefings:
    """What is kept; empty where nothing is. Raises MadeBriefingsDamaged and OSError."""
    try:
        kept = json.loads((folder / MADE).read_text("utf-8"))
        seen = {key: FirstSeen(one["at"], datetime.fromisoformat(one["since"])) for key, one in kept["seen"].items()}
        return MadeBriefings(seen, tuple(MadeBriefing.of_row(row) for row in kept["made"]))
    except FileNotFoundError:
        return MadeBriefings()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MadeBriefingsDamaged(
            f"{MADE} is damaged, so it is not known what was sent; take it from a backup, or remove it: "
            "then the schedule begins anew."
        ) from error


def keep(folder: Path, made: MadeBriefings) -> None:
    """Keep it: as a whole or not at all. Raises OSError."""
    seen = {key: {"at": one.at, "since": one.since.isoformat()} for key, one in made.seen.items()}
    content = json.dumps({"seen": seen, "made": [one.row() for one in made.made]}, ensure_ascii=False)
    write_whole(folder / MADE, content.encode())


def write_whole(file: Path, content: bytes) -> None:
    """A file that is there with all of its content, on the disk, or as it was. Raises OSError."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(file)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
