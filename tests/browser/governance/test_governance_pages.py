"""The pages of governance as somebody works with them: the most important control of each is pressed, a mistake first,
and what it left is read where it stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from dashboard.governance.sample_drawing import draw_samples
from queries.city import City
from tests.browser.conftest import Screen
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF, CASES, table_of
from tests.dashboard.screens.governance.test_matters_page import LAMPS
from tests.queries.governance.test_agenda import MORE

pytestmark = pytest.mark.browser
FORM = "[data-panel='loop_act'] form"
SAID = ".case-act-said"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    cases = table_of((*CASES, *MORE, *LAMPS))
    with build_city(tmp_path_factory.mktemp("governance"), cases=cases, clock=AS_OF) as opened:
        draw_samples(opened)
        (opened.ground.folder / "playbook.csv").write_text("category,department\nparking,police\n", "utf-8")
        yield opened


def fill(form: Locator, given: dict[str, str]) -> None:
    """Writes or chooses in the fields of these names."""
    for name, value in given.items():
        field = form.locator(f"[name='{name}']")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def act(screen: Screen, number: str, **given: str) -> None:
    """Does something about a case by its form; the focus is then on the button of the case again."""
    page = screen.page
    page.click(f"[data-loop-act='{number}']")
    fill(page.locator(FORM), given)
    page.locator(f"{FORM} button").first.click()
    expect(page.locator(SAID)).to_have_text(f"已保存：案件 {number}。")
    expect(page.locator(f"[data-loop-act='{number}']").first).to_be_focused()
    assert screen.troubles == []


def test_a_hit_of_supervision_is_handed_over_by_keys(screen: Screen) -> None:
    page = screen.open("/loops?loop=supervision").page
    opened, row = page.locator("[data-loop-act='K6']"), page.locator("[data-case-row='K6']")
    opened.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"{FORM} [name='kind']")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(FORM)).to_have_count(0)
    expect(opened).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(f"{FORM} button").first.click()
    expect(page.locator(SAID)).to_contain_text("单位")  # which is still to be filled in
    screen.troubles.clear()  # the browser reports the refusal
    page.locator(f"{FORM} button").last.click()
    act(screen, "K6", state="handed_over", unit="监察室", text="逾时未签收")
    expect(row.locator(".case-acts")).to_contain_text("移交 · 已移交 · 监察室 · 逾时未签收")


def test_a_matter_is_confirmed_and_then_called_by_its_name(screen: Screen) -> None:
    page = screen.open("/matters").page
    matter = page.locator("[data-matter]", has_text="lamp")
    number = matter.locator("[data-loop-act]").get_attribute("data-loop-act") or ""
    act(screen, number, state="confirmed", text="西街路灯")
    expect(page.locator(".spots [data-matter] a", has_text="西街路灯")).to_be_visible()


def test_the_meeting_decides_and_the_case_says_so(screen: Screen) -> None:
    page = screen.open("/agenda").page
    act(screen, "X1", kind="decision", unit="roads", text="由道路部门牵头")
    expect(page.locator("[data-case-row='X1'] .case-acts")).to_contain_text("由道路部门牵头")
    page.locator(".agenda-ways a").first.click()
    page.wait_for_url("**meeting=**")
    expect(page.locator("[data-panel='agenda'] .panel-title")).to_contain_text("2024-06-06")


def test_a_verdict_of_a_sample_is_counted(screen: Screen) -> None:
    page = screen.open("/samples").page
    expect(page.locator(".sample-whole")).to_contain_text("尚无结论")
    act(screen, "K5", state="failed", text="仍有垃圾")
    expect(page.locator(".sample-whole")).to_contain_text("不合格 1")
    expect(page.locator("[data-case-row='K5']")).to_contain_text("仍有垃圾")


def test_a_kind_is_confirmed_and_gets_a_checklist(screen: Screen) -> None:
    page = screen.open("/kinds").page
    form = page.locator(".slot-kind_entry form")
    fill(form, {"where": "category3=lamp"})
    form.locator("button").click()
    expect(form.locator(".act-said")).not_to_be_empty()  # a kind without a name
    assert page.locator("[data-kind]").count() == 0
    screen.troubles.clear()
    fill(form, {"name": "西街路灯", "cause": "移交未完成"})
    form.locator("button").click()
    expect(form.locator(".act-said")).to_have_text("已保存。")
    page.click("[data-kind] a >> nth=0")
    page.wait_for_url("**kind=**")
    item = page.locator(".slot-kind_entry form", has_text="加入整改清单")
    fill(item, {"name": "灯杆", "n": "4"})
    item.locator("button").click()
    expect(page.locator("[data-panel='kind'] tbody tr")).to_have_count(1)
    expect(item.locator(".act-said")).to_have_text("已保存。")
    assert screen.troubles == []


def test_a_roll_call_is_made_answered_and_ended(screen: Screen) -> None:
    page = screen.open("/command").page
    page.click(".call-make button")
    expect(page.locator(".call-said")).not_to_be_empty()  # a call without a reason
    screen.troubles.clear()
    page.fill(".call-make input[name='text']", "防汛演练")
    page.keyboard.press("Enter")
    expect(page.locator("[data-panel='roll_call'] .panel-title")).to_have_text("点名 · 防汛演练")
    missing = page.locator("[data-centre]")
    before = missing.count()
    missing.first.click()
    page.click(".call-answer button >> nth=0")
    expect(missing).to_have_count(before - 1)
    page.click("[data-end-call]")
    page.click("[data-end-call]")
    expect(page.locator("[data-end-call]")).to_have_count(0)
    assert screen.troubles == []


def test_a_spot_opens_its_cases_and_the_playbook_its_entries(screen: Screen) -> None:
    page = screen.open("/spots").page
    page.click("[data-panel='spots'] [data-spot] a >> nth=0")
    expect(page.locator("[data-panel='spot'] [data-case-row]")).not_to_have_count(0)
    page.click(".switches summary >> nth=0")
    page.click(".switches a[href^='/dispatch']")
    page.click("[data-panel='playbook'] summary")
    expect(page.locator("[data-panel='playbook'] details tbody tr")).to_contain_text("police")
    assert screen.troubles == []
