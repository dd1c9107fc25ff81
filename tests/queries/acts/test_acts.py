"""Acts are deliveries: kept in landing/, the same after a rebuild, each once, known from a moment on, in a chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.commands.check import city_lines
from queries.acts.act import Act, new_key
from queries.acts.acts_end import ACTS_END
from queries.acts.saved import NotesAsked
from queries.city import City
from queries.errors import ActRefused
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
VIEW = Act("view", "v1", "saved", "local", "test", NOON, name="Night noise", screen="analyst", search="?area=A1")
NOTE = Act(
    "note", "n1", "saved", "local", "test", NOON, text="Fair on the square",
    area_code="A1", from_at=NOON, until_at=NOON + HOUR,
)  # fmt: skip


@pytest.fixture
def clock() -> SteerableClock:
    return SteerableClock(NOON)


@pytest.fixture
def city(tmp_path: Path, clock: SteerableClock) -> Iterator[City]:
    with build_city(tmp_path / "small", "two_neighbourhoods", cases=(), clock=clock) as opened:
        yield opened


def names(city: City, known: datetime | None = None) -> list[str]:
    return [one.act.name for one in city.saved.views(known, scope=WHOLE_CITY)]


def notes(city: City, area: str = "city", known: datetime | None = None, **span: datetime) -> list[str]:
    place = city.tree.root if area == "city" else city.tree.area(area)
    return [one.act.text for one in city.saved.notes(NotesAsked(place, **span), known, scope=WHOLE_CITY)]


def rows(city: City) -> list[tuple[object, ...]]:
    with city._context.store.cursor() as cursor:
        return cursor.execute("SELECT * FROM city.acts ORDER BY place").fetchall()


def test_what_was_saved_renamed_and_withdrawn_is_the_same_after_a_rebuild(city: City, clock: SteerableClock) -> None:
    city.acts.deliver([VIEW, NOTE])
    clock.advance(minutes=1)
    city.acts.deliver([replace(VIEW, act=new_key(), name="Noise at night")])
    city.acts.deliver([replace(NOTE, act=new_key(), deed="withdrawn")])
    held = rows(city)
    assert len(held) == 4
    city.acts.rebuild()
    assert rows(city) == held
    assert (names(city), notes(city)) == (["Noise at night"], [])
    assert city.acts.reconcile() == ()


def test_an_act_that_is_held_changes_nothing(city: City) -> None:
    city.acts.deliver([VIEW])
    held, version = rows(city), city.sources.data_version
    city.acts.deliver([VIEW, VIEW])
    assert (rows(city), city.sources.data_version) == (held, version)
    city.acts.deliver([VIEW, NOTE])
    assert [row[0] for row in rows(city)] == [VIEW.act, NOTE.act]
    assert city.acts.reconcile() == ()


def test_a_past_moment_shows_what_was_known_by_then(city: City, clock: SteerableClock) -> None:
    city.acts.deliver([VIEW])
    clock.advance(hours=1)
    city.acts.deliver([replace(VIEW, act=new_key(), name="Later"), NOTE])
    clock.advance(hours=1)
    city.acts.deliver([replace(NOTE, act=new_key(), deed="withdrawn")])
    assert names(city, NOON - HOUR) == []
    assert (names(city, NOON), notes(city, known=NOON)) == (["Night noise"], [])
    assert (names(city, NOON + HOUR), notes(city, known=NOON + HOUR)) == (["Later"], ["Fair on the square"])
    assert (names(city), notes(city)) == (["Later"], [])


def test_notes_belong_to_an_area_and_a_time(city: City) -> None:
    moment = replace(NOTE, act=new_key(), subject="n2", text="Siren", area_code="A2", until_at=NOON)
    every = replace(NOTE, act=new_key(), subject="n3", text="Heat", area_code=city.tree.root.code)
    city.acts.deliver([NOTE, moment, every])
    assert notes(city) == ["Heat", "Siren", "Fair on the square"]
    assert notes(city, "A2") == ["Heat", "Siren"]
    assert notes(city, "A1", start=NOON + HOUR) == []
    assert notes(city, "A1", end=NOON) == []
    assert notes(city, "A2", start=NOON, end=NOON + HOUR) == ["Heat", "Siren"]


def test_a_note_at_a_point_lies_in_the_area_there(city: City) -> None:
    city.acts.deliver([replace(NOTE, area_code="", lon=1.5, lat=10.5)])
    [note] = city.saved.notes(NotesAsked(city.tree.area("A2")), scope=WHOLE_CITY)
    assert (note.act.area_code, note.act.lon, city.saved.area_of(note).name) == ("A2", 1.5, "East Side")


def test_what_is_personal_is_not_even_kept_in_landing(city: City) -> None:
    city.acts.deliver([replace(NOTE, text="围挡施工 联系人：张晓明 13987654321")])
    [text] = notes(city)
    assert "张晓明" not in text
    assert "13987654321" not in text
    landing = [path.read_bytes() for path in (city.ground.folder / "landing").glob("*")]
    assert any("围挡施工".encode() in content for content in landing)
    assert not any(b"13987654321" in content or "张晓明".encode() in content for content in landing)


@pytest.mark.parametrize(
    ("act", "key"),
    [
        (replace(VIEW, name=""), "no_name"),
        (replace(VIEW, name="x" * 81), "long"),
        (replace(NOTE, text=""), "no_text"),
        (replace(NOTE, area_code=""), "place"),
        (replace(NOTE, until_at=NOON - HOUR), "span"),
        (replace(NOTE, lon=5.0, lat=50.0), "outside"),
        (replace(NOTE, lon=1.5), "place"),
    ],
)
def test_what_is_not_whole_is_refused_and_nothing_is_kept(city: City, act: Act, key: str) -> None:
    with pytest.raises(ActRefused) as refused:
        city.acts.deliver([VIEW, act])
    assert refused.value.key == key
    assert rows(city) == []


def test_an_act_that_was_altered_or_taken_out_breaks_the_chain(city: City, clock: SteerableClock) -> None:
    for number in range(3):
        city.acts.deliver([replace(VIEW, act=new_key(), name=f"Stage {number}")])
        clock.advance(minutes=1)
    assert city.saved.broken_at() is None
    with city._context.store.write() as cursor:
        cursor.execute("UPDATE city.acts SET name = 'Another' WHERE place = 1")
        city._context.store.note_acts()
    assert city.saved.broken_at() == NOON + timedelta(minutes=1)
    with city._context.store.write() as cursor:
        cursor.execute("DELETE FROM city.acts WHERE place = 1")
        city._context.store.note_acts()
    assert city.saved.broken_at() == NOON + timedelta(minutes=2)
    city.acts.rebuild()
    assert (city.saved.broken_at(), names(city)) == (None, ["Stage 2"])


def test_that_the_end_was_cut_off_shows_after_a_rebuild_too_and_after_later_acts(
    city: City, clock: SteerableClock
) -> None:
    for number in range(3):
        city.acts.deliver([replace(VIEW, act=new_key(), name=f"Stage {number}")])
        clock.advance(minutes=1)
    city.acts.rebuild()
    assert city.saved.missing_at_end() == 0
    landing = city.ground.folder / "landing"
    for manifest in sorted(landing.glob("*.accepted"))[1:]:
        manifest.with_suffix(".segment").unlink()
        manifest.unlink()
    city.acts.rebuild()
    assert (city.saved.broken_at(), city.acts.reconcile()) == (None, ())
    assert city.saved.missing_at_end() == 2
    line = city_lines(city)[-1]
    assert (line.ok, line.what, line.found) == (False, "acts", "2 missing at the end")
    city.acts.deliver([replace(VIEW, act=new_key(), name=f"Later {number}") for number in range(4)])
    assert city.saved.missing_at_end() == 1
    (city.ground.folder / ACTS_END).unlink()
    city.acts.deliver([replace(VIEW, act=new_key(), name="Accepted")])
    assert city.saved.missing_at_end() == 0


def test_acts_beside_deliveries_of_a_started_reception(city: City) -> None:
    reception = city.acts.reception()
    reception.start()
    try:
        assert city.acts.deliver([VIEW], reception)
        assert names(city) == ["Night noise"]
        reception.accept("posted", "events", [{"source_id": "1", "reported_at": NOON.isoformat()}], 5.0)
    finally:
        reception.stop()
    assert city.acts.reconcile() == ()
