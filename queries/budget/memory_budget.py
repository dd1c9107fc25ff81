"""How many bytes an opened city may take: one total, and the share that each part of the program has in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

SHARES = {
    "store": 0.57,  # buffers of DuckDB: what it has read of the file and what its statements work on
    "answers": 0.055,  # rows that statements gave
    "tables": 0.095,  # a KPI by place: some 2 MB each at 107,158 micro-grids
    "levels": 0.07,  # a KPI of every area of a level
    "bins": 0.065,  # where the cases of a KPI lie
    "drawings": 0.11,  # panels as they are sent
    "compressed": 0.035,  # immutable answers in compressed form
}
"""Parts of the total; they add up to 1. Everything that is held and grows with what is asked has one."""
STORE_FILE = "store.duckdb"
LEAST, MOST = 232_000_000, 1_200_000_000
FIXED, STORE_PART = 140_000_000, 2
SPILL_TIMES = 10


@dataclass(frozen=True)
class MemoryBudget:
    """total: bytes that buffers and caches of one opened city may take together. The program itself, the area tree and
    the work of the moment come on top."""

    total: int = LEAST

    @classmethod
    def suited_to(cls, folder: Path) -> Self:
        """The budget of a city's folder where none was set: a fixed part and half the size of its store, in bounds."""
        file = folder / STORE_FILE
        size = file.stat().st_size if file.is_file() else 0
        return cls(max(LEAST, min(FIXED + size // STORE_PART, MOST)))

    def share(self, part: str) -> int:
        """Bytes of one of SHARES. Raises KeyError."""
        return int(self.total * SHARES[part])

    @property
    def spill(self) -> int:
        """Bytes that DuckDB may write to the disk for statements that need more than its share."""
        return SPILL_TIMES * self.total
