"""Lines of the server's log: what came from outside can neither begin a line of its own nor steer a terminal."""

from __future__ import annotations

import logging
import re
import time
import unicodedata

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
SECRET_OF_A_LINK = re.compile(r"(/share/)[^\s\"'?]+", re.IGNORECASE)
UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})
"""Unicode categories: control, format (also the order of writing), line and paragraph separators, half surrogates."""


def visible(text: str) -> str:
    """The text on one line, with what cannot be seen written as `\\x1b` or `\\u202e`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character.encode("unicode_escape").decode() if unicodedata.category(character) in UNSEEN else character
        for character in text
    )


def without_secrets(text: str) -> str:
    """The text without the secrets of links, of which paths may hold one."""
    return SECRET_OF_A_LINK.sub(r"\1…", text)


class LogLines(logging.Formatter):
    """One line for each message, which begins with its moment in UTC (RFC 3339); the lines of a traceback follow it,
    indented."""

    converter = time.gmtime  # type: ignore[assignment]  # typeshed takes it for a method
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__(FORMAT)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (logging's name)
        """The line of a message."""
        record.message = without_secrets(visible(record.message))
        return super().formatMessage(record)

    def formatException(self, ei: object) -> str:  # noqa: N802
        """A traceback, whose message may hold anything."""
        lines = super().formatException(ei).split("\n")  # type: ignore[arg-type]
        return "\n".join(f"  | {without_secrets(visible(line))}" for line in lines)
