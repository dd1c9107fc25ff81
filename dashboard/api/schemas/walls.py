"""Walls as they stand."""

from pydantic import AwareDatetime, BaseModel, Field

from dashboard.walls.health.standing import State


class Wall(BaseModel):
    """One wall; null for what its browser does not tell."""

    name: str = Field(description="As its pairing calls it; empty for one that is not paired.")
    address: str = Field(description="In the network; empty for the browser of a person.")
    state: State = Field(description="hidden: in the background; frozen: its picture stands; left: it was closed.")
    since: AwareDatetime | None = Field(description="From when on it is so; null while it is well.")
    needs_somebody: bool
    on_old_release: bool | None
    over_memory: bool | None
    heard_at: AwareDatetime
    painted_at: AwareDatetime | None
    open_s: float = Field(description="Seconds since its page was loaded.")
    freezes: int = Field(description="How often its picture has stopped since then.")
    release: str
    width: int = Field(description="Of the window, in CSS pixels.")
    height: int
    scene: str = Field(description="Key of the scene; empty for none.")
    frames_per_second: float | None
    heap_bytes: int | None
    nodes: int | None


class Walls(BaseModel):
    """Walls, and since when the server listens to them."""

    since: AwareDatetime
    walls: list[Wall]


class Heard(BaseModel):
    """A report was heard."""

    heard: bool
