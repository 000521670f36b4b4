"""What each respondent answered to each question, in the spelling of the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.data.readers.source import by_value
from pads_analysis.data.surveys.codeframe import coder, codes_of
from pads_analysis.data.surveys.held import NONE_CHOSEN
from pads_analysis.data.surveys.refusals import Refusals
from pads_analysis.params.messages import nearest
from pads_analysis.params.survey_question import Question, folded

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.readers.source import SourceTable
    from pads_analysis.params.survey_map import SurveyMap

_SHOWN = 12


@dataclass(slots=True)
class AnswerReader:
    """Reads the answers of a table of respondents.

    Attributes
    ----------
    source : SourceTable
    settings : SurveyMap
    places : mapping of str to int
        The place of each column, by the heading in the map.
    map_name : str
        What messages call the map.
    notes : list of str
        Sentences for the catalogue, filled as questions are read.
    """

    source: SourceTable
    settings: SurveyMap
    places: Mapping[str, int]
    map_name: str
    notes: list[str] = field(default_factory=list)

    def read(self) -> list[dict[str, list[str]]]:
        """Return the answers of each row by question; a question that was not answered is left out.

        Raises
        ------
        ContractError
            When an answer is none that the map lists.
        """
        rows: list[dict[str, list[str]]] = [{} for _ in range(self.source.data.num_rows)]
        for question in self.settings.questions:
            for row, given in zip(rows, self._given(question), strict=True):
                if given:
                    row[question.id] = list(dict.fromkeys(given))
        return rows

    def _given(self, question: Question) -> list[tuple[str, ...]]:
        if question.kind == "text":
            return self._codes(question)
        if question.options:
            return self._ticks(question)
        headings = question.columns or (question.column,)
        columns = [self._known(question, heading) for heading in headings]
        return [tuple(answer for answer in row if answer) for row in zip(*columns, strict=True)]

    def _text(self, heading: str) -> pd.Series:
        return self.source.text(self.places[heading])

    def _known(self, question: Question, heading: str) -> list[str]:
        """Return the answers of a column as the map spells them, "" for none."""
        known = {folded(answer): answer for answer in question.known_answers}
        text = self._text(heading)
        answers = by_value(text, lambda value: known.get(folded(value), "") if value else "")
        bad = (answers == "") & (text != "").to_numpy()
        if bad.any():
            value = text[bad].iloc[0]
            near = nearest(value, known.values())
            listed = ", ".join(list(known.values())[:_SHOWN])
            do = f"Perhaps {near!r}: correct the row. Or add" if near else "Correct the row, or add"
            Refusals(self.source, heading).refuse_value(
                text,
                bad,
                f"is no answer that {self.map_name} lists for {question.id}",
                f"{do} it to the answers of the question. Listed: {listed}.",
            )
        return answers.tolist()

    def _ticks(self, question: Question) -> list[tuple[str, ...]]:
        """Return the answers whose boxes were ticked; `NONE_CHOSEN` where boxes were marked and none is ticked."""
        yes, no = ({folded(mark) for mark in marks} for marks in (question.yes, question.no))
        ticked, marked = [], []
        for heading in question.options:
            text = self._text(heading)
            state = by_value(
                text, lambda value: 1 if folded(value) in yes else 0 if folded(value) in no else -1
            )
            bad = (state == -1) & (text != "").to_numpy()
            Refusals(self.source, heading).refuse_value(
                text,
                bad.astype(bool),
                f"says neither that a box of {question.id} was ticked nor that it was not",
                f"Add it to yes or to no of the question in {self.map_name}.",
            )
            ticked.append(state == 1)
            marked.append((text != "").to_numpy())
        chosen, asked = np.array(ticked, dtype=bool), np.array(marked, dtype=bool).any(axis=0)
        if not (np.array(marked) & ~chosen).any():
            self.notes.append(
                f"No box of {question.id} bears a mark for not ticked, so respondents who ticked none of them cannot "
                "be told from those who were not asked, and are left out of its base."
            )
        answers = list(question.options.values())
        return [
            tuple(answers[at] for at in np.flatnonzero(row)) or ((NONE_CHOSEN,) if was else ())
            for row, was in zip(chosen.T, asked, strict=True)
        ]

    def _codes(self, question: Question) -> list[tuple[str, ...]]:
        patterns = coder(self.settings.codeframes[question.id])
        return by_value(self._text(question.column), lambda comment: codes_of(comment, patterns)).tolist()
