"""The audit of a city as CSV, and whether it is whole, in words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path

from dashboard.access.audit.audit_check import checked_audit
from dashboard.access.audit.audit_end import AUDIT_END
from dashboard.access.audit.audit_reading import EntriesWanted, newest_entries
from dashboard.cases.csv_list import neutral
from dashboard.commands.check import Line
from dashboard.words.numbers import whole

COLUMNS = ("at", "kind", "who", "origin", "outcome", "count", "what", "place", "hash")


def audit_line(folder: Path) -> Line:
    """Whether nothing was altered or taken out of the audit of a city, nor cut off at its end."""
    found = checked_audit(folder)
    if found.broken_at is not None:
        file, at = found.broken_at
        advice = f"take audit/ from a backup; {whole(found.count)} entries before it are as they were written"
        return Line(False, "audit", f"altered at line {at} of audit/{file}", advice)
    if found.missing:
        advice = f"take audit/ from a backup; remove {AUDIT_END} where the loss is accepted"
        return Line(False, "audit", f"{whole(found.missing)} missing at the end", advice)
    return Line(True, "audit", f"{whole(found.count)} entries, each follows from the one before")


def csv_of_audit(folder: Path, wanted: EntriesWanted, zone: tzinfo) -> Iterator[str]:
    """A line of the names of columns, then one for each entry, the newest first; no cell is a formula."""
    yield _line(COLUMNS)
    for one in newest_entries(folder, wanted):
        entry = one.entry
        what = "; ".join(f"{name}={value}" for name, value in entry.what.items())
        moment = entry.at.astimezone(zone).isoformat(timespec="seconds")
        said = (entry.kind, entry.who, entry.origin, entry.outcome, str(entry.count), what, str(one.place), one.hash)
        yield _line((moment, *said))


def _line(cells: tuple[str, ...]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([neutral(cell) for cell in cells])
    return text.getvalue()
