"""The little city with sixty days of cases, which these tests only read, and ways to look into a drawing."""

import json
from collections.abc import Iterator

import pytest
from dash.development.base_component import Component

from queries.city import City
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history


@pytest.fixture(scope="package")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """It stands at noon; a test that wants another one, or changes something, builds its own."""
    with build_city(tmp_path_factory.mktemp("little"), "little", cases=history(), clock=NOON) as opened:
        yield opened


@pytest.fixture(scope="package")
def empty_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The same without any load."""
    with build_city(tmp_path_factory.mktemp("empty"), "little", cases=(), clock=NOON) as opened:
        yield opened


def texts(component: object) -> list[str]:
    """All texts of a drawing in reading order, those of lists included."""
    if isinstance(component, str):
        return [component]
    if isinstance(component, list | tuple):
        return [text for part in component for text in texts(part)]
    if hasattr(component, "data-list"):
        listed = json.loads(getattr(component, "data-list"))
        return [cell for row in listed for _, cell in row["cells"] if isinstance(cell, str)]
    if hasattr(component, "data-events"):
        return [event["title"] for event in json.loads(getattr(component, "data-events"))["events"]]
    return (
        texts(component.children)
        if isinstance(component, Component) and getattr(component, "children", None) is not None
        else []
    )


def found(component: object, class_name: str) -> list[Component]:
    """All parts of a drawing that carry a class."""
    if isinstance(component, list | tuple):
        return [part for child in component for part in found(child, class_name)]
    if not isinstance(component, Component):
        return []
    here = [component] if class_name in str(getattr(component, "className", "")).split() else []
    return here + found(getattr(component, "children", None), class_name)
