"""Clusters of a few fixed texts: Chinese and English, the same in any order, without names, numbers and telephones."""

from __future__ import annotations

import subprocess
import sys

import pytest

from queries.errors import ClusteringFailed
from queries.privacy.masking import masked
from queries.recurring_kinds.clustering_process import clusters_by_group
from queries.recurring_kinds.text_clusters import MOST_TEXTS, clusters_of, terms_of

HANDED = [f"四环线{place}灯杆未移交不亮" for place in ("北段", "南段", "东口", "西口", "桥下", "辅道")]
CABLES = [f"{place}电缆被盗路灯熄灭" for place in ("文化路", "花园路", "农业路", "东风路", "建设路")]
OTHERS = ["路灯灯罩破损", "灯光过亮影响睡眠", "灯杆倾斜", "小区内照明昏暗"]
ENGLISH = [
    *(f"street light flickers after the repair at gate {place}" for place in ("one", "two", "three", "four", "five")),
    *(f"copper cable stolen near {place}" for place in ("school", "market", "bridge", "station", "park", "mill")),
    "lamp cover broken", "glare at night",
]  # fmt: skip


def test_chinese_texts_fall_into_the_two_causes_that_they_tell() -> None:
    found = clusters_of([*HANDED, *CABLES, *OTHERS])
    assert [(one.n, one.compared, one.matched) for one in found] == [(6, 15, 6), (5, 15, 5)]
    assert found[0].telling[0].word in "四环线灯杆未移交不亮"
    assert (found[0].telling[0].inside, found[0].telling[0].outside) == (1.0, 0.0)
    assert all(word in text for word in found[0].words for text in HANDED)
    assert all(word in text for word in found[1].words for text in CABLES)
    assert clusters_of([*reversed(OTHERS), *CABLES, *reversed(HANDED)]) == found


def test_english_texts_are_told_by_whole_words() -> None:
    found = clusters_of(ENGLISH)
    assert [(one.n, one.matched) for one in found] == [(6, 6), (5, 5)]
    assert {word.word for word in found[0].telling} <= {"copper", "cable", "stolen", "near"}
    assert {word.word for word in found[1].telling} <= {"street", "light", "flickers", "after", "the", "repair", "gate"}


def test_numbers_and_masked_places_are_no_terms_and_few_or_equal_texts_no_cluster() -> None:
    said = masked("联系人张伟，电话13812345678，路灯不亮") or ""
    terms = terms_of(said)
    assert {"路灯", "不亮", "路灯不亮"} <= terms
    assert not any(part in "".join(terms) for part in ("138", "5678", "张伟"))
    assert clusters_of([]) == clusters_of(["路灯不亮"] * 40) == clusters_of(HANDED[:4]) == []
    assert clusters_of(["12", "***"] * 20) == []
    many = [*HANDED, *CABLES, *OTHERS] * MOST_TEXTS
    assert sum(one.n for one in clusters_of(many)) <= MOST_TEXTS


def test_a_process_of_its_own_finds_the_same_clusters_of_every_group() -> None:
    groups = [[*HANDED, *CABLES, *OTHERS], HANDED[:3], ENGLISH]
    assert clusters_by_group(groups) == [clusters_of(texts) for texts in groups]
    assert clusters_by_group([]) == []


def test_a_process_that_ends_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(ClusteringFailed, match=r"process ended \(1\)"):
        clusters_by_group([["one", "two"]])


def test_opening_a_city_takes_no_clustering_into_its_process() -> None:
    told = "import sys, queries.city; print('scipy.cluster' in sys.modules)"
    done = subprocess.run((sys.executable, "-c", told), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
