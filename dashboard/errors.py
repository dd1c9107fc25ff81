"""One table from an exception's class to what people meet: a kind, an HTTP status and a sentence, never a traceback."""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from dashboard.words.catalogue import DEFAULT_LANGUAGE, Catalogue, catalogue
from dashboard.words.schema_refusal import SchemaRefusal, first_refusal
from geodata.errors import GeodataError, ProfileError, UnknownArea, UnknownGridVersion
from queries.disk_refusals import is_of_disk, is_of_memory, refusal_in_words, refusal_of_disk
from queries.errors import (
    ActRefused,
    DictionaryError,
    DiskRefuses,
    ErasureRefused,
    FileRefused,
    IntakeFull,
    LandingDamaged,
    MappingRefused,
    NoPlace,
    OutsideScope,
    PersonsMasked,
    QueryError,
    QuestionRefused,
    RulesError,
    ScopeNotEnforced,
    StoreBusy,
    StoreClosed,
    StoreDamaged,
    StoreStopped,
    TooSlow,
    UnknownDenominator,
    UnknownMetric,
)

Kind = Literal["ok", "empty", "stale", "slow", "error"]
log = logging.getLogger("yiping")


class DashboardError(Exception):
    """An error of this floor; its message is an English sentence written for the person who caused it."""


class BadParameter(DashboardError):  # noqa: N818
    """A parameter of a question cannot be understood; `parameter` is its name as the caller wrote it. sentence: why, in
    English; key: by which the catalogue knows it, with `values` filled in (empty: the command line alone says it)."""

    def __init__(
        self, parameter: str, sentence: str, *, key: str = "", values: Mapping[str, object] = MappingProxyType({})
    ) -> None:
        super().__init__(f"{parameter}: {sentence}")
        self.parameter, self.sentence = parameter, sentence
        self._key, self._values = key, values

    def reason(self, words: Catalogue) -> str:
        """Why, in the language of a reader where the catalogue knows it."""
        return words(f"parameter.{self._key}", **_told(self._values, words)) if self._key else self.sentence


def wrong_parameter(parameter: str, key: str, **values: object) -> BadParameter:
    """A parameter that cannot be understood, because of the sentence `parameter.KEY` of the catalogue."""
    english = catalogue("en")
    return BadParameter(parameter, english(f"parameter.{key}", **_told(values, english)), key=key, values=values)


def refused_by_schema(error: ValidationError, key: str) -> BadParameter:
    """What was sent is not as its schema says: `parameter.KEY` with why it is not."""
    first = first_refusal(error)
    return wrong_parameter(first.place, key, why=first)


def _told(values: Mapping[str, object], words: Catalogue) -> dict[str, object]:
    """What fills a sentence, of refusals their reason in its language."""
    refusals = BadParameter | SchemaRefusal
    return {name: one.reason(words) if isinstance(one, refusals) else one for name, one in values.items()}


class NotFound(DashboardError):  # noqa: N818
    """The address, KPI, area or outline asked for does not exist."""


class NoCity(DashboardError):  # noqa: N818
    """No city folder could be chosen."""


class NotAllowed(DashboardError):  # noqa: N818
    """The command would open the server to others without a token, or overwrite something."""


class NotPermitted(DashboardError):  # noqa: N818
    """The visitor lacks the ability that this needs; empty where nobody may have it."""

    def __init__(self, ability: str) -> None:
        super().__init__(f"Your role does not allow it; it needs the ability {ability or 'of nobody'}.")
        self.ability = ability


class KeysDamaged(DashboardError):  # noqa: N818
    """The file of the sources' keys cannot be read."""


class AccountsDamaged(DashboardError):  # noqa: N818
    """The file of the accounts cannot be read or written."""


class AuditNotWritten(DashboardError):  # noqa: N818
    """Entries of the audit cannot be written; they wait in memory."""


class AccessLogNotWritten(DashboardError):  # noqa: N818
    """Requests are missing in the access log."""


class ServerFailed(DashboardError):  # noqa: N818
    """The running server did not answer, or answered with an error sentence; name: the word for it, where it gave one;
    `usage`: the question was wrong."""

    def __init__(self, sentence: str, *, name: str = "") -> None:
        super().__init__(sentence)
        self.name = name

    @property
    def usage(self) -> bool:
        return self.name in {TABLE[kind].name for kind in WRITTEN_WRONGLY}


class SnapRefused(DashboardError):  # noqa: N818
    """No browser, no Chinese font, or the page never became ready."""


class TypesettingBusy(DashboardError):  # noqa: N818
    """Too many briefings are being typeset."""

    def __init__(self) -> None:
        super().__init__("Too many briefings are being made at present; try again in a minute.")


class TypesettingFailed(DashboardError):  # noqa: N818
    """A briefing could not be typeset; why: what its process said."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The briefing could not be typeset: {why}.")


@dataclass(frozen=True)
class ErrorAnswer:
    """What a person reads about an error: the sentence `error.KEY` of the catalogue with `values` filled in.

    name: the word for it that programs get; key: by which the catalogue knows its sentence, where that is another one;
    reference: the word to look for in the server's log, empty when nothing was logged.
    """

    kind: Kind
    status: int
    name: str
    key: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    reference: str = ""

    def sentence(self, language: str) -> str:
        """The sentence in English, or in Chinese for every other language."""
        words = catalogue("en" if language.startswith("en") else DEFAULT_LANGUAGE)
        return words(f"error.{self.key or self.name}", **_told(self.values, words))

    def as_json(self, language: str) -> dict[str, str]:
        """The answer for programs: {error, reference, sentence}."""
        return {"error": self.name, "reference": self.reference, "sentence": self.sentence(language)}


TABLE: dict[type[Exception], ErrorAnswer] = {
    BadParameter: ErrorAnswer("error", 400, "bad_parameter"),
    NotFound: ErrorAnswer("error", 404, "not_found"),
    NotPermitted: ErrorAnswer("error", 403, "not_permitted"),
    KeysDamaged: ErrorAnswer("error", 500, "keys"),
    AccountsDamaged: ErrorAnswer("error", 500, "accounts"),
    TypesettingBusy: ErrorAnswer("slow", 503, "typesetting_busy"),
    TypesettingFailed: ErrorAnswer("error", 503, "typesetting_failed"),
    DashboardError: ErrorAnswer("error", 400, "refused"),
    UnknownMetric: ErrorAnswer("error", 404, "unknown_kpi"),
    UnknownDenominator: ErrorAnswer("error", 400, "bad_denominator"),
    QuestionRefused: ErrorAnswer("error", 400, "bad_question"),
    ActRefused: ErrorAnswer("error", 400, "act_refused"),
    ErasureRefused: ErrorAnswer("error", 400, "erasure_refused"),
    IntakeFull: ErrorAnswer("error", 503, "cannot_keep"),
    ScopeNotEnforced: ErrorAnswer("error", 403, "scope"),
    AuditNotWritten: ErrorAnswer("error", 503, "audit_not_written"),
    OutsideScope: ErrorAnswer("error", 403, "outside_scope"),
    PersonsMasked: ErrorAnswer("error", 403, "persons_masked"),
    TooSlow: ErrorAnswer("slow", 503, "slow"),
    NoPlace: ErrorAnswer("slow", 503, "no_place"),
    StoreBusy: ErrorAnswer("stale", 503, "busy"),
    StoreDamaged: ErrorAnswer("stale", 503, "damaged"),
    StoreStopped: ErrorAnswer("stale", 503, "stopped"),
    DiskRefuses: ErrorAnswer("error", 503, "disk"),
    StoreClosed: ErrorAnswer("stale", 503, "closed"),
    LandingDamaged: ErrorAnswer("error", 500, "landing"),
    FileRefused: ErrorAnswer("error", 422, "file_refused"),
    MappingRefused: ErrorAnswer("error", 422, "mapping_refused"),
    DictionaryError: ErrorAnswer("error", 500, "dictionary"),
    RulesError: ErrorAnswer("error", 500, "alarm_rules"),
    QueryError: ErrorAnswer("error", 500, "query"),
    UnknownArea: ErrorAnswer("error", 404, "unknown_area"),
    UnknownGridVersion: ErrorAnswer("error", 404, "unknown_grid_version"),
    ProfileError: ErrorAnswer("error", 500, "profile"),
    GeodataError: ErrorAnswer("error", 500, "geodata"),
}
WRITTEN_WRONGLY = (BadParameter, UnknownMetric, UnknownDenominator, UnknownArea, QuestionRefused)
"""A question was written wrongly, as opposed to an answer that cannot be had."""
INTERNAL = ErrorAnswer("error", 500, "internal")
NO_MEMORY = ErrorAnswer("slow", 503, "no_memory")
HTTP: dict[int, ErrorAnswer] = {
    400: ErrorAnswer("error", 400, "bad_request"),
    403: ErrorAnswer("error", 403, "forbidden"),
    404: TABLE[NotFound],
    405: ErrorAnswer("error", 405, "method"),
    413: ErrorAnswer("error", 413, "too_large"),
    415: ErrorAnswer("error", 415, "media_type"),
    429: ErrorAnswer("error", 429, "too_many"),
    503: TABLE[StoreDamaged],
}


def error_answer(error: BaseException) -> ErrorAnswer:
    """The row for an exception: its own class first, then its bases. Unexpected ones are logged under a reference."""
    if isinstance(error, HTTPException):
        return HTTP.get(error.code or 500, HTTP[400] if (error.code or 500) < 500 else INTERNAL)
    if (told := _filled_in(error)) is not None:
        return told
    found = next((TABLE[kind] for kind in type(error).__mro__ if kind in TABLE), INTERNAL)
    if found is INTERNAL and is_of_disk(refusal_of_disk(error)):
        found = TABLE[DiskRefuses]
    if found is INTERNAL and is_of_memory(error):
        found = NO_MEMORY
    return found if found.status < 500 else _logged(found, error)


def _filled_in(error: BaseException) -> ErrorAnswer | None:
    """The row of an error whose sentence says what it is about."""
    if isinstance(error, BadParameter):
        return replace(TABLE[BadParameter], values={"parameter": error.parameter, "sentence": error})
    if isinstance(error, IntakeFull):
        return replace(TABLE[IntakeFull], values={"sentence": str(error)})
    if isinstance(error, OutsideScope):
        return replace(TABLE[OutsideScope], values={"area": error.name})
    if isinstance(error, ActRefused | NotPermitted):
        return replace(TABLE[type(error)], key=_key_of(error))
    if isinstance(error, QuestionRefused):
        return replace(TABLE[QuestionRefused], key=f"question_{error.key}", values=error.values)
    return None


def _key_of(error: ActRefused | NotPermitted) -> str:
    if isinstance(error, NotPermitted):
        return f"may_not_{error.ability}" if error.ability else "not_permitted"
    return "act_refused" if error.key == "refused" else f"act_{error.key}"


def _logged(row: ErrorAnswer, error: BaseException) -> ErrorAnswer:
    reference = secrets.token_hex(4)
    where = None if row.kind == "slow" else error  # too little time or memory is no fault of a line of the program
    log.error("reference %s: %s", reference, type(error).__name__, exc_info=where)
    return replace(row, reference=reference)


def is_of_file(error: BaseException) -> bool:
    """Whether an error is about what stands in a file of cases or in its mapping: a look at its columns helps."""
    if isinstance(error, ServerFailed):
        return error.name in {TABLE[kind].name for kind in (FileRefused, MappingRefused)}
    return isinstance(error, FileRefused | MappingRefused)


def sentence_of(error: BaseException) -> str:
    """The sentence of an error for a log or a list: its own where it was written for people, else its type."""
    return public_message(error) or type(error).__name__


def public_message(error: BaseException) -> str | None:
    """The sentence of an error that was written for people, for the command line; None for anything unexpected."""
    if isinstance(error, DashboardError | QueryError | GeodataError):
        return str(error)
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    if (refused := refusal_of_disk(error)) is not None:
        return refusal_in_words(refused, error.filename if isinstance(error, OSError) else None)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return None
