"""How far the acts of people reach, kept beside landing/: the chain of hashes cannot tell that its end was cut off.

The file moves on only from an end that is still there, so that a loss stays visible until somebody removes the file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from queries.acts.act import LATER, Act
from queries.acts.act_chain import RecordedAct
from queries.landing.folder import flush

ACTS_END = "acts_end.json"
_COLUMNS = sorted({one.name for one in fields(Act)} - {*LATER})


@dataclass(frozen=True)
class ActsEnd:
    """count: of all acts; act, hash: of the last one; columns: what every act consists of, since other ones make
    other hashes."""

    count: int
    act: str
    hash: str
    columns: Sequence[str]

    def is_of(self, act: str, hash_: str) -> bool:
        """Whether the last act is this one."""
        return self.act == act and (self.hash == hash_ or list(self.columns) != _COLUMNS)


def kept_end(folder: Path) -> ActsEnd | None:
    """What is kept in the folder of a city; None of one that has kept nothing, or nothing that can be read."""
    try:
        return ActsEnd(**json.loads((folder / ACTS_END).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def keep_end(folder: Path, last: RecordedAct) -> None:
    """Keep the last act; the file is there as a whole or not at all."""
    end = ActsEnd(last.place + 1, last.act.act, last.hash, _COLUMNS)
    unfinished = folder / f"{ACTS_END}.{os.getpid()}.part"
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(asdict(end)), "utf-8")
    flush(unfinished)
    unfinished.replace(folder / ACTS_END)


def missing_at_end(acts: Sequence[RecordedAct], folder: Path) -> int:
    """How many of the acts that were kept are missing at the end, at least; 0 where none is."""
    end = kept_end(folder)
    if end is None or end.count == 0:
        return 0
    if len(acts) < end.count:
        return end.count - len(acts)
    last = acts[end.count - 1]
    return 0 if end.is_of(last.act.act, last.hash) else 1
