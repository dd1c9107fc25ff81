"""Refusals."""

from pydantic import BaseModel, Field


class Refusal(BaseModel):
    """What went wrong, in one sentence."""

    error: str
    reference: str = Field(description="Word to look for in the server's log; empty when nothing was logged.")
    sentence: str
