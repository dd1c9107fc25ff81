"""By rule a person goes when all of their cases ended long ago, those included that named them once; the trial tells
exactly what goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from geodata.city.retention import Retention
from queries.erasure import retention
from queries.erasure.retention import RuleAsked, cases_due, forget_by_rule
from tests.queries.loading.conftest import SmallCity, open_small_city

FIRST = """id,open_dt,closed_dt,voided_at,text,person_ref
once-open,2024-01-01,2024-01-02,,a,open-elsewhere
open,2024-01-01,,,b,open-elsewhere
was-open,2024-01-01,,,c,open-in-the-past
alone,2024-01-01,2024-01-02,,d,due
passed-on,2024-01-01,,,e,first-of-two
of-first,2024-01-01,2024-01-02,,f,first-of-two
of-second,2024-01-01,2024-01-02,,g,second-of-two
shared,2024-01-01,,,h,shares-with-open
of-sharer,2024-01-01,2024-01-02,,i,shares-with-open
voided,2024-01-01,2024-01-02,2026-11-19,j,voided-late
"""
LATER = """id,open_dt,closed_dt,text,person_ref
was-open,2024-01-01,,c,other
passed-on,2024-01-01,2024-01-03,e,second-of-two
shared,2024-01-01,2024-01-03,h,open-elsewhere
"""
DUE = {"alone", "passed-on", "of-first", "of-second"}
PERSONS = "SELECT source_id, person_ref FROM city.events UNION SELECT source_id, person_ref FROM city.event_history"


@pytest.fixture
def city(tmp_path: Path) -> SmallCity:
    opened = open_small_city(tmp_path)
    start = datetime(2026, 11, 20, tzinfo=UTC)
    opened.load_text(FIRST, recorded_at=start)
    opened.load_text(LATER, "later.csv", recorded_at=start + timedelta(hours=1))
    rule = Retention(texts="1 year", persons="1 year")
    opened.context.replace_profile(opened.profile.model_copy(update={"retention": rule}))
    return opened


@pytest.mark.parametrize("most", [1, 2, 20_000])
def test_only_persons_without_an_open_case_go(city: SmallCity, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(retention, "MOST_CASES", most)
    city.load_text(
        "id,open_dt,closed_dt,text,person_ref\nx,2024-01-01,2024-01-02,k,due\n", "others.csv", source="others"
    )
    assert {number for _, number in cases_due(city.context, "persons", "1 year", None)} == DUE | {"x"}
    asked, before = RuleAsked("rule", "here"), set(city.rows(PERSONS))
    tried = forget_by_rule(city.context, asked, is_tried=True)
    assert forget_by_rule(city.context, asked) == tried
    assert (tried.persons, tried.cases_of_persons, tried.inputs) == (3, 5, 3)
    gone = before - set(city.rows(PERSONS))
    assert {number for number, _ in gone} == DUE | {"x"}
    stand_ins = {number: person for number, person in city.rows(PERSONS) if number in DUE}
    assert len({stand_ins[number] for number in DUE - {"alone"}}) == 2
    assert stand_ins["passed-on"] == stand_ins["of-second"] != stand_ins["of-first"]
    assert forget_by_rule(city.context, asked).persons == 0
    city.store.close()
