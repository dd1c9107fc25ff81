"""The sentences of the program as they stand in its text: with which key, which values, and whether they refuse."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.house.tree import ROOT

REFUSALS = frozenset({"FileRefused", "MappingRefused", "CoordinatesRefused", "BoundariesRefused"})
SENTENCE = "Sentence"


@dataclass(frozen=True)
class WrittenSentence:
    """place: file and line; keys: one, or those of which one is chosen, `*` for a part that is filled in (empty: it
    has none); values: names of what stands in it; text: its fixed parts; is_refusal: a file or mapping is refused."""

    place: str
    keys: tuple[str, ...]
    values: frozenset[str]
    text: str
    is_refusal: bool


@cache
def written_sentences(floors: tuple[str, ...] = ("queries", "geodata")) -> tuple[WrittenSentence, ...]:
    """Every sentence with a key, and every refusal without one."""
    files = [file for floor in floors for file in sorted((ROOT / floor).rglob("*.py")) if file.name != "sentence.py"]
    return tuple(sentence for file in files for sentence in sentences_of(file))


def sentences_of(file: Path) -> Iterator[WrittenSentence]:
    text = file.read_text(encoding="utf-8")
    if not any(name in text for name in (SENTENCE, *REFUSALS)):
        return
    tree = ast.parse(text)
    of_module = _assigned(tree)
    scopes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    seen: set[int] = set()
    for scope in [*reversed(scopes), tree]:
        own = _assigned(scope)
        for call in ast.walk(scope):
            if not isinstance(call, ast.Call) or id(call) in seen:
                continue
            before = {name: [one for one in given if one.lineno <= call.lineno][-1:] for name, given in own.items()}
            if found := _sentence(call, {**of_module, **before}, file):
                seen.update(id(inner) for inner in ast.walk(call))
                yield found


def _sentence(call: ast.Call, names: dict[str, list[ast.expr]], file: Path) -> WrittenSentence | None:
    name, first = _name(call), call.args[0] if call.args else None
    is_refusal = name in REFUSALS
    if is_refusal and isinstance(first, ast.Call) and _name(first) == SENTENCE:
        call = first
    elif not (name == SENTENCE or (is_refusal and isinstance(first, ast.JoinedStr | ast.Constant | ast.Name))):
        return None
    place = f"{file.relative_to(ROOT)}:{call.lineno}"
    if _name(call) != SENTENCE:
        return WrittenSentence(place, (), frozenset(), " ".join(_texts(call.args[0], names)), is_refusal)
    values = frozenset(one.arg for one in call.keywords if one.arg)
    keys = tuple(dict.fromkeys(_texts(call.args[0], names)))
    return WrittenSentence(place, keys, values, " ".join(_texts(call.args[1], names)), is_refusal)


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _assigned(scope: ast.AST) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            pairs = zip(node.targets[0].elts, getattr(node.value, "elts", []), strict=False)
            for target, value in pairs:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(value)
    return found


def _texts(value: ast.expr, names: dict[str, list[ast.expr]]) -> list[str]:
    """The texts that an expression may be; `*` stands for what is filled in."""
    match value:
        case ast.Constant():
            return [str(value.value)]
        case ast.IfExp():
            return _texts(value.body, names) + _texts(value.orelse, names)
        case ast.Name():
            others = {name: given for name, given in names.items() if name != value.id}
            return [text for one in names.get(value.id, []) for text in _texts(one, others)]
        case ast.JoinedStr():
            parts = [part.value if isinstance(part, ast.Constant) else _filled(part, names) for part in value.values]
            return ["".join(map(str, parts))]
    return []


def _filled(part: ast.expr, names: dict[str, list[ast.expr]]) -> str:
    """A part that one of few constants fills, such as a piece of advice, else `*`."""
    inner = part.value if isinstance(part, ast.FormattedValue) else part
    texts = _texts(inner, names)
    return texts[0] if len(texts) == 1 and "*" not in texts[0] else "*"
