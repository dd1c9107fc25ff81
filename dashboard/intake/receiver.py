"""What this floor expects of a reception: `queries.intake.Reception` is one."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from queries.values import LoadSummary, Receipt

T = TypeVar("T")


class RowReceiver(Protocol):
    """Takes deliveries: answers when the good rows are safely in landing/. `backlog`: rows not applied yet."""

    @property
    def backlog(self) -> int: ...
    def accept(self, source: str, kind: str, rows: Sequence[Mapping[str, Any]]) -> Receipt: ...


class FileReceiver(Protocol):
    """Takes whole files, and answers when they are applied; does work between two deliveries."""

    def between(self, work: Callable[[], T]) -> T: ...

    def land_file(self, path: Path | str, source: str, **options: Any) -> LoadSummary: ...


class Tidies(Protocol):
    """Keeps landing/ tidy: small applied inputs are put together, between two deliveries."""

    def between(self, work: Callable[[], T]) -> T: ...

    def pack(self) -> bool: ...


class Receiver(RowReceiver, FileReceiver, Protocol):
    """Takes both."""
