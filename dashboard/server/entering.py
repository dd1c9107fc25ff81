"""How a city is entered: its gate, and the pages on which people sign in and keep their account."""

from __future__ import annotations

from functools import partial
from zoneinfo import ZoneInfo

from flask import Flask

from dashboard.access.accounts.account import Account
from dashboard.access.accounts.city_accounts import accounts_of, limits_of
from dashboard.access.roles.account_scope import account_visitor
from dashboard.access.roles.visitor import Visitor
from dashboard.access.source_keys import SourceKeys
from dashboard.settings import Settings
from dashboard.web.entry.account_page import AccountPage
from dashboard.web.entry.sign_in_page import SignInPage
from dashboard.web.entry.signed_in import Entrance
from dashboard.web.gate import Gate
from dashboard.web.guesses import Guesses
from geodata.errors import UnknownArea
from queries.city import City


def register(flask: Flask, city: City, settings: Settings, key: str | None) -> None:
    """The gate in front of all routes, and /enter, /leave, /present, /account. key: of the command line."""
    profile, folder, limits = city.profile, city.ground.folder, limits_of(settings)
    entrance = Entrance(accounts_of(folder, profile.name, limits=limits), limits, partial(_rights, city))
    title = (profile.title_zh, profile.title_en)
    guesses = Guesses(settings.wrong_tokens_per_minute)
    Gate(
        *(profile.name, profile.language, settings.token_text(), key, guesses),
        sources=SourceKeys(folder),
        token_role=settings.token_role,
        sign_in=SignInPage(entrance, profile.language, title),
        local_without_account=settings.local_without_account,
    ).register(flask)
    zone = ZoneInfo(profile.zone)
    flask.register_blueprint(AccountPage(entrance, profile.language, zone, title, partial(_area_name, city)).routes())


def _rights(city: City, account: Account, origin: str) -> Visitor:
    return account_visitor(account, city.tree, city.profile, origin)


def _area_name(city: City, code: str) -> str:
    """The name of an area; its code where the city has it no longer."""
    try:
        return city.tree.area(code).name
    except UnknownArea:
        return code
