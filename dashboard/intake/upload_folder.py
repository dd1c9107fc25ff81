"""Files on their way from a browser: owner-only in uploads/ of the city's folder, in bounds, and never for long."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from dashboard.errors import DashboardError, ErrorAnswer
from dashboard.words.numbers import whole

FOLDER = "uploads"
MOST_AT_ONCE = 4
ABANDONED_AFTER_S = 1800.0
"""Without a request about it. A page that is closed says so at once; this is for those that could not."""
PIECE_BYTES = 2_000_000
LONGEST_NAME = 160
"""Bytes in UTF-8, of the 255 that a name may have: landing/ writes more beside it."""
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\ud800-\udfff]')


class UploadRefused(DashboardError):  # noqa: N818
    """A file, or a piece of it, that is not taken. row: what the sender reads."""

    def __init__(self, key: str, status: int, /, **values: object) -> None:
        self.row = ErrorAnswer("error", status, key, values=values)
        super().__init__(self.row.sentence("en"))


@dataclass
class Upload:
    """A file of `size` bytes, of which `received` have come. in_use: how many requests read it at present."""

    path: Path
    size: int
    touched: float
    received: int = 0
    in_use: int = 0
    lock: Lock = field(default_factory=Lock)


class Uploads:
    """The files of one city that are on their way. Safe to use from many threads. What an earlier process left is
    removed."""

    def __init__(self, folder: Path, most_bytes: int, now: Callable[[], float] = time.monotonic) -> None:
        self._folder, self._most_bytes, self._now = folder / FOLDER, most_bytes, now
        self._uploads: dict[str, Upload] = {}
        self._lock = Lock()
        shutil.rmtree(self._folder, ignore_errors=True)

    def begin(self, name: str, size: int) -> str:
        """The key of a new file. Raises UploadRefused when it is empty, too large, or one too many."""
        if size <= 0:
            raise UploadRefused("upload_empty", 400)
        if size > self._most_bytes:
            raise UploadRefused("upload_too_large", 413, limit=whole(self._most_bytes // 1_000_000))
        self.remove_abandoned()
        key = secrets.token_urlsafe(18)
        with self._lock:
            if len(self._uploads) >= MOST_AT_ONCE:
                raise UploadRefused("too_many_uploads", 429)
            self._refuse_where_full(size)
            place = self._folder / key
            place.mkdir(parents=True, mode=0o700)
            self._folder.chmod(0o700)
            path = place / safe_name(name)
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            self._uploads[key] = Upload(path, size, self._now())
        return key

    def append(self, key: str, offset: int, piece: bytes) -> int:
        """Writes the next piece; the bytes that have come. Raises UploadRefused, and OSError for a full disk."""
        upload = self._found(key)
        with upload.lock:
            if offset != upload.received or upload.received + len(piece) > upload.size:
                raise UploadRefused("upload_out_of_step", 409)
            with upload.path.open("r+b") as out:
                out.seek(offset)
                out.write(piece)
            upload.received += len(piece)
            return upload.received

    @contextmanager
    def whole(self, key: str) -> Iterator[Path]:
        """The file, which stays while the context lasts. Raises UploadRefused when it has not come whole."""
        upload = self._found(key)
        if upload.received != upload.size:
            raise UploadRefused("upload_incomplete", 409)
        with self._lock:
            upload.in_use += 1
        try:
            yield upload.path
        finally:
            with self._lock:
                upload.in_use -= 1
                upload.touched = self._now()

    def abandon(self, key: str) -> None:
        """Removes a file; one that is gone already is no mistake."""
        with self._lock:
            upload = self._uploads.pop(key, None)
        if upload:
            shutil.rmtree(upload.path.parent, ignore_errors=True)

    def remove_abandoned(self) -> None:
        """Removes what nobody has asked about for half an hour."""
        with self._lock:
            before = self._now() - ABANDONED_AFTER_S
            old = [key for key, one in self._uploads.items() if not one.in_use and one.touched < before]
        for key in old:
            self.abandon(key)

    def close(self) -> None:
        """Removes everything."""
        for key in list(self._uploads):
            self.abandon(key)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _found(self, key: str) -> Upload:
        with self._lock:
            upload = self._uploads.get(key)
            if upload is None:
                raise UploadRefused("upload_gone", 404)
            upload.touched = self._now()
            return upload

    def _refuse_where_full(self, size: int) -> None:
        """It is written here, then copied into landing/, then into the store: three times as much must be free."""
        coming = sum(one.size - one.received for one in self._uploads.values())
        if shutil.disk_usage(self._folder.parent).free < coming + 3 * size:
            raise UploadRefused("upload_no_room", 503)


def safe_name(given: str) -> str:
    """The last part of a file's name, as a name that every disk takes; its ending stays, which says what it holds."""
    plain = _NOT_IN_A_NAME.sub("_", re.split(r"[/\\]", given)[-1]).strip(". ") or "file"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 10:
        stem, ending = plain, ""
    room = LONGEST_NAME - len(f".{ending}".encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + (f".{ending}" if ending else "")
