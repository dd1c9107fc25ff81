"""Whoever has signed in finds the way out on every screen and page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from dashboard.screens.screen_registry import REGISTRY


@pytest.mark.parametrize("path", [screen.path for screen in REGISTRY.screens if not screen.is_wall])
def test_every_screen_leads_to_signing_out(boss: FlaskClient, path: str) -> None:
    drawn = boss.post("/screen", json={"search": "?lang=en&theme=light", "path": path, "stamp": ""})
    assert drawn.status_code == 200
    assert "/leave?lang=en&theme=light" in drawn.text


@pytest.mark.parametrize("path", ["/people", "/people/walls", "/people?account=mo", "/audit", "/account"])
def test_every_page_leads_to_signing_out(boss: FlaskClient, path: str) -> None:
    assert "/leave" in boss.get(path).text
