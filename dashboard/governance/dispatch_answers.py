"""How cases are dispatched, as plain data for the HTTP API and the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dashboard.errors import wrong_parameter
from dashboard.view import parsers
from dashboard.view.last_day import in_newest_days
from dashboard.view.question_parameters import question
from dashboard.words.catalogue import Catalogue
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import DISPATCHED_METRIC, EntryUse, KindWithout, ObjectionCounts, PlaybookUse, Question, UnitTried

ABOUT = "about"
"""Which question is asked: one of SUBJECTS."""
COUNTED = (
    "n", "covered", "as_said", "otherwise", "unknown", "declined_as_said", "declined_otherwise", "nameless", "rare",
    "hops", "cases", "without_steps", "cases_by_hops",
)  # fmt: skip
"""What is not 0 but not known where no source tells of dispatches."""
OF_A_QUESTION = ("area", "from", "to", "as_of", "recorded_as_of", "where")


def dispatch_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """What `given` asks of dispatch: ABOUT, and beside it the names OF_A_QUESTION. Raises BadParameter, UnknownArea,
    OutsideScope and TooSlow."""
    about = given.get(ABOUT, "").strip() or next(iter(SUBJECTS))
    if parsers.code(ABOUT, about) not in SUBJECTS:
        raise wrong_parameter(ABOUT, "none_of", given=parsers.quoted(about), known=", ".join(SUBJECTS))
    parsers.refuse_others(given, OF_A_QUESTION, ABOUT, "lang")
    chosen = {name: given[name] for name in OF_A_QUESTION if name in given}
    asked = question({"key": DISPATCHED_METRIC} | chosen, city)
    found = SUBJECTS[about](city, in_newest_days(asked, city), words)
    is_known = found["whole"]["status"] != "no_data"
    return found if is_known else found | {name: None for name in COUNTED if name in found}


def playbook_as_json(city: City, asked: Question, words: Catalogue) -> dict[str, Any]:
    """The dispatched cases beside the playbook."""
    use = city.dispatch.playbook(asked)
    return {
        "whole": use.whole.as_json(),
        "is_there": use.playbook.is_there,
        "refused_lines": use.playbook.refused_in_all,
        "refused": [{"line": one.line, "why": why(one.why, one.value, words)} for one in use.playbook.refused],
        **{
            name: getattr(use, name)
            for name in (
                "n", "covered", "as_said", "otherwise", "unknown", "declined_as_said", "declined_otherwise", "nameless",
            )
        },
        "entries": [_entry_as_json(one, words) for one in use.entries],
        "kinds_without": [_kind_as_json(one, words) for one in use.kinds],
        "rare": {"kinds": use.rare, "cases": use.rare_cases},
    }  # fmt: skip


def why(word: str, value: str, words: Catalogue) -> str:
    """Why a line of the playbook does not count."""
    return words(f"playbook.why.{word}", value=parsers.printable(value))


def unit_name(unit: str, words: Catalogue) -> str:
    """A department as people read it."""
    return part_name("department", unit, unit, words)


def share_of(part: float, whole: float) -> float | None:
    """Part of a whole; None of nothing."""
    return part / whole if whole else None


def covered_share(use: PlaybookUse) -> float | None:
    """The share that the playbook covered; None where there is none, or no case."""
    return share_of(use.covered, use.n) if use.playbook.is_there else None


def _entry_as_json(use: EntryUse, words: Catalogue) -> dict[str, Any]:
    entry = use.entry
    return {
        "line": entry.line,
        "category": entry.category,
        "department": unit_name(entry.department, words),
        "level": entry.level or None,
        "limit_days": entry.limit_days,
        "valid_from": entry.valid_from.isoformat() if entry.valid_from else None,
        "valid_until": entry.valid_until.isoformat() if entry.valid_until else None,
        "state": use.state,
        "n": use.n,
        "as_said": use.as_said,
        "unknown": use.unknown,
        "declined": use.declined,
        "others": [_tried_as_json(one, words) for one in use.others],
        "last_day": use.last_day.isoformat() if use.last_day else None,
        "after": use.after,
    }


def _kind_as_json(kind: KindWithout, words: Catalogue) -> dict[str, Any]:
    return {
        "category": [name for name in kind.category if name],
        "n": kind.n,
        "declined": kind.declined,
        "districts": kind.districts,
        "departments": [_tried_as_json(one, words) for one in kind.tried],
        "proposed": _tried_as_json(kind.proposed, words) if kind.proposed else None,
    }


def _tried_as_json(one: UnitTried, words: Catalogue) -> dict[str, Any]:
    return {"department": unit_name(one.unit, words), "n": one.n, "declined": one.declined, "right": one.right}


def hops_as_json(city: City, asked: Question, words: Catalogue) -> dict[str, Any]:
    """The hops of the dispatched cases between levels; waiting in seconds."""
    hops = city.dispatch.hops(asked)
    return {
        "whole": hops.whole.as_json(),
        "hops": hops.n,
        "cases": hops.cases,
        "without_steps": hops.whole.n - hops.cases,
        "cases_by_hops": dict(zip(("1", "2", "3", "more"), hops.by_number, strict=True)),
        "pairs": [
            {
                "from": one.from_level,
                "to": one.to_level,
                "n": one.n,
                "unanswered": one.unanswered,
                "returned": one.returned,
                "median_s": one.median_s,
                "p95_s": one.p95_s,
                "share_of_waiting": share_of(one.total_s, hops.total_s),
            }
            for one in hops.pairs
        ],
        "units": [
            {
                "unit": unit_name(one.unit, words),
                "level": one.level,
                **{name: getattr(one, name) for name in ("n", "passed_on", "to_streets", "passed_back", "few")},
            }
            for one in hops.units
        ],
    }


def objections_as_json(city: City, asked: Question, words: Catalogue) -> dict[str, Any]:
    """What became of the declines of the dispatched cases; waiting in seconds."""
    found = city.dispatch.objections(asked)
    return {
        "whole": found.whole.as_json(),
        "every": _objections_of(found.every, words) if found.every else None,
        "units": [_objections_of(one, words) for one in found.units],
    }


def _objections_of(one: ObjectionCounts, words: Catalogue) -> dict[str, Any]:
    names = ("n", "granted", "refused", "taken", "gone", "undecided", "median_s", "p95_s", "few")
    return {"unit": unit_name(one.unit, words) if one.unit else None, **{name: getattr(one, name) for name in names}}


SUBJECTS: Mapping[str, Callable[[City, Question, Catalogue], dict[str, Any]]] = {
    "playbook": playbook_as_json,
    "hops": hops_as_json,
    "objections": objections_as_json,
}
