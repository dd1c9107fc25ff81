"""landing/: what was accepted, as it came but for personal columns, with a manifest beside each file; flushed to disk
before it is applied.

Small inputs that have been applied are put together into packs later; see pack_file.py.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from queries.errors import LandingDamaged
from queries.landing.pack_file import PACK, Place, number_packed, packed_inputs

LANDING = "landing"
MANIFEST = ".accepted"
SEGMENT_ENDING = ".segment"
FILE, ROWS, TABLE, SEGMENT = "file", "rows", "table", "segment"
EVENTS, STEPS = "events", "steps"


@dataclass(frozen=True)
class Landed:
    """One accepted input. `name` is the file in landing/, `file` the name it came under, `recorded_at` aware UTC.

    `kind` is "file" (as it came), "rows" (those of a file without its personal columns), "table" (canonical columns) or
    "segment" (deliveries as they came, without persons); `mapping` holds the overrides it was accepted with; `delivers`
    is the kind of source: cases (events), steps of cases, or reports. `place` is where it stands in a pack; without one
    it lies loose. `sha256` is that of the content as it was accepted, by which it is known. Of an input from which
    something was erased since, `redacted` is that of its present content, and `replaces`, while it is being replaced,
    that of the one before.
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
    place: Place | None = None
    redacted: str = ""
    replaces: str = ""

    def is_content(self, sha256: str) -> bool:
        """Whether content with this checksum is that of the input."""
        return sha256 in {self.redacted or self.sha256, self.replaces} - {""}

    def path(self, folder: Path) -> Path:
        """Where the file lies in the city's folder, if it lies loose."""
        return folder / LANDING / self.name

    def exists(self, folder: Path) -> bool:
        """Whether the file, or the pack that it is in, is there."""
        return self.path(folder).exists() or self._pack(folder) is not None

    def read(self, folder: Path) -> bytes:
        """The content. Raises FileNotFoundError."""
        pack = self._pack(folder)
        if pack is None or self.place is None:
            return self.path(folder).read_bytes()
        with pack.open("rb") as file:
            file.seek(self.place.offset)
            return file.read(self.place.size)

    @contextmanager
    def as_file(self, folder: Path) -> Iterator[Path]:
        """A file with the content; what is in a pack is copied out of it for as long as this lasts."""
        if self._pack(folder) is None:
            yield self.path(folder)
            return
        copy = unfinished_file(folder)
        try:
            copy.write_bytes(self.read(folder))
            yield copy
        finally:
            copy.unlink(missing_ok=True)

    def manifest(self) -> dict[str, Any]:
        """The values of its manifest."""
        values = {name: value for name, value in vars(self).items() if name not in {"place", "redacted", "replaces"}}
        values |= {name: value for name in ("redacted", "replaces") if (value := getattr(self, name))}
        return values | {"recorded_at": self.recorded_at.isoformat()}

    def _pack(self, folder: Path) -> Path | None:
        """The pack that holds it; None once the pack was unpacked and the input is a single file again."""
        pack = folder / LANDING / self.place.pack if self.place else None
        return pack if pack is not None and pack.exists() else None


def manifest_of(folder: Path, batch: str) -> Path:
    """Where the manifest of a loose input lies."""
    return folder / LANDING / (batch + MANIFEST)


def landing_of(folder: Path) -> Path:
    """The folder landing/ of a city; it is made, for its owner only, where it is missing."""
    landing = folder / LANDING
    landing.mkdir(parents=True, exist_ok=True, mode=0o700)
    return landing


def unfinished_file(folder: Path) -> Path:
    """An empty file in landing/ that is no input yet; what is left of such files is removed at a start."""
    landing = landing_of(folder)
    number = 1
    while True:
        try:
            path = landing / f"unfinished-{os.getpid()}-{number}.part"
            path.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            number += 1
        else:
            return path


def complete_file(folder: Path, unfinished: Path, about: Landed) -> Landed:
    """The input whose content lies, complete, in an unfinished file: flushed, with its checksum (computed unless
    `about` has it) and its batch. It is accepted when `accept_file` gives it a manifest."""
    sha256 = about.sha256 or _sha256(unfinished)
    stem = f"{about.recorded_at.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}-{sha256[:8]}"
    batch, again = stem, 1
    while manifest_of(folder, batch).exists():
        again += 1
        batch = f"{stem}-{again}"
    flush(unfinished)
    return replace(about, batch=batch, name=unfinished.name, sha256=sha256)


def accept_file(folder: Path, copied: Landed, recorded_at: datetime) -> Landed:
    """Make a complete file an accepted input that became known at this moment (aware)."""
    suffix = suffix_of(Path(copied.file)) if copied.kind == FILE else ".parquet"
    landed = replace(copied, name=copied.batch + suffix, recorded_at=recorded_at)
    copied.path(folder).replace(landed.path(folder))
    write_manifest(folder, landed)
    return landed


def land_table(folder: Path, table: pa.Table, source: str, recorded_at: datetime) -> Landed:
    """Write a canonical table into landing/ as Parquet and flush it, then its manifest."""
    unfinished = unfinished_file(folder)
    pq.write_table(table, unfinished, compression="lz4", use_dictionary=False, write_statistics=False)
    copied = complete_file(folder, unfinished, Landed("", "", TABLE, source, "", "", recorded_at, {}))
    return accept_file(folder, copied, recorded_at)


def seal_segment(folder: Path, batch: str, source: str, delivers: str, recorded_at: datetime) -> Landed:
    """Give a segment, complete and flushed, its manifest, by which it becomes an accepted input."""
    name = batch + SEGMENT_ENDING
    sha256 = _sha256(folder / LANDING / name)
    landed = Landed(batch, name, SEGMENT, source, "", sha256, recorded_at.astimezone(UTC), {}, delivers)
    write_manifest(folder, landed)
    return landed


def reseal(folder: Path, landed: Landed) -> Landed:
    """Accept an input again as it is now, under the same name and moment."""
    present = _sha256(landed.path(folder))
    is_redacted = bool(landed.redacted)
    again = replace(
        landed,
        sha256=landed.sha256 if is_redacted else present,
        redacted=present if is_redacted else "",
        replaces="",
    )
    write_manifest(folder, again)
    return again


def forget(folder: Path, landed: Landed) -> None:
    """Remove an input that was not applied; a pack that holds it is unpacked."""
    if landed.place is not None and (pack := folder / LANDING / landed.place.pack).exists():
        for _ in taken_apart(folder, pack):
            pass
        pack.unlink()
    manifest_of(folder, landed.batch).unlink(missing_ok=True)
    landed.path(folder).unlink(missing_ok=True)


def taken_apart(folder: Path, pack: Path) -> Iterator[Landed]:
    """Write every input of a pack as a single file again, damaged ones included; the caller removes the pack itself.

    Raises LandingDamaged when its index cannot be read.
    """
    for landed in in_pack(pack):
        content, path = landed.read(folder), landed.path(folder)
        if content and not path.exists():
            unfinished = unfinished_file(folder)
            unfinished.write_bytes(content)
            flush(unfinished)
            unfinished.replace(path)
        if path.exists():
            write_manifest(folder, landed)
            yield replace(landed, place=None)


def all_landed(folder: Path, damaged: list[str] | None = None) -> Iterator[Landed]:
    """Every accepted input in the order of its acceptance, loose or in a pack.

    A manifest or pack that cannot be read is named in `damaged`; without that list it raises LandingDamaged. An input
    that lies loose and in a pack is one input.
    """
    found = {
        landed.batch: landed for landed in loose_landed(folder, damaged)
    }  # before the packs: nothing slips between
    for landed in packed_landed(folder, damaged):
        if landed.batch not in found or not landed.path(folder).exists():
            found[landed.batch] = landed
    yield from in_order(found.values())


def packed_landed(folder: Path, damaged: list[str] | None = None) -> Iterator[Landed]:
    """Accepted inputs that lie in packs, pack by pack; `damaged` as in `all_landed`."""
    for pack in packs(folder):
        try:
            yield from in_pack(pack)
        except LandingDamaged as error:
            if damaged is None:
                raise
            damaged.append(str(error))


def loose_landed(folder: Path, damaged: list[str] | None = None) -> Iterator[Landed]:
    """Accepted inputs that lie as single files, known without reading a pack; `damaged` as in `all_landed`."""
    manifests = []
    for manifest in sorted((folder / LANDING).glob("*" + MANIFEST)):
        try:
            found = loose_one(folder, manifest.name.removesuffix(MANIFEST))
        except LandingDamaged as error:
            if damaged is None:
                raise
            damaged.append(str(error))
        else:
            manifests += [found] if found else []  # packed or forgotten since
    yield from in_order(manifests)


def loose_one(folder: Path, batch: str) -> Landed | None:
    """The input that lies loose under this batch. Raises LandingDamaged where its manifest cannot be read."""
    try:
        return _landed(json.loads(manifest_of(folder, batch).read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError) as error:
        raise LandingDamaged(
            f"The manifest landing/{batch}{MANIFEST} cannot be read; take it from a backup."
        ) from error


def in_order(landed: Iterable[Landed]) -> list[Landed]:
    """By the moment of acceptance."""
    return sorted(landed, key=lambda one: (one.recorded_at, one.batch))


def packs(folder: Path) -> list[Path]:
    """The packs, by name."""
    return sorted((folder / LANDING).glob("*" + PACK))


def in_pack(pack: Path) -> list[Landed]:
    """The accepted inputs of a pack, oldest first. Raises LandingDamaged."""
    try:
        return [replace(_landed(manifest), place=place) for manifest, place in packed_inputs(pack)]
    except FileNotFoundError:  # taken apart since
        return []


def number_in_packs(folder: Path) -> int | None:
    """How many inputs all packs hold, read from their ends; None when one of them is not whole."""
    numbers = [number_packed(pack) for pack in packs(folder)]
    return None if None in numbers else sum(number or 0 for number in numbers)


def _landed(values: dict[str, Any]) -> Landed:
    return Landed(**values | {"recorded_at": datetime.fromisoformat(values["recorded_at"])})


def verify(folder: Path, landed: Landed) -> None:
    """Raise LandingDamaged unless the file is there with the checksum under which it was accepted."""
    where = f" (in the pack {landed.place.pack})" if landed.place else ""
    try:
        sha256 = hashlib.sha256(landed.read(folder)).hexdigest() if landed.place else _sha256(landed.path(folder))
    except FileNotFoundError:
        raise LandingDamaged(
            f"The accepted file landing/{landed.name}{where} is missing; take it from a backup."
        ) from None
    if not landed.is_content(sha256):
        raise LandingDamaged(
            f"The accepted file landing/{landed.name}{where} has changed since; take it from a backup."
        )


def write_manifest(folder: Path, landed: Landed) -> None:
    """The manifest of an input that is complete on the disk; it is there as a whole or not at all."""
    unfinished = unfinished_file(folder)
    unfinished.write_text(json.dumps(landed.manifest(), ensure_ascii=False), "utf-8")
    flush(unfinished)
    unfinished.replace(manifest_of(folder, landed.batch))
    flush(folder / LANDING)


def suffix_of(path: Path) -> str:
    """The ending of a file's name, and the one before where the last only says how it is packed; none that means
    something in landing/."""
    endings = path.suffixes[-2:] if path.suffix.lower() in (".gz", ".zip") else path.suffixes[-1:]
    suffix = "".join(endings).lower()
    return suffix if re.fullmatch(r"(\.[a-z0-9]{1,8}){1,2}", suffix) and not suffix.endswith((MANIFEST, PACK)) else ""


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
