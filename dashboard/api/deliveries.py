"""POST /api/v1/events, steps, units, devices, …: deliveries of a source, answered when safely in landing/."""

from functools import partial
from typing import Any

from flask import Blueprint, Response, g, request

from dashboard.api.description.delivery_operations import DELIVERIES
from dashboard.api.description.operation import describe
from dashboard.api.json_answers import answer
from dashboard.errors import ErrorAnswer
from dashboard.intake import refusals as why
from dashboard.intake.delivery_body import BodyRefused, rows_of
from dashboard.intake.receiver import RowReceiver
from dashboard.intake.refusals import DeliveryRefused
from dashboard.intake.row_rate import RowsPerMinute
from dashboard.settings import Settings
from dashboard.web.error_pages import asked_language
from queries.city import City
from queries.errors import IntakeFull, TooManyCells
from queries.values import Receipt

SECONDS_WHEN_FULL = 30
SECONDS_OF_BACKLOG = 2
PATIENCE_S, MOST_PATIENCE_S = 1.0, 30.0
MOST_NAMES = 100


def routes(city: City, settings: Settings, reception: RowReceiver | None) -> Blueprint:
    """The six addresses; without a `reception` they answer 503. The gate has set `g.source`."""
    part = Blueprint("deliveries", __name__, url_prefix="/api/v1")
    intake = Intake(city, settings, reception)

    def deliver(kind: str) -> Response:
        try:
            return intake.taken(g.source, kind)
        except DeliveryRefused as refusal:
            return _refused(refusal, city.profile.language)

    for kind, operation in DELIVERIES.items():
        part.add_url_rule(f"/{kind}", kind, describe(operation)(partial(deliver, kind)), methods=["POST"])
    return part


class Intake:
    """Takes one delivery after the other, within the limits of the settings."""

    def __init__(self, city: City, settings: Settings, reception: RowReceiver | None) -> None:
        self._city, self._settings, self._reception = city, settings, reception
        self._allowance = RowsPerMinute(settings.rows_per_minute)

    def taken(self, source: str, kind: str) -> Response:
        """202 with the counts, 400 when no row was good. Raises DeliveryRefused."""
        reception = self._ready(source, kind)
        rows = self._rows()
        self._within_allowance(source, len(rows))
        if not rows:
            return answer(as_json(Receipt(0)), status=202)
        try:
            receipt = reception.accept(source, kind, rows, patience_of(request.headers.get("Prefer", "")))
        except IntakeFull as error:
            self._allowance.give_back(source, len(rows))
            raise DeliveryRefused(why.full(str(error)), SECONDS_WHEN_FULL) from error
        except TooManyCells as error:
            self._allowance.give_back(source, len(rows))
            raise DeliveryRefused(why.too_many_cells(error.rows, error.columns, error.limit)) from error
        counted = as_json(receipt)
        if receipt.accepted:
            return answer(counted, status=202)
        return _with_sentence(counted, why.none_good(len(rows)), self._city.profile.language)

    def _ready(self, source: str, kind: str) -> RowReceiver:
        if self._reception is None:
            raise DeliveryRefused(why.NO_RECEPTION)
        delivers = self._city.profile.source(source).kind
        if delivers != kind:
            raise DeliveryRefused(why.wrong_kind(source, delivers, kind))
        if self._reception.backlog_of(source) >= self._settings.backlog_rows:
            raise DeliveryRefused(why.BACKLOG, SECONDS_OF_BACKLOG)
        return self._reception

    def _rows(self) -> list[Any]:
        limit = request.max_content_length = self._settings.intake_bytes
        if (request.content_length or 0) > limit:
            raise DeliveryRefused(why.too_large(limit))
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise DeliveryRefused(why.COMPRESSED)
        charset = request.mimetype_params.get("charset", "")
        try:
            return rows_of(request.get_data(cache=False), request.mimetype, charset)
        except BodyRefused as error:
            raise DeliveryRefused(error.row) from error

    def _within_allowance(self, source: str, rows: int) -> None:
        if rows > self._settings.rows_per_minute:
            raise DeliveryRefused(why.too_many_at_once(self._settings.rows_per_minute))
        seconds = self._allowance.take(source, rows)
        if seconds:
            raise DeliveryRefused(why.too_many(self._settings.rows_per_minute, seconds), seconds)


def patience_of(prefer: str) -> float:
    """How long a sender waits for what became of the rows, in seconds: as the header Prefer says (RFC 7240)."""
    wishes = [wish.strip().casefold() for wish in prefer.split(",")]
    if "respond-async" in wishes:
        return 0.0
    seconds = next((wish.removeprefix("wait=") for wish in wishes if wish.startswith("wait=")), "")
    return min(float(seconds), MOST_PATIENCE_S) if seconds.isascii() and seconds.isdigit() else PATIENCE_S


def as_json(receipt: Receipt) -> dict[str, Any]:
    """The fields of a `Receipt` of the document; `row` counts from 0 in the delivery."""
    result = receipt.result
    return {
        "read": receipt.rows,
        "accepted": receipt.accepted,
        "refused": len(receipt.refused),
        "reasons": [{"row": one.row, "reason": one.reason} for one in receipt.refused],
        "unread": [
            {
                "column": one.column,
                "count": one.count,
                "examples": [{"row": row, "value": value} for row, value in one.examples],
            }
            for one in receipt.unread[:MOST_NAMES]
        ],
        "unrecognised": list(receipt.unrecognised[:MOST_NAMES]),
        "withheld": list(receipt.withheld[:MOST_NAMES]),
        "applied": result is not None,
        "loaded": result and result.loaded,
        "superseded": result and result.superseded,
        "duplicate": result and result.duplicate,
        "unchanged": [
            {"row": one.line, "number": one.number, "kind": one.kind, "reason": one.reason}
            for one in (result.unchanged if result else ())
        ],
        "newer_by": result and result.newer_by,
        "segment": receipt.segment,
    }


def _refused(refusal: DeliveryRefused, language: str) -> Response:
    given = _with_sentence(as_json(Receipt(0)), refusal.row, language)
    if refusal.again_after:
        given.headers["Retry-After"] = str(refusal.again_after)
    return given


def _with_sentence(counted: dict[str, Any], row: ErrorAnswer, language: str) -> Response:
    return answer(row.as_json(asked_language(language)) | counted, status=row.status)
