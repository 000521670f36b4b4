"""Codes that a user wrote and the store does not know, each with the nearest that it does."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from pads_analysis.data.store import SOURCES
from pads_analysis.errors import ParamsError
from pads_analysis.params.fields import OFFENCE_CODE, shown
from pads_analysis.params.folder import PARTNERSHIPS
from pads_analysis.params.messages import nearest
from pads_analysis.params.yaml_file import read_yaml
from pads_analysis.vocabulary import slug

if TYPE_CHECKING:
    from pads_analysis.data.store import Store
    from pads_analysis.params import Resolved
    from pads_analysis.vocabulary import Scheme

LIKE = 0.75  # a typed code with two of nine characters wrong is still taken for a slip


def with_data(store: Store) -> list[str]:
    """Return the codes of the partnerships whose own force or table was delivered."""
    codes: set[str] = set()
    for source in SOURCES:
        codes.update(store.delivered_months(source)["partnership_code"])
    return sorted(codes)


def near_partnerships(text: str, store: Store, count: int = 3) -> list[str]:
    """Return up to `count` partnerships, as "name (code)", nearest to what was typed.

    For a code the codes are compared, those of partnerships with data first; for anything else the names.
    """
    asked = text.strip().upper()
    if not re.fullmatch(r"[A-Z]?[0-9O]{4,}|[A-Z][0-9A-Z]{0,2}[0-9]{3,}", asked):
        return store.nearest(text, count)
    table = store.partnerships()
    names = dict(zip(table["partnership_code"], table["partnership_name"], strict=True))
    held = [code for code in with_data(store) if code in names]
    others = [code for code in names if code not in set(held)]
    near = [code for group in (held, others) for code in _alike(asked, group)]
    return [f"{names[code]} ({code})" for code in near[:count]] or store.nearest(text, count)


def _alike(asked: str, codes: Iterable[str]) -> list[str]:
    """Return the codes like what was typed, the most alike first; of equals the one that ends the same."""
    scored = []
    for code in codes:
        likeness = difflib.SequenceMatcher(None, asked, code).ratio()
        ending = sum(
            1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(asked[::-1], code[::-1], strict=False))
        )
        scored.append((-likeness, -ending, code))
    return [code for likeness, _, code in sorted(scored) if -likeness >= LIKE]


def place_of(resolved: Resolved, name: str) -> str:
    """Return where a setting was written, as a message names it: its file and line, or the command line."""
    place = resolved.origin.get(name, "default").removeprefix("file ")
    return name if place == "default" else place


class Offences:
    """The offence codes of a source: those of its categories at once, those that its data add when asked for one.

    Parameters
    ----------
    scheme : Scheme
        Categories of the source.
    store : Store
    source : str
    """

    def __init__(self, scheme: Scheme, store: Store, source: str) -> None:
        self.label = scheme.label
        self.total = scheme.total_code
        self._store, self._source = store, source
        self._listed = {scheme.total_code, *(offence.code for offence in scheme.offences)}
        self._in_data: set[str] | None = None

    def __contains__(self, code: str) -> bool:
        # A publisher may print a category that no list of ours holds yet; reading the counts to learn of it is the
        # dearer way, so it is the second.
        return code in self._listed or code in self._data()

    def nearest(self, text: str) -> str:
        """Return the code most like `text`; empty when none is near."""
        codes = self._listed | self._data()
        words = {word for word in text.split("_") if len(word) > 3}
        shared = sorted(codes, key=lambda code: (-len(words & set(code.split("_"))), code))
        return nearest(text, codes) or (shared[0] if words & set(shared[0].split("_")) else "")

    def _data(self) -> set[str]:
        if self._in_data is None:
            self._in_data = set(self._store.partnership_months(self._source)["offence_code"].unique())
        return self._in_data


def known_offences(scheme: Scheme, store: Store, source: str) -> Offences:
    """Return the offence codes that a case of this source knows."""
    return Offences(scheme, store, source)


def check_mapped(resolved: Resolved, known: Offences, source: str) -> None:
    """Refuse to map an offence that the source does not have; a source without places maps nothing.

    Raises
    ------
    ParamsError
        Naming the nearest code.
    """
    code = resolved.params.places.offence
    if source == "street" and code not in known:
        near = known.nearest(code)
        raise ParamsError(
            f"places.offence is {code}, which is no offence code of the {known.label}.",
            place_of(resolved, "places.offence"),
            f"Did you mean {near}?" if near else f"Use {known.total} or one of its categories.",
        )


def check_targets(resolved: Resolved, known: Offences) -> None:
    """Refuse a target of the plan on an offence that the source does not have: nothing could be held against it.

    Raises
    ------
    ParamsError
        Naming the line and the nearest code.
    """
    for at, target in enumerate(resolved.plan.targets if resolved.plan else ()):
        if target.indicator in known:
            continue
        near = known.nearest(target.indicator)
        raise ParamsError(
            f"targets, entry {at + 1}, indicator is {shown(target.indicator)}, which is no offence code of the "
            f"{known.label}.",
            _line_in(resolved, "plan", ("targets", at, "indicator")),
            f"Did you mean {near}?" if near else f"Use {known.total} or one of its categories.",
        )


def _line_in(resolved: Resolved, stem: str, path: tuple[str | int, ...]) -> str:
    """Return the file, line and column of a path in one of the partnership's files, which is read again for it."""
    name = f"{PARTNERSHIPS}/{resolved.params.partnership}/{stem}.yaml"
    for file in resolved.files:
        if file.name == f"{stem}.yaml":
            return read_yaml(file, name).where(path)
    return name


def unknown_offences(resolved: Resolved, known: Offences) -> tuple[str, ...]:
    """Return a note for each offence code in the parameters that the source does not have, with the nearest."""
    own = {issue.id for issue in resolved.issues.issues} if resolved.issues else set()
    notes = []
    for where, code in _codes(resolved):
        if code in known or (code in own and not _counted(where)):
            continue
        near = known.nearest(code)
        hint = f" Did you mean {near}?" if near else ""
        notes.append(
            f"{where}: {code} is no offence code of the {known.label}, so nothing is matched to it.{hint}"
        )
    # An issue may be a name rather than a code; one that is the name of a category was meant as that.
    for number, entry in enumerate(resolved.decisions.decisions if resolved.decisions else (), start=1):
        code = slug(entry.issue)
        if not re.fullmatch(OFFENCE_CODE, entry.issue) and code in known:
            notes.append(
                f"decisions.yaml, entry {number}, issue: write {code} to match it to the scored issue."
            )
    return tuple(dict.fromkeys(notes))


def _counted(where: str) -> bool:
    """Return whether an issue of the partnership's own cannot stand where recorded figures are looked up."""
    return where.endswith(", offences") or not where.startswith(
        ("decisions.yaml", "views.yaml", "issues.yaml", "matrix.yaml")
    )


def _codes(resolved: Resolved) -> Iterator[tuple[str, str]]:
    params = resolved.params
    for number, change in enumerate(params.recording_changes, start=1):
        yield (
            f"{place_of(resolved, 'recording_changes')}, recording_changes, entry {number}, offence",
            change.offence,
        )
    for code in params.priorities.harm_values:
        yield f"{place_of(resolved, f'priorities.harm_values.{code}')}, priorities.harm_values", code
    for number, survey in enumerate(resolved.views.surveys if resolved.views else (), start=1):
        for position, answer in enumerate(survey.questions, start=1):
            if answer.concern_offence:
                at = f"views.yaml, survey {number}, question {position}, concern_offence"
                yield at, answer.concern_offence
    for number, action in enumerate(resolved.plan.actions if resolved.plan else (), start=1):
        if action.indicator:
            yield f"plan.yaml, action {number}, indicator", action.indicator
    for number, entry in enumerate(resolved.severity.weights if resolved.severity else (), start=1):
        yield f"severity.yaml, weight {number}, offence", entry.offence
    for number, entry in enumerate(resolved.hypotheses.hypotheses if resolved.hypotheses else (), start=1):
        if entry.indicator:
            yield f"hypotheses.yaml, entry {number}, indicator", entry.indicator
        for position, test in enumerate(entry.tests, start=1):
            for name in ("indicator", "offence"):
                if getattr(test, name):
                    yield f"hypotheses.yaml, entry {number}, test {position}, {name}", getattr(test, name)
    for number, series in enumerate(resolved.context.series if resolved.context else (), start=1):
        for offence in series.offences:
            yield f"context.yaml, entry {number}, offences", offence
    for number, entry in enumerate(resolved.decisions.decisions if resolved.decisions else (), start=1):
        if re.fullmatch(OFFENCE_CODE, entry.issue):
            yield f"decisions.yaml, entry {number}, issue", entry.issue
    for number, issue in enumerate(resolved.issues.issues if resolved.issues else (), start=1):
        for offence in issue.offences:
            yield f"issues.yaml, issue {number}, offences", offence
    for number, entry in enumerate(resolved.issues.judgements if resolved.issues else (), start=1):
        yield f"issues.yaml, judgement {number}, issue", entry.issue
    for number, entry in enumerate(resolved.matrix.ratings if resolved.matrix else (), start=1):
        yield f"matrix.yaml, rating {number}, issue", entry.issue
