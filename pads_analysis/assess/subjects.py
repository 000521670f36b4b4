"""The kinds of incident of an extract that are looked at one by one: all together first, then each category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pads_analysis.vocabulary import data_set

if TYPE_CHECKING:
    import pandas as pd

TOTAL = "all"


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """Incidents of one kind.

    Attributes
    ----------
    data_set, code, name : str
        Its data set; the code of the category, `TOTAL` for all together; what it is called in print.
    is_total : bool
    rows : DataFrame
        Its incidents.
    """

    data_set: str
    code: str
    name: str
    is_total: bool
    rows: pd.DataFrame


def subjects(data_set_code: str, rows: pd.DataFrame) -> list[Subject]:
    """Return all incidents of a data set together, then those of each category, in the order of its contract.

    A data set of one category alone is that category.
    """
    contract = data_set(data_set_code)
    known = {category.code: category.name for category in contract.categories}
    seen = dict(zip(rows["category_code"], rows["category"], strict=True))
    codes = [code for code in known if code in seen] + sorted(set(seen) - set(known))
    each = [
        Subject(data_set_code, code, known.get(code, seen[code]), False, rows[rows["category_code"] == code])
        for code in codes
        if code
    ]
    if len(each) == 1 and len(each[0].rows) == len(rows):
        only = each[0]
        return [Subject(data_set_code, only.code, only.name, True, rows)]
    return [Subject(data_set_code, TOTAL, contract.name, True, rows), *each]
