"""The answer to the sender of a delivery."""

from dataclasses import dataclass

from queries.device_reports.row_check import RefusedRow


@dataclass(frozen=True)
class Receipt:
    """`accepted` rows are safe on the disk; `segment` is where they lie. The refused ones are kept there too."""

    accepted: int
    refused: tuple[RefusedRow, ...] = ()
    segment: str = ""
