"""The browser's modules: how they are served, and what they may know of each other."""

from __future__ import annotations

import os.path
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.web.page.module_bundle import bundle
from tests.dashboard.api.conftest import Open
from tests.js.declarations import FILE, declarations

MODULES = Path(__file__).parents[4] / "assets" / "modules"
SOURCES = {path.relative_to(MODULES).as_posix(): path.read_text("utf-8") for path in MODULES.rglob("*.js")}
FROM_BELOW = (
    "core",
    "map",
    "panels",
    "wall",
    "load",
    "analyst",
    "governance",
    "",
)  # a room imports those before it, and itself
PRELOADED = re.compile(r'<link rel="modulepreload" href="(/modules/([0-9a-f]{12})/([^"]+))">')


def imports(name: str) -> list[str]:
    """The modules that a module imports, as paths below the folder of all."""
    found = re.findall(r'^(?:import|export) [^;]*?from "([^"]+)";', SOURCES[name], re.MULTILINE)
    found += re.findall(r'import\("(\.[^"]+)"\)', SOURCES[name])
    return [os.path.normpath(os.path.join(os.path.dirname(name), path)) for path in found]


def room(name: str) -> int:
    return FROM_BELOW.index(name.split("/", maxsplit=1)[0] if "/" in name else "")


def test_every_import_names_a_module_of_its_room_or_of_one_below() -> None:
    for name in SOURCES:
        for other in imports(name):
            assert other in SOURCES, f"{name} imports {other}"
            assert room(other) <= room(name), f"{name} imports {other}"


def test_no_module_leads_back_to_itself() -> None:
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " → ".join([*path, name])
        if name not in done:
            for other in imports(name):
                visit(other, (*path, name))
            done.add(name)

    for name in SOURCES:
        visit(name, ())


def test_every_module_is_reached_from_the_entry() -> None:
    reached, waiting = set(), ["main.js"]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += imports(name)
    assert reached == set(SOURCES)


def test_one_module_alone_knows_dash() -> None:
    assert [name for name, text in SOURCES.items() if "dash_clientside" in text] == ["core/dash.js"]
    assert not [name for name, text in SOURCES.items() if "_dashprivate_" in text]
    assert [name for name, text in SOURCES.items() if "window.React" in text] == ["core/dash.js"]


def test_no_module_leaves_anything_on_the_window() -> None:
    for name, text in SOURCES.items():
        assert not re.search(r"window\.\w+ = |globalThis\.", text), name


def test_the_declarations_are_those_of_the_payloads() -> None:
    assert FILE.read_text("utf-8") == declarations(), "make declarations"


def entry_of(client: FlaskClient) -> str:
    """The address of the entry that the page of the screens runs."""
    found = re.search(r'<script type="module" src="(/modules/[0-9a-f]{12}/main.js)">', page(client))
    assert found
    return found[1]


def page(client: FlaskClient) -> str:
    return client.get("/").get_data(as_text=True)


@pytest.fixture
def apart(visit: Open) -> FlaskClient:
    """A server that sends every module in an answer of its own."""
    return visit(modules_apart=True)


def test_a_page_preloads_its_entry_which_holds_every_module(reader: FlaskClient) -> None:
    entry = entry_of(reader)
    assert [name for _, _, name in PRELOADED.findall(page(reader))] == ["main.js"]
    text = reader.get(entry).get_data(as_text=True)
    assert [name for name in SOURCES if f'"{name}": (' not in text] == []


def test_the_source_map_of_the_entry_leads_to_each_line_of_each_file(reader: FlaskClient) -> None:
    entry = entry_of(reader)
    lines = reader.get(entry).get_data(as_text=True).split("\n")
    found = reader.get(f"{entry}.map").get_json()
    assert dict(zip(found["sources"], found["sourcesContent"], strict=True)) == SOURCES
    known = {name: text.split("\n") for name, text in SOURCES.items()}
    file = line = mapped = 0
    for number, segment in enumerate(found["mappings"].split(";")):
        if segment:
            column, to_file, to_line, _ = numbers(segment)
            file, line, mapped = file + to_file, line + to_line, mapped + 1
            original = known[found["sources"][file]][line]
            assert column == 0
            assert lines[number].strip() in original or "$l" in lines[number]
    assert mapped == sum(map(len, known.values()))


def numbers(segment: str) -> list[int]:
    """The numbers of a segment of a source map."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    found, value, shift = [], 0, 0
    for letter in segment:
        digit = alphabet.index(letter)
        value |= (digit & 31) << shift
        shift += 5
        if not digit & 32:
            found.append(-(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    return found


def test_a_module_at_its_own_address_is_the_one_inside_the_entry(reader: FlaskClient) -> None:
    address = entry_of(reader).replace("main.js", "map/layers/registry.js")
    text = reader.get(address).get_data(as_text=True)
    assert text.startswith('import { load } from "../../main.js";')
    for name in re.findall(r"^export (?:const|function|class) (\w+)", SOURCES["map/layers/registry.js"], re.MULTILINE):
        assert name in text


def test_modules_apart_are_the_files_and_all_of_them_preloaded(apart: FlaskClient) -> None:
    found = PRELOADED.findall(page(apart))
    assert {name for _, _, name in found} == set(SOURCES)
    assert len({version for _, version, _ in found}) == 1
    for address, _, name in found:
        assert apart.get(address).get_data(as_text=True) == SOURCES[name]


@pytest.mark.parametrize("source", ["export default 1;", 'import * as all from "./a.js";', 'export * from "./a.js";'])
def test_a_form_that_the_bundle_does_not_know_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="no import or export"):
        bundle({"a.js": "export const a = 1;", "b.js": source}, "a.js")


def test_scripts_are_deferred_and_those_of_no_use_are_left_out(reader: FlaskClient) -> None:
    scripts = re.findall(r"<script([^>]*) src=\"([^\"]+)\">", page(reader))
    assert all("defer" in how or "module" in how for how, _ in scripts)
    assert not [address for _, address in scripts if "polyfill" in address or "dash_table" in address]


def test_modules_stay_in_the_cache_for_ever_and_another_version_is_not_there(reader: FlaskClient) -> None:
    address, version, _ = PRELOADED.findall(page(reader))[0]
    answer = reader.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert "immutable" in answer.headers["Cache-Control"]
    other = reader.get(address.replace(version, "0" * 12))
    assert other.status_code == 404
    assert "immutable" not in other.headers["Cache-Control"]


def test_the_style_sheets_are_one_answer_that_stays_in_the_cache(reader: FlaskClient) -> None:
    found = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page(reader))
    assert len(found) == 1
    answer = reader.get(found[0])
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    text = answer.get_data(as_text=True)
    for file in (MODULES.parent / "styles").rglob("*.css"):
        assert file.read_text("utf-8") in text
    assert reader.get("/styles/000000000000.css").status_code == 404


@pytest.mark.parametrize("name", ["globals.d.ts", "../styles/tokens.css", "core", "missing.js"])
def test_nothing_but_modules_is_served_there(reader: FlaskClient, name: str) -> None:
    _, version, _ = PRELOADED.findall(page(reader))[0]
    assert reader.get(f"/modules/{version}/{name}").status_code == 404
