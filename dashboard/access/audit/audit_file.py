"""The files of an audit, `audit/000001.jsonl` and so on: appended to by one process at a time, read by any."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboard.access.audit.audit_end import AuditEnd, keep_end, kept_end
from dashboard.access.audit.audit_entry import AuditEntry, ChainedEntry, chained, entry_of, line_of

AUDIT = "audit"
SEGMENT_BYTES = 4_000_000
"""When a segment has as many, the next one begins."""
TAIL_BYTES = 65_536


@dataclass(frozen=True)
class _Last:
    """Where the chain ends: number and size of the last segment, place and hash of the last entry. moves_on: whether
    the kept end was still there, so that it may move on."""

    segment: int
    size: int
    place: int
    hash: str
    moves_on: bool


class AuditFile:
    """The audit of a city in its folder. One thread of a process at a time."""

    def __init__(self, folder: Path, segment_bytes: int = SEGMENT_BYTES) -> None:
        self._folder, self._segment_bytes = folder, segment_bytes
        self._last: _Last | None = None

    def append(self, entries: Sequence[AuditEntry]) -> None:
        """Binds entries to the last one, and waits until they are on the disk. Raises OSError; then none of them is
        there."""
        with self._alone():
            last = self._present_end()
            if last.size >= self._segment_bytes:
                last = _Last(last.segment + 1, 0, last.place, last.hash, last.moves_on)
            chain = list(_chain(last, entries))
            path = segment_path(self._folder, last.segment)
            size = _written(path, last.size, b"".join(line_of(one) for one in chain))
            self._last = _Last(last.segment, size, chain[-1].place, chain[-1].hash, last.moves_on)
            if last.moves_on:
                keep_end(self._folder, AuditEnd(chain[-1].place + 1, chain[-1].hash))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process appends meanwhile."""
        folder = self._folder / AUDIT
        folder.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _present_end(self) -> _Last:
        """Where the chain ends now; another process may have gone on with it."""
        numbers = segments(self._folder)
        number = numbers[-1] if numbers else 1
        path = segment_path(self._folder, number)
        size = path.stat().st_size if path.exists() else 0
        known = self._last
        if known and (known.segment, known.size) == (number, size):
            return known
        size = _without_torn_line(path, size)
        last = _last_entry(self._folder, numbers)
        place, hash_ = (last.place, last.hash) if last else (-1, "")
        return _Last(number, size, place, hash_, _holds(self._folder, place, hash_))


def segments(folder: Path) -> list[int]:
    """The numbers of the segments that there are, in their order."""
    return sorted(int(path.stem) for path in (folder / AUDIT).glob("*.jsonl") if path.stem.isdigit())


def segment_path(folder: Path, number: int) -> Path:
    """The file of a segment."""
    return folder / AUDIT / f"{str(number).zfill(6)}.jsonl"


def lines_of(folder: Path, number: int) -> list[bytes]:
    """The whole lines of a segment; one that is being written is none yet."""
    text = segment_path(folder, number).read_bytes()
    return text.split(b"\n")[:-1]


def _chain(last: _Last, entries: Sequence[AuditEntry]) -> Iterator[ChainedEntry]:
    before = last.hash
    for place, entry in enumerate(entries, last.place + 1):
        one = chained(before, place, entry)
        before = one.hash
        yield one


def _written(path: Path, size: int, text: bytes) -> int:
    """Appends to a file of `size` bytes, and gives its new size; what could be written in part only is taken back."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        if os.write(descriptor, text) != len(text):
            raise OSError(f"{path} takes no more")
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, size)
        raise
    finally:
        os.close(descriptor)
    return size + len(text)


def _without_torn_line(path: Path, size: int) -> int:
    """Takes off what was written of an entry when the machine stopped: nobody was told that it is kept."""
    if not size:
        return size
    with path.open("rb+") as file:
        file.seek(max(0, size - TAIL_BYTES))
        tail = file.read()
        whole = size - len(tail) + tail.rfind(b"\n") + 1
        if whole != size:
            file.truncate(whole)
    return whole


def _last_entry(folder: Path, numbers: Sequence[int]) -> ChainedEntry | None:
    """The last line that is an entry; a damaged one is passed over, which the check of the chain tells."""
    for number in reversed(numbers):
        for line in reversed(lines_of(folder, number)):
            try:
                return entry_of(line)
            except ValueError:
                continue
    return None


def _holds(folder: Path, place: int, hash_: str) -> bool:
    """Whether the kept end is still in the chain, whose last entry this is."""
    end = kept_end(folder)
    if end is None or end.count == 0:
        return True
    if end.count == place + 1:
        return end.hash == hash_
    return end.count <= place and any(one.hash == end.hash for one in entries_in(folder) if one.place == end.count - 1)


def entries_in(folder: Path) -> Iterator[ChainedEntry]:
    """Every entry, in order; lines that are none are passed over."""
    for number in segments(folder):
        for line in lines_of(folder, number):
            try:
                yield entry_of(line)
            except ValueError:
                continue
