"""A situation in words: one sentence for whoever has five seconds, and at most three exceptions. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.display.wording import chosen_period
from dashboard.view.scene import Scene
from dashboard.walls.situation import JudgedKpi, Outstanding, RisingStock, Situation
from dashboard.words.catalogue import Catalogue
from dashboard.words.moments import seen_from
from dashboard.words.numbers import between, exact, figure

MOST_NAMED = 2
LEAST_WEEKS = 2


@dataclass(frozen=True)
class ExceptionSaid:
    """One exception: place, reason and owner (empty where nobody is named), the KPI, and the code of the area."""

    area: str
    kpi: str
    place: str
    reason: str
    owner: str


def headline(found: Situation, scene: Scene) -> str:
    """Whether the chief KPIs are normal, a stock that rises week after week, and the areas that stand out."""
    words = scene.words
    parts = [_normality(found, scene), rising_text(found.rising, words), _places(found, words)]
    return words("situation.sentence", parts=words("situation.comma").join(filter(None, parts)))


def exceptions(found: Sequence[Outstanding], words: Catalogue) -> tuple[ExceptionSaid, ...]:
    """Areas that stand out, each with its reason and who has most of it."""
    return tuple(_exception(one, words) for one in found)


def is_calm(found: Situation) -> bool:
    """Whether no chief KPI is worse than normal and no area stands out."""
    return not found.outstanding and not any(_is_worse(one) for one in found.judged)


def _normality(found: Situation, scene: Scene) -> str:
    """Of a period that is over, what fell silent since concerns its stocks alone."""
    words, period = scene.words, chosen_period(scene)
    worse = [one for one in found.judged if _is_worse(one)]
    cut = [one for one in found.judged if one.answer.is_cut_short]
    heard = cut[0].answer.freshness.heard_until if cut else None
    moment = seen_from(heard, found.as_of, scene.zone) if heard else ""
    if heard and (scene.runs or len(cut) == len(found.judged)):
        return words("situation.cut_short", period=period, moment=moment)
    if worse:
        names = words("situation.and").join(_outside(one, words) for one in worse[:MOST_NAMED])
        said = words("situation.outside", period=period, kpis=names)
    else:
        judged = [one for one in found.judged if one.normal.place_of(one.answer) is not None]
        said = words("situation.normal" if judged else "situation.not_judged", period=period)
    if not heard:
        return said
    names = words("situation.and").join(words.either(one.metric.zh, one.metric.en) for one in cut)
    return words("situation.comma").join([said, words("situation.stocks_cut_short", kpis=names, moment=moment)])


def _is_worse(one: JudgedKpi) -> bool:
    """Outside of its band on the side that is not better; of a KPI without a better side on either."""
    place = one.normal.place_of(one.answer)
    if place in (None, "inside") or not one.answer.is_settled:
        return False
    return place != {"up": "above", "down": "below"}.get(one.metric.good)


def _outside(one: JudgedKpi, words: Catalogue) -> str:
    unit, band = one.answer.unit, one.normal.band
    if band is None:
        return ""
    name = words.either(one.metric.zh, one.metric.en)
    value = str(figure(one.answer.value, unit, words))
    place = one.normal.place_of(one.answer)
    return words(f"situation.{place}", kpi=name, value=value, band=between(band.low, band.high, unit, words))


def rising_text(stock: RisingStock | None, words: Catalogue) -> str:
    """Since when a stock rises; empty where none does."""
    if stock is None or stock.weeks < LEAST_WEEKS:
        return ""
    name = words.either(stock.metric.zh, stock.metric.en)
    first, last = (exact(value, stock.metric.unit, words) for value in (stock.first, stock.last))
    return words("situation.rising", kpi=name, weeks=stock.weeks, first=first, last=last)


def _places(found: Situation, words: Catalogue) -> str:
    names = [one.name for one in found.outstanding[:MOST_NAMED]]
    return words("situation.standing_out", areas=words("situation.and").join(names)) if names else ""


def _exception(one: Outstanding, words: Catalogue) -> ExceptionSaid:
    value, whole = (str(figure(number, "ratio", words)) for number in (one.value, one.whole))
    bad = exact(one.bad, "case", words)
    reason = words(f"situation.reason.{one.metric.key}", bad=bad, value=value, whole=whole)
    owner = words("situation.owner", name=one.owner[0], n=exact(one.owner[1], "case", words)) if one.owner else ""
    return ExceptionSaid(one.code, one.metric.key, one.name, reason, owner)
