"""The first sentence of a briefing: whether what it shows is as usual, which stock rises, and which areas stand out.

It is made of the KPIs of its page alone, so that it never says anything else than they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard.briefings.composing.asked_numbers import written
from dashboard.briefings.composing.briefing_facts import BriefingFacts
from dashboard.briefings.composing.briefing_scene import BriefingScene
from dashboard.briefings.composing.kpi_figures import KpiFound
from dashboard.briefings.composing.said_days import period_said
from dashboard.display.normality import target_text
from dashboard.display.wording import metric_name, reason
from dashboard.walls.sentence import exceptions, rising_text
from dashboard.walls.situation import Outstanding
from dashboard.words.moments import seen_from
from dashboard.words.numbers import between_exactly, figure

MOST_WORSE, MOST_NAMED = 3, 3


def situation_headline(facts: BriefingFacts) -> str:
    """Of the area and period of a briefing."""
    scene = facts.scene
    said = scene.words("briefing.headline.of_period", period=period_said(scene), said=_normality(facts))
    return _sentence(facts, said, rising_text(facts.rising, scene.words), _places(facts))


def area_headline(one: Outstanding, facts: BriefingFacts) -> str:
    """Of an area that stands out: by what, and how it is beside its own past."""
    words = facts.scene.words
    [told] = exceptions([one], words)
    why = words("briefing.headline.why", reason=told.reason, owner=told.owner) if told.owner else told.reason
    said = _normality(facts)
    is_compared = said not in (words("briefing.headline.not_judged"), words("briefing.headline.few"))
    own_past = words("briefing.headline.own_past", said=said) if is_compared else said
    return _sentence(facts, why, own_past, rising_text(facts.rising, words), _places(facts))


def _sentence(facts: BriefingFacts, *parts: str) -> str:
    words = facts.scene.words
    return words("situation.sentence", parts=words("situation.comma").join(filter(None, parts)))


def _normality(facts: BriefingFacts) -> str:
    """What of the page is worse than normal or misses its target; that nothing is; or that it is not known."""
    words, found = facts.scene.words, facts.found
    known = [one for one in found if one.value.status == "ok"]
    if not known:
        return reason(found[0].value, facts.scene).rstrip("。.")
    worse = [text for one in known if one.is_worse for text in _said_worse(one)]
    if worse:
        rest = words("briefing.headline.rest", n=len(worse) - MOST_WORSE) if len(worse) > MOST_WORSE else ""
        return words("situation.comma").join([*worse[:MOST_WORSE], *filter(None, [rest])])
    if cut := [one for one in known if one.value.is_cut_short]:
        return _cut_short(cut, facts.scene)
    if any(one.is_judged for one in known):
        return words("briefing.headline.normal")
    has_band = any(one.normal and one.normal.band for one in known)
    return words("briefing.headline.few" if has_band else "briefing.headline.not_judged")


def _said_worse(one: KpiFound) -> Iterator[str]:
    """Outside of its band on the side that is not better, or short of its target."""
    words, unit, name = one.scene.words, one.value.unit, metric_name(one.metric, one.scene)
    value = written(one.value.value, unit, one.scene)
    band = one.normal.band if one.normal else None
    if one.is_outside and one.place and band:
        ends = between_exactly(band.low, band.high, unit, words)
        yield words(f"briefing.headline.{one.place}", kpi=name, value=value, band=ends)
    elif one.misses_target:
        yield words("briefing.headline.missed", kpi=name, value=value, target=target_text(one.value, one.scene))


def _cut_short(cut: Sequence[KpiFound], scene: BriefingScene) -> str:
    """Sources fell silent: what they still had to say is not low."""
    names = scene.words("situation.and").join(metric_name(one.metric, scene) for one in cut)
    heard = cut[0].value.freshness.heard_until
    moment = seen_from(heard, scene.now.as_of, scene.zone) if heard else ""
    return scene.words("situation.stocks_cut_short", kpis=names, moment=moment)


def _places(facts: BriefingFacts) -> str:
    """The areas that stand out, each with its rate, those of one KPI together."""
    words = facts.scene.words
    by_metric: dict[str, list[Outstanding]] = {}
    for one in facts.outstanding[:MOST_NAMED]:
        by_metric.setdefault(one.metric.key, []).append(one)
    said = []
    for key, those in by_metric.items():
        named = [
            words("briefing.headline.place", area=one.name, value=figure(one.value, "ratio", words)) for one in those
        ]
        whole = figure(those[0].whole, "ratio", words)
        areas = words("briefing.says.between").join(named)
        said.append(words(f"briefing.headline.standing_out.{key}", areas=areas, whole=whole))
    return words("situation.comma").join(said)
