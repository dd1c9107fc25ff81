"""The body of a delivery: a JSON array, `{"rows": […]}`, or one JSON object per line (NDJSON); always UTF-8."""

import json
from typing import Any, Generic, NoReturn, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from dashboard.errors import DashboardError, ErrorAnswer

LINES = frozenset({"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"})
UNICODE = frozenset({"", "utf-8", "utf8", "us-ascii", "ascii"})
Row = TypeVar("Row")


class Delivery(BaseModel, Generic[Row]):
    """A delivery as an object. Each row is judged by itself, so that one bad row does not refuse the others."""

    rows: list[Row]


ENVELOPE: TypeAdapter[list[Any] | Delivery[Any]] = TypeAdapter(list[Any] | Delivery[Any])


class BodyRefused(DashboardError):  # noqa: N818
    """The body as a whole is no delivery. row: what the sender reads, `error.body_PROBLEM` of the catalogue."""

    def __init__(self, problem: str, /, **values: object) -> None:
        self.row = ErrorAnswer("error", 400, "bad_body", f"body_{problem}", values)
        super().__init__(self.row.sentence("en"))


def rows_of(body: bytes, media_type: str, charset: str = "") -> list[Any]:
    """The rows of a body in their order, whatever they are; a line that is no JSON comes as its text.

    Raises BodyRefused.
    """
    text = _text(body, charset)
    if not text.strip():
        raise BodyRefused("empty")
    if media_type in LINES:
        return _lines(text)
    try:
        parsed = _parsed(text)
    except (ValueError, RecursionError) as error:
        if media_type != "application/json" and text.lstrip().startswith("{") and "\n" in text.strip():
            return _lines(text)
        if isinstance(error, RecursionError):
            raise BodyRefused("nested") from error
        raise BodyRefused("no_json", problem=error) from error
    return [parsed] if isinstance(parsed, dict) and "rows" not in parsed else _opened(parsed)


def _opened(parsed: Any) -> list[Any]:
    try:
        delivery = ENVELOPE.validate_python(parsed)
    except ValidationError as error:
        raise BodyRefused("no_array") from error
    return delivery if isinstance(delivery, list) else delivery.rows


def _text(body: bytes, charset: str) -> str:
    if charset.lower() not in UNICODE:
        raise BodyRefused("charset", charset=charset)
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BodyRefused("no_utf8", byte=error.start) from error


def _lines(text: str) -> list[Any]:
    return [_row(line) for line in text.split("\n") if line.strip()]


def _row(line: str) -> Any:
    try:
        return _parsed(line)
    except (ValueError, RecursionError):
        return line.strip()


def _parsed(text: str) -> Any:
    return json.loads(text, parse_constant=_no_number)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")
