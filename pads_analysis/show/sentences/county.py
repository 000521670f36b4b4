"""Sentences on the county, and on the data themselves."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import CountyResult, QualityResult, Verdict
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, margin_of, renders
from pads_analysis.show.sentences.compare import Ratio, as_verdict, relation, sentence, uncertain
from pads_analysis.show.tables.build import population_caveat

MOST = 6
MUCH_WITHOUT_LOCATION = 0.05


@renders(CountyResult)
def county(result: CountyResult) -> list[Sentence]:
    """Say the own rate beside the county's range, the own change, and what is shared."""
    own = [row for row in result.table.to_dict("records") if row["is_own"]]
    said = [
        _own_rate(result, row)
        for row in own
        if words.known(row["rate_per_1000"], row["ci_low"], row["ci_high"])
    ]
    said += [_own_change(result, row) for row in own]
    shared = result.shared.to_dict("records")
    for row in shared[:MOST]:
        text = (
            f"{row['offence_name']} is higher in {words.count(row['partnerships_higher'])} of "
            f"{words.plural(row['partnerships'], 'partnership')} of {result.county_name}: {row['names']}."
        )
        facts = {"partnerships_higher": row["partnerships_higher"], "partnerships": row["partnerships"]}
        said.append(
            sentence(
                result.section, row["offence_code"], text, headline=row is shared[0], importance=0.56, **facts
            )
        )
    if not shared:
        said.append(
            sentence(
                result.section,
                "none-shared",
                f"No offence is clearly higher in two or more partnerships of {result.county_name}.",
            )
        )
    return said


def _own_rate(result: CountyResult, row: dict[str, Any]) -> Sentence:
    rates = [float(rate) for rate in result.table["rate_per_1000"] if words.is_number(rate)]
    places = words.rate_places(rates)
    interval = (
        f"{words.level(confidence_of(result))} interval {words.span(row['ci_low'], row['ci_high'], places)}"
    )
    text = (
        f"{words.place_name(row['partnership_name'])} had {words.decimal(row['rate_per_1000'], places)} police "
        f"recorded crimes per 1,000 residents a year ({interval}); the {words.plural(len(rates), 'partnership')} of "
        f"{result.county_name} run from {words.span(min(rates), max(rates), places)}. "
        f"{population_caveat(result.basis)}"
    )
    facts = {"rate_per_1000": row["rate_per_1000"], "ci_low": row["ci_low"], "ci_high": row["ci_high"]}
    return sentence(result.section, "own-rate", text, **facts)


def _own_change(result: CountyResult, row: dict[str, Any]) -> Sentence:
    ratio = Ratio(
        row["change_ratio"], row["change_low"], row["change_high"], confidence_of(result), margin_of(result)
    )
    verdict = as_verdict(row["change_verdict"])
    opening = f"Police recorded crime in {words.place_name(row['partnership_name'])}"
    if verdict is Verdict.TOO_FEW or not ratio.known:
        text = f"{opening} cannot be compared with the period before: too few."
    elif verdict is Verdict.UNCERTAIN:
        text = f"{opening}, beside the period before: {uncertain(ratio)} ({ratio.times()})."
    else:
        other = f"{'that ' if verdict is Verdict.SIMILAR else ''}in the period before"
        text = f"{opening} was {relation(verdict, other, ratio.margin)}: {ratio.times()}."
    return sentence(result.section, "own-change", text, verdict=verdict, **ratio.facts())


@renders(QualityResult)
def quality(result: QualityResult) -> list[Sentence]:
    """Say which months are not whole, how much has no location, and how many rows were rejected."""
    coverage = result.coverage
    said = [_months(result)] if len(coverage) else []
    if words.is_number(result.share_no_location):
        much = result.share_no_location >= MUCH_WITHOUT_LOCATION
        effect = ", so counts and rates here are too low by an unknown amount" if much else ""
        text = (
            f"{words.percent(result.share_no_location, 1)} of the force's rows in the period have no location and "
            f"can be given to no partnership{effect}."
        )
        facts = {"share_no_location": result.share_no_location}
        said.append(sentence(result.section, "no-location", text, headline=much, importance=0.64, **facts))
    rows_in, rejected = (
        int(result.deliveries[name].fillna(0).sum()) for name in ("rows_in", "rows_rejected")
    )
    counted = f"{words.count(rejected)} of" if rejected else "None of the"
    reasons = "; the table of deliveries gives the reasons" if rejected else ""
    text = (
        f"{counted} {words.plural(rows_in, 'delivered row')} {words.verb(rejected or 1, 'was', 'were')} "
        f"rejected{reasons}."
    )
    return [*said, sentence(result.section, "rejected", text, rows_in=rows_in, rows_rejected=rejected)]


def _months(result: QualityResult) -> Sentence:
    bad = result.coverage.loc[result.coverage["status"] != "complete"]
    months = words.plural(len(result.coverage), "month")
    if bad.empty:
        return sentence(result.section, "months", f"All {months} of data look complete.", n_bad=0)
    names = words.listed(
        [f"{words.month_label(row['month'])} ({row['status']})" for row in bad.to_dict("records")], limit=MOST
    )
    state = (
        f"{words.verb(len(bad), 'is', 'are')} missing or {words.verb(len(bad), 'looks', 'look')} incomplete"
    )
    text = f"{words.count(len(bad))} of {months} of data {state}: {names}."
    return sentence(
        result.section,
        "months",
        text,
        headline=True,
        importance=0.65,
        n_bad=len(bad),
        n_months=len(result.coverage),
    )
