"""What is prepared after a start, so that neither the first delivery nor the first question waits for it."""

from datetime import timedelta
from unittest import mock

from queries.acts.saved import SavedThings
from queries.city_context import CityContext
from queries.door.acts import Acts
from queries.intake.reception import Reception
from queries.store import case_keys
from queries.store.prepared.follow_ups import rules
from tests.queries.intake.conftest import case, rows_of


def test_the_first_delivery_after_a_preparation_does_not_look_through_all_cases(city: CityContext) -> None:
    reception = Reception(city)
    reception.accept("posted", "events", [case(number) for number in range(5)])
    reception.apply_waiting()
    city.store.case_keys.forget()
    Acts(city, SavedThings(city.store, city.tree)).prepare_deliveries()
    reception.accept("posted", "events", [case(3, title="newer", reported_at="2026-06-02T08:00:00+08:00")])
    with mock.patch.object(case_keys, "_read", side_effect=AssertionError("all cases were looked through")):
        reception.apply_waiting()
    assert rows_of(city, "SELECT title FROM city.events WHERE source_id = '3'") == [("newer",)]


def test_a_prepared_period_is_not_made_again_by_a_question(city: CityContext) -> None:
    acts, prepared = Acts(city, SavedThings(city.store, city.tree)), city.store.prepared
    now = city.recording_moment().replace(tzinfo=None)
    statements = [f"SELECT count(*) FROM prepared.main.{rule.name}" for rule in rules()]  # noqa: S608
    for days, is_prepared in ((15, False), (40, True)):
        acts.prepare_questions(days)
        since = {"from_at": now - timedelta(days=30)}
        assert [prepared.covers(one, since) for one in statements] == [is_prepared] * len(statements)
