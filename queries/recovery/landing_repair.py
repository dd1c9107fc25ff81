"""Repair of landing/ after a crash: half-written files are removed, accepted segments sealed, damage reported."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from queries.errors import LandingDamaged
from queries.landing.folder import (
    LANDING,
    MANIFEST,
    SEGMENT,
    SEGMENT_ENDING,
    Landed,
    flush,
    in_pack,
    reseal,
    seal_segment,
    taken_apart,
    verify,
)
from queries.landing.frames import Frame, Scan, is_cut_off, scan

MOST_NAMED = 5  # names in one sentence
Moment = Callable[[str], datetime]
"""The recording moment for a source that delivers now."""


def repair_landing(folder: Path, moment: Moment) -> tuple[str, ...]:
    """Repair landing/ while no other process has the city open; sentences about what a person should know."""
    landing = folder / LANDING
    for unfinished in landing.glob("unfinished-*.part"):
        unfinished.unlink()
    sentences: list[str] = []
    for segment in sorted(landing.glob("*" + SEGMENT_ENDING)):
        if not segment.with_suffix(MANIFEST).exists():
            sentences += _sealed(folder, segment, moment)
    return tuple(sentences)


def recover_segment(folder: Path, landed: Landed) -> tuple[Landed | None, str]:
    """Accept the whole deliveries of a changed segment as an input again; that input, or None, and a sentence about it.

    The segment as it was found is renamed to the ending .damaged, and so is the pack that it was in.
    """
    pack = folder / LANDING / landed.place.pack if landed.place else None
    if pack is not None:
        about_pack = recover_pack(folder, pack) if pack.exists() else ""
        loose = replace(landed, place=None)
        try:
            verify(folder, loose)
        except LandingDamaged:
            recovered, sentence = recover_segment(folder, loose)
            return recovered, f"{about_pack} {sentence}".strip()
        return loose, about_pack
    path = landed.path(folder)
    if landed.kind != SEGMENT or not path.exists():
        return None, f"The accepted file landing/{landed.name} is missing or has changed; take it from a backup."
    found = scan(path.read_bytes())
    good = [frame for frame in found.frames if frame.rows]
    if not good or _heading(found) is None:
        return None, f"Nothing of the accepted segment landing/{landed.name} can be read; take it from a backup."
    kept = path.with_suffix(".damaged")
    path.rename(kept)
    _write(path, kept.read_bytes(), found.frames)
    recovered = reseal(folder, landed)
    rows = sum(frame.rows for frame in good)
    return recovered, (
        f"The accepted segment landing/{landed.name} has changed since: {rows:,} rows of whole deliveries were taken, "
        f"the others are lost; take {kept.name} from a backup."
    )


def recover_pack(folder: Path, pack: Path) -> str:
    """Write the inputs that are left of a damaged pack as single files again; a sentence about it. The pack as it was
    found is renamed to the ending .damaged."""
    try:
        names = [landed.name for landed in in_pack(pack)]
        left = list(taken_apart(folder, pack))
    except LandingDamaged as error:
        return str(error)
    whole = {landed.name for landed in left if _is_whole(folder, landed)}
    kept = pack.with_suffix(".damaged")
    pack.rename(kept)
    flush(pack.parent)
    damaged = [name for name in names if name not in whole]
    named = ", ".join(damaged[:MOST_NAMED]) + (" …" if len(damaged) > MOST_NAMED else "")
    return (
        f"The pack landing/{pack.name} has changed since: {len(whole):,} of its {len(names):,} accepted inputs are "
        f"whole and were taken out" + (f", not whole are {named}" if damaged else "") + f"; it was kept as {kept.name}."
    )


def _is_whole(folder: Path, landed: Landed) -> bool:
    try:
        verify(folder, landed)
    except LandingDamaged:
        return False
    return True


def _sealed(folder: Path, segment: Path, moment: Moment) -> Iterator[str]:
    """A segment that was open at the end becomes an accepted input, without what a crash left half written."""
    data = segment.read_bytes()
    found = scan(data)
    heading = _heading(found)
    lost = [region for region in found.broken if not is_cut_off(data, region)]
    rows = sum(frame.rows for frame in found.frames)
    if heading is None or not rows:
        if lost:
            segment.rename(segment.with_suffix(".damaged"))
            yield f"Nothing of landing/{segment.name} can be read; it was kept as {segment.stem}.damaged."
        else:
            segment.unlink()
        return
    if lost:
        _copy(data, segment.with_suffix(".damaged"))
        yield (
            f"A part of landing/{segment.name} cannot be read: {rows:,} rows of whole deliveries were taken; "
            f"the segment was kept as {segment.stem}.damaged."
        )
    if found.broken:
        _write(segment, data, found.frames)
    source, kind = heading
    seal_segment(folder, segment.stem, source, kind, moment(source))


def _heading(found: Scan) -> tuple[str, str] | None:
    """Source and kind of a segment, by its first frame."""
    if not found.frames or found.frames[0].rows:
        return None
    heading = json.loads(bytes(found.frames[0].payload))
    return heading["source"], heading["kind"]


def _write(path: Path, data: bytes, frames: tuple[Frame, ...]) -> None:
    _copy(b"".join(data[frame.start : frame.end] for frame in frames), path)


def _copy(data: bytes, path: Path) -> None:
    unfinished = path.with_name(f"unfinished-{path.name}.part")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(data)
    flush(unfinished)
    unfinished.replace(path)
    flush(path.parent)
