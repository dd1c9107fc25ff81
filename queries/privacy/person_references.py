"""The person behind a case, only ever as a keyed hash: equal people give equal references, nobody can be read back."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

import pyarrow as pa

KEY_FILE = "person.key"


def person_key(folder: Path) -> bytes:
    """The city's key for personal references; made at the first need, in a file that only the owner reads (0600)."""
    file = folder / KEY_FILE
    try:
        return file.read_bytes()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=KEY_FILE) as out:  # 0600; others see it whole or not at all
            out.write(secrets.token_bytes(32))
            out.flush()
            os.fsync(out.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(out.name, file)
        return file.read_bytes()


def person_references(people: pa.Array, key: bytes) -> pa.Array:
    """Text naming a person → 32 hexadecimal digits (HMAC-SHA-256, cut), null where empty."""
    encoded = people.dictionary_encode()
    hashed = [hmac.new(key, name.encode(), hashlib.sha256).hexdigest()[:32] for name in encoded.dictionary.to_pylist()]
    return pa.array(hashed, pa.string()).take(encoded.indices)
