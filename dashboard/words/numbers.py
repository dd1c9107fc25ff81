"""Numbers as a reader of the language writes them: 1.21万件, 94.5%, 4.12天, +3.1个百分点. Pure.

`whole` and `decimal` have a twin in the browser, assets/modules/core/numbers.js.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from dashboard.words.catalogue import Catalogue

MINUS = "\u2212"
Number = int | float
Direction = Literal["up", "down", "flat"]

_SECONDS = {"day": 86_400, "hour": 3_600, "minute": 60, "second": 1}  # largest first
LEAST_ROUNDED = 100
"""From here on counts are written without decimals."""


@dataclass(frozen=True)
class Figure:
    """A number in two pieces, for large type and small type: `digits` "1.21", `unit` "万件"."""

    digits: str
    unit: str

    def __str__(self) -> str:
        gap = " " if self.unit[:1].isascii() and self.unit[:1].isalpha() else ""
        return f"{self.digits}{gap}{self.unit}"


@dataclass(frozen=True)
class Change:
    """A change in words ("+4.1%", "+3.1个百分点") and its direction as shown, so that +0.0 never has an arrow."""

    text: str
    direction: Direction


def whole(value: Number) -> str:
    """All digits with separators: 12,100."""
    return decimal(value, 0)


def decimal(value: Number, decimals: int) -> str:
    """`value` rounded half away from zero to `decimals`, with separators and a true minus sign."""
    scale = 10**decimals
    rounded = math.floor(abs(value) * scale + 0.5 + 1e-9) / scale
    text = f"{rounded:,.{decimals}f}"
    return f"{MINUS}{text}" if value < 0 and rounded else text


def figure(value: Number | None, unit: str, words: Catalogue) -> Figure:
    """`value` of a KPI in `unit` (case, ratio, day, minute, …; see `metrics.toml`); an absent value is a dash."""
    if value is None:
        return Figure("—", "")
    if unit == "ratio":
        return Figure(_percentage(value), "%")
    if unit in _SECONDS:
        shown, times = unit_name(value, unit)
        decimals = 2 if shown == "day" and abs(value * times) < 100 else 1
        return Figure(decimal(value * times, decimals), words.unit(shown))
    return _count(value, unit, words)


def unit_name(value: Number, unit: str) -> tuple[str, float]:
    """The unit in which a person would state `value`, and how many of it make one `unit`: (hour, 24) for 0.1 day."""
    if unit not in _SECONDS:
        return unit, 1
    seconds = abs(value) * _SECONDS[unit]
    fitting = (name for name, size in _SECONDS.items() if seconds >= size * (1 - 1e-9))
    shown = next(fitting, "second" if value else unit)
    return shown, _SECONDS[unit] / _SECONDS[shown]


def exact(value: Number, unit: str, words: Catalogue) -> str:
    """`figure` with every digit of a count: 12,107件."""
    if unit == "ratio" or unit in _SECONDS or not float(value).is_integer():
        return str(figure(value, unit, words))
    digits = whole(value)
    return str(Figure(digits, words.unit(unit, one=digits == "1")))


def between(low: Number, high: Number, unit: str, words: Catalogue) -> str:
    """Two values, with their unit once where it is the same: 480–610件, 1–21 cases; one where both are alike."""
    first, last = figure(low, unit, words), figure(high, unit, words)
    if first == last:
        return str(last)
    of_any_number = {words.unit(unit), words.unit(unit, one=True)}
    is_same = first.unit == last.unit or {first.unit, last.unit} <= of_any_number
    return f"{first.digits}–{last}" if is_same else f"{first}–{last}"


def between_exactly(low: Number, high: Number, unit: str, words: Catalogue) -> str:
    """`between` with every digit of large counts: 86,069–88,049件."""
    if unit == "ratio" or unit in _SECONDS or max(abs(low), abs(high)) < LEAST_ROUNDED:
        return between(low, high, unit, words)
    last = exact(math.floor(high + 0.5), unit, words)
    return last if whole(low) == whole(high) else f"{whole(low)}–{last}"


def brief(value: Number, unit: str, words: Catalogue, like: Number | None = None) -> str:
    """`figure` without the zeros that end a decimal, for round numbers on axes and in legends; a duration in the unit
    of the value `like`, so that all marks of an axis have the same.
    """
    if unit in _SECONDS:
        shown, times = unit_name(value if like is None else like, unit)
        digits = short_decimal(value * times, 2)
        return str(Figure(digits, words.unit(shown, one=digits == "1")))
    plain = figure(value, unit, words)
    return str(Figure(_without_idle_zeros(plain.digits), plain.unit))


def short_decimal(value: Number, most: int) -> str:
    """`decimal` with `most` decimals and without the zeros at its end: 0.5, 1,200."""
    return _without_idle_zeros(decimal(value, most))


def signed(value: Number, decimals: int) -> str:
    """`decimal` with its sign, which zero has not: +0.31, −0.31, 0.00."""
    text = decimal(value, decimals)
    return f"+{text}" if value > 0 and text.strip("0.,") else text


def _without_idle_zeros(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits and digits[-1].isdigit() else digits


def _percentage(value: Number) -> str:
    """One decimal, below one per cent two; more where these would claim "all" or "none" that is not so."""
    for decimals in range(2 if 0 < abs(value) < 0.01 else 1, 4):
        text = decimal(value * 100, decimals)
        if value in (0, 1) or float(text.replace(MINUS, "-").replace(",", "")) not in (0.0, 100.0):
            return text
    return ">99.999" if value > 0.5 else "<0.001"


def _count(value: Number, unit: str, words: Catalogue) -> Figure:
    for size, mark in words.magnitudes:
        if abs(value) >= size:
            digits = decimal(value / size, 2)
            return (
                Figure(digits + mark, words.unit(unit)) if words.is_english else Figure(digits, mark + words.unit(unit))
            )
    decimals = 0 if float(value).is_integer() or abs(value) >= LEAST_ROUNDED else 1
    digits = decimal(value, decimals)
    return Figure(digits, words.unit(unit, one=digits == "1"))


def change(now: Number | None, before: Number | None, unit: str, words: Catalogue) -> Change | None:
    """From `before` to `now`: percentage points for a ratio, per cent for everything else; None without a basis."""
    if now is None or before is None:
        return None
    if unit == "ratio":
        return _signed((now - before) * 100, words("change.points"))
    if before == 0:
        return Change("±0%", "flat") if now == 0 else None
    return _signed((now / before - 1) * 100, "%")


def _signed(amount: float, unit: str) -> Change:
    text = decimal(abs(amount), 1 if abs(amount) < 1000 else 0)
    if float(text.replace(",", "")) == 0:
        return Change(f"±0{unit}", "flat")
    return Change(f"+{text}{unit}", "up") if amount > 0 else Change(f"{MINUS}{text}{unit}", "down")
