"""What a screen asks of governance loops: all their cases up to the moment, unless the address names a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.display.number_link import number_shown
from dashboard.display.wording import reason
from dashboard.view.number_shown import NumberShown
from dashboard.view.scene import Scene
from dashboard.words.catalogue import Catalogue
from queries.values import AGENDA_LOOP, MATTER_LOOP, Loop, LoopAnswer, Question, bases

FIRST_SHOWN = "cross_boundary"
OF_SCREENS = {"matters": MATTER_LOOP, "agenda": AGENDA_LOOP}
"""Loops of screens that are about one alone."""


def shown_loop(loops: Mapping[str, Loop], scene: Scene) -> Loop:
    """The loop that the screen is about, or that the address opens."""
    return loops[OF_SCREENS.get(scene.screen.key) or scene.view.loop or FIRST_SHOWN]


def in_days(question: Question, scene: Scene) -> Question:
    """The question of a screen about the days of the loops."""
    return question if scene.view.period else replace(question, start=None, end=None)


def cases_of(loop: Loop, metric: str, scene: Scene) -> NumberShown | None:
    """The figure whose cases a KPI of a loop counts; None where no address can name it."""
    if scene.view.period or bases()[loop.basis].is_state or scene.reported is None:
        return number_shown(scene, metric)
    today = scene.now.as_of.astimezone(scene.zone).date()
    return number_shown(scene, metric, days=(min(scene.reported[0], today), today))


def said_unknown(answer: LoopAnswer, words: Catalogue) -> str:
    """That no source has data of some stages, which are not 0 for that; empty where all are known."""
    names = words.either("、", ", ").join(words.either(one.zh, one.en) for one in answer.unknown)
    return words("loops.unknown_stages", names=names) if names else ""


def why_no_stage(answer: LoopAnswer, scene: Scene) -> str:
    """Why no stage of a loop is known: there are no data of its cases, or of none of its stages."""
    return reason(answer.whole, scene) if answer.whole.status == "no_data" else said_unknown(answer, scene.words)


def unknown_stages(answer: LoopAnswer, scene: Scene) -> list[Component]:
    """The same as a line below the stages; none where all are known."""
    said = said_unknown(answer, scene.words)
    return [html.P(said, className="quiet", **{"data-unknown": len(answer.unknown)})] if said else []


def link_to_cases(loop: Loop, metric: str, scene: Scene) -> str:
    """The address of this view with these cases listed."""
    return scene.link(listed=cases_of(loop, metric, scene))
