"""/share/SECRET: whoever has a link looks without an account, as a viewer, at no more than its maker may see now."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import timedelta

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Request

from dashboard.access.accounts.account import Account
from dashboard.access.accounts.shares import Share
from dashboard.access.audit.request_audit import audit_entry
from dashboard.access.request_visitor import request_visitor
from dashboard.access.roles.roles import abilities_of
from dashboard.access.roles.visitor import Visitor
from dashboard.errors import AccountsDamaged, NotFound
from dashboard.web.entry.own_forms import Answer, from_own_form
from dashboard.web.entry.signed_in import Entrance, SignedIn
from dashboard.web.headers import SHARE
from dashboard.web.page.plain.plain_page import kept_query

log = logging.getLogger("yiping")
FOUND = "yiping.shared_look"
VIEWER = "viewer"
SHORTEST_COOKIE = timedelta(seconds=1)


@dataclass(frozen=True)
class SharedLook:
    """maker: the account of whoever made the link, as it is now."""

    share: Share
    maker: Account

    @property
    def who(self) -> str:
        return f"share of {self.maker.name}"


class SharedLooks:
    """The links of a city as its server meets them. language: of the city."""

    def __init__(self, entrance: Entrance, language: str) -> None:
        self._entrance, self._shares, self._language = entrance, entrance.people.shares, language

    def routes(self) -> Blueprint:
        """GET /share/SECRET, POST /account/end_share."""
        part = Blueprint("shares", __name__)
        part.add_url_rule(f"{SHARE}<secret>", "open", self.open)
        ending = from_own_form(self._entrance, self._language, self.end)
        part.add_url_rule("/account/end_share", "end", ending, methods=["POST"])
        return part

    def opened_by(self, secret: str) -> SharedLook | None:
        """What a secret opens: nothing once its maker may not make links any more."""
        share = self._shares.find(secret)
        maker = self._entrance.people.store.find(share.account) if share else None
        if share is None or maker is None or maker.disabled or "save" not in abilities_of(maker.role):
            return None
        return SharedLook(share, maker)

    def of(self, asked: Request) -> SharedLook | None:
        """By which link somebody looks, by the cookie of a request; looked up once for each request."""
        if FOUND not in asked.environ:
            asked.environ[FOUND] = self.opened_by(self._entrance.brought(asked, "share"))
        found: SharedLook | None = asked.environ[FOUND]
        return found

    def visitor(self, look: SharedLook, origin: str) -> Visitor:
        """A viewer of the areas and lines of business of the maker, and nobody's account."""
        as_viewer = replace(look.maker, role=VIEWER, persons="masked")
        rights = self._entrance.rights_of(as_viewer, origin)
        return replace(rights, who=look.who, account=None)

    def open(self, secret: str) -> Answer:
        """To the address of a link, without its secret. Who is signed in stays who they are."""
        look = self.opened_by(secret)
        if look is None:
            raise NotFound("There is no such link.")
        answer = redirect(look.share.address, 302)
        person = self._entrance.signed_in(request)
        if person is None:
            left = max(self._shares.left_of(look.share), SHORTEST_COOKIE)
            self._entrance.give(request, answer, "share", secret, left)
        self.note_use(look, by=person)
        return answer

    def note_use(self, look: SharedLook, by: SignedIn | None = None) -> None:
        """Into the audit, once a minute at most. A disk that takes nothing keeps nobody from looking."""
        try:
            is_first = self._shares.note_use(look.share)
        except AccountsDamaged as error:
            log.warning("%s", error)
            return
        if is_first:
            audit_entry("share", _said("used", look.share), who=by.account.name if by else look.who)

    def end(self, found: SignedIn) -> Answer:
        """Ends a link of one's own; who administers the city, of anybody."""
        mine = None if request_visitor().may("administer") else found.account.name
        share = next((one for one in self._shares.of(mine) if one.key == request.form.get("share")), None)
        if share is None or not self._shares.end(share):
            raise NotFound("There is no such link.")
        audit_entry("share", _said("revoked", share))
        return redirect(f"/account{kept_query(done='share_ended')}", 303)


def _said(deed: str, share: Share) -> dict[str, str]:
    return {"deed": deed, "account": share.account, "key": share.key}
