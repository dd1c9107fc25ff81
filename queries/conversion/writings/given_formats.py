"""Times in formats that a mapping gives, as strptime reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from queries.calendar.zones import DAY, MISSING, Instants
from queries.conversion.writings.date_orders import LatestYears, of_rows
from queries.late_pandas import pandas_at_last

_OF_ZONES = ("%z", "%Z")
_OF_SHORT_YEARS = "%y"
_TRIED = datetime(2024, 3, 5, 14, 30, tzinfo=UTC)


def read_by_formats(
    texts: pa.ChunkedArray, formats: Sequence[str], latest: LatestYears
) -> tuple[Instants, NDArray[np.bool_]]:
    """Microseconds of the wall clock, or UTC where the format has a zone, MISSING where no format fits; and where they
    are UTC. latest: the latest year that two digits can mean."""
    pd = pandas_at_last()  # of all mappings few need it
    instants = np.full(len(texts), MISSING, dtype=np.int64)
    absolute = np.zeros(len(texts), dtype=bool)
    values = texts.to_pandas()
    for one in formats:
        left = np.flatnonzero(instants == MISSING)
        found = pd.to_datetime(values.iloc[left], format=one, errors="coerce", utc=True)
        read = found.notna().to_numpy()
        moments = found[read].dt.tz_localize(None).to_numpy().astype("datetime64[us]").astype(np.int64)
        if _OF_SHORT_YEARS in one:
            moments = _come(moments, of_rows(latest, left[read]))
        instants[left[read]] = moments
        absolute[left[read]] = any(zone in one for zone in _OF_ZONES)
    return instants, absolute


def _come(moments: Instants, latest: LatestYears) -> Instants:
    """The same moments, a hundred years earlier where their year is after the latest."""
    days, clock = np.divmod(moments, DAY)
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    since = (days.astype("datetime64[D]") - months.astype("datetime64[D]")).astype(np.int64)
    number = months.astype(np.int64)
    ahead = number // 12 + 1970 > latest
    number = np.where(ahead, number - 1_200, number)
    earlier: Instants = (number.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + since) * DAY + clock
    return earlier


def is_format(text: str) -> bool:
    """Whether a text is a format of strptime that gives a day."""
    try:
        read = datetime.strptime(_TRIED.strftime(text), text)  # noqa: DTZ007
    except (ValueError, TypeError):
        return False
    return (read.year, read.month, read.day) == (_TRIED.year, _TRIED.month, _TRIED.day)
