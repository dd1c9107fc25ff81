"""Who asks is part of the question: a restricting scope is refused everywhere, and no answer is another scope's."""

from __future__ import annotations

import inspect
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from queries.acts.saved import NotesAsked
from queries.cases.case_export import CasesWanted
from queries.cases.case_page import PageAsked
from queries.cases.case_search import SearchTerm
from queries.cases.lookup import NumberAsked
from queries.cases.newest import Newest
from queries.cases.one_case import CaseAsked
from queries.cases.service_requests import NamedRequests, RequestsAsked
from queries.city import City
from queries.door.alarms import AlarmsAsked
from queries.errors import OutsideScope, QueryError, ScopeNotEnforced
from queries.fleet.nearest import Vicinity
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY, LineOfBusiness, Scope
from tests.cities.builder import build_city
from tests.cities.tiny.areas import POINTS
from tests.cities.tiny.cases import AS_OF

GROUPS = (
    "kpis",
    "cases",
    "fleet",
    "governance",
    "evaluations",
    "dispatch",
    "ledger",
    "sources",
    "saved",
    "alarms",
    "operation",
    "roll_calls",
    "samples",
    "recurring_kinds",
)
IN_PARTS = (Scope(areas=((2, 4),)), Scope(lines_of_business=(LineOfBusiness("噪声", "noise", ("noise",)),)))
IN_CLEAR, IN_CLEAR_ONLY = Scope(persons="clear"), {"cases.texts_in_clear"}
# A moment, a version, the sharing of answers and whether acts are whole say nothing about the city.
WHOLE_ACTS = {"saved.broken_at", "saved.missing_at_end"}
OF_THE_CITY = {
    "saved.area_of", "alarms.area_of", "alarms.watch", "governance.handovers_due", "samples.drawings_due",
    "recurring_kinds.look_for_proposals",
}  # fmt: skip
WITHOUT_SCOPE = {"sources.now", "sources.stamp", "sources.shared_at", *OF_THE_CITY, *WHOLE_ACTS}

# What a question of a method must have.
NEEDED: dict[str, dict[str, Any]] = {
    "kpis.distribution": {"metric": "handling_time"},
    "kpis.compared": {"by": "channel"},
    "kpis.measured": {"area": "E"},
    "evaluations.result": {"start": date(2024, 6, 1), "end": date(2024, 6, 10)},
}


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with build_city(tmp_path / "tiny", recorded_at=AS_OF) as opened:
        yield opened


def asked_by(city: City, scope: Scope, of: str = "") -> dict[str, Any]:
    """An argument for every parameter that a method of a group has, by its annotation or its name."""
    root = city.tree.root
    question = replace(Question("reported", root.code, as_of=AS_OF, scope=scope), **NEEDED.get(of, {}))
    return {
        "Question": question,
        "CaseAsked": CaseAsked("tiny", "K1", AS_OF, scope=scope),
        "Newest": Newest(root, AS_OF, 3, scope=scope),
        "NumberAsked": NumberAsked("K1", "", AS_OF, scope=scope),
        "RequestsAsked": RequestsAsked(AS_OF, AS_OF - timedelta(days=30), AS_OF, 3, scope=scope),
        "NamedRequests": NamedRequests(AS_OF, (("tiny", "K1"),), scope=scope),
        "Iterable[Question]": [question],
        "Scope": scope,
        "datetime": AS_OF,
        "date": AS_OF.date() - timedelta(days=14),
        "BoundingBox": root.bbox, "Loop": city.governance.loops["supervision"],
        "Evaluation": city.evaluations.all["departments"], "Metric": city.kpis.dictionary["reported"],
        "Cell | None": None,
        "PageAsked": PageAsked(most=3),
        "NotesAsked": NotesAsked(root), "AlarmsAsked": AlarmsAsked(root),
        "text": "灯", "terms": (SearchTerm("灯"),),
        "things": "units", "around": Vicinity(POINTS["E1"], 1_000.0, 3),
        "Area": root, "key": "none",
        "kind": "view", "level": 1, "most": 3, "limit": 3, "metric": "reported", "metrics": ("reported",),
        "week": "2024-W23", "loop": "supervision", "source_id": "K1", "dimension": "channel", "value": "app",
        "source": "tiny", "kinds": ("camera",), "table": "units", "wanted": CasesWanted(most=3),
    }  # fmt: skip


def methods(city: City) -> dict[str, Any]:
    return {
        f"{group}.{name}": method
        for group in GROUPS
        for name, method in inspect.getmembers(getattr(city, group), inspect.ismethod)
        if not name.startswith("_")
    }


def called(method: Any, given: dict[str, Any]) -> Any:
    """The method with the parameters that it needs, and its scope."""
    needed: dict[str, Any] = {}
    signature = inspect.signature(method)
    for name, parameter in signature.parameters.items():
        if parameter.default is inspect.Parameter.empty:
            needed[name] = given[parameter.annotation] if parameter.annotation in given else given[name]
    bound = inspect.BoundArguments(signature, OrderedDict(needed))
    return method(*bound.args, **bound.kwargs)


def test_the_door_has_few_parts_and_every_group_of_questions_is_tried_here(city: City) -> None:
    public = {name for name in (*dir(City), *vars(city)) if not name.startswith("_")}
    assert public == {"open", "close", "profile", "tree", "ground", "acts", "files", "memory", "time_limit_s", *GROUPS}
    assert len(methods(city)) > 20


def test_every_method_answers_whoever_may_see_the_whole_city(city: City) -> None:
    for name, method in methods(city).items():
        if name in WITHOUT_SCOPE:
            continue
        if name not in IN_CLEAR_ONLY:
            called(method, asked_by(city, WHOLE_CITY, name))
        called(method, asked_by(city, IN_CLEAR, name))


def test_no_method_tells_anything_of_cases_that_may_not_be_seen(city: City) -> None:
    elsewhere = {  # what only cases of no permitted area, or of no permitted line, have in the tiny city
        IN_PARTS[0]: ("litter", "building site", "pipe", "dance", "drain", "culture", "cleaning"),
        IN_PARTS[1]: ("litter", "parking", "pothole", "pipe", "drain", "cleaning", "roads"),
    }
    for name, method in methods(city).items():
        if name in WITHOUT_SCOPE:
            continue
        for scope, words in elsewhere.items():
            given = asked_by(city, scope, name)
            for asked in ("parking", "pothole", "litter", "pipe", "dance"):
                wanted = given | {
                    "value": asked,
                    "dimension": "category3",
                    "text": asked,
                    "terms": (SearchTerm(asked),),
                }
                try:
                    told = repr(called(method, wanted))
                except QueryError:
                    continue
                assert not [word for word in words if word in told and word != asked], (name, told)


def test_a_refusal_does_not_outlive_its_question(city: City) -> None:
    asked = asked_by(city, Scope(areas=((5, 7),)))["Question"]
    with pytest.raises(OutsideScope):
        city.kpis.ask(replace(asked, area="E"))
    with pytest.raises(ScopeNotEnforced):
        city.sources.refused_rows("tiny", 3, scope=asked.scope)
    assert city.kpis.ask(asked_by(city, WHOLE_CITY)["Question"]).n > city.kpis.ask(asked).n > 0


@pytest.mark.parametrize(
    "name", ["kpis.by_level", "kpis.bins", "fleet.units", "fleet.devices"]
)  # those that hold whole answers
def test_a_held_answer_is_given_to_its_own_scope_only(city: City, name: str) -> None:
    method = methods(city)[name]
    first = called(method, asked_by(city, WHOLE_CITY))
    assert called(method, asked_by(city, WHOLE_CITY)) is first
    assert called(method, asked_by(city, IN_CLEAR)) is not first
    assert called(method, asked_by(city, Scope(statements=True))) is first


def test_rows_read_for_one_scope_are_read_again_for_another(city: City) -> None:
    def statements(scope: Scope) -> int:
        before = city.sources.statements_asked
        city.kpis.ask(asked_by(city, scope)["Question"])
        city.cases.one(asked_by(city, scope)["CaseAsked"])
        return city.sources.statements_asked - before

    assert statements(WHOLE_CITY) > 0
    assert statements(WHOLE_CITY) == 0
    assert statements(IN_CLEAR) > 0
