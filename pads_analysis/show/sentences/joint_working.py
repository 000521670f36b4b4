"""Sentences of the county overview: options for joint working, and what each district lacks."""

from __future__ import annotations

from pads_analysis.assess.result import CountyGapsResult, JointWorkingResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import renders
from pads_analysis.show.sentences.compare import sentence


@renders(JointWorkingResult)
def joint_working(result: JointWorkingResult) -> list[Sentence]:
    """Say for every shared issue which districts have actions that aim at it."""
    said = []
    for row in result.issues.to_dict("records"):
        held = result.actions.loc[result.actions["offence_code"] == row["offence_code"]]
        places = list(dict.fromkeys(held["district"]))
        if places:
            aimed = f"{words.plural(len(held), 'action')} in {words.listed(places, limit=6)}"
        else:
            aimed = "no action of a plan held here names it"
        text = f"{row['offence_name']} ({row['why_shared']}): {aimed}."
        said.append(
            sentence(
                result.section, row["offence_code"], text, headline=bool(places), importance=0.5, n_actions=len(held)
            )
        )  # fmt: skip
    if not said:
        said.append(
            sentence(
                result.section,
                "none",
                f"No issue is shared by districts of {result.county_name} by this rule.",
            )
        )
    if result.withheld:
        said.append(
            sentence(result.section, "withheld", "The districts' plans are withheld from this edition.")
        )
    elif result.without_plan:
        names = words.listed(list(result.without_plan), limit=8)
        said.append(
            sentence(
                result.section,
                "without",
                f"No plan is held for {names}, so that their actions are not seen here.",
            )
        )
    return said


@renders(CountyGapsResult)
def county_gaps(result: CountyGapsResult) -> list[Sentence]:
    """Say how many districts gave each file, and which lack months."""
    number = len(result.table)
    said = []
    for kind, title in result.files.items():
        lacking = list(result.table.loc[result.table[kind] == "not given", "district"])
        if lacking:
            text = f"{title}: not held for {len(lacking)} of {number} districts ({words.listed(lacking, limit=8)})."
            said.append(sentence(result.section, kind, text, n=len(lacking)))
    short = result.table.loc[result.table["months"] < result.table["wanted"]]
    nothing = result.table.loc[result.table["wanted"] == 0, "district"]
    for row in short.to_dict("records"):
        said.append(
            sentence(result.section, f"months-{row['district']}", f"{row['district']}: {row['data']}.")
        )
    if len(nothing):
        said.append(
            sentence(
                result.section,
                "no-data",
                f"No recorded crime is held for {words.listed(list(nothing), limit=8)}.",
            )
        )
    return said or [sentence(result.section, "complete", f"Nothing is missing for the {number} districts.")]
