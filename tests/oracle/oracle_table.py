"""The table in docs/methods/reference_numbers.md: how many vectors of which kind each method passes.

`python tests/oracle/oracle_table.py` writes it anew; a test keeps it true.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import adapter
from oracle_vectors import INFORMATIVE_KEYS, KINDS, all_vectors, differences, kind_of, why_informative

PAGE = Path(__file__).resolve().parents[2] / "docs" / "methods" / "reference_numbers.md"
BEGIN, END = "<!-- table -->", "<!-- end of table -->"
HEAD = ["Method", "Topic", *[name[0].upper() + name[1:] for name in KINDS], "Only informative"]


def table() -> str:
    """The table as Markdown; a method's cell is how many vectors it must pass, or is left empty for none."""
    rows: dict[str, Counter[str]] = {}
    for vector in all_vectors():
        if vector["method"] in adapter.METHODS:
            row = rows.setdefault(vector["method"], Counter())
            row["Only informative" if why_informative(vector) else kind_of(vector)] += 1
    lines = [f"| {' | '.join(HEAD)} |", "|---|---|" + "---:|" * (len(HEAD) - 2)]
    for method in sorted(rows, key=str.lower):
        cells = [str(rows[method][kind] or "") for kind in (*KINDS, "Only informative")]
        lines.append(f"| {' | '.join([method, _topic(method), *cells])} |")
    total = [str(sum(row[kind] for row in rows.values())) for kind in (*KINDS, "Only informative")]
    return "\n".join([*lines, f"| {' | '.join(['All', '', *total])} |"])


def _topic(method: str) -> str:
    return adapter.METHODS[method].__module__.removeprefix("adapter_")


def _failing() -> list[str]:
    failing = []
    for vector in all_vectors():
        if vector["method"] not in adapter.METHODS or why_informative(vector):
            continue
        expected = {
            k: v for k, v in vector["expected"].items() if (vector["method"], k) not in INFORMATIVE_KEYS
        }
        found = adapter.run(vector["method"], vector["inputs"])
        failing += [f"{vector['id']}{line}" for line in differences(found, expected, vector["tolerance"])]
    return failing


def write() -> None:
    """Write the table into the page, if every vector passes."""
    failing = _failing()
    if failing:
        raise SystemExit("\n".join(failing))
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    write()
