"""The declared ledger: what a file says, and that a bad row is told and takes nothing with it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from queries.ledger.declared import LEDGER_FILE, declared_ledger

GOOD = """系统名称,权属单位,目录名称,记录数,数据项,填充率,更新日期,更新周期(天),统计日期,接入来源
房屋安全系统,住建局,房屋台账,"1,200",地址;面积;建成年份,95%,2025-03-01,7,2025-03-25,
房屋安全系统,住建局,排查记录,300,地址、结论,0.5,2025/03/20,7,2025-03-25,
热线系统,政务热线,工单,5000,编号,,,,,hotline
"""


def written(folder: Path, text: str | bytes) -> Path:
    (folder / LEDGER_FILE).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def test_a_ledger_is_read_by_the_names_that_a_data_bureau_writes(tmp_path: Path) -> None:
    found = declared_ledger(written(tmp_path, GOOD))
    assert not found.refused
    houses, [orders] = found.systems["房屋安全系统"], found.systems["热线系统"]
    assert [table.records for table in houses] == [1200, 300]
    assert houses[0].fields == ("地址", "面积", "建成年份")
    assert [table.filled for table in houses] == [0.95, 0.5]
    assert houses[1].updated == date(2025, 3, 20)
    assert [table.late for table in (*houses, orders)] == [True, False, None]
    assert orders.source == "hotline"


def test_bad_rows_are_told_with_line_and_reason_and_the_good_ones_count(tmp_path: Path) -> None:
    rows = ["房屋安全系统,,房屋台账,5", "水务系统,,管网,很多", "水务系统,,泵站,7,,120%", ",,无主,1", "水务系统,,水表,9"]
    found = declared_ledger(written(tmp_path, GOOD + "\n".join(rows)))
    assert [(one.line, one.why) for one in found.refused] == [(5, "twice"), (6, "records"), (7, "filled"), (8, "empty")]
    assert [table.table for table in found.systems["水务系统"]] == ["水表"]
    assert len(found.tables) == 4


def test_a_file_that_is_no_ledger_is_refused_whole_and_a_better_one_is_read_at_once(tmp_path: Path) -> None:
    assert declared_ledger(tmp_path).tables == ()
    assert [one.why for one in declared_ledger(written(tmp_path, GOOD.encode("gb18030"))).refused] == ["unreadable"]
    assert [one.why for one in declared_ledger(written(tmp_path, "")).refused] == ["missing"]
    assert [one.value for one in declared_ledger(written(tmp_path, "system,records\na,1\n")).refused] == ["table"]
    written(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())
    os.utime(tmp_path / LEDGER_FILE, ns=(1, 1))
    assert len(declared_ledger(tmp_path).tables) == 3
