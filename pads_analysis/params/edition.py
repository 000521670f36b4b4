"""What of the parameters each edition may hold: the public one nothing that partners supplied beyond its settings."""

from __future__ import annotations

from dataclasses import replace

from pads_analysis.params import locations
from pads_analysis.params.folder import SUPPLIED
from pads_analysis.params.layers import Resolved

EARLIER_HEADLINES = "headlines of the previous assessment"
FILE_ORIGIN = "a file of parameters"


def for_edition(resolved: Resolved) -> Resolved:
    """Return the parameters as the edition they ask for may hold them.

    The partner edition holds everything. From the public one the partnership's plan, views, decisions, hypotheses,
    hallmarks, severity weights, context series, matters for the county, issues and matrix are taken out, commentary
    that is not marked as public, its own notebooks, the headlines of a previous assessment that was itself a partner
    edition (of every predecessor, when one of them was), and the names of its files.
    What was there is named in `withheld`. A result can then not rest on them by mistake. Applying it twice changes
    nothing more.
    """
    if resolved.params.edition != "public":
        return resolved
    held = [kind for kind in SUPPLIED if getattr(resolved, kind) is not None]
    allowed = {name: text for name, text in resolved.commentary.items() if name in resolved.public_commentary}
    if len(allowed) < len(resolved.commentary):
        held.append("commentary")
    previous = resolved.previous_assessment
    if previous is not None and previous.edition != "public" and previous.headlines:
        held.append(EARLIER_HEADLINES)
        previous = previous.without_headlines()
    defaults = locations.params_dir() / "defaults.yaml"
    return replace(
        resolved,
        **dict.fromkeys(SUPPLIED),
        context_tables={},
        commentary=allowed,
        own_notebooks={},
        files=tuple(path for path in resolved.files if path == defaults),
        origin={name: _origin(place) for name, place in resolved.origin.items()},
        warnings=(),
        previous_assessment=previous,
        withheld=tuple(dict.fromkeys((*resolved.withheld, *held))),
    )


def _origin(place: str) -> str:
    return FILE_ORIGIN if place.startswith("file ") else place
