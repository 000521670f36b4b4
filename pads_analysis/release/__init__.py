"""The one gate between exact results and anything a reader sees."""

from pads_analysis.release.gate import Released, release
from pads_analysis.verbs import make_callable

__all__ = ["Released", "release"]

make_callable(__name__, release)
