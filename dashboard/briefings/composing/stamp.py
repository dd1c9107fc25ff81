"""The stamp of a briefing: its scope, period and moments, the rules of its KPIs, and how fresh its sources were."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version

from dashboard.briefings.composing.briefing_scene import BriefingScene
from dashboard.briefings.composing.kpi_figures import KpiFound
from dashboard.briefings.document import BriefingStamp, SourceStamped
from dashboard.display.wording import days_text, source_title
from dashboard.view.scene import Scene
from dashboard.words.moments import date_and_time, seen_from
from queries.city import City
from queries.values import Freshness


def stamp_of(
    city: City, scene: BriefingScene, found: Iterable[KpiFound], asked: Mapping[str, str], made_by: str
) -> BriefingStamp:
    """The stamp of what a scene shows."""
    words, profile, zone = scene.words, city.profile, scene.zone
    rules = tuple(sorted({f"{one.metric.key} v{one.metric.version}" for one in found}))
    recorded = scene.view.recorded_as_of or scene.now.as_of
    start, end = scene.period.start, scene.period.end
    freshness = city.sources.freshness(scene.now.as_of, scope=scene.scope)
    return BriefingStamp(
        city=words.either(profile.title_zh, profile.title_en),
        place=_place(city, scene),
        period=days_text(scene.now, scene),
        period_from=start.isoformat() if start else "",
        period_to=end.isoformat() if end else "",
        as_of=scene.now.as_of.astimezone(zone).isoformat(),
        recorded_as_of=recorded.astimezone(zone).isoformat(),
        as_of_text=date_and_time(scene.now.as_of, zone),
        recorded_text=date_and_time(recorded, zone),
        rules=rules,
        dictionary=hashlib.sha256("\n".join(rules).encode()).hexdigest()[:8],
        sources=_sources(city, freshness, scene),
        simulated=words("title.simulated") if profile.simulated else "",
        made_by=words.term("saved.by", made_by),
        made_at=date_and_time(datetime.now(UTC), zone),
        release=version("yiping"),
        address=scene.screen_link(scene.registry.home),
        asked=dict(asked),
        withheld_below=scene.small.limit,
    )


def _place(city: City, scene: Scene) -> str:
    """As the scene names it; in English the whole city by its English title, for areas have one name each."""
    if not scene.words.is_english or scene.area.code != city.tree.root.code:
        return scene.place
    return city.profile.title_en + scene.place.removeprefix(scene.area.name)


def _sources(city: City, freshness: Freshness, scene: Scene) -> tuple[SourceStamped, ...]:
    return tuple(
        SourceStamped(
            title=source_title(city.profile, one.name, scene),
            status=one.status,
            status_text=scene.words(f"freshness.{one.status}"),
            newest=seen_from(one.watermark, scene.now.as_of, scene.zone) if one.watermark else "",
        )
        for one in freshness.sources
    )
