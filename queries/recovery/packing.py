"""Packing: small inputs that have been applied are joined in one file, so that a start has few files to read.

The pack is complete on the disk, under its final name, before the first single file is removed. After a crash at any
moment an input therefore lies as a single file, in a pack, or in both; then the next start removes the file.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from queries.errors import LandingDamaged
from queries.landing.folder import LANDING, MANIFEST, Landed, flush, in_order, in_pack, loose_landed, manifest_of, packs
from queries.landing.pack_file import PACK, number_packed, write_pack
from queries.recovery.agreement import known_inputs
from queries.store.store import Store

FEWEST, MOST = 200, 4_000  # inputs in a pack
SMALL, LARGEST = 1 << 20, 64 << 20  # bytes of an input that is packed, and of all inputs in a pack
PAUSE_S = 600.0  # after an error, such as a full disk


@dataclass
class Packer:
    """Packs what has been applied to a store; for the one thread that applies, between two inputs."""

    store: Store
    _again_at: float = 0.0

    def pack_some(self) -> bool:
        """Make one pack if enough lies loose; whether it did. After an error nothing is tried for a while."""
        if time.monotonic() < self._again_at or _number_loose(self.store.folder) < FEWEST:
            return False
        try:
            remove_leftovers(self.store.folder, _newest(packs(self.store.folder)))
            packed = pack(self.store.folder, self._packable())
        except BaseException:
            self._again_at = time.monotonic() + PAUSE_S
            raise
        if not packed:  # what lies there is waiting, large or damaged
            self._again_at = time.monotonic() + PAUSE_S
        return packed

    def _packable(self) -> list[Landed]:
        loose = list(loose_landed(self.store.folder, []))
        known = known_inputs(self.store, loose)
        return [landed for landed in loose if known.get(landed.batch) is not None]


def pack(folder: Path, applied: Iterable[Landed]) -> bool:
    """Put the oldest of these inputs, if there are enough, into a pack and remove the single files; whether it did."""
    chosen: list[tuple[Landed, bytes]] = []
    total_bytes = 0
    for landed in in_order(applied):
        path = landed.path(folder)
        size = path.stat().st_size if path.exists() else LARGEST
        if size > SMALL or not landed.is_content(sha256(content := path.read_bytes()).hexdigest()):
            continue
        if len(chosen) == MOST or total_bytes + size > LARGEST:
            break
        chosen.append((landed, content))
        total_bytes += size
    if len(chosen) < FEWEST:
        return False
    target = folder / LANDING / (chosen[0][0].batch + PACK)
    if target.exists():
        return False
    write_whole_pack(folder, target, chosen)
    _remove(folder, [landed for landed, _ in chosen])
    return True


def write_whole_pack(folder: Path, target: Path, chosen: Sequence[tuple[Landed, bytes]]) -> None:
    """Write inputs with their contents as the pack `target`; it is there as a whole, or what was there before."""
    unfinished = folder / LANDING / f"unfinished-{os.getpid()}-{target.name}.part"
    try:
        unfinished.touch(mode=0o600)
        write_pack(unfinished, [(landed.manifest(), content) for landed, content in chosen])
        flush(unfinished)
        _read_back(unfinished, chosen)
        unfinished.replace(target)
    except Exception:
        unfinished.unlink(missing_ok=True)
        raise
    flush(target.parent)


def remove_leftovers(folder: Path, among: Iterable[Path]) -> None:
    """Remove single files of inputs that these packs hold unchanged."""
    for path in among:
        try:
            inside = in_pack(path)
        except LandingDamaged:
            continue
        there = {entry.name for entry in os.scandir(folder / LANDING)}
        loose = [landed for landed in inside if {landed.name, landed.batch + MANIFEST} & there]
        _remove(folder, [landed for landed in loose if _is_whole(folder, landed)])


def remove_newest_leftovers(folder: Path) -> None:
    """The same for the newest pack, the only one that a crash can have interrupted."""
    remove_leftovers(folder, _newest(packs(folder)))


def cut_packs(folder: Path) -> list[Path]:
    """The packs that are shorter than they were when they were written."""
    return [path for path in packs(folder) if number_packed(path) is None]


def _read_back(pack: Path, expected: Sequence[tuple[Landed, bytes]]) -> None:
    inside, content = in_pack(pack), pack.read_bytes()
    same = [landed.manifest() for landed in inside] == [landed.manifest() for landed, _ in expected]
    for landed, (_, given) in zip(inside, expected, strict=False):
        place = landed.place
        same &= place is not None and content[place.offset : place.offset + place.size] == given
    if not same or number_packed(pack) != len(expected):
        raise LandingDamaged("A pack was not written as it should be; nothing was packed.")


def _remove(folder: Path, packed: list[Landed]) -> None:
    """Loose files first, manifests when those are gone: a file without its manifest would be taken for a new input."""
    if not packed:
        return
    for landed in packed:
        landed.path(folder).unlink(missing_ok=True)
    flush(folder / LANDING)
    for landed in packed:
        manifest_of(folder, landed.batch).unlink(missing_ok=True)
    flush(folder / LANDING)


def _is_whole(folder: Path, landed: Landed) -> bool:
    return landed.is_content(sha256(landed.read(folder)).hexdigest())


def _newest(packs: list[Path]) -> list[Path]:
    return [max(packs, key=lambda path: path.stat().st_mtime_ns)] if packs else []


def _number_loose(folder: Path) -> int:
    try:
        return sum(entry.name.endswith(MANIFEST) for entry in os.scandir(folder / LANDING))
    except FileNotFoundError:
        return 0
