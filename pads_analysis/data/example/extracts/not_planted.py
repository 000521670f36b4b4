"""What an assessment of the example must not report from the extracts, because nothing of the kind was planted."""

from __future__ import annotations

from typing import Any

from pads_analysis.data.example.extracts.held import Held
from pads_analysis.data.example.settings import load


def not_planted(held: Held) -> list[dict[str, Any]]:
    """Return everything that must not be reported from the extracts."""
    said = load("extracts")
    return [
        *(
            held.named("no_hour_pattern", "police_crime", category)
            | {"statement": "Any hour of the week is as likely as any other."}
            for category in said["no_hours"]
        ),
        *(
            held.named("no_repeat_victims", "police_crime", category)
            | {
                "observed": held.struck(category),
                "statement": "Any resident is as likely a victim as any other.",
            }
            for category in said["no_repeats"]
        ),
        *(
            held.named("no_near_repeats", "police_crime", category)
            | {"statement": "Days have nothing to do with places."}
            for category in said["no_near_repeats"]
        ),
        *(
            held.named("no_people_profile", "victims_offenders", category)
            | {
                "role": "victim",
                "youngest": said["adult"],
                "statement": f"Victims are as the residents aged {said['adult']} and over.",
            }
            for category in said["no_victims"]
        ),
        *(
            held.named("no_disclosed_change", kind)
            | {
                "observed": held.counts(kind),
                "statement": "Nothing changed, whatever is missing from the files.",
            }
            for kind, plant in said["others"].items()
            if plant["factor"] == 1
        ),
        *(
            held.named("no_submission_fault", kind)
            | {"statement": "Every quarter came in time, and none is missing."}
            for kind in held.sent.sent
            if kind not in {said["submissions"][name]["data_set"] for name in ("late", "missing")}
        ),
    ]
