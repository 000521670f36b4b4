"""The command line: `pads demo`, `pads ingest`, `pads new-map`, `pads check`, `pads run`."""

from pads_analysis.cli.main import app, main

__all__ = ["app", "main"]
