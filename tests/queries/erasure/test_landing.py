"""What is erased is gone from landing/ too, whatever it lies in; a rebuild reads the same rows, and the same file is
known again."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from geodata.city.profile import SourceProfile
from queries.erasure import forgetting
from queries.erasure.redaction import redact_landing, unredacted
from queries.intake.reception import Reception
from queries.landing import replaced_content
from queries.landing.folder import all_landed, packs
from queries.recovery import packing
from queries.recovery.agreement import reconcile
from queries.recovery.packing import Packer
from queries.recovery.rebuild import rebuild
from queries.recovery.recovery import open_recovered
from tests.cities.stored_bytes import found_in
from tests.queries.erasure.conftest import forgotten
from tests.queries.loading.conftest import SmallCity, open_small_city

CASES = [
    {"id": "1", "open_dt": "2024-03-01", "type": "noise", "title": "canary-title", "text": "canary-text",
     "address": "canary-road 1 (10.5, 0.5)", "phone": "canary-phone", "remarks": "canary-remark"},
    {"id": "2", "open_dt": "2024-03-02", "type": "noise", "title": "other", "text": "other text",
     "address": "other road (10.5, 1.5)", "phone": "other-phone", "remarks": "other-remark"},
    {"id": "1", "open_dt": "bad", "type": "noise", "title": "canary-refused", "text": "", "address": "",
     "phone": "", "remarks": "canary-refused"},
]  # fmt: skip
CANARIES = ("canary-title", "canary-text", "canary-road", "canary-phone", "canary-remark", "canary-refused")
OTHERS = ("other text", "other-remark")


def as_csv(*left_out: str) -> str:
    names = [name for name in CASES[0] if name not in left_out]
    lines = [",".join(f'"{row[name]}"' for name in names) for row in CASES]
    return "\n".join([",".join(names), *lines])


def file_as_it_came(city: SmallCity) -> None:
    city.load_text(gzip.compress(as_csv("phone").encode()), "cases.csv.gz")


def rows_of_a_file(city: SmallCity) -> None:
    city.load_text(as_csv())


def objects_of_a_file(city: SmallCity) -> None:
    city.load_text(json.dumps([{**row, "more": {"said": row["remarks"]}} for row in CASES]), "cases.json")


def table(city: SmallCity) -> None:
    names = {"id": "source_id", "open_dt": "reported_at", "type": "category1", "title": "title", "text": "text"}
    rows = [{new: row[old] for old, new in names.items()} for row in CASES[:2]]
    city.load_table(pa.Table.from_pylist(rows))


def segment(city: SmallCity) -> None:
    reception = Reception(city.context)
    reception.accept("cases", "events", CASES)
    reception.apply_waiting()


WAYS: list[Callable[[SmallCity], None]] = [file_as_it_came, rows_of_a_file, objects_of_a_file, table, segment]


@pytest.fixture
def city(tmp_path: Path) -> SmallCity:
    return open_small_city(tmp_path, cases=SourceProfile(), acts=SourceProfile(kind="steps", cases="cases"))


@pytest.mark.parametrize("sealed", [False, True], ids=["", "sealed"])
@pytest.mark.parametrize("deliver", WAYS)
def test_no_byte_of_landing_holds_it(city: SmallCity, deliver: Callable[[SmallCity], None], sealed: bool) -> None:
    personal = {"personal_columns": "sealed" if sealed else "left_out"}
    city.context.replace_profile(city.profile.model_copy(update=personal))
    deliver(city)
    landing = city.store.folder / "landing"
    assert found_in(landing, CANARIES)
    forgotten(city, "1", source="cases")
    held = city.versions()
    done = redact_landing(city.context)
    assert (done.rewritten, done.problems, unredacted(city.context)) == (1, (), [])
    assert found_in(landing, CANARIES) == []
    assert {word for _, word in found_in(landing, OTHERS)} >= {"other text"}
    rebuild(city.context)
    assert city.versions() == held
    deliver(city)
    assert city.versions() == held
    assert (redact_landing(city.context).problems, reconcile(city.store)) == ((), ())
    city.store.checkpoint()
    assert found_in(landing, CANARIES) == []
    city.store.close()


def test_steps_lose_what_people_wrote(city: SmallCity) -> None:
    city.load_text(as_csv("phone"))
    steps = [{"case": number, "step": "dispatched", "at": "2024-03-02", "actor": f"{word}-actor", "to": f"{word}-unit",
              "said": f"{word}-said"} for number, word in (("1", "canary"), ("2", "other"))]  # fmt: skip
    reception = Reception(city.context)
    reception.accept("acts", "steps", [*steps, {"case": "1", "step": "dispatched", "at": "bad", "actor": "canary-bad"}])
    reception.apply_waiting()
    forgotten(city, "1", source="cases")
    before = city.rows("SELECT source_id, step, happened_at, actor, to_value FROM city.event_steps ORDER BY source_id")
    assert [(row[0], *row[3:]) for row in before] == [("1", None, None), ("2", "other-actor", "other-unit")]
    assert redact_landing(city.context).problems == ()
    landing = city.store.folder / "landing"
    assert found_in(landing, ["canary-actor", "canary-unit", "canary-said", "canary-bad"]) == []
    assert found_in(landing, ["other-said"])
    reception.accept("acts", "steps", steps)
    reception.apply_waiting()
    rebuild(city.context)
    again = city.rows("SELECT source_id, step, happened_at, actor, to_value FROM city.event_steps ORDER BY source_id")
    assert again == before
    assert reconcile(city.store) == ()
    city.store.close()


def test_a_pack_is_written_again_as_a_whole(city: SmallCity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "FEWEST", 3)
    reception = Reception(city.context)
    for number in range(3):
        title = "canary-title" if number == 1 else "other text"
        reception.accept("cases", "events", [{"id": f"N{number}", "open_dt": "2024-03-01", "title": title}])
        reception.apply_waiting()
    assert Packer(city.store).pack_some()
    forgotten(city, "N1")
    held = city.versions()
    done = redact_landing(city.context)
    assert (done.rewritten, done.problems) == (1, ())
    assert len(packs(city.store.folder)) == 1
    assert found_in(city.store.folder / "landing", CANARIES) == []
    rebuild(city.context)
    assert city.versions() == held
    city.store.close()


class Killed(BaseException):
    """As if the process had been killed."""


@pytest.mark.parametrize(
    ("deliver", "at"), [*((file_as_it_came, at) for at in (2, 4, 5, 6)), *((rows_of_a_file, at) for at in (2, 3, 6))]
)
def test_killed_at_any_moment_the_next_start_goes_on(
    city: SmallCity, deliver: Callable[[SmallCity], None], at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(city)
    forgotten(city, "1", source="cases")
    held, left = city.versions(), at

    def counted(work: Callable[..., object]) -> Callable[..., object]:
        def killed(*given: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed
            return work(*given)

        return killed

    with monkeypatch.context() as killing:
        for name in ("write_manifest", "flush", "sha256_of"):
            killing.setattr(replaced_content, name, counted(getattr(replaced_content, name)))
        killing.setattr(Path, "replace", counted(Path.replace))
        try:
            redact_landing(city.context)
        except Killed:
            assert unredacted(city.context)
    city.store.close()
    context, sentences = open_recovered(city.store.folder)
    assert sentences == ()
    again = SmallCity(city.folder, context)
    assert again.versions() == held
    assert redact_landing(context).problems == ()
    assert (unredacted(context), reconcile(context.store)) == ([], ())
    assert found_in(context.folder / "landing", CANARIES) == []
    assert len(list(all_landed(context.folder))) == 2
    rebuild(context)
    assert again.versions() == held
    context.close()


def test_what_a_later_delivery_repeats_is_taken_out_of_it_as_well(city: SmallCity) -> None:
    rows_of_a_file(city)
    forgotten(city, "1", source="cases")
    redact_landing(city.context)
    reception = Reception(city.context)
    reception.accept("cases", "events", [CASES[0] | {"closed_dt": "2024-03-09"}, CASES[1] | {"title": "changed"}])
    reception.apply_waiting()
    assert city.case("1", "title, text, address, closed_at IS NULL") == (None, None, None, False)
    landing = city.store.folder / "landing"
    assert found_in(landing, CANARIES)
    assert len(unredacted(city.context)) == 1
    assert redact_landing(city.context).rewritten == 1
    assert found_in(landing, CANARIES) == []
    held = city.versions()
    rebuild(city.context)
    assert city.versions() == held
    city.store.close()


def test_killed_before_it_is_applied_an_erasure_is_applied_at_the_next_start(
    city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise Killed

    rows_of_a_file(city)
    monkeypatch.setattr(forgetting, "apply_landed", killed)
    with pytest.raises(Killed):
        forgotten(city, "1", source="cases")
    city.store.close()
    context, _ = open_recovered(city.store.folder)
    again = SmallCity(city.folder, context)
    assert again.case("1", "title, text") == (None, None)
    assert redact_landing(context).rewritten == 1
    assert found_in(context.folder / "landing", CANARIES) == []
    context.close()
