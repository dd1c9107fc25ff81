"""What the first sentence of a briefing says that is not about the area as a whole: a meeting, or supervision."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.briefings.composing.briefing_facts import BriefingFacts
from dashboard.briefings.composing.case_tables import agenda_counts
from dashboard.briefings.declaration import AGENDA, SITUATION, SUPERVISION
from dashboard.display.loop_scene import said_unknown
from dashboard.display.wording import reason
from dashboard.words.moments import date_and_minute

MOST_RULES = 3


def _agenda(facts: BriefingFacts) -> str:
    """How many cases stand for the next meeting, or why that is not known."""
    found, words = facts.agenda, facts.scene.words
    if not found.is_known:
        why = reason(facts.city.kpis.ask(facts.agenda_question), facts.scene)
        return words("briefing.headline.agenda_not_known", day=found.meeting.day, why=why)
    if not found.standing:
        return words("briefing.headline.no_agenda", day=found.meeting.day)
    said = agenda_counts(found, facts.scene)
    if said is None:
        return words("briefing.headline.agenda_alone", day=found.meeting.day, n=facts.scene.small.said(found.standing))
    return words("briefing.headline.agenda", day=found.meeting.day, **said)


def _supervision(facts: BriefingFacts) -> str:
    """How many cases meet a rule, each once, and the rules that most of them meet, or why that is not known; empty of a
    city without the loop."""
    found, scene = facts.supervision, facts.scene
    if found is None:
        return ""
    if found.whole.status == "no_data" or not found.stages:
        why = said_unknown(found, scene.words) or reason(found.whole, scene)
        return scene.words("briefing.headline.supervision_not_known", why=why)
    if not found.whole.n:
        return scene.words("briefing.headline.no_supervision")
    most = sorted((one for one in found.stages if one.n), key=lambda one: -one.n)[:MOST_RULES]
    said = [
        scene.words(
            "briefing.headline.rule", rule=scene.words.either(one.stage.zh, one.stage.en), n=scene.small.said(one.n)
        )
        for one in most
    ]
    rules = scene.words("situation.comma").join(said)
    return scene.words(
        "briefing.headline.supervision",
        n=scene.small.said(found.whole.n),
        rules=rules,
        moment=date_and_minute(scene.now.as_of, scene.zone),
    )


HEADLINES: Mapping[str, Callable[[BriefingFacts], str]] = {
    SITUATION: lambda _: "",
    AGENDA: _agenda,
    SUPERVISION: _supervision,
}
"""By the kinds of headline; empty: that of the situation says it."""
