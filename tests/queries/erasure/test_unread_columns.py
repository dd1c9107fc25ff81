"""What arrives after an erasure in columns that nobody reads is taken out as well, though no erased text comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from geodata.city.profile import SourceProfile
from queries.erasure.redaction import redact_landing, unredacted
from queries.intake.reception import Reception
from queries.recovery.rebuild import rebuild
from tests.cities.stored_bytes import found_in
from tests.queries.erasure.conftest import forgotten
from tests.queries.loading.conftest import LANDED, SmallCity, open_small_city

ROWS = [{"id": number, "open_dt": "2024-03-01", "closed_dt": "2024-03-09", "remarks": f"{word}-remark",
         "phone": f"{word}-phone"} for number, word in (("1", "canary"), ("2", "other"))]  # fmt: skip
STEPS = [{"case": number, "step": "dispatched", "at": "2024-03-02", "said": f"{word}-said"}
         for number, word in (("1", "canary"), ("2", "other"))]  # fmt: skip


def as_csv(rows: list[dict[str, str]]) -> str:
    return "\n".join(",".join(row) for row in ([*rows[0]], *(row.values() for row in rows)))


def by_file(city: SmallCity) -> None:
    city.load_text(as_csv(ROWS), "later.csv", recorded_at=LANDED + timedelta(days=1))


def by_steps_file(city: SmallCity) -> None:
    city.load_text(as_csv(STEPS), "steps.csv", source="acts")


def by_deliveries(city: SmallCity) -> None:
    reception = Reception(city.context)
    reception.accept("cases", "events", ROWS)
    reception.accept("acts", "steps", STEPS)
    reception.apply_waiting()


@pytest.mark.parametrize(("deliver", "sealed"), [(by_file, False), (by_file, True), (by_steps_file, False),
                                                 (by_deliveries, False)])  # fmt: skip
def test_what_nobody_reads_goes_too(tmp_path: Path, deliver: Callable[[SmallCity], None], *, sealed: bool) -> None:
    city = open_small_city(tmp_path, cases=SourceProfile(), acts=SourceProfile(kind="steps", cases="cases"))
    personal = {"personal_columns": "sealed" if sealed else "left_out"}
    city.context.replace_profile(city.profile.model_copy(update=personal))
    city.load_text("id,open_dt,title\n1,2024-03-01,first\n2,2024-03-01,second", "first.csv")
    forgotten(city, "1")
    redact_landing(city.context)
    deliver(city)
    assert unredacted(city.context)
    held, landing = city.versions(), city.store.folder / "landing"
    done = redact_landing(city.context)
    assert (done.rewritten > 0, done.problems, unredacted(city.context)) == (True, (), [])
    assert found_in(landing, ["canary-remark", "canary-phone", "canary-said"]) == []
    assert found_in(landing, ["other-remark", "other-said"])
    rebuild(city.context)
    assert city.versions() == held
    assert redact_landing(city.context).rewritten == 0
    city.store.close()
