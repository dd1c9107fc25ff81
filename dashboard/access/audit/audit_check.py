"""Whether nothing was altered in an audit, taken out of it or cut off its end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dashboard.access.audit.audit_end import kept_end
from dashboard.access.audit.audit_entry import bound, entry_of
from dashboard.access.audit.audit_file import lines_of, segment_path, segments


@dataclass(frozen=True)
class AuditFound:
    """count: of the entries that follow from each other; broken_at: file and line of the first that does not, None
    where all do; missing: how many are missing at the end, at least."""

    count: int
    broken_at: tuple[str, int] | None
    missing: int

    @property
    def is_whole(self) -> bool:
        """Whether all is there as it was written."""
        return self.broken_at is None and not self.missing


def checked_audit(folder: Path) -> AuditFound:
    """Reads all of the audit in the folder of a city."""
    end = kept_end(folder)  # first: entries may come meanwhile
    before, count, at_end = "", 0, None
    for number in segments(folder):
        for at, line in enumerate(lines_of(folder, number), 1):
            try:
                one = entry_of(line)
            except ValueError:
                return AuditFound(count, (segment_path(folder, number).name, at), 0)
            before = bound(before, count, one.entry)
            if (one.hash, one.place) != (before, count):
                return AuditFound(count, (segment_path(folder, number).name, at), 0)
            count += 1
            if end and count == end.count:
                at_end = one.hash
    if end is None or end.count == 0:
        return AuditFound(count, None, 0)
    missing = max(end.count - count, 0) or int(at_end != end.hash)
    return AuditFound(count, None, missing)
