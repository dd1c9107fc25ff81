"""A composed briefing as PDF, PNG or SVG: typeset in a process of its own, a few at a time, and not for ever."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from dashboard.briefings.drawing.paper_colours import paper_colours
from dashboard.briefings.typesetting.displayable import displayable
from dashboard.briefings.work_places import WorkPlaces
from dashboard.errors import TypesettingFailed
from dashboard.exports.browser import chinese_fonts, require_chinese_font
from dashboard.words.numbers import whole

Form = Literal["pdf", "png", "svg"]
STANDARDS = ("a-3a", "ua-1")
"""To be kept (PDF/A-3, tagged, the numbers attached) and read aloud (PDF/UA-1); what is not both is not written."""
PIXELS_PER_INCH = 96
MOST_SCALE = 4
TIME_LIMIT_S = 60.0
PLACES = WorkPlaces(at_once=2)
PREFERRED_FONTS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC")
GROUND_TINT = "#eef5fa"
HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Sheet:
    """How a document is typeset. paper: one of PAPERS; scale: of PNG, pixels of 1/96 inch each; origin: of the server
    that its links lead to, empty: no links."""

    form: Form = "pdf"
    paper: str = "a4"
    scale: float = 1.0
    origin: str = ""


def typeset(document: Mapping[str, Any], sheet: Sheet) -> list[bytes]:
    """The file of a composed briefing (as `BriefingDocument.as_json` has it); of PNG and SVG one for each page. Raises
    TypesettingBusy, TypesettingFailed, and SnapRefused without a Chinese font."""
    require_chinese_font()
    job = {
        "template": _template(),
        "input": _input(document, sheet),
        "format": sheet.form,
        "ppi": PIXELS_PER_INCH * sheet.scale,
        "standards": STANDARDS,
    }
    with PLACES.taken():
        return _run(job)


def _run(job: Mapping[str, Any]) -> list[bytes]:
    command = [sys.executable, "-I", str(HERE / "worker.py")]
    try:
        done = subprocess.run(  # noqa: S603  # a file of this program
            command, input=json.dumps(job).encode(), capture_output=True, timeout=TIME_LIMIT_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TypesettingFailed(f"it took longer than {whole(TIME_LIMIT_S)} s") from error
    head, _, rest = done.stdout.partition(b"\n")
    if done.returncode or not head:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise TypesettingFailed(f"its process ended ({done.returncode}) {''.join(last)}".strip())
    try:
        told = json.loads(head)
    except ValueError as error:
        raise TypesettingFailed("what its process wrote is not understood") from error
    if "error" in told:
        raise TypesettingFailed(told["error"])
    return list(_cut(rest, told["pages"]))


def _cut(content: bytes, sizes: list[int]) -> Iterator[bytes]:
    at = 0
    for size in sizes:
        yield content[at : at + size]
        at += size
    if at != len(content):
        raise TypesettingFailed("what its process wrote is incomplete")


def _input(document: Mapping[str, Any], sheet: Sheet) -> dict[str, Any]:
    lang, _, region = str(document["language"]).partition("-")
    return {
        "document": displayable(document),
        "attached": json.dumps(without_drawings(document), ensure_ascii=False),
        "colours": {**paper_colours(), "ground-tint": GROUND_TINT},
        "paper": sheet.paper,
        # A page in a browser is a picture, whose links nobody can press; written into SVG their & would break it.
        "origin": "" if sheet.form == "svg" else sheet.origin,
        "fonts": fonts(),
        "lang": lang,
        "region": region.lower() or None,
        "qr": _square_code(sheet.origin + document["stamp"]["address"]) if sheet.origin else "",
    }


def without_drawings(document: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers and texts of a document alone."""
    drawn = {name: {**document[name], "drawing": ""} for name in ("map", "trend") if document[name]}
    return {**document, **drawn}


@cache
def fonts() -> list[str]:
    """The Chinese font families of this machine, the preferred ones first."""
    known = chinese_fonts()
    if known is None:
        return list(PREFERRED_FONTS)
    preferred = [one for one in PREFERRED_FONTS if one in known]
    return preferred or known[:1]


@cache
def _template() -> str:
    return (HERE / "briefing.typ").read_text("utf-8")


def _square_code(address: str) -> str:
    import segno  # noqa: PLC0415  (few ask for one)

    drawn = io.BytesIO()
    segno.make(address, error="l", boost_error=False).save(drawn, kind="svg", border=2)
    return drawn.getvalue().decode()
