"""Questions in words: the address that each phrase is offered, in the tiny city and with the words of the demo city."""

from pathlib import Path
from random import Random
from unittest.mock import Mock
from urllib.parse import unquote

import pytest

from dashboard.screens.scenes import scene_at
from dashboard.search.late_index import LateIndex
from dashboard.search.phrases.segmentation import MOST_LOOKUPS
from dashboard.search.phrases.spoken import is_han
from dashboard.search.phrases.word_data import word_data
from queries.values import WHOLE_CITY, Dictionary, Scope
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF, table_of
from tests.dashboard.search.conftest import Asking

NIGHT = "hour=00;hour=01;hour=02;hour=03;hour=04;hour=05;hour=22;hour=23"
IN_THE_TINY_CITY = {  # Monday, 10 June 2024, 18:00; the phrase → the query of the address offered first
    "noise": "where=category1=noise",
    "E side noise": "area=E&where=category1=noise",
    "noise in E side last week": "area=E&period=last_week&where=category1=noise",
    "overdue noise last week": "period=last_week&kpi=overdue_open&where=category1=noise",
    "Overdue Noise, last week!": "period=last_week&kpi=overdue_open&where=category1=noise",
    "show me the overdue rate of E1 side": "area=E1&kpi=overdue_open&denominator=open",
    "噪声 夜间 上周": f"period=last_week&where=category1=noise;{NIGHT}",
    "noise at night": f"where=category1=noise;{NIGHT}",
    "parking E1 side without police": "area=E1&where=category3=parking;department!=police",
    "cases not app": "kpi=reported&where=channel!=app",
    "投诉 超期 昨天": "period=yesterday&kpi=overdue_open",
    "satisfaction this month E2 side": "area=E2&period=month&kpi=satisfaction",
    "median handling time all time": "period=all&kpi=handling_time&denominator=median",
    "open": "kpi=open",
    "closed last month": "period=last_month&where=status=closed",
    "building site": "where=category3=building site",
    "noise app weekend": "where=category1=noise;channel=app;weekday=6;weekday=7",
    "noise on monday": "where=category1=noise;weekday=1",
    "last monday": "period=2024-06-03..2024-06-03",
    "monday last week noise": "period=2024-06-03..2024-06-03&where=category1=noise",
    "noise june 2024": "period=2024-06-01..2024-06-30&where=category1=noise",
    "June 2": "period=2024-06-02..2024-06-02",
    "2 june 2023": "period=2023-06-02..2023-06-02",
    "october": "period=2023-10-01..2023-10-31",
    "october last year": "period=2023-10-01..2023-10-31",
    "june 1 to june 5 noise": "period=2024-06-01..2024-06-05&where=category1=noise",
    "2024-06-01 to 2024-06-05": "period=2024-06-01..2024-06-05",
    "2024-06": "period=2024-06-01..2024-06-30",
    "last 14 days": "period=2024-05-28..2024-06-10",
    "last 7 days": "period=7d",
    "past 2 weeks": "period=2024-05-28..2024-06-10",
    "this quarter": "period=2024-04-01..2024-06-10",
    "last quarter": "period=2024-01-01..2024-03-31",
    "12345 hotline last year": "period=2023-01-01..2023-12-31&where=channel=hotline_12345",
    "noise 8:00-10:00": "where=category1=noise;hour=08;hour=09",
    "over": "kpi=overdue_open",
    "nois": "where=category1=noise",
}
WITH_THE_WORDS_OF_THE_DEMO = {  # Friday, 27 November 2026, noon
    "金水区 噪声 夜间 上周": f"area=4101&period=last_week&where=category2=噪声;{NIGHT}",
    "金水区噪声夜间上周": f"area=4101&period=last_week&where=category2=噪声;{NIGHT}",
    "上周金水区夜间的噪音": f"area=4101&period=last_week&where=category2=噪声;{NIGHT}",
    "金水区 上周 投诉 超期": "area=4101&period=last_week&kpi=overdue_open",
    "overdue noise last week": "period=last_week&kpi=overdue_open&where=category2=噪声",
    "jinshuiqu 噪声": "area=4101&where=category2=噪声",
    "jsq noise yesterday": "area=4101&period=yesterday&where=category2=噪声",
    "金水 超期率": "area=4101&kpi=overdue_open&denominator=open",
    "文化路满意度本月": "area=410102&period=month&kpi=satisfaction",
    "金水 文化 噪声": "area=410102&where=category2=噪声",
    "二七区文化宫流动摊贩": "area=410302&where=category3=流动摊贩",
    "第1网格 二七区 噪声": "area=41030101&where=category2=噪声",
    "文化 二七区 噪声": "area=410302&where=category2=噪声",
    "410301 超期": "area=410301&kpi=overdue_open",
    "摊贩": "where=category3=流动摊贩",
    "street vendors in 金水区": "area=4101&where=category3=流动摊贩",
    "street lights yesterday": "period=yesterday&where=category2=照明",
    "traffic lights this week": "period=week&where=category2=信号设施",
    "渣土 网格巡查 近14天": "period=2026-11-14..2026-11-27&where=category2=渣土管理;channel=grid_patrol",
    "街面秩序 本周": "period=week&where=category1=街面秩序",
    "城管 超期": "kpi=overdue_open&where=department=城市管理局",
    "城市管理局退单率上月": "period=last_month&kpi=declined&where=department=城市管理局",
    "12345热线 重复诉求率": "kpi=repeat&where=channel=hotline_12345",
    "夜间施工噪声": f"where=category3=施工噪声;{NIGHT}",
    "夜间噪声": f"where=category2=噪声;{NIGHT}",
    "夜间噪声上周": f"period=last_week&where=category2=噪声;{NIGHT}",
    "上周超期案件": "period=last_week&kpi=overdue_open",
    "网格巡查上周案件": "period=last_week&kpi=reported&where=channel=grid_patrol",
    "早高峰占道经营": "where=category2=占道经营;hour=07;hour=08",
    "金水区 不含噪声": "area=4101&where=category2!=噪声",
    "井盖 10月": "period=2026-10-01..2026-10-31&where=category2=井盖",
    "井盖 十二月": "period=2025-12-01..2025-12-31&where=category2=井盖",
    "噪声 去年10月": "period=2025-10-01..2025-10-31&where=category2=噪声",
    "10月1日至7日 噪声": "period=2026-10-01..2026-10-07&where=category2=噪声",
    "10月27号": "period=2026-10-27..2026-10-27",
    "12月25日": "period=2025-12-25..2025-12-25",
    "2026-10": "period=2026-10-01..2026-10-31",
    "2026年": "period=2026-01-01..2026-12-31",
    "2026年2月": "period=2026-02-01..2026-02-28",
    "前天 超期": "period=2026-11-25..2026-11-25&kpi=overdue_open",
    "上上周": "period=2026-11-09..2026-11-15",
    "上周一": "period=2026-11-16..2026-11-16",
    "本周三 噪声": "period=2026-11-25..2026-11-25&where=category2=噪声",
    "今年 电梯": "period=2026-01-01..2026-11-27&where=category3=电梯故障",
    "三跨 周四": "kpi=cross&where=weekday=4",
    "周末 占道经营": "where=category2=占道经营;weekday=6;weekday=7",
    "8点到10点 交通拥堵": "where=category3=交通拥堵;hour=08;hour=09",
    "平均办理时长 早高峰": "kpi=handling_time&where=hour=07;hour=08",
    "郑州东站 噪声": "where=category2=噪声&layers=cells,special,labels,tiles&special=ZS03",
    "已结案 金水区": "area=4101&where=status=closed",
    "哪个部门退回最多": "kpi=returned&compare=department",
    "which department sends back most": "kpi=returned&compare=department",
    "which street most noise last week": "period=last_week&where=category2=噪声&compare=street",
    "金水区哪条街道夜间噪声最多": f"area=4101&where=category2=噪声;{NIGHT}&compare=street",
    "金水区 超期率 最高": "area=4101&kpi=overdue_open&denominator=open&compare=below",
    "满意度最低的渠道": "kpi=satisfaction&compare=channel",
    "上周投诉最多": "period=last_week&kpi=reported&compare=siblings",
}


@pytest.mark.parametrize("phrase", IN_THE_TINY_CITY)
def test_a_phrase_leads_to_its_address_in_the_tiny_city(tiny: Asking, phrase: str) -> None:
    assert unquote(tiny.address(phrase)) == IN_THE_TINY_CITY[phrase]


@pytest.mark.parametrize("phrase", WITH_THE_WORDS_OF_THE_DEMO)
def test_a_phrase_leads_to_its_address_with_the_words_of_the_demo(demo: Asking, phrase: str) -> None:
    assert unquote(demo.address(phrase)) == WITH_THE_WORDS_OF_THE_DEMO[phrase]


def test_a_run_of_chinese_words_means_what_they_mean_with_spaces_between(demo: Asking) -> None:
    values = demo.city.kpis.named_values(scope=WHOLE_CITY)
    of_cases = [value for all_ in values.values() for value in all_ if is_han(value[0])]
    areas, times = ["金水区", "文化路街道", "大学路", "郑州东站"], ["上周", "本月", "夜间", "早高峰", "周末", "近7天"]
    kinds = (areas, times, ["超期", "满意率", "案件", "平均办理时长"], of_cases)
    chance = Random(12)  # noqa: S311
    for _ in range(80):
        words = [chance.choice(kind) for kind in chance.sample(kinds, chance.randint(2, 4))]
        assert demo.address("".join(words)) == demo.address(" ".join(words)) != "", words


@pytest.mark.parametrize(
    "phrase", ["", " ", "金水区", "E side", "郑州站", "4101", "的", "哈哈哈", "qqq", "，。", "\x00", "%", "x" * 100]
)
def test_what_names_only_a_place_or_nothing_is_no_question(demo: Asking, phrase: str) -> None:
    assert demo.address(phrase) == ""


@pytest.mark.parametrize(
    ("phrase", "unknown"),
    [
        ("金水区 哈哈 噪声", ("哈哈",)),
        ("金水区哈哈噪声", ("哈哈",)),
        ("xyz noise qqq", ("xyz", "qqq")),
        ("噪声 十四月", ("十四月",)),
        ("noise 2026-13", ("2026", "13")),
        ("噪声 31点", ("31点",)),
    ],
)
def test_words_that_are_not_understood_are_said(demo: Asking, phrase: str, unknown: tuple[str, ...]) -> None:
    found = demo.understood(phrase)
    assert found.not_understood == unknown
    assert "category2=%E5%99%AA%E5%A3%B0" in found.offers[0]["href"]


def test_a_phrase_of_unknown_words_is_not_looked_up_without_end(demo: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon = demo.indexes.lexicon(scope=WHOLE_CITY)
    near = Mock(wraps=lexicon.near)
    monkeypatch.setattr(lexicon, "near", near)
    found = demo.understood("噪声 " + " ".join("哈" * 12 for _ in range(7)))
    assert len(found.not_understood) == 7
    assert near.call_count == MOST_LOOKUPS


def test_words_that_contradict_others_are_said(demo: Asking) -> None:
    assert demo.understood("金水区 二七区 噪声").left_out == ("二七区",)
    assert demo.understood("经八路 二七区 噪声").left_out == ("经八路",)
    assert "area=4103&" in demo.understood("经八路 二七区 噪声").offers[0]["href"]
    assert demo.understood("噪声 上周 本月").left_out == ("本月",)
    assert demo.understood("超期 满意率").left_out == ("满意率",)
    assert demo.understood("金水区 文化路 噪声 上周").left_out == ()


def test_what_was_understood_is_one_line_and_alternatives_follow(demo: Asking) -> None:
    lines = [(one["name"], one["kind"]) for one in demo.understood("金水区 噪声 上周 超期").offers]
    assert lines == [
        ("金水区 · 噪声 · 上周 → 超期未结", "小类"),
        ("金水区 · 噪声扰民 · 上周 → 超期未结", "细类"),
        ("金水区 · 噪声 · 上周 → 按期结案率", "小类"),
    ]
    [english, *_] = demo.understood("金水区 噪声 夜间 不含12345热线 10月", "?lang=en").offers
    assert english["name"] == "金水区 · 噪声 · without 12345 hotline · 22:00–06:00 · 2026-10-01 – 2026-10-31 → Reported"


def test_what_a_phrase_says_nothing_of_stays_as_it_is_on_the_screen(demo: Asking) -> None:
    shown = "?area=4103&period=month&kpi=open&denominator=suspended&where=channel=app&theme=light&case=a/1"
    assert demo.address("上周", shown) == (
        "area=4103&period=last_week&kpi=open&denominator=suspended&where=channel=app&theme=light"
    )
    [first, *_] = demo.understood("上周", shown).offers
    assert first["name"] == "二七区 · 市民应用 · 上周 → 在办 其中挂起"
    assert (
        unquote(demo.address("噪声 满意率", shown))
        == "area=4103&period=month&kpi=satisfaction&where=category2=噪声&theme=light"
    )


def test_every_address_that_is_offered_is_understood(demo: Asking) -> None:
    for phrase in WITH_THE_WORDS_OF_THE_DEMO:
        for offer in demo.understood(phrase).offers:
            scene = scene_at(demo.city, "/", offer["href"].removeprefix("/"), None)
            assert not scene.notices, (phrase, offer)


def test_looking_back_periods_are_those_of_the_moment_shown(demo: Asking) -> None:
    assert demo.address("昨天", "?as_of=2026-03-01T12:00:00%2B08:00").startswith("period=yesterday&")
    [offer, *_] = demo.understood("昨天", "?as_of=2026-03-01T12:00:00%2B08:00").offers
    assert "2026-02-28 → " in offer["name"]
    assert "period=2026-02-27..2026-02-27" in demo.address("前天", "?as_of=2026-03-01T12:00:00%2B08:00")


def test_words_of_kpis_name_kpis_and_denominators_that_there_are() -> None:
    dictionary = Dictionary.read()
    for one in word_data()["kpi"]:
        assert one["key"] in dictionary
        assert one.get("denominator") in (None, *dictionary[one["key"]].denominators)


def test_values_that_come_later_are_understood_and_personal_ones_never(tmp_path: Path) -> None:
    with build_city(tmp_path, "tiny", clock=AS_OF) as city:
        asking = Asking(city, LateIndex(city))
        assert asking.understood("graffiti app").not_understood == ("graffiti",)
        known = asking.indexes.lexicon(scope=WHOLE_CITY)
        later = {"source_id": "L1", "category1": "graffiti", "department": "张伟 13812345678", "reported": "10 9:00"}
        city.acts.load_table(table_of([later]), "later")
        assert asking.address("graffiti app") == "where=category1=graffiti;channel=app"
        assert asking.indexes.lexicon(scope=WHOLE_CITY) is not known
        assert asking.understood("张伟 app").not_understood == ("张伟",)
        assert "张伟" not in str(city.kpis.named_values(scope=WHOLE_CITY))
        assert "graffiti" not in str(city.kpis.named_values(scope=Scope(areas=((5, 7),), lines_of_business=())))
