"""By which rule samples are drawn: `sampling.toml` read and checked, and the version that a sample names."""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from fractions import Fraction
from pathlib import Path
from typing import Any

from queries.errors import DictionaryError

STANDARD_SAMPLING = Path(__file__).with_name("sampling.toml")
OWN_SAMPLING = "sampling.toml"
COLUMNS = ("department", "channel", "category1", "category2", "category3")
AREA = "area"
VERSION_CHARACTERS = 12
_WHOLE = {
    "level": (0, 20), "least": (1, 1_000), "most": (1, 1_000), "after_hours": (0, 168), "catch_up_weeks": (1, 53),
    "fewest": (1, 1_000),
}  # fmt: skip
"""The whole numbers of a rule, and between which bounds each lies."""
_SHARES = ("share", "at_least")


@dataclass(frozen=True)
class SamplingRule:
    """A rule; what its fields mean stands in sampling.toml."""

    level: int
    by: tuple[str, ...]
    share: float
    least: int
    most: int
    after_hours: int
    catch_up_weeks: int
    fewest: int
    at_least: float

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What makes a stratum: AREA first where areas do, then columns."""
        return ((AREA,) if self.level else ()) + self.by

    @property
    def version(self) -> str:
        """The same of equal rules and another one of others."""
        written = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()[:VERSION_CHARACTERS]

    def size(self, population: int) -> int:
        """How many cases of a stratum are drawn."""
        wanted = math.ceil(Fraction(str(self.share)) * population)
        return min(population, self.most, max(self.least, wanted))

    @classmethod
    def of_table(cls, table: Mapping[str, Any]) -> SamplingRule:
        """From the fields of one. Raises TypeError and KeyError."""
        return cls(**{**table, "by": tuple(table["by"])})


def read_rule(own: Path | None = None) -> SamplingRule:
    """The rule of a city, or the standard one. Raises DictionaryError."""
    file = own or STANDARD_SAMPLING
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DictionaryError(file, "", f"the file cannot be read ({error})") from error
    for mistake in _mistakes(table):
        raise DictionaryError(file, "", mistake)
    return SamplingRule.of_table(table)


def _mistakes(table: Mapping[str, Any]) -> Iterator[str]:
    known = [one.name for one in fields(SamplingRule)]
    if missing := [name for name in known if name not in table]:
        yield f"missing: {', '.join(missing)}"
    if unknown := sorted(table.keys() - {*known}):
        yield f"unknown: {', '.join(unknown)}; known are {', '.join(known)}"
    for name, (low, high) in _WHOLE.items():
        if type(table[name]) is not int or not low <= table[name] <= high:
            yield f"{name} is a whole number from {low} to {high}"
    for name in _SHARES:
        if type(table[name]) not in (int, float) or not 0 < table[name] <= 1:
            yield f"{name} is a number above 0, 1 at most"
    by = table["by"]
    if not isinstance(by, list) or not {*map(str, by)} <= {*COLUMNS} or len({*map(str, by)}) < len(by):
        yield f"by is a list of different columns of {', '.join(COLUMNS)}"
    if not by and not table["level"]:
        yield "nothing makes a stratum; name a level or a column"
    if table["least"] > table["most"]:
        yield "least is above most"
