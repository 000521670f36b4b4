"""Every kind of truth of the example is looked for by a test."""

from __future__ import annotations

from pathlib import Path


def test_every_kind_of_truth_is_looked_for(example) -> None:
    """A truth that is planted and that no test asks for would be neither found nor missed."""
    tests = "".join(file.read_text("utf-8") for file in Path(__file__).parent.glob("test_*.py"))
    kinds = {truth["kind"] for truth in (*example.truths["planted"], *example.truths["not_planted"])}
    assert kinds and not {kind for kind in kinds if f'(example, "{kind}")' not in tests}
