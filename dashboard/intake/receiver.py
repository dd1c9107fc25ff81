"""The interface of `queries.intake.Reception` as the dashboard uses it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from queries.values import LoadSummary, Receipt

T = TypeVar("T")


class RowReceiver(Protocol):
    """Accepts deliveries: returns when the good rows are safely in landing/, or with patience when they are applied.
    backlog: rows not applied yet,
    of all sources or of one."""

    @property
    def backlog(self) -> int: ...
    def backlog_of(self, source: str) -> int: ...
    def accept(self, source: str, kind: str, rows: Sequence[Mapping[str, Any]], patience_s: float = 0.0) -> Receipt: ...


class FileReceiver(Protocol):
    """Loads whole files, and returns when they are applied; runs work between two deliveries."""

    def between(self, work: Callable[[], T]) -> T: ...

    @staticmethod
    def is_large(path: Path) -> bool: ...

    def keep_refused(self, path: Path, target: Path, source: str) -> Path: ...

    def land_file(self, path: Path | str, source: str, **options: Any) -> LoadSummary: ...


class LandingPacker(Protocol):
    """Packs small applied inputs of landing/ into one file, between two deliveries."""

    def between(self, work: Callable[[], T]) -> T: ...

    def pack(self) -> bool: ...


class LandingKeeper(RowReceiver, FileReceiver, LandingPacker, Protocol):
    """What the jobs of a server that work in landing/ need."""


class Receiver(RowReceiver, FileReceiver, Protocol):
    """Accepts deliveries and files."""
