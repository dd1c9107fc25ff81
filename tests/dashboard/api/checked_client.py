"""A test client that holds every answer of the HTTP API to what its route declares."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from pydantic import TypeAdapter
from werkzeug.exceptions import HTTPException
from werkzeug.routing.exceptions import RoutingException
from werkzeug.test import TestResponse

from dashboard.api.description.operation import HTML, JSON, Operation, Reply, operation_of
from dashboard.api.schemas.errors import Refusal

ANYWHERE = {status: Reply("", {JSON: Refusal, HTML: str}) for status in (403, 405, 413, 429, 500)}
"""What gate and server may answer in front of every route."""


class CheckedClient(FlaskClient):
    """Fails where an answer has a status, a media type, a field or a type that is not declared."""

    def open(self, *args: Any, **given: Any) -> TestResponse:
        response = super().open(*args, **given)
        operation = described(self.application, response)
        if operation:
            check(operation, response)
        return response


def checked(flask: Flask) -> FlaskClient:
    """A checked client of an application."""
    return CheckedClient(flask, use_cookies=True)


def described(flask: Flask, response: TestResponse) -> Operation | None:
    """What the route that gave an answer declares; None where there was none."""
    try:
        endpoint, _ = flask.url_map.bind("localhost").match(response.request.path, response.request.method)
    except (HTTPException, RoutingException):
        return None
    return operation_of(flask.view_functions[endpoint])


def check(operation: Operation, response: TestResponse) -> None:
    """Compares an answer with its declaration."""
    if response.status_code == 304 or response.request.method == "HEAD":
        return
    reply = operation.replies.get(response.status_code) or ANYWHERE.get(response.status_code)
    assert reply, f"{response.request.path}: {response.status_code} is not declared: {response.text[:300]}"
    media_type = response.mimetype or ""
    assert media_type in reply.types, f"{response.request.path}: {media_type} is not declared"
    assert set(reply.headers) <= set(response.headers.keys())
    if "Content-Encoding" in response.headers or not media_type.endswith("json"):
        return
    adapter: TypeAdapter[Any] = TypeAdapter(reply.types[media_type])
    for line in response.text.splitlines() if media_type.endswith("ndjson") else [response.text]:
        adapter.validate_json(line, extra="forbid")
