"""The answer to the sender of a delivery."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot be taken: its place in the delivery, counted from 0, and one sentence."""

    row: int
    reason: str


@dataclass(frozen=True)
class Receipt:
    """`accepted` rows are safe on the disk; `segment` is where they lie. The refused ones are kept there too."""

    accepted: int
    refused: tuple[RefusedRow, ...] = ()
    segment: str = ""
