"""POST /api/v1/shares: a link that opens a screen without an account for some time."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Blueprint, Response, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboard.access.accounts.shares import LONGEST_HOURS, ShareLinks
from dashboard.access.audit.request_audit import enter_act
from dashboard.access.request_visitor import request_visitor
from dashboard.api.acts.json_only import NO_JSON, other_than_json
from dashboard.api.description.operation import JSON, Body, Operation, describe
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.errors import NotFound, wrong_parameter
from dashboard.screens.screen_registry import REGISTRY
from dashboard.view import parsers
from dashboard.web.headers import SHARE
from queries.city import City

LONGEST_ADDRESS = 4000


class ShareWanted(BaseModel):
    """What a link is to open, and how long."""

    model_config = ConfigDict(extra="ignore")

    address: str = Field(description="Path and query of a screen.", max_length=LONGEST_ADDRESS)
    hours: int = Field(description="How long it opens, from now on.", ge=1, le=LONGEST_HOURS)


class ShareMade(BaseModel):
    """A link."""

    link: str = Field(description="Its path on this server; told this once.")
    until: datetime = Field(description="When it ends.")


MAKE = Operation(
    "state",
    "Make a link that opens without an account",
    "For people who have signed in. Whoever has the link looks as a viewer at no more than its maker may see at that "
    "moment. It is ended on the page /account.",
    {**answered("The link.", ShareMade), **NO_JSON},
    body=Body({JSON: ShareWanted}),
)


def routes(city: City, shares: ShareLinks) -> Blueprint:
    """POST /api/v1/shares."""
    part = Blueprint("share_links", __name__, url_prefix="/api/v1")

    @part.post("/shares")
    @describe(MAKE)
    def make() -> Response:
        if refused := other_than_json(city):
            return refused
        wanted, account = _wanted(), request_visitor().account
        if account is None:
            raise NotFound("Only people who have signed in make links.")
        secret, made = shares.make(account.name, wanted.address, timedelta(hours=wanted.hours))
        until = made.ends_at.isoformat(timespec="minutes")
        enter_act(shares.folder, "share", {"deed": "made", "account": account.name, "key": made.key, "to": until})
        return answer(ShareMade(link=f"{SHARE}{secret}", until=made.ends_at).model_dump(mode="json"))

    return part


def _wanted() -> ShareWanted:
    try:
        wanted = ShareWanted.model_validate_json(request.get_data())
    except ValidationError as error:
        raise wrong_parameter("body", "share_object", most=LONGEST_HOURS) from error
    if not _is_of_a_screen(wanted.address):
        raise wrong_parameter("address", "no_address", given=parsers.quoted(wanted.address))
    return wanted


def _is_of_a_screen(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    is_here = address.startswith("/") and not parts.scheme and not parts.netloc and address.isprintable()
    return is_here and "\\" not in address and parts.path in {one.path for one in REGISTRY.screens}
