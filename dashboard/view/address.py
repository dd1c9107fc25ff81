"""The query of an address: read with forgiveness, written in one canonical form. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, quote

from dashboard.errors import BadParameter
from dashboard.view.parameter import Parameter, Vocabulary
from dashboard.view.view_state import PARAMETERS, ViewState

_LONGEST_NOTICE = 100
_LONGEST_VALUE = 10_000
_WRITTEN_AS_THEY_ARE = ":.,/=;!"
_PARAMETERS = {one.field: one for one in PARAMETERS}


@dataclass(frozen=True)
class Notice:
    """Something in the address was not understood: `key` names the sentence in the catalogue, `value` is what stood
    there.
    """

    key: str
    value: str


def parse_view(search: str | None, words: Vocabulary) -> tuple[ViewState, tuple[Notice, ...]]:
    """The view that a query asks for, and a notice for each part that was ignored. Never raises."""
    given = _given(search)
    fields: dict[str, Any] = {}
    notices = []
    for one in PARAMETERS:
        fields[one.field] = one.default
        if value := given.get(one.name):
            try:
                fields[one.field] = one.read(value, words, fields)
            except BadParameter:
                notices.append(Notice(one.notice, value[:_LONGEST_NOTICE]))
    return ViewState(**fields), tuple(notices)


def _given(search: str | None) -> dict[str, str]:
    """The last value that is not empty of each parameter, or what its bare name stands for."""
    pairs = parse_qsl((search or "").lstrip("?"), keep_blank_values=True)
    values = {name: value[:_LONGEST_VALUE] for name, value in pairs if value}
    bare = {name for name, _ in pairs}
    return {one.name: values.get(one.name) or one.bare for one in PARAMETERS if one.name in bare}


def search_of(view: ViewState) -> str:
    """The canonical query of a view: defaults left out, parameters in a fixed order, `""` for the plain screen."""
    return _query(query_parts(view).values())


def query_parts(view: ViewState) -> dict[str, str]:
    """What each field of a view is in the query, `name=value` or empty for a default, in the order of the query."""
    return {one.field: _part(one, getattr(view, one.field)) for one in PARAMETERS}


def changed_query(parts: Mapping[str, str], changes: Mapping[str, object], *, to_screen: bool = False) -> str:
    """The query of a link that changes some fields of a view with these parts, and goes to another screen or not: what
    that drops is left out."""
    changing = frozenset({*changes, "screen"} if to_screen else changes)
    own = {field: _part(_PARAMETERS[field], value) for field, value in changes.items()}
    return _query({**parts, **_dropped_by(changing), **own}.values())


def _part(one: Parameter, value: object) -> str:
    written = one.written(value)
    return f"{one.name}={_quoted(written)}" if written else ""


def _query(parts: Iterable[str]) -> str:
    query = "&".join(filter(None, parts))
    return f"?{query}" if query else ""


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    return quote(text, safe=_WRITTEN_AS_THEY_ARE)


@lru_cache(maxsize=256)
def _dropped_by(changing: frozenset[str]) -> Mapping[str, str]:
    """The fields that a change of others takes out of an address, without a part."""
    return {one.field: "" for one in PARAMETERS if not changing.isdisjoint(one.dropped_by)}
