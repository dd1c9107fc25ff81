"""Decimal numbers with commas, blanks and apostrophes: 48,75 and 1.234.567,8 and 1,234,567.8 and 512 345,6."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_SPACES = "[\u0020\u00a0\u202f\u2009'’°]"
_GROUPED_BY_COMMAS = r"^[+-]?\d{1,3}(,\d{3})+(,\d{3}|\.\d*)$"
_GROUPED_BY_POINTS = r"^[+-]?\d{1,3}(\.\d{3})+(\.\d{3}|,\d*)$"
_COMMA = r"^[+-]?\d+,\d+$"
_SMALL_COMMA = r"^[+-]?(\d{1,2}|1[0-7]\d|180),\d+$"
_GROUP = r"^[+-]?\d{1,3},\d{3}$"


def read_marks(texts: pa.ChunkedArray) -> NDArray[np.float64]:
    """The numbers of texts, NaN where one is none. What a comma means is decided by the whole column: groups of three
    digits where a text can only be read so, else decimals; three digits behind a comma are decimals of degrees."""
    plain = pc.replace_substring_regex(texts, _SPACES, "")
    by_commas = bool(pc.any(pc.match_substring_regex(plain, _GROUPED_BY_COMMAS)).as_py())
    by_points = bool(pc.any(pc.match_substring_regex(plain, _GROUPED_BY_POINTS)).as_py())
    if by_commas and not by_points:
        plain = pc.replace_substring(plain, ",", "")
    else:
        if by_points:
            is_decimal = pc.match_substring(plain, ",")
            plain = pc.if_else(is_decimal, pc.replace_substring(plain, ".", ""), plain)
        may_be_group = pc.and_not(
            pc.match_substring_regex(plain, _GROUP), pc.match_substring_regex(plain, _SMALL_COMMA)
        )
        pointed = pc.replace_substring(plain, ",", ".")
        plain = pc.if_else(pc.and_not(pc.match_substring_regex(plain, _COMMA), may_be_group), pointed, plain)
    numeric = pc.fill_null(pc.match_substring_regex(plain, _NUMBER), False)
    kept = pc.if_else(numeric, plain, pa.scalar(None, pa.string()))
    return pc.fill_null(kept.cast(pa.float64()), np.nan).to_numpy()  # type: ignore[no-any-return]
