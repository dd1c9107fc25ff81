"""Which breaks a question meets: those that the city declares, and sources of cases that began later than the data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import exp

from geodata.areas.area_tree import Area, AreaTree
from geodata.city.profile import Profile
from geodata.city.series_breaks import BreakProfile
from queries.as_of_state.state_tables import state_tables
from queries.kpis import note
from queries.kpis.absence.coverage import DaysOfData
from queries.kpis.answer import Answer
from queries.kpis.answering import Answering
from queries.kpis.breaks.series_break import SeriesBreak, breaks_between
from queries.kpis.dictionary import Dictionary
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.kpis.source_facts import CaseSource

CHANCE = 0.001
"""A source that may be silent for so long at its beginning with a greater probability than this did not join then."""


def with_breaks(answers: Answering, question: Question, answer: Answer) -> Answer:
    """An answer that knows its breaks, with a remark on each that lies within its days."""
    breaks = breaks_of(answers, answers.resolve(question))
    if not breaks:
        return answer
    known = replace(answer, breaks=breaks)
    remarks = () if answer.status == "no_data" else map(note.series_break, known.breaks_within)
    return replace(known, notes=(*answer.notes, *remarks))


def breaks_of(answers: Answering, asked: ResolvedQuestion, *, below: bool = False) -> tuple[SeriesBreak, ...]:
    """All breaks of what a question asks for, whenever they were, the earliest first. below: it is asked of small areas
    somewhere below its own."""
    of_city = answers.profile.breaks.values()
    declared = [one for one in of_city if _touches(one, asked, answers, below=below)]
    told = {name for one in declared if one.kind == "source_joined" for name in one.sources}
    found = [SeriesBreak(one.day, one.kind, one.zh, one.en) for one in declared]
    return tuple(sorted((*found, *sources_joined(answers, asked, told)), key=lambda one: (one.day, one.en)))


def _touches(declared: BreakProfile, asked: ResolvedQuestion, answers: Answering, *, below: bool) -> bool:
    if declared.kpis and asked.question.metric not in declared.kpis:
        return False
    if declared.sources and not any(_feeds(name, asked, answers.profile) for name in declared.sources):
        return False
    areas = [answers.tree.area(code) for code in declared.areas]
    if declared.kind == "grids_recut" and not below:
        return any(_is_recut(asked, area) for area in areas or [answers.tree.root])
    return not areas or any(area.holds(asked.area.area_id) or asked.area.holds(area.area_id) for area in areas)


def _feeds(source: str, asked: ResolvedQuestion, profile: Profile) -> bool:
    """Whether a source has what the KPI counts."""
    if asked.metric.table == "events":
        return source in asked.sources
    return profile.source(source).kind == state_tables()[asked.metric.table].source_kind


def _is_recut(asked: ResolvedQuestion, area: Area) -> bool:
    """Whether new borders below an area change what is asked: parts of it do, the whole of it stays what it was."""
    inside = area.holds(asked.area.area_id)
    return inside and (asked.area.area_id != area.area_id or asked.question.by == "area")


def breaks_of_areas(
    answers: Answering, question: Question, areas: Sequence[Area], first: date, last: date
) -> list[tuple[SeriesBreak, ...]]:
    """Of each area the breaks between two days, as if the question were asked of it."""
    plain = replace(question, by=None)
    if not answers.profile.breaks:
        return [breaks_between(breaks_of(answers, answers.resolve(plain)), first, last)] * len(areas)
    asked = (answers.resolve(replace(plain, area=area.code)) for area in areas)
    return [breaks_between(breaks_of(answers, one), first, last) for one in asked]


def sources_joined(answers: Answering, asked: ResolvedQuestion, told: Collection[str] = ()) -> Iterator[SeriesBreak]:
    """Sources of the cases counted that joined after the first one, but for those `told` by the city itself."""
    if asked.metric.table != "events" or len(asked.coverage.spans) < 2:
        return
    begin = min(span.first for span in asked.coverage.spans.values())
    for source in answers.facts.sources():
        span = asked.coverage.spans.get(source.name)
        if span and source.name not in told and _is_late(source, span, (span.first - begin) // timedelta(days=1)):
            about = answers.profile.source(source.name)
            yield note.source_joined(span.first, about.title_zh or source.name, about.title_en or source.name)


def _is_late(source: CaseSource, span: DaysOfData, days: int) -> bool:
    """Whether a source was silent in the first days of the data because it was not there: one that has so few cases
    anyway may have had none."""
    rate = source.rows / ((span.last - span.first).days + 1)
    return exp(-rate * days) < CHANCE


def mistakes_of_breaks(
    profile: Profile, dictionary: Dictionary, tree: AreaTree, sources: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Key and sentence of each mistake in the breaks of a profile. sources: the names under which there are data."""
    for name, declared in profile.breaks.items():
        place = f"breaks.{name}"
        for key in declared.kpis:
            if key not in dictionary:
                yield f"{place}.kpis", f"there is no KPI {key!r}; `yiping kpi --list` prints all of them."
        for code in declared.areas:
            if code not in tree.number_of_code:
                yield f"{place}.areas", f"{code!r} is the code of no area of this city."
        for source in declared.sources:
            if source not in sources and source not in profile.sources:
                known = ", ".join(sorted({*sources, *profile.sources})) or "none"
                yield f"{place}.sources", f"{source!r} is no source of this city; it has {known}."
