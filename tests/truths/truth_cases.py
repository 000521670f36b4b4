"""What the tests of the truths share: cases, what was released of them, and the truths by kind."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from pads_analysis import assess
from pads_analysis.assess.result import Verdict
from pads_analysis.data.case import Case
from pads_analysis.data.opening import open_case
from pads_analysis.release.gate import release
from pads_analysis.show import sentences

CHANGED = (Verdict.HIGHER, Verdict.LOWER)


@cache
def opened(code: str, store: Path, params: Path) -> Case:
    return open_case(code, store=str(store), params=str(params))


@cache
def released(name: str, case: Case) -> Any:
    """Return the result of a section of `assess` as it left the gate, worked out once for all tests."""
    return release(getattr(assess, name)(case), case).value


def said(name: str, case: Case) -> dict[str, str]:
    """Return the sentences of a section by their id, which tells the section and what they are on."""
    told = getattr(sentences, name)(release(released(name, case), case))
    return {one.id.removeprefix("sentence-"): one.text for one in told}


def planted(example, kind: str) -> list[dict[str, Any]]:
    found = [truth for truth in example.truths["planted"] if truth["kind"] == kind]
    assert found, f"the example plants no {kind}"
    return found


def unplanted(example, kind: str) -> list[dict[str, Any]]:
    found = [truth for truth in example.truths["not_planted"] if truth["kind"] == kind]
    assert found, f"the example names no {kind}"
    return found


def row(table: pd.DataFrame, code: str) -> pd.Series:
    return table.set_index("offence_code").loc[code]


def part(found: Any, offence: str, name: str) -> pd.Series:
    return found.table.set_index(["offence_code", "part"]).loc[(offence, name)]
