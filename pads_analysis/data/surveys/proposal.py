"""The map of a survey proposed from the headings and answers of its file, with a word on what a person must decide."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pads_analysis.data.extracts.personal import personal_columns
from pads_analysis.data.extracts.proposal import one_line, quoted
from pads_analysis.data.extracts.table import find_table
from pads_analysis.data.surveys.mapping import CODE
from pads_analysis.params.map_file import TO_DO
from pads_analysis.params.survey_question import NOT_TICKED, TICKED, folded
from pads_analysis.vocabulary import slug, views_measures

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.readers.headings import Headings
    from pads_analysis.data.readers.source import SourceTable
    from pads_analysis.data.reading import RawFile

#: Slugs of headings by which the columns of the design are told.
_DESIGN = {
    "respondent": r"(?:respondent_?)?(?:id|ref|reference|urn|serial|serial_number|case_id)|respondent|record_(?:id|no)",
    "weight": r".*weight.*|wt|wgt",
    "stratum": r"strat(?:um|a)(?:_.*)?",
    "cluster": r"cluster|psu|(?:sampling_)?point|primary_(?:sampling_)?unit",
    "group": r"(?:are_)?you|respondent_type|resident_or_worker|lives?_or_works?|capacity",
    "area": r"lsoa.*|ward_code|area_code|district_code|small_area(?:_code)?",
}
_PROFILE = r"(?:age|sex|gender|ethnic|disab|tenure|employ|work_status).*"
#: A column with more different texts than this, or longer ones, is taken for comments.
_MOST_ANSWERS, _LONGEST_ANSWER = 12, 60
_LINES = 30


def propose_survey_map(raw: RawFile) -> str:
    """Return a map for a file of respondents as YAML with comments.

    Raises
    ------
    ContractError
        When the file is empty or holds no table.
    """
    return _Proposal(raw).text()


@dataclass(slots=True)
class _Proposal:
    raw: RawFile
    source: SourceTable = field(init=False)
    design: dict[str, int] = field(default_factory=dict)
    profile: dict[str, int] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def text(self) -> str:
        self.source = find_table(self.raw, lambda heads: len(_design(heads)))
        self.design = _design(self.source.headings)
        self._top()
        self._columns()
        self._groups()
        self._questions()
        self._personal()
        return "\n".join(self.lines) + "\n"

    def _say(self, *lines: str) -> None:
        self.lines += lines

    def _top(self) -> None:
        name = one_line(self.raw.name)
        self._say(
            f"# A map proposed from {name}. Check every line, then ingest:",
            f"#   pads ingest {name} --as {CODE} --map MAP.yaml --store FOLDER",
            "",
            f"data_set: {CODE}",
            f"id: {TO_DO}  # short name of this wave, such as residents_2021; a later file of the id replaces this one",
            f"series: {TO_DO}  # short name that all waves share, such as residents",
            f"title: {TO_DO}",
            f"authority: {TO_DO}  # who ran it; write it the same way each time",
            f"partnership: {TO_DO}  # code, such as E22000123; delete the line when columns.area places respondents",
            f"mode: {TO_DO}  # postal, online, telephone, face to face",
            f"first: {TO_DO}  # first and last day of fieldwork, YYYY-MM-DD",
            f"last: {TO_DO}",
            f"sample: {TO_DO}  # probability when people were drawn at random, open when they chose to answer.",
            "                 # Only a probability sample is reported with intervals.",
            f"population: {TO_DO}  # residents, workers or both",
            "# asked:  # who was asked, in words, such as adults aged 16 and over",
            "# source:  # where the survey is published; leave it out when it is not",
        )
        self._say(*([f"sheet: {quoted(self.source.sheet)}"] if self.source.sheet else []), "")

    def _heading(self, place: int) -> str:
        return self.source.headings.texts[place].strip()

    def _columns(self) -> None:
        self._say(
            "# Headings of the columns that say how respondents were drawn and who they are.", "columns:"
        )
        for name, place in self.design.items():
            self._say(f"  {name}: {quoted(self._heading(place))}")
        for place, text in enumerate(self.source.headings.slugs):
            if place not in self.design.values() and re.fullmatch(_PROFILE, text):
                self.profile[text[:40]] = place
                self._say(f"  {text[:40]}: {quoted(self._heading(place))}  # profile")
        if not self.design and not self.profile:
            self.lines[-1] = "columns: {}"
        for name in ("weight", "stratum", "cluster"):
            if name not in self.design:
                self._say(
                    f"  # {name}:  # none was told; intervals need it where the sample was drawn with it"
                )
        if "stratum" in self.design:
            listed = ", ".join(
                f"{quoted(text)}: 0" for text in self._different(self.design["stratum"])[:_LINES]
            )
            self._say(f"# stratum_sizes: {{{listed}}}  # people in each stratum, where they are known")
        for name in self.profile:
            self._say(
                f"# profile: {{{name}: {{shares: {{CATEGORY: 0.0}}, source: WHERE FROM}}}}  # to compare with"
            )
        self._say("")

    def _groups(self) -> None:
        if "group" not in self.design:
            return
        self._say("# What each text of the group stands for: resident, worker or both.", "groups:")
        self._say(
            *(f"  {quoted(text)}: {TO_DO}" for text in self._different(self.design["group"])[:_LINES]), ""
        )

    def _questions(self) -> None:
        measures = ", ".join(views_measures())
        self._say(
            f"# One entry for each question. measure is one of: {measures}.",
            "# counted lists the answers whose share is reported, counted_as says that share in words, and not_in_base",
            "# answers such as Don't know. concern_offences ties an answer to an offence code.",
            "# Delete what is no question.",
            "questions:",
        )
        taken = {*self.design.values(), *self.profile.values()}
        ticks, comments = [], []
        used: set[str] = set()
        for place, heading in enumerate(self.source.headings.texts):
            text = self.source.text(place)
            if place in taken or not heading.strip() or (text == "").all():
                continue
            if self._is_tick(text):
                ticks.append(place)
            elif self._is_comment(text):
                comments.append(place)
            else:
                self._single(place, _unlike(slug(heading)[:40] or f"q{place + 1}", used))
        self._tick_boxes(ticks)
        self._own_words(comments, used)
        if self.lines[-1] == "questions:":
            self._say(f"  - {TO_DO}  # no column looks like a question")

    def _different(self, place: int) -> list[str]:
        counts = self.source.text(place).value_counts()
        return [str(text) for text in counts.index if text]

    def _is_tick(self, text: pd.Series) -> bool:
        marks = {folded(mark) for mark in (*TICKED, *NOT_TICKED)}
        return {folded(one) for one in text.unique() if one} <= marks

    def _is_comment(self, text: pd.Series) -> bool:
        different = [one for one in text.unique() if one]
        return len(different) > _MOST_ANSWERS or any(len(one) > _LONGEST_ANSWER for one in different)

    def _single(self, place: int, name: str) -> None:
        listed = ", ".join(quoted(text) for text in self._different(place))
        self._say(
            f"  - id: {name}",
            f"    text: {TO_DO}  # the question as it was asked",
            "    kind: single  # or scale, with scores: {ANSWER: NUMBER} in place of answers",
            "    measure: other",
            f"    column: {quoted(self._heading(place))}",
            f"    answers: [{listed}]",
            "    # counted: []",
            "    # counted_as:",
            "    # not_in_base: []",
        )

    def _tick_boxes(self, places: list[int]) -> None:
        if not places:
            return
        self._say(
            "  # These columns look like tick boxes. Split them by question, and say which answer each of them is.",
            "  - id: ticked",
            f"    text: {TO_DO}",
            "    kind: multiple",
            "    measure: other  # concern, when the boxes name concerns",
            "    options:",
        )
        self._say(*(f"      {quoted(self._heading(at))}: {quoted(self._heading(at))}" for at in places))

    def _own_words(self, places: list[int], used: set[str]) -> None:
        names = {}
        for place in places:
            names[place] = _unlike(slug(self._heading(place))[:40] or f"q{place + 1}", used)
            self._say(
                "  # Comments, or a column that is no question. The text is not stored, only how many bear each code.",
                f"  - {{id: {names[place]}, text: {TO_DO}, kind: text, "
                f"column: {quoted(self._heading(place))}}}",
            )
        if names:
            self._say(
                "",
                "# The words or phrases that mark each code, of each question in own words.",
                "codeframes:",
            )
            self._say(*(f"  {name}: {{CODE: [{TO_DO}]}}" for name in names.values()))

    def _personal(self) -> None:
        found = personal_columns(self.source)
        if found:
            self._say("", "# This file would be refused, because it holds personal data:")
            self._say(*(f"#   {one_line(one.in_words())}" for one in found))
            self._say("# Delete these columns, or ask for the file without them.")


def _design(heads: Headings) -> dict[str, int]:
    """Return the place of each column of the design that a heading tells; of several the first."""
    found: dict[str, int] = {}
    for name, pattern in _DESIGN.items():
        fits = [at for at, text in enumerate(heads.slugs) if re.fullmatch(pattern, text)]
        if fits and fits[0] not in found.values():
            found[name] = fits[0]
    return found


def _unlike(name: str, used: set[str]) -> str:
    """Return a short name that is not used yet, and note it."""
    plain = re.sub(r"_+", "_", name).strip("_") or "q"
    found, number = plain, 2
    while found in used:
        found, number = f"{plain}_{number}", number + 1
    used.add(found)
    return found
