"""Tables of numbers: the areas below, the parts of a KPI, what a change is made of, the loops, and definitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from dashboard.briefings.composing.asked_numbers import asked_texts, written
from dashboard.briefings.composing.briefing_scene import BriefingScene
from dashboard.briefings.composing.kpi_figures import KpiFound
from dashboard.briefings.composing.small_counts import WITHHELD
from dashboard.briefings.document import Asked, CellShown, ColumnShown, TableShown
from dashboard.display.loop_scene import in_days
from dashboard.display.wording import compared_with, metric_name, reason, state_text
from dashboard.view.scene import Scene
from dashboard.words.moments import date_and_minute
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import NOT_PLACED, Answer, AnswerRow, Question, adds_up, contributions, incomparable

MOST_ROWS = 20
MOST_PARTED = 4
"""KPIs of a table by a part: its name needs the room."""
WIDE = 3


def areas_table(city: City, found: Sequence[KpiFound], scene: BriefingScene) -> TableShown | None:
    """The KPIs of all areas below, of cases known only above, and the whole; None of an area without any below."""
    if scene.area.is_leaf:
        return None
    level = city.profile.levels[scene.area.level + 1]
    title = scene.words("briefing.areas", level=scene.words.either(level.zh, level.en))
    made = _parted("area", city, found, scene)
    return replace(made, key="areas", title=title, rows=(*made.rows, _whole(found, scene)) if made.rows else ())


def parts_table(
    by: str, city: City, found: Sequence[KpiFound], scene: BriefingScene, most: int = MOST_ROWS
) -> TableShown:
    """The KPIs by a part: category, channel or department, those with most cases first."""
    made = _parted(by, city, found[:MOST_PARTED], scene)
    rest = len(made.rows) - most
    more = scene.words("briefing.more", n=rest) if rest > 0 else ""
    note = " ".join(filter(None, (made.note, more)))
    return replace(made, title=scene.words(f"briefing.by.{by}"), rows=made.rows[:most], note=note)


def _parted(by: str, city: City, found: Sequence[KpiFound], scene: BriefingScene) -> TableShown:
    asked = [replace(one.question, by=by) for one in found if one.value.status == "ok"]
    answers = [(question, city.kpis.ask(question)) for question in asked]
    told = [(question, answer) for question, answer in answers if answer.status == "ok"]
    if not told:
        return TableShown(by, "", note=reason(answers[0][1] if answers else found[0].value, scene))
    metrics = {one.question.metric: one for one in found}
    columns = [ColumnShown(scene.words(f"briefing.column.{by}"), share=WIDE)]
    columns += [
        ColumnShown(metric_name(metrics[question.metric].metric, scene), "number", unit=answer.unit)
        for question, answer in told
    ]
    codes = _codes(by, told[0][1], city, scene)
    hidden = [scene.small.hidden_parts(answer, metrics[question.metric].metric) for question, answer in told]
    rows = [_row(code, by, list(zip(told, hidden, strict=True)), scene) for code in codes]
    return TableShown(by, "", tuple(columns), tuple(rows), scene.small.note(scene) if any(hidden) else "")


def _codes(by: str, answer: Answer, city: City, scene: Scene) -> list[str]:
    """The parts in their order: areas as in the tree, then what is known only above; others by their cases."""
    if by == "area":
        placed = [one.code for one in city.tree.children(scene.area)]
        above = [row.code for row in answer.rows if row.code == NOT_PLACED and row.n]
        return [*placed, *above]
    return [row.code for row in sorted(answer.rows, key=lambda row: (-row.n, row.code)) if row.n]


def _row(
    code: str, by: str, told: Sequence[tuple[tuple[Question, Answer], frozenset[str]]], scene: Scene
) -> tuple[CellShown, ...]:
    rows = [next((row for row in answer.rows if row.code == code), None) for (_, answer), _ in told]
    named = next((row.name for row in rows if row is not None), code)
    cells = [CellShown(part_name(by, code, named, scene.words))]
    for ((question, answer), hidden), row in zip(told, rows, strict=True):
        asked = answer, asked_texts(question, scene)
        cells.append(CellShown(WITHHELD) if code in hidden else _cell(code, row, asked, scene))
    return tuple(cells)


def _cell(code: str, row: AnswerRow | None, asked: tuple[Answer, Asked], scene: Scene) -> CellShown:
    """Of a count that is known, a part without a row has no case."""
    answer, of = asked
    value = 0 if row is None and answer.kind == "count" else row.value if row else None
    return CellShown("—") if value is None else CellShown(written(value, answer.unit, scene), value, of, code)


def _whole(found: Sequence[KpiFound], scene: Scene) -> tuple[CellShown, ...]:
    cells = [CellShown(scene.words("briefing.whole"))]
    for one in found:
        if one.is_withheld:
            cells.append(CellShown(WITHHELD))
        elif one.value.status == "ok":
            text = written(one.value.value, one.value.unit, scene)
            cells.append(CellShown(text, one.value.value, asked_texts(one.question, scene)))
    return tuple(cells)


def changes_table(city: City, one: KpiFound) -> TableShown:
    """What the change of the first KPI against the period before is made of, by category; all of it adds up."""
    scene = one.scene
    name = metric_name(one.metric, scene)
    against = compared_with(one.metric, scene)
    title = scene.words("briefing.changes" if against else "briefing.changes_alone", kpi=name, against=against)
    if one.before is None or one.earlier is None or one.before.status != "ok" or not one.tells_before:
        return TableShown("changes", title, note=scene.words("change.none"))
    if reasons := incomparable(one.value, one.before, one.metric):
        return TableShown("changes", title, note=scene.words.either(reasons[0].zh, str(reasons[0])))
    now, then = (replace(question, by="category") for question in (one.question, one.earlier))
    answers = city.kpis.ask(then), city.kpis.ask(now)
    if not adds_up(one.metric) or any(answer.status != "ok" for answer in answers):
        return TableShown("changes", title, note=scene.words("why.not_split"))
    unit = one.value.unit
    hidden = frozenset[str]().union(*(scene.small.hidden_parts(answer, one.metric) for answer in answers))
    columns = (
        ColumnShown(scene.words("briefing.column.category"), share=WIDE),
        *(
            ColumnShown(scene.words(f"why.{column}"), "number", unit=unit)
            for column in ("before", "now", "contributes")
        ),
        ColumnShown(scene.words("why.chance"), "number", share=WIDE),
    )
    rows = []
    for part in contributions(one.metric, *answers)[:MOST_ROWS]:
        if part.code in hidden:
            name = part_name("category", part.code, part.name, scene.words)
            rows.append((CellShown(name), *[CellShown(WITHHELD)] * (len(columns) - 1)))
            continue
        margin = "" if part.margin is None else f"±{_margin(part.margin, unit, scene)}"
        rows.append((
            CellShown(part_name("category", part.code, part.name, scene.words)),
            CellShown(written(part.before, unit, scene), part.before, asked_texts(then, scene), part.code),
            CellShown(written(part.now, unit, scene), part.now, asked_texts(now, scene), part.code),
            CellShown(_signed(part.change, unit, scene), part.change),
            CellShown(scene.words("briefing.chance", margin=margin) if part.is_chance else margin),
        ))  # fmt: skip
    return TableShown("changes", title, columns, tuple(rows), scene.small.note(scene) if hidden else "")


def _margin(value: float, unit: str, scene: Scene) -> str:
    """Of cases in whole ones, rather one too many."""
    return written(ceil(value) if unit == "case" else value, unit, scene)


def _signed(value: float, unit: str, scene: Scene) -> str:
    text = written(abs(value), unit, scene)
    return text if not value else f"+{text}" if value > 0 else f"\u2212{text}"


def loops_table(city: City, scene: BriefingScene) -> TableShown:
    """How many cases each governance loop has left to do, how many are past a limit, and since when the oldest is."""
    columns = (
        ColumnShown(scene.words("briefing.column.loop"), share=WIDE),
        ColumnShown(scene.words("briefing.column.pending"), "number", unit="case"),
        ColumnShown(scene.words("briefing.column.late"), "number", unit="case"),
        ColumnShown(scene.words("briefing.column.oldest")),
    )
    rows = []
    for loop in city.governance.loops.values():
        question = in_days(scene.question(loop.metric_of(), at=scene.now), scene)
        answer = city.governance.stages(loop, replace(question, start=None, end=None))
        if answer.whole.status == "no_data":
            continue
        pending = [stage for stage in answer.stages if not stage.stage.ends]
        # A case that meets several rules is one case.
        left = answer.whole.n if loop.overlapping else answer.pending
        late = sum(stage.late or 0 for stage in pending)
        oldest = min((stage.oldest for stage in pending if stage.oldest), default=None)
        of = asked_texts(replace(question, metric=loop.pending_metric, start=None, end=None), scene)
        has_limit = any(stage.late is not None for stage in pending)
        rows.append((
            CellShown(scene.words.either(loop.zh, loop.en)),
            _counted(left, of, scene) if left is not None else CellShown("—"),
            _counted(late, None, scene) if has_limit else CellShown("—"),
            CellShown(date_and_minute(oldest, scene.zone) if oldest else "—"),
        ))  # fmt: skip
    return TableShown("loops", scene.words("briefing.loops"), columns, tuple(rows), state_text(scene))


def _counted(n: int, of: Asked | None, scene: BriefingScene) -> CellShown:
    if scene.small.hides(n):
        return CellShown(scene.small.fewer(scene))
    return CellShown(written(n, "case", scene), n, of)


def definitions_table(found: Sequence[KpiFound], scene: Scene) -> TableShown:
    """What each KPI of the briefing counts, and which version of its rule."""
    names = ("kpi", "formula", "rule")
    columns = tuple(
        ColumnShown(scene.words(f"briefing.column.{name}"), share=share)
        for name, share in zip(names, (2, 6, 1), strict=True)
    )
    rows = []
    for one in found:
        formula = scene.words.either(one.metric.formula_zh, one.metric.formula_en)
        excluded = scene.words.either(one.metric.excluded_zh, one.metric.excluded_en)
        told = scene.words.either("；", "; ").join(filter(None, (formula, excluded)))
        name, version = metric_name(one.metric, scene), f"v{one.metric.version}"
        rows.append((CellShown(name), CellShown(told), CellShown(version)))
    return TableShown("definitions", scene.words("briefing.definitions"), columns, tuple(rows))
