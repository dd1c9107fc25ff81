import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dashboard.words.catalogue import catalogue
from dashboard.words.moments import date_and_time
from dashboard.words.numbers import (
    between,
    between_exactly,
    brief,
    change,
    decimal,
    figure,
    short_decimal,
    signed,
    whole,
)

ZH, EN = catalogue("zh-CN"), catalogue("en")
# The browser's modules are tested against the same table (tests/js/reader_formats.test.mjs).
SHARED = json.loads((Path(__file__).parents[2] / "js" / "reader_formats.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("value", "text"), SHARED["whole"])
def test_whole_numbers_are_written_as_in_the_browser(value: float, text: str) -> None:
    assert whole(value) == text


@pytest.mark.parametrize(("value", "decimals", "text"), SHARED["decimal"])
def test_decimals_are_written_as_in_the_browser(value: float, decimals: int, text: str) -> None:
    assert decimal(value, decimals) == text


@pytest.mark.parametrize(("moment", "zone", "text"), SHARED["date_and_time"])
def test_moments_are_written_as_in_the_browser(moment: str, zone: str, text: str) -> None:
    assert date_and_time(datetime.fromisoformat(moment), ZoneInfo(zone)) == text


def test_a_difference_has_a_sign_and_zero_has_none() -> None:
    assert [signed(value, 2) for value in (0.314, -0.314, 0.004, 0.0)] == ["+0.31", "\u22120.31", "0.00", "0.00"]
    assert [short_decimal(value, 4) for value in (0.5, 1200.0, 0.05004)] == ["0.5", "1,200", "0.05"]


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (8412, "case", "8,412件", "8,412 cases"),
        (12_100, "case", "1.21万件", "12,100 cases"),
        (182_000_000, "case", "1.82亿件", "182.00M cases"),
        (0, "case", "0件", "0 cases"),
        (1, "case", "1件", "1 case"),
        (268.94, "case/day", "269件/天", "269 a day"),
        (17.92, "case/day", "17.9件/天", "17.9 a day"),
        (0.945, "ratio", "94.5%", "94.5%"),
        (0.7453358, "ratio", "74.5%", "74.5%"),
        (1.0, "ratio", "100.0%", "100.0%"),
        (4.12, "day", "4.12天", "4.12 days"),
        (0.1, "day", "2.4小时", "2.4 h"),
        (0.01, "day", "14.4分钟", "14.4 min"),
        (0.005, "minute", "0.3秒", "0.3 s"),
        (3.25, "minute", "3.3分钟", "3.3 min"),
        (6400.5, "case/day", "6,401件/天", "6,401 a day"),
        (None, "case", "—", "—"),
    ],
)
def test_numbers_as_a_reader_writes_them(value: float | None, unit: str, zh: str, en: str) -> None:
    assert str(figure(value, unit, ZH)) == zh
    assert str(figure(value, unit, EN)) == en


@pytest.mark.parametrize("unit", ["call", "case", "device", "partner", "person", "unit"])
def test_a_band_has_its_unit_once_behind_one_as_behind_many(unit: str) -> None:
    for words in (ZH, EN):
        many, one = words.unit(unit), words.unit(unit, one=True)
        gap = " " if words is EN else ""
        for write in (between, between_exactly):
            assert write(1, 21, unit, words) == f"1–21{gap}{many}"
            assert write(0, 1, unit, words) == f"0–1{gap}{one}"
            assert write(1, 1, unit, words) == f"1{gap}{one}"
            assert write(480, 610, unit, words) == f"480–610{gap}{many}"
    assert between(980, 12_100, "case", ZH) == "980件–1.21万件"
    assert between_exactly(86_069, 88_049, "case", EN) == "86,069–88,049 cases"


def test_a_rate_never_claims_all_or_none_that_is_not_so() -> None:
    assert str(figure(0.99996, "ratio", ZH)) == "99.996%"
    assert str(figure(0.9999999, "ratio", ZH)) == ">99.999%"
    assert str(figure(0.0013, "ratio", ZH)) == "0.13%"
    assert str(figure(0.0004, "ratio", ZH)) == "0.04%"


@pytest.mark.parametrize(
    ("now", "before", "unit", "text"),
    [
        (1.21, 0.64, "case/day", "+89.1%"),
        (4.12, 5.27, "day", "−21.8%"),
        (0.945, 0.914, "ratio", "+3.1个百分点"),
        (0.90, 0.914, "ratio", "−1.4个百分点"),
        (8412, 8081, "case", "+4.1%"),
        (100, 100, "case", "±0%"),
        (100.0001, 100, "case", "±0%"),
        (0, 0, "case", "±0%"),
    ],
)
def test_changes_say_per_cent_or_percentage_points(now: float, before: float, unit: str, text: str) -> None:
    found = change(now, before, unit, ZH)
    assert found is not None
    assert found.text == text
    assert (found.direction == "flat") == text.startswith("±")


@pytest.mark.parametrize(("now", "before"), [(None, 3), (3, None), (3, 0)])
def test_no_change_where_there_is_nothing_to_compare(now: float | None, before: float | None) -> None:
    assert change(now, before, "case", ZH) is None


def test_both_catalogues_have_the_same_keys_and_the_same_blanks() -> None:
    assert set(ZH.sentences) == set(EN.sentences)
    for key, zh in ZH.sentences.items():
        chinese, english = ({part.split("}")[0] for part in text.split("{")[1:]} for text in (zh, EN.sentences[key]))
        # Details of an error are known in English only.
        of_error = key.startswith(("error.", "parameter."))
        assert chinese <= english if of_error else chinese == english, key


def test_an_unknown_language_is_read_in_chinese() -> None:
    assert catalogue("tlh").language == "zh-CN"


def test_round_numbers_on_an_axis_have_no_idle_zeros() -> None:
    assert [brief(value, "case", ZH) for value in (0, 5000, 10_000, 15_000)] == ["0件", "5,000件", "1万件", "1.5万件"]
    assert brief(0.9, "ratio", ZH) == "90%"


def test_marks_of_a_duration_are_all_in_the_unit_of_the_largest() -> None:
    assert [brief(value, "day", ZH, like=6) for value in (0, 2, 4, 6)] == ["0天", "2天", "4天", "6天"]
    assert [brief(value / 60, "minute", EN, like=0.3 / 60) for value in (0, 0.1, 0.2)] == ["0 s", "0.1 s", "0.2 s"]
    assert brief(1, "day", EN) == "1 day"
