import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request, Response, Route

from dashboard.errors import SnapRefused
from dashboard.exports.photograph import Photograph, open_address
from queries.city import City
from tests.browser.conftest import Breaking, Screen, Server
from tests.cities.little.cases import NASTY
from tests.cities.living_city import LivingCity

pytestmark = pytest.mark.browser
SIZES = [(1366, 768), (3840, 1080), (7680, 2160), (1080, 1920)]
SIZES_BETWEEN = [(1920, 1080), (3840, 2160)]
TOO_LARGE = """() => {
  const page = document.documentElement;
  return [page.scrollWidth - innerWidth, page.scrollHeight - innerHeight];
}"""
FIRST_SCREEN = """() => {
  const [fold, below] = [".fold", ".below"].map((name) => document.querySelector(name).getBoundingClientRect());
  const fits = fold.right < innerWidth && fold.bottom < innerHeight;
  return [fits, below.top < innerHeight, below.top - fold.bottom < 20];
}"""
CUT = """() => [...document.querySelectorAll(".figure, .change-figure, .card-name, .reconciled, .legend-class, .as-of")]
  .filter((part) => part.offsetParent && part.scrollWidth > part.clientWidth + 1)
  .filter((part) => getComputedStyle(part).overflow !== "visible")
  .map((part) => part.textContent)"""

CUT_IN_HEADER = """() => [...document.querySelectorAll(".header-line *")].filter((part) => part.checkVisibility())
  .filter((part) => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflow !== "visible")
  .map((part) => part.textContent)"""
HEADER_PARTS_OVER_OTHERS = """() => {
  const parts = [...document.querySelectorAll(".header-left, .header-state > *, .switches a")]
    .filter((one) => one.checkVisibility() && one.textContent)
    .map((one) => [one.textContent, one.getBoundingClientRect()]);
  return parts.flatMap(([text, box], at) => parts.slice(at + 1)
    .filter(([, other]) => Math.min(box.right, other.right) - Math.max(box.left, other.left) > 1
      && Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 3)
    .map(([other]) => `${text} / ${other}`));
}"""
SHARES_OF_WIDTH = """() => [".map-column", ".slot-trend"].map((name) =>
  document.querySelector(name).offsetWidth > innerWidth * 0.9)"""
MENUS_OUTSIDE = """() => [...document.querySelectorAll("details.menu-holder")].filter((holder) => {
  holder.open = true;
  const { left, right } = holder.querySelector(".menu").getBoundingClientRect();
  holder.open = false;
  return left < 0 || right > innerWidth;
}).map((holder) => holder.textContent)"""
TABS_OVER_TITLE = """() => {
  const [title, tabs] = [".panel-title", ".trend-tabs"].map((name) =>
    document.querySelector(`.slot-trend ${name}`).getBoundingClientRect());
  const room = parseFloat(getComputedStyle(document.querySelector(".slot-trend .panel-title")).paddingRight);
  return title.right - room > tabs.left && title.bottom > tabs.top + 1;
}"""
COVERED = """() => {
  const boxes = [...document.querySelectorAll("[data-slot], .map-holder")]
    .map((one) => [one, one.getBoundingClientRect()]).filter(([, box]) => box.height);
  const isOver = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 1 && other.top < one.bottom - 1;
  const over = boxes.flatMap(([one, box], at) => boxes.slice(at + 1)
    .filter(([other, theirs]) => isOver(box, theirs)).map(([other]) => `${one.className} ${other.className}`));
  const cut = boxes.filter(([one]) => one.scrollHeight > one.clientHeight + 1).map(([one]) => one.className);
  return [...over, ...cut];
}"""
SMALLEST_LETTERS = """() => Math.min(...[...document.querySelectorAll("main *")]
  .filter((one) => one.clientHeight && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""
BESIDE_ITS_VALUE = """(rows) => rows.map((row) => {
  const [bar, value] = [".bar", ".row-value"].map((part) => row.querySelector(part).getBoundingClientRect());
  return Math.abs((bar.top + bar.bottom) / 2 - (value.top + value.bottom) / 2);
})"""
LARGE_SAMPLES = """() => document.querySelectorAll(".card-n").forEach((part) => {
  part.textContent = "n = 733,918 · 尚未稳定";
})"""


@pytest.mark.parametrize("size", [*SIZES, *(pytest.param(size, marks=pytest.mark.soak) for size in SIZES_BETWEEN)])
def test_screens_fill_the_glass_exactly(screen: Screen, size: tuple[int, int]) -> None:
    screen.page.set_viewport_size({"width": size[0], "height": size[1]})
    for path in ["/", "/wall"] if size[1] < size[0] <= 2000 else ["/wall"]:
        screen.open(path)
        if path == "/":
            screen.page.evaluate(LARGE_SAMPLES)
        if path == "/":
            assert screen.page.evaluate(TOO_LARGE)[0] == 0
            assert screen.page.evaluate(FIRST_SCREEN) == [True, True, True]
        else:
            assert screen.page.evaluate(TOO_LARGE) == [0, 0]
        assert screen.page.evaluate(CUT) == [], path
    assert screen.troubles == []


def test_a_page_that_is_not_ready_names_what_it_waits_for(screen: Screen) -> None:
    def without_trend(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        body["panels"] = [panel for panel in body["panels"] if panel["panel"] != "trend"]
        route.fulfill(response=answer, json=body)

    screen.page.route("**/screen", without_trend)
    with pytest.raises(SnapRefused, match=r"not ready within 3 s \(waiting for trend\)"):
        open_address(screen.page, Photograph(f"{screen.address}/wall", Path("wall.png"), (1920, 1080), time_limit_s=3))


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_parts_of_the_header_lie_beside_each_other_at_every_width(screen: Screen, language: str) -> None:
    """However many screens it links to: in English fifteen links pushed title and state out of the page."""
    for width in (1366, 1070, 1920):
        screen.page.set_viewport_size({"width": width, "height": 768})
        if width == 1366:
            screen.open(f"/?lang={language}")
        screen.still()
        assert screen.page.evaluate(HEADER_PARTS_OVER_OTHERS) == [], width


@pytest.mark.parametrize("path", ["/", "/wall", "/sources", "/dictionary"])
def test_narrow_pages_scroll_down_and_nothing_is_cut_at_the_side(screen: Screen, path: str) -> None:
    """Opened on a phone, then made wider."""
    for width in (390, 683, 820):
        screen.page.set_viewport_size({"width": width, "height": 844})
        if width == 390:
            screen.open(path)
        screen.still()
        assert screen.page.evaluate(TOO_LARGE)[0] == 0, width
        assert screen.page.evaluate(CUT) == [], width
        assert screen.page.evaluate(CUT_IN_HEADER) == [], width
        if path == "/wall":
            assert screen.page.evaluate(COVERED) == []
            assert screen.page.evaluate(SMALLEST_LETTERS) >= 12
        if path == "/":
            assert screen.page.evaluate(SHARES_OF_WIDTH) == [True, True], "map and trend have the whole width"
            assert screen.page.evaluate(TABS_OVER_TITLE) is False
            assert screen.page.evaluate(MENUS_OUTSIDE) == []


def test_going_down_by_map_and_up_by_keyboard_breadcrumb_and_back(screen: Screen) -> None:
    screen.open("/?lang=en")
    screen.page.click("path.area[data-code='4101']")
    screen.arrive("4101")
    assert screen.page.url.endswith("/?area=4101&lang=en")
    screen.page.click(".panel-ranking [data-code='410101'] a")
    screen.arrive("410101")
    screen.page.go_back()
    screen.arrive("4101")
    screen.page.go_forward()
    screen.arrive("410101")
    screen.page.click(".steps a >> text=小城")
    screen.arrive("41")
    screen.page.focus("path.area[data-code='4101']")
    screen.page.keyboard.press("Enter")
    screen.arrive("4101")
    screen.page.keyboard.press("Escape")
    screen.arrive("41")
    assert screen.troubles == []


def test_a_pasted_address_shows_the_same(screen: Screen, browser: Browser, server: Server) -> None:
    screen.open("/?area=4101&kpi=closing_rate&period=7d&lang=en&theme=light")
    first = screen.page.inner_text("main")
    other = browser.new_page(viewport={"width": 1920, "height": 1080})
    other.goto(screen.page.url)
    other.wait_for_selector("html[data-ready='true']", state="attached")
    assert other.inner_text("main") == first
    other.close()


def test_a_card_makes_its_kpi_the_chosen_one(screen: Screen) -> None:
    screen.open("/")
    screen.page.click("[data-metric='closed_on_time'] a")
    screen.page.wait_for_selector("[data-panel='card-0'][data-search='?kpi=closed_on_time']")
    screen.ready()
    assert "按期结案率" in screen.page.inner_text(".legend-title")
    assert "按期结案率" in screen.page.inner_text("[data-panel='trend'] h2")
    assert screen.page.get_attribute("[data-metric='closed_on_time'] a", "aria-current") == "true"


def test_period_kpi_language_and_theme_are_chosen_by_menus(screen: Screen) -> None:
    screen.open("/")
    screen.page.click("[data-menu='period'] summary")
    screen.page.click("[data-menu='period'] >> text=近7天")
    screen.page.wait_for_selector("[data-panel='map'][data-search='?period=7d']")
    screen.page.click("text=English")
    screen.page.wait_for_selector("html[lang='en']")
    screen.page.click("text=Light")
    screen.page.wait_for_selector("html[data-theme='light']")
    assert screen.page.url.endswith("/?period=7d&lang=en&theme=light")
    screen.page.click("[data-menu='period'] summary")
    screen.page.fill(".days input >> nth=0", "2026-11-01")
    screen.page.fill(".days input >> nth=1", "2026-11-07")
    screen.page.click(".days button")
    screen.page.wait_for_url(re.compile(r"period=2026-11-01\.\.2026-11-07"))
    assert screen.page.eval_on_selector_all("details[open]", "all => all.length") == 0
    screen.page.click("[data-menu='kpi'] summary")
    screen.page.keyboard.type("satisf")
    assert screen.page.eval_on_selector_all(".menu.kpi a:not([hidden])", "all => all.length") == 1
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_url(re.compile("kpi=satisfaction"))


def test_text_of_events_and_areas_never_becomes_markup(screen: Screen) -> None:
    screen.open("/")
    screen.page.hover("path.area[data-code='4102']")
    assert NASTY in screen.page.inner_text("[data-panel='newest']")
    assert "owned" not in screen.page.title()
    assert screen.page.eval_on_selector_all("main script, main img, .map-hover b", "all => all.length") == 0
    assert "第2区县" in screen.page.inner_text(".map-hover")


def test_a_broken_panel_takes_only_itself_down(live_screen: Screen, living: LivingCity, breaking: Breaking) -> None:
    breaking.of(living.city, "closed_on_time")
    live_screen.open("/")
    said = live_screen.page.inner_text(".panel-error")
    assert re.search(r"编号 [0-9a-f]{8}", said)
    assert "secret" not in live_screen.page.content()
    assert live_screen.value("card-0")


def test_only_what_changed_is_sent_again(live_screen: Screen, living: LivingCity) -> None:
    screen = live_screen.open("/wall")
    answers: list[Response] = []
    screen.page.on("response", lambda answer: answers.append(answer) if answer.url.endswith("/screen") else None)
    before = screen.value("receive-0")
    living.deliver()
    screen.page.wait_for_selector(f"[data-panel='receive-0']:not([data-value='{before}'])")
    screen.still()
    sent = [{panel["panel"] for panel in answer.json()["panels"] if "content" in panel} for answer in answers]
    slots = screen.page.locator("[data-slot]").count()
    assert any("receive-0" in panels for panels in sent)
    assert all(len(panels) < slots for panels in sent)
    assert screen.troubles == []


def test_one_answer_draws_a_screen_with_the_colours_of_its_map(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """A click: one request for all panels, and one for what is normal, which comes second; the map has its values with
    them and asks for none."""
    monkeypatch.setattr("dashboard.screens.screen_answers.PATIENCE_S", 30.0)  # on a busy machine too
    screen.open("/")
    asked: list[str] = []
    waiting: list[bool] = []

    def heard(request: Request) -> None:
        asked.append(request.url)
        if request.url.endswith("/screen"):
            waiting.append(bool((request.post_data_json or {}).get("unfinished")))

    screen.page.on("request", heard)
    screen.page.click("path.area[data-code='4101']")
    screen.arrive("4101")
    screen.still()
    assert waiting in ([False], [False, True])  # what is normal may be known from a screen before
    assert not [url for url in asked if "/api/v1/map?" in url]
    assert screen.troubles == []


def test_the_page_asks_nothing_of_other_machines_and_loads_no_plotly(screen: Screen) -> None:
    asked: list[str] = []
    screen.page.on("request", lambda request: asked.append(request.url))
    screen.open("/")
    assert asked
    assert all(url.startswith((screen.address, "data:", "blob:")) for url in asked)
    assert not any("plotly" in url for url in asked)


def test_outlines_are_fetched_once_and_values_apart(live_screen: Screen, living: LivingCity) -> None:
    asked: list[str] = []
    screen = live_screen
    screen.page.on("request", lambda request: asked.append(request.url) if "/outlines/" in request.url else None)
    screen.page.clock.install()
    before = screen.open("/").value("card-0")
    living.deliver()
    screen.hears(2)
    assert screen.value("card-0") != before
    assert asked == [f"{screen.address}/outlines/2024-09/41.geojson"]
    painted = json.loads(screen.page.get_attribute("[data-map]", "data-map") or "")
    shades = screen.page.eval_on_selector_all(
        "path.area", "all => all.map(one => [one.dataset.code, one.className.baseVal])"
    )
    for code, shade in shades:
        expected = painted["values"][code][0]
        assert f"shade-{expected if expected >= 0 else 'none'}" in shade.split()


def test_the_dictionary_opens_from_the_screen_and_leads_back(screen: Screen, city: City) -> None:
    screen.open("/?area=4101")
    screen.page.click(".switches summary:has-text('数据')")
    screen.page.click("text=指标字典")
    screen.page.wait_for_selector(".definitions")
    screen.ready()
    assert screen.page.locator(".definitions tbody tr").count() == len(city.kpis.dictionary)
    screen.page.click("[data-metric='handling_time'] a")
    screen.arrive("4101")
    assert screen.page.url.endswith("/?area=4101&kpi=handling_time")


def test_bars_of_a_list_begin_together_and_are_as_long_as_their_values(screen: Screen) -> None:
    screen.open("/?period=30d")
    for panel in ("ranking", "category", "channel"):
        lengths = f".panel-{panel} .bar", "all => all.map(one => [one.offsetLeft, one.offsetWidth].join())"
        assert len(set(screen.page.eval_on_selector_all(*lengths))) == 1, panel
        assert max(screen.page.eval_on_selector_all(f".panel-{panel} .row", BESIDE_ITS_VALUE)) <= 2, panel


def test_every_address_has_a_title_and_an_icon(screen: Screen) -> None:
    screen.open("/?area=4101")
    assert screen.page.title() == "第1区县 · 小城城市运行 · 一屏"
    screen.page.click(".switches summary:has-text('数据')")
    screen.page.click("text=指标字典")
    screen.page.wait_for_selector(".definitions")
    screen.ready()
    assert screen.page.title() == "指标字典 · 小城城市运行 · 一屏"
    icon = screen.page.request.get(f"{screen.address}/favicon.ico")
    assert icon.ok
    assert (
        screen.page.request.get(screen.address + (screen.page.get_attribute("link[rel=icon]", "href") or "")).body()
        == icon.body()
    )


def test_the_dictionary_is_whole_on_the_page_and_the_map_speaks_its_language(screen: Screen) -> None:
    screen.open("/dictionary")
    last = screen.page.locator(".definitions tbody tr").last
    assert last.evaluate("one => getComputedStyle(one.closest('.scroll')).overflowY") == "visible"
    screen.open("/")
    assert screen.page.get_attribute(".leaflet-control-zoom-in", "title") == "放大"
    screen.page.click("text=English")
    screen.page.wait_for_selector(".leaflet-control-zoom-in[title='Zoom in']")


def test_a_card_without_room_for_its_line_does_not_keep_the_page_waiting(screen: Screen) -> None:
    """On a phone a long number leaves no room for the line beside it."""
    screen.page.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => {
          const style = document.createElement("style");
          style.textContent = ".spark { flex: none !important; width: 0 !important; }";
          document.head.append(style);
        });"""
    )
    screen.open("/")
    assert screen.page.locator(".spark").count() > 0
    assert screen.page.locator(".spark svg").count() == 0


CONTROLS = """() => [...document.querySelectorAll("button, input, select, summary, .switches, .search-box, .tabs")]
  .filter((one) => one.checkVisibility()).map((one) => one.className || one.tagName)"""
PAPER = """() => {
  const style = getComputedStyle(document.documentElement);
  const ground = getComputedStyle(document.body).backgroundColor;
  return [ground, ...["what", "when", "known", "page"].map((line) => style.getPropertyValue(`--paper-${line}`))];
}"""


def test_what_the_browser_prints_is_paper_and_the_screen_is_as_before(screen: Screen) -> None:
    screen.open("/?theme=dark")
    before = screen.page.evaluate(PAPER)
    screen.page.emulate_media(media="print")
    screen.page.wait_for_selector("html[data-paper][data-without-controls]", state="attached")
    assert screen.page.evaluate(CONTROLS) == []
    ground, what, when, known, page = screen.page.evaluate(PAPER)
    assert ground == "rgb(255, 255, 255)"
    assert "分析" in what
    assert "统计时段" in when
    assert "数据截至" in known
    assert "counter(page)" in page
    screen.page.emulate_media(media="screen")
    screen.page.wait_for_selector("html:not([data-paper], [data-without-controls])", state="attached")
    assert screen.page.evaluate(PAPER) == before
    assert screen.page.evaluate(CONTROLS)
