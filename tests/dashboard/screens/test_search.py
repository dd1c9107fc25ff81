"""What the search box finds: names, pinyin, initials, codes; the best match first."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely

from dashboard.search.index import SearchIndex
from dashboard.search.pinyin import pinyin_forms, readings
from dashboard.search.words import Words
from geodata.areas.area_tree import AreaTree
from geodata.areas.numbering import NO_PARENT, UnnumberedAreas, number_areas
from geodata.areas.special_grids import SpecialGrids

NAMES = {
    "41": "郑州市",
    "4101": "金水区",
    "4102": "中牟县",
    "410101": "经八路街道",
    "410102": "文化路街道",
    "41010101": "第1网格",
    "41010201": "第1网格",
}


def tree() -> AreaTree:
    codes = list(NAMES)
    return number_areas(
        UnnumberedAreas(
            level=np.array([len(code) // 2 - 1 for code in codes], dtype=np.int8),
            parent=np.array([codes.index(code[:-2]) if code != "41" else NO_PARENT for code in codes], dtype=np.int64),
            code=np.array(codes, dtype=object),
            name=np.array(list(NAMES.values()), dtype=object),
            outline=np.array([shapely.box(113, 34, 114, 35)] * len(codes), dtype=object),
            basis=np.array(["given"] * len(codes), dtype=object),
        ),
        "2024-09",
    )


TREE = tree()
GRIDS = SpecialGrids.of(
    ["ZS02", "ZS03"], ["郑州站", "郑州东站"], ["station"] * 2, "given", [shapely.box(113, 34, 113.1, 34.1)] * 2
)


@cache
def index() -> SearchIndex:
    return SearchIndex(TREE, GRIDS)


def codes(query: str, within: str = "41") -> list[str]:
    return [TREE.by_id(number).code for number in index().areas(query, TREE.area(within), 12)]


@pytest.mark.parametrize(
    "query", ["经八路街道", "经八路", "八路", "jingbalu", "JingBaLu", "jing ba lu", "jbl", "jbljd", "ｊｂｌ"]
)
def test_a_street_is_found_by_name_pinyin_and_initials(query: str) -> None:
    assert codes(query) == ["410101"]


def test_a_letter_with_two_readings_is_found_by_both() -> None:
    assert codes("zhongmu") == codes("zhongmou") == ["4102"]


def test_a_code_finds_what_it_is_and_what_begins_with_it() -> None:
    assert codes("410101") == ["410101", "41010101"]
    assert codes("41010201") == ["41010201"]


def test_of_equal_names_the_one_inside_the_area_shown_comes_first() -> None:
    assert codes("第1网格", within="410102") == ["41010201", "41010101"]
    assert codes("第1网格", within="410101") == ["41010101", "41010201"]


def test_the_last_of_several_words_is_looked_for_inside_the_others() -> None:
    assert codes("文化路 第1网格") == ["41010201"]
    assert codes("金水区 文化路 第1网格") == ["41010201"]
    assert codes("中牟 第1网格") == []


def test_special_grids_are_found_alike() -> None:
    def found(query: str) -> list[str]:
        found_codes: list[str] = GRIDS.code[index().special_grids(query, 12)].tolist()
        return found_codes

    assert found("郑州东") == found("zhengzhoudong") == found("zzdz") == found("zs03") == ["ZS03"]
    assert found("zzz") == ["ZS02"]
    assert found("郑州") == ["ZS02", "ZS03"]


@pytest.mark.parametrize("query", ["", " ", "\n", "（", "x" * 5000, "%", "\x00", "'"])
def test_what_makes_no_sense_finds_nothing(query: str) -> None:
    assert codes(query) == []
    assert index().special_grids(query, 12) == []


def test_words_are_found_whole_at_their_beginning_and_inside() -> None:
    words = Words(["ab", "abc", "cab"], [7, 8, 9])
    assert list(words.owners("ab", "exact")) == [7]
    assert list(words.owners("ab", "prefix")) == [7, 8]
    assert list(words.owners("ab", "inside")) == [7, 8, 9]


def test_few_and_many_words_are_found_in_their_order() -> None:
    many = [f"a{number % 7}{number}" for number in range(300)]
    words = Words([*many, "b2", "b1", "b"], range(303))
    assert list(words.owners("a", "prefix")) == list(range(300))
    assert list(words.owners("a3", "prefix")) == list(range(3, 300, 7))
    assert list(words.owners("b", "prefix")) == [300, 301, 302]
    assert list(words.owners("b", "exact")) == [302]
    assert list(words.owners("c", "prefix")) == list(words.owners("a", "exact")) == []


def test_what_is_not_chinese_is_typed_as_it_is() -> None:
    assert pinyin_forms("Back Bay")[0] == ("backbay",)
    assert readings("绿地")[0] == ("lv", "di")


def test_the_dictionary_of_pinyin_does_not_stay_in_memory() -> None:
    code = (
        "import sys\n"
        "from tests.dashboard.screens.test_search import GRIDS, TREE\n"
        "from dashboard.search.index import SearchIndex\n"
        "assert [TREE.by_id(n).code for n in SearchIndex(TREE, GRIDS).areas('zhongmu', TREE.root, 1)] == ['4102']\n"
        "assert 'pypinyin' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[3])
