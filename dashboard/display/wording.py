"""Names, values and changes as every panel writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from dashboard.display.normality import normal_sign, normal_text, target_sign, target_text
from dashboard.view.against import PREVIOUS, YEAR
from dashboard.view.periods import PeriodAt
from dashboard.view.scene import Scene
from dashboard.words.moments import date_and_time, seen_from, short_day, time_of_day
from dashboard.words.numbers import Figure, change, exact, figure, whole
from geodata.city.profile import Profile
from queries.values import (
    CITY_ONLY,
    NOT_BY_THIS,
    NOT_WHERE_THIS,
    NOTHING_KNOWN_YET,
    NOTHING_LOADED,
    OF_PERIOD,
    Answer,
    AnswerRow,
    FleetKind,
    Metric,
    Normal,
    Note,
    bases,
    breaks_parting,
    fleet_states,
    incomparable,
    state_tables,
)

WHOLE_REASONS = (CITY_ONLY, NOT_BY_THIS)
REMARKS = frozenset((
    "break", "by_status", "untimed", "sources_left_out", "sources_without_days", "unknown_before", "unknown_after",
    "unripe", "incomplete",
))  # fmt: skip
CLOSINGS = frozenset(("closed", "status", "voided"))
ARROWS = {"up": "▲", "down": "▼", "flat": "–"}


def metric_name(metric: Metric, scene: Scene) -> str:
    """The KPI's name in the language of the screen; of an alternative its own, lest a median be taken for a mean."""
    words = scene.words
    name, called = words.either(metric.zh, metric.en), words.either(metric.called_zh, metric.called_en)
    alternative = words.either(metric.alternative_zh, metric.alternative_en)
    return called or (words("kpi_alternative", name=name, alternative=alternative) if alternative else name)


def state_name(of: FleetKind, code: str, scene: Scene) -> str:
    """The name of a state of devices or units."""
    state = fleet_states(of)[code]
    return scene.words.either(state.zh, state.en)


def value_figure(value: float | int | None, unit: str, scene: Scene) -> Figure:
    """A value as digits and unit."""
    return figure(value, unit, scene.words)


def sample(n: int, scene: Scene) -> str:
    """`n = 1,234`."""
    return scene.words("n", n=whole(n))


def has_sample(answer: Answer) -> bool:
    """Whether a value rests on a number of cases that must be shown beside it: a rate or a duration."""
    return answer.kind in ("ratio", "duration")


def cases(row: Answer | AnswerRow, unit: str, scene: Scene) -> str:
    """The value with its n: "94.5% · n = 1,234"; a plain count is its own n. A part without figures is not known."""
    if row.value is None and row.denominator is None:
        return scene.words("no_data_then")
    text = str(value_figure(row.value, unit, scene)) if row.value is not None else scene.words("no_cases")
    return text if unit == "case" else f"{text} · {sample(row.n, scene)}"


def exact_cases(row: AnswerRow, unit: str, scene: Scene) -> str:
    """As `cases`, for whoever points at a part: counts in full, and what a rate is made of, "94.5% · 1,134 / 1,200"."""
    if row.value is None:
        return cases(row, unit, scene)
    text = exact(row.value, unit, scene.words)
    if unit == "case":
        return text
    if unit == "ratio" and row.numerator is not None and row.denominator is not None:
        return f"{text} · {whole(row.numerator)} / {whole(row.denominator)}"
    return f"{text} · {sample(row.n, scene)}"


def reason(answer: Answer, scene: Scene) -> str:
    """Why an answer has no value."""
    if NOT_WHERE_THIS in answer.notes:
        return scene.words("not_by_condition" if scene.view.where else "not_by_special")
    if NOTHING_KNOWN_YET in answer.notes:
        return scene.words("nothing_recorded")
    if NOTHING_LOADED in answer.notes:
        return scene.words("nothing_yet")
    return absence(answer.notes, scene) if answer.status == "no_data" else scene.words("no_cases")


def absence(notes: Sequence[Note], scene: Scene) -> str:
    """Why nothing is known, of the reasons that an answer gives."""
    first = notes[0] if notes else None
    if first is not None and (first.code in OF_PERIOD or first in WHOLE_REASONS):
        return scene.words.either(first.zh, str(first))
    is_of_moment = first is not None and first.code == "not_known_as_of"
    return scene.words("not_known_as_of" if is_of_moment else "no_data")


def remarks(answer: Answer, metric: Metric, scene: Scene) -> str:
    """What must be known beside a number: which cases, sources and days it leaves out; empty without any."""
    needs = {name for need in metric.needs for name in need.split("|")}
    codes = REMARKS if needs & CLOSINGS else REMARKS - {"untimed"}
    notes = answer.notes if answer.status != "no_data" else ()
    return " ".join(scene.words.either(one.zh, str(one)) for one in notes if one.code in codes)


def change_line(
    now: Answer, before: Answer | None, metric: Metric, scene: Scene, normal: Normal | None = None
) -> Component:
    """The change against the earlier moment, in grey, and what it is compared with; a sign with a colour only where the
    number is outside of what is normal. Beside the sign it is said briefly; the style sheet shows all of it where the
    sign is hidden, because a source is late."""
    outside = [*target_sign(now, scene), *normal_sign(now, normal, metric, scene)]
    band = "\n".join(filter(None, (target_text(now, scene), normal_text(normal, now.unit, scene))))
    title = {"title": band} if band else {}
    earlier = before.value if before and not incomparable(now, before, metric) else None
    moved = change(now.value, earlier, now.unit, scene.words)
    if moved is None or scene.earlier is None:
        reasons = incomparable(now, before, metric) if before else ()
        told = {"title": scene.words.either(reasons[0].zh, str(reasons[0]))} if reasons else {}
        none = html.Span(no_change(now, before, metric, scene), className="change-against", **told)
        return html.Span([*outside, none], className="change neutral", **title)
    with_what = compared_with(metric, scene)
    exactly = _compared_exactly(scene.earlier, metric, scene)
    text = f"{ARROWS[moved.direction]} {moved.text}"
    briefly = [html.Span(f"{scene.words(f'change.briefly.{scene.view.against}')} ", className="change-briefly")]
    figure = html.Span(
        [*(briefly if outside else []), text], className="change-figure neutral", title=f"{with_what} ({exactly})"
    )
    against = html.Span(with_what, className="change-against", title=exactly)
    return html.Span([*outside, figure, against], className="change", **title)


def no_change(now: Answer, before: Answer | None, metric: Metric, scene: Scene) -> str:
    """Why there is no change: the days that would be compared lie before the data, or are not like those of now. A
    break is named by its day alone."""
    compared, first = scene.compared, scene.reported[0] if scene.reported else None
    if scene.earlier is None and compared and first:
        return scene.words("change.before_data", days=_short_days(compared), day=first.isoformat())
    reasons = incomparable(now, before, metric) if before else ()
    if before and reasons and reasons[0].code == "break":
        return scene.words("change.broken", day=breaks_parting(now, before)[0].day.isoformat())
    heard = now.freshness.heard_until
    if reasons and reasons[0].code == "silent" and heard:
        is_today = heard.astimezone(scene.zone).date() == now.as_of.astimezone(scene.zone).date()
        moment = time_of_day(heard, scene.zone) if is_today else seen_from(heard, now.as_of, scene.zone)
        return scene.words("change.silent", time=moment)
    return scene.words.either(reasons[0].zh, str(reasons[0])) if reasons else scene.words("change.none")


def compared_with(metric: Metric, scene: Scene) -> str:
    """What a change is measured against, short: "较昨日 10:32", "较 10-01–10-20 同刻"; of a state its earlier moment:
    "较 11-13 10:32"."""
    if scene.earlier is None:
        return ""
    is_state = bases()[metric.basis].is_state
    if scene.view.against == YEAR:
        festival = scene.words("change.by_festival") if scene.earlier.by_festival else ""
        key = "change.same_moment" if scene.runs else "change.before"
        then = days_or_moment(scene.earlier, metric, scene)
        return scene.words("change.before" if is_state else key, days=then) + festival
    if scene.runs and scene.period.kind == "today" and scene.view.against == PREVIOUS:
        key = "change.same_moment_before" if scene.view.as_of else "change.same_moment_day"
        return _at(key, scene.earlier.as_of, scene)
    if is_state:
        return _at("change.same_moment_before", scene.earlier.as_of, scene)
    return scene.words("change.same_moment" if scene.runs else "change.before", days=_short_days(scene.earlier))


def _short_days(moment: PeriodAt) -> str:
    """First and last day of a period, or the one day, without years: 02-01–02-28."""
    days = [short_day(day) for day in (moment.period.start, moment.period.end) if day]
    return "–".join(dict.fromkeys(days))


def _compared_exactly(before: PeriodAt, metric: Metric, scene: Scene) -> str:
    if bases()[metric.basis].is_state:
        return days_or_moment(before, metric, scene)
    return scene.words("change.exactly", days=days_text(before, scene))


def source_title(profile: Profile, name: str, scene: Scene) -> str:
    """What people call a source: its title in the profile, else its name."""
    source = profile.source(name)
    return scene.words.either(source.title_zh or "", source.title_en or "") or name


def feeds(metric: Metric) -> str:
    """The kind of source that a KPI rests on."""
    return state_tables()[metric.table].source_kind


def period_text(scene: Scene) -> str:
    """The period of the chosen KPI in words: its name, or its days; of a state, the moment that it is the state of."""
    return state_text(scene) if bases()[scene.metric.basis].is_state else chosen_period(scene)


def chosen_period(scene: Scene) -> str:
    """The period of the screen in words: its name, or its days; looking back, "today" would be another day's name."""
    if scene.period.kind == "days" or scene.view.as_of:
        return days_text(scene.now, scene)
    return scene.words(f"period.{scene.period.kind}")


def until_text(scene: Scene) -> str:
    """Until when a day that still runs is counted: "今日截至 10:32"; of another day than the present one its date."""
    if not scene.runs or scene.period.days != 1:
        return ""
    return _at("period.day_until" if scene.view.as_of else "period.today_until", scene.now.as_of, scene)


def state_text(scene: Scene) -> str:
    """The moment of a state: the time of day while the period runs, or the day it is looked at."""
    if scene.runs:
        return _at("period.day_until" if scene.view.as_of else "period.until", scene.now.as_of, scene)
    return scene.words("period.state", day=scene.now.as_of.astimezone(scene.zone).date().isoformat())


def days_text(moment: PeriodAt, scene: Scene) -> str:
    """First and last day of a period, or the one day."""
    start, end = moment.period.start, moment.period.end
    if start is None or end is None:
        return scene.words("period.all")
    return start.isoformat() if start == end else f"{start.isoformat()} – {end.isoformat()}"


def days_or_moment(moment: PeriodAt, metric: Metric, scene: Scene) -> str:
    """What a KPI of a period is of: its days; of a state the moment, since it ignores the days."""
    is_state = bases()[metric.basis].is_state
    return clock_text(moment.as_of, scene) if is_state else days_text(moment, scene)


def clock_text(moment: datetime, scene: Scene) -> str:
    """Date and time of day in the city's zone."""
    return date_and_time(moment, scene.zone)


def _at(key: str, moment: datetime, scene: Scene) -> str:
    """The sentence under `key` with the time of day and the short day of an instant."""
    day = short_day(moment.astimezone(scene.zone))
    return scene.words(key, time=time_of_day(moment, scene.zone), day=day)
