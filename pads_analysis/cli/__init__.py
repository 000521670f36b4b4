"""The command line: `pads demo`, `pads ingest`, `pads new-map`, `pads check`, `pads run`, `pads draft`."""

from pads_analysis.cli.main import app, main

__all__ = ["app", "main"]
