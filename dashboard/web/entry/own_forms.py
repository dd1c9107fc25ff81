"""Pages of whoever is signed in, and forms that only a page of the same session can have sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as WerkzeugResponse

from dashboard.errors import HTTP, NotFound
from dashboard.web.entry.signed_in import FORM_TOKEN, Entrance, SignedIn
from dashboard.web.error_pages import asked_language, refusal

Answer = Response | WerkzeugResponse


def for_person(entrance: Entrance, answer: Callable[[SignedIn], Answer]) -> Callable[[], Answer]:
    """A page of a person who is signed in; there is none for programs and walls."""

    @wraps(answer)
    def answered() -> Answer:
        found = entrance.signed_in(request)
        if found is None or found.account.is_device:
            raise NotFound("There is no account here.")
        return answer(found)

    return answered


def add_forms(
    part: Blueprint,
    entrance: Entrance,
    language: str,
    *answers: Callable[[SignedIn], Answer],
    purpose: str = FORM_TOKEN,
) -> None:
    """Routes of what the forms of a page do, each under the name of its function. language: of the city; purpose: of
    the tokens in these forms."""
    for answer in answers:
        checked = from_own_form(entrance, language, answer, purpose)
        part.add_url_rule(f"/{answer.__name__}", answer.__name__, checked, methods=["POST"])


def from_own_form(
    entrance: Entrance, language: str, answer: Callable[[SignedIn], Answer], purpose: str = FORM_TOKEN
) -> Callable[[], Answer]:
    """What a form of such a page does."""

    def checked(found: SignedIn) -> Answer:
        if not found.made(request.form.get("form_token", ""), purpose):
            return refusal(HTTP[403], asked_language(language))
        return answer(found)

    return for_person(entrance, checked)
