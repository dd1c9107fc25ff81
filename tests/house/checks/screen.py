"""The new screen is served at its path, and every screen leads to it."""

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from tests.house.tiny_application import tiny_application

with tiny_application() as (city, client):
    assert client.get("/duty").status_code == 200
    assert client.get("/no-such-screen").status_code == 404
    header = str(draw_panel(PANELS["header"], city, "/", "", None).to_plotly_json())
    assert "/duty" in header, header
    assert "值班" in header, header
    assert '"/duty"' in client.get("/").get_data(as_text=True)
