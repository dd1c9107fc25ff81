"""Free pages of the store's file, which still hold what was deleted: they are written over with numbers by chance."""

from __future__ import annotations

from pathlib import Path

from queries.store.statements import read_statements
from queries.store.store import Store

_SQL = read_statements(Path(__file__).with_name("freed_pages.sql"))
_NUMBER_BYTES = 8
_MORE = 4
"""Pages beyond those that are free: what is written may begin behind them."""


def overwrite_freed_pages(store: Store) -> int:
    """Bring the log into the file, and write over every page that is free then; how many there were. A store that is
    no single file, as a DuckLake, has none.

    Takes as long as writing so many bytes. Raises StoreBusy where somebody reads without a pause.
    """
    store.checkpoint()
    with store.cursor() as cursor:
        found = cursor.execute(_SQL["free"]).fetchall()
    if not found or not found[0][0]:
        return 0
    [(free, page_bytes)] = found
    try:
        with store.write() as cursor:
            cursor.execute(_SQL["fill"], {"numbers": (free + _MORE) * page_bytes // _NUMBER_BYTES})
        store.checkpoint()
    finally:
        with store.write() as cursor:
            cursor.execute(_SQL["free_again"])
    store.checkpoint()
    return int(free)
