"""The body of a delivery: a JSON array, `{"rows": […]}`, or one JSON object per line (NDJSON); always UTF-8."""

import json
from typing import Any, Generic, NoReturn, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from dashboard.errors import DashboardError

LINES = frozenset({"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"})
UNICODE = frozenset({"", "utf-8", "utf8", "us-ascii", "ascii"})
Row = TypeVar("Row")


class Delivery(BaseModel, Generic[Row]):
    """A delivery as an object. Each row is judged by itself, so that one bad row does not refuse the others."""

    rows: list[Row]


ENVELOPE: TypeAdapter[list[Any] | Delivery[Any]] = TypeAdapter(list[Any] | Delivery[Any])


class BodyRefused(DashboardError):  # noqa: N818
    """The body as a whole is no delivery; the message and `zh` say why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh


def rows_of(body: bytes, media_type: str, charset: str = "") -> list[Any]:
    """The rows of a body in their order, whatever they are; a line that is no JSON comes as its text.

    Raises BodyRefused.
    """
    text = _text(body, charset)
    if not text.strip():
        raise BodyRefused("请求内容为空。", "The body is empty: send a JSON array of objects, one per row.")
    if media_type in LINES:
        return _lines(text)
    try:
        parsed = _parsed(text)
    except (ValueError, RecursionError) as error:
        if media_type != "application/json" and text.lstrip().startswith("{") and "\n" in text.strip():
            return _lines(text)
        where = f" ({error})" if isinstance(error, ValueError) else " (it is nested too deeply)"
        raise BodyRefused("请求内容不是 JSON。", f"The body is no JSON{where}.") from error
    return [parsed] if isinstance(parsed, dict) and "rows" not in parsed else _opened(parsed)


def _opened(parsed: Any) -> list[Any]:
    try:
        delivery = ENVELOPE.validate_python(parsed)
    except ValidationError as error:
        raise BodyRefused("请求内容不是 JSON 数组。", "The body is no JSON array of rows.") from error
    return delivery if isinstance(delivery, list) else delivery.rows


def _text(body: bytes, charset: str) -> str:
    if charset.lower() not in UNICODE:
        raise BodyRefused(
            f"不接受 {charset} 编码，请改用 UTF-8。", f"A body in {charset} is not taken: send it as UTF-8."
        )
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BodyRefused(
            "请求内容不是 UTF-8 编码（GB18030 等请先转换）。",
            f"The body is not UTF-8 (at byte {error.start}); text in GB18030 or another encoding must be converted.",
        ) from error


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
