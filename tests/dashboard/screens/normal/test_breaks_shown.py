"""A break is an upright mark on the trend and a sentence below it; nothing is compared across it."""

import json
from collections.abc import Iterator
from datetime import date

import pytest

from dashboard.commands.compared import compared
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from geodata.city.series_breaks import BreakProfile
from queries.city import City
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history
from tests.dashboard.screens.conftest import found, texts

SEARCH = "?period=2026-11-11..2026-11-17&kpi=reported&lang=en"
SENTENCE = "Break on 2026-11-10 (New rules): before and after cannot be compared."
MARK = {"step": 23, "at": 22.5, "label": "11-10", "text": "New rules"}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("broken"), "little", cases=history(), clock=NOON) as city:
        rules = BreakProfile(day=date(2026, 11, 10), kind="rule_changed", zh="新规", en="New rules")
        city.acts.replace_profile(city.profile.model_copy(update={"breaks": {"rules": rules}}))
        yield city


@pytest.mark.parametrize(
    ("path", "attribute", "class_name"), [("/", "data-figure", "plot"), ("/wall", "data-chart", "chart")]
)
def test_the_trend_marks_it_and_says_why_below(broken: City, path: str, attribute: str, class_name: str) -> None:
    panel = draw_panel(PANELS["trend"], broken, path, SEARCH, None)
    [drawing] = found(panel, class_name)
    drawn = json.loads(getattr(drawing, attribute))
    [mark] = drawn["breaks"]
    labels = drawn["labels"]
    assert mark == MARK | {"step": labels.index("11-10"), "at": labels.index("11-10") - 0.5}
    assert [texts(one) for one in found(panel, "break")] == [[f"Upright line: {SENTENCE}"]]
    if path == "/wall":
        assert SENTENCE in getattr(drawing, "aria-label")
    else:
        assert [one["role"] for one in drawn["series"]] == ["chosen"], "the days before it stand not beside those after"


def test_a_break_before_the_days_shown_only_keeps_off_what_was_before(broken: City) -> None:
    rules = broken.profile.breaks["rules"].model_copy(update={"day": date(2026, 10, 12)})
    plain = broken.profile
    broken.acts.replace_profile(plain.model_copy(update={"breaks": {"rules": rules}}))
    panel = draw_panel(PANELS["trend"], broken, "/", SEARCH, None)
    broken.acts.replace_profile(plain)
    drawn = json.loads(getattr(found(panel, "plot")[0], "data-figure"))
    assert (drawn["breaks"], [one["role"] for one in drawn["series"]]) == ([], ["chosen"])
    [told] = found(panel, "break")
    assert texts(told)[0].startswith("The days before are not drawn beside these. Break on 2026-10-12")


def test_a_card_says_why_nothing_is_compared(broken: City) -> None:
    card = draw_panel(PANELS["card-0"], broken, "/", SEARCH, None)
    [said] = found(card, "change-against")
    assert (said.children, said.title) == ("not compared: break on 2026-11-10", SENTENCE)
    assert not found(card, "change-figure")
    same = draw_panel(PANELS["card-0"], broken, "/", SEARCH.replace("11-11", "11-15"), None)
    assert found(same, "change-figure")


def test_the_small_line_of_a_card_has_a_mark_and_says_why(broken: City) -> None:
    for path, key in (("/", "card-0"), ("/wall", "receive-0")):
        [spark] = found(draw_panel(PANELS[key], broken, path, SEARCH, None), "spark")
        assert json.loads(getattr(spark, "data-chart"))["breaks"] == [13 - (17 - 10) - 0.5]
        assert SENTENCE in getattr(spark, "aria-label")
        assert getattr(spark, "aria-label").startswith("By day, 11-04 to 11-17: ")
    [plain] = found(draw_panel(PANELS["card-0"], broken, "/", "?period=2026-11-01..2026-11-08&lang=en", None), "spark")
    assert json.loads(getattr(plain, "data-chart"))["breaks"] == []


@pytest.mark.parametrize("key", ["departments", "category", "hours", "week_hours", "handling_times", "scores"])
def test_panels_of_days_across_it_have_a_footnote(broken: City, key: str) -> None:
    across = SEARCH.replace("11-11", "11-09")
    assert [texts(one) for one in found(draw_panel(PANELS[key], broken, "/", across, None), "break")] == [[SENTENCE]]
    before = SEARCH.replace("2026-11-11..2026-11-17", "2026-10-20..2026-11-08")
    assert found(draw_panel(PANELS[key], broken, "/", before, None), "break") == []


def test_the_change_is_not_taken_apart_across_it(broken: City) -> None:
    dialog = draw_panel(PANELS["why"], broken, "/", f"{SEARCH}&why", None)
    assert f"{SENTENCE} So the change is not taken apart." in texts(dialog)
    assert not found(dialog, "why-table")
    same = draw_panel(PANELS["why"], broken, "/", f"{SEARCH.replace('11-11', '11-15')}&why", None)
    assert found(same, "why-table")


def test_new_borders_keep_only_areas_from_being_taken_apart(broken: City) -> None:
    plain = broken.profile
    recut = plain.breaks["rules"].model_copy(update={"kind": "grids_recut"})
    broken.acts.replace_profile(plain.model_copy(update={"breaks": {"rules": recut}}))
    dialog = draw_panel(PANELS["why"], broken, "/", f"{SEARCH}&why", None)
    broken.acts.replace_profile(plain)
    assert [getattr(one, "data-by") for one in found(dialog, "why-table")] == ["category", "channel", "department"]
    assert f"{SENTENCE} So the change is not taken apart." in texts(dialog)


def test_api_and_command_line_have_no_change_and_the_sentence(broken: City) -> None:
    question = Question(
        "reported", broken.tree.root.code, date(2026, 11, 11), date(2026, 11, 17), NOON, scope=WHOLE_CITY
    )
    told = compared(broken, question, broken.kpis.ask(question), "previous")
    assert (told["change"], told["notes"]) == (None, [SENTENCE])
    assert told["value"]
