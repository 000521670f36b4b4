"""Surveys of the example: their answers drawn, their files with maps beside them, and the truths that lie in them."""

from pads_analysis.data.example.surveys.write import Surveyed, write_surveys

__all__ = ["Surveyed", "write_surveys"]
