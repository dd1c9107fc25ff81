"""What values within objects mean by their names, where no whole column says it: status.name, location.lat,
attributes.case_number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from queries.conversion.canonical import DECIMALS, PERSON, POINT, TIMES
from queries.conversion.naming.known_names import SEVERAL, inner_names, named_columns, synonyms
from queries.privacy.personal_columns import is_withheld, plain_name
from queries.reading.documents.nested_paths import DEEPEST, SEPARATOR

_WHOLE = frozenset({POINT, PERSON, *DECIMALS})
"""What is never replaced by a value within it."""
_OF_SEVERAL_KINDS = frozenset({"department", "category1", "category2", "category3", "channel", "status"})
"""What is counted by its values, so that a code is as good as a name."""
_TIMES_OF_A_CASE = frozenset({"reported_at", "accepted_at"})
_FEWEST_OF_A_CASE = 3
_GEOJSON = "coordinates"


@dataclass(frozen=True)
class NamedColumns:
    """`columns`: canonical column → columns of the file. `instead`: the column of a value within an object → the column
    of the object, which says it where a row holds a plain value there; or the column itself, whose objects say nothing
    of it."""

    columns: dict[str, tuple[str, ...]]
    instead: dict[str, str] = field(default_factory=dict)


def columns_by_name(names: Sequence[str]) -> NamedColumns:
    """What these columns mean by their names: whole ones first, then those of values within objects."""
    named, children = _of_whole_rows(names)
    return named if _TIMES_OF_A_CASE & set(named.columns) else _within_an_object(named, names, children)


def _of_whole_rows(names: Sequence[str]) -> tuple[NamedColumns, dict[str, list[str]]]:
    """What columns mean where no object holds the whole case, and the values of each object."""
    columns = named_columns({plain_name(name): name for name in reversed(names)})
    children = children_of(names)
    if not children:
        return NamedColumns(columns), children
    columns, instead = _with_labels(columns, children)
    used = {name for found in columns.values() for name in found}
    columns = _joined(columns, [name for held in children.values() for name in held if name not in used])
    return _with_coordinates(NamedColumns(columns, instead), children), children


def children_of(names: Iterable[str]) -> dict[str, list[str]]:
    """Object → the columns of its values, those with a personal name aside."""
    known = dict.fromkeys(names)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in known:
        parent, _, last = name.rpartition(SEPARATOR)
        if parent and last and (parent in known or " " not in name) and not is_withheld(name):
            found[parent].append(name)
    return dict(found)


def outermost(names: Iterable[str], of: Iterable[str]) -> tuple[str, ...]:
    """The names without those of values within objects, which `of` names too."""
    given = set(of)
    return tuple(name for name in names if not any(above in given for above in _above(name)))


def without_objects_of(names: Iterable[str], used: Iterable[str]) -> tuple[str, ...]:
    """The names without those of objects that hold a used value."""
    objects = {above for name in used for above in _above(name)}
    return tuple(name for name in names if name not in objects)


def _above(name: str) -> list[str]:
    """The objects that hold a value; a column with more names than a path has lies in those of its first ones."""
    parts = name.split(SEPARATOR, DEEPEST)
    return [SEPARATOR.join(parts[:number]) for number in range(1, min(len(parts), DEEPEST))]


def _with_labels(
    columns: dict[str, tuple[str, ...]], children: dict[str, list[str]]
) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """The same columns, the value that names an object in place of the object (status.name of status)."""
    changed: dict[str, tuple[str, ...]] = {}
    instead: dict[str, str] = {}
    for canonical, found in columns.items():
        changed[canonical] = found
        if canonical in _WHOLE:
            continue
        labels = {name: label for name in found if (label := _label(canonical, children.get(name, ())))}
        deeper = {label: inner for label in labels.values() if (inner := _label(canonical, children.get(label, ())))}
        labels |= {name: deeper[label] for name, label in labels.items() if label in deeper}
        changed[canonical] = tuple(labels.get(name, name) for name in found)
        instead |= {label: name for name, label in labels.items() if label not in deeper.values()}
        instead |= {inner: label for label, inner in deeper.items()}
    return changed, instead


def _label(canonical: str, held: Sequence[str]) -> str | None:
    by_plain = {_last(name): name for name in reversed(held)}
    if canonical in TIMES:
        wanted: tuple[str, ...] = inner_names("times")
    elif canonical == "address":
        wanted = (*synonyms()[canonical], *inner_names("addresses"))
    else:
        codes = inner_names("codes") if canonical in _OF_SEVERAL_KINDS else ()
        wanted = (*inner_names("labels"), *synonyms()[canonical], *codes)
    return next((by_plain[plain] for plain in wanted if plain in by_plain), None)


def _joined(columns: dict[str, tuple[str, ...]], inner: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The columns, and what the last two names of a path say together (case.id as case_id) where nothing else does."""
    by_plain = {plain_name("".join(name.split(SEPARATOR)[-2:])): name for name in reversed(inner)}
    found = {canonical: names for canonical, names in named_columns(by_plain).items() if canonical not in SEVERAL}
    return found | columns


def _with_coordinates(named: NamedColumns, children: dict[str, list[str]]) -> NamedColumns:
    """The columns, with longitude and latitude that one object holds (location.lat) where nothing else gives them, or
    with that object as the point where it is GeoJSON in other rows. An object that holds no address is none then."""
    columns = dict(named.columns)
    if not set(DECIMALS) & set(columns):
        for parent, held in children.items():
            by_plain = {_last(name): name for name in held}
            pair = {
                axis: tuple(by_plain[plain] for plain in synonyms()[axis] if plain in by_plain)[:1] for axis in DECIMALS
            }
            if all(pair.values()) and _last(parent) in {*inner_names("places"), *synonyms()[POINT]}:
                columns |= {POINT: (parent,)} if _GEOJSON in by_plain else pair
                break
    (address,) = columns.get("address", ("",))
    if address not in children or not (POINT in columns or set(DECIMALS) <= set(columns)):
        return replace(named, columns=columns)
    if columns.get(POINT) == (address,):
        columns.pop("address")
        return replace(named, columns=columns)
    return NamedColumns(columns, named.instead | {address: address})


def _within_an_object(named: NamedColumns, names: Sequence[str], children: dict[str, list[str]]) -> NamedColumns:
    """The columns of the object that holds the case, where one does (attributes, properties, fields), and beside them
    those of the whole row."""
    best = NamedColumns({})
    held: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        for parent in _above(name):
            held[parent].append(name[len(parent) + len(SEPARATOR) :])
    for parent in filter(held.__contains__, children):
        before = parent + SEPARATOR
        found, _ = _of_whole_rows(held[parent])
        if _TIMES_OF_A_CASE & set(found.columns) and len(found.columns) > len(best.columns):
            best = NamedColumns(
                {key: tuple(before + name for name in own) for key, own in found.columns.items()},
                {before + label: before + name for label, name in found.instead.items()},
            )
    if len(best.columns) < _FEWEST_OF_A_CASE:
        return named
    others = {key: own for key, own in named.columns.items() if not key.startswith("category")}
    if set(DECIMALS) <= set(best.columns) or POINT in best.columns:
        others = {key: own for key, own in others.items() if key not in _WHOLE}
    return NamedColumns(others | best.columns, named.instead | best.instead)


def _last(name: str) -> str:
    return plain_name(name.rpartition(SEPARATOR)[2])
