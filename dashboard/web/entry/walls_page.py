"""/people/walls: the walls of a city, and the form that pairs another one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from dashboard.access.accounts.account import DEVICE, Account
from dashboard.errors import NotFound
from dashboard.web.entry.own_forms import Answer, add_forms, for_person, proof_first
from dashboard.web.entry.sign_in_page import other_language
from dashboard.web.entry.signed_in import Entrance, SignedIn
from dashboard.web.error_pages import asked_language
from dashboard.web.page.plain.plain_page import kept_query, plain_answer, words_of
from dashboard.words.moments import date_and_minute

WALLS = "/people/walls"
LONGEST_TITLE = 60
DONE = frozenset({"paired", "ended"})


@dataclass(frozen=True)
class WallsPage:
    """areas: code and name of each area that a wall can be of, the whole city first."""

    entrance: Entrance
    language: str
    zone: ZoneInfo
    areas: Sequence[tuple[str, str]]

    def routes(self) -> Blueprint:
        part = Blueprint("walls", __name__, url_prefix=WALLS)
        part.add_url_rule("", "page", for_person(self.entrance, self.page))
        add_forms(part, self.entrance, self.language, self.pair, self.end, needs_proof=True)
        return part

    def page(self, found: SignedIn, problem: str = "") -> Response:
        """The walls. problem: key of a sentence about the form that was sent."""
        language = asked_language(self.language)
        words = words_of(language)
        done, names = request.args.get("done", ""), dict(self.areas)
        values: dict[str, Any] = {
            "problem": words(f"walls.{problem}") if problem else "",
            "done": words(f"walls.{done}") if done in DONE and not problem else "",
            "walls": [self._described(one, names) for one in self.entrance.people.store.all() if one.is_device],
            "areas": self.areas,
            "given": request.form,
            **proof_first(self.entrance, found, f"{WALLS}{kept_query()}"),
        }
        frame = {"shape": "wide", "form_token": found.form_token(), "query": kept_query()}
        status = 400 if problem else 200
        return plain_answer(
            "walls.html", language, "walls.title", status=status, other=other_language(language), **frame, **values
        )

    def pair(self, found: SignedIn) -> Answer:
        """Gives the wall that shows the code an account that looks at one area."""
        people, given = self.entrance.people, request.form
        area, title = given.get("area", ""), given.get("title", "").strip()
        if area not in dict(self.areas) or not 0 < len(title) <= LONGEST_TITLE:
            return self.page(found, "incomplete")
        if problem := people.pairings.problem(given.get("code", ""), found.account.name):
            return self.page(found, problem)
        wall = people.store.new_account(f"wall-{secrets.token_hex(4)}", DEVICE, title)
        people.store.add(replace(wall, areas=() if area == self.areas[0][0] else (area,)), None)
        if people.pairings.take(given.get("code", ""), wall.name):
            return self._again("paired")
        people.store.remove(wall.name)
        return self.page(found, "wrong_code")

    def end(self, _found: SignedIn) -> Answer:
        """Forgets a wall: it shows a code again at once."""
        people = self.entrance.people
        wall = people.store.find(request.form.get("wall", ""))
        if wall is None or not wall.is_device:
            raise NotFound("There is no such wall.")
        people.store.remove(wall.name)
        return self._again("ended")

    def _described(self, wall: Account, names: dict[str, str]) -> dict[str, str]:
        sessions = self.entrance.people.sessions.of(wall.name)
        code = wall.areas[0] if wall.areas else self.areas[0][0]
        return {
            "name": wall.name,
            "title": wall.display_name,
            "area": names.get(code, code),
            "used": date_and_minute(sessions[0].used_at, self.zone) if sessions else "",
            "address": sessions[0].address if sessions else "",
        }

    def _again(self, done: str) -> WerkzeugResponse:
        return redirect(f"{WALLS}{kept_query(done=done)}", 303)
