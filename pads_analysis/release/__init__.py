"""The one gate between exact results and anything a reader sees."""

from pads_analysis.release.gate import Released, release

__all__ = ["Released", "release"]
