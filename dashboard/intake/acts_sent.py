"""Acts that people send: read from the JSON of a request or the fields of a form, and delivered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from dashboard.access.audit.request_audit import enter_act
from dashboard.errors import refused_by_schema
from dashboard.intake.receiver import RowReceiver
from queries.city import City
from queries.values import Act

Sent = TypeVar("Sent", bound=BaseModel)


class ActsDelivered(NamedTuple):
    """applied: the acts are on the screens already; stamp: with which one shows them."""

    applied: bool
    stamp: str


def read_act(model: type[Sent], content: str | bytes | Mapping[str, str]) -> Sent:
    """What was sent, as JSON or as fields. Raises BadParameter for what the model does not allow."""
    try:
        return model.model_validate_json(content) if isinstance(content, str | bytes) else model.model_validate(content)
    except ValidationError as error:
        raise refused_by_schema(error, "act_sent") from error


def deliver_acts(city: City, acts: Sequence[Act], reception: RowReceiver | None) -> ActsDelivered:
    """Keep acts; none are no delivery. Raises ActRefused and IntakeFull: nothing was kept."""
    applied = city.acts.deliver(acts, reception) if acts else True
    return ActsDelivered(applied, str(city.sources.stamp(at_least=city.sources.data_version)))


def enter_acts(city: City, acts: Sequence[Act]) -> None:
    """Enter acts in the audit, by what each did to which thing."""
    for act in acts:
        enter_act(city.ground.folder, "act", {"deed": act.deed, "thing": act.kind, "key": act.subject})
