"""Compressed answers: what never changes is compressed once and kept, everything else on its way out."""

from collections import OrderedDict
from threading import Lock

from flask import Flask, Request, Response
from flask_compress import Compress

from dashboard.web.headers import is_immutable

KEPT_BYTES = 64_000_000


class CompressedAnswers:
    """Compressed immutable answers by address, least recently used dropped above 64 MB; an empty key is not kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._size, self._lock = 0, Lock()

    def get(self, key: str) -> bytes | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def set(self, key: str, value: bytes) -> None:
        with self._lock:
            if key.endswith(";") or key in self._kept:
                return
            self._kept[key] = value
            self._size += len(value)
            while self._size > KEPT_BYTES:
                self._size -= len(self._kept.popitem(last=False)[1])


def _address(request: Request) -> str:
    return request.full_path if is_immutable() else ""


def _whole(answer: Response) -> Response:
    """Files are streamed by Flask; an immutable one is read whole so that its compressed form can be kept."""
    if is_immutable() and answer.status_code == 200 and (answer.is_streamed or answer.direct_passthrough):
        file = answer.response
        answer.direct_passthrough = False
        answer.set_data(answer.get_data())
        if hasattr(file, "close"):
            file.close()
    return answer


def register(flask: Flask) -> None:
    """Brotli or gzip, as the browser likes. Flask runs what was registered last first: `_whole`, then compression."""
    flask.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["br"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_CACHE_BACKEND=CompressedAnswers,
        COMPRESS_CACHE_KEY=_address,
        COMPRESS_MIMETYPES=[
            "text/html", "text/css", "text/csv", "text/plain", "text/javascript", "application/javascript",
            "application/json", "application/geo+json", "image/svg+xml",
        ],
    )  # fmt: skip
    Compress(flask)
    flask.after_request(_whole)
