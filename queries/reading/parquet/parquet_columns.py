"""Columns of a Parquet file as columns of single values: structures by the paths within them, what else holds several
values as JSON, bytes as text or as hexadecimal digits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from geodata.sentence import Sentence
from queries.reading.documents.nested_paths import DEEPEST, MOST_PATHS, SEPARATOR, chosen_names

Path = tuple[str, ...]
_OF_GEOMETRY = r"^[\x00\x01]"
"""A geometry in binary form (WKB) begins with its byte order."""


def paths_of(schema: pa.Schema) -> dict[str, Path]:
    """Column → the names that lead to it: every column of the file, and beside them the values within structures."""
    inner = dict(within for field in schema for within in _within(field, ()))
    chosen = chosen_names(inner, schema.names)
    return {name: (name,) for name in schema.names} | {name: inner[name] for name in chosen}


def about_nested(schema: pa.Schema, paths: Mapping[str, Path]) -> Iterator[Sentence]:
    """What is said of structures and lists."""
    inner = [name for name, path in paths.items() if len(path) > 1]
    if inner:
        text = f"Values within objects were read as {len(inner)} columns of their own, such as {inner[0]}."
        yield Sentence("json_nested", text, count=len(inner), example=inner[0])
    left = sum(1 for field in schema for _ in _within(field, ())) - len(inner)
    if left > 0:
        text = (
            f"{left:,} more values within objects stay only in the column of their object: a file has at most "
            f"{MOST_PATHS} such columns, {DEEPEST} names deep."
        )
        yield Sentence("parquet_nested_left", text, count=left, most=MOST_PATHS)
    lists = [field.name for field in schema if is_several(field.type) and not pa.types.is_struct(field.type)]
    if lists:
        named = ", ".join(map(repr, lists[:5]))
        text = (
            f"Each value of {named} is a list; it is read as the text of the list, and kept only where a mapping names "
            "the column."
        )
        yield Sentence("parquet_lists", text, columns=named)


def is_several(kind: pa.DataType) -> bool:
    """Whether a value of this type is a structure or a list."""
    return bool(pa.types.is_nested(_stored(kind)))


def plain_field(schema: pa.Schema, name: str, path: Path) -> pa.Field:
    """The column as it is given."""
    kind = schema.field(path[0]).type
    for key in path[1:]:
        kind = kind.field(key).type
    return pa.field(name, _plain_type(kind))


def plain_column(batch: pa.RecordBatch, path: Path) -> pa.Array:
    """The values of the column at a path. Its dictionaries are written out: whoever reads them needs the memory for all
    of them anyway."""
    column = batch.column(path[0])
    for key in path[1:]:
        column = pc.struct_field(column, key)
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    wanted = _plain_type(column.type)
    if pa.types.is_nested(column.type):
        values = column.to_pylist(maps_as_pydicts="lossy")
        return pa.array([None if value is None else _json(value) for value in values], wanted)
    if _is_binary(column.type):
        return _texts(column.cast(pa.large_binary()))
    return column.cast(wanted)


def _within(field: pa.Field, above: Path) -> Iterator[tuple[str, Path]]:
    kind, path = field.type, (*above, field.name)
    if pa.types.is_struct(kind) and len(path) < DEEPEST:
        for one in kind:
            yield SEPARATOR.join((*path, one.name)), (*path, one.name)
            yield from _within(one, path)


def _plain_type(kind: pa.DataType) -> pa.DataType:
    kind = _stored(kind)
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_float16(kind):
        return pa.float32()
    is_text = pa.types.is_nested(kind) or _is_binary(kind) or pa.types.is_interval(kind)
    return pa.string() if is_text else kind


def _stored(kind: pa.DataType) -> pa.DataType:
    return kind.storage_type if isinstance(kind, pa.BaseExtensionType) else kind


def _is_binary(kind: pa.DataType) -> bool:
    of = pa.types
    return bool(
        of.is_binary(kind) or of.is_large_binary(kind) or of.is_fixed_size_binary(kind) or of.is_binary_view(kind)
    )


def _texts(column: pa.Array) -> pa.Array:
    """Bytes as the text that they are, geometries and what is no text as hexadecimal digits."""
    try:
        texts = column.cast(pa.large_string())
        if not pc.any(pc.match_substring_regex(texts, _OF_GEOMETRY)).as_py():
            return texts.cast(pa.string())
    except pa.ArrowInvalid:
        pass
    return pa.array([None if value is None else value.hex() for value in column.to_pylist()], pa.string())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
