"""Text whose columns begin at the same place in every line, which is not read: told so that the refusal says it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geodata.sentence import Sentence
from queries.errors import FileRefused

_FEWEST_LINES = 3
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")


def refuse_fixed_width(lines: Sequence[str], name: str) -> None:
    """Raise FileRefused where two blanks or more stand at the same places of all these lines, text around them."""
    lines = [line.rstrip() for line in lines]
    if len(lines) < _FEWEST_LINES:
        return
    columns = zip(*(line.ljust(max(map(len, lines))) for line in lines), strict=True)
    shared = "".join(" " if set(column) == {" "} else "x" for column in columns)
    places = [gap.end() + 1 for gap in _GAP.finditer(shared)]
    if places:
        text = (
            f"{name} looks like text of fixed width: a column begins at character {places[0]} of every line. It is not "
            "read so; open it in a spreadsheet (text to columns, fixed width) or with read_fwf of pandas, and save it "
            "as CSV or .xlsx."
        )
        raise FileRefused(Sentence("fixed_width", text, file=name, place=places[0]))
