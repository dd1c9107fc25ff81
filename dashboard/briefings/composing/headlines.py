"""What the first sentence of a briefing says that is not about the area as a whole: a meeting, or supervision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from dashboard.briefings.declaration import HEADLINES as KINDS
from dashboard.view.scene import Scene
from dashboard.words.moments import date_and_minute
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import AGENDA_LOOP, GROUPS

SITUATION, AGENDA, SUPERVISION = KINDS
MOST_RULES = 3


def _agenda(city: City, scene: Scene) -> str:
    """How many cases stand for the next meeting; empty where no source knows of such cases."""
    question = scene.question(city.governance.loops[AGENDA_LOOP].pending_metric)
    found = city.governance.agenda(question, None, scene.known)
    if not found.is_known:
        return ""
    counts = {group: whole(found.count(group)) for group in GROUPS}
    key = "briefing.headline.agenda" if found.standing else "briefing.headline.no_agenda"
    return scene.words(key, day=found.meeting.day, n=whole(found.standing), **counts)


def _supervision(city: City, scene: Scene) -> str:
    """How many cases meet a rule, each once, and the rules that most of them meet; empty of a city without the loop."""
    loop = city.governance.loops.get(SUPERVISION)
    if loop is None:
        return ""
    question = replace(scene.question(loop.metric_of()), start=None, end=None)
    found = city.governance.stages(loop, question)
    if found.whole.status == "no_data":
        return ""
    if not found.whole.n:
        return scene.words("briefing.headline.no_supervision")
    most = sorted((one for one in found.stages if one.n), key=lambda one: -one.n)[:MOST_RULES]
    said = [
        scene.words("briefing.headline.rule", rule=scene.words.either(one.stage.zh, one.stage.en), n=whole(one.n))
        for one in most
    ]
    rules = scene.words("briefing.says.between").join(said)
    return scene.words(
        "briefing.headline.supervision",
        n=whole(found.whole.n),
        rules=rules,
        moment=date_and_minute(scene.now.as_of, scene.zone),
    )


HEADLINES: Mapping[str, Callable[[City, Scene], str]] = {
    SITUATION: lambda _city, _scene: "",
    AGENDA: _agenda,
    SUPERVISION: _supervision,
}
"""By the kinds of headline; empty: that of the situation says it."""
