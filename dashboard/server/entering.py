"""How a city is entered: its gate, and the pages on which people sign in and keep their account."""

from __future__ import annotations

from functools import partial
from zoneinfo import ZoneInfo

from flask import Flask

from dashboard.access.accounts.account import Account
from dashboard.access.accounts.city_accounts import accounts_of, limits_of, present_moment
from dashboard.access.provider.declared import declared_provider
from dashboard.access.provider.provider import IdentityProvider
from dashboard.access.roles.account_scope import account_visitor, scope_of_role
from dashboard.access.roles.visitor import Visitor, token_visitor
from dashboard.access.source_keys import SourceKeys
from dashboard.settings import Settings
from dashboard.web.entry.account_page import AccountPage
from dashboard.web.entry.proof_page import ProofPage
from dashboard.web.entry.provider_sign_in import ProviderSignIn
from dashboard.web.entry.shared_looks import SharedLooks
from dashboard.web.entry.sign_in_page import SignInPage
from dashboard.web.entry.signed_in import Entrance
from dashboard.web.entry.wall_pairing import WallPairing
from dashboard.web.entry.walls_page import WallsPage
from dashboard.web.gate import Gate
from dashboard.web.guesses import Guesses
from geodata.errors import UnknownArea
from queries.city import City

MOST_PARTS = 500
"""More are no list to choose from."""


def register(flask: Flask, city: City, settings: Settings, key: str | None) -> Entrance:
    """The gate in front of all routes, and the pages of signing in, of accounts and walls. key: of the command line."""
    profile, folder, limits = city.profile, city.ground.folder, limits_of(settings)
    rights = partial(_rights, city, needs_second_factor=settings.second_factor_required)
    declared, people = declared_provider(settings), accounts_of(folder, profile.name, limits=limits)
    provider = IdentityProvider(declared, present_moment) if declared else None
    entrance = Entrance(people, limits, rights, is_declared=declared is not None or bool(settings.proxy_user_header))
    zone = ZoneInfo(profile.zone)
    title = (profile.title_zh, profile.title_en)
    shares = SharedLooks(entrance, profile.language)
    sign_in = SignInPage(entrance, profile.language, title, provider)
    ProviderSignIn(entrance, sign_in, provider, present_moment).register(flask)
    Gate(
        *(profile.name, profile.language, settings.token_text(), key, Guesses(settings.wrong_tokens_per_minute)),
        sources=SourceKeys(folder),
        by_token=partial(_by_token, city, settings.token_role),
        sign_in=sign_in,
        walls=WallPairing(entrance, profile.language, zone, title),
        shares=shares,
        local_without_account=settings.local_without_account,
        hosts=settings.host_names(),
    ).register(flask)
    flask.register_blueprint(AccountPage(entrance, profile.language, zone, title, partial(_area_name, city)).routes())
    flask.register_blueprint(ProofPage(entrance, profile.language).routes())
    flask.register_blueprint(WallsPage(entrance, profile.language, zone, _areas_of_walls(city)).routes())
    flask.register_blueprint(shares.routes())
    return entrance


def _areas_of_walls(city: City) -> list[tuple[str, str]]:
    """Code and name of the areas that a wall can be of: the city, its parts, and their parts where these are few."""
    root = city.tree.root
    parts = city.tree.children(root)
    found = [(root.code, root.name)]
    below = {part.code: city.tree.children(part) for part in parts}
    is_short = sum(len(some) for some in below.values()) <= MOST_PARTS
    for part in parts:
        found.append((part.code, part.name))
        found += [(one.code, f"{part.name} › {one.name}") for one in below[part.code] if is_short]
    return found


def _rights(city: City, account: Account, origin: str, *, needs_second_factor: bool) -> Visitor:
    return account_visitor(account, city.tree, city.profile, origin, needs_second_factor=needs_second_factor)


def _by_token(city: City, role: str, origin: str) -> Visitor:
    return token_visitor(role, origin, scope_of_role(role, city.profile.lines_of_business))


def _area_name(city: City, code: str) -> str:
    """The name of an area; its code where the city has it no longer."""
    try:
        return city.tree.area(code).name
    except UnknownArea:
        return code
