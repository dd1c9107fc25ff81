"""Whether a statement may tell of rows more than the columns that it names. What cannot be told is taken to do so."""

from __future__ import annotations

import re
from functools import lru_cache

from queries.store.scoped.reading import NAMED

UNCLOSED = "unclosed_cases"
# `cases` are a subquery of named columns.
HARMLESS_STAR = (
    r"\bcount\(\*\)|\bcases\.\*"
    r"|(?:\b(?!SELECT\b|DISTINCT\b|ALL\b)\w+|\))\s*\*\s*(?=[\w$('])(?!(?:FROM|EXCLUDE|REPLACE|RENAME|I?LIKE|SIMILAR)\b)"
)
# DISTINCT ON (x) *; rows without their columns named before; columns by pattern or by place.
UNNAMED = (
    r"\bDISTINCT\s+ON\b|(?:^|\(|\bUNION|\bALL|\bNAME)\s*(?:FROM|TABLE|SUMMARIZE|DESCRIBE|PIVOT|UNPIVOT)\b"
    r"|\bCOLUMNS\b|#\d|\bstored\b(?!\.)(?<!AS stored)"
)
_HARMLESS_STAR, _UNNAMED = re.compile(HARMLESS_STAR, re.IGNORECASE), re.compile(UNNAMED, re.IGNORECASE)
# Keywords are in capitals.
_READ = re.compile(rf"(?i:{NAMED.pattern})(?:\([^()]*\))?(?:\s+(?i:AS)\s+(?P<alias>\w+)|\s+(?![A-Z]+\b)(?P<also>\w+))?")


@lru_cache(maxsize=4096)
def tells_whole_rows(statement: str) -> bool:
    """Whether it names all columns at once, or rows as a value."""
    if "*" in _HARMLESS_STAR.sub("", statement) or _UNNAMED.search(statement):
        return True
    read = [*_READ.finditer(statement)]
    of_cases = (one for one in read if one["prepared"] in (None, UNCLOSED))  # all others hold keys of cases alone
    names = {one["alias"] or one["also"] or one["table"] or one["macro"] or one["prepared"] for one in of_cases}
    rest = _READ.sub("", statement)
    return bool(names) and re.search(rf"\b(?:{'|'.join(sorted(names))})\b(?!\s*\.)", rest, re.IGNORECASE) is not None
