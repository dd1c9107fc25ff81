"""Other content for an accepted input, from which something was erased: it stays the same input, with the checksum and
the moment under which it was accepted.

Killed at any moment, the input has its old content or the new one, and `settled` ends what was begun.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from queries.landing.folder import FILE, LANDING, ROWS, Landed, flush, suffix_of, write_manifest
from queries.landing.private_copy import sha256_of

ROWS_ENDING = ".rows.parquet"


def redacted_in_pack(landed: Landed, content: bytes, kind: str) -> Landed:
    """An input of a pack with other content, before the pack is written."""
    return replace(_renamed(landed, kind), redacted=hashlib.sha256(content).hexdigest(), place=None)


def replace_content(folder: Path, landed: Landed, unfinished: Path, kind: str) -> Landed:
    """Put the complete file `unfinished` in the place of a loose input's content; kind: of the content, ROWS where a
    file as it came becomes its rows."""
    flush(unfinished)
    redacted = sha256_of(unfinished)
    if kind == landed.kind:
        coming = replace(landed, redacted=redacted, replaces=landed.redacted or landed.sha256)
        write_manifest(folder, coming)
        unfinished.replace(landed.path(folder))
        flush(folder / LANDING)
        return settled(folder, coming)
    changed = replace(_renamed(landed, kind), redacted=redacted, replaces="")
    unfinished.replace(changed.path(folder))
    flush(folder / LANDING)
    write_manifest(folder, changed)
    return settled(folder, changed)


def _renamed(landed: Landed, kind: str) -> Landed:
    is_other = (landed.kind, kind) == (FILE, ROWS)
    return replace(landed, kind=kind, name=landed.batch + ROWS_ENDING) if is_other else landed


def settled(folder: Path, landed: Landed) -> Landed:
    """A loose input with one content and none beside it under the name before, whatever a crash left."""
    if landed.replaces:
        is_new = sha256_of(landed.path(folder)) == landed.redacted
        before = "" if landed.replaces == landed.sha256 else landed.replaces
        landed = replace(landed, redacted=landed.redacted if is_new else before, replaces="")
        write_manifest(folder, landed)
    if landed.kind in {FILE, ROWS}:
        as_it_came = landed.batch + suffix_of(Path(landed.file))
        for name in {as_it_came, landed.batch + ROWS_ENDING} - {landed.name}:
            (folder / LANDING / name).unlink(missing_ok=True)
    return landed
