"""/remote: whoever may steer walls chooses what one of them, or all in their area, show.

A page of plain forms, which a presenter's telephone opens as well. What is chosen reaches a wall with its next news.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from dashboard.access.accounts.account import Account
from dashboard.access.audit.request_audit import enter_act
from dashboard.access.request_actor import request_actor
from dashboard.access.request_visitor import request_visitor
from dashboard.access.roles.visitor import Visitor
from dashboard.errors import HTTP, NotPermitted, wrong_parameter
from dashboard.intake.acts_sent import read_act
from dashboard.operation.mode_said import mode_name
from dashboard.operation.switching import ModeAct, Switching
from dashboard.view.parsers import quoted
from dashboard.view.scene import Scene
from dashboard.walls.city_scenes import walls_of
from dashboard.walls.mode_walls import due, walls_shown
from dashboard.walls.steering import ALL, Steering, request_steerings
from dashboard.web.entry.sign_in_page import other_language
from dashboard.web.entry.signed_in import Entrance
from dashboard.web.error_pages import asked_language, refusal
from dashboard.web.page.plain.plain_page import kept_query, plain_answer, words_of
from dashboard.words.moments import time_of_day
from geodata.areas.area_tree import Area
from queries.city import City
from queries.values import MODES

REMOTE = "/remote"
PURPOSE = "remote"
"""Of the tokens in these forms; one of another page does not send them."""
WORDS = ("scene", "pause", "resume", "next", "previous", "show", "end")
STEPS = {"next": 1, "previous": -1}
SceneOf = Callable[[City], Scene]


@dataclass(frozen=True)
class RemotePage:
    """scene_of: the first scene of the wall for whoever asks, at the present moment."""

    city: City
    entrance: Entrance
    scene_of: SceneOf
    switching: Switching

    def routes(self) -> Blueprint:
        part = Blueprint("remote", __name__, url_prefix=REMOTE)
        part.add_url_rule("", "page", self.page)
        part.add_url_rule("/tell", "tell", self.tell, methods=["POST"])
        part.add_url_rule("/mode", "switch", self.switch, methods=["POST"])
        return part

    def page(self) -> Response:
        """The walls that one may steer, and what the chosen one can be told."""
        visitor, language = request_visitor(), asked_language(self.city.profile.language)
        target = self._target(request.args.get("wall", ALL), visitor)
        told, scene = request_steerings().of_target(target, visitor.scope), self.scene_of(self.city)
        words = words_of(language)
        found = self.entrance.signed_in(request)
        kpis = self.city.kpis.dictionary
        values: dict[str, Any] = {
            "form_token": found.form_token(PURPOSE) if found else "",
            "target": target,
            "targets": [(ALL, words("remote.all")), *self._named(visitor)],
            "told": self._told(told, language) if told else "",
            "chosen": told or Steering(0, "", self.city.sources.now()),
            "scenes": [(one.key, words.either(one.zh, one.en)) for one in due(self.city, scene)],
            "areas": [(one.code, one.name) for one in self._areas(scene)],
            "kpis": [(key, words.either(one.zh, one.en)) for key, one in kpis.items()],
        }
        values |= self._mode(scene)
        values |= {"shape": "wide", "query": kept_query(), "other": other_language(language)}
        return plain_answer("remote.html", language, "remote.title", **values)

    def tell(self) -> Response | WerkzeugResponse:
        """Tells the chosen wall one word of WORDS."""
        visitor, found, form = request_visitor(), self.entrance.signed_in(request), request.form
        if found and not found.made(form.get("form_token", ""), PURPOSE):
            return refusal(HTTP[403], asked_language(self.city.profile.language))
        word, target = form.get("word", ""), self._target(form.get("wall", ALL), visitor)
        if word not in WORDS:
            raise wrong_parameter("word", "none_of", given=quoted(word), known=", ".join(WORDS))
        if word == "end":
            request_steerings().end(target, visitor.scope)
        else:
            lasts = timedelta(minutes=walls_of(self.city).behaviour.steered_minutes)
            changed = self._changed(word, form)
            request_steerings().tell(target, _called(visitor), lasts, visitor.scope, **changed)
        named = {key: form[key] for key in ("scene", "area", "kpi") if word in ("scene", "show") and form.get(key)}
        enter_act(self.city.ground.folder, "wall", {"deed": word, "wall": target or "all", **named})
        return redirect(f"{REMOTE}{kept_query(wall=target)}", 303)

    def switch(self) -> Response | WerkzeugResponse:
        """Switches the mode of operation of an area, confirmed and with a reason."""
        found, form = self.entrance.signed_in(request), request.form
        if found and not found.made(form.get("form_token", ""), PURPOSE):
            return refusal(HTTP[403], asked_language(self.city.profile.language))
        mode = form.get("mode", "")
        if mode not in MODES or not form.get("confirmed"):
            raise wrong_parameter("confirmed", "confirmed")
        fields = {"mode": mode, **{name: form.get(name, "") for name in ("area", "text", "until")}}
        self.switching.keep(read_act(ModeAct, fields), request_actor())
        return redirect(f"{REMOTE}{kept_query(wall=form.get('wall', ALL))}", 303)

    def _mode(self, scene: Scene) -> dict[str, Any]:
        """Where one can go, and the areas of one's own with their present mode."""
        modes, words = self.city.operation.modes, scene.words
        areas = []
        for one in self._areas(scene):
            here = self.city.operation.here(one, scope=scene.scope)
            areas.append((one.code, f"{one.name}（{mode_name(here.mode, words)}）"))
        return {
            "may_switch": request_visitor().may("switch_mode"),
            "modes": [(key, mode_name(one, words)) for key, one in modes.items()],
            "mode_areas": areas,
        }

    def _changed(self, word: str, form: Mapping[str, str]) -> dict[str, object]:
        """The fields of `Steering` that a word changes. Raises BadParameter, UnknownArea and NotPermitted."""
        if word in STEPS:
            return {"steps": STEPS[word], "paused": True, "scene": ""}
        if word == "scene":
            known = {one.key for one in walls_shown(self.city, self.scene_of(self.city)).scenes}
            return {"scene": _known("scene", form.get("scene", ""), known), "paused": True}
        if word == "show":
            kpi, area = form.get("kpi", ""), form.get("area", "")
            if kpi:
                _known("kpi", kpi, self.city.kpis.dictionary)
            if area:
                _must_see(self.city.tree.area(area), request_visitor())
            return {"kpi": kpi, "area": area}
        return {"paused": True} if word == "pause" else {"paused": False, "scene": ""}

    def _target(self, given: str, visitor: Visitor) -> str:
        """A wall that one may steer, by its name; ALL."""
        return _known("wall", given, {ALL, *(name for name, _ in self._named(visitor))})

    def _named(self, visitor: Visitor) -> list[tuple[str, str]]:
        """Name and title of each wall whose area lies in that of a visitor."""
        if not self.entrance.is_used():
            return []
        walls = [one for one in self.entrance.people.store.all() if one.is_device and not one.disabled]
        return [(one.name, one.display_name) for one in walls if self._is_within(one, visitor)]

    def _is_within(self, wall: Account, visitor: Visitor) -> bool:
        own, scope = self.entrance.rights_of(wall, "").scope, visitor.scope
        return all(scope.covers(first, last) for first, last in own.areas or ((1, len(self.city.tree)),))

    def _areas(self, scene: Scene) -> list[Area]:
        """The area at home and those below it that one may see."""
        below = self.city.tree.children(scene.area)
        return [scene.area, *(one for one in below if scene.scope.covers(one.area_id, one.last_id))]

    def _told(self, told: Steering, language: str) -> str:
        words = words_of(language)
        until = time_of_day(told.until, self.city.profile.time_zone)
        return words("remote.told", who=told.who or words("remote.somebody"), until=until)


def _called(visitor: Visitor) -> str:
    """Who steers, as a wall says it; of a city without accounts nobody has a name."""
    return visitor.account.display_name or visitor.account.name if visitor.account else ""


def _known(name: str, given: str, known: Any) -> str:
    if given not in known:
        raise wrong_parameter(name, "not_understood", given=quoted(given))
    return given


def _must_see(area: Area, visitor: Visitor) -> None:
    if not visitor.scope.covers(area.area_id, area.last_id):
        raise NotPermitted("look")
