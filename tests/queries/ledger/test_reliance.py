"""Which numbers rely on which field: counted by hand on the tiny city, and true of the answers when a field is gone."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from queries.city import City
from queries.errors import QuestionRefused
from queries.kpis.question import Question
from queries.ledger.fields import CASE_FIELDS, IDENTITY
from queries.scope import WHOLE_CITY, Scope
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF, case_table


def lost(city: City, field: str | None, effect: str, source: str = "tiny") -> list[str]:
    found = city.ledger.losses(source, field, scope=WHOLE_CITY)
    return [loss.key for loss in found if loss.effect == effect]


def kpis_lost(city: City, field: str, effect: str) -> list[str]:
    """Without the alternatives of KPIs."""
    return [key for key in lost(city, field, effect) if "/" not in key]


def test_fields_are_filled_as_counted_by_hand(tiny_city: City) -> None:
    """Of sixteen cases: K9 says its area, K1 K2 the matter, K3 K9 the person; K10 K11 are voided; none has a text."""
    [table] = tiny_city.ledger.tables("tiny", scope=WHOLE_CITY)
    known = {field.name: field.filled for field in table.fields}
    assert (table.name, table.rows) == ("events", 16)
    assert {name: known[name] for name in ("area_code", "matter_id", "person_ref", "voided_at", "text", "status")} == {
        "area_code": 1, "matter_id": 2, "person_ref": 2, "voided_at": 2, "text": 0, "status": 2,
    }  # fmt: skip
    assert known["source_id"] == known["reported_at"] == 16
    delivered = [count for count in known.values() if count]
    assert table.filled == pytest.approx(sum(delivered) / len(delivered) / 16)


def test_what_is_lost_without_a_field_of_the_tiny_city(tiny_city: City) -> None:
    assert kpis_lost(tiny_city, "due_at", "no_data") == ["overdue_open", "near_limit", "closed_on_time"]
    assert "closing_rate/due" in lost(tiny_city, "due_at", "no_data")
    assert "satisfaction/service" not in lost(tiny_city, "satisfaction", "no_data")
    assert kpis_lost(tiny_city, "satisfaction", "no_data") == ["satisfaction"]
    assert kpis_lost(tiny_city, "surveyed_at", "no_data") == ["satisfaction", "resolved"]
    assert kpis_lost(tiny_city, "matter_id", "no_data") == ["matters", "repeat"]
    assert kpis_lost(tiny_city, "lon", "changed") == ["recurrence"]
    assert "open" in lost(tiny_city, "closed_at", "changed")  # its status says of some cases that they are closed
    assert "handling_time" in lost(tiny_city, "closed_at", "no_data")
    assert not tiny_city.ledger.losses("tiny", "title", scope=WHOLE_CITY)
    assert not tiny_city.ledger.losses("tiny", "text", scope=WHOLE_CITY)
    for field in (None, *IDENTITY):  # without these nothing of the source is a case
        every = lost(tiny_city, field, "no_data")
        assert {"reported", "open", "closing_rate"} <= set(every)
        assert not lost(tiny_city, field, "partly")


def without(field: str) -> pa.Table:
    table = case_table()
    return table.drop_columns([field]) if field in table.column_names else table


@pytest.mark.parametrize("field", ["satisfaction", "closed_at"])
def test_numbers_that_are_said_to_be_lost_are_and_no_others(tiny_city: City, tmp_path: Path, field: str) -> None:
    """The same cases loaded without the field: the KPIs that are said to have no data have none, the others have."""
    said = set(lost(tiny_city, field, "no_data"))
    with build_city(tmp_path / "tiny", cases=without(field), recorded_at=AS_OF) as city:
        for metric in city.kpis.dictionary.values():
            for name in (None, *metric.denominators):
                asked = Question(metric.key, "C", as_of=AS_OF, denominator=name, scope=WHOLE_CITY)
                before = tiny_city.kpis.ask(asked).status == "no_data"
                key = f"{metric.key}/{name}" if name else metric.key
                expected = before or key in said
                assert (city.kpis.ask(asked).status == "no_data") == expected, key


def test_a_field_that_several_sources_deliver_takes_only_the_rows_of_one(tmp_path: Path) -> None:
    with build_city(tmp_path / "tiny", recorded_at=AS_OF) as city:
        city.acts.load_table(case_table(), "other")
        assert lost(city, "due_at", "no_data") == []
        assert "overdue_open" in lost(city, "due_at", "partly")


def test_what_a_number_relies_on_is_the_other_way_round(tiny_city: City) -> None:
    """Every field without which a KPI has no data is one that it relies on, and the needed ones are."""
    dictionary = tiny_city.kpis.dictionary
    every = {name: tiny_city.ledger.losses("tiny", name, scope=WHOLE_CITY) for name in CASE_FIELDS}
    for key in ("overdue_open", "satisfaction", "repeat", "recurrence", "handling_time", "reported"):
        found = {one.field: one for one in tiny_city.ledger.relied_on(dictionary[key], scope=WHOLE_CITY)}
        effects = {name: loss.effect for name, losses in every.items() for loss in losses if loss.key == key}
        assert effects.keys() == {name for name, one in found.items() if one.filled}, key
        assert {name for name, one in effects.items() if one == "no_data"} <= {n for n in found if found[n].needed}, key


def test_whoever_sees_a_part_of_the_city_is_told_of_no_rows(tiny_city: City) -> None:
    part = Scope(areas=((2, 4),))
    assert tiny_city.ledger.tables("tiny", scope=part) == ()
    assert tiny_city.ledger.relied_on(tiny_city.kpis.dictionary["open"], scope=part) == ()
    with pytest.raises(QuestionRefused):
        tiny_city.ledger.losses("tiny", "due_at", scope=part)


def test_an_unknown_source_or_field_is_refused_with_those_that_there_are(tiny_city: City) -> None:
    with pytest.raises(QuestionRefused, match="known are tiny"):
        tiny_city.ledger.losses("tinny", scope=WHOLE_CITY)
    with pytest.raises(QuestionRefused, match="due_at"):
        tiny_city.ledger.losses("tiny", "due", scope=WHOLE_CITY)
