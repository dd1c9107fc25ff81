"""Tables of cases: overdue ones, the agenda of the meeting, those for supervision; and alarms, and who failed.

Texts have passed the masking door. Only those who may list cases get them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from dashboard.alarms.naming import alarm_name
from dashboard.briefings.composing.asked_numbers import question_of_kpi, written
from dashboard.briefings.composing.briefing_facts import BriefingFacts
from dashboard.briefings.composing.briefing_scene import BriefingScene
from dashboard.briefings.composing.kpi_figures import KpiFound
from dashboard.briefings.declaration import AGENDA
from dashboard.briefings.document import CellShown, ColumnShown, TableShown
from dashboard.display.failures import failed_since
from dashboard.display.loop_scene import said_unknown
from dashboard.display.wording import metric_name, reason, state_text
from dashboard.governance.agenda_answers import notes
from dashboard.view.scene import Scene
from dashboard.words.durations import span_text
from dashboard.words.moments import date_and_minute
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import GROUPS, Agenda, AgendaItem, AlarmsAsked, PageAsked, Standing

OVERDUE = ("overdue_open", None)
LONGEST = 120
PLACES = 2
"""Levels of areas that say where a case is: nobody at a table knows micro-grids by name."""
OPEN_ALARMS: tuple[Standing, ...] = ("new", "acknowledged", "assigned", "snoozed")


def _row_of(*texts: str) -> tuple[CellShown, ...]:
    """A row of texts; what people wrote at length is cut."""
    return tuple(CellShown(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…") for text in texts)


def _columns(scene: Scene, **shares: int) -> tuple[ColumnShown, ...]:
    return tuple(ColumnShown(scene.words(f"briefing.column.{name}"), share=share) for name, share in shares.items())


def overdue_table(city: City, scene: Scene, most: int) -> TableShown:
    """The cases that have been past their limit for longest."""
    title = scene.words("briefing.overdue")
    question = question_of_kpi(OVERDUE, scene)
    moment = question.as_of or scene.now.as_of
    answer = city.kpis.ask(question)
    if answer.status != "ok":
        return TableShown("overdue", title, note=reason(answer, scene))
    if not answer.n:
        return TableShown("overdue", title, note=scene.words("no_cases"))
    cases = city.kpis.case_page(question, PageAsked("overdue", descending=True, most=most)).to_pylist()
    rows = [
        _row_of(
            one["source_id"],
            one["title"] or one["category3"] or one["category2"] or one["category1"] or scene.words("loops.untitled"),
            _place(city, one["area_code"]),
            one["department"] or "—",
            _since(one["due_at"], moment, scene),
        )
        for one in cases
    ]
    columns = _columns(scene, case=3, title=6, area=2, department=3, overdue_for=2)
    shown, n = whole(len(rows)), written(answer.value, answer.unit, scene)
    key = "briefing.shown_of" if len(rows) < answer.n else "briefing.shown_all"
    note = scene.words(key, shown=shown, n=n, moment=date_and_minute(moment, scene.zone))
    return TableShown("overdue", title, columns, tuple(rows), note)


def _since(moment: datetime | None, now: datetime, scene: Scene) -> str:
    """How long before `now` a moment (naive UTC, or aware) was; a dash for none."""
    if moment is None:
        return "—"
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return span_text(now - aware, scene.words)


def _place(city: City, code: str | None) -> str:
    """The two areas below the city in which an area lies, such as district and street; a dash for none."""
    if code is None or code not in city.tree.number_of_code:
        return "—"
    area = city.tree.area(code)
    path = [*city.tree.ancestors(area), area][1 : 1 + PLACES]
    return " ".join(one.name for one in path) or area.name


def agenda_table(facts: BriefingFacts) -> TableShown | None:
    """The cases that stand for the next meeting on cross-boundary cases, with what was decided before; None where no
    source says which cross boundaries, as of a loop without data, but in the pack for the meeting itself."""
    city, scene, found, most = facts.city, facts.scene, facts.agenda, facts.declaration.most
    if not found.is_known and facts.declaration.headline != AGENDA:
        return None
    title = scene.words("briefing.agenda", day=found.meeting.day)
    said = notes(replace(found, standing=len(found.items)), scene.words)
    if counts := agenda_counts(found, scene) if found.is_known else None:
        said.insert(0, scene.words("agenda.standing", **counts))
    if rest := found.standing - min(most, len(found.items)):
        said.append(scene.words("agenda.more", count=whole(rest)))
    rows = tuple(_agenda_row(one, found.as_of, city, scene) for one in found.items[:most])
    columns = _columns(scene, case=3, title=5, area=2, department=3, filed_for=2, decided=4)
    return TableShown("agenda", title, columns, rows, " ".join(said))


def agenda_counts(found: Agenda, scene: BriefingScene) -> Mapping[str, str] | None:
    """How many cases stand (`n`), and of each group; None where one of these is withheld."""
    counts: dict[str, int] = {"n": found.standing} | {str(group): found.count(group) for group in GROUPS}
    return None if any(map(scene.small.hides, counts.values())) else {name: whole(n) for name, n in counts.items()}


def _agenda_row(one: AgendaItem, as_of: datetime, city: City, scene: Scene) -> tuple[CellShown, ...]:
    words = scene.words
    decided = [words("agenda.lead", unit=one.lead)] if one.lead else []
    decided += [words("agenda.first", unit=one.first_to_act)] if one.first_to_act else []
    decided += [words("agenda.cost_decided")] if one.cost == "decided" else []
    state = words(f"briefing.group.{one.group}")
    texts = (
        one.source_id,
        one.title or words("loops.untitled"),
        _place(city, city.tree.by_id(one.area_id).code),
        one.department or "—",
        span_text(as_of - one.filed_at, words),
        words.either("；", "; ").join([state, *decided]),
    )
    return _row_of(*texts)


def supervision_table(facts: BriefingFacts) -> TableShown | None:
    """The cases that meet a rule of supervision and wait longest, under how many meet each rule."""
    city, scene, answer = facts.city, facts.scene, facts.supervision
    if answer is None or facts.supervision_question is None:
        return None
    title = scene.words("briefing.supervision")
    if answer.whole.status == "no_data":
        return TableShown("supervision", title, note=reason(answer.whole, scene))
    named = ((scene.words.either(one.stage.zh, one.stage.en), one.n) for one in answer.stages if one.n)
    rules = [scene.words("briefing.headline.rule", rule=rule, n=whole(n)) for rule, n in named]
    rows = []
    for one in city.governance.waiting(answer.loop, facts.supervision_question, facts.declaration.most, scene.known):
        hits = [scene.words.either(hit.rule.zh, hit.rule.en) for hit in one.hits]
        texts = (
            one.source_id,
            one.title or scene.words("loops.untitled"),
            _place(city, city.tree.by_id(one.area_id).code),
            one.department or "—",
            scene.words.either("、", ", ").join(hits),
            _since(one.since, scene.now.as_of, scene),
        )
        rows.append(_row_of(*texts))
    unknown = [said for said in (said_unknown(answer, scene.words),) if said]
    known = rules or [scene.words("no_cases") if answer.stages else reason(answer.whole, scene)]
    counted = scene.words.either("；", "; ").join(known)
    note = scene.words.either("。", ". ").join(
        [f"{state_text(scene)}{scene.words.either('：', ': ')}{counted}", *unknown]
    )
    columns = _columns(scene, case=3, title=5, area=2, department=3, rule=3, waiting_for=2)
    return TableShown("supervision", title, columns, tuple(rows), note)


def alarms_table(city: City, scene: Scene, most: int) -> TableShown:
    """The alarms of the area that are open, the newest first."""
    title = scene.words("briefing.alarms")
    if scene.scope.lines_of_business is not None:
        return TableShown("alarms", title, note=scene.words("briefing.alarms_of_all"))
    found = city.alarms.listed(AlarmsAsked(scene.area, OPEN_ALARMS), scene.known, scope=scene.scope)
    rows = []
    for one in found[:most]:
        name = alarm_name(city, one, scene.words)
        texts = (
            name.rule,
            " · ".join(filter(None, (name.place, name.about))),
            scene.words(f"alarms.severities.{one.last.severity}"),
            scene.words(f"alarms.standings.{one.standing}"),
            date_and_minute(one.raised_at, scene.zone),
        )
        rows.append(_row_of(*texts))
    columns = _columns(scene, alarm=4, place=4, severity=1, standing=1, since=2)
    note = "" if found else scene.words("briefing.no_alarms")
    if rest := len(found) - len(rows):
        note = scene.words("briefing.more", n=rest)
    return TableShown("alarms", title, columns, tuple(rows), note)


def failures_table(city: City, found: Sequence[KpiFound], scene: Scene, most: int) -> TableShown | None:
    """Who failed, of the rates that say so; None where none does."""
    rows = []
    for one in found:
        failed = city.kpis.failures(one.question, most)
        at = replace(scene, metric=one.metric)
        for row in failed.rows if failed else ():
            name = metric_name(one.metric, scene)
            rows.append((CellShown(name), CellShown(row.name), CellShown(failed_since(row, at))))
    if not rows:
        return None
    return TableShown(
        "failures", scene.words("briefing.failures"), _columns(scene, kpi=2, name=4, since=3), tuple(rows)
    )


def may_not_list(key: str, scene: Scene) -> TableShown:
    """In the place of a list of cases, for those who may not open cases."""
    return TableShown(key, scene.words(f"briefing.{key}", day=""), note=scene.words("briefing.may_not_list"))
