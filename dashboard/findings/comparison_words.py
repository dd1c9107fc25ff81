"""Parts beside each other in words: values with intervals, and which differ by more than chance. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.words.catalogue import Catalogue
from dashboard.words.numbers import MINUS, between, decimal, figure, whole
from dashboard.words.part_names import part_name
from geodata.city.profile import Profile
from queries.values import ComparedPart, SideBySide, level_of_false_discoveries

DAYS_THAT_VARY = 7
SMALL_SHARE = 0.02


def sentences(found: SideBySide, level: str, words: Catalogue) -> list[str]:
    """What a comparison shows and what it does not. level: what the parts are called."""
    notes = [words.either(one.zh, str(one)) for one in found.notes]
    if found.kind is None:
        return [*notes, words(f"comparison.{_why_not_judged(found)}")] if found.parts else []
    if not found.whole.n:
        return [words("no_cases")]
    if not any(part.q is not None for part in found.parts):
        key = "comparison.no_exposure" if found.kind == "number" else "comparison.all_few"
        return [words(key), *notes]
    said = [first_sentence(found, words), _count(found, level, words), words("comparison.many", share=_share(words))]
    said.append(words("comparison.by_days" if found.days >= DAYS_THAT_VARY else "comparison.by_cases"))
    return [*said, *notes]


def _why_not_judged(found: SideBySide) -> str:
    if found.is_uneven:
        return "broken"
    return "not_judged" if found.whole.is_settled else "unsettled"


def first_sentence(found: SideBySide, words: Catalogue) -> str:
    """Which part is highest, and whether that may be chance; empty where none is judged."""
    part = found.most
    if part is None:
        return ""
    key = "comparison.most" if part.verdict == "more" else "comparison.most_by_chance"
    name, shown = part_name(found.by, part.code, part.name, words), value_with_interval(part, found, words)
    return words(key, name=name, value=shown, difference=difference(part, found, words))


def own_sentence(found: SideBySide, code: str, words: Catalogue) -> str:
    """How one part stands among the others; empty of one that is not judged."""
    judged = [part for part in found.parts if part.q is not None]
    place, part = next(((n, one) for n, one in enumerate(judged, 1) if one.code == code), (0, None))
    if part is None:
        return ""
    shown, said = value_with_interval(part, found, words), verdict(part, words)
    return words("comparison.own", name=part.name, value=shown, place=place, of=len(judged), verdict=said)


def _count(found: SideBySide, level: str, words: Catalogue) -> str:
    judged = [part.verdict for part in found.parts if part.q is not None]
    more, less = judged.count("more"), judged.count("less")
    return words("comparison.count", judged=len(judged), level=level, more=more, less=less)


def _share(words: Catalogue) -> str:
    return str(figure(level_of_false_discoveries(), "ratio", words))


def value(number: float | None, found: SideBySide, words: Catalogue) -> str:
    """A value of a part; of a number with what it is divided by."""
    if number is None:
        return words("no_cases")
    if found.per is None:
        return str(figure(number, found.whole.unit, words))
    return words(f"comparison.per_{found.per}", value=decimal(number, 1 if number >= 10 else 2))


def interval(part: ComparedPart, found: SideBySide, words: Catalogue) -> str:
    """From the lower to the upper end; empty without one."""
    if part.low is None or part.high is None:
        return ""
    ends = part.low, part.high
    if found.per or found.kind == "share":
        return " – ".join(decimal(one, 2) if found.per else _rate(one, words) for one in ends)
    low, high = (round(one) if found.whole.unit == "case" else one for one in ends)
    return between(low, high, found.whole.unit, words)


def _rate(number: float, words: Catalogue) -> str:
    """An end of an interval; small rates with another decimal, so that they differ."""
    return f"{decimal(100 * number, 2)}%" if number < SMALL_SHARE else str(figure(number, "ratio", words))


def value_with_interval(part: ComparedPart, found: SideBySide, words: Catalogue) -> str:
    """`12.4% (95 %: 10.1% – 15.0%, n = 412)`."""
    shown = interval(part, found, words)
    n = words("n", n=whole(part.n))
    return words("comparison.value", value=value(part.value, found, words), interval=shown, n=n)


def difference(part: ComparedPart, found: SideBySide, words: Catalogue) -> str:
    """From all others together, with its sign: in per cent of a number, percentage points of a rate."""
    if part.difference is None:
        return ""
    size = abs(part.difference)
    if found.kind == "number":
        shown = f"{decimal(100 * size, 0)}%"
    elif found.kind == "share":
        shown = f"{decimal(100 * size, 1 if size >= SMALL_SHARE else 2)}{words('change.points')}"
    else:
        shown = str(figure(size, found.whole.unit, words))
    is_zero = not any(digit in shown for digit in "123456789")
    return f"{'±' if is_zero else '+' if part.difference > 0 else MINUS}{shown}"


def verdict(part: ComparedPart, words: Catalogue) -> str:
    """Whether the part differs from the others."""
    return words(f"comparison.verdict.{part.verdict}")


def level_name(by: str, level: int | None, profile: Profile, words: Catalogue) -> str:
    """What the parts are called: the level of areas, or the dimension."""
    if by != "area" or level is None or level >= len(profile.levels):
        return words("comparison.areas" if by == "area" else f"condition.{'category1' if by == 'category' else by}")
    return words.either(profile.levels[level].zh, profile.levels[level].en)


def level_of(codes: Sequence[int]) -> int | None:
    """The level that areas have in common."""
    return codes[0] if len(set(codes)) == 1 else None
