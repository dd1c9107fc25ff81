"""The playbook beside what was dispatched: how much it covers, kinds without an entry, entries that do not meet."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.display.number_link import number_shown
from dashboard.display.panel import Panel, frame
from dashboard.display.panel import empty as said_why
from dashboard.display.wording import reason
from dashboard.governance.dispatch_answers import covered_share, unit_name, why
from dashboard.panels.dispatch.tables import (
    NOT_TOLD,
    Cell,
    Column,
    days_text,
    dispatched_days,
    section,
    share_text,
    table_of,
)
from dashboard.view.scene import Scene
from dashboard.words.numbers import short_decimal, whole
from queries.city import City
from queries.values import FEWEST, EntryUse, KindWithout, PlaybookUse, UnitTried

MOST_ROWS, MOST_BESIDE, MOST_UNITS, MOST_LINES, MOST_ENTRIES = 30, 12, 3, 20, 300
COUNTS = ("n", "covered", "as_said", "declined_as_said", "otherwise", "declined_otherwise", "unknown")


def ask(city: City, scene: Scene) -> PlaybookUse:
    """That of the area, of the days of the address, else of the last ones."""
    return city.dispatch.playbook(dispatched_days(city, scene))


def render(use: PlaybookUse, scene: Scene) -> Component:
    """What is covered in a sentence, the lines that do not count, kinds without an entry, and entries."""
    words = scene.words
    title = words("playbook.title")
    if use.whole.status == "no_data":
        return frame("playbook", title, scene, [said_why(reason(use.whole, scene))], data={"feeds": "events"})
    parts: list[Component] = [html.P(_days(use, scene), className="quiet"), html.P(_counted(use, scene))]
    if use.playbook.refused_in_all:
        parts.append(_refused(use, scene))
    parts += _without(use, scene)
    if use.playbook.entries:
        parts += [*_otherwise(use, scene), *_idle(use, scene), _all(use, scene)]
    return frame("playbook", title, scene, [html.Div(parts, className="ledger")], data={"feeds": "events"})


def _days(use: PlaybookUse, scene: Scene) -> str:
    return days_text(use.whole.start, use.whole.end, scene)


def _counted(use: PlaybookUse, scene: Scene) -> str:
    words = scene.words
    if not use.playbook.is_there:
        return words("playbook.absent")
    told = {name: whole(getattr(use, name)) for name in COUNTS}
    said = [words("playbook.counted", share=share_text(covered_share(use)), **told)]
    if use.nameless:
        said.append(words("playbook.nameless", n=whole(use.nameless)))
    return " ".join(said)


def _refused(use: PlaybookUse, scene: Scene) -> Component:
    words, playbook = scene.words, use.playbook
    lines = [
        html.Li(words("playbook.line", line=one.line, why=why(one.why, one.value, words)))
        for one in playbook.refused[:MOST_LINES]
    ]
    told = html.Summary(words("playbook.refused_lines", count=whole(playbook.refused_in_all)))
    return html.Details([told, html.Ul(lines)], className="ledger-refused")


def _without(use: PlaybookUse, scene: Scene) -> list[Component]:
    words = scene.words
    columns = [Column(words("playbook.category"))]
    columns += [Column(words(f"playbook.{name}"), is_number=True) for name in ("n", "districts", "declined")]
    columns += [Column(words("playbook.proposed")), Column(words("playbook.tried"))]
    rows = [_kind_row(one, use, scene) for one in use.kinds[:MOST_ROWS]]
    found = section(words("playbook.without"), words("playbook.none_without"), columns, rows)
    if more := len(use.kinds) - len(rows):
        found.append(html.P(words("playbook.more", count=whole(more)), className="quiet"))
    if use.rare:
        told = {"kinds": whole(use.rare), "cases": whole(use.rare_cases), "fewest": FEWEST}
        found.append(html.P(words("playbook.rare", **told), className="quiet"))
    return found


def _kind_row(kind: KindWithout, use: PlaybookUse, scene: Scene) -> list[Cell]:
    words, one = scene.words, kind.proposed
    proposal = words("playbook.no_proposal")
    if one:
        proposal = words("playbook.proposal", unit=unit_name(one.unit, words), n=whole(one.n), right=whole(one.right))
    level, name = max((place, name) for place, name in enumerate(kind.category, 1) if name)
    path = " › ".join(filter(None, kind.category))
    listed = _cases(((f"category{level}", name),), whole(kind.n), use, scene)
    return [path, listed, whole(kind.districts), whole(kind.declined), proposal, _units(kind.tried, scene)]


def _cases(where: tuple[tuple[str, str], ...], text: str, use: PlaybookUse, scene: Scene) -> Cell:
    """A number of cases, which lists those dispatched of this kind in the days of the panel."""
    first, last = use.whole.start, use.whole.end
    shown = number_shown(scene, "declined", where=where, days=(first, last) if first and last else None)
    return html.A(text, href=scene.link(listed=shown)) if shown and scene.screen.is_interactive else text


def _units(tried: Sequence[UnitTried], scene: Scene) -> str:
    words = scene.words
    told = [
        words("playbook.unit_of", unit=unit_name(one.unit, words), n=whole(one.n), declined=whole(one.declined))
        for one in tried[:MOST_UNITS]
    ]
    return " · ".join(told)


def _otherwise(use: PlaybookUse, scene: Scene) -> list[Component]:
    words = scene.words
    columns = [Column(words("playbook.category")), Column(words("playbook.department"))]
    columns += [Column(words(f"playbook.{name}"), is_number=True) for name in ("n", "as_said")]
    columns.append(Column(words("playbook.sent_to")))
    beside = sorted((one for one in use.entries if one.others), key=lambda one: -sum(other.n for other in one.others))
    rows: list[list[Cell]] = [
        [
            one.entry.category,
            unit_name(one.entry.department, words),
            whole(one.n),
            whole(one.as_said),
            _units(one.others, scene),
        ]
        for one in beside[:MOST_BESIDE]
    ]
    found = section(words("playbook.otherwise"), words("playbook.none_otherwise"), columns, rows)
    if more := len(beside) - len(rows):
        found.append(html.P(words("playbook.more", count=whole(more)), className="quiet"))
    return found


def _idle(use: PlaybookUse, scene: Scene) -> list[Component]:
    words = scene.words
    goes_on = {one.entry.category for one in use.entries if one.state == "valid"}
    idle = [
        one
        for one in use.entries
        if (not one.n or one.state != "valid") and not (one.state == "expired" and one.entry.category in goes_on)
    ]
    order = {"expired": 0, "valid": 1, "coming": 2}
    idle.sort(key=lambda one: (order[one.state], -one.after, one.entry.line))
    columns = [*_of_entries(scene), Column(words("playbook.after"), is_number=True)]
    rows = [[*_entry_row(one, scene), whole(one.after) if one.state == "expired" else NOT_TOLD] for one in idle]
    return section(words("playbook.idle"), words("playbook.none_idle"), columns, rows[:MOST_ROWS])


def _all(use: PlaybookUse, scene: Scene) -> Component:
    title = scene.words("playbook.all", count=whole(len(use.entries)))
    rows = [_entry_row(one, scene) for one in use.entries[:MOST_ENTRIES]]
    return html.Details([html.Summary(title), table_of(title, _of_entries(scene), rows)])


def _of_entries(scene: Scene) -> list[Column]:
    words = scene.words
    columns = [Column(words(f"playbook.{name}")) for name in ("category", "department", "limit", "validity", "stands")]
    columns.append(Column(words("playbook.n"), is_number=True))
    return [*columns, Column(words("playbook.last_day"))]


def _entry_row(use: EntryUse, scene: Scene) -> list[Cell]:
    words, entry = scene.words, use.entry
    ends = [day.isoformat() if day else words("playbook.open_end") for day in (entry.valid_from, entry.valid_until)]
    days = "" if entry.limit_days is None else short_decimal(entry.limit_days, 1)
    level = words(f"playbook.level.{entry.level}") if entry.level else ""
    state = "used" if use.n and use.state == "valid" else use.state
    return [
        entry.category,
        " · ".join(filter(None, (unit_name(entry.department, words), level))),
        words("playbook.limit_days", days=days) if days else NOT_TOLD,
        words("playbook.from_until", first=ends[0], last=ends[1]),
        html.Strong(words("playbook.state.expired")) if state == "expired" else words(f"playbook.state.{state}"),
        whole(use.n),
        use.last_day.isoformat() if use.last_day else NOT_TOLD,
    ]


PANEL = Panel("playbook", ask, render)
