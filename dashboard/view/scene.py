"""What one screen is about: the address resolved against a city at one moment. Every panel gets the same scene."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from functools import cached_property
from urllib.parse import urlencode

from dashboard.view.address import Notice, changed_query, query_parts
from dashboard.view.filtering import CATEGORIES, Condition, without, without_choice
from dashboard.view.periods import PeriodAt, ScreenPeriod, resolve
from dashboard.view.registry import Registry, Screen
from dashboard.view.stamps import BrowserStamp
from dashboard.view.view_state import ViewState
from dashboard.view.wall_scene import WallScene
from dashboard.words.catalogue import Catalogue
from dashboard.words.part_names import part_name
from geodata.areas.area_tree import Area
from queries.values import EXCLUDED, SPECIAL_GRID, Conditions, LineOfBusiness, Metric, Question, Scope, inclusion


@dataclass(frozen=True)
class Scene:
    """The area, period, KPI, moment and language that all panels of a screen share.

    `earlier` is what numbers are compared with, None where the data begin later; `compared` the same whether they do or
    not. `search` is the query exactly as the browser has it; `metric` is the chosen KPI with the chosen denominator put
    in; `opened` is true when the city itself chose a past period; `reported` are the city days of the first and the
    last report; `pinned` is the moment that the colours of a replay are taken from, the same throughout the replay;
    `specials` are codes and names of the special grids chosen; `scope` is what the asker may see;
    `default_layers` are the map layers that are on when the address says nothing; `value_names` are the names of values
    (dimension, value) in the conditions that a city gives them; `wall` is what a wall shows, whose choices `view` has
    where the address makes none; `own` is then the view of the address alone, which links go on with;
    `line` is the line of business of whose cases alone its questions are.
    """

    registry: Registry = field(repr=False)
    screen: Screen
    view: ViewState
    search: str
    notices: tuple[Notice, ...]
    area: Area
    ancestors: tuple[Area, ...]
    metric: Metric
    now: PeriodAt
    earlier: PeriodAt | None
    compared: PeriodAt | None
    opened: bool
    reported: tuple[date, date] | None
    pinned: PeriodAt | None
    zone: tzinfo
    words: Catalogue = field(repr=False)
    scope: Scope
    specials: tuple[tuple[str, str], ...] = ()
    default_layers: tuple[str, ...] = ()
    value_names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    wall: WallScene | None = None
    line: LineOfBusiness | None = None
    own: ViewState | None = None

    @property
    def special(self) -> tuple[str, str] | None:
        """Code and name of the special grid that the numbers are those of; None: of the whole area."""
        return self.specials[0] if self.specials else None

    @property
    def place(self) -> str:
        """The population of the numbers in words: the area, the special grid inside it, and the conditions on cases."""
        special = (self.special[1],) if self.special else ()
        return " · ".join([self.area.name, *special, *(self.condition_text(one) for one in self.view.where)])

    def condition_text(self, condition: Condition) -> str:
        """A condition in words: the dimension and the value."""
        given, value = condition
        words, dimension = self.words, inclusion(given)
        name = part_name(dimension, value, self.value_names.get((dimension, value), value), words)
        kind = "condition.excluded" if given.endswith(EXCLUDED) else "condition.text"
        return words(kind, dimension=words(f"condition.{dimension}"), value=name)

    def without_condition(self, condition: Condition) -> str:
        """The address of this view without one of its conditions; of a category, one comes up to its level."""
        dimension = inclusion(condition[0])
        up = {"category": dimension} if dimension in CATEGORIES[: CATEGORIES.index(self.view.category)] else {}
        return self.link(where=without(self.view.where, condition), **up)

    @property
    def period(self) -> ScreenPeriod:
        """The period of the screen."""
        return self.now.period

    @property
    def known(self) -> datetime | None:
        """By when what people wrote was known: of a look back its moment; None: all that is known now."""
        return self.view.known

    @property
    def runs(self) -> bool:
        """True while the period is not over yet."""
        return self.now.period.runs(self.now.as_of, self.zone)

    @property
    def replay(self) -> ScreenPeriod | None:
        """The days that the replay control runs over; None without a control."""
        return resolve(self.view.replay, self.now.as_of, self.zone) if self.view.replay else None

    @property
    def where(self) -> Conditions:
        """The conditions on the cases that count: those of the address, and the special grid chosen, which goes before
        conditions on special grids.
        """
        return self.where_in(self.special[0] if self.special else None)

    def where_in(self, special_grid: str | None) -> Conditions:
        """The conditions of the address inside a special grid instead of those on special grids, if one is given."""
        if special_grid is None:
            return self.view.where
        others = tuple(one for one in self.view.where if inclusion(one[0]) != SPECIAL_GRID)
        return (*others, (SPECIAL_GRID, special_grid))

    @property
    def layers(self) -> tuple[str, ...]:
        """Keys of the map layers that are on, in their order."""
        chosen = self.default_layers if self.view.layers is None else self.view.layers
        return tuple(layer for layer in chosen if self.screen.may_show(layer))

    def question(self, metric: str, *, by: str | None = None, at: PeriodAt | None = None) -> Question:
        """The question for a KPI of this area in this period (or another one `at` a moment)."""
        asked = at or self.now
        return Question(
            metric=metric,
            area=self.area.code,
            start=asked.period.start,
            end=asked.period.end,
            as_of=asked.as_of,
            recorded_as_of=self.view.recorded_as_of,
            by=by,
            denominator=self.denominator_for(metric),
            where=self.where,
            value_only=True,
            scope=replace(self.scope, lines_of_business=(self.line,)) if self.line else self.scope,
        )

    def question_of_panel(self, metric: str, by: str, *dimensions: str) -> Question:
        """The question of a panel in which values of dimensions are chosen: it counts all of them. Where nobody can
        choose, it counts what is chosen, as all else does."""
        question = self.question(metric, by=by)
        chooses = self.screen.is_interactive
        return replace(question, where=without_choice(self.where, *dimensions)) if chooses else question

    def of_days(self, metric: str, start: date, end: date) -> Question:
        """The day-by-day question over days of its own choice."""
        return replace(self.question(metric, by="day"), start=start, end=end)

    def denominator_for(self, metric: str) -> str | None:
        """The denominator chosen in the address: it concerns the chosen KPI only."""
        return self.view.denominator if metric == self.metric.key else None

    @cached_property
    def _query(self) -> Mapping[str, str]:
        """The parts of the address, which a hundred links of a screen have in common but for a field or two."""
        return query_parts(self.own or self.view)

    def link(self, **changes: object) -> str:
        """The address of this view with some fields changed; the root area is written as no area."""
        if "area" in changes and not self.ancestors and changes["area"] == self.area.code:
            changes["area"] = None
        return self.screen.path + changed_query(self._query, changes)

    def screen_link(self, screen: Screen, **changes: object) -> str:
        """The address of this view on another screen, with some fields changed."""
        return screen.path + changed_query(self._query, changes, to_screen=True)

    def area_link(self, area: Area) -> str:
        """The address of this view for another area."""
        return self.link(area=area.code if area.parent_id else None)

    def layer_link(self, layer: str) -> str:
        """The address with this map layer on instead of off, or off instead of on."""
        on = set(self.layers) ^ {layer}
        layers = tuple(key for key in self.registry.layer_keys if key in on)
        return self.link(layers=None if layers == self.default_layers else layers)

    def special_link(self, *codes: str, **changes: object) -> str:
        """The address of this view with these special grids chosen and their layer on."""
        on = {*self.layers, "special"}
        layers = tuple(key for key in self.registry.layer_keys if key in on)
        return self.link(special=codes, layers=layers, **changes)

    def request_query(self) -> str:
        """The query by which a request of the browser names the screen that asks: path, search and moment."""
        return urlencode({"path": self.screen.path, "search": self.search, "stamp": str(self._stamp())})

    def _stamp(self) -> BrowserStamp:
        """The moment shown, as a stamp of no version in particular: the newest data, seen as of then."""
        played = "as_of=" not in self.search and self.view.as_of is not None
        if not played:
            return BrowserStamp(0, self.now.as_of)
        return BrowserStamp(0, self.now.as_of, "known" if self.view.recorded_as_of else "replay")
