"""What becomes of delivered files: told file by file, and summed up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from pads_analysis.data.ledger import Entry
from pads_analysis.errors import EXIT_OK, PadsError

STORED = "stored"
ALREADY = "already stored"
SUPERSEDED = "superseded on arrival"
NOT_USED = "not used"
UNKNOWN = "not recognised"
LEFT_ALONE = "left alone"
REFUSED = "refused"

NO_LOCATION = "no location"

# What the publishers' files show as a rule. Every other caveat asks for the user's eye: possible duplicates, unknown
# categories, codes that are not understood.
_USUAL = frozenset(
    {
        NO_LOCATION,
        "point without a small-area code",
        "small-area code without a point",
        "month rewritten as YYYY-MM",
        "force taken from 'Reported by'",
        "offences not assigned to a partnership",
        "negative count",
        "negative count in a month",
        "outline repaired",
    }
)


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one delivered file.

    Attributes
    ----------
    where : str
        The file, with its zip.
    status : str
        stored, already stored, superseded on arrival, not used, not recognised, left alone, or refused.
    kind : str
        Kind of file; empty when not recognised.
    rows_in, rows_kept : int
        Data rows in the file and kept.
    message : str
        What to tell the user beyond the status; may be empty.
    entry : Entry or None
        The catalogue entry, where one was written or is already there.
    error : PadsError or None
        Why it was refused.
    given : str
        Name of the folder that was given and holds it; empty when the file itself was given.
    overtaken : bool
        Whether it is stored already, and something newer has replaced some of it.
    """

    where: str
    status: str
    kind: str = ""
    rows_in: int = 0
    rows_kept: int = 0
    message: str = ""
    entry: Entry | None = None
    error: PadsError | None = None
    given: str = ""
    overtaken: bool = False

    @property
    def doubts(self) -> Mapping[str, int]:
        """Rows stored now with a caveat that the publishers' files do not show as a rule, by reason."""
        if self.status != STORED or self.entry is None:
            return {}
        return {reason: number for reason, number in self.entry.flagged.items() if reason not in _USUAL}

    @property
    def needs_attention(self) -> bool:
        """Whether the user should look at this file, however many there are."""
        if self.status in (REFUSED, UNKNOWN, SUPERSEDED) or self.overtaken:
            return True
        if self.status != STORED or self.entry is None:
            return False
        return bool(self.entry.rejected or self.entry.supersedes or self.entry.lost or self.doubts)


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What became of a whole delivery.

    Attributes
    ----------
    outcomes : tuple of FileOutcome
        One for each file, in the order met.
    orphans_removed : int
        Parts of an earlier run that was ended, cleaned away at the start.
    """

    outcomes: tuple[FileOutcome, ...]
    orphans_removed: int = 0

    @property
    def counts(self) -> Mapping[str, int]:
        """Number of files by status."""
        return Counter(outcome.status for outcome in self.outcomes)

    @property
    def rows_in(self) -> int:
        """Rows of the files stored now."""
        return sum(outcome.rows_in for outcome in self._written)

    @property
    def rows_kept(self) -> int:
        """Rows kept of the files stored now."""
        return sum(outcome.rows_kept for outcome in self._written)

    @property
    def without_location(self) -> Mapping[str, int]:
        """Rows of the files stored now that have no location, by kind of file; kinds with none are left out."""
        found: Counter[str] = Counter()
        for outcome in self._written:
            if outcome.entry is not None and NO_LOCATION in outcome.entry.flagged:
                found[outcome.entry.kind] += outcome.entry.flagged[NO_LOCATION]
        return found

    @property
    def exit_code(self) -> int:
        """4 when a file was refused, else 0."""
        errors = [outcome.error for outcome in self.outcomes if outcome.error is not None]
        return errors[0].exit_code if errors else EXIT_OK

    @property
    def _written(self) -> list[FileOutcome]:
        return [outcome for outcome in self.outcomes if outcome.status == STORED]


Report = Callable[[FileOutcome], None]


@dataclass(slots=True)
class Teller:
    """Collects the outcomes and passes each on with the name of the folder that was given.

    Attributes
    ----------
    report : callable or None
        Told each outcome.
    given : str
        Name of the folder being read; empty for a file that was given itself.
    outcomes : list of FileOutcome
        Those told so far.
    """

    report: Report | None = None
    given: str = ""
    outcomes: list[FileOutcome] = field(default_factory=list)

    def tell(self, outcome: FileOutcome) -> None:
        """Note what became of a file."""
        outcome = replace(outcome, given=self.given)
        self.outcomes.append(outcome)
        if self.report is not None:
            self.report(outcome)

    def left_alone(self, where: str, why: str) -> None:
        """Note that a file was passed over."""
        self.tell(FileOutcome(where, LEFT_ALONE, message=why))

    def refused(self, where: str, error: PadsError) -> None:
        """Note that a file broke a guard."""
        self.tell(FileOutcome(where, REFUSED, message=str(error), error=error))
