"""The answer to the sender of a delivery."""

from dataclasses import dataclass

from queries.device_reports.row_check import RefusedRow


@dataclass(frozen=True)
class Receipt:
    """accepted: number of rows on the disk; segment: name of the segment that holds them and the refused ones."""

    accepted: int
    refused: tuple[RefusedRow, ...] = ()
    segment: str = ""
