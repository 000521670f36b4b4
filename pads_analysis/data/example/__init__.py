"""A whole example county, invented and seeded, in the publishers' own file formats, with truths planted in it.

`write_example` writes what `pads demo` ingests: a two-tier county of six districts, its two unitary neighbours and
twelve partnerships of three other forces. `truths.json` says what an assessment should find, and what it should not.
"""

from pads_analysis.data.example.write import ExampleSummary, write_example

__all__ = ["ExampleSummary", "write_example"]
