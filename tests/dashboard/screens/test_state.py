from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import BadParameter
from dashboard.screens.screen_registry import REGISTRY
from dashboard.view import parsers
from dashboard.view.address import Notice, changed_query, parse_view, query_parts, search_of
from dashboard.view.parameter import Vocabulary
from dashboard.view.view_state import PARAMETERS, ViewState
from dashboard.words.catalogue import catalogue

SHANGHAI = ZoneInfo("Asia/Shanghai")
WORDS = Vocabulary(
    zone=SHANGHAI,
    has_area={"41", "4101", "a&b=c"}.__contains__,
    kpis={"reported", "closing_rate"},
    denominators=lambda kpi: {"closing_rate": ("due",)}.get(kpi, ()),
    layers=REGISTRY.layer_keys,
    has_value=lambda dimension, value: (dimension, value) in {("channel", "app"), ("category1", "噪声;夜间")},
)


def parsed(search: str) -> ViewState:
    return parse_view(search, WORDS)[0]


def link(view: ViewState, *, to_screen: bool = False, **changes: object) -> str:
    return changed_query(query_parts(view), changes, to_screen=to_screen)


def test_a_plain_address_leaves_every_choice_to_the_city() -> None:
    view, notices = parse_view("", WORDS)
    assert view == ViewState()
    assert notices == ()


def test_everything_an_address_says_is_read() -> None:
    view = parsed(
        "?area=4101&period=2026-11-01..2026-11-07&kpi=closing_rate&denominator=due&lang=en&theme=light&as_of=2026-11-08"
    )
    assert (view.area, view.period, view.kpi, view.denominator) == (
        "4101",
        "2026-11-01..2026-11-07",
        "closing_rate",
        "due",
    )
    assert (view.language, view.theme) == ("en", "light")
    assert view.as_of == datetime(2026, 11, 8, 15, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("area", "99"),
        ("period", "tomorrow"),
        ("period", "2026-11-07..2026-11-01"),
        ("period", "2026-02-30..2026-03-01"),
        ("kpi", "happiness"),
        ("denominator", "due"),
        ("lang", "de"),
        ("theme", "pink"),
        ("as_of", "noon"),
        ("recorded_as_of", "2026-13-01"),
        ("replay", "7d"),
    ],
)
def test_what_cannot_be_understood_becomes_a_notice_and_the_default(key: str, value: str) -> None:
    view, notices = parse_view(f"?{key}={value}", WORDS)
    assert notices == (Notice(f"notice_{key}", value),)
    assert view == ViewState()


def test_an_overlong_value_is_cut_in_its_notice() -> None:
    _, notices = parse_view("?area=" + "x" * 5000, WORDS)
    assert len(notices[0].value) == 100


def test_a_moment_without_offset_is_city_time_and_a_plus_survives_pasting() -> None:
    assert parsers.moment("as_of", "2026-11-20T10:30", SHANGHAI) == datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
    assert parsers.moment("as_of", "2026-11-20T10:30:00 08:00", SHANGHAI) == datetime(2026, 11, 20, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize("days", ["0001-01-01..2026-01-01", "2026-01-01..9999-12-31"])
def test_days_beyond_all_cases_are_no_period(days: str) -> None:
    assert parse_view(f"?period={days}", WORDS)[1] == (Notice("notice_period", days),)


@pytest.mark.parametrize("moment", ["0001-01-01", "0001-01-01T00:00", "10000-01-01", "2026-01-01T00:00+99:99"])
def test_moments_beyond_all_cases_are_none(moment: str) -> None:
    with pytest.raises(BadParameter):
        parsers.moment("as_of", moment, SHANGHAI)


views = st.builds(
    ViewState,
    area=st.sampled_from([None, "4101", "a&b=c"]),
    period=st.sampled_from([None, "today", "all", "2026-11-01..2026-11-07"]),
    kpi=st.just("closing_rate"),
    denominator=st.sampled_from([None, "due"]),
    language=st.sampled_from([None, "zh-CN", "en"]),
    theme=st.sampled_from(["dark", "light"]),
    as_of=st.none()
    | st.datetimes(timezones=st.just(SHANGHAI), min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)),  # noqa: DTZ001
    replay=st.sampled_from([None, "today", "2026-11-01..2026-11-07"]),
    where=st.sampled_from([(), (("channel", "app"),), (("category1", "噪声;夜间"), ("channel!", "app"))]),
    layers=st.sampled_from([None, (), ("heat", "units")]),
)


@given(views)
def test_a_view_written_and_read_again_is_the_same_view(view: ViewState) -> None:
    assert parse_view(search_of(view), WORDS) == (view, ())


@given(st.text(max_size=200))
def test_no_address_is_an_error(search: str) -> None:
    view, _ = parse_view(search, WORDS)
    assert parse_view(search_of(view), WORDS)[1] == ()


def test_another_kpi_drops_the_denominator_of_the_old_one() -> None:
    view = parsed("?kpi=closing_rate&denominator=due")
    assert link(view, kpi="reported") == "?kpi=reported"
    assert link(view, area="4101") == "?area=4101&kpi=closing_rate&denominator=due"


def test_zh_alone_means_simplified_chinese() -> None:
    view, notices = parse_view("?lang=zh", WORDS)
    assert (view.language, notices) == ("zh-CN", ())


def test_layers_are_read_in_their_order_and_written_back() -> None:
    assert parsed("?layers=units,heat").layers == ("heat", "units")
    assert parsed("?layers=none").layers == ()
    assert parsed("").layers is None
    assert search_of(parsed("?layers=units,heat")) == "?layers=heat,units"
    assert search_of(parsed("?layers=none")) == "?layers=none"
    assert parse_view("?layers=heat,nonsense", WORDS)[1] == (Notice("notice_layers", "heat,nonsense"),)


def test_kinds_of_units_and_devices_are_read_in_their_order_and_written_back() -> None:
    words = replace(WORDS, unit_kinds=("grid_worker", "drone"), device_kinds=("camera", "manhole"))
    view, notices = parse_view("?units=drone,grid_worker&devices=manhole", words)
    assert (view.units, view.devices, notices) == (("grid_worker", "drone"), ("manhole",), ())
    assert search_of(view) == "?units=grid_worker,drone&devices=manhole"
    view, notices = parse_view("?units=drone,tank", words)
    assert (view.units, notices) == ((), (Notice("notice_units", "drone,tank"),))


def test_the_card_of_a_case_outlives_another_kpi_and_not_another_area() -> None:
    view = parsed("?area=4101&case=demo/2026-7%2F1")
    assert view.case == "demo/2026-7/1"
    assert link(view, kpi="reported") == "?area=4101&kpi=reported&case=demo/2026-7/1"
    assert link(view, area="41") == "?area=41"
    assert link(view, to_screen=True) == "?area=4101"
    assert parse_view("?case=nothing", WORDS)[1] == (Notice("notice_case", "nothing"),)


def test_special_grids_are_kept_in_the_order_in_which_they_were_chosen() -> None:
    words = replace(WORDS, has_special={"ZS01", "ZS02", "ZS03", "ZS04"}.__contains__)
    view, notices = parse_view("?special=ZS03,ZS01,ZS03,ZS02,ZS04&rank=key", words)
    assert (view.special, view.rank, notices) == (("ZS03", "ZS01", "ZS02"), "key", ())
    assert search_of(view) == "?special=ZS03,ZS01,ZS02&rank=key"
    for text in ("ZS09", "ZS01,", ",", "ZS01,ZS09"):
        assert parse_view(f"?special={text}", words)[1] == (Notice("notice_special", text),)
    assert parse_view("?rank=best", words)[1] == (Notice("notice_rank", "best"),)


def test_every_parameter_has_its_notice_in_every_language() -> None:
    for words in (catalogue("zh-CN"), catalogue("en")):
        assert all(words(one.notice, value="?") for one in PARAMETERS)


def test_conditions_are_read_in_one_order_and_written_back() -> None:
    view, notices = parse_view("?where=channel=app;category1=噪声\\;夜间;channel=app", WORDS)
    assert (view.where, notices) == ((("category1", "噪声;夜间"), ("channel", "app")), ())
    assert parse_view(search_of(view), WORDS)[0] == view
    assert search_of(parsed("?where=channel=app")) == "?where=channel=app"
    excluded = parsed("?where=category1!=噪声\\;夜间;channel = app;channel ! = app")
    assert excluded.where == (("category1!", "噪声;夜间"), ("channel", "app"), ("channel!", "app"))
    assert search_of(parsed("?where=channel!=app")) == "?where=channel!=app"
    for text in ("channel", "colour=red", "channel=pigeon"):
        assert parse_view(f"?where={text}", WORDS) == (ViewState(), (Notice("notice_where", text),))
