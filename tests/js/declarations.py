"""assets/modules/payloads.d.ts from the TypedDicts of Python: `python -m tests.js.declarations` writes it anew."""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints

from typing_extensions import is_typeddict

FILE = Path(__file__).parents[2] / "assets" / "modules" / "payloads.d.ts"
MODULES = (
    "dashboard.display.payloads",
    "dashboard.map.payloads",
    "dashboard.map.heat.payloads",
    "dashboard.map.layers.payloads",
    "dashboard.panels.payloads",
    "dashboard.panels.governance.payloads",
    "dashboard.panels.figures.payloads",
    "dashboard.panels.wall.payloads",
    "dashboard.panels.command.payloads",
    "dashboard.cases.payloads",
    "dashboard.search.payloads",
    "dashboard.screens.browser_config",
)
HEAD = "/* Written by `make declarations` from the payloads of Python. Do not edit. */\n"
PLAIN: dict[Any, str] = {
    Any: "any",
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    type(None): "null",
    datetime: "string",
}


def declarations() -> str:
    """The text of the file: an interface per TypedDict, a type per alias, by module and in the order written there."""
    parts = [HEAD]
    for name in MODULES:
        module = import_module(name)
        parts += [_declared(module, key) for key, value in vars(module).items() if _is_ours(module, key, value)]
    return "\n".join(parts)


def _is_ours(module: types.ModuleType, key: str, value: object) -> bool:
    if is_typeddict(value):
        return bool(value.__module__ == module.__name__)
    is_alias = get_origin(value) is not None and key[0].isupper()
    return is_alias and f"\n{key} = " in Path(module.__file__ or "").read_text(encoding="utf-8")


def _declared(module: types.ModuleType, key: str) -> str:
    value = getattr(module, key)
    if not is_typeddict(value):
        return f"export type {key} = {_written(value)};\n"
    hints = get_type_hints(value, vars(module), include_extras=True)
    lines = [f"  {name}{_optional(hint)}: {_written(hint)};" for name, hint in hints.items()]
    return "\n".join([f"export interface {key} {{", *lines, "}\n"])


def _optional(hint: Any) -> str:
    return "?" if get_origin(hint) is NotRequired else ""


def _written(hint: Any) -> str:
    """TypeScript for a type of Python. Raises TypeError for one that has none."""
    origin, given = get_origin(hint), get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if is_typeddict(hint):
        return str(hint.__name__)
    if origin not in COMPOSED:
        raise TypeError(f"no TypeScript for {hint!r}")
    return COMPOSED[origin](given)


def _union(given: tuple[Any, ...]) -> str:
    return " | ".join(dict.fromkeys(_written(one) for one in given))


def _literal(given: tuple[Any, ...]) -> str:
    return " | ".join(json.dumps(one) for one in given)


def _array(given: tuple[Any, ...]) -> str:
    return f"({_written(given[0])})[]"


def _tuple(given: tuple[Any, ...]) -> str:
    return _array(given) if given[1:] == (...,) else f"[{', '.join(map(_written, given))}]"


COMPOSED: dict[Any, Callable[[tuple[Any, ...]], str]] = {
    NotRequired: lambda given: _written(given[0]),
    Literal: _literal,
    Union: _union,
    types.UnionType: _union,
    list: _array,
    tuple: _tuple,
    dict: lambda given: f"Record<{_written(given[0])}, {_written(given[1])}>",
}


if __name__ == "__main__":
    FILE.write_text(declarations(), encoding="utf-8")
