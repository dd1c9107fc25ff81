"""How far the audit reaches, kept beside it: a chain of hashes cannot tell that its end was cut off.

The file moves on only from an end that is still there, so that a loss stays visible until somebody removes the file.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

AUDIT_END = "audit_end.json"


@dataclass(frozen=True)
class AuditEnd:
    """count: of all entries; hash: of the last one."""

    count: int
    hash: str


def kept_end(folder: Path) -> AuditEnd | None:
    """What is kept in the folder of a city; None where nothing is, or nothing that can be read."""
    try:
        return AuditEnd(**json.loads((folder / AUDIT_END).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def keep_end(folder: Path, end: AuditEnd) -> None:
    """Keep it; the file is there as a whole or not at all."""
    unfinished = folder / f"{AUDIT_END}.{os.getpid()}.part"
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(end), file)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(folder / AUDIT_END)
