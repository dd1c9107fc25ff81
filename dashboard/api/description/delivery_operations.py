"""The descriptions of the seven addresses that take deliveries; their words and example rows lie in deliveries.toml."""

import tomllib
from importlib.resources import files
from typing import Annotated

from pydantic import Field

from dashboard.api.description.operation import JSON, Body, Operation
from dashboard.api.description.parameters import LANG
from dashboard.api.description.replies import DELIVERED
from dashboard.api.schemas.deliveries import body_type
from geodata.city.profile import SOURCE_KINDS, SourceKind

LINES = Annotated[str, Field(description="One row per line.")]
AGAIN = "Send the same rows again whenever an answer was lost: a row known already changes nothing."
TEXTS = tomllib.loads(files("dashboard.api.description").joinpath("deliveries.toml").read_text(encoding="utf-8"))


def _operation(kind: SourceKind) -> Operation:
    texts = TEXTS[kind]
    description = f"{texts['description']} {AGAIN}"
    body = Body({JSON: body_type(kind), "application/x-ndjson": LINES}, texts["rows"])
    return Operation("deliveries", texts["summary"], description, DELIVERED, (LANG,), body, security=("sourceKey",))


DELIVERIES: dict[SourceKind, Operation] = {kind: _operation(kind) for kind in SOURCE_KINDS}
