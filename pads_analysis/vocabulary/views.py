"""What questions about people's views measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from pads_analysis.vocabulary.loader import load


@dataclass(frozen=True, slots=True)
class ViewsMeasure:
    """What a question measures.

    Attributes
    ----------
    code, name, meaning : str
        Stable code; the name to print, in sentence case; and a sentence on it.
    status : str
        "verified", or "unverified" where the published wording could not be looked up.
    """

    code: str
    name: str
    meaning: str
    status: str = "verified"


@cache
def views_measures() -> Mapping[str, ViewsMeasure]:
    """Return every measure by its code, in the order of `views_measures.yaml`."""
    found = {code: ViewsMeasure(code=code, **said) for code, said in load("views_measures").items()}
    return MappingProxyType(found)
