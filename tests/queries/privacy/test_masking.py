"""Masking measured on both sides: what must become unreadable, and what must stay as it is."""

import json
import time
import tomllib
from pathlib import Path

import pytest

from queries.privacy.masking import masked, masked_value

OWN = Path(__file__).with_name("own_corpus.toml")
SHARED = Path(__file__).parents[4] / "shared" / "faults" / "privacy_corpus.json"
LEAST = 0.97


def own() -> tuple[list[tuple[str, str]], list[str]]:
    """Pairs of text and secret, and harmless texts, of our own."""
    table = tomllib.loads(OWN.read_text("utf-8"))
    return [(text, secret) for _, text, secret in table["secrets"]], table["harmless"]


def measured(secrets: list[tuple[str, str]], harmless: list[str]) -> tuple[float, float, list[str]]:
    """Share of secrets unreadable, share of harmless texts untouched, and what failed."""
    leaked = [text for text, secret in secrets if secret in str(masked(text))]
    touched = [text for text in harmless if masked(text) != text]
    return 1 - len(leaked) / len(secrets), 1 - len(touched) / len(harmless), [*leaked, *touched]


def test_our_own_examples_on_both_sides() -> None:
    secrets, harmless = own()
    assert len(secrets) + len(harmless) >= 150
    unreadable, untouched, failed = measured(secrets, harmless)
    assert unreadable >= LEAST, failed
    assert untouched >= LEAST, failed


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="../shared/faults holds no privacy_corpus.json")
def test_the_shared_corpus_on_both_sides() -> None:
    corpus = json.loads(SHARED.read_text("utf-8"))
    secrets = [(one["text"], one["secret"]) for one in corpus["secrets"]]
    unreadable, untouched, failed = measured(secrets, corpus["harmless"])
    assert unreadable >= LEAST, failed
    assert untouched >= LEAST, failed


def test_masking_twice_changes_nothing_more() -> None:
    secrets, _ = own()
    for text, _ in secrets:
        once = masked(text)
        assert masked(once) == once, text


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("联系电话：１３８１２３４５６７８，路灯（东侧）不亮", "联系电话：１３８***７８，路灯（东侧）不亮"),
        ("豫Ａ１２３４５　占道", "豫Ａ***　占道"),
        ("ﬁre at 5th Ave, call 617-635-4500", "ﬁre at 5th Ave, call 617***00"),
        ('{"号码": 13812345678, "n": 5}', '{"号码": "138***78", "n": 5}'),
        ('{"me": "我叫张伟", "ok": true, "x": null}', '{"me": "我叫***", "ok": true, "x": null}'),
        (None, None),
    ],
)
def test_only_what_is_personal_is_replaced(text: str | None, body: str | None) -> None:
    assert masked(text) == body


@pytest.mark.parametrize("value", ["张三", "李小龙", "John Smith", "欧阳娜娜", "张三 13812345678", "王强"])
def test_a_person_in_place_of_a_department_leaves_unreadable(value: str) -> None:
    assert "***" in str(masked_value(value))
    assert value not in str(masked_value(value))


@pytest.mark.parametrize(
    "value",
    [
        "城管局",
        "金水区",
        "公安局",
        "文旅局",
        "市容环境",
        "噪音扰民",
        "Public Works Department",
        "hotline_12345",
        "微信",
        "方便",
        "高空抛物",
        "Hyde Park",
        "Parks & Recreation",
        "Street Lights",
        "Jamaica Plain",
        "甲局",
        "水务",
        "卫健",
        "安监",
        "石油",
        "Charles Street",
        "白蚁",
        "金融",
        "文明",
        "康乐",
        "平安",
    ],
)
def test_words_of_a_vocabulary_stay(value: str) -> None:
    assert masked_value(value) == value


def test_a_hostile_text_takes_no_long_time() -> None:
    for piece in ("1 ", "(", "a@", "王", "Mr ", "{", "138-", "·", "Aa ", "1:"):
        started = time.perf_counter()
        masked(piece * 2_000)
        assert time.perf_counter() - started < 5, piece
