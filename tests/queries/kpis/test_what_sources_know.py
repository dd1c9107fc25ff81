"""What a source does not know is no data, never zero; what was corrected later can be asked as it was known before."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from queries.city import City
from queries.kpis.answer import Answer
from tests.cities.tiny.cases import local, table_of
from tests.queries.conftest import question_at, runner

TAKEN = "{} is taken from the nearest earlier step that is known, since these sources do not tell it: plain."
PLAIN: dict[str, Any] = {"source_id": "P1", "at": "E1", "reported": "1 9:00", "closed": "3 9:00"}


def test_a_kpi_about_a_step_that_no_source_knows_has_no_data(empty_city: City) -> None:
    empty_city.acts.load_table(table_of([PLAIN]), "plain")
    answer = runner(empty_city)("declined", by="channel")
    assert (answer.status, answer.value, answer.n, answer.rows) == ("no_data", None, 0, ())
    told = answer.as_json()
    assert (told["value"], told["n"], told["status"]) == (None, None, "no_data")
    assert answer.notes == (
        "No source of this city knows the time of dispatch, the time of the first decline or the number of declines.",
    )


def test_a_step_filled_in_from_an_earlier_one_is_named(empty_city: City) -> None:
    empty_city.acts.load_table(table_of([PLAIN]), "plain")
    ask = runner(empty_city)
    assert ask("closing_rate").value == 1
    taken, unripe = ask("closing_rate").notes
    assert (taken, unripe.code) == (TAKEN.format("The time of acceptance"), "unripe")
    assert "may still be open" in unripe, "its one case is closed"
    assert ask("open", as_of=local("2 9:00")).value == 1
    assert ask("open").notes[0] == TAKEN.format("The time of filing")
    assert ask("filed_rate").status == "no_data"
    assert ask("reported").notes == ()


def test_an_answer_without_a_survey_time_was_given_when_the_case_was_closed(empty_city: City) -> None:
    answers = {"satisfaction": 5, "resolved": True}
    more = [PLAIN | {"source_id": "P2"} | answers, PLAIN | {"source_id": "P3", "satisfaction": 2}]
    empty_city.acts.load_table(table_of([PLAIN, *more]), "plain")
    ask = runner(empty_city)
    answer = ask("satisfaction", days="3")
    assert (answer.numerator, answer.denominator) == (1, 2)
    assert answer.notes == (TAKEN.format("The time of the citizen's answer"),)
    assert ask("satisfaction", days="2").status == "no_cases"
    assert (ask("resolved").numerator, ask("resolved").denominator) == (1, 1)
    assert ask("satisfaction", as_of=local("2 9:00")).status == "no_cases"


def test_a_source_that_does_not_know_is_left_out_and_named(empty_city: City) -> None:
    empty_city.acts.load_table(table_of([PLAIN]), "plain")
    empty_city.acts.load_table(
        table_of([PLAIN | {"source_id": "R1", "accepted": "1 9:00", "filed": "1 9:05"}, PLAIN | {"source_id": "R2"}]),
        "rich",
    )
    answer = runner(empty_city)("filed_rate")
    assert (answer.numerator, answer.denominator) == (1, 1)
    assert "Left out, not known there: plain." in answer.notes
    days = runner(empty_city)("suspended", days="1-4", by="day")
    assert days.status == "no_data"


def test_a_counter_without_a_time_is_not_known_for_an_earlier_moment(empty_city: City) -> None:
    case = {"source_id": "D1", "reported": "1 9:00", "dispatched": "1 9:30", "declined_count": 2, "closed": "5 9:00"}
    empty_city.acts.load_table(table_of([case]), "counting")
    ask = runner(empty_city)
    assert (ask("declined").numerator, ask("declined").denominator) == (1, 1)
    earlier = ask("declined", as_of=local("4 9:00"))
    assert (earlier.status, earlier.value) == ("no_data", None)
    assert earlier.notes == ("Not known as of this moment: the number of declines has no time.",)


def test_a_counter_with_its_time_is_known_at_every_moment(empty_city: City) -> None:
    case = {
        "source_id": "D1",
        "reported": "1 9:00",
        "dispatched": "1 9:30",
        "declined_count": 2,
        "first_declined": "2 9:00",
    }
    empty_city.acts.load_table(table_of([case, PLAIN]), "counting")
    ask = runner(empty_city)
    assert [ask("declined", as_of=local(m)).numerator for m in ("2 8:59", "2 9:00")] == [0, 1]


def test_cases_closed_or_voided_without_a_time_are_never_open_and_are_counted_in_a_note(empty_city: City) -> None:
    cases = [
        PLAIN,
        {"source_id": "C1", "reported": "1 9:00", "status": "closed"},
        {"source_id": "V1", "reported": "1 9:00", "status": "voided"},
    ]
    empty_city.acts.load_table(table_of(cases), "careless")
    ask = runner(empty_city)
    assert [ask("open", as_of=local(m)).value for m in ("2 9:00", "4 9:00")] == [1, 0]
    assert (ask("closing_rate").numerator, ask("closing_rate").denominator) == (2, 2)
    assert (ask("handled_daily", days="1-9").n, ask("reported").value) == (1, 3)
    [untimed] = [note for note in ask("open").notes if note.code == "untimed"]
    assert "2 cases of the city are closed or voided without a time" in untimed


def test_devices_and_units_are_known_now_only(empty_city: City) -> None:
    ask = runner(empty_city)
    assert ask("online").status == "no_data"
    store = empty_city._context.store
    with store.write() as cursor:
        cursor.execute("""
            INSERT INTO city.devices (source, device, kind, status, area_id, heartbeat_at, recorded_at)
            VALUES ('iot', 'd1', 'camera', 'online', 3, TIMESTAMP '2024-06-10 09:55', TIMESTAMP '2024-06-10 09:56')
        """)
        store.next_data_version(cursor, datetime(2024, 6, 10, 9, 56), None)  # noqa: DTZ001 - naive UTC
    assert ask("online").value == 1
    assert [row.n for row in ask("online", by="area").rows] == [1, 0, 0]
    earlier = "Not known as of this moment: of devices only the newest reports are kept."
    assert ask("online", as_of=local("10 9:00")).notes == (earlier,)
    assert ask("online", by="channel").status == "no_data"
    assert empty_city.kpis.cases(question_at("online", "10 18:00")).column_names[:2] == ["source", "device"]


class TestRecordedAsOf:
    """A case is corrected: closed on the 3rd, then said to have been closed on the 5th and in another district."""

    FIRST, SECOND = local("8 9:00"), local("9 9:00")

    @pytest.fixture
    def city(self, empty_city: City) -> City:
        first = [PLAIN | {"version": 1}, PLAIN | {"version": 1, "source_id": "P2"}]
        empty_city.acts.load_table(table_of(first), "s", recorded_at=self.FIRST)
        self.before = self.answers(empty_city)
        corrected = PLAIN | {"version": 2, "at": "W1", "closed": "5 9:00"}
        empty_city.acts.load_table(table_of([corrected]), "s", recorded_at=self.SECOND)
        return empty_city

    @staticmethod
    def answers(city: City, **more: Any) -> list[Answer]:
        ask = runner(city)
        return [
            ask("handling_time", **more),
            ask("reported", by="area", **more),
            ask("open", days="1-10", by="day", **more),
            ask("open", as_of=local("4 9:00"), **more),
            ask("closed_on_time", "closed", **more),
        ]

    def test_the_correction_counts_now(self, city: City) -> None:
        ask = runner(city)
        assert ask("handling_time").value == pytest.approx(3)
        assert [row.value for row in ask("reported", by="area").rows] == [1, 1, 0]

    def test_as_recorded_before_the_correction_every_answer_is_the_same(self, city: City) -> None:
        again = self.answers(city, recorded_as_of=self.FIRST)
        for before, after in zip(self.before, again, strict=True):
            assert (after.value, after.n, after.rows, after.start, after.end) == (
                before.value,
                before.n,
                before.rows,
                before.start,
                before.end,
            )
            assert (before.recorded_at, after.recorded_at) == (self.FIRST, self.FIRST)

    def test_just_before_the_first_recording_nothing_was_known(self, city: City) -> None:
        ask = runner(city)
        earlier = ask("reported", recorded_as_of=self.FIRST - timedelta(microseconds=1))
        assert (earlier.status, earlier.value, earlier.notes[0].code) == ("no_data", None, "nothing_known_yet")
        assert ask("reported", recorded_as_of=self.SECOND).value == 2
        assert ask("handling_time", recorded_as_of=self.SECOND).value == pytest.approx(3)
        assert ask("reported").recorded_at == self.SECOND

    def test_a_version_that_arrived_older_than_the_current_one_was_never_current(self, city: City) -> None:
        late = PLAIN | {"version": 0, "source_id": "P2", "closed": "2 9:00"}
        city.acts.load_table(table_of([late]), "s", recorded_at=local("9 12:00"))
        ask = runner(city)
        assert ask("handling_time", recorded_as_of=local("9 13:00")).value == pytest.approx(3)
        assert ask("handling_time").value == pytest.approx(3)
