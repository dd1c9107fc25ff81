"""Why a schema refused what was sent, in the language of a reader: sentences of the catalogue by the kinds of error
that pydantic tells in English alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from dashboard.words.catalogue import Catalogue

WHOLE = "body"
"""The place of an error that is about all that was sent."""
_LAST_OF_SEVERAL = re.compile(r"(?<=') (?:or|and) (?=')")


@dataclass(frozen=True)
class SchemaRefusal:
    """The first error of what was sent. place: where it is ("texts.0", WHOLE); kind: pydantic's word for it; values:
    what a sentence may repeat, such as the bound that was passed."""

    place: str
    kind: str
    values: Mapping[str, object] = field(hash=False)

    def reason(self, words: Catalogue) -> str:
        """Why, in the language of a reader."""
        known = f"schema.{self.kind}"
        told = {name: _listed(value, words) for name, value in self.values.items()}
        return words(known if known in words.sentences else "schema.other", **told)


def _listed(value: object, words: Catalogue) -> object:
    """The values that pydantic lists as "'a', 'b' or 'c'", listed as the reader does."""
    if not isinstance(value, str):
        return value
    return _LAST_OF_SEVERAL.sub(", ", value).replace("', '", words.either("'、'", "', '"))


def first_refusal(error: ValidationError) -> SchemaRefusal:
    """The first of the errors."""
    first = error.errors(include_url=False, include_input=False)[0]
    return SchemaRefusal(".".join(map(str, first["loc"])) or WHOLE, first["type"], first.get("ctx", {}))
