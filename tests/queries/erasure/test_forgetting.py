"""What is erased is gone from the store for good: of every version, after a rebuild, when the same file comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from queries.erasure import planning
from queries.erasure.forgetting import ErasureSummary
from queries.errors import ErasureRefused
from queries.recovery.agreement import reconcile
from queries.recovery.rebuild import rebuild
from tests.queries.erasure.conftest import forgotten
from tests.queries.loading.conftest import LANDED, SmallCity, open_small_city

FIRST = (
    "id,open_dt,type,title,text,address,person_ref,remarks\n"
    "1,2024-03-01,noise,canary-title,canary-text,canary-road 1,p1,canary-remark\n"
    "2,2024-03-02,noise,other title,other text,other road,p1,kept-remark\n"
    "3,2024-03-03,light,third title,third text,third road,p2,third-remark\n"
    "1,bad,noise,canary-refused,,,,\n"
)
SECOND = (
    "id,open_dt,closed_dt,type,title,text,address,person_ref\n"
    "1,2024-03-01,2024-03-09,noise,canary-title,canary-later,canary-road 1,p1\n"
    "3,2024-03-03,,light,third title,third text,third road,p2\n"
)
LATER = LANDED + timedelta(days=1)
FACTS = """
SELECT source_id, version, category1, person_ref IS NOT NULL, reported_at, closed_at, area_id, title, text, address
FROM (SELECT * FROM city.events UNION ALL BY NAME SELECT * EXCLUDE superseded_at FROM city.event_history)
ORDER BY ALL
"""


@pytest.fixture
def city(tmp_path: Path) -> Iterator[SmallCity]:
    opened = open_small_city(tmp_path)
    assert opened.load_text(FIRST).refused == 1
    opened.load_text(SECOND, "later.csv", recorded_at=LATER)
    yield opened
    opened.store.close()


def everything(city: SmallCity) -> str:
    tables = ("events", "event_history", "quarantine", "event_steps", "erased_cases", "erased_texts")
    with city.store.cursor() as cursor:
        return repr([cursor.table(f"city.{table}").fetchall() for table in tables])


def test_every_version_loses_its_texts_and_stays_a_case(city: SmallCity) -> None:
    before = city.rows(FACTS)
    tried = forgotten(city, "1", is_tried=True)
    assert city.rows(FACTS) == before
    assert tried == ErasureSummary(cases=1, persons=1, cases_of_persons=2, versions=3, steps=0, inputs=2)
    version = city.store.data_version
    assert forgotten(city, "1") == tried
    assert city.store.data_version == version + 1
    assert "canary" not in everything(city)
    assert [row[:7] for row in city.rows(FACTS)] == [row[:7] for row in before]
    assert [row[7:] for row in city.rows(FACTS) if row[0] != "1"] == [row[7:] for row in before if row[0] != "1"]
    assert reconcile(city.store) == ()


def test_the_cases_of_an_erased_person_stay_together_and_nobody_finds_them(city: SmallCity) -> None:
    forgotten(city, "1")
    [(first,), (second,), (third,)] = city.rows("SELECT person_ref FROM city.events ORDER BY source_id")
    assert first == second != "p1"
    assert third == "p2"
    assert city.case("2", "text") == ("other text",)
    forgotten(city, "2", of_persons=True)
    assert city.case("2", "text") == (None,)


def test_a_rebuild_and_the_same_files_again_bring_nothing_back(city: SmallCity) -> None:
    forgotten(city, "1")
    before = city.versions()
    rebuild(city.context)
    assert city.versions() == before
    again = city.load_text(FIRST, "again.csv"), city.load_text(SECOND, "again.csv", recorded_at=LATER)
    assert [(one.loaded, one.superseded) for one in again] == [(0, 0), (0, 0)]
    assert city.versions() == before
    assert "canary" not in everything(city)
    assert reconcile(city.store) == ()


def test_what_is_written_after_the_erasure_is_new(city: SmallCity) -> None:
    forgotten(city, "1")
    city.load_text(
        "id,open_dt,closed_dt,type,title,text,person_ref\n1,2024-03-01,2024-03-10,noise,canary-title,new,p1\n",
        recorded_at=LATER + timedelta(days=1),
    )
    assert city.case("1", "title, text") == (None, "new")
    assert city.case("1", "person_ref") != ("p1",)


def test_equal_versions_keep_their_order(city: SmallCity) -> None:
    """Where neither number nor time tells which is newer, the hash of the row does, which the erasure changes."""
    numbers = [str(number) for number in range(10, 40)]
    for text, status in (("first", "noise"), ("second", "light")):
        rows = [f"{number},2024-05-01,7,{status},{text} {number}" for number in numbers]
        city.load_text(
            "\n".join(["id,open_dt,version,type,text", *rows]), f"{text}.csv", source="ties", recorded_at=LATER
        )
    columns = "SELECT source_id, category1 FROM city.events WHERE source = 'ties' ORDER BY source_id"
    before = city.rows(columns)
    assert len({kind for _, kind in before}) == 2
    forgotten(city, *numbers)
    rebuild(city.context)
    assert city.rows(columns) == before


def test_a_reference_that_stands_for_many_is_no_person(city: SmallCity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "MOST_OF_PERSONS", 1)
    before = everything(city)
    with pytest.raises(ErasureRefused) as refused:
        forgotten(city, "1")
    assert (refused.value.key, everything(city)) == ("too_many_cases", before)
    assert forgotten(city, "3").persons == 1


@pytest.mark.parametrize(
    ("numbers", "options", "key"),
    [(("1", "nine"), {}, "unknown_cases"), ((" ",), {}, "no_cases"), (("1",), {"reason": " "}, "no_reason"),
     (("3",), {}, "which_source")],
)  # fmt: skip
def test_what_cannot_be_told_is_refused_whole(
    city: SmallCity, numbers: tuple[str, ...], options: dict[str, Any], key: str
) -> None:
    city.load_text(FIRST, source="others")
    if key != "which_source":
        options["source"] = "cases"
    before = everything(city)
    with pytest.raises(ErasureRefused) as refused:
        forgotten(city, *numbers, **options)
    assert refused.value.key == key
    assert everything(city) == before
