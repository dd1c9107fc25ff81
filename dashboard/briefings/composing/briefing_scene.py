"""The scene of a briefing: of a period that is over, its stocks are those of its end, whenever the briefing is made."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime

from dashboard.briefings.composing.small_counts import ALL_TOLD, SmallCounts
from dashboard.view.periods import PeriodAt
from dashboard.view.scene import Scene
from queries.city import City
from queries.values import Question, bases, end_of_day

CASES = "events"


@dataclass(frozen=True)
class BriefingScene(Scene):
    """stocks: keys of the KPIs that say how cases stand at a moment; ended: as of when these are asked (aware); None:
    as of the moment of all else. small: which counts are withheld."""

    stocks: frozenset[str] = frozenset()
    ended: datetime | None = None
    small: SmallCounts = ALL_TOLD

    def of(self, metric: str) -> BriefingScene:
        """The scene with the moments of a KPI: of a stock those at which its period and the one before ended."""
        if self.ended is None or metric not in self.stocks:
            return self
        earlier, compared = (self._at_its_end(one) for one in (self.earlier, self.compared))
        return replace(
            self,
            ended=None,
            now=replace(self.now, as_of=self.ended),
            earlier=earlier,
            compared=compared,
            view=replace(self.view, as_of=self.ended),
        )

    def question(self, metric: str, *, by: str | None = None, at: PeriodAt | None = None) -> Question:
        """As that of every scene; without `at`, a stock is asked as of the end of a period that is over."""
        return Scene.question(self if at else self.of(metric), metric, by=by, at=at)

    @property
    def is_of_an_end(self) -> bool:
        """Whether its moment is the end of its period."""
        return self.period.end is not None and self.now.as_of == end_of_day(self.period.end, self.zone)

    def _at_its_end(self, one: PeriodAt | None) -> PeriodAt | None:
        if one is None or one.period.end is None:
            return one
        return replace(one, as_of=end_of_day(one.period.end, self.zone))


def briefing_scene(city: City, scene: Scene, *, stocks_at_end: bool) -> BriefingScene:
    """The scene of a briefing in the area and period of another scene."""
    known = city.kpis.dictionary.values()
    stocks = frozenset(one.key for one in known if one.table == CASES and bases()[one.basis].is_state)
    end = scene.period.end
    is_over = end is not None and not scene.runs
    ended = end_of_day(end, scene.zone) if end and is_over and stocks_at_end else None
    given = {one.name: getattr(scene, one.name) for one in fields(Scene)}
    return BriefingScene(**given, stocks=stocks, ended=ended)
