"""What becomes of delivered files: told file by file, and summed up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pads_analysis.data.ledger import Entry
from pads_analysis.errors import EXIT_OK, PadsError

STORED = "stored"
ALREADY = "already stored"
SUPERSEDED = "superseded on arrival"
NOT_USED = "not used"
UNKNOWN = "not recognised"
LEFT_ALONE = "left alone"
REFUSED = "refused"


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
    """

    where: str
    status: str
    kind: str = ""
    rows_in: int = 0
    rows_kept: int = 0
    message: str = ""
    entry: Entry | None = None
    error: PadsError | None = None


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
    def exit_code(self) -> int:
        """4 when a file was refused, else 0."""
        errors = [outcome.error for outcome in self.outcomes if outcome.error is not None]
        return errors[0].exit_code if errors else EXIT_OK

    @property
    def _written(self) -> list[FileOutcome]:
        return [outcome for outcome in self.outcomes if outcome.status in (STORED, SUPERSEDED)]
