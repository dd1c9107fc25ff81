"""Why nothing of a delivery was taken: one row of the table of errors for each reason."""

from dashboard.errors import DashboardError, ErrorAnswer
from dashboard.words.numbers import whole


class DeliveryRefused(DashboardError):  # noqa: N818
    """A delivery of which nothing was taken. row: what the sender reads; again_after: seconds after which to send it
    again, 0 where the delivery must be changed first.
    """

    def __init__(self, row: ErrorAnswer, again_after: int = 0) -> None:
        super().__init__(row.sentence("en"))
        self.row, self.again_after = row, again_after


NO_RECEPTION = ErrorAnswer("error", 503, "no_intake")
BACKLOG = ErrorAnswer("error", 429, "backlog")
COMPRESSED = ErrorAnswer("error", 415, "compressed")


def wrong_kind(source: str, delivers: str, kind: str) -> ErrorAnswer:
    """The source delivers another kind than the address takes."""
    return ErrorAnswer("error", 403, "wrong_kind", values={"source": source, "delivers": delivers, "kind": kind})


def none_good(rows: int) -> ErrorAnswer:
    """Not one of the rows could be taken."""
    return ErrorAnswer("error", 400, "no_good_row", values={"rows": whole(rows)})


def too_large(limit: int) -> ErrorAnswer:
    """The body has more than `limit` bytes."""
    return ErrorAnswer("error", 413, "too_large", "delivery_too_large", {"limit": whole(limit)})


def too_many(rows: int, seconds: int) -> ErrorAnswer:
    """The source has delivered its `rows` of this minute."""
    return ErrorAnswer("error", 429, "too_many_rows", values={"rows": whole(rows), "seconds": seconds})


def too_many_at_once(rows: int) -> ErrorAnswer:
    """The delivery has more rows than its source may deliver in a whole minute."""
    return ErrorAnswer("error", 413, "too_large", "too_many_rows_at_once", {"rows": whole(rows)})


def too_many_cells(rows: int, columns: int, limit: int) -> ErrorAnswer:
    """The delivery has more cells than are taken, most of them empty."""
    values = {"rows": whole(rows), "columns": whole(columns), "limit": whole(limit)}
    return ErrorAnswer("error", 413, "too_large", "too_many_cells", values)


def full(sentence: str) -> ErrorAnswer:
    """The delivery could not be written to the disk; `sentence` says why, in English."""
    return ErrorAnswer("error", 503, "cannot_keep", values={"sentence": sentence})
