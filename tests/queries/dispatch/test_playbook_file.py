"""The playbook of a city: what a file says, and that a bad row is told and takes nothing with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from queries.dispatch.playbook import PLAYBOOK_FILE, playbook_of

GOOD = """事项,责任单位,层级,处置时限（工作日）,生效日期,失效日期
井盖破损,市政管理处,市级,6,2024-01-01,2024-05-31
井盖破损,区城管局,区,2.5,2024/06/01,
流动摊贩,城市管理局,,,,
"""


def written(folder: Path, text: str | bytes) -> Path:
    (folder / PLAYBOOK_FILE).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def test_entries_of_one_category_follow_each_other_by_their_dates(tmp_path: Path) -> None:
    assert not playbook_of(tmp_path).is_there
    found = playbook_of(written(tmp_path, GOOD))
    assert found.is_there
    assert not found.refused
    first, second, always = found.entries
    assert (first.department, first.level, first.limit_days) == ("市政管理处", "city", 6.0)
    assert (second.level, second.limit_days, second.valid_from) == ("district", 2.5, date(2024, 6, 1))
    assert (always.level, always.limit_days) == ("", None)
    states = [[one.state(date(2024, month, day)) for one in found.entries] for month, day in ((5, 31), (6, 1))]
    assert states == [["valid", "coming", "valid"], ["expired", "valid", "valid"]]


def test_bad_rows_are_told_with_line_and_reason_and_the_good_ones_count(tmp_path: Path) -> None:
    rows = [
        "流动摊贩,另一局,,,2024-01-01,", ",无事项,,,,", "噪声,环境局,省,,,", "噪声,环境局,,很快,,",
        "噪声,环境局,,,明年,", "噪声,环境局,,,2024-02-01,2024-01-31", "噪声,环境局,,,2024-01-01,2024-12-31",
    ]  # fmt: skip
    found = playbook_of(written(tmp_path, GOOD + "\n".join(rows)))
    told = [(one.line, one.why) for one in found.refused]
    words = ["overlaps", "empty", "level", "limit_days", "valid_from", "ends_before"]
    assert told == [(line, why) for line, why in enumerate(words, 5)]
    assert found.refused[0].value == "4"  # the line that holds already
    assert (found.refused_in_all, [one.category for one in found.entries[3:]]) == (6, ["噪声"])


def test_a_file_that_is_no_playbook_is_refused_whole_and_a_better_one_is_read_at_once(tmp_path: Path) -> None:
    for bad, why in ((GOOD.encode("gb18030"), "unreadable"), (b"", "missing"), (b"category\nx\n", "missing")):
        found = playbook_of(written(tmp_path, bad))
        assert ([one.why for one in found.refused], found.is_there, found.entries) == ([why], True, ()), why
    assert len(playbook_of(written(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())).entries) == 3


def test_what_stands_in_the_wrong_column_is_told_masked(tmp_path: Path) -> None:
    found = playbook_of(written(tmp_path, GOOD + "噪声,环境局,13812345678,,,\n"))
    [one] = found.refused
    assert (one.line, one.why) == (5, "level")
    assert "13812345678" not in one.value
