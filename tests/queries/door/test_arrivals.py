"""What arrives later counts, also where the machine's clock was put back before it came."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from queries.city import City
from tests.cities.builder import build_city

HEADER = "case_id,open_dt,closed_dt\n"


def closed(city: City) -> list[tuple[object, ...]]:
    with city._context.store.cursor() as cursor:
        return cursor.execute("SELECT source_id, closed_at IS NOT NULL FROM city.events").fetchall()


def test_a_reopening_counts_though_the_clock_was_put_back(tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(HEADER + "1,2024-06-01 08:00,2024-06-02 08:00\n")
    second.write_text(HEADER + "1,2024-06-01 08:00,\n")
    with build_city(tmp_path / "city", cases=()) as city:
        city.acts.load(first, recorded_at=datetime.now(UTC) + timedelta(hours=6))
        assert closed(city) == [("1", True)]
        city.acts.load(second)
        assert closed(city) == [("1", False)]
        city.acts.rebuild()
        assert closed(city) == [("1", False)]
