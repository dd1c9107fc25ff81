"""The page /load in a browser: a file is dropped, a column corrected, the file loaded, and its cases found."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from queries.city import City
from tests.browser.conftest import Screen
from tests.cities.builder import build_city

pytestmark = pytest.mark.browser
ODD = """Ref;Wann;Was;X;Y;Status
A1;03.07.2011 10:00;Graffiti;-71,15;42,05;Fnord
A2;14.07.2011 11:30;Pothole;-71,05;42,02;offen
A3;nie;Pothole;-71,05;42,02;offen
"""
DROP = """([name, text]) => {
  const files = new DataTransfer();
  files.items.add(new File([text], name, { type: "text/csv" }));
  for (const kind of ["dragover", "drop"])
    document.querySelector(".load-drop").dispatchEvent(
      new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: files }));
}"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    noon = datetime(2011, 8, 1, 12, tzinfo=UTC)
    with build_city(tmp_path_factory.mktemp("load") / "tiny", "six_cases", clock=noon) as opened:
        yield opened


def test_a_dropped_file_is_corrected_loaded_and_found(screen: Screen) -> None:
    page = screen.open("/?lang=en").page
    page.click(".switches summary:has-text('Data')")
    page.click(".switches a[href^='/load']")
    page.locator("#load-file").wait_for(state="attached")
    page.evaluate(DROP, ["odd.csv", ODD])
    page.locator("#load-page .load-missing", has_text="time of the report").wait_for()
    assert page.locator(".load-button").is_disabled()
    page.get_by_label("What the column Wann means").select_option("reported_at")
    page.locator(".load-rows", has_text="07-03 10:00").wait_for()
    page.get_by_label("What the column Was means").select_option("title")
    page.locator(".load-rows", has_text="Graffiti").wait_for()
    page.locator("path.load-point").nth(1).wait_for(state="attached")
    word = page.locator("select.load-word[data-word=Fnord]")
    word.select_option("closed")
    page.locator(".load-columns .load-read", has_text="closed").wait_for()
    assert word.input_value() == "closed"
    page.locator(".load-button:enabled").click()
    page.locator(".load-done", has_text="Loaded in part").wait_for()
    assert page.locator(".load-summary dd").all_inner_texts() == ["3", "2", "0", "0", "1"]
    assert page.evaluate("document.activeElement.className") == "load-done"
    page.click(".load-to-screen")
    screen.ready()
    assert "period=2011-07-03..2011-07-14" in page.url
    found = page.evaluate("fetch('/api/v1/search?q=A2').then((answer) => answer.text())")
    assert "A2" in found
    assert not screen.troubles


METRES = """case no,reported time,category,x,y
B1,2011-07-03 10:00,Graffiti,228974.05,866682.25
B2,2011-07-14 11:30,Pothole,237269.86,863389.00
"""


NEW_SETTINGS = """() => {
  const place = document.querySelector("[data-load]");
  const settings = JSON.parse(place.dataset.load);
  settings.sources = ["another", ...settings.sources];
  settings.words.choose = "Choose one";
  place.setAttribute("data-load", JSON.stringify(settings));
}"""
SIZES_OF_TYPE = "(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
FOCUSED = "document.activeElement.id || document.activeElement.className"


def test_a_file_in_any_published_system_is_loaded_by_its_code(screen: Screen) -> None:
    page = screen.open("/load?lang=en").page
    page.locator("#load-file").focus()
    page.evaluate(NEW_SETTINGS)
    page.get_by_text("Choose one", exact=True).wait_for()
    assert page.evaluate(FOCUSED) == "load-file"
    page.set_input_files("#load-file", {"name": "metres.csv", "mimeType": "text/csv", "buffer": METRES.encode()})
    page.locator(".load-rows", has_text="Graffiti").wait_for()
    page.get_by_label("Name of the source").fill("metres")
    page.get_by_label("Coordinate system").focus()
    page.keyboard.type("EPSG:99999")
    page.keyboard.press("Enter")
    page.get_by_text("write a published code such as EPSG:4547").wait_for()
    assert page.evaluate(FOCUSED) == "load-crs"
    page.keyboard.press("Control+A")
    page.keyboard.type("269")
    page.evaluate(NEW_SETTINGS.replace("another", "third"))
    page.locator("#load-source-offers option[value=third]").wait_for(state="attached")
    page.keyboard.press("End")
    page.keyboard.type("86")
    page.keyboard.press("Enter")
    page.locator("path.load-point").nth(1).wait_for(state="attached")
    page.keyboard.type("x")
    page.keyboard.press("Backspace")
    page.locator(".load-button:enabled").focus()
    page.locator(".load-button:enabled").wait_for()
    assert page.evaluate(FOCUSED) == "load-button"
    page.keyboard.press("Enter")
    page.locator(".load-done").wait_for()
    assert page.locator(".load-summary dd").all_inner_texts() == ["2", "2", "0", "0", "0"]
    for width, height, least in ((7680, 2160, 24), (390, 844, 9)):
        page.set_viewport_size({"width": width, "height": height})
        sizes = page.locator(".load-summary :is(dt, li, a)").evaluate_all(SIZES_OF_TYPE)
        assert min(sizes) >= least
        assert page.evaluate("document.documentElement.scrollWidth") <= width
