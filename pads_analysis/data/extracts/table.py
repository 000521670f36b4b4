"""Finds the table in an extract: the sheet and the row of headings that a map, or a guess, speaks of."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from pads_analysis.data.readers import content, delimited, workbook
from pads_analysis.data.readers.headings import Headings, headings
from pads_analysis.errors import ContractError
from pads_analysis.params.messages import nearest
from pads_analysis.vocabulary import slug

if TYPE_CHECKING:
    from pads_analysis.data.readers.source import SourceTable
    from pads_analysis.data.reading import RawFile

Score = Callable[[Headings], int]


def find_table(raw: RawFile, score: Score, sheet: str = "") -> SourceTable:
    """Return the table of a file under the row of headings that scores highest.

    Parameters
    ----------
    raw : RawFile
        The file as delivered: delimited text or a workbook.
    score : callable
        How well a row of headings fits; of equals the wider row counts, then the one that stands first.
    sheet : str
        The sheet of a workbook to look in; "" looks in all.

    Raises
    ------
    ContractError
        When the file is empty, is no table, or has no sheet of that name.
    """
    data = content.whole(raw)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise ContractError("The file is empty.", raw.where, "Ask the authority for the file again.")
    form = content.form(data[: content.HEAD_BYTES])
    if form == "workbook":
        return _sheet(data, raw, score, sheet)
    if form != "text":
        raise _no_table(raw)
    text = content.decode(data, raw.where)
    best: tuple[tuple[int, int, int], delimited.Layout] | None = None
    for delimiter in delimited.DELIMITERS:
        for fields, layout in delimited.first_rows(text.data[: content.HEAD_BYTES], delimiter):
            fit = (score(headings(fields)), _named(fields), -layout.row)
            if _named(fields) > 1 and (best is None or fit > best[0]):
                best = fit, layout
    if best is None:
        raise _no_table(raw)
    return delimited.table(text, best[1], name=raw.name, where=raw.where)


def _sheet(data: bytes, raw: RawFile, score: Score, wanted: str) -> SourceTable:
    book = workbook.opened(data, raw.where)
    if book is None:
        raise _no_table(raw)
    best = None
    for name, rows in workbook.sheets(book, raw.where):
        if wanted and name.strip().casefold() != wanted.casefold():
            continue
        for at, row in enumerate(rows[: delimited.SEARCH_ROWS]):
            texts = [workbook.cell(value) for value in row]
            fit = (score(headings(texts)), _named(texts), -at)
            if fit[1] > 1 and (best is None or fit > best[0]):
                best = fit, name, rows, at
    if best is None:
        names = ", ".join(book.sheet_names)
        what = f"There is no sheet {wanted!r} with a table in it." if wanted else "No sheet holds a table."
        raise ContractError(what, raw.where, f"Its sheets are: {names}. Name one as sheet in the map.")
    return workbook.table(raw.name, raw.where, best[1], best[2], best[3])


def _named(fields: list[str]) -> int:
    # Headings are words: a row of data, however wide, is none.
    words = [text.strip() for text in fields if any(letter.isalpha() for letter in text)]
    return len(set(words)) if len(words) * 2 > len([text for text in fields if text.strip()]) else 0


def _no_table(raw: RawFile) -> ContractError:
    return ContractError(
        "The file holds no table.", raw.where, "Give a CSV file or a workbook with one row of headings."
    )


def fitting(wanted: Collection[str]) -> Score:
    """Return a score for `find_table`: how many of the wanted headings, as written or as slugs, stand in a row."""
    pairs = [(heading.strip(), slug(heading)) for heading in wanted]

    def fit(heads: Headings) -> int:
        texts = {text.strip() for text in heads.texts}
        return sum(heading in texts or name in heads.slugs for heading, name in pairs)

    return fit


def find_columns(source: SourceTable, wanted: Collection[str], map_name: str) -> list[int]:
    """Return the place of each column that a map names.

    Raises
    ------
    ContractError
        When one is missing or occurs twice; all that are missing are named.
    """
    found = [find_column(source.headings, heading, source.where) for heading in wanted]
    missing = [heading for heading, place in zip(wanted, found, strict=True) if place is None]
    if missing:
        known = [text.strip() for text in source.headings.texts if text.strip()]
        guesses = [
            f"{nearest(heading, known)!r} for {heading!r}" for heading in missing if nearest(heading, known)
        ]
        start = f"Perhaps {', '.join(guesses)}. " if guesses else ""
        named = ", ".join(repr(heading) for heading in missing)
        one = len(missing) == 1
        raise ContractError(
            f"The column{'' if one else 's'} {named} that {map_name} names {'is' if one else 'are'} missing.",
            source.where,
            f"{start}The file has: {', '.join(known[:30])}. Correct the map, or ask for the file with all its columns.",
        )
    return [place for place in found if place is not None]


def refuse_rowless(source: SourceTable, do: str) -> None:
    """Refuse a table of which not one row could be read; `do` is said when it has none at all.

    Raises
    ------
    ContractError
        Naming the first row that could not be read.
    """
    if source.refused and not source.data.num_rows:
        line, why = source.refused[0]
        raise ContractError(
            f"Not one row could be read, of {len(source.refused):,} ({why}).",
            f"{source.where}, row {line}",
            "Copy the file again, or ask for it again.",
        )
    if not source.data.num_rows:
        raise ContractError("The file holds headings and no rows.", source.where, do)


def find_column(heads: Headings, heading: str, where: str) -> int | None:
    """Return the place of the column with a heading, compared as written first, then without case and punctuation.

    Raises
    ------
    ContractError
        When the heading occurs more than once.
    """
    wanted = heading.strip()
    exact = [at for at, text in enumerate(heads.texts) if text.strip() == wanted]
    alike = [at for at, name in enumerate(heads.slugs) if name and name == slug(wanted)]
    places = exact or alike
    if len(places) > 1:
        raise ContractError(
            f"The column {wanted!r} occurs {len(places)} times (columns {_and([at + 1 for at in places])}).",
            where,
            "Give each column a name of its own, or delete the others, then ingest the file again.",
        )
    return places[0] if places else None


def _and(numbers: list[int]) -> str:
    texts = [str(number) for number in numbers]
    return f"{', '.join(texts[:-1])} and {texts[-1]}"
