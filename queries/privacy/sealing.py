"""Personal data that is kept sealed: by AES-SIV (RFC 5297), with a key that lies outside the city's folder.

AES-SIV gives the same sealed bytes for the same content, so that a file delivered twice is known to be the same; it
needs no random numbers and tells what was changed.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from queries.errors import SealRefused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

KEYS = "keys"
SEALED = ".sealed"
_KEY_BYTES = 64
_MAGIC = b"yiping sealed 1\n"
_BLOCK = 4 << 20
_HEAD = struct.Struct("<IB")  # bytes of the sealed block, and whether it is the last one


@dataclass(frozen=True)
class Seal:
    """The seal of a city whose key lies at `place`; the key is made when something is sealed for the first time."""

    place: Path

    def seal(self, content: bytes, about: bytes) -> bytes:
        """The content sealed; `about` (which is no secret) must be given again to open it."""
        return self._cipher(make=True).encrypt(content, [about])

    def open(self, sealed: bytes, about: bytes) -> bytes:
        """What was sealed. Raises SealRefused where the key is missing or another one, or the bytes were changed."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415

        try:
            return self._cipher(make=False).decrypt(sealed, [about])
        except (InvalidTag, ValueError) as error:
            raise SealRefused(
                f"This was sealed with another key than {self.place}, or was changed since; nothing of it is opened."
            ) from error

    def seal_file(self, source: Path, target: Path) -> None:
        """Write a file sealed to `target`, for its owner only; it is there as a whole or not at all."""
        with source.open("rb") as content, tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as out:
            try:
                out.write(_MAGIC)
                for number, (block, is_last) in enumerate(_blocks(content)):
                    sealed = self.seal(block, _about_block(number, is_last=is_last))
                    out.write(_HEAD.pack(len(sealed), is_last) + sealed)
                out.flush()
                os.fsync(out.fileno())
                Path(out.name).replace(target)
            except BaseException:
                Path(out.name).unlink(missing_ok=True)
                raise

    def open_file(self, source: Path, out: IO[bytes]) -> None:
        """Write what a sealed file holds to `out`. Raises SealRefused."""
        with source.open("rb") as sealed:
            if sealed.read(len(_MAGIC)) != _MAGIC:
                raise SealRefused(f"{source.name} is no sealed file.")
            number, is_last = 0, False
            while not is_last:
                head = sealed.read(_HEAD.size)
                if len(head) < _HEAD.size:
                    raise SealRefused(f"{source.name} is cut off; take it from a backup.")
                length, is_last = _HEAD.unpack(head)
                out.write(self.open(sealed.read(length), _about_block(number, is_last=bool(is_last))))
                number += 1

    def _cipher(self, *, make: bool) -> AESSIV:
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV  # noqa: PLC0415 - where something is sealed

        place = self.place
        try:
            key = place.read_bytes()
        except FileNotFoundError:
            if not make:
                raise SealRefused(
                    f"There is no key {place}; without it nothing that was sealed can be opened."
                ) from None
            key = _made_key(place)
        if len(key) != _KEY_BYTES:
            raise SealRefused(f"The key {place} is not one of {_KEY_BYTES} bytes that this program made.")
        return AESSIV(key)


def seal_of(folder: Path, key_file: str | None = None) -> Seal:
    """The seal of the city in `folder`; key_file: where its key lies (None: in keys/ beside the folder). Raises
    SealRefused for a place in the city's folder."""
    folder = folder.resolve()
    place = Path(key_file).expanduser().resolve() if key_file else folder.parent / KEYS / f"{folder.name}.key"
    if place.is_relative_to(folder):
        raise SealRefused(f"The key {place} must not lie in the city's folder, which it is there to seal.")
    return Seal(place)


def _made_key(place: Path) -> bytes:
    """A new key, in a file that only the owner reads; that of another process where one was faster."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=place.parent, prefix=place.name) as out:
        out.write(secrets.token_bytes(_KEY_BYTES))
        out.flush()
        os.fsync(out.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(out.name, place)
    return place.read_bytes()


def _blocks(content: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The blocks of a file, one at least, and whether each is the last."""
    block = content.read(_BLOCK)
    while True:
        following = content.read(_BLOCK)
        yield block, not following
        if not following:
            return
        block = following


def _about_block(number: int, *, is_last: bool) -> bytes:
    return _MAGIC + struct.pack("<QB", number, is_last)
