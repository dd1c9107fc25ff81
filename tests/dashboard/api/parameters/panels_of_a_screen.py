"""Panels asked for as a page asks for them: several in one request, and again those that were still being computed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

AT_ONCE = 8
"""As many as a server draws beside each other."""


def panels_drawn(
    client: FlaskClient, panels: Sequence[str], address: dict[str, Any]
) -> Iterator[tuple[str, str, TestResponse]]:
    """Of each panel its key, what the answer says of it, and that answer; a refusal is what it says of all of them.
    address: path, search and stamp."""
    for first in range(0, len(panels), AT_ONCE):
        yield from _answered(client, panels[first : first + AT_ONCE], address)


def _answered(
    client: FlaskClient, panels: Sequence[str], address: dict[str, Any], *, unfinished: bool = False
) -> Iterator[tuple[str, str, TestResponse]]:
    body = {**address, "places": [{"panel": key} for key in panels], "unfinished": unfinished}
    answer = client.post("/screen", data=json.dumps(body), content_type="application/json")
    if answer.status_code != 200:
        yield from ((key, answer.text, answer) for key in panels)
        return
    told = answer.get_json()["panels"]
    assert [one["panel"] for one in told] == list(panels)
    yield from ((one["panel"], json.dumps(one, ensure_ascii=False), answer) for one in told)
    if not unfinished and (late := [one["panel"] for one in told if one["computing"] or one["unfinished"]]):
        yield from _answered(client, late, address, unfinished=True)
