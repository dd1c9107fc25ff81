"""Sentences made of the numbers by rules: what is not normal, what a change is made of, what is not known.

None says why something is so; the data do not tell that. Each carries the KPI that it is about and every number in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from math import sqrt

from dashboard.briefings.composing.asked_numbers import asked_texts, card_address, quoted, written
from dashboard.briefings.composing.kpi_figures import KpiFound
from dashboard.briefings.composing.said_days import against_said
from dashboard.briefings.document import QuotedNumber, ToldSentence
from dashboard.display.normality import target_text
from dashboard.display.ripeness import unripe_text
from dashboard.display.wording import metric_name, reason, source_title
from dashboard.view.scene import Scene
from dashboard.words.moments import seen_from
from dashboard.words.numbers import MINUS, between_exactly, exact
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import (
    NOT_PLACED,
    UNKNOWN,
    Answer,
    Contribution,
    Freshness,
    adds_up,
    break_note,
    contributions,
    incomparable,
)

MOST_PARTS = 2
Z_95 = 1.96
PARTED_BY = ("category", "area", "channel")


def judged(found: Sequence[KpiFound]) -> Iterator[ToldSentence]:
    """Of each KPI that lies outside of what is normal or misses its target, that it does."""
    for one in found:
        yield from _outside(one)
        yield from _missed(one)


def _outside(one: KpiFound) -> Iterator[ToldSentence]:
    scene = one.scene
    band = one.normal.band if one.normal else None
    if band is None or one.place in (None, "inside"):
        return
    said = quoted(one.value, one.question, scene)
    texts = {**asked_texts(one.question, scene), "normal": "1"}
    ends = between_exactly(band.low, band.high, one.value.unit, scene.words)
    numbers = (said, QuotedNumber(ends, band.low, texts, part_of="band"))
    text = scene.words(f"briefing.says.{one.place}", kpi=metric_name(one.metric, scene), value=said.text, band=ends)
    yield ToldSentence(text, one.metric.key, card_address(one.metric.key, scene), numbers)


def _missed(one: KpiFound) -> Iterator[ToldSentence]:
    target, scene = one.value.target, one.scene
    if target is None or not one.misses_target:
        return
    said = quoted(one.value, one.question, scene)
    wanted = target_text(one.value, scene)
    goal = QuotedNumber(wanted, target.value, asked_texts(one.question, scene), part_of="target")
    text = scene.words("briefing.says.missed", kpi=metric_name(one.metric, scene), value=said.text, target=wanted)
    yield ToldSentence(text, one.metric.key, card_address(one.metric.key, scene), (said, goal))


def is_explained(one: KpiFound) -> bool:
    """Whether it is told what the change of a KPI is made of: where two periods may be compared, parts add up, and it
    is more than chance."""
    value, before = one.value, one.before
    if before is None or one.earlier is None or before.status != "ok" or not one.tells_before:
        return False
    if not adds_up(one.metric) or incomparable(value, before, one.metric):
        return False
    return value.is_settled and before.is_settled and abs(_change(value, before)) > _margin(value, before)


def _change(now: Answer, before: Answer) -> float:
    return float(now.value or 0) - float(before.value or 0)


def changed(city: City, one: KpiFound) -> Iterator[ToldSentence]:
    """What the change of a KPI is made of: its largest parts that are more than chance."""
    before, earlier, scene = one.before, one.earlier, one.scene
    if before is None or earlier is None or not is_explained(one):
        return
    total = _change(one.value, before)
    parts = list(_largest(city, one, total))
    if not parts:
        return
    whole = _amount(total, one)
    numbers = [QuotedNumber(whole, total, asked_texts(one.question, scene), minus=asked_texts(earlier, scene))]
    numbers += [number for _, told in parts for _, number in told]
    between = scene.words("briefing.says.between")
    grouped = (
        scene.words(f"briefing.says.by.{by}", parts=between.join(text for text, _ in told)) for by, told in parts
    )
    said = scene.words("situation.comma").join(grouped)
    key = "briefing.says.more" if total > 0 else "briefing.says.less"
    against = against_said(one.metric, scene)
    text = scene.words(key, kpi=metric_name(one.metric, scene), against=against, whole=whole, parts=said)
    yield ToldSentence(text, one.metric.key, card_address(one.metric.key, scene), tuple(numbers))


def _margin(now: Answer, before: Answer) -> float:
    """By how much two numbers differ by chance: the half width of a 95 % interval where cases arrive independently of
    each other, of a share binomial; 0 of a length of time, whose spread is not known here."""
    if now.kind == "count":
        return Z_95 * sqrt(now.n + before.n)
    if now.unit != "ratio":
        return 0.0
    variances = (float(one.value or 0) * (1 - float(one.value or 0)) / max(1, one.n) for one in (now, before))
    return Z_95 * sqrt(sum(variances))


Told = list[tuple[str, QuotedNumber]]


def _largest(city: City, one: KpiFound, total: float) -> Iterator[tuple[str, Told]]:
    """Of each breakdown the largest parts that moved the same way as the whole by more than chance, each as a text and
    a number."""
    assert one.earlier is not None  # noqa: S101  # checked by the caller
    scene = one.scene
    for by in PARTED_BY:
        if by == "area" and scene.area.is_leaf:
            continue
        now, then = (replace(question, by=by) for question in (one.question, one.earlier))
        answers = city.kpis.ask(then), city.kpis.ask(now)
        if any(answer.status != "ok" for answer in answers) or incomparable(answers[1], answers[0], one.metric):
            continue
        hidden = frozenset[str]().union(*(scene.small.hidden_parts(answer, one.metric) for answer in answers))
        parts = (part for part in contributions(one.metric, *answers) if part.code not in hidden)
        found = [part for part in parts if _is_told(part, total, city)]
        asked = asked_texts(now, scene), asked_texts(then, scene)
        told: Told = []
        for part in found[:MOST_PARTS]:
            text = _difference(part.change, one)
            name = part_name(by, part.code, part.name, scene.words)
            number = QuotedNumber(text, part.change, asked[0], part.code, asked[1])
            told.append((scene.words("briefing.says.part", name=name, change=text), number))
        if told:
            yield by, told


def _is_told(part: Contribution, total: float, city: City) -> bool:
    if part.code in (NOT_PLACED, UNKNOWN) or part.is_chance or part.n < city.profile.minimum_cases:
        return False
    return part.change * total > 0


def _difference(value: float, one: KpiFound) -> str:
    """A difference with its sign."""
    return f"{'+' if value > 0 else MINUS}{_amount(value, one)}"


def _amount(difference: float, one: KpiFound) -> str:
    """How large a difference is, in the unit of the KPI; of a rate in percentage points."""
    if one.value.unit != "ratio":
        return written(abs(difference), one.value.unit, one.scene)
    points = one.scene.words("change.points")
    return f"{exact(abs(difference) * 100, '', one.scene.words)}{points}"


def caveats(city: City, found: Sequence[KpiFound], freshness: Freshness, scene: Scene) -> Iterator[ToldSentence]:
    """What a reader must know beside the numbers: sources that are late, rates that are not settled, breaks in a
    series, and what cannot be had."""
    for status in ("broken", "late", "empty"):
        if late := [source for source in freshness.sources if source.status == status]:
            named = [_source(city, one.name, one.watermark, scene) for one in late]
            said = scene.words("briefing.says.between").join(named)
            text = scene.words(f"briefing.says.sources.{status}", sources=said)
            yield _plain(text, "", scene)
    known = [one for one in found if one.value.status == "ok"]
    absent = [(reason(one.value, scene), one) for one in found if one not in known]
    unripe = [(told, one) for one in known if (told := unripe_text(one.value, scene))]
    breaks = [(break_note(broken), one) for one in known for broken in one.value.breaks_within]
    broken = [(scene.words.either(note.zh, str(note)), one) for note, one in breaks]
    yield from _said_of_all([*absent, *unripe, *broken], scene)


def _said_of_all(reasons: Sequence[tuple[str, KpiFound]], scene: Scene) -> Iterator[ToldSentence]:
    """Of the KPIs of which the same is to be said, that once."""
    by_reason: dict[str, list[KpiFound]] = {}
    for why, one in reasons:
        by_reason.setdefault(why, []).append(one)
    for why, those in by_reason.items():
        names = scene.words("briefing.says.between").join(metric_name(one.metric, scene) for one in those)
        kpi = those[0].metric.key if len(those) == 1 else ""
        yield _plain(scene.words("briefing.says.caveat", kpi=names, why=why), kpi, scene)


def _source(city: City, name: str, newest: datetime | None, scene: Scene) -> str:
    """Its title, with the newest time in its data."""
    title = source_title(city.profile, name, scene)
    if newest is None:
        return title
    since = seen_from(newest, scene.now.as_of, scene.zone)
    return scene.words("briefing.says.source", source=title, since=since)


def _plain(text: str, kpi: str, scene: Scene) -> ToldSentence:
    return ToldSentence(text, kpi, card_address(kpi, scene) if kpi else "")
