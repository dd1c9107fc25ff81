"""All modules of the browser in one answer, made from the same files at the start: one request instead of eighty.

Each module becomes a function that runs when it is first imported, and its lines stay lines, so that the source map
needs no more than which line of which file each line is.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping

_IMPORT = re.compile(r'^import\s*\{([^}]*)\}\s*from\s*"([^"]+)";', re.MULTILINE)
_IMPORT_LATER = re.compile(r'\bimport\("(\.[^"]+)"\)')
_EXPORT = re.compile(r"^export (?=(?:const|async function|function|class) (\w+))", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_HEAD = "const makers = {"
_TAIL = """};
const made = new Map();
export function load(name) {
  if (!made.has(name)) made.set(name, makers[name]());
  return made.get(name);
}
const $load = load;
const $later = async (name) => load(name);
"""
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def bundle(sources: Mapping[str, str], entry: str) -> str:
    """One module that holds all of `sources` (by name) and runs `entry`; it exports `load(name)`.

    Raises ValueError for a module with an import or export of a form that it does not know.
    """
    lines = [_HEAD]
    for name, source in sources.items():
        lines.append(f"{json.dumps(name)}: (() => {{")
        lines.append(f"{_body(name, source)}\nreturn {{ {', '.join(exports(source))} }};\n}}),")
    return "\n".join([*lines, f"{_TAIL}load({json.dumps(entry)});", ""])


def exports(source: str) -> list[str]:
    """The names that a module exports."""
    return _EXPORT.findall(source)


def facade(name: str, source: str, entry: str) -> str:
    """The module `name` for whoever imports it by its own address: the exports of the one inside the bundle."""
    path = posixpath.relpath(entry, posixpath.dirname(name) or ".")
    path = path if path.startswith(".") else f"./{path}"
    taken = ", ".join(exports(source))
    return f'import {{ load }} from "{path}";\nexport const {{ {taken} }} = load({json.dumps(name)});\n'


def source_map(sources: Mapping[str, str]) -> str:
    """The source map of `bundle(sources, …)`, version 3: line by line, the files with their text."""
    mapped, file, line = [""], 0, 0
    for number, source in enumerate(sources.values()):
        mapped.append("")
        for row in range(_height(source)):
            mapped.append("A" + _digits(number - file) + _digits(row - line) + "A")
            file, line = number, row
        mapped += ["", ""]
    content = {"version": 3, "sources": list(sources), "sourcesContent": list(sources.values()), "names": []}
    return json.dumps({**content, "mappings": ";".join(mapped)}, ensure_ascii=False)


def _body(name: str, source: str) -> str:
    folder = posixpath.dirname(name)

    def place(path: str) -> str:
        return json.dumps(posixpath.normpath(posixpath.join(folder, path)))

    def imported(found: re.Match[str]) -> str:
        return f"const {{{found[1].replace(' as ', ': ')}}} = $load({place(found[2])});"

    body = _IMPORT.sub(imported, source)
    body = _IMPORT_LATER.sub(lambda found: f"$later({place(found[1])})", body)
    body = _EXPORT.sub("", body)
    if other := _OTHER.search(body):
        raise ValueError(f"{name}: {other[0]} is no import or export that the bundle knows")
    return body


def _height(text: str) -> int:
    return text.count("\n") + 1


def _digits(number: int) -> str:
    """A number as a source map writes it: base 64, five bits a digit, the sign in the lowest bit."""
    rest = abs(number) << 1 | (number < 0)
    digits = ""
    while True:
        rest, digit = rest >> 5, rest & 31
        digits += _DIGITS[digit | (32 if rest else 0)]
        if not rest:
            return digits
