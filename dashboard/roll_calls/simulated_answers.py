"""Answers of the centres of a simulated city, kept for its simulator alone and labelled as what they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from dashboard.access.actor import SIMULATOR
from dashboard.errors import NotFound
from dashboard.intake.acts_sent import deliver_acts
from dashboard.intake.receiver import RowReceiver
from dashboard.words.catalogue import catalogue
from queries.city import City
from queries.errors import ActRefused
from queries.values import ROLL_CALL_ANSWER, WHOLE_CITY, Act, roll_call_answer_key

MOST_AT_ONCE = 5_000


class SimulatedAnswers(BaseModel):
    """Centres that answer now. call: key of the roll-call; areas: codes of those of the centres."""

    call: Annotated[str, Field(max_length=40)]
    areas: Annotated[list[str], Field(max_length=MOST_AT_ONCE)]


def keep_simulated_answers(city: City, given: SimulatedAnswers, reception: RowReceiver | None = None) -> int:
    """Keep the answers of centres that have none, to a call that is open; how many. Raises ActRefused for a real city,
    NotFound and IntakeFull."""
    if not city.profile.simulated:
        raise ActRefused("real_city", f"{city.profile.name} is a real city; let its centres answer by themselves.")
    call = city.roll_calls.one(given.call, scope=WHOLE_CITY)
    if call is None:
        raise NotFound("There is no such roll-call.")
    silent = {one.area.code for one in call.missing} if call.is_open else set[str]()
    at = city.acts.moment()
    acts: Sequence[Act] = [simulated_answer(city, call.key, code, at) for code in given.areas if code in silent]
    deliver_acts(city, acts, reception)
    return len(acts)


def simulated_answer(city: City, call: str, code: str, at: datetime) -> Act:
    """The answer of the centre of an area (its code) at a moment (aware): in its name, with the remark that it is
    simulated."""
    remark = catalogue(city.profile.language)("title.simulated")
    return Act(
        ROLL_CALL_ANSWER, roll_call_answer_key(call, code), "saved", SIMULATOR.who, SIMULATOR.origin, at,
        text=remark, area_code=code, state="in_its_name",
    )  # fmt: skip
