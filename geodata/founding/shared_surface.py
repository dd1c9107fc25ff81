"""What areas of one level share that should share nothing: counted and put into one sentence, the largest first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.coordinates.measuring import area_km2, overlaps

SLIVER = 0.001
"""Of the smaller area: two drawings of one border differ by less."""
_NAMED = 3
_KM2 = 1e5


def shared_surface(outlines: NDArray[np.object_], labels: Sequence[str]) -> str | None:
    """One sentence on the pairs that overlap by more than 1 m², None without one. A pair that shares less than a
    thousandth of its smaller area is a sliver; where nothing more is shared, the largest sliver is named."""
    there = np.flatnonzero(~shapely.is_missing(outlines))
    pairs = overlaps(outlines[there]) if len(there) > 1 else []
    if not pairs:
        return None
    size = area_km2(outlines[there]) * 1e6
    part = {pair: pair[2] / max(min(size[pair[0]], size[pair[1]]), 1.0) for pair in pairs}
    ranked = sorted(pairs, key=lambda pair: (part[pair] < SLIVER, -pair[2], pair[:2]))
    wide = [pair for pair in ranked if part[pair] >= SLIVER]

    def named(pair: tuple[int, int, float]) -> str:
        first, second = (labels[there[row]] for row in pair[:2])
        return f"{first} and {second} overlap by {_surface(pair[2])} ({_share(part[pair])} of the smaller)"

    slivers = len(pairs) - len(wide)
    if not wide:
        rest = f"; {slivers - 1:,} more pairs share less" if slivers > 1 else ""
        return f"{named(ranked[0])}, a sliver along a border{rest}"
    sentence = "; ".join(named(pair) for pair in wide[:_NAMED])
    more = [f"{len(wide) - _NAMED:,} more pairs overlap by less"] if len(wide) > _NAMED else []
    more += [f"{slivers:,} pairs share slivers below {SLIVER:.1%}"] if slivers else []
    return "; ".join([sentence, *more]) + "; a point in two areas counts for one of them only"


def _surface(square_metres: float) -> str:
    return f"{square_metres / 1e6:,.1f} km²" if square_metres >= _KM2 else f"{square_metres:,.0f} m²"


def _share(part: float) -> str:
    return "less than 0.01 %" if part < 1e-4 else f"{part:.1%}" if part >= 0.01 else f"{part:.2%}"
