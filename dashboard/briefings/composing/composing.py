"""A briefing composed: its figures and sentences, the areas that stand out, and the tables behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from dashboard.access.request_visitor import request_visitor
from dashboard.briefings.city_briefings import answerable, chosen_briefing
from dashboard.briefings.composing import case_tables, number_tables
from dashboard.briefings.composing.area_map import map_shown
from dashboard.briefings.composing.asked_together import ask_breakdowns
from dashboard.briefings.composing.briefing_facts import BriefingFacts
from dashboard.briefings.composing.headlines import HEADLINES
from dashboard.briefings.composing.kpi_figures import figure_shown, kpis_found
from dashboard.briefings.composing.new_kinds import confirmed_kinds, proposed_kinds
from dashboard.briefings.composing.pinned_scene import OF_A_BRIEFING, pinned_scene
from dashboard.briefings.composing.sentences import caveats, changed, judged
from dashboard.briefings.composing.situation_headline import area_headline, situation_headline
from dashboard.briefings.composing.small_counts import SmallCounts
from dashboard.briefings.composing.stamp import stamp_of
from dashboard.briefings.composing.trend import trend_shown
from dashboard.briefings.declaration import AGENDA
from dashboard.briefings.document import AreaPage, BriefingDocument, TableShown, ToldSentence, WatchedThing
from dashboard.briefings.work_places import WorkPlaces
from dashboard.view.registry import Registry
from dashboard.view.scene import Scene
from dashboard.walls.sentence import exceptions
from queries.city import City
from queries.values import time_budget

BRIEFING = "briefing"
LIMIT_S = 60.0
"""Of all that it asks; a number on a screen may take less."""
PLACES = WorkPlaces(at_once=2)
LISTS_OF_CASES = ("overdue", "agenda", "supervision")
MOST_SENTENCES, MOST_EXPLAINED = 8, 2
MOST_OF_AN_AREA = 10
PARTS_OF_CASES = ("category", "channel", "department")
PARTS_OF_AN_AREA = ("category", "department")
WORDS = (
    "period", "as_of", "recorded", "rules", "sources", "made", "page", "watch", "nothing_to_watch", "owner", "normal",
    "legend_none", "sentences", "states", "scan", "worse", "better", "outside", "trend_band",
    "trend_unsettled", "cannot_watch", "stamp",
)  # fmt: skip


def composed(
    city: City, registry: Registry, given: Mapping[str, str], made_by: str = "", withheld_below: int | None = None
) -> BriefingDocument:
    """The briefing that named texts ask for: its key under BRIEFING, and the names OF_A_BRIEFING. made_by: under which
    name; that of whoever asks without. withheld_below: as in the stamp of one made before; as the asker may see
    without. Raises BadParameter, UnknownArea, OutsideScope, TooSlow and TypesettingBusy."""
    with PLACES.taken(), time_budget(LIMIT_S):
        return _composed(city, registry, given, made_by, withheld_below)


def may_list_cases() -> bool:
    """Whether whoever asks gets lists of cases."""
    visitor = request_visitor()
    return visitor.may("list_cases") or visitor.may("command")


def _composed(
    city: City, registry: Registry, given: Mapping[str, str], made_by: str, withheld_below: int | None
) -> BriefingDocument:
    visitor = request_visitor()
    one = chosen_briefing(city, visitor.scope, given.get(BRIEFING, ""))
    asked = {name: text for name, text in given.items() if name != BRIEFING}
    may_list = may_list_cases() and one.cases and not withheld_below
    limit = (0 if may_list else city.profile.smallest_count) if withheld_below is None else withheld_below
    scene = replace(pinned_scene(city, registry, one, asked), small=SmallCounts(limit))
    found = kpis_found(city, scene, answerable(city, visitor.scope, one.figures))
    facts = BriefingFacts(city, scene, one, found, may_list)
    ask_breakdowns(city, found, {*one.parts} & {*PARTS_OF_CASES}, MOST_EXPLAINED)
    again = {BRIEFING: one.key, **_again(scene, asked)}
    return BriefingDocument(
        briefing=one.key,
        title=scene.words.either(one.zh, one.en),
        language=scene.words.language,
        stamp=stamp_of(city, scene, found, again, made_by or visitor.who),
        headline=HEADLINES[one.headline](facts) or situation_headline(facts),
        figures=tuple(figure_shown(kpi) for kpi in found),
        sentences=_sentences(facts),
        caveats=_caveats(facts),
        watched=_watched(facts) if one.headline != AGENDA else (),
        map=map_shown(city, scene, one.map) if one.map and answerable(city, scene.scope, (one.map,)) else None,
        trend=trend_shown(city, scene, one.trend)
        if one.trend and answerable(city, scene.scope, (one.trend,))
        else None,
        areas=tuple(_area_pages(facts)),
        tables=tuple(filter(None, (_table(part, facts) for part in one.parts))),
        words={name: scene.words(f"briefing.word.{name}", n="{n}", m="{m}") for name in WORDS},
    )


def _again(scene: Scene, asked: Mapping[str, str]) -> dict[str, str]:
    """The texts by which the same is composed again, whatever has changed since."""
    start, end = scene.period.start, scene.period.end
    recorded = scene.view.recorded_as_of or scene.now.as_of
    kept = {name: asked[name] for name in OF_A_BRIEFING if asked.get(name)}
    return kept | {
        "area": scene.area.code,
        "period": f"{start}..{end}" if start and end else "all",
        "as_of": scene.now.as_of.astimezone(scene.zone).isoformat(),
        "recorded_as_of": recorded.astimezone(scene.zone).isoformat(),
        "lang": scene.words.language,
    }


def _sentences(facts: BriefingFacts) -> tuple[ToldSentence, ...]:
    found = facts.found
    said = list(judged(found))
    for one in found[:MOST_EXPLAINED]:
        said += changed(facts.city, one)
    kinds = list(confirmed_kinds(facts))
    return (*said[: MOST_SENTENCES - len(kinds)], *kinds)


def _caveats(facts: BriefingFacts) -> tuple[ToldSentence, ...]:
    """Each once."""
    city, scene = facts.city, facts.scene
    freshness = city.sources.freshness(scene.now.as_of, scope=scene.scope)
    said = [*caveats(city, facts.found, freshness, scene), *proposed_kinds(facts)]
    return tuple({one.text: one for one in said}.values())


def _watched(facts: BriefingFacts) -> tuple[WatchedThing, ...]:
    scene, home = facts.scene, facts.scene.registry.home
    return tuple(
        WatchedThing(one.place, one.reason, one.owner, one.area, scene.screen_link(home, area=one.area, kpi=one.kpi))
        for one in exceptions(facts.outstanding, scene.words)
    )


def _area_pages(facts: BriefingFacts) -> Iterator[AreaPage]:
    """A page for each of the areas that stand out, the gravest first."""
    city, scene, one = facts.city, facts.scene, facts.declaration
    for standing_out in facts.outstanding[: one.areas]:
        area = city.tree.area(standing_out.code)
        ancestors = tuple(above for above in city.tree.ancestors(area) if above.code != area.code)
        below = replace(scene, area=area, ancestors=ancestors, view=replace(scene.view, area=area.code))
        kpis = kpis_found(city, below, answerable(city, scene.scope, one.figures))
        within = BriefingFacts(city, below, one, kpis, facts.may_list)
        ask_breakdowns(city, kpis, PARTS_OF_AN_AREA, 1)
        said = [*judged(kpis), *changed(city, kpis[0])]
        tables = [number_tables.parts_table(by, city, kpis, below, MOST_OF_AN_AREA) for by in PARTS_OF_AN_AREA]
        yield AreaPage(
            code=area.code,
            name=area.name,
            headline=area_headline(standing_out, within),
            figures=tuple(figure_shown(kpi) for kpi in kpis),
            sentences=tuple(said[:MOST_SENTENCES]),
            tables=tuple(tables),
        )


def _table(part: str, made: BriefingFacts) -> TableShown | None:
    if part in LISTS_OF_CASES and not made.may_list:
        return case_tables.may_not_list(part, made.scene)
    return _TABLES[part](made)


_TABLES: Mapping[str, Callable[[BriefingFacts], TableShown | None]] = {
    "areas": lambda made: number_tables.areas_table(made.city, made.found, made.scene),
    "category": lambda made: number_tables.parts_table("category", made.city, made.found, made.scene),
    "channel": lambda made: number_tables.parts_table("channel", made.city, made.found, made.scene),
    "department": lambda made: number_tables.parts_table("department", made.city, made.found, made.scene),
    "changes": lambda made: number_tables.changes_table(made.city, made.found[0]),
    "loops": lambda made: number_tables.loops_table(made.city, made.scene),
    "overdue": lambda made: case_tables.overdue_table(made.city, made.scene, made.declaration.most),
    "agenda": case_tables.agenda_table,
    "supervision": case_tables.supervision_table,
    "alarms": lambda made: case_tables.alarms_table(made.city, made.scene, made.declaration.most),
    "failures": lambda made: case_tables.failures_table(made.city, made.found, made.scene, made.declaration.most),
    "definitions": lambda made: number_tables.definitions_table(made.found, made.scene),
}
