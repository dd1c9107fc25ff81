"""Hot spots by named texts, and in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.errors import wrong_parameter
from dashboard.view.question_parameters import question
from dashboard.words.catalogue import Catalogue
from dashboard.words.numbers import decimal, figure, whole
from queries.city import City
from queries.values import UnusualSpot, UnusualSpots, level_of_false_discoveries


def hot_spots_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """The hot spots that named texts ask for, those of a question without parts. Raises BadParameter and as `ask`."""
    if given.get("by", "").strip():
        raise wrong_parameter("by", "no_parts")
    found = city.kpis.hot_spots(question(given, city))
    level = city.profile.levels[found.level].key if found.level is not None else None
    said = [*(spot_sentence(one, found, city, words) for one in found.spots), *sentences(found, city, words)]
    return {"level": level, **found.as_json(), "said": said}


def spot_sentence(spot: UnusualSpot, found: UnusualSpots, city: City, words: Catalogue) -> str:
    """`国基路街道 3 个网格：41 件，往常 12–20 件`."""
    low, high = min(spot.earlier), max(spot.earlier)
    usual = whole(low) if low == high else f"{whole(low)}–{whole(high)}"
    place = spot.name
    return words(
        "hot_spots.one",
        place=place,
        count=len(spot.areas),
        level=_level(found, city, words),
        now=whole(spot.now),
        usual=usual,
    )


def sentences(found: UnusualSpots, city: City, words: Catalogue) -> list[str]:
    """How they were found and what they do not show, or why there are none."""
    notes = [words.either(one.zh, str(one)) for one in found.notes]
    if found.status != "ok":
        return [words(f"hot_spots.{found.status}"), *notes]
    level, share = _level(found, city, words), str(figure(level_of_false_discoveries(), "ratio", words))
    first = min(one.start for one in found.periods).isoformat()
    how = words(
        "hot_spots.how",
        areas=whole(found.areas),
        level=level,
        periods=len(found.periods),
        first=first,
        share=share,
        least=found.least,
    )
    return [*([] if found.spots else [words("hot_spots.none")]), how, *notes, words("hot_spots.about")]


def expected_text(spot: UnusualSpot) -> str:
    """How many cases a spot would have now."""
    return decimal(spot.expected, 1)


def _level(found: UnusualSpots, city: City, words: Catalogue) -> str:
    assert found.level is not None  # noqa: S101  # of an answer that is ok
    level = city.profile.levels[found.level]
    return words.either(level.zh, level.en)
