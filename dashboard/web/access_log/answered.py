"""One request as the access log tells it. Nothing that opens anything and nothing that people wrote stands in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from dashboard.web.headers import SHARE

WHO = "yiping.who"
"""In the environment of a request: the name under which somebody was let in."""
TOLD = frozenset(
    {"area", "as_of", "by", "format", "from", "key", "kpi", "lang", "level", "recorded_as_of", "theme", "to"}
)
"""Parameters whose values are codes, days and choices; of all others only the names are told."""
HIDDEN = "…"
LONGEST_PATH, LONGEST_VALUE, LONGEST_NAME, MOST_PARAMETERS = 300, 64, 64, 30


@dataclass(frozen=True, slots=True)
class Answered:
    """at: seconds of the epoch when the answer began; who: empty where nobody was let in; query: as it came; sent:
    bytes of the answer, as they went out."""

    at: float
    who: str
    origin: str
    method: str
    path: str
    query: str
    status: int
    ms: float
    sent: int


def line_of(one: Answered) -> bytes:
    """The request as a line of JSON, in ASCII: nothing that somebody sends begins another line or moves a terminal."""
    said = {
        "at": datetime.fromtimestamp(one.at, UTC).isoformat(timespec="milliseconds"),
        "who": one.who[:LONGEST_NAME],
        "from": one.origin[:LONGEST_NAME],
        "method": one.method[:LONGEST_NAME],
        "path": _path(one.path),
        "query": _query(one.query),
        "status": one.status,
        "ms": round(one.ms, 1),
        "bytes": one.sent,
    }
    return json.dumps(said).encode("ascii") + b"\n"


def lost_line(count: int, at: float) -> bytes:
    """That so many requests are missing here."""
    moment = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
    return json.dumps({"at": moment, "lost": count}).encode("ascii") + b"\n"


def _path(path: str) -> str:
    """Behind /share/ stands a secret, also where it is written with other slashes or capitals. WSGI gives a path as
    Latin 1."""
    path = path.encode("latin-1", "replace").decode("utf-8", "replace")
    head = SHARE.strip("/")
    parts = path.split("/")
    for place, part in enumerate(parts[:-1]):
        if part.strip().lower() == head:
            return "/".join([*parts[: place + 1], HIDDEN])[:LONGEST_PATH]
    return path[:LONGEST_PATH]


def _query(query: str) -> str:
    """`parse_qsl` decodes; what is told again is cut and names what was hidden."""
    if not query:
        return ""
    try:
        given = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return HIDDEN
    pairs = [(name[:LONGEST_NAME], text[:LONGEST_VALUE] if name in TOLD else HIDDEN) for name, text in given]
    return "&".join(f"{name}={text}" for name, text in pairs)
