"""Months of two periods matched by calendar month, whatever their distance."""

from __future__ import annotations

import pandas as pd


def calendar_pairs(
    now: pd.DatetimeIndex, before: pd.DatetimeIndex
) -> tuple[pd.DatetimeIndex, pd.DatetimeIndex, pd.DatetimeIndex]:
    """Match each month of the later period with the same calendar month of the earlier one.

    Where a calendar month stands more than once in a period, the latest of one is matched with the latest of the other.
    A month that lies in both periods says nothing about a change between them and is left out of both.

    Parameters
    ----------
    now, before : DatetimeIndex
        Usable months of the two periods.

    Returns
    -------
    tuple of DatetimeIndex
        The months of the later period in order of time, their counterparts in the same order, and the months left out
        because both periods hold them.
    """
    shared = now.intersection(before)
    now, before = now.difference(shared), before.difference(shared)
    pairs = [
        pair
        for number in range(1, 13)
        for pair in zip(
            now[now.month == number].sort_values(ascending=False),
            before[before.month == number].sort_values(ascending=False),
            strict=False,
        )
    ]
    pairs.sort()
    return (
        pd.DatetimeIndex([later for later, _ in pairs]),
        pd.DatetimeIndex([earlier for _, earlier in pairs]),
        shared,
    )


def months_from(first: pd.Timestamp, months: pd.DatetimeIndex) -> list[int]:
    """Return how many months each of `months` lies after `first`."""
    return [12 * (month.year - first.year) + month.month - first.month for month in months]
