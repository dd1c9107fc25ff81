"""What the browser gets of the panels as JSON: charts, the newest events, sources, the replay."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from dashboard.display.payloads import NewestEvent, SourceFreshness


class SparkChart(TypedDict):
    """The small line of a card; null where there is no value. settled: as in TrendChart; breaks: where its series
    breaks, between two days."""

    kind: Literal["spark"]
    values: list[float | None]
    settled: tuple[int, int]
    breaks: list[float]


class FigureNote(TypedDict):
    """A note on the axis of time: first, last: the places across that it touches; text: its words and time."""

    first: int
    last: int
    text: str


class FigureTarget(TypedDict):
    """A line across, with its words."""

    value: float
    text: str


class FigureBreak(TypedDict):
    """A day from which on a series is not comparable with before. step: the place across that it lies in; at: where the
    mark is, between two places where it is the first day of one; label: the day, short; text: why, in words."""

    step: int
    at: float
    label: str
    text: str


class TrendChart(TypedDict):
    """labels, texts: of each day, on the axis and under the pointer; low, high: of the axis; ticks: value and words;
    partial: the last day is not over; settled: index of the first settled value and of the one after the last, the
    others stand apart; period: index of the first and last day chosen, null outside; numbers: the figure of each day as
    an address names it; notes: of people, at days; target: what the city wants the KPI to be."""

    kind: Literal["trend"]
    values: list[float | None]
    labels: list[str]
    texts: list[str]
    low: float
    high: float
    ticks: list[tuple[float, str]]
    partial: bool
    settled: tuple[int, int]
    period: tuple[int | None, int | None]
    numbers: list[str]
    notes: list[FigureNote]
    target: FigureTarget | None
    breaks: list[FigureBreak]


class HoursChart(TypedDict):
    """Values of the 24 hours, null for those still to come or of too few cases; labelled: the hours with a label;
    links: of each hour the address of its filter, chosen: those that are; both empty on a screen without links;
    numbers: its figure as an address names it; faint: the rates are not settled."""

    kind: Literal["hours"]
    values: list[float | None]
    texts: list[str]
    labelled: tuple[int, ...]
    links: list[str]
    chosen: list[int]
    numbers: list[str]
    faint: bool


Chart = SparkChart | TrendChart | HoursChart


class SavedWords(TypedDict):
    """Words of the forms: labels of fields, buttons, and what is said when something is kept or not."""

    name: str
    text: str
    save: str
    place: str
    in_area: str
    at_point: str
    pick: str
    picking: str
    lon: str
    lat: str
    begins: str
    ends: str
    saved: str
    failed: str


class ViewForm(TypedDict):
    """What a view is saved by. address: of the screen shown; longest: characters of a name."""

    kind: Literal["view"]
    address: str
    longest: int
    words: SavedWords


class NoteForm(TypedDict):
    """What a note is written by. area, area_name: those shown; start, end: its days at first; longest: characters."""

    kind: Literal["note"]
    area: str
    area_name: str
    start: str
    end: str
    longest: int
    words: SavedWords


SavedForm = ViewForm | NoteForm


class ShareWords(TypedDict):
    """Words of the form: {time} in what is said when a link is made."""

    lasts: str
    make: str
    made: str
    link: str
    copy: str
    copied: str
    failed: str


class ShareTime(TypedDict):
    """How long a link can open."""

    hours: int
    name: str


class ShareForm(TypedDict):
    """What a link without an account is made by. address: of the screen shown; zone: of the city."""

    address: str
    zone: str
    times: list[ShareTime]
    words: ShareWords


class NewestSettings(TypedDict):
    """The `data-events` attribute. as_of: ISO; known: names of the areas that need no mention; case_link: address of a
    case's card, `case` stands for its id; with_news: news of the server may be added."""

    as_of: str
    zone: str
    count: int
    known: list[str]
    channels: dict[str, str]
    unknown: str
    untitled: str
    automatic: str
    case_link: str | None
    case: str
    with_news: bool
    events: list[NewestEvent]


class FreshnessWords(TypedDict):
    """Sentences about sources whose {names} the browser fills in."""

    fresh: str
    late: str
    broken: str
    empty: str
    static: str
    all_fresh: str
    all_empty: str
    all_static: str
    silent: str
    several: str
    since: str
    seconds: str
    minutes: str
    hours: str
    days: str
    comma: str


class FreshnessSettings(TypedDict):
    """The `data-freshness` attribute: sources as of the screen's moment, and their titles by name."""

    zone: str
    sources: list[SourceFreshness]
    titles: dict[str, str]
    words: FreshnessWords


class ReplayWords(TypedDict):
    """Sentences of the replay control."""

    label: str
    play: str
    pause: str
    speed: str
    moment: str
    known: str
    known_title: str
    back: str
    close: str
    now: str
    keys: str


class ReplaySettings(TypedDict):
    """The `data-replay` attribute. start, end: milliseconds since 1970; days: as the address has them."""

    start: int
    end: int
    days: str
    zone: str
    speeds: tuple[int, ...]
    words: ReplayWords


class LoadWords(TypedDict):
    """Sentences of the form on which a file is loaded."""

    choose: str
    drop: str
    sending: str
    looking: str
    loading: str
    loaded_so_far: str
    chosen: str
    another: str
    options: str
    source: str
    source_hint: str
    zone: str
    zone_hint: str
    crs_hint: str
    crs: str
    encoding: str
    delimiter: str
    sheet: str
    header_row: str
    day_order: str
    as_found: str
    day_first: str
    month_first: str
    tab: str
    look_again: str
    columns_title: str
    rows_title: str
    load: str
    not_loadable: str
    unused: str
    key: str
    key_hint: str
    go_on: str
    failed: str


class LoadRoles(TypedDict):
    """What columns may mean, a group of them: canonical column and name of each."""

    title: str
    roles: list[list[str]]


class LoadSettings(TypedDict):
    """The `data-load` attribute: what the form offers. source: taken where none is named, empty where one must be."""

    sources: list[str]
    source: str
    zone: str
    systems: list[str]
    encodings: list[str]
    delimiters: list[str]
    roles: list[LoadRoles]
    words: LoadWords


class LoadPoint(TypedDict):
    """The point of a row, degrees WGS-84. is_used: whether it places the case."""

    number: int
    lon: float
    lat: float
    is_used: bool


class LoadPreview(TypedDict):
    """The `data-load-preview` attribute. outlines: address of the areas; none: what is said without points."""

    outlines: str
    points: list[LoadPoint]
    none: str


class AlarmFormWords(TypedDict):
    """Sentences of the form that answers an alarm; choose: while none is chosen."""

    choose: str
    state: str
    unit: str
    minutes: str
    text: str
    save: str
    saved: str
    failed: str


class AlarmSnooze(TypedDict):
    """For how long an alarm may be put off."""

    minutes: int
    name: str


class AlarmForm(TypedDict):
    """The form that answers an alarm. states: names of the answers by word; longest, longest_unit: characters."""

    states: dict[str, str]
    snoozes: list[AlarmSnooze]
    longest: int
    longest_unit: int
    words: AlarmFormWords


class CaseActWords(TypedDict):
    """Words of the form: {number} in `act_on` and `act_kept`."""

    act_on: str
    act_kind: str
    act_unit: str
    act_state: str
    act_text: str
    act_time: str
    act_keep: str
    act_kept: str
    act_close: str
    act_failed: str


class CaseActKind(TypedDict):
    """A kind of act, and the states that it has: key and name; timed: it says when it was; for_unit: some unit leads or
    takes the case on."""

    key: str
    name: str
    states: list[tuple[str, str]]
    timed: bool
    for_unit: bool


class CaseActForm(TypedDict):
    """What an act about a case of a loop is written by. longest, longest_unit: characters of text and unit."""

    loop: str
    kinds: list[CaseActKind]
    longest: int
    longest_unit: int
    words: CaseActWords


class BriefingFiles(TypedDict):
    """The files that can be made of a briefing. asked: the body of POST /api/v1/briefings without its format; forms: of
    each the format and the words of its button; words: making, made (with {seconds}) and failed."""

    asked: dict[str, str]
    forms: list[tuple[str, str]]
    words: dict[str, str]
