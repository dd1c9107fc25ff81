"""Values that say that there is none: NA, None, -, NaT, #N/A, 无, 0000-00-00 and what is written like them."""

from __future__ import annotations

from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from queries.conversion.writings.declared import declared

_NO_DATE = r"^0+([-/.:]?[0 T]+)*Z?$"


def says_empty(texts: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """True where a text is a word for "empty"; false where there is no text."""
    return pc.fill_null(pc.is_in(texts, value_set=_empty_words(), skip_nulls=True), False)


def says_no_date(texts: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """True where a text is a word for "empty" or a date of zeros such as 0000-00-00 00:00:00."""
    return pc.or_(says_empty(texts), pc.fill_null(pc.match_substring_regex(texts, _NO_DATE), False))


@cache
def _empty_words() -> pa.Array:
    words: list[str] = declared()["empty"]
    writings = {written for word in words for written in (word, word.upper(), word.lower(), word.title())}
    return pa.array(sorted(writings | {word.capitalize() for word in words} | {"NaN", "NaT", "-NaN"}))
