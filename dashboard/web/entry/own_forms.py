"""Pages of whoever is signed in, and forms that only a page of the same session can have sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as WerkzeugResponse

from dashboard.errors import HTTP, NotFound
from dashboard.web.entry.signed_in import FORM_TOKEN, Entrance, SignedIn
from dashboard.web.error_pages import asked_language, refusal
from dashboard.web.page.plain.plain_page import kept_query, plain_answer, words_of

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
    needs_proof: bool = False,
) -> None:
    """Routes of what the forms of a page do, each under the name of its function. language: of the city; purpose: of
    the tokens in these forms; needs_proof: who sends them must have proved lately who they are."""
    for answer in answers:
        checked = from_own_form(entrance, language, answer, purpose, needs_proof=needs_proof)
        part.add_url_rule(f"/{answer.__name__}", answer.__name__, checked, methods=["POST"])


def from_own_form(
    entrance: Entrance,
    language: str,
    answer: Callable[[SignedIn], Answer],
    purpose: str = FORM_TOKEN,
    *,
    needs_proof: bool = False,
) -> Callable[[], Answer]:
    """What a form of such a page does."""

    def checked(found: SignedIn) -> Answer:
        if not found.made(request.form.get("form_token", ""), purpose):
            return refusal(HTTP[403], asked_language(language))
        if needs_proof and not entrance.people.proofs.is_recent(found.account, found.session):
            return proof_asked(found, language, request.path.rpartition("/")[0] + kept_query(), status=403)
        return answer(found)

    return for_person(entrance, checked)


def proof_asked(found: SignedIn, language: str, target: str, *, status: int, problem: str = "") -> Response:
    """The form by which somebody proves again who they are; nothing else is done. target: to which they come back;
    problem: key of a sentence about what they gave."""
    asked = asked_language(language)
    words = words_of(asked)
    return plain_answer(
        "prove.html",
        asked,
        "proof.title",
        status=status,
        problem=words(f"proof.{problem}") if problem else "",
        **proof_values(found, target),
    )


def proof_values(found: SignedIn, target: str) -> dict[str, object]:
    """What the form of a proof consists of."""
    return {"proof_next": target, "proof_token": found.form_token(), "proved_by": found.account}


def proof_first(entrance: Entrance, found: SignedIn, target: str) -> dict[str, object]:
    """What a page shows above forms that need a proof. target: the page itself."""
    return {
        "must_prove": not entrance.people.proofs.is_recent(found.account, found.session),
        **proof_values(found, target),
    }
