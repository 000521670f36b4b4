"""The two kinds of parameter model: groups of settings, and entries of a list."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """A group of settings: each field is required and comes from a layer; an unknown key is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(BaseModel):
    """One entry of a list in a parameter file; an unknown key is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
