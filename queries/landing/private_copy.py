"""The bytes of a file as they are now, held while it is decided what of them may stay in landing/."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from queries.landing.folder import landing_of, unfinished_file
from queries.reading.chunk import MEGABYTE
from queries.reading.nameless_file import nameless_file

_BLOCK = 4 * MEGABYTE


@dataclass(frozen=True)
class PrivateCopy:
    """path: where it can be opened while it is held; sha256: of its content."""

    path: Path
    sha256: str
    _file: IO[bytes]

    def kept(self, folder: Path) -> Path:
        """An unfinished file of landing/ with the same content."""
        target = unfinished_file(folder)
        self._file.seek(0)
        with target.open("wb") as out:
            while block := self._file.read(_BLOCK):
                out.write(block)
        return target


def sha256_of(path: Path) -> str:
    """The checksum of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def private_copy(folder: Path, path: Path) -> Iterator[PrivateCopy]:
    """A copy of the file at `path` on the disk of the city's folder, under no name: a crash leaves nothing of it."""
    digest = hashlib.sha256()
    with nameless_file(landing_of(folder)) as (copy, place):
        with path.open("rb") as incoming:
            while block := incoming.read(_BLOCK):
                digest.update(block)
                copy.write(block)
        copy.flush()
        yield PrivateCopy(place, digest.hexdigest(), copy)
