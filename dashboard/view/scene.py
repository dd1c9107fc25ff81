"""What one screen is about: the address resolved against a city at one moment. Every panel gets the same scene."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo
from typing import Literal

from dashboard.view.address import Notice, ViewState, Vocabulary, address, parse_view
from dashboard.view.periods import Moment, Period, earlier, end_of_day, resolve
from dashboard.words.catalogue import Catalogue, catalogue
from geodata.areas.area_tree import Area
from queries.city import City
from queries.fleet.device_states import device_kinds
from queries.fleet.unit_positions import unit_kinds
from queries.kpis.conditions import SPECIAL_GRID
from queries.kpis.dictionary import Metric
from queries.kpis.question import Question

DEFAULT_KPI = "reported"
Playing = Literal["replay", "known"]


@dataclass(frozen=True)
class Scene:
    """The area, period, KPI, moment and language that all panels of a screen share.

    `search` is the query exactly as the browser has it; `metric` is the chosen KPI with the chosen denominator put
    in; `opened` is true when the city itself chose a past period; `reported` are the city days of the first and the
    last report; `pinned` is the moment that the colours of a replay are taken from, the same throughout the replay;
    `specials` are codes and names of the special grids chosen.
    """

    view: ViewState
    search: str
    notices: tuple[Notice, ...]
    area: Area
    ancestors: tuple[Area, ...]
    metric: Metric
    now: Moment
    earlier: Moment | None
    opened: bool
    reported: tuple[date, date] | None
    pinned: Moment | None
    zone: tzinfo
    words: Catalogue = field(repr=False)
    specials: tuple[tuple[str, str], ...] = ()

    @property
    def special(self) -> tuple[str, str] | None:
        """Code and name of the special grid that the numbers are those of; None: of the whole area."""
        return self.specials[0] if self.specials else None

    @property
    def place(self) -> str:
        """What the numbers are about: the area, inside of which special grid."""
        return f"{self.area.name} · {self.special[1]}" if self.special else self.area.name

    @property
    def period(self) -> Period:
        """The period of the screen."""
        return self.now.period

    @property
    def runs(self) -> bool:
        """True while the period is not over yet."""
        return self.now.period.runs(self.now.as_of, self.zone)

    @property
    def replay(self) -> Period | None:
        """The days that the replay control runs over; None without a control."""
        return resolve(self.view.replay, self.now.as_of, self.zone) if self.view.replay else None

    def question(self, metric: str, *, by: str | None = None, at: Moment | None = None) -> Question:
        """The question for a KPI of this area in this period (or at another moment `at`)."""
        moment = at or self.now
        return Question(
            metric=metric,
            area=self.area.code,
            start=moment.period.start,
            end=moment.period.end,
            as_of=moment.as_of,
            recorded_as_of=self.view.recorded_as_of,
            by=by,
            denominator=self.denominator_for(metric),
            where=((SPECIAL_GRID, self.special[0]),) if self.special else (),
        )

    def of_days(self, metric: str, start: date, end: date) -> Question:
        """The day-by-day question over days of its own choice."""
        return replace(self.question(metric, by="day"), start=start, end=end)

    def denominator_for(self, metric: str) -> str | None:
        """The denominator chosen in the address: it concerns the chosen KPI only."""
        return self.view.denominator if metric == self.metric.key else None

    def link(self, **changes: object) -> str:
        """The address of this view with some fields changed; the root area is written as no area."""
        if "area" in changes and not self.ancestors and changes["area"] == self.area.code:
            changes["area"] = None
        return address(self.view, **changes)

    def area_link(self, area: Area) -> str:
        """The address of this view for another area."""
        return address(self.view, area=area.code if area.parent_id else None)


def scene_at(city: City, pathname: str | None, search: str | None, stamp: str | None) -> Scene:
    """The scene of an address at a stamp that the browser sent, a playing replay's or the city's."""
    return resolve_scene(city, pathname, search, moment_of_stamp(stamp, city), playing=playing_of_stamp(stamp))


def resolve_scene(
    city: City, pathname: str | None, search: str | None, as_of: datetime, *, playing: Playing | None = None
) -> Scene:
    """The scene of an address at the stamp's moment `as_of` (aware). Anything not understood becomes a notice.

    playing: of a replay, whose moment goes before the one in the address.
    """
    zone = city.profile.time_zone
    view, notices = parse_view(pathname, search, vocabulary(city))
    if playing:
        moment = as_of.astimezone(zone)
        view = replace(view, as_of=moment, recorded_as_of=moment if playing == "known" else None)
    moment = view.as_of or as_of
    period, opened = _period(city, view, moment)
    now = Moment(period, moment)
    area = city.tree.area(view.area) if view.area else city.tree.root
    return Scene(
        view=view,
        search=search or "",
        notices=notices,
        area=area,
        ancestors=city.tree.ancestors(area),
        metric=city.dictionary[view.kpi or DEFAULT_KPI].with_denominator(view.denominator),
        now=now,
        earlier=_comparable(city, earlier(now, zone)),
        opened=opened,
        reported=_reported(city),
        pinned=_pinned(city, view, now),
        zone=zone,
        words=catalogue(view.language or city.profile.language),
        specials=_specials(city, view.special),
    )


def _specials(city: City, codes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    if not codes:
        return ()
    grids = city.store.special_grids
    return tuple((code, str(grids.name[grids.code == code][0])) for code in codes)


def vocabulary(city: City) -> Vocabulary:
    """What an address may say of this city."""
    return Vocabulary(
        zone=city.profile.time_zone,
        has_area=city.tree.number_of_code.__contains__,
        kpis=city.dictionary.keys(),
        denominators=lambda kpi: city.dictionary[kpi].denominators if kpi in city.dictionary else (),
        levels=[level.key for level in city.profile.levels[1:]],
        unit_kinds=unit_kinds(),
        device_kinds=device_kinds(),
        has_special=lambda code: code in city.store.special_grids.code,
    )


def _period(city: City, view: ViewState, as_of: datetime) -> tuple[Period, bool]:
    if view.period:
        return resolve(view.period, as_of, city.profile.time_zone), False
    start, end, _ = city.opening_period(as_of)
    today = as_of.astimezone(city.profile.time_zone).date()
    if start == end == today:
        return Period("today", today, today), False
    return Period("days", start, end), True


def _comparable(city: City, before: Moment | None) -> Moment | None:
    """`before`, unless it begins before the city's first case: a part of a period is no measure for a whole one."""
    first = min((source.first_reported for source in city.facts.sources() if source.first_reported), default=None)
    if before is None or before.period.start is None or first is None:
        return before
    return before if before.period.start >= first.astimezone(city.profile.time_zone).date() else None


def _pinned(city: City, view: ViewState, now: Moment) -> Moment | None:
    """What the colours of a replay are measured by: the earlier period, else the replayed one, at the end of the days
    that it runs over.
    """
    if not view.replay:
        return None
    zone = city.profile.time_zone
    last = resolve(view.replay, now.as_of, zone).end
    end = end_of_day(last, zone) if last else now.as_of
    period = now.period if now.period.kind == "days" else resolve(now.period.kind, end, zone)
    whole = Moment(period, end)
    return _comparable(city, earlier(whole, zone)) or whole


def _reported(city: City) -> tuple[date, date] | None:
    sources, zone = city.facts.sources(), city.profile.time_zone
    firsts = [source.first_reported for source in sources if source.first_reported]
    lasts = [source.last_reported for source in sources if source.last_reported]
    return (min(firsts).astimezone(zone).date(), max(lasts).astimezone(zone).date()) if firsts and lasts else None


def moment_of_stamp(stamp: str | None, city: City) -> datetime:
    """The as-of moment of a stamp "<version>.<epoch seconds>[.replay|.known]" sent by the browser; the city's own when
    there is none.
    """
    current = city.stamp()
    if stamp is None or stamp == str(current):
        return current.as_of
    try:
        return datetime.fromtimestamp(int(stamp.split(".")[1]), UTC)
    except (IndexError, ValueError, OverflowError):
        return current.as_of


def playing_of_stamp(stamp: str | None) -> Playing | None:
    """What the third part of a stamp says: that a replay plays, as known now (replay) or as known then (known)."""
    part = (stamp or "").rpartition(".")[2]
    return part if part in ("replay", "known") else None  # type: ignore[return-value]
