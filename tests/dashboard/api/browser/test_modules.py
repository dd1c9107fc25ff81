"""The browser's modules: how they are served, and what they may know of each other."""

from __future__ import annotations

import os.path
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.js.declarations import FILE, declarations

MODULES = Path(__file__).parents[4] / "assets" / "modules"
SOURCES = {path.relative_to(MODULES).as_posix(): path.read_text("utf-8") for path in MODULES.rglob("*.js")}
FROM_BELOW = ("core", "map", "panels", "wall", "analyst", "")  # a room imports those before it, and itself
PRELOADED = re.compile(r'<link rel="modulepreload" href="(/modules/([0-9a-f]{12})/([^"]+))">')


def imports(name: str) -> list[str]:
    """The modules that a module imports, as paths below the folder of all."""
    found = re.findall(r'^(?:import|export) [^;]*?from "([^"]+)";', SOURCES[name], re.MULTILINE)
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


def test_one_module_alone_knows_the_private_event_of_dash() -> None:
    assert [name for name, text in SOURCES.items() if "_dashprivate_" in text] == ["core/dash.js"]
    assert [name for name, text in SOURCES.items() if "window.React" in text] == ["core/dash.js"]


def test_no_module_leaves_anything_on_the_window() -> None:
    for name, text in SOURCES.items():
        assert not re.search(r"window\.\w+ = |globalThis\.", text), name


def test_the_declarations_are_those_of_the_payloads() -> None:
    assert FILE.read_text("utf-8") == declarations(), "make declarations"


def test_a_page_preloads_every_module_at_the_address_that_its_imports_lead_to(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    found = PRELOADED.findall(page)
    assert {name for _, _, name in found} == set(SOURCES)
    assert len({version for _, version, _ in found}) == 1
    entry = next(address for address, _, name in found if name == "main.js")
    assert f'src="{entry}" type="module"' in page or f'type="module" src="{entry}"' in page


def test_modules_stay_in_the_cache_for_ever_and_another_version_is_not_there(client: FlaskClient) -> None:
    address, version, _ = PRELOADED.findall(client.get("/").get_data(as_text=True))[0]
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert "immutable" in answer.headers["Cache-Control"]
    other = client.get(address.replace(version, "0" * 12))
    assert other.status_code == 404
    assert "immutable" not in other.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["globals.d.ts", "../styles/wall.css", "core", "missing.js"])
def test_nothing_but_modules_is_served_there(client: FlaskClient, name: str) -> None:
    _, version, _ = PRELOADED.findall(client.get("/").get_data(as_text=True))[0]
    assert client.get(f"/modules/{version}/{name}").status_code == 404
