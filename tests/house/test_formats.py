"""Numbers and moments for people are written in one place of each language: dashboard/words and two modules of core."""

import ast
import re
from pathlib import Path

from tests.house.tree import ROOT

WRITERS = ("dashboard/words/",)
MACHINES = {
    "dashboard/briefings/drawing/map_drawing.py": "coordinates of SVG",
    "dashboard/briefings/drawing/trend_drawing.py": "coordinates of SVG",
    "dashboard/briefings/schedule/made_briefing.py": "names of files",
    "dashboard/cases/csv_list.py": "the offset of an instant in a CSV",
    "dashboard/simulator/demand/day_demand.py": "the number of a case",
    "dashboard/simulator/feed/rows.py": "instants as a source delivers them",
    "dashboard/simulator/fleet/crews.py": "codes of crews",
    "dashboard/simulator/fleet/inventory.py": "codes of devices",
    "dashboard/simulator/fleet/movement.py": "codes of vehicles",
    "dashboard/simulator/fleet/partners.py": "codes of partners",
    "dashboard/view/parsers.py": "bounds of a parameter as a caller would write them",
}
"""Modules that format for programs, each with its reason."""
FORMATS = re.compile(r",|\.\d+[fg%]|%[YmdHMS]|^[gfd]$|^0\d+d?$")
WRITERS_IN_THE_BROWSER = ("core/numbers.js", "core/zoned_time.js")
MACHINES_IN_THE_BROWSER = {
    "analyst/saved_forms.js": "coordinates in degrees, in fields that are sent",
    "map/map.js": "a margin in pixels",
    "map/palette.js": "a byte of a colour",
    "map/layers/heat.js": "pixels of a picture",
    "map/layers/mark_drawing.js": "pixels of a picture",
    "map/layers/special.js": "a number in an address",
    "map/tools/map_tools.js": "coordinates in degrees, to be copied into other programs",
    "map/view.js": "numbers in an address",
    "panels/chart_geometry.js": "a path of SVG",
    "panels/source_texts.js": "seconds, before they become words",
}
CALLS = re.compile(r"toLocale\w*String|toFixed|toPrecision|Intl\.|Math\.round")


def spec(node: ast.FormattedValue) -> str:
    """The format behind the colon of a replacement field, as far as it is constant."""
    parts = ast.walk(node.format_spec) if node.format_spec else ()
    return "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))


def formats_itself(file: Path) -> bool:
    """Whether a module of Python writes a number or moment with a format of its own."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    fields = (node for node in nodes if isinstance(node, ast.FormattedValue))
    calls = (node.attr for node in nodes if isinstance(node, ast.Attribute))
    return any(FORMATS.search(spec(field)) for field in fields) or "strftime" in calls


def test_python_writes_numbers_and_moments_in_dashboard_words() -> None:
    files = {file.relative_to(ROOT).as_posix(): file for file in (ROOT / "dashboard").rglob("*.py")}
    found = {name for name, file in files.items() if not name.startswith(WRITERS) and formats_itself(file)}
    assert found == set(MACHINES)


def test_the_browser_writes_numbers_and_moments_in_core() -> None:
    folder = ROOT / "assets" / "modules"
    files = {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in folder.rglob("*.js")}
    found = {name for name, text in files.items() if CALLS.search(text)} - set(WRITERS_IN_THE_BROWSER)
    assert found == set(MACHINES_IN_THE_BROWSER)
