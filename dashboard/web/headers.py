"""Headers of every answer: the content security policy, and what a browser may keep."""

import re
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from flask import Flask, Response, request

YEAR = "private, max-age=31536000, immutable"
"""Never `public`: every answer lies behind the gate, and a cache shared by others asks no gate."""
VERSIONED = ("/outlines/", "/cells/", "/modules/", "/styles/", "/scripts/", "/workers/")
SHARE = "/share/"
"""Followed by the secret of a link, which is told to nobody."""
FINGERPRINTED_BUNDLE = re.compile(r"^/_dash-component-suites/.+\.v[\w-]+m\w+\.")
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def tile_origin(template: str) -> str:
    """The origin of a tile address such as `https://t{s}.example.cn/{z}/{x}/{y}.png`; a `{s}` label becomes `*`."""
    parts = urlsplit(template)
    labels = ["*" if "{" in label else _label(label) for label in parts.netloc.split(".")]
    return f"{parts.scheme}://{'.'.join(labels)}"


def _label(label: str) -> str:
    """A label of a host's name as DNS and headers write it; one of other letters as `xn--…`."""
    return label if label.isascii() else label.encode("idna").decode()


def content_security_policy(hashes: Sequence[str], tiles: str | None, leads_to: str = "") -> str:
    """The policy of domain.md; `hashes` are those of Dash's inline scripts, `tiles` the origin of a tile service;
    leads_to: the origin to which the form of leaving may lead."""
    images = " ".join(["'self'", "data:", "blob:", *([tiles] if tiles else [])])
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["script-src 'self'", *hashes]),
            "style-src 'self' 'unsafe-inline'",
            f"img-src {images}",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            f"form-action 'self' {leads_to}".rstrip(),
            "frame-ancestors 'none'",
        ]
    )


def attachment(name: str) -> str:
    """The value of Content-Disposition for a file to be kept under a name of any letters (RFC 6266): in ASCII, and for
    others as it is, encoded by RFC 8187."""
    plain = "".join("_" if letter in '"\\' or not " " <= letter <= "~" else letter for letter in name)
    exact = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    return f'attachment; filename="{plain}"{exact}'


def _in_ascii(value: str) -> str:
    """A header's value with everything but ASCII percent-encoded: no header may hold other letters."""
    return value if value.isascii() else "".join(letter if letter.isascii() else quote(letter) for letter in value)


def is_immutable() -> bool:
    """Whether the address of this request carries a fingerprint, so that its content can never change."""
    if request.path.startswith("/assets/"):
        return "m" in request.args
    return request.path.startswith(VERSIONED) or bool(FINGERPRINTED_BUNDLE.match(request.path))


def register(flask: Flask, policy: str) -> None:
    """Sets the headers on every answer, refusals and not-modified ones included."""

    def finish(answer: Response) -> Response:
        answer.headers.update({**FIXED, "Content-Security-Policy": policy})
        if request.path.startswith(SHARE):
            answer.headers["Referrer-Policy"] = "no-referrer"
        if is_immutable() and answer.status_code in (200, 304):
            answer.headers["Cache-Control"] = YEAR
        elif request.path.startswith("/assets/") or "ETag" in answer.headers:
            answer.headers.setdefault("Cache-Control", "no-cache")
        else:
            answer.headers.setdefault("Cache-Control", "no-store")
        for name, value in answer.headers.to_wsgi_list():
            if not value.isascii():
                answer.headers[name] = _in_ascii(value)
        return answer

    flask.after_request(finish)
