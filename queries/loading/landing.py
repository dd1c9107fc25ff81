"""landing/: what was accepted, as it came, with a manifest beside each file; flushed to disk before it is applied."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from queries.errors import LandingDamaged
from queries.loading.chunk import MEGABYTE

LANDING = "landing"
MANIFEST = ".accepted"
SEGMENT_ENDING = ".segment"
FILE, TABLE, SEGMENT = "file", "table", "segment"
EVENTS = "events"


@dataclass(frozen=True)
class Landed:
    """One accepted input. `name` is the file in landing/, `file` the name it came under, `recorded_at` aware UTC.

    `kind` is "file" (as it came), "table" (canonical columns) or "segment" (deliveries as they came); `mapping` holds
    the overrides it was accepted with; `delivers` is the kind of source: cases (events) or reports.
    """

    batch: str
    name: str
    kind: str
    source: str
    file: str
    sha256: str
    recorded_at: datetime
    mapping: dict[str, Any]
    delivers: str = EVENTS

    def path(self, folder: Path) -> Path:
        """Where the file lies in the city's folder."""
        return folder / LANDING / self.name


def land_file(folder: Path, path: Path, source: str, recorded_at: datetime, mapping: dict[str, Any]) -> Landed:
    """Copy a file into landing/ and flush it, then its manifest."""
    unfinished = _unfinished(folder)
    with path.open("rb") as incoming, unfinished.open("wb") as out:
        while block := incoming.read(4 * MEGABYTE):
            out.write(block)
    about = Landed("", "", FILE, source, path.name, "", recorded_at, mapping)
    return _land(folder, unfinished, _suffix(path), about)


def land_table(folder: Path, table: pa.Table, source: str, recorded_at: datetime) -> Landed:
    """Write a canonical table into landing/ as Parquet and flush it, then its manifest."""
    unfinished = _unfinished(folder)
    pq.write_table(table, unfinished, compression="lz4", use_dictionary=False, write_statistics=False)
    return _land(folder, unfinished, ".parquet", Landed("", "", TABLE, source, "", "", recorded_at, {}))


def seal_segment(folder: Path, batch: str, source: str, delivers: str, recorded_at: datetime) -> Landed:
    """Give a segment, complete and flushed, its manifest, by which it becomes an accepted input."""
    name = batch + SEGMENT_ENDING
    sha256 = _sha256(folder / LANDING / name)
    landed = Landed(batch, name, SEGMENT, source, "", sha256, recorded_at.astimezone(UTC), {}, delivers)
    _write_manifest(folder, landed)
    return landed


def reseal(folder: Path, landed: Landed) -> Landed:
    """Accept an input again as it is now, under the same name and moment."""
    again = replace(landed, sha256=_sha256(landed.path(folder)))
    _write_manifest(folder, again)
    return again


def forget(folder: Path, landed: Landed) -> None:
    """Take back an input that was not applied after all."""
    (folder / LANDING / (landed.batch + MANIFEST)).unlink(missing_ok=True)
    landed.path(folder).unlink(missing_ok=True)


def all_landed(folder: Path, damaged: list[str] | None = None) -> Iterator[Landed]:
    """Every accepted input in the order of its acceptance.

    A manifest that cannot be read is told in `damaged`; without that list it raises LandingDamaged.
    """
    manifests = []
    for manifest in sorted((folder / LANDING).glob("*" + MANIFEST)):
        try:
            values = json.loads(manifest.read_text("utf-8"))
            manifests.append(Landed(**values | {"recorded_at": datetime.fromisoformat(values["recorded_at"])}))
        except (ValueError, TypeError, KeyError) as error:
            sentence = f"The manifest landing/{manifest.name} cannot be read; take it from a backup."
            if damaged is None:
                raise LandingDamaged(sentence) from error
            damaged.append(sentence)
    yield from sorted(manifests, key=lambda landed: (landed.recorded_at, landed.batch))


def verify(folder: Path, landed: Landed) -> None:
    """Raise LandingDamaged unless the file is there with the checksum under which it was accepted."""
    path = landed.path(folder)
    if not path.exists():
        raise LandingDamaged(f"The accepted file landing/{landed.name} is missing; take it from a backup.")
    if _sha256(path) != landed.sha256:
        raise LandingDamaged(f"The accepted file landing/{landed.name} has changed since; take it from a backup.")


def _unfinished(folder: Path) -> Path:
    landing = folder / LANDING
    landing.mkdir(parents=True, exist_ok=True, mode=0o700)
    number = 1
    while True:
        try:
            path = landing / f"unfinished-{os.getpid()}-{number}.part"
            path.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            number += 1
        else:
            return path


def _land(folder: Path, unfinished: Path, suffix: str, about: Landed) -> Landed:
    sha256 = _sha256(unfinished)
    stem = f"{about.recorded_at.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}-{sha256[:8]}"
    batch, again = stem, 1
    while (folder / LANDING / (batch + MANIFEST)).exists():
        again += 1
        batch = f"{stem}-{again}"
    landed = replace(about, batch=batch, name=batch + suffix, sha256=sha256)
    flush(unfinished)
    unfinished.replace(landed.path(folder))
    _write_manifest(folder, landed)
    return landed


def _write_manifest(folder: Path, landed: Landed) -> None:
    """The manifest of an input that is complete on the disk; it is there as a whole or not at all."""
    values = asdict(landed) | {"recorded_at": landed.recorded_at.isoformat()}
    unfinished = _unfinished(folder)
    unfinished.write_text(json.dumps(values, ensure_ascii=False), "utf-8")
    flush(unfinished)
    unfinished.replace(folder / LANDING / (landed.batch + MANIFEST))
    flush(folder / LANDING)


def _suffix(path: Path) -> str:
    """The ending of a file's name, and the one before where the last only says how it is packed."""
    endings = path.suffixes[-2:] if path.suffix.lower() in (".gz", ".zip") else path.suffixes[-1:]
    suffix = "".join(endings).lower()
    return suffix if re.fullmatch(r"(\.[a-z0-9]{1,8}){1,2}", suffix) and MANIFEST not in suffix else ""


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def flush(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
