"""Kinds that recur and are new: those that people confirmed in the period, and those that wait for their word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dashboard.briefings.composing.asked_numbers import asked_texts, written
from dashboard.briefings.composing.briefing_facts import BriefingFacts
from dashboard.briefings.composing.briefing_scene import BriefingScene
from dashboard.briefings.composing.said_days import days_said
from dashboard.briefings.document import QuotedNumber, ToldSentence
from dashboard.view.periods import ScreenPeriod
from dashboard.words.numbers import whole
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import KindProposal, KindStanding, Question, end_of_day, start_of

PAGE = "/kinds"
MOST_CONFIRMED, MOST_PROPOSED = 3, 3


def confirmed_kinds(facts: BriefingFacts) -> Iterator[ToldSentence]:
    """Of each kind that was confirmed in the period: where, and how its cases stand. Nothing of a special grid or under
    conditions, which kinds do not know."""
    scene, period = facts.scene, facts.scene.period
    if period.start is None or period.end is None or scene.where:
        return
    question = replace(scene.question(scene.metric.key, at=scene.now), start=None, end=None)
    days = start_of(period.start, scene.zone), end_of_day(period.end, scene.zone)
    found = facts.city.recurring_kinds.confirmed_between(question, *days, scene.known)
    for one in found[:MOST_CONFIRMED]:
        yield _confirmed(facts.city, one, question, scene)


def _confirmed(city: City, one: KindStanding, question: Question, scene: BriefingScene) -> ToldSentence:
    words, kind = scene.words, one.kind
    place = city.tree.area(kind.cases.area).name
    address = scene.screen_link(scene.registry.screen_at(PAGE), kind=kind.key)
    counts = {"n": one.count.n, "open": one.count.open, "again": one.count.again}
    if one.count.status != "ok" or any(map(scene.small.hides, counts.values())):
        return ToldSentence(words("briefing.says.kind_alone", name=kind.name, place=place), "", address)
    asked = {name: text for name, text in asked_texts(question, scene).items() if name in ("as_of", "recorded_as_of")}
    numbers = {
        name: QuotedNumber(written(n, "case", scene), n, {"kind": kind.key, "count": name, **asked})
        for name, n in counts.items()
    }
    said = {name: number.text for name, number in numbers.items()}
    text = words("briefing.says.kind", name=kind.name, place=place, **said)
    return ToldSentence(text, "", address, tuple(numbers.values()))


def proposed_kinds(facts: BriefingFacts) -> Iterator[ToldSentence]:
    """What the last look at titles found that nobody has judged, in a report of its day or the one after: it is not
    known of others."""
    city, scene = facts.city, facts.scene
    found = city.recurring_kinds.proposals(scene.area, scope=scene.scope)
    today = scene.now.as_of.astimezone(scene.zone).date()
    is_of_now = found.last is not None and 0 <= (today - found.last).days <= 1
    if not found.proposals or not is_of_now or found.first is None or scene.where:
        return
    words = scene.words
    named = (_proposed(city, one, scene) for one in found.proposals[:MOST_PROPOSED])
    text = words(
        "briefing.says.proposed",
        count=whole(len(found.proposals)),
        days=days_said(ScreenPeriod("days", found.first, found.last), scene),
        kinds=words("situation.comma").join(named),
    )
    yield ToldSentence(text, "", scene.screen_link(scene.registry.screen_at(PAGE)))


def _proposed(city: City, one: KindProposal, scene: BriefingScene) -> str:
    return scene.words(
        "briefing.says.proposal",
        place=city.tree.by_id(one.area_id).name,
        category=part_name("category3", one.category, one.category, scene.words),
        words=" ".join(one.cases.words),
        n=scene.small.said(one.cluster.n),
    )
