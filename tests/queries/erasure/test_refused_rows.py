"""Refused rows that name an erased case lose their texts, whenever they came and however the case is numbered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from geodata.city.profile import SourceProfile
from queries.erasure.redaction import redact_landing
from queries.intake.reception import Reception
from queries.recovery.agreement import reconcile
from queries.recovery.rebuild import rebuild
from tests.cities.stored_bytes import found_in
from tests.queries.erasure.conftest import forgotten
from tests.queries.loading.conftest import LANDED, SmallCity, open_small_city

RAW = "SELECT raw FROM city.quarantine ORDER BY raw"


@pytest.fixture
def city(tmp_path: Path) -> Iterator[SmallCity]:
    opened = open_small_city(tmp_path, cases=SourceProfile(), acts=SourceProfile(kind="steps", cases="cases"))
    yield opened
    opened.store.close()


def landing_holds(city: SmallCity, *words: str) -> set[str]:
    return {word for _, word in found_in(city.store.folder / "landing", words)}


def test_a_row_refused_before_the_case_was_known_loses_its_text(city: SmallCity) -> None:
    city.load_text("id,open_dt,title\n1,bad,canary-early\n2,bad,other-early", "early.csv")
    city.load_text("id,open_dt,title\n1,2024-03-01,canary-title", recorded_at=LANDED + timedelta(days=1))
    forgotten(city, "1")
    assert redact_landing(city.context).problems == ()
    assert landing_holds(city, "canary-early", "canary-title", "other-early") == {"other-early"}
    held = city.rows(RAW)
    assert len(held) == len([raw for (raw,) in held if "canary" not in raw]) == 2
    rebuild(city.context)
    assert (city.rows(RAW), reconcile(city.store)) == (held, ())


@pytest.mark.parametrize("number", ["A 12", "x=1;y", 'say "1"', "城管　12"])
def test_numbers_of_several_words_are_found(city: SmallCity, number: str) -> None:
    def deliver(said: str) -> None:
        for source, kind, row in (
            ("cases", "events", {"id": number, "open_dt": "bad", "title": said}),
            ("acts", "steps", {"case": number, "step": "dispatched", "at": "bad", "actor": said}),
            ("acts", "steps", {"case": "12 A", "step": "dispatched", "at": "bad", "actor": "other"}),
        ):
            reception.accept(source, kind, [row])
            reception.apply_waiting()

    reception = Reception(city.context)
    reception.accept("cases", "events", [{"id": number, "open_dt": "2024-03-01", "title": "title"}])
    reception.apply_waiting()
    deliver("canary-before")
    forgotten(city, number)
    deliver("canary-after")
    held = city.rows(RAW)
    assert [raw for (raw,) in held if "canary" in raw] == []
    assert len([raw for (raw,) in held if "other" in raw]) == 1
    assert redact_landing(city.context).problems == ()
    assert landing_holds(city, "canary-before", "canary-after", "other") == {"other"}
    rebuild(city.context)
    assert (city.rows(RAW), reconcile(city.store)) == (held, ())
