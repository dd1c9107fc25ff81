"""A pack: many accepted inputs in one file of landing/, as they are, with their manifests in an index.

It is a zip archive, stored and not compressed, that any tool opens: `index`, the inputs in the order of their
acceptance, `index-again`. The index is a checksum and then one line for each input: its size, a space, its manifest
(JSON). Since sizes and order are known, an input is found without the archive's directory, and where a byte of the pack
has changed, only what it belongs to is touched.
"""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from queries.errors import LandingDamaged

PACK = ".pack"
_INDEX, _AGAIN = "index", "index-again"
_LOCAL = struct.Struct("<4s22xHH")  # magic, lengths of name and extra field; the sizes between them stand in the index
_SIZE_AT = struct.Struct("<18xI")
_END = struct.Struct("<4s6xHIIH")  # magic, members, size and offset of the directory, length of the comment
_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Place:
    """Where in a pack the bytes of an input stand."""

    pack: str
    offset: int
    size: int


def write_pack(path: Path, inputs: Sequence[tuple[dict[str, Any], bytes]]) -> None:
    """Write manifests and contents, in their order, into the file at `path`."""
    lines = [f"{len(content)} {json.dumps(manifest, ensure_ascii=False)}" for manifest, content in inputs]
    text = "\n".join(lines).encode()
    index = sha256(text).hexdigest().encode() + b"\n" + text
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, allowZip64=False) as archive:
        archive.writestr(zipfile.ZipInfo(_INDEX, _MOMENT), index)
        for manifest, content in inputs:
            archive.writestr(zipfile.ZipInfo(manifest["name"], _MOMENT), content)
        archive.writestr(zipfile.ZipInfo(_AGAIN, _MOMENT), index)


def number_packed(path: Path) -> int | None:
    """How many inputs a pack holds, by its last bytes; None when it is not as long as it was made."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - _END.size, 0))
        tail = file.read(_END.size)
    if len(tail) < _END.size:
        return None
    magic, members, length, offset, comment = _END.unpack(tail)
    whole = magic == b"PK\x05\x06" and not comment and offset + length + _END.size == size and members > 2
    return members - 2 if whole else None


def packed_inputs(path: Path) -> list[tuple[dict[str, Any], Place]]:
    """The manifests in a pack, in their order, and where each input stands. Raises LandingDamaged."""
    with path.open("rb") as file:
        head = file.read(_LOCAL.size + len(_INDEX))
        index = _checked(file.read(_SIZE_AT.unpack_from(head)[0])) if len(head) >= _LOCAL.size else None
    if index is None:
        index = next(_indexes_from_the_end(path.read_bytes()), None)
    if index is None:
        raise LandingDamaged(f"The pack landing/{path.name} cannot be read; take it from a backup.")
    offset = _member(_INDEX, len(index))
    found = []
    for line in index.split(b"\n")[1:]:
        size, _, text = line.partition(b" ")
        manifest: dict[str, Any] = json.loads(text)
        end = offset + _member(manifest["name"], int(size))
        found.append((manifest, Place(path.name, end - int(size), int(size))))
        offset = end
    return found


def _member(name: str, size: int) -> int:
    return _LOCAL.size + len(name.encode()) + size


def _indexes_from_the_end(data: bytes) -> Iterator[bytes]:
    """What a pack holds under the name of the second index, and has the right checksum."""
    start = data.rfind(b"PK\x03\x04")
    while start >= 0:
        name = start + _LOCAL.size
        if data[name : name + len(_AGAIN)] == _AGAIN.encode():
            first = name + len(_AGAIN)
            index = _checked(data[first : first + _SIZE_AT.unpack_from(data, start)[0]])
            if index is not None:
                yield index
        start = data.rfind(b"PK\x03\x04", 0, start)


def _checked(index: bytes) -> bytes | None:
    checksum, _, text = index.partition(b"\n")
    return index if checksum == sha256(text).hexdigest().encode() else None
