"""/account/prove: whoever is signed in proves again who they are, before they change rights, walls or sessions."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, redirect, request

from dashboard.web.entry.local_address import local_address
from dashboard.web.entry.own_forms import Answer, for_person, from_own_form, proof_asked
from dashboard.web.entry.sign_in_page import ACCOUNT, STATUS
from dashboard.web.entry.signed_in import Entrance, SignedIn, network


@dataclass(frozen=True)
class ProofPage:
    """language: of the city."""

    entrance: Entrance
    language: str

    def routes(self) -> Blueprint:
        """GET and POST /account/prove."""
        part = Blueprint("proof", __name__, url_prefix=ACCOUNT)
        part.add_url_rule("/prove", "page", for_person(self.entrance, self.page))
        proving = from_own_form(self.entrance, self.language, self.prove)
        part.add_url_rule("/prove", "prove", proving, methods=["POST"])
        return part

    def page(self, found: SignedIn) -> Response:
        """The form alone."""
        return proof_asked(found, self.language, local_address(request.args.get("next")), status=200)

    def prove(self, found: SignedIn) -> Answer:
        """By the password, or a code of the second factor; then back to where the form was."""
        target, people = local_address(request.form.get("next")), self.entrance.people
        attempt = people.sign_in.attempt(
            found.account.name, network(request), self.entrance.brought(request, "browser")
        )
        if problem := people.sign_in.proves(found.account, request.form.get("proof", ""), attempt):
            return proof_asked(found, self.language, target, problem=problem, status=STATUS[problem])
        people.proofs.note(found.session)
        return redirect(target, 303)
