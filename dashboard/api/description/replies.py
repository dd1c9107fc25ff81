"""The replies that routes share."""

from typing import Any

from dashboard.api.description.operation import CSV, HTML, JSON, Reply
from dashboard.api.schemas.commands import CommandRefusal
from dashboard.api.schemas.deliveries import NothingTaken, Receipt
from dashboard.api.schemas.errors import Refusal

RETRY_AFTER = {"Retry-After": ("Seconds after which to send the same again.", int)}
REFUSED = Reply("A parameter cannot be understood; the sentence says which.", {JSON: Refusal}, name="Refused")
FORBIDDEN = Reply("An access token is needed.", {JSON: Refusal}, name="Forbidden")
NOT_FOUND = Reply("There is no such KPI, area, case, source or address.", {JSON: Refusal}, name="NotFound")
UNAVAILABLE = Reply(
    "The answer cannot be had now (too slow, or the data are busy).", {JSON: Refusal}, name="Unavailable"
)
PAGE_ERRORS = {
    400: Reply("A parameter cannot be understood.", {HTML: str}, name="RefusedPage"),
    403: Reply("An access token is needed.", {HTML: str}, name="ForbiddenPage"),
    404: Reply("There is nothing at this address.", {HTML: str}, name="NotFoundPage"),
}
"""As ERRORS, of addresses outside /api/ and /outlines/: a page with one sentence."""
ERRORS = {400: REFUSED, 403: FORBIDDEN, 404: NOT_FOUND, 503: UNAVAILABLE}
"""What every question may be answered with instead."""
DELIVERED = {
    202: Reply(
        "The good rows are safely on the disk; they are on the screens a moment later.", {JSON: Receipt}, name="Taken"
    ),
    400: Reply(
        "No row was good (see reasons), or the body is no JSON in UTF-8.", {JSON: NothingTaken}, name="NothingTaken"
    ),
    403: Reply(
        "No or a wrong key, or the source delivers another kind.", {JSON: NothingTaken | Refusal}, name="WrongKey"
    ),
    413: Reply(
        "The body is larger than YIPING_INTAKE_BYTES: send fewer rows at a time.", {JSON: NothingTaken}, name="TooLarge"
    ),
    415: Reply("The body is compressed: send it as it is.", {JSON: NothingTaken}, name="Compressed"),
    429: Reply(
        "More rows than YIPING_ROWS_PER_MINUTE, or YIPING_BACKLOG_ROWS wait to be applied: send the same again.",
        {JSON: NothingTaken},
        RETRY_AFTER,
        name="TooMany",
    ),
    503: Reply("The disk is full: send the same again later.", {JSON: NothingTaken}, RETRY_AFTER, name="Full"),
}
WRONG_COMMAND_KEY = Reply("Only the command line of this machine may ask.", {JSON: Refusal}, name="WrongCommandKey")
COMMAND_REFUSED = Reply(
    "The command cannot be done; the sentence says why.", {JSON: CommandRefusal}, name="CommandRefused"
)
COMMAND_ERRORS = {400: COMMAND_REFUSED, 403: WRONG_COMMAND_KEY, 404: COMMAND_REFUSED, 500: COMMAND_REFUSED}


def answered(description: str, model: Any) -> dict[int, Reply]:
    """200 with JSON, or one of ERRORS."""
    return {200: Reply(description, {JSON: model}), **ERRORS}


def listed(description: str) -> dict[int, Reply]:
    """200 with CSV, or one of ERRORS."""
    return {200: Reply(description, {CSV: str}), **ERRORS}
