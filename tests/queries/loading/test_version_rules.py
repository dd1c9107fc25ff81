"""What tells which version of a case is newer: one scale for each source, found once, declared, or found anew in a
store that an earlier program wrote."""

import pytest

from queries.store.version_order import LEAST_NUMBER
from tests.queries.loading.conftest import SmallCity

PLAIN = "id,open_dt,closed_dt,title\n"
NUMBERED = "id,open_dt,closed_dt,version,title\n"
BOTH = "id,open_dt,updated_datetime,version,title\n"


def title(city: SmallCity) -> object:
    return city.case("1", "title")[0]


def test_a_history_without_versions_never_beats_numbers_that_come_later(city: SmallCity) -> None:
    assert city.load_text(PLAIN + "1,2024-03-01,2024-03-02,history\n", "history.csv").newer_by == "arrival"
    for version in (2, 7):
        live = city.load_text(f"{NUMBERED}1,2024-03-01,,{version},live {version}\n", f"{version}.csv")
        assert (live.loaded, live.newer_by) == (1, "number")
    assert (title(city), city.case("1", "status")) == ("live 7", ("filed",))


def test_corrections_without_versions_apply_as_they_arrive_and_reopen_a_case(city: SmallCity) -> None:
    for number, text in enumerate("abcab"):
        assert city.load_text(f"{PLAIN}1,2024-03-01,2024-03-0{2 + number % 2},{text}\n", f"{number}.csv").loaded == 1
    assert city.load_text(PLAIN + "1,2024-03-01,,b\n", "reopened.csv").loaded == 1
    assert (title(city), city.case("1", "status")) == ("b", ("filed",))


@pytest.mark.parametrize(("older", "newer"), [("1764000000000000001", "1764000000000000002"), ("1.0", "2.0")])
def test_long_and_decimal_versions_are_read(city: SmallCity, older: str, newer: str) -> None:
    city.load_text(f"{NUMBERED}1,2024-03-01,,{newer},new\n", "new.csv")
    late = city.load_text(f"{NUMBERED}1,2024-03-01,,{older},old\n2,2024-03-01,,v7,none\n", "old.csv")
    assert (late.loaded, late.superseded, late.refused) == (0, 1, 1)
    assert [(row.line, row.number, row.kind) for row in late.unchanged] == [(2, "1", "older")]
    assert title(city) == "new"


@pytest.mark.parametrize(("declared", "wanted"), [("number", "number 9"), ("update_time", "late"), ("arrival", "last")])
def test_the_mapping_declares_the_scale(city: SmallCity, declared: str, wanted: str) -> None:
    rows = ("2024-03-02,9,number 9", "2024-03-08,3,late", "2024-03-05,5,last")
    for number, row in enumerate(rows):
        city.load_text(f"{BOTH}1,2024-03-01,{row}\n", f"{number}.csv", mapping={"versions": declared})
    assert title(city) == wanted


def test_a_store_of_the_earlier_program_orders_its_times_below_numbers(city: SmallCity) -> None:
    """It wrote the latest time of the life cycle as the version, microseconds, where a row had none."""
    city.load_text(PLAIN + "1,2024-03-01,2024-03-02,history\n", "history.csv")
    with city.store.write() as cursor:
        cursor.execute("UPDATE city.events SET version = epoch_us(closed_at)")
        cursor.execute("DELETE FROM city.settings WHERE key LIKE 'versions of %'")
    city.store.case_keys.forget()
    assert city.load_text(NUMBERED + "1,2024-03-01,,2,live\n", "live.csv").loaded == 1
    assert title(city) == "live"
    assert [version < LEAST_NUMBER for (version,) in city.rows("SELECT version FROM city.event_history")] == [True]
