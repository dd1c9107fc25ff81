"""Whether a number is outside of what is normal, in a sign and a colour, and what it was compared with in words."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.view.scene import Scene
from dashboard.words.moments import short_day
from dashboard.words.numbers import between, figure
from queries.values import LEAST_COMPARED, Answer, Metric, Normal


def normal_sign(answer: Answer, normal: Normal | None, metric: Metric, scene: Scene) -> list[Component]:
    """Above or below normal, good or bad by the direction that is better; neither of an unsettled rate. Nothing
    inside the band or without one."""
    place = normal.place_of(answer) if normal else None
    if place is None or place == "inside":
        return []
    better = {"up": "above", "down": "below"}.get(metric.good)
    tone = "neutral" if better is None or not answer.is_settled else "good" if place == better else "bad"
    return [html.Span(scene.words(f"normal.{place}"), className=f"change-normal {tone}")]


def target_sign(answer: Answer, scene: Scene) -> list[Component]:
    """That the target of the city is missed; nothing where it is met or not to be judged."""
    if answer.target is None or answer.target.is_met is not False:
        return []
    return [html.Span(scene.words("target.missed"), className="change-normal bad", title=target_text(answer, scene))]


def target_text(answer: Answer, scene: Scene) -> str:
    """The target of the city in words; empty without one."""
    if answer.target is None:
        return ""
    value = str(figure(answer.target.value, answer.unit, scene.words))
    return scene.words(f"target.{answer.target.direction}", value=value)


def normal_text(normal: Normal | None, unit: str, scene: Scene) -> str:
    """The days compared, their number and the band, and what keeps others from being compared; empty where nothing at
    all can be and nothing tells why."""
    if normal is None:
        return ""
    said = [_band_text(normal, unit, scene), *(scene.words.either(one.zh, str(one)) for one in normal.notes)]
    return scene.words.either("", " ").join(filter(None, said))


def _band_text(normal: Normal, unit: str, scene: Scene) -> str:
    if not normal.earlier:
        return ""
    if normal.band is None:
        return scene.words("normal.few", least=LEAST_COMPARED)
    first = normal.earlier[0].period
    kind = "weekdays" if first.start == first.end else "periods"
    weekday = scene.words(f"weekday.{first.start.isoweekday()}")
    values = between(normal.band.low, normal.band.high, unit, scene.words)
    middle = figure(normal.band.middle, unit, scene.words)
    compared = scene.words(f"normal.{kind}{'_then' if scene.runs else ''}", n=normal.n, weekday=weekday)
    days = [short_day(one.period.start) for one in normal.earlier]
    separator = scene.words.either("、", ", ")
    return scene.words("normal.band", compared=compared, values=values, middle=middle, days=separator.join(days))
