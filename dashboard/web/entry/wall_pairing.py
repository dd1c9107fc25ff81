"""What a wall shows until it is paired: a code, and then, once an administrator has entered it, the wall itself."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from dashboard.access.accounts.pairings import LASTS, Pairing
from dashboard.web.entry.sign_in_page import ENTER
from dashboard.web.entry.signed_in import Entrance, network
from dashboard.web.error_pages import asked_language
from dashboard.web.page.plain.plain_page import THEMES, kept_query, plain_answer, theme_of, words_of
from dashboard.words.moments import time_of_day

WALL = "/wall"
ASKED_EVERY_S = 3


@dataclass(frozen=True)
class WallPairing:
    """language and zone: of the city; title: its name, Chinese first."""

    entrance: Entrance
    language: str
    zone: ZoneInfo
    title: tuple[str, str]

    def show(self) -> WerkzeugResponse:
        """The code; the page asks again every few seconds, and is the wall once it is paired."""
        pairings = self.entrance.people.pairings
        pairing = pairings.find(self.entrance.brought(request, "pairing"))
        if pairing is None:
            return self._page(pairings.begin(network(request), request.remote_addr or ""), is_new=True)
        if pairing.account is None:
            if not pairing.has_come_back:
                pairings.come_back(pairing)
            return self._page(pairing)
        return self._paired(pairing, pairing.account)

    def _paired(self, pairing: Pairing, name: str) -> WerkzeugResponse:
        answer = redirect(request.full_path.removesuffix("?"), 302)
        self.entrance.take_back(request, answer, "pairing")
        account = self.entrance.people.store.find(name)
        if account and self.entrance.people.pairings.end(pairing.secret):
            self.entrance.begin(request, account, answer)
        return answer

    def _page(self, pairing: Pairing | None, *, is_new: bool = False) -> WerkzeugResponse:
        language = asked_language(self.language)
        words = words_of(language)
        until = time_of_day(pairing.ends_at, self.zone) if pairing else ""
        values = {
            "shape": "sign",
            "city": words.either(*self.title),
            "code": pairing.code if pairing else "",
            "until": until,
            "every": ASKED_EVERY_S,
            "enter": f"{ENTER}{kept_query(next=request.full_path.removesuffix('?'))}",
            "theme": theme_of() or THEMES[0],
        }
        answer = plain_answer("pairing.html", language, "walls.pairing", status=200 if pairing else 429, **values)
        if pairing and is_new:
            self.entrance.give(request, answer, "pairing", pairing.secret, LASTS)
        return answer
