"""What a wall reports of its page once a minute, and at once when its picture stops or goes on."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboard.errors import wrong_parameter

PageState = Literal["shown", "hidden", "blocked", "unpainted", "left"]
FROZEN: frozenset[PageState] = frozenset({"blocked", "unpainted"})
Seconds = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=10**15)]


class WallReport(BaseModel):
    """Lengths of time instead of moments, because the clock of a wall may be wrong; null for what its browser does not
    tell."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    wall: str = Field(pattern="^[0-9a-f]{16}$", description="What the page calls itself, the same when loaded anew.")
    state: PageState = Field(
        description="hidden: in the background, where nothing is painted; blocked: the page answers nothing; "
        "unpainted: it answers, but no picture is made; left: it was closed."
    )
    state_s: Seconds = Field(description="Seconds for which it has been so.")
    open_s: Seconds = Field(description="Seconds since the page was loaded.")
    freezes: Count = Field(description="How often the picture has stopped since then.")
    release: str = Field(pattern="^[0-9a-f]{0,12}$", description="Of the program that the page came from.")
    width: Annotated[int, Field(ge=0, le=100_000)] = Field(description="Of the window, in CSS pixels.")
    height: Annotated[int, Field(ge=0, le=100_000)]
    scene: str = Field(pattern=r"^[\w.-]{0,64}$", description="Key of the scene shown; empty for none.")
    painted_s: Seconds | None = Field(default=None, description="Seconds since the last picture was made.")
    frames_per_second: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)] | None = None
    heap_bytes: Count | None = Field(default=None, description="JavaScript memory of the page.")
    nodes: Count | None = Field(default=None, description="Elements of the page.")


def read_report(body: bytes) -> WallReport:
    """Raises BadParameter."""
    try:
        return WallReport.model_validate_json(body)
    except ValidationError as error:
        raise wrong_parameter("body", "wall_report") from error
