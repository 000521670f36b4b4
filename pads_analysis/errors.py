"""Errors that a user can mend, each with its exit code.

A user error says what is wrong, where it is, and what to do; it is shown without a traceback.
Every other exception is a fault of ours and keeps its traceback.
"""

from __future__ import annotations

EXIT_OK = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_DISCLOSURE = 3
EXIT_CONTRACT = 4
EXIT_LOCKED = 75
EXIT_INTERRUPTED = 130


class PadsError(Exception):
    """A fault the user can mend.

    Parameters
    ----------
    what : str
        What is wrong, as one sentence.
    where : str
        The file, row, column, chapter, cell or partnership it was found in; empty when there is none.
    do : str
        What the user can do about it, as one sentence.
    """

    exit_code = EXIT_FAILED

    def __init__(self, what: str, where: str = "", do: str = "") -> None:
        super().__init__(what, where, do)
        self.what = what
        self.where = where
        self.do = do

    def __str__(self) -> str:
        start = f"{self.where}: " if self.where else ""
        end = f" {self.do}" if self.do else ""
        return f"{start}{self.what}{end}"


class UsageError(PadsError):
    """The command or its arguments cannot be followed; nothing was run."""

    exit_code = EXIT_USAGE


class ParamsError(PadsError):
    """A parameter is unknown, of the wrong type, or out of range; nothing was run.

    Parameters
    ----------
    what, where, do : str
        As for `PadsError`.
    problems : sequence of PadsError
        Every problem found, when there is more than one: the message then lists them all.
    """

    exit_code = EXIT_USAGE

    def __init__(
        self, what: str, where: str = "", do: str = "", problems: tuple[PadsError, ...] = ()
    ) -> None:
        super().__init__(what, where, do)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        if not self.problems:
            return super().__str__()
        listed = "\n".join(f"  - {problem}" for problem in self.problems)
        return f"{super().__str__()}\n{listed}"


class StoreError(PadsError):
    """The store is absent, unreadable, or holds nothing for what was asked; nothing was run."""

    exit_code = EXIT_USAGE


class ContractError(PadsError):
    """A delivered file breaks its data contract; nothing of it was stored."""

    exit_code = EXIT_CONTRACT


class LockedError(PadsError):
    """Another run holds the store or the output folder."""

    exit_code = EXIT_LOCKED
