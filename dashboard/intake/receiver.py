"""What this floor expects of a reception: `queries.intake.Reception` is one."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from queries.loading.summary import LoadSummary

T = TypeVar("T")


class RefusedRow(Protocol):
    """`row` counts from 0 in the delivery."""

    @property
    def row(self) -> int: ...
    @property
    def reason(self) -> str: ...


class Receipt(Protocol):
    """What became of a delivery. `segment`: where in landing/ its rows are kept."""

    @property
    def accepted(self) -> int: ...
    @property
    def refused(self) -> Sequence[RefusedRow]: ...
    @property
    def segment(self) -> str: ...


class TakesRows(Protocol):
    """Takes deliveries: answers when the good rows are safely in landing/. `backlog`: rows not applied yet."""

    @property
    def backlog(self) -> int: ...
    def accept(self, source: str, kind: str, rows: Sequence[Mapping[str, Any]]) -> Receipt: ...


class TakesFiles(Protocol):
    """Takes whole files, and answers when they are applied; does work between two deliveries."""

    def between(self, work: Callable[[], T]) -> T: ...

    def land_file(self, path: Path | str, source: str, **options: Any) -> LoadSummary: ...


class Takes(TakesRows, TakesFiles, Protocol):
    """Takes both."""
