"""Remarks that travel with an answer: plain English sentences that also know how to say it in Chinese."""

from __future__ import annotations

from typing import Self


class Note(str):
    """An English sentence; `zh` is the same in Chinese, `code` a word for it that does not change."""

    code: str
    zh: str
    __slots__ = ("code", "zh")

    def __new__(cls, code: str, en: str, zh: str) -> Self:
        note = super().__new__(cls, en)
        note.code = code
        note.zh = zh
        return note


PERIOD_IGNORED = Note(
    "period_ignored",
    "This is the state at the as-of moment; from and to are ignored.",
    "此为数据截至时刻的状态，不受起止日期影响。",
)

NOTHING_LOADED = Note("nothing_loaded", "Nothing has been loaded into this city yet.", "本市尚未装入任何数据。")

NOTHING_KNOWN_YET = Note(
    "nothing_known_yet", "Nothing had been recorded by that moment.", "截至该认知时刻，尚无任何记录。"
)


def unknown_step(need: str) -> Note:
    """No source knows what the KPI is about."""
    said = need.replace("|", " or ")
    return Note("no_source", f"No source of this city knows {said}.", f"本市各来源均无此项数据：{said}。")


def sources_left_out(names: tuple[str, ...]) -> Note:
    """Some sources do not know what the KPI is about; their cases are not in the number."""
    listed = ", ".join(names)
    return Note("sources_left_out", f"Left out, not known there: {listed}.", f"以下来源无此项数据，未计入：{listed}。")


def filled_step(step: str, names: tuple[str, ...]) -> Note:
    """A step unknown to some sources has the time of the nearest earlier known one."""
    listed = ", ".join(names)
    return Note(
        "filled_step",
        f"{step} is taken from the nearest earlier known step, not known to: {listed}.",
        f"{step} 取最近的已知前序环节时间，以下来源未提供：{listed}。",
    )


def untimed(cases: int) -> Note:
    """Cases closed or voided without a time of it count as such at every moment."""
    of_the_city = "1 case of the city is" if cases == 1 else f"{cases:,} cases of the city are"
    return Note(
        "untimed",
        f"{of_the_city} closed or voided without a time of it; counted as such at every moment.",
        f"全市有 {cases} 件已结案或作废但无时间，任何时刻均按已结或作废计。",
    )


def left_out(cases: int, en: str, zh: str) -> Note:
    """Members of the population that cannot be counted."""
    why_en = en or "a time is missing or out of order"
    why_zh = zh or "时间缺失或颠倒"
    return Note("left_out", f"{cases} cases left out: {why_en}.", f"另有 {cases} 件未计入：{why_zh}。")


def calendar_missing(cases: int) -> Note:
    """Members of the population in whose time some year has no calendar of working days."""
    said = "1 case" if cases == 1 else f"{cases:,} cases"
    return Note(
        "calendar_missing",
        f"{said} left out: the calendar of working days is missing for that time.",
        f"另有 {cases:,} 件未计入：缺少相应年份的工作日历。",
    )


def not_known_as_of(what: str) -> Note:
    """A counter without a time of its own cannot be told for an earlier moment."""
    said = f"Not known as of this moment: {what} has no time."
    return Note("not_known_as_of", said, f"该时刻的情况未知：{what} 无发生时间。")


NOT_YET = Note("not_yet", "The period has not begun yet.", "统计期尚未开始。")

NOT_WHERE_THIS = Note(
    "no_conditions",
    "This KPI does not count cases, so it has no conditions on them.",
    "该指标不统计案件，不能按案件条件筛选。",
)

SPECIAL_GRID_NOW = Note(
    "special_grid_now",
    "Which cases belong to a special grid is told as it is known now.",
    "案件与专属网格的归属按目前所知计。",
)


def only_newest(table: str) -> Note:
    """Of units, devices, rosters and partners the state of an earlier moment is not kept."""
    en, zh = REPORTED[table]
    return Note(
        "not_known_as_of",
        f"Not known as of this moment: of {en} only the newest reports are kept.",
        f"该时刻的情况未知：{zh}仅保留最新上报。",
    )


def failed(count: int, en: str, zh: str) -> Note:
    """How many of a rate are not in its numerator: 99 % of many leaves many."""
    return Note("failed", en.replace("{n}", f"{count:,}"), zh.replace("{n}", str(count)))


REPORTED = {
    "devices": ("devices", "设备"),
    "units": ("units", "人员与车辆"),
    "rosters": ("rosters", "在册人数"),
    "calls": ("calls", "热线来电"),
    "partners": ("partners", "接入单位"),
}

CITY_ONLY = Note(
    "city_only",
    "This is known for the whole city only, not by area.",
    "该项仅有全市数据，不分区域。",
)

NOT_BY_THIS = Note(
    "no_breakdown",
    "This KPI cannot be broken down in this way.",
    "该指标不能按此方式细分。",
)
