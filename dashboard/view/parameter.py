"""What a URL parameter is: its name, how it is read and written, and which changes of a link drop it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any


@dataclass(frozen=True)
class Vocabulary:
    """What an address may say in one city: `denominators` gives the names that a KPI knows, `has_value` says of a
    dimension of cases and a value whether there is such a value.
    """

    zone: tzinfo
    has_area: Callable[[str], bool]
    kpis: Collection[str]
    denominators: Callable[[str], Collection[str]]
    levels: Collection[str] = ()
    layers: Collection[str] = ()
    unit_kinds: Collection[str] = ()
    device_kinds: Collection[str] = ()
    has_special: Callable[[str], bool] = lambda code: False
    has_scene: Callable[[str], bool] = lambda key: False
    loops: Collection[str] = ()
    evaluations: Collection[str] = ()
    has_value: Callable[[str, str], bool] = lambda dimension, value: False


Read = Callable[[str, Vocabulary, Mapping[str, Any]], Any]
Write = Callable[[Any], str]


@dataclass(frozen=True)
class Parameter:
    """One parameter of an address.

    name: in the address; field: in the ViewState, where it is called something else.
    read: the value of a text, given the vocabulary and the fields read before; raises BadParameter.
    write: the canonical text of a value that is not the default.
    default: the value of an address without the parameter, which is never written.
    dropped_by: parameters ("screen": the screen) whose change in a link takes this one out of it.
    bare: what the name alone, without a value, stands for; empty: for nothing.
    """

    name: str
    field: str
    read: Read
    write: Write
    default: Any
    dropped_by: tuple[str, ...]
    bare: str

    @property
    def notice(self) -> str:
        """The key of the sentence that says that its value was not understood."""
        return f"notice_{self.name}"

    def written(self, value: Any) -> str | None:
        """What stands in an address; None for the default."""
        return None if value == self.default else self.write(value)


def parameter(  # noqa: PLR0913 - one keyword for each part of a declaration
    read: Read,
    *,
    name: str = "",
    write: Write = str,
    default: Any = None,
    dropped_by: tuple[str, ...] = (),
    bare: str = "",
) -> Any:
    """Declares a parameter as a field of the ViewState; `name` is that of the field when it is not given."""
    about = {"name": name, "read": read, "write": write, "dropped_by": dropped_by, "bare": bare}
    return field(default=default, metadata={"parameter": about})
