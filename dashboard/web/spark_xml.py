"""Plain data as XML, by the Spark convention of Open311: a list is an element that holds one element for each of its
members, nothing is an empty element."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
MEMBER = {
    "attributes": "attribute", "endpoints": "endpoint", "errors": "error", "formats": "format",
    "service_requests": "request", "services": "service", "values": "value",
}  # fmt: skip
"""What the members of a list are called."""
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_document(name: str, value: Any) -> str:
    """A whole document whose outermost element is `name`; characters that XML cannot hold become U+FFFD."""
    return f"{DECLARATION}{''.join(_element(name, value))}\n"


def _element(name: str, value: Any) -> list[str]:
    """The pieces of an element."""
    pieces = [f"<{name}>"]
    if isinstance(value, Mapping):
        for key, part in value.items():
            pieces += _element(key, part)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for part in value:
            pieces += _element(MEMBER[name], part)
    elif isinstance(value, bool):
        pieces.append(str(value).lower())
    elif value is not None:
        pieces.append(escape(NOT_IN_XML.sub("\ufffd", str(value))))
    pieces.append(f"</{name}>")
    return pieces
