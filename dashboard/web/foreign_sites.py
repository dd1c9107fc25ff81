"""Requests that a page of another site makes a browser send. None is answered, with a token or without.

Neither a write nor a read: a page may not learn what is read, but each question costs what it costs, and whoever is on
this machine needs no token. A link that somebody follows to a screen is no such request.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from werkzeug.wrappers import Request

from dashboard.web.error_pages import PROGRAM_PATHS

READING = frozenset({"GET", "HEAD", "OPTIONS"})
USUAL_PORTS = {"http": ":80", "https": ":443"}


def is_foreign(asked: Request) -> bool:
    """Whether a browser says that this request was made by a page of another origin, and not by somebody who follows
    a link to a screen (or, from any address, to a file)."""
    origin = asked.headers.get("Origin")
    if origin is not None and _host(urlsplit(origin).netloc, asked.scheme) != _host(asked.host, asked.scheme):
        return True
    if asked.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none"):
        return False
    return not (asked.method in READING and _is_followed_link(asked))


def _is_followed_link(asked: Request) -> bool:
    headers = asked.headers
    opens_a_page = headers.get("Sec-Fetch-Mode") == "navigate" and headers.get("Sec-Fetch-Dest") == "document"
    by_hand = headers.get("Sec-Fetch-User") == "?1"
    return opens_a_page and "Sec-Purpose" not in headers and (by_hand or not asked.path.startswith(PROGRAM_PATHS))


def _host(text: str, scheme: str) -> str:
    return text.lower().removesuffix(USUAL_PORTS.get(scheme, ""))
