"""The new parameter is read, written, dropped from links to other screens, refused in a sentence, and sent along."""

from dataclasses import replace

from dashboard.access.request_scope import request_scope
from dashboard.screens.screen_registry import REGISTRY
from dashboard.view.address import parse_view
from dashboard.view.resolution import vocabulary
from dashboard.words.catalogue import catalogue
from tests.house.tiny_application import tiny_application

with tiny_application() as (city, client):
    words = vocabulary(city, REGISTRY, request_scope())
    view, notices = parse_view("?figures=full", words)
    assert (view.figures, notices) == ("full", ()), (view, notices)  # type: ignore[attr-defined]
    odd, notices = parse_view("?figures=grand", words)
    assert odd == replace(odd, figures="plain"), odd  # type: ignore[call-arg]
    assert [notice.key for notice in notices] == ["notice_figures"]
    assert "grand" in catalogue("en")("notice_figures", value="grand")
    assert '"figures"' in client.get("/").get_data(as_text=True)
