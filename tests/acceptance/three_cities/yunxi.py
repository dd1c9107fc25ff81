"""Yunxi, China: an export of its 12345 hotline in GB18030, a title above and a total below, three writings of times,
days of 1900 for open cases; streets that only a table names; corrections that say nothing of when they were made."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from tests.acceptance.three_cities.counting import Counted

ZONE = "Asia/Shanghai"
STREETS = {"滨河区": ("桥头街道", "码头街道"), "云山区": ("松林镇", "竹园街道", "石板镇")}
ROWS = 260
COLUMNS = (
    *(
        "工单编号",
        "来电时间",
        "诉求来源",
        "一级分类",
        "二级分类",
        "所属区",
        "所属街道",
        "诉求内容",
        "来电人",
        "联系电话",
    ),
    *("承办单位", "工单状态", "办结时间", "要求办结时间"),
)
STATUS = {"已办结": "closed", "办理中": "open", "已派单": "open", "不予受理": "voided"}
CHANNEL = {"12345热线": "hotline_12345", "微信": "app", "市长信箱": "government_mailbox", "网站": "online_express"}
CATEGORIES = {"城市管理": ("占道经营", "暴露垃圾"), "环境保护": ("噪声", "油烟"), "交通出行": ("乱停车", "信号灯")}
WRITINGS = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y年%m月%d日 %H时%M分")
NO_TIME = "1900-01-01 00:00:00"


def write_areas(folder: Path) -> Path:
    """Districts and their streets in one table, without outlines."""
    rows = [("编码", "名称", "上级编码")]
    for number, (district, streets) in enumerate(STREETS.items(), start=1):
        rows.append((f"33{number:02}", district, ""))
        rows += [(f"33{number:02}{i:02}", street, f"33{number:02}") for i, street in enumerate(streets, start=1)]
    return _write(folder / "区划.csv", rows)


def write_cases(folder: Path) -> list[Path]:
    """Two deliveries; the second corrects cases of the first."""
    random = np.random.default_rng(12345)
    first = _first(random)
    again = first.sample(50, random_state=5)
    changed = again[:35].copy()
    moment = pd.Timestamp("2024-06-30 12:00:00")
    changed["办结时间"] = np.where(changed["工单状态"] == "已办结", NO_TIME, moment.strftime(WRITINGS[0]))
    changed["工单状态"] = np.where(changed["工单状态"] == "已办结", "办理中", "已办结")
    second = pd.concat([changed, again[35:]]).sample(frac=1, random_state=6)
    return [_export(folder / f"工单_{n}.csv", rows) for n, rows in enumerate((first, second), start=1)]


def counted(areas: Path, deliveries: list[Path]) -> Counted:
    """From the files themselves, by pandas."""
    cases = pd.concat([_read(file, 1) for file in deliveries])
    cases = cases[cases["工单编号"] != "合计"].drop_duplicates("工单编号", keep="last").reset_index(drop=True)
    table = _read(areas, 0)
    streets = table[table["上级编码"] != ""].set_index("名称")["编码"]
    districts = table[table["上级编码"] == ""].set_index("名称")["编码"]
    return Counted(
        pd.DataFrame({
            "reported": _instants(cases["来电时间"]),
            "closed": _instants(cases["办结时间"].where(cases["办结时间"] != NO_TIME)),
            "due": _instants(cases["要求办结时间"]),
            "status": cases["工单状态"].map(STATUS),
            "channel": cases["诉求来源"].map(CHANNEL),
            "category": cases["一级分类"],
            "area": cases["所属街道"].map(streets).fillna(cases["所属区"].map(districts)),
        }),
        ZONE,
    )  # fmt: skip


def _first(random: np.random.Generator) -> pd.DataFrame:
    seconds = random.integers(0, 150 * 86_400, ROWS) // 60 * 60
    reported = pd.Timestamp("2024-01-05") + pd.to_timedelta(seconds, unit="s")
    status = random.choice(list(STATUS), ROWS, p=[0.65, 0.2, 0.1, 0.05])
    closed = reported + pd.to_timedelta(random.integers(1, 20 * 1440, ROWS), unit="min")
    pairs = [(district, street) for district, streets in STREETS.items() for street in streets]
    where = [pairs[i] for i in random.integers(0, len(pairs), ROWS)]
    kinds = [(one, two) for one, several in CATEGORIES.items() for two in several]
    what = [kinds[i] for i in random.integers(0, len(kinds), ROWS)]
    written = [time.strftime(WRITINGS[i]) for time, i in zip(reported, random.integers(0, 3, ROWS), strict=True)]
    return pd.DataFrame({
        "工单编号": [f"YX2024{n:06}" for n in random.permutation(ROWS)],
        "来电时间": written,
        "诉求来源": random.choice(list(CHANNEL), ROWS),
        "一级分类": [one for one, _ in what],
        "二级分类": [two for _, two in what],
        "所属区": [district for district, _ in where],
        "所属街道": np.where(random.random(ROWS) < 0.1, "", [street for _, street in where]),
        "诉求内容": "市民反映，门口有问题，\n请尽快处理",
        "来电人": "王某某",
        "联系电话": "13800000000",
        "承办单位": random.choice(["城管局", "生态环境局", "交警支队"], ROWS),
        "工单状态": status,
        "办结时间": np.where(status == "已办结", closed.strftime(WRITINGS[0]), NO_TIME),
        "要求办结时间": (reported + pd.Timedelta(days=5)).strftime(WRITINGS[1]),
    })  # fmt: skip


def _export(file: Path, rows: pd.DataFrame) -> Path:
    blank = [""] * (len(COLUMNS) - 1)
    title, total = ["云溪市12345热线工单导出", *blank], ["合计", str(len(rows)), *blank[1:]]
    return _write(file, [title, COLUMNS, *rows[list(COLUMNS)].to_numpy().tolist(), total])


def _write(file: Path, rows: Sequence[object]) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)  # type: ignore[arg-type]
    file.write_bytes(text.getvalue().encode("gb18030"))
    return file


def _read(file: Path, skipped: int) -> pd.DataFrame:
    return pd.read_csv(file, encoding="gb18030", skiprows=skipped, dtype=str, keep_default_na=False)


def _instants(column: pd.Series) -> pd.Series:
    written = [pd.to_datetime(column, format=form, errors="coerce") for form in WRITINGS]
    local: pd.Series = written[0].fillna(written[1]).fillna(written[2])
    zoned: pd.Series = local.dt.tz_localize(ZONE)
    return zoned
