"""Earlier findings.json, written by hand: what a later assessment reads of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from pads_analysis.params import PreviousAssessment

OWN = "E22000901"
NAMES = {
    "burglary": "Burglary",
    "robbery": "Robbery",
    "drugs": "Drugs",
    "anti_social_behaviour": "Anti-social behaviour",
}


def findings(
    counts: Mapping[str, int | Sequence[int]],
    *,
    first: str = "2020-01",
    last: str = "2020-12",
    counted: Sequence[str] = (),
    left_out: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    headlines: Sequence[Mapping[str, Any]] = (),
    code: str = OWN,
    edition: str = "partner",
    source: str = "street",
    districts: Sequence[str] = ("E07000901",),
    files: Sequence[tuple[str, str]] = (),
    **other: Any,
) -> dict[str, Any]:
    """Return the content of an earlier findings.json; the total is the sum of all but anti-social behaviour."""
    months = list(counted) or [f"{month:%Y-%m}" for month in pd.date_range(first, last, freq="MS")]
    series = {
        name: [values] * len(months) if isinstance(values, int) else list(values)
        for name, values in counts.items()
    }
    inside = [values for name, values in series.items() if name != "anti_social_behaviour"]
    series = {"all_crime": [sum(each) for each in zip(*inside, strict=True)]} | series
    known = {**NAMES, "all_crime": "All police recorded crime", **(names or {})}
    offences = [
        {
            "code": name,
            "name": known.get(name, name.replace("_", " ").capitalize()),
            "is_total": name == "all_crime",
            "count": sum(values),
            "rate_per_1000": sum(values) / 100,
            "ci_low": sum(values) / 110,
            "ci_high": sum(values) / 90,
            "by_month": values,
        }
        for name, values in series.items()
    ]
    record = {
        "source": source,
        "source_kinds": [source, "lookup", "population"],
        "scheme": "data.police.uk street-level categories",
        "districts": list(districts),
        "months_counted": months,
        "months_left_out": list(left_out),
        "population": 100_000.0,
        "population_note": "Mid-2020.",
        "offences": offences,
        "files": [{"file": name, "sha256": sha} for name, sha in files],
    }
    period = {"words": f"{first} to {last}", "first": f"{first}-01", "last": f"{last}-01"}
    return {
        "version": 2,
        "partnership": {"code": code, "name": "Ownham"},
        "period": period,
        "edition": edition,
        "headlines": [dict(headline) for headline in headlines],
        "record": record,
        "items": [],
    } | other


def earlier(*args: Any, **kwargs: Any) -> PreviousAssessment:
    """Return it as the parameters hold it."""
    return PreviousAssessment.model_validate(json.loads(json.dumps(findings(*args, **kwargs))))


def headline(
    section: str, text: str = "Something was said.", verdict: str = "", **facts: Any
) -> dict[str, Any]:
    return {
        "text": text,
        "section_id": section,
        "item": f"sentence-{section}-x",
        "verdict": verdict,
        "facts": facts,
    }


def write(folder: Path, content: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "findings.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path
