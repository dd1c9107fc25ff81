"""What a city's store says of its simulated source: how far it has come, and from which seed."""

from __future__ import annotations

from datetime import UTC, datetime

from dashboard.demo.simulation import SEED
from dashboard.demo.table import SOURCE
from queries.city import City

HOW_FAR = "SELECT watermark, first_reported FROM city.sources WHERE source = $source"
READ_SEED = "SELECT value FROM city.settings WHERE key = 'demo_seed'"
FORGET_SEED = "DELETE FROM city.settings WHERE key = 'demo_seed'"
WRITE_SEED = "INSERT INTO city.settings VALUES ('demo_seed', $seed)"


def how_far(city: City) -> tuple[datetime, datetime] | None:
    """The newest life-cycle time and the first report of the simulated source, aware; None before the first load."""
    with city.store.cursor() as cursor:
        row = cursor.execute(HOW_FAR, {"source": SOURCE}).fetchone()
    if row is None or row[0] is None or row[1] is None:
        return None
    return row[0].replace(tzinfo=UTC), row[1].replace(tzinfo=UTC)


def seed_of(city: City) -> int:
    """The seed that the city was built with."""
    with city.store.cursor() as cursor:
        row = cursor.execute(READ_SEED).fetchone()
    return int(row[0]) if row else SEED


def keep_seed(city: City, seed: int) -> None:
    """Remember the seed in the city's store."""
    with city.store.write() as cursor:
        cursor.execute(FORGET_SEED)
        cursor.execute(WRITE_SEED, {"seed": str(seed)})
