"""One table from an exception's class to what people meet: a kind, an HTTP status and a sentence, never a traceback."""

import logging
import secrets
from dataclasses import dataclass
from typing import Literal

from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from geodata.errors import GeodataError, ProfileError, UnknownArea, UnknownGridVersion
from queries.errors import (
    DictionaryError,
    FileRefused,
    LandingDamaged,
    MappingRefused,
    QueryError,
    QuestionRefused,
    ScopeNotEnforced,
    StoreBusy,
    StoreClosed,
    StoreDamaged,
    TooSlow,
    UnknownDenominator,
    UnknownMetric,
)

Kind = Literal["ok", "empty", "stale", "slow", "error"]
log = logging.getLogger("yiping")


class DashboardError(Exception):
    """An error of this floor; its message is an English sentence written for the person who caused it."""


class BadParameter(DashboardError):  # noqa: N818
    """A parameter of a question cannot be understood; `parameter` is its name as the caller wrote it."""

    def __init__(self, parameter: str, sentence: str) -> None:
        super().__init__(f"{parameter}: {sentence}")
        self.parameter = parameter


class NotFound(DashboardError):  # noqa: N818
    """The address, KPI, area or outline asked for does not exist."""


class NoCity(DashboardError):  # noqa: N818
    """No city folder could be chosen."""


class NotAllowed(DashboardError):  # noqa: N818
    """The command would open the server to others without a token, or overwrite something."""


class KeysDamaged(DashboardError):  # noqa: N818
    """The file of the sources' keys cannot be read."""


class ServerTrouble(DashboardError):  # noqa: N818
    """The running server did not answer, or answered with an error sentence; `usage`: the question was wrong."""

    def __init__(self, sentence: str, *, usage: bool = False) -> None:
        super().__init__(sentence)
        self.usage = usage


class SnapRefused(DashboardError):  # noqa: N818
    """No browser, no Chinese font, or the page never became ready."""


@dataclass(frozen=True)
class ErrorAnswer:
    """What a person is told. `reference` is the word to look for in the server's log, empty when nothing was logged."""

    kind: Kind
    status: int
    name: str
    zh: str
    en: str
    reference: str = ""

    def sentence(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


def _row(kind: Kind, status: int, name: str, zh: str, en: str) -> ErrorAnswer:
    return ErrorAnswer(kind, status, name, zh, en)


TABLE: dict[type[Exception], ErrorAnswer] = {
    BadParameter: _row("error", 400, "bad_parameter", "参数无法识别。", "A parameter cannot be understood."),
    NotFound: _row("error", 404, "not_found", "没有这个页面。", "There is nothing at this address."),
    KeysDamaged: _row("error", 500, "keys", "来源密钥文件无法读取。", "The file of the sources' keys cannot be read."),
    DashboardError: _row("error", 400, "refused", "请求无法完成。", "The request cannot be done."),
    UnknownMetric: _row("error", 404, "unknown_kpi", "没有这个指标。", "There is no KPI of this key."),
    UnknownDenominator: _row(
        "error", 400, "bad_denominator", "这个指标没有这种口径。", "This KPI has no such denominator."
    ),
    QuestionRefused: _row("error", 400, "bad_question", "这个问题自相矛盾。", "The question contradicts itself."),
    ScopeNotEnforced: _row(
        "error", 403, "scope", "尚不能按权限范围给出数据。", "Answers cannot be limited to your part of the city yet."
    ),
    TooSlow: _row(
        "slow", 503, "slow", "计算超时，请缩小范围后再试。", "The answer took too long; ask for less or again."
    ),
    StoreBusy: _row("stale", 503, "busy", "数据正被另一个程序占用。", "Another program is using the city's data."),
    StoreDamaged: _row(
        "stale", 503, "damaged", "数据无法读取，需要重建。", "The city's data cannot be read; rebuild them."
    ),
    StoreClosed: _row("stale", 503, "closed", "服务正在关闭。", "The server is closing."),
    LandingDamaged: _row(
        "error", 500, "landing", "已接收的文件有缺失或改动。", "An accepted file is missing or was changed."
    ),
    FileRefused: _row("error", 422, "file_refused", "文件无法导入。", "The file cannot be loaded."),
    MappingRefused: _row("error", 422, "mapping_refused", "列的对应表有误。", "The mapping of columns has a mistake."),
    DictionaryError: _row("error", 500, "dictionary", "指标字典有误。", "The KPI dictionary has a mistake."),
    QueryError: _row("error", 500, "query", "暂时无法给出数据。", "The numbers cannot be had at the moment."),
    UnknownArea: _row("error", 404, "unknown_area", "没有这个区域。", "There is no area of this code."),
    UnknownGridVersion: _row(
        "error", 404, "unknown_grid_version", "没有这个网格版本。", "There is no such grid version."
    ),
    ProfileError: _row("error", 500, "profile", "城市配置有误。", "The city's profile has a mistake."),
    GeodataError: _row("error", 500, "geodata", "地理数据暂不可用。", "The map data cannot be had at the moment."),
}
INTERNAL = _row(
    "error",
    500,
    "internal",
    "服务内部出错，请把编号告诉管理员。",
    "Something went wrong inside; tell the operator the reference.",
)
HTTP: dict[int, ErrorAnswer] = {
    400: _row("error", 400, "bad_request", "请求无法识别。", "The request cannot be understood."),
    403: _row("error", 403, "forbidden", "没有访问权限。", "Access is not allowed."),
    404: TABLE[NotFound],
    405: _row("error", 405, "method", "不支持这种请求方式。", "This address does not take such a request."),
    413: _row("error", 413, "too_large", "提交的内容过大。", "The request is too large."),
    415: _row("error", 415, "media_type", "不支持这种内容类型。", "The content type is not supported."),
    429: _row("error", 429, "too_many", "尝试次数过多，请一分钟后再试。", "Too many attempts; please wait a minute."),
    503: TABLE[StoreDamaged],
}


def error_answer(error: BaseException) -> ErrorAnswer:
    """The row for an exception: its own class first, then its bases. Unexpected ones are logged under a reference."""
    if isinstance(error, HTTPException):
        return HTTP.get(error.code or 500, HTTP[400] if (error.code or 500) < 500 else INTERNAL)
    if isinstance(error, BadParameter):
        return _row("error", 400, "bad_parameter", f"参数 {error.parameter} 无法识别。", str(error))
    found = next((TABLE[kind] for kind in type(error).__mro__ if kind in TABLE), INTERNAL)
    return found if found.status < 500 else _logged(found, error)


def _logged(row: ErrorAnswer, error: BaseException) -> ErrorAnswer:
    reference = secrets.token_hex(4)
    log.error("reference %s: %s", reference, type(error).__name__, exc_info=error)
    return ErrorAnswer(row.kind, row.status, row.name, row.zh, row.en, reference)


def sentence_of(error: BaseException) -> str:
    """The sentence of an error for a log or a list: its own where it was written for people, else its type."""
    return spoken(error) or type(error).__name__


def spoken(error: BaseException) -> str | None:
    """The sentence of an error that was written for people, for the command line; None for anything unexpected."""
    if isinstance(error, DashboardError | QueryError | GeodataError):
        return str(error)
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return None
