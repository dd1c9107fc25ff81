"""Keys of the sources that deliver over HTTP: `source_keys.toml` in the city's folder, holding only their SHA-256."""

import hashlib
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import tomlkit

from dashboard.errors import KeysDamaged

NAME = "source_keys.toml"
HEAD = " SHA-256 of the key of each source, made by `yiping source add`; a key itself is shown only once."


def digest(key: str) -> str:
    """The stored form of a key. Keys have 256 random bits, so a plain SHA-256 cannot be reversed by guessing."""
    return hashlib.sha256(key.encode()).hexdigest()


def create(folder: Path, source: str) -> str:
    """A new key of `source`, which replaces the one that it had. Raises KeysDamaged when the file cannot be read."""
    key = secrets.token_urlsafe(32)
    _write(folder, {**_read(folder), source: digest(key)})
    return key


def remove(folder: Path, source: str) -> bool:
    """Whether `source` had a key; it has none now. Raises KeysDamaged when the file cannot be read."""
    digests = _read(folder)
    had = digests.pop(source, None) is not None
    if had:
        _write(folder, digests)
    return had


def holders(folder: Path) -> frozenset[str]:
    """The sources that have a key. Raises KeysDamaged when the file cannot be read."""
    return frozenset(_read(folder))


@dataclass(frozen=True)
class _Seen:
    stamp: tuple[int, int, int]
    sources: Mapping[str, str]


class SourceKeys:
    """Looks up keys in a city's folder; a file that was changed is read again at the next look."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._lock = folder, Lock()
        self._seen = _Seen((0, 0, 0), {})

    def source_of(self, key: str) -> str | None:
        """The source that holds this key, or None. Raises KeysDamaged when the file cannot be read."""
        return self._sources().get(digest(key)) if key else None

    def _sources(self) -> Mapping[str, str]:
        try:
            found = (self._folder / NAME).stat()
        except FileNotFoundError:
            return {}
        stamp = (found.st_mtime_ns, found.st_ino, found.st_size)
        with self._lock:
            if self._seen.stamp != stamp:
                self._seen = _Seen(stamp, {stored: source for source, stored in _read(self._folder).items()})
            return self._seen.sources


def _read(folder: Path) -> dict[str, str]:
    try:
        data = tomllib.loads((folder / NAME).read_text(encoding="utf-8"))
        return {source: str(about["sha256"]) for source, about in data.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise KeysDamaged(f"{folder / NAME} cannot be read; repair it, or remove it and make new keys.") from error


def _write(folder: Path, digests: Mapping[str, str]) -> None:
    document = tomlkit.document()
    document.add(tomlkit.comment(HEAD.strip()))
    for source in sorted(digests):
        document[source] = {"sha256": digests[source]}
    part = folder / f"{NAME}.{os.getpid()}"
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(tomlkit.dumps(document))
    part.replace(folder / NAME)
