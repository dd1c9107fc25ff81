import json

import pytest
from dash.development.base_component import Component

from tests.dashboard.screens.fake_city import FakeCity


@pytest.fixture
def city() -> FakeCity:
    return FakeCity()


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
