"""Plans written by hand: one action, one target, one priority, with changes."""

from __future__ import annotations

from typing import Any

from pads_analysis.params.plan import PlanFile


def action(name: str, status: str, due: str = "", **more: Any) -> dict[str, Any]:
    """Return an action of the priority P1, or of another given as `priority`."""
    return {
        "id": name, "priority": "P1", "action": f"Do {name}", "lead": "District council", "status": status, "due": due,
    } | more  # fmt: skip


def target(
    kind: str,
    aim: float,
    baseline: float = 0.0,
    indicator: str = "burglary",
    by: str = "2021-12",
    **more: Any,
) -> dict[str, Any]:
    """Return a target on burglary by the end of 2021."""
    return {"indicator": indicator, "kind": kind, "aim": aim, "baseline": baseline, "by": by} | more


def plan(
    *,
    actions: list[dict[str, Any]] | None = None,
    targets: list[dict[str, Any]] | None = None,
    weights: dict[str, float | None] | None = None,
    **more: Any,
) -> PlanFile:
    """Return a plan with a priority for each name in `weights`, P1 alone where none is given."""
    given = {"P1": None} if weights is None else weights
    priorities = [
        {"id": name, "name": f"Priority {name}", "weight": weight} for name, weight in given.items()
    ]
    return PlanFile.model_validate(
        {"priorities": priorities, "actions": actions or [], "targets": targets or [], **more}
    )
