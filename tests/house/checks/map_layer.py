"""The new layer has a button, an address that answers, and dots on the map of a real browser."""

import json
from threading import Thread

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from dashboard.exports.browser import find_browser
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.settings import Settings
from tests.house.tiny_application import tiny_application

with tiny_application() as (city, client):
    panel = draw_panel(PANELS["map"], city, "/", "?layers=centres", None)
    drawn = json.dumps(panel, default=lambda part: part.to_plotly_json())
    assert "/api/v1/map/centres?" in drawn, drawn
    assert len(client.get("/api/v1/map/centres?path=/").get_json()["centres"]) == 2
    server = make_server("127.0.0.1", 0, client.application, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_browser(Settings())), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.port}/?layers=centres")
        page.locator("path.centre").nth(1).wait_for(state="attached", timeout=60_000)
        assert page.locator("path.centre").count() == 2
        browser.close()
    server.shutdown()
