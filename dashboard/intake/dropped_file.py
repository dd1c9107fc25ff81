"""One file of the drop folder: loaded by its source's kind, or set aside with the reason."""

import csv
import glob
import io
from pathlib import Path
from typing import Any

from dashboard.errors import DashboardError
from dashboard.intake.delivery_body import LINES, BodyRefused, rows_of
from dashboard.intake.receiver import Receiver
from dashboard.words.numbers import whole
from geodata.city.profile import KINDS_LOADED_AS_FILES
from queries.city import City
from queries.errors import FileRefused, MappingRefused, TooManyCells

REFUSED = "refused"
SEALED = "It may hold personal data and is kept sealed; `yiping unseal {file} --out FILE` opens it.\n"
MOST_BYTES = 32_000_000
"""Of a file of reports, which is held whole."""
MOST_ROWS = 1_000_000
REPORTS = {".json": "application/json", ".jsonl": min(LINES), ".ndjson": min(LINES), ".csv": "text/csv"}


class DroppedFileRefused(DashboardError):  # noqa: N818
    """Nothing of the file could be loaded; the message says why."""


def take(city: City, reception: Receiver, path: Path) -> str:
    """Loads a file; a summary for the log. Raises DroppedFileRefused, and errors that may pass (a full disk)."""
    source = path.parent.name
    if city.profile.source(source).kind not in KINDS_LOADED_AS_FILES:
        return _take_reports(city, reception, path)
    try:
        summary = reception.land_file(path, source)
    except (FileRefused, MappingRefused) as error:
        raise DroppedFileRefused(str(error)) from error
    if summary.read and summary.read == summary.refused:
        raise DroppedFileRefused("; ".join(f"{whole(count)} × {reason}" for reason, count in summary.reasons.items()))
    new = f"{whole(summary.loaded)} loaded, {whole(summary.superseded)} superseded"
    return f"{whole(summary.read)} rows: {new}, {whole(summary.duplicate)} duplicate, {whole(summary.refused)} refused"


def _take_reports(city: City, reception: Receiver, path: Path) -> str:
    source = path.parent.name
    rows = _reports(path)
    try:
        receipt = reception.accept(source, city.profile.source(source).kind, rows)
    except TooManyCells as error:
        raise DroppedFileRefused(str(error)) from error
    if rows and not receipt.accepted:
        reasons = dict.fromkeys(one.reason for one in receipt.refused)
        raise DroppedFileRefused("; ".join(list(reasons)[:10]))
    return f"{whole(len(rows))} rows: {whole(receipt.accepted)} accepted, {whole(len(receipt.refused))} refused"


def _reports(path: Path) -> list[Any]:
    form = REPORTS.get(path.suffix.lower())
    if form is None:
        raise DroppedFileRefused(f"A file of reports ends in {', '.join(REPORTS)}.")
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise DroppedFileRefused(
            f"The file has {whole(size)} bytes; a file of reports may have {whole(MOST_BYTES)}. Deliver it in parts."
        )
    content = path.read_bytes()
    if max(content.count(b"{"), content.count(b"["), content.count(b"\n")) > MOST_ROWS:
        raise DroppedFileRefused(f"A file of reports may have {whole(MOST_ROWS)} rows; deliver it in parts.")
    try:
        if form != "text/csv":
            return rows_of(content, form)
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        return [{name: text for name, text in row.items() if name and text} for row in rows]
    except (BodyRefused, csv.Error) as error:
        raise DroppedFileRefused(str(error)) from error
    except UnicodeDecodeError as error:
        raise DroppedFileRefused("The file is not UTF-8.") from error


def refuse(reception: Receiver, path: Path, reason: str) -> None:
    """Moves a file to refused/ beside it, sealed where it may hold personal data, and its reason to NAME.reason.txt; an
    older one of that name stays."""
    folder = path.parent / REFUSED
    folder.mkdir(exist_ok=True, mode=0o700)
    target, number = folder / path.name, 1
    while list(folder.glob(f"{glob.escape(target.name)}*")):
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    said = folder / f"{target.name}.reason.txt"
    said.write_text(f"{reason}\n", encoding="utf-8")
    kept = reception.keep_refused(path, target, path.parent.name)
    if kept != target:
        said.write_text(f"{reason}\n{SEALED.format(file=kept.relative_to(path.parents[2]))}", encoding="utf-8")
