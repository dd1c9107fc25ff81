"""Answers for many browsers, written and compressed once."""

from __future__ import annotations

import gzip
from dataclasses import dataclass

import brotli  # type: ignore[import-untyped]
from flask import Response, request

BROTLI_LEVEL = 5


@dataclass(frozen=True)
class Packed:
    """One body in the three forms in which browsers take it."""

    plain: bytes
    br: bytes
    gzip: bytes

    @property
    def weight(self) -> int:
        """Bytes of all three."""
        return len(self.plain) + len(self.br) + len(self.gzip)


def packed(text: str) -> Packed:
    """`text` as UTF-8, compressed too."""
    plain = text.encode()
    return Packed(plain, brotli.compress(plain, quality=BROTLI_LEVEL), gzip.compress(plain, compresslevel=6))


def send(body: Packed, mimetype: str) -> Response:
    """The answer to the present request, in the form that its sender prefers."""
    wanted = request.accept_encodings
    form = "br" if wanted["br"] else "gzip" if wanted["gzip"] else None
    answer = Response(getattr(body, form or "plain"), mimetype=mimetype)
    answer.headers["Vary"] = "Accept-Encoding"
    if form:
        answer.headers["Content-Encoding"] = form
    return answer
