"""simulator.json in the city's folder: what the simulated city was made with, and how far each source has delivered.

A source has delivered up to a moment when the server has acknowledged everything up to it; what follows is delivered
again after a crash, and counts as duplicate.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import Lock

NAME = "simulator.json"


@dataclass
class ProgressFile:
    """Seed of the cases, their first city day, and source → the aware moment up to which it has delivered."""

    folder: Path
    seed: int
    first: date
    reached: dict[str, datetime] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False)

    @classmethod
    def read(cls, folder: Path) -> ProgressFile | None:
        """What the folder's file says; None when there is none or it is no such file."""
        try:
            data = json.loads((folder / NAME).read_text(encoding="utf-8"))
            reached = {str(name): datetime.fromisoformat(at) for name, at in data["reached"].items()}
            return cls(folder, int(data["seed"]), date.fromisoformat(data["first"]), reached)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def record(self, source: str, moment: datetime) -> None:
        """Record that everything of a source up to `moment` (aware) has been acknowledged."""
        with self._lock:
            self.reached[source] = moment
            self.write()

    def write(self) -> None:
        """Replace the file, whole or not at all."""
        reached = {name: at.isoformat() for name, at in sorted(self.reached.items())}
        data = {"seed": self.seed, "first": self.first.isoformat(), "reached": reached}
        part = self.folder / f"{NAME}.{os.getpid()}"
        part.write_text(json.dumps(data, indent=1), encoding="utf-8")
        part.replace(self.folder / NAME)
