"""What can go wrong on the ground floor. Every message is one plain English sentence, fit to be shown to a user."""

from __future__ import annotations

from pathlib import Path

from geodata.sentence import Sentence


class GeodataError(Exception):
    """Base of all errors of `geodata`; `str(error)` says what is wrong and what to do."""


class ProfileError(GeodataError):
    """`city.toml` cannot be used: names the file, the key and what to write there."""

    def __init__(self, file: Path, key: str, sentence: str) -> None:
        self.file, self.key, self.sentence = file, key, sentence
        super().__init__(f"{file.name}: {key}: {sentence}" if key else f"{file.name}: {sentence}")


class CityMissing(GeodataError):  # noqa: N818
    """The folder holds no city (or only half of one)."""


class UnknownArea(GeodataError):  # noqa: N818
    """No area of the tree has this code, name or number."""

    def __init__(self, wanted: str | int) -> None:
        self.wanted = wanted
        super().__init__(f"There is no area {wanted!r} in this city; ask with the code of one of its areas.")


class UnknownGridVersion(GeodataError):  # noqa: N818
    """The areas file keeps no such grid version."""


class BoundariesRefused(GeodataError):  # noqa: N818
    """A boundary file, or the areas in it, cannot become a level of the tree."""


class CoordinatesRefused(GeodataError):  # noqa: N818
    """Coordinates are outside what their system allows, swapped, or shifted by an undeclared system."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class CityExists(GeodataError):  # noqa: N818
    """The folder holds a city already; nothing was touched."""
