"""Compression of answers: immutable ones are compressed once and cached, all others when they are sent."""

from functools import partial
from threading import Lock

from cachetools import LRUCache
from flask import Flask, Request, Response
from flask_compress import Compress

from dashboard.web.headers import is_immutable

WINDOW = 18
"""Brotli looks back over 256 kB (2^18 bytes), the size of an answer; with its default of 4 MB it takes 12 MB for each.

An export, which is compressed while it is sent, is a gzip stream: that holds 0.3 MB, brotli 4 MB, and both make a tenth
of it in the same time.
"""


class CompressedAnswers:
    """Compressed immutable answers by address (the interface that flask-compress expects); least recently used evicted
    above `most` bytes. An answer without an address is never cached."""

    def __init__(self, most: int) -> None:
        self._cache: LRUCache[str, bytes] = LRUCache(most, getsizeof=len)
        self._lock = Lock()

    def get(self, key: str) -> bytes | None:
        with self._lock:
            return self._cache.get(key)

    def set(self, key: str, value: bytes) -> None:
        with self._lock:
            if not key.endswith(";") and len(value) <= self._cache.maxsize:
                self._cache[key] = value


def _address(request: Request) -> str:
    return request.full_path if is_immutable() else ""


def _whole(answer: Response) -> Response:
    """Files are streamed by Flask; an immutable one is read whole so that its compressed form can be cached."""
    if is_immutable() and answer.status_code == 200 and (answer.is_streamed or answer.direct_passthrough):
        file = answer.response
        answer.direct_passthrough = False
        answer.set_data(answer.get_data())
        if hasattr(file, "close"):
            file.close()
    return answer


def register(flask: Flask, most: int) -> None:
    """Brotli or gzip, as the browser likes. most: bytes of compressed answers that are cached.

    Flask runs what was registered last first: `_whole`, then compression.
    """
    flask.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_BR_WINDOW=WINDOW,
        COMPRESS_CACHE_BACKEND=partial(CompressedAnswers, most),
        COMPRESS_CACHE_KEY=_address,
        COMPRESS_MIMETYPES=[
            "text/html", "text/css", "text/csv", "text/plain", "text/javascript", "application/javascript",
            "application/json", "application/geo+json", "image/svg+xml",
        ],
    )  # fmt: skip
    Compress(flask)
    flask.after_request(_whole)
