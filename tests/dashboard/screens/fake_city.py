"""A city made of answers that follow from the question: enough to try every panel and screen without a store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from geodata.areas.area_tree import Area, AreaTree
from geodata.areas.special_grids import SpecialGrids
from geodata.city.profile import Level, Profile, SourceProfile, load_profile
from geodata.placing.placer import Placer
from queries.cases.newest import Newest, NewEvent
from queries.door.fleet_questions import FleetQuestions
from queries.kpis.answer import Answer, AnswerRow
from queries.kpis.by_level import LevelAnswer, inside, nothing
from queries.kpis.dictionary import Dictionary
from queries.kpis.question import Question
from queries.sources.freshness import Freshness, source_status
from queries.sources.standing import SourceStanding, freshness_of
from queries.store.stamp import Stamp
from queries.store.statement_runner import shared_at
from tests.cities.builder import CITIES
from tests.cities.little.areas import area_tree as little_tree
from tests.cities.little.cases import NASTY, NOON

LEVELS = tuple((level.key, level.zh, level.en) for level in load_profile(CITIES / "little").levels)
PROFILE = Profile(
    name="little",
    title_zh="小城城市运行",
    title_en="Little City",
    zone="Asia/Shanghai",
    simulated=True,
    sources={"demo": SourceProfile(title_zh="演示事件", title_en="Demo events")},
    levels=tuple(Level(key=key, zh=zh, en=en) for key, zh, en in LEVELS),
)
CHANNELS = (
    "hotline_12345",
    "app",
    "police_110_np",
    "grid_patrol",
    "digital_cm",
    "heating",
    "online_express",
    "video_ai",
    "iot",
    "department",
)
CATEGORIES = (
    "市容环境",
    "街面秩序",
    "公用设施",
    "道路交通",
    "噪声扰民",
    "供暖供水",
    "物业管理",
    "园林绿化",
    "宣传广告",
    "施工管理",
    "突发事件",
    "其他",
)


def draw(*seed: object, low: float = 0, high: float = 1) -> float:
    """A number that depends on nothing but `seed`."""
    text = "|".join(str(part) for part in seed)
    return low + (high - low) * int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF


@dataclass
class FakeCity:
    """Stands in for queries.city.City: `unanswerable` KPIs have no data, `quiet` ones no cases in the
    period but on its days, `broken` ones raise, `steady` ones stay as they are; `is_empty` is a city without any load.
    """

    tree: AreaTree = field(default_factory=little_tree)
    profile: Profile = PROFILE
    dictionary: Dictionary = field(default_factory=Dictionary.read)
    moment: datetime = NOON
    version: int = 1
    unanswerable: frozenset[str] = frozenset()
    quiet: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()
    steady: frozenset[str] = frozenset()
    is_empty: bool = False
    opening: tuple[date, date, str] | None = None
    first_reported: datetime | None = None
    last_load: datetime | None = None
    cadence_s: int = 60
    reports: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    arrived: list[NewEvent] = field(default_factory=list)
    special_grids: SpecialGrids = field(default_factory=lambda: SpecialGrids.of([], [], [], "", []))

    @property
    def ground(self) -> Any:
        """A folder that does not exist, special grids, and a placer of the little tree."""
        return SimpleNamespace(folder=Path("no-such-city"), special_grids=self.special_grids, placer=self._placer)

    @cached_property
    def _placer(self) -> Placer:
        return Placer(self.tree)

    @property
    def kpis(self) -> Any:
        return SimpleNamespace(
            dictionary=self.dictionary,
            ask=self.ask,
            by_level=self.ask_by_level,
            answerable=lambda key, scope: key not in self.unanswerable,
            has_value=lambda dimension, value, scope: False,
            opening_period=lambda as_of, scope: self.opening_period(as_of),
        )

    @property
    def cases(self) -> Any:
        return SimpleNamespace(newest=self.newest)

    @property
    def fleet(self) -> FleetQuestions:
        """Asks rows of the report tables by the word that their statement asks of."""

        def rows(statement: str, bound: object) -> tuple[tuple[()], tuple[Any, ...]]:
            if "recorded_at" in statement:  # of which moments the reports tell
                return (), ()
            named = {table: (f"city.{table}", f"reported_{table}()") for table in self.reports}
            asked = [table for table, names in named.items() if any(name in statement for name in names)]
            return (), tuple(self.reports[asked[0]] if asked else ())

        context = SimpleNamespace(store=SimpleNamespace(report_version=0))
        return FleetQuestions(context, SimpleNamespace(rows=rows))  # type: ignore[arg-type]

    @property
    def sources(self) -> Any:
        held = SimpleNamespace(first_reported=self.first_reported, last_reported=self.moment)
        return SimpleNamespace(
            standings=lambda as_of=None, scope=None: self.standings(as_of),
            freshness=lambda as_of, kind=None, scope=None: self.freshness(as_of, kind),
            of_cases=lambda scope: (held,),
            now=self.now,
            stamp=self.stamp,
            data_version=self.version,
            report_version=0,
            shared_at=shared_at,
        )

    def stamp(self) -> Stamp:
        return Stamp(self.version, self.moment)

    def opening_period(self, as_of: datetime) -> tuple[date, date, str]:
        today = as_of.astimezone(self.profile.time_zone).date()
        return self.opening or (today, today, "day")

    def now(self) -> datetime:
        return self.moment

    def freshness(self, as_of: datetime, kind: str | None = None) -> Freshness:
        return freshness_of(self.standings(as_of))

    def standings(self, as_of: datetime | None = None) -> tuple[SourceStanding, ...]:
        """The one source; its newest data and its last load are `last_load`, or of this moment."""
        if self.is_empty:
            return ()
        moment, news = as_of or self.moment, self.last_load or self.moment
        status = source_status(self.cadence_s, news, moment, stands=False)
        late = news + timedelta(seconds=2 * self.cadence_s) if status in ("late", "broken") else None
        lag = (moment - news).total_seconds()
        return (
            SourceStanding(
                "demo", "events", "演示事件", "Demo events", self.cadence_s, news, news, lag, 1200, 3, status, late
            ),
        )

    def newest(self, asked: Newest) -> list[NewEvent]:
        area = asked.area.code
        before = [self._event(area, NOON - timedelta(seconds=37 * place)) for place in range(asked.most)]
        return [event for event in (*self.arrived, *before) if event.reported_at <= asked.as_of][: asked.most]

    def _event(self, area: str, reported_at: datetime) -> NewEvent:
        return NewEvent(
            id=f"little/{reported_at:%H%M%S}",
            title=NASTY,
            category="市容环境",
            channel="app",
            department="=cmd()",
            auto_dispatched=True,
            area_code=area,
            area_name="第1区县 › 第1街道",
            reported_at=reported_at,
            lon=113.7,
            lat=34.7,
        )

    def ask(self, question: Question) -> Answer:
        metric = self.dictionary[question.metric]
        if question.metric in self.broken:
            raise RuntimeError("a secret of the inside")
        area = self.tree.area(question.area)
        answer = self._whole(question, area, metric)
        if question.metric in self.unanswerable:
            return replace(answer, value=None, numerator=None, n=0, status="no_data")
        if question.metric in self.quiet and question.by is None:
            return replace(answer, value=None, numerator=0, n=0, status="no_cases")
        return replace(answer, rows=tuple(self._rows(question, area, answer)))

    def ask_by_level(self, question: Question, level: int) -> LevelAnswer:
        """What `ask` says of each area of the level."""
        whole = self.ask(replace(question, by=None))
        areas = inside(self.tree, self.tree.area(question.area), level)
        body = nothing(whole, level, areas)
        if whole.status == "no_data":
            return body
        answers = [self.ask(replace(question, by=None, area=self.tree.by_id(number).code)) for number in areas.tolist()]
        value = [np.nan if answer.value is None else answer.value for answer in answers]
        n = np.array([answer.n for answer in answers], dtype=np.int64)
        within = self.tree.area(question.area)
        areas_above = [self.tree.by_id(number) for number in range(within.area_id, within.last_id + 1)]
        areas_above = [area for area in areas_above if area.level < level]
        known = [self._known_here(question, area) if whole.n else 0 for area in areas_above]
        above_id = np.array([area.area_id for area in areas_above], dtype=np.int32)
        above_n = np.array(known, dtype=np.int64)
        return replace(body, value=np.array(value, float), n=n, above_id=above_id, above_n=above_n)

    def _known_here(self, question: Question, area: Area) -> int:
        """Cases that are known to no child of the area."""
        return self._loose(question, area) if self.tree.children(area) else self._cases(question, area)

    def _cases(self, question: Question, area: Area) -> int:
        if area.is_leaf or not self.tree.children(area):
            days = (question.end - question.start).days + 1 if question.start and question.end else 60
            return int(draw(area.code, question.metric, question.start, self._minute(question), low=0, high=40 * days))
        return sum(self._cases(question, child) for child in self.tree.children(area)) + self._loose(question, area)

    def _minute(self, question: Question) -> str:
        if question.metric in self.steady:
            return ""
        return f"{question.as_of or self.moment:%Y%m%d%H%M} {self.version}"

    def _loose(self, question: Question, area: Area) -> int:
        return int(draw("loose", area.code, question.metric, question.start, low=0, high=9))

    def _of_day(self, area: Area, day: date) -> int:
        """Only the running day moves with the data version."""
        running = day == self.moment.astimezone(self.profile.time_zone).date()
        return int(draw(area.code, day, self.version if running else 0, low=200, high=400))

    def _value(self, metric: Any, n: int, *seed: object) -> tuple[Any, Any, Any]:
        if metric.kind == "count":
            return n, n, None
        if n == 0:
            return None, 0, 0
        if metric.kind == "ratio":
            part = int(n * draw(metric.key, *seed, low=0.8, high=0.99))
            return part / n, part, n
        mean = draw(metric.key, *seed, low=2.5, high=6)
        return mean, mean * n, n

    def _whole(self, question: Question, area: Area, metric: Any) -> Answer:
        n = self._cases(question, area)
        value, numerator, denominator = self._value(metric, n, area.code, question.start)
        return Answer(
            key=metric.key,
            kind=metric.kind,
            area=area.code,
            value=value,
            unit=metric.unit,
            numerator=numerator,
            denominator=denominator,
            n=n,
            status="ok" if value is not None else "no_cases",
            start=question.start,
            end=question.end,
            zone=self.profile.zone,
            as_of=question.as_of or self.moment,
            recorded_at=self.moment,
            version=metric.version,
            basis=metric.basis,
            freshness=self.freshness(self.moment),
        )

    def _rows(self, question: Question, area: Area, answer: Answer) -> list[AnswerRow]:
        metric = self.dictionary[question.metric]

        def row(code: str, name: str, n: int) -> AnswerRow:
            return AnswerRow(code, name, *self._ordered(metric, n, code, question.start))

        if question.by == "area":
            rows = [row(child.code, child.name, self._cases(question, child)) for child in self.tree.children(area)]
            return [*rows, row("_not_placed", "", self._loose(question, area))]
        if question.by == "day" and question.start and question.end:
            days = [question.start + timedelta(days=i) for i in range((question.end - question.start).days + 1)]
            return [row(day.isoformat(), day.isoformat(), self._of_day(area, day)) for day in days]
        names = {"channel": CHANNELS, "category": CATEGORIES, "hour": tuple(str(hour) for hour in range(24))}.get(
            question.by or "", ()
        )
        weights = [draw(question.by, name, low=0.2, high=3) for name in names]
        return [
            row(name, name, int(answer.n * weight / sum(weights))) for name, weight in zip(names, weights, strict=True)
        ]

    def _ordered(self, metric: Any, n: int, *seed: object) -> tuple[Any, int, Any, Any]:
        value, numerator, denominator = self._value(metric, n, *seed)
        return value, n, numerator, denominator
