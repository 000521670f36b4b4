"""Runs the chapters for many partnerships and leaves one report for each.

`run_batch` is the door; everything heavy is imported by the workers, not here.
"""

from pads_analysis.batch.job import BatchResult, Failure, Job, Limits, Outcome, Status
from pads_analysis.batch.plan import run_batch

__all__ = ["BatchResult", "Failure", "Job", "Limits", "Outcome", "Status", "run_batch"]
