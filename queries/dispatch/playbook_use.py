"""What became of the playbook: which dispatched cases it covered, which were dispatched otherwise, and which kinds and
entries do not meet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from geodata.areas.area_tree import AreaTree
from queries.dispatch.playbook import Playbook, PlaybookEntry
from queries.governance.spots import closed_parts, open_cases
from queries.kpis.answer import Answer
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Dictionary, Metric
from queries.kpis.question import Question
from queries.kpis.statement import StatementContext, compose_counted, parameters_of
from queries.privacy.masking import masked_value
from queries.sources.freshness import Freshness
from queries.store.statements import read_statements

_HERE = Path(__file__)
_SQL = read_statements(_HERE.with_name("playbook.sql"))
DISPATCHED_METRIC = "dispatched_cases"
FEWEST = 10
"""Cases of a kind, and of a department that is proposed, below which nothing is concluded from them."""
_MOSTLY = 0.5
_COLUMNS = (
    "source", "source_id", "category1", "category2", "category3", "channel", "area_id", "department", "received",
    "declined", "first_declined_at", "case_day",
)  # fmt: skip


@dataclass(frozen=True)
class UnitTried:
    """A department that cases of one kind were dispatched to first: how many, how many of these were sent back by the
    department, and how many it received without that (right)."""

    unit: str
    n: int
    declined: int
    right: int


@dataclass(frozen=True)
class EntryUse:
    """An entry, and the cases that it covered: `as_said` went to its department first, of `unknown` the first one is
    not known, the others went to `others`, most first. state: on the day of the question (coming, valid, expired);
    last_day: of its last case; after: cases of its category dispatched when no entry held any more."""

    entry: PlaybookEntry
    state: str
    n: int = 0
    as_said: int = 0
    unknown: int = 0
    declined: int = 0
    others: tuple[UnitTried, ...] = ()
    last_day: date | None = None
    after: int = 0


@dataclass(frozen=True)
class KindWithout:
    """A kind without an entry at the time. category: its name of each level, masked, empty where none; districts: in
    how many its cases lie; tried: the departments by how many cases, most first; proposed: of those with FEWEST cases
    or more the one that was right most often, if mostly; None where none was."""

    category: tuple[str, ...]
    n: int
    declined: int
    districts: int
    tried: tuple[UnitTried, ...]
    proposed: UnitTried | None


@dataclass(frozen=True)
class PlaybookUse:
    """The dispatched cases of a question beside the playbook. whole: all of them; covered: with an entry when they were
    dispatched, of these `as_said`, `otherwise` and `unknown` add up to it; the declined of each; nameless: without a
    category. entries: in the order of the file; kinds: those of FEWEST cases or more, most first, `rare` the others and
    the `rare_cases` of these."""

    whole: Answer
    playbook: Playbook
    n: int = 0
    covered: int = 0
    as_said: int = 0
    otherwise: int = 0
    unknown: int = 0
    declined_as_said: int = 0
    declined_otherwise: int = 0
    nameless: int = 0
    entries: tuple[EntryUse, ...] = ()
    kinds: tuple[KindWithout, ...] = ()
    rare: int = 0
    rare_cases: int = 0


@dataclass(frozen=True)
class _Row:
    category: tuple[str, ...]
    entry: int | None
    first_unit: str | None
    n: int
    declined: int
    right: int
    last_day: date
    districts: frozenset[int]


def metrics_of_dispatch() -> dict[str, Metric]:
    """The KPI that counts the cases that are compared with the playbook."""
    return dict(Dictionary.read(_HERE.with_name("playbook.toml")))


def playbook_use(answers: Answering, playbook: Playbook, question: Question, freshness: Freshness) -> PlaybookUse:
    """The dispatched cases of a question beside the playbook. Raises as `Answering.answer`."""
    asked = answers.resolve(replace(question, metric=DISPATCHED_METRIC, by=None))
    whole = answers.answer(asked.question, freshness)
    closed = closed_parts(question.scope)
    open_to_asker = tuple(one for one in playbook.entries if one.category not in closed["closed_categories"])
    shown = replace(playbook, entries=tuple(_as_it_may_leave(one) for one in open_to_asker))
    day = asked.as_of.astimezone(answers.profile.time_zone).date()
    if asked.reasons:
        return PlaybookUse(whole, shown, entries=tuple(EntryUse(one, one.state(day)) for one in shown.entries))
    statement = compose_dispatched(asked.metric, asked.context)
    bound = answers.parameters(asked, None) | closed | _bound(open_to_asker) | _districts(answers.tree)
    found = answers.runner.shared_table(statement, {name: bound[name] for name in parameters_of(statement)})
    return _used(whole, shown, [_row(one) for one in found.to_pylist()], day)


@lru_cache(maxsize=256)
def compose_dispatched(metric: Metric, context: StatementContext) -> str:
    """The statement that counts the dispatched cases by category, first department and entry."""
    return compose_counted("dispatched", metric, _COLUMNS, context, shapes=_SQL, **open_cases())


def _as_it_may_leave(entry: PlaybookEntry) -> PlaybookEntry:
    """With its names as those of cases leave, by which both are set beside each other."""
    category, department = masked_value(entry.category), masked_value(entry.department)
    return replace(entry, category=category or "", department=department or "")


def _bound(entries: Sequence[PlaybookEntry]) -> dict[str, Any]:
    return {
        "entries": tuple(range(len(entries))),
        "entry_categories": tuple(one.category for one in entries),
        "entry_begins": tuple(one.valid_from or date.min for one in entries),
        "entry_ends": tuple(one.valid_until or date.max for one in entries),
    }


def _districts(tree: AreaTree) -> dict[str, Any]:
    districts = tree.children(tree.root)
    return {
        "district_firsts": tuple(one.area_id for one in districts),
        "district_lasts": tuple(one.last_id for one in districts),
    }


def _row(found: Mapping[str, Any]) -> _Row:
    names = (found["category1"], found["category2"], found["category3"])
    return _Row(
        category=tuple(masked_value(name) or "" for name in names),
        entry=found["entry"],
        first_unit=masked_value(found["first_unit"]),
        n=found["n"],
        declined=found["declined"],
        right=found["right"],
        last_day=found["last_day"],
        districts=frozenset(found["districts"] or ()),
    )


def _used(whole: Answer, playbook: Playbook, rows: Sequence[_Row], day: date) -> PlaybookUse:
    with_entry: defaultdict[int, list[_Row]] = defaultdict(list)
    without: defaultdict[tuple[str, ...], list[_Row]] = defaultdict(list)
    for row in rows:
        if row.entry is None:
            without[row.category].append(row)
        else:
            with_entry[row.entry].append(row)
    missed = _missed(without)
    entries = tuple(
        _entry_use(one, with_entry.get(number, []), missed, day) for number, one in enumerate(playbook.entries)
    )
    named = [_kind(category, of_kind) for category, of_kind in without.items() if any(category)]
    kinds = sorted((one for one in named if one.n >= FEWEST), key=lambda one: (-one.n, one.category))
    rare = [one.n for one in named if one.n < FEWEST]
    return PlaybookUse(
        whole=whole,
        playbook=playbook,
        n=sum(row.n for row in rows),
        covered=sum(one.n for one in entries),
        as_said=sum(one.as_said for one in entries),
        otherwise=sum(other.n for one in entries for other in one.others),
        unknown=sum(one.unknown for one in entries),
        declined_as_said=sum(one.declined for one in entries),
        declined_otherwise=sum(other.declined for one in entries for other in one.others),
        nameless=sum(row.n for category, of_kind in without.items() if not any(category) for row in of_kind),
        entries=entries,
        kinds=tuple(kinds),
        rare=len(rare),
        rare_cases=sum(rare),
    )


def _missed(without: Mapping[tuple[str, ...], Sequence[_Row]]) -> Counter[str]:
    """Cases without an entry, by each name of their category."""
    found = Counter[str]()
    for category, rows in without.items():
        for name in {*category} - {""}:
            found[name] += sum(row.n for row in rows)
    return found


def _entry_use(entry: PlaybookEntry, rows: Sequence[_Row], missed: Mapping[str, int], day: date) -> EntryUse:
    said = [row for row in rows if row.first_unit == entry.department]
    state = entry.state(day)
    return EntryUse(
        entry=entry,
        state=state,
        n=sum(row.n for row in rows),
        as_said=sum(row.n for row in said),
        unknown=sum(row.n for row in rows if row.first_unit is None),
        declined=sum(row.declined for row in said),
        others=_tried(row for row in rows if row.first_unit not in (None, entry.department)),
        last_day=max((row.last_day for row in rows), default=None),
        after=missed.get(entry.category, 0) if state == "expired" else 0,
    )


def _kind(category: tuple[str, ...], rows: Sequence[_Row]) -> KindWithout:
    tried = _tried(row for row in rows if row.first_unit is not None)
    able = [one for one in tried if one.n >= FEWEST and one.right > _MOSTLY * one.n]
    return KindWithout(
        category=category,
        n=sum(row.n for row in rows),
        declined=sum(row.declined for row in rows),
        districts=len(frozenset().union(*(row.districts for row in rows))),
        tried=tried,
        proposed=max(able, key=lambda one: (one.right / one.n, one.n, one.unit), default=None),
    )


def _tried(rows: Iterable[_Row]) -> tuple[UnitTried, ...]:
    of_unit: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        of_unit[row.first_unit or ""].append(row)
    found = (
        UnitTried(unit, sum(row.n for row in of), sum(row.declined for row in of), sum(row.right for row in of))
        for unit, of in of_unit.items()
    )
    return tuple(sorted(found, key=lambda one: (-one.n, one.unit)))
