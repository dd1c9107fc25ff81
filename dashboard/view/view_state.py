# ruff: noqa: RUF009 - parameter() is a dataclass field
"""The state of a screen: one field for each URL parameter, declared where it stands. Adding one is adding a field."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from dashboard.view import readings
from dashboard.view.against import AGAINST, PREVIOUS
from dashboard.view.conditions import written as written_conditions
from dashboard.view.filtering import CATEGORIES
from dashboard.view.number_shown import CHOSEN, NumberShown, write_number
from dashboard.view.parameter import Parameter, parameter
from dashboard.words.catalogue import LANGUAGES
from queries.values import MATTER_ORDERS, SPOT_ORDERS, STEPS, Conditions

THEMES = ("dark", "light", "paper")
HEATS = ("per_km2", "raw", "per_10k")
RANKS = ("key", "all")
WHY = ("before",)
SAVED = ("views", "notes")
ALARMS = ("open", "over")
VALUES, DEVIATION = "value", "normal"
COLOURS = (VALUES, DEVIATION)
ORDERS_OF_SYSTEMS = ("size", "name", "owner", "tables", "filled", "refused", "late", "last_load")
PAPERS = ("a4", "a3", "slide")
SPLITS = ("category", "channel", "area", "department")


def _listed(values: tuple[str, ...]) -> str:
    return ",".join(values)


@dataclass(frozen=True)
class ViewState:
    """What a screen shows. None means "the city's own choice" (root area, opening period, default KPI, language).

    The order of the fields is the order of the parameters in an address.
    where: conditions on the cases that count, alternatives within a dimension, all dimensions must hold.
    category: which of CATEGORIES the panel of categories shows.
    scene: the scene that a wall stands on; turn: the one that a wall shows which goes from one to the next.
    recorded_as_of: what was recorded by then counts; None: everything recorded.
    replay: the days that the replay control runs over, `YYYY-MM-DD..YYYY-MM-DD` or "today" (the day of the moment
    shown); None without a control.
    level: key of the level that the map shows; None lets it follow the zoom.
    layers: the map layers that are on; None: those that are on by default.
    units, devices: the kinds that their layers show; empty: all.
    heat: which of HEATS the heat layer shows.
    colours: what the map is coloured by, one of COLOURS: the value of the chosen KPI, or what is normal for it.
    special: codes of special grids: the numbers are those of the first, the others are compared with it.
    rank: which special grids are ranked instead of the areas below: one of RANKS.
    number: the figure whose card is open.
    why: what the change of the chosen KPI is taken apart against: one of WHY; None without.
    compare: what the chosen KPI is compared between: one of readings.COMPARED, a level or areas; None without.
    against: what numbers are compared with, one of AGAINST.
    measure: the day of the measure before and after which the area is compared, or "choose"; None without. controls:
    codes of the areas that it is compared with; empty: its siblings.
    step: of the trend, one of STEPS; split: what its line is taken apart by, one of SPLITS.
    listed: the figure whose cases are listed.
    loop: key of the governance loop that is opened; None: the first one shown.
    evaluation: key of the evaluation that is opened; None: the first one.
    spots: the order of the spots where the same comes back, one of SPOT_ORDERS; spot: `source/number` of a case of the
    one that is opened.
    meeting: the day of the meeting whose agenda is shown; None: of the next.
    matters: the order of the matters of which several cases tell, one of MATTER_ORDERS.
    kind: key of the kind that recurs whose checklist is opened; None without.
    sample: week of the sample of closed cases that is opened (2024-W23); None: the newest.
    call: key of the roll-call that is shown; None: the newest.
    ledger: what is opened of the ledger: `system:`, `without:` or `kpi:` and what it is of; None without. find: words
    that its systems hold. order: of its systems, one of ORDERS_OF_SYSTEMS.
    briefing: key of the briefing that is shown; None: the first one. paper: its size, one of PAPERS.
    saved: which of SAVED are listed; None without.
    alarms: which alarms are listed, one of ALARMS.
    case: `source/number` of the case whose card is open.
    """

    area: str | None = parameter(readings.area)
    period: str | None = parameter(readings.period)
    kpi: str | None = parameter(readings.kpi)
    denominator: str | None = parameter(readings.denominator, dropped_by=("kpi",))
    where: Conditions = parameter(readings.conditions, write=written_conditions, default=())
    category: str = parameter(readings.one_of(CATEGORIES), default=CATEGORIES[0])
    language: str | None = parameter(readings.one_of(LANGUAGES, zh="zh-CN"), name="lang")
    theme: str = parameter(readings.one_of(THEMES), default=THEMES[0])
    scene: str | None = parameter(readings.wall_scene, dropped_by=("screen",))
    turn: str | None = parameter(readings.wall_scene, dropped_by=("screen",))
    as_of: datetime | None = parameter(readings.moment, write=datetime.isoformat)
    recorded_as_of: datetime | None = parameter(readings.moment, write=datetime.isoformat)
    replay: str | None = parameter(readings.replayed_days, bare=readings.TODAY)
    level: str | None = parameter(readings.level)
    layers: tuple[str, ...] | None = parameter(
        readings.layers, write=lambda layers: _listed(layers) or readings.NO_LAYER
    )
    units: tuple[str, ...] = parameter(readings.unit_kinds, write=_listed, default=())
    devices: tuple[str, ...] = parameter(readings.device_kinds, write=_listed, default=())
    heat: str = parameter(readings.one_of(HEATS), default=HEATS[0])
    colours: str = parameter(readings.one_of(COLOURS), default=COLOURS[0])
    special: tuple[str, ...] = parameter(readings.special_grids, write=_listed, default=())
    rank: str | None = parameter(readings.one_of(RANKS))
    against: str = parameter(readings.one_of(AGAINST), default=PREVIOUS)
    step: str = parameter(readings.one_of(STEPS), default=STEPS[0])
    split: str | None = parameter(readings.one_of(SPLITS))
    number: NumberShown | None = parameter(readings.number, write=write_number, dropped_by=("screen",), bare=CHOSEN)
    why: str | None = parameter(readings.one_of(WHY), dropped_by=("screen",), bare=WHY[0])
    compare: str | None = parameter(readings.compared, dropped_by=("screen",), bare=readings.SIBLINGS)
    measure: str | None = parameter(readings.measure_day, dropped_by=("screen",), bare=readings.CHOOSE)
    controls: tuple[str, ...] = parameter(readings.controls, write=_listed, default=(), dropped_by=("area", "screen"))
    listed: NumberShown | None = parameter(
        readings.number, name="list", write=write_number, dropped_by=("screen",), bare=CHOSEN
    )
    loop: str | None = parameter(readings.loop, dropped_by=("screen",))
    evaluation: str | None = parameter(readings.evaluation, dropped_by=("screen",))
    spots: str = parameter(readings.one_of(SPOT_ORDERS), default=SPOT_ORDERS[0], dropped_by=("screen",))
    spot: str | None = parameter(readings.case, dropped_by=("area", "screen"))
    meeting: str | None = parameter(readings.meeting_day, dropped_by=("screen",))
    matters: str = parameter(readings.one_of(MATTER_ORDERS), default=MATTER_ORDERS[0], dropped_by=("screen",))
    kind: str | None = parameter(readings.key_of_act, dropped_by=("screen",))
    sample: str | None = parameter(readings.key_of_act, dropped_by=("screen",))
    call: str | None = parameter(readings.key_of_act, dropped_by=("screen",))
    ledger: str | None = parameter(readings.short_text, dropped_by=("screen",))
    find: str | None = parameter(readings.short_text, dropped_by=("screen",))
    order: str = parameter(readings.one_of(ORDERS_OF_SYSTEMS), default=ORDERS_OF_SYSTEMS[0], dropped_by=("screen",))
    briefing: str | None = parameter(readings.key_of_act, dropped_by=("screen",))
    paper: str = parameter(readings.one_of(PAPERS), default=PAPERS[0], dropped_by=("screen",))
    saved: str | None = parameter(readings.one_of(SAVED), dropped_by=("screen",), bare=SAVED[0])
    alarms: str = parameter(readings.one_of(ALARMS), default=ALARMS[0], dropped_by=("screen",))
    case: str | None = parameter(readings.case, dropped_by=("area", "screen"))

    @property
    def known(self) -> datetime | None:
        """By when what people wrote was known: of a look back its moment; None: all that is known now."""
        return min(filter(None, (self.as_of, self.recorded_as_of)), default=None)


def _declared() -> tuple[Parameter, ...]:
    found = []
    for one in fields(ViewState):
        about = dict(one.metadata["parameter"])
        name = about.pop("name") or one.name
        found.append(Parameter(name=name, field=one.name, default=one.default, **about))
    return tuple(found)


PARAMETERS = _declared()
