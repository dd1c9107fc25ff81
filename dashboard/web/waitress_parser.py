"""waitress's parser of requests, asking whether to go on once the headers are there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from waitress.parser import HTTPRequestParser
from waitress.utilities import Error

Decide = Callable[["AskingParser"], "Error | None"]
TooMuch = Callable[["AskingParser"], "Error | None"]


class AskingParser(HTTPRequestParser):
    """decide: asked once, when the headers have been read and before anything of the body is kept; an error that it
    returns is the answer. A body in chunks is measured by `chunked_limit`, which `decide` sets."""

    def __init__(self, adj: Any, decide: Decide, too_much: Error) -> None:
        super().__init__(adj)
        self.path: str  # types-waitress does not know it
        self._decide, self._too_much = decide, too_much
        self._asked = False
        self.chunked_limit: int | None = None

    @property
    def has_body(self) -> bool:
        """Whether a body follows the headers."""
        return self.body_rcv is not None

    @property
    def held_bytes(self) -> int:
        """Bytes that the body has, or may have."""
        if not self.has_body or self.error:
            return 0
        return (self.chunked_limit or 0) if self.chunked else self.content_length

    def received(self, data: bytes) -> int:
        """How many bytes of `data` belong to this request; see waitress."""
        consumed: int = super().received(data)
        if self.headers_finished and not self._asked and not self.error and not self.empty:
            self._asked = True
            self._refuse(self._decide(self))
        elif self.chunked and self.chunked_limit is not None and self.body_bytes_received > self.chunked_limit:
            self._refuse(self._too_much)
        return consumed

    def _refuse(self, error: Error | None) -> None:
        if error is not None:
            self.error, self.completed, self.expect_continue = error, True, False
            self.close()
