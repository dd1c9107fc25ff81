"""Frames: the checksummed pieces of a segment, one for each delivery, after a first one with source and kind.

A frame is a head (magic, rows, length, checksum) and its payload. A crash can leave only the last frame half written,
and that one was not acknowledged yet; whole frames are found again wherever they stand.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from hashlib import blake2b

MAGIC = b"yiF\x01"
_HEAD = struct.Struct("<4sII16s")
_COUNTS = struct.Struct("<II")


@dataclass(frozen=True)
class Frame:
    """`rows` rows in `payload`, from offset `start` to `end` of the segment."""

    rows: int
    payload: memoryview
    start: int
    end: int


@dataclass(frozen=True)
class Scan:
    """What a segment holds: its whole frames, and the byte regions (start, end) that are damaged."""

    frames: tuple[Frame, ...]
    broken: tuple[tuple[int, int], ...]


def framed(payload: bytes, rows: int) -> bytes:
    """The payload with its head."""
    return _HEAD.pack(MAGIC, rows, len(payload), _checksum(rows, payload)) + payload


def scan(data: bytes) -> Scan:
    """All whole frames of a segment, and the damaged regions between them."""
    frames: list[Frame] = []
    broken: list[tuple[int, int]] = []
    view, position, lost = memoryview(data), 0, 0
    while position < len(data):
        frame = _frame_at(view, position)
        if frame is None:
            following = data.find(MAGIC, position + 1)
            position = len(data) if following < 0 else following
            continue
        if lost < position:
            broken.append((lost, position))
        frames.append(frame)
        position = lost = frame.end
    if lost < len(data):
        broken.append((lost, len(data)))
    return Scan(tuple(frames), tuple(broken))


def is_cut_off(data: bytes, region: tuple[int, int]) -> bool:
    """Whether a broken region is a frame that ends behind the end of the data, as a crash in mid-write leaves it."""
    start, end = region
    if end < len(data) or end - start < _HEAD.size:
        return end == len(data)
    magic, _, length, _ = _HEAD.unpack_from(data, start)
    return bool(magic == MAGIC and start + _HEAD.size + length > end)


def _frame_at(view: memoryview, start: int) -> Frame | None:
    if start + _HEAD.size > len(view):
        return None
    magic, rows, length, checksum = _HEAD.unpack_from(view, start)
    end = start + _HEAD.size + length
    if magic != MAGIC or end > len(view):
        return None
    payload = view[start + _HEAD.size : end]
    return Frame(rows, payload, start, end) if _checksum(rows, payload) == checksum else None


def _checksum(rows: int, payload: bytes | memoryview) -> bytes:
    digest = blake2b(_COUNTS.pack(rows, len(payload)), digest_size=16)
    digest.update(payload)
    return digest.digest()


def heading(source: str, kind: str) -> bytes:
    """The first frame of a segment: the source and the kind of the deliveries that follow."""
    return framed(json.dumps({"source": source, "kind": kind}, ensure_ascii=False).encode(), 0)
