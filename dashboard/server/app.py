"""The application: gate, headers, errors, API, outlines and screens wired together. Nothing else happens here."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from dash import Dash
from flask import Flask, request

from dashboard.access.audit import request_audit
from dashboard.access.provider.declared import origin_of
from dashboard.access.roles import permission
from dashboard.access.roles.route_abilities import refuse_unlisted, route_abilities
from dashboard.api import registration as api
from dashboard.api.acts import share_links
from dashboard.api.background import Background
from dashboard.errors import NotFound
from dashboard.intake.receiver import Receiver
from dashboard.intake.upload_folder import Uploads
from dashboard.operation.switching import Switching
from dashboard.people import audit_page
from dashboard.people.people_page import PeoplePage
from dashboard.screens import registration as screens
from dashboard.screens.scenes import scene_at
from dashboard.server import entering
from dashboard.server.late_builders import LateRule
from dashboard.settings import Settings
from dashboard.uploads import routes as uploads
from dashboard.view.scene import Scene
from dashboard.walls import steering
from dashboard.walls.health import wall_list
from dashboard.walls.remote_page import RemotePage
from dashboard.web import compression, error_pages, headers
from dashboard.web.entry.wall_pairing import WALL
from dashboard.web.gate import COMMANDS, INTAKE, UPLOADS
from dashboard.web.page.dash_page import Page
from dashboard.web.page.modules import Modules
from dashboard.web.page.plotly_script import PlotlyScript
from dashboard.web.page.release import RELEASE, release_of
from dashboard.web.page.styles import Styles
from dashboard.web.page.workers import Workers
from dashboard.web.proxies import TrustedProxies
from dashboard.web.request_lanes import OUT_OF_MEMORY
from queries.city import City
from queries.values import begin_budget

FREE = {*INTAKE, *OUT_OF_MEMORY, "/api/v1/jobs"}
"""What nobody looks at, or what costs the store nothing."""
ASSETS = Path(__file__).resolve().parents[2] / "assets"


def create_app(
    settings: Settings,
    city: City,
    *,
    key: str | None = None,
    reception: Receiver | None = None,
    background: Background | None = None,
) -> Dash:
    """The Dash application of one opened city; `app.server` is the WSGI application.

    `key` is the secret of the command line beside this server; without one the command routes refuse everybody.
    `reception` accepts deliveries; without one they are refused. `background`: jobs, search index and uploads of the
    server.
    """
    profile = city.profile
    background = background or Background.without_jobs(city)
    flask = Flask("dashboard", static_folder=None)
    flask.url_rule_class = LateRule
    flask.config.update(MAX_CONTENT_LENGTH=settings.body_limit_bytes, PROPAGATE_EXCEPTIONS=False)
    entrance = entering.register(flask, city, settings, key)
    request_audit.register(flask, city.ground.folder)
    permission.register(flask)
    proxies = TrustedProxies(settings.proxy_networks(), settings.proxy_headers, settings.proxy_user_header)
    flask.wsgi_app = proxies.in_front_of(flask.wsgi_app)  # type: ignore[method-assign,assignment]
    flask.before_request(_refuse_unknown_pages)
    flask.before_request(partial(_begin_time_budget, city.time_limit_s))
    flask.before_request(partial(_note_question, background.jobs.quiet.note))
    flask.teardown_request(lambda _: begin_budget(None))
    modules, styles = Modules(ASSETS / "modules", apart=settings.modules_apart), Styles(ASSETS / "styles")
    flask.extensions[RELEASE] = release = release_of(modules, styles)
    workers = Workers(ASSETS / "workers", release)
    wall_list.register(flask, city, release)
    api.register(flask, city, settings, reception, background)
    flask.register_blueprint(share_links.routes(city, entrance.people.shares))
    folder = background.uploads or Uploads(city.ground.folder, settings.upload_bytes)
    flask.register_blueprint(uploads.routes(city, folder, reception, settings.body_limit_bytes))
    flask.register_blueprint(audit_page.routes(city))
    flask.register_blueprint(PeoplePage(city, entrance).routes())
    steering.register(flask)
    flask.register_blueprint(RemotePage(city, entrance, _first_scene, Switching(city, reception)).routes())
    modules.register(flask)
    styles.register(flask)
    workers.register(flask)
    plotly = PlotlyScript()
    plotly.register(flask)
    app = _page(flask, profile.title_zh, modules=modules, styles=styles, workers=workers)
    screens.register(app, city, settings, background.jobs, plotly.address)
    error_pages.register(flask, profile.language)
    tiles = headers.tile_origin(profile.tiles.url) if profile.tiles else None
    leads_to = origin_of(settings.oidc_issuer) if settings.oidc_issuer else ""
    headers.register(flask, headers.content_security_policy(app.csp_hashes(), tiles, leads_to))
    compression.register(flask, city.memory.share("compressed"))
    _refuse_unguarded(app)
    return app


def _first_scene(city: City) -> Scene:
    """What the wall shows whoever asks, before it turns."""
    return scene_at(city, WALL, "", None)


def _refuse_unguarded(app: Dash) -> None:
    """Raises RolesWrong where the table of abilities does not know a way into the application."""
    callbacks = frozenset(str(one) for one in app.callback_map)
    refuse_unlisted(route_abilities(), permission.ways_in(app.server, callbacks, frozenset(screens.PANEL_KEYS)))


def _begin_time_budget(seconds: float) -> None:
    """All that a request asks shares one time limit; a command of the operator takes as long as it needs, and so does
    a look at a file, which has limits of its own."""
    begin_budget(None if request.path.startswith((COMMANDS, UPLOADS)) else seconds)


def _note_question(note: Callable[[], None]) -> None:
    """A person asks for a page, a screen or an answer; sources deliver and probes look in all the time."""
    if request.path not in FREE:
        note()


def _refuse_unknown_pages() -> None:
    """Dash answers every address with its page; only those of a screen are addresses here."""
    rule = request.url_rule
    if rule is not None and rule.rule == "/<path:path>" and request.path not in screens.PATHS:
        raise NotFound("There is nothing at this address.")


def _page(flask: Flask, title: str, **parts: Any) -> Page:
    return Page(
        name="dashboard",
        **parts,
        server=flask,
        assets_folder=str(ASSETS),
        assets_path_ignore=["^modules$", "^styles$", "^workers$"],
        title=title,
        update_title="",
        use_pages=False,
        include_pages_meta=False,
        suppress_callback_exceptions=True,
        add_log_handler=False,
        compress=False,
        enable_mcp=False,
    )
