"""Sentences on how long hot spots have lasted, in words that agree with those on the hot spots of the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import PersistenceResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.lasting import LASTING, explained, pattern, step
from pads_analysis.show.opening import renders
from pads_analysis.show.sentences.compare import sentence

if TYPE_CHECKING:
    import pandas as pd

MOST_NAMED = 6


@renders(PersistenceResult)
def persistence(result: PersistenceResult) -> list[Sentence]:
    """Say which hot spots last, are recent, ended or go on and off, and how that agrees with the test of the period."""
    places = result.places
    if not (places["pattern"] != "").any():
        return [_tested(result), sentence(result.section, "none", _none(result), n_hot=0)]
    said = [_tested(result)]
    lasting = places.loc[places["pattern"].isin(LASTING)]
    if len(lasting):
        said.append(_lasting(result, lasting))
    for name in ("recent", "first", "ended"):
        chosen = places.loc[places["pattern"] == name]
        if len(chosen):
            said.append(_group(result, name, chosen))
    unsteady = places.loc[places["pattern"] == "on_off"]
    if len(unsteady):
        said.append(_group(result, "on_off", unsteady))
    return [*said, _agreement(result)]


def _tested(result: PersistenceResult) -> Sentence:
    each = result.steps["count"].sum() / (len(result.steps) * max(result.n_tested, 1))
    text = (
        f"The test for hot spots of {words.in_sentence(result.offence_name)} was made for each of "
        f"{words.plural(len(result.steps), step(result))} {words.during(result.basis.period)}, in "
        f"{words.plural(result.n_tested, 'small area')} with {words.decimal(each)} events each in a {step(result)} on "
        f"average (Gi*, false discovery rate {words.percent(result.fdr)} over all of them together)."
    )
    return sentence(result.section, "tested", text, n_steps=len(result.steps), n_places=result.n_tested)


def _none(result: PersistenceResult) -> str:
    return (
        f"No small area stands out as a hot spot in any {step(result)}, nor in the period as a whole, so that there is "
        "none whose length could be told."
    )


def _names(chosen: pd.DataFrame) -> str:
    rows = chosen.sort_values(["steps_hot", "count"], ascending=False, kind="stable").to_dict("records")
    return words.listed([row["place_name"] for row in rows], limit=MOST_NAMED)


def _lasting(result: PersistenceResult, chosen: pd.DataFrame) -> Sentence:
    counts = {name: int((chosen["pattern"] == name).sum()) for name in LASTING}
    moving = [
        f"{words.small_number(counts[name])} of them {word}"
        for name, word in (("growing", "growing"), ("weakening", "weakening"))
        if counts[name]
    ]
    trend = f", {words.listed(moving)}" if moving else ", none of them clearly growing or weakening"
    last = words.verb(len(chosen), "hot spot lasts", "hot spots last")
    text = (
        f"{words.at_start(words.small_number(len(chosen)))} {last}: "
        f"hot in at least nine of ten {step(result)}s, the last among them{trend} ({_names(chosen)})."
    )
    share = chosen["count"].sum() / max(int(result.steps["count"].tail(result.n_now).sum()), 1)
    return sentence(
        result.section, "lasting", text, importance=0.5, n_lasting=len(chosen), share_now=share, **counts
    )


def _group(result: PersistenceResult, name: str, chosen: pd.DataFrame) -> Sentence:
    number = words.plural(len(chosen), "small area")
    text = f"{words.at_start(pattern(result, name))}: {number} ({_names(chosen)}), {explained(result)[name]}."
    return sentence(result.section, name.replace("_", "-"), text, n=len(chosen))


def _agreement(result: PersistenceResult) -> Sentence:
    """Say what became of the hot spots that the test of the whole period finds, so that both are read together."""
    places = result.places
    hot = places.loc[places["now"].isin(["new", "persistent"])]
    if hot.empty:
        text = (
            "By the test of the whole period no small area is a hot spot now; what single "
            f"{step(result)}s show beside it is told above."
        )
        return sentence(result.section, "agreement", text, n_hot=0)
    counted = {
        name: int(hot["pattern"].isin(LASTING if name == "lasting" else [name]).sum())
        for name in explained(result)
    }
    known = [(name, number) for name, number in counted.items() if number]
    parts = [
        f"{words.small_number(n)} {words.verb(n, 'is', 'are')} {pattern(result, name)}" for name, n in known
    ]
    found = f"Of the {words.small_number(len(hot))} hot spots that the test of the whole period finds now, "
    said = f"{found}{words.listed(parts, limit=len(parts))}"
    if len(hot) == 1:
        said = (
            f"The one hot spot that the test of the whole period finds now is {pattern(result, known[0][0])}"
        )
    text = (
        f"{said}. A single {step(result)} holds fewer events than the period, so an area can stand out in one test and "
        "not in the other."
    )
    return sentence(result.section, "agreement", text, n_hot=len(hot), **counted)
