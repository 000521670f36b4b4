"""When events happened that are only known to lie between two times: shares of the hours of the week.

References
----------
Ratcliffe and McCullagh (1998), International Journal of Geographical Information Science 12:751. Ratcliffe (2000),
ibid. 14:669 (aoristic analysis).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import one_of

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = 168
HOUR = 3600
#: Events whose hours are spread out at once; each takes up to 169.
BLOCK = 20_000
MISSING = np.iinfo(np.int64).min
#: Years that clocks are known for; anything else is a slip of the pen.
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class Aoristic(Printed):
    """Events over the 168 hours of the week.

    Attributes
    ----------
    day : ndarray of str (168,)
        "Monday" to "Sunday", from the first day asked for.
    hour : ndarray of int (168,)
        Clock hour, 0 to 23: the hour that starts then.
    events : ndarray (168,)
        Expected number of events in that hour; adds up to `n_events`.
    n_events : int
        Events counted.
    n_excluded : int
        Events left out because they end before they start or have no start.
    """

    day: NDArray[np.str_]
    hour: NDArray[np.int64]
    events: NDArray[np.float64]
    n_events: int
    n_excluded: int

    def by_day_and_hour(self) -> NDArray[np.float64]:
        """`events` as seven days by 24 hours."""
        return self.events.reshape(7, 24)


def aoristic(
    start: Any,
    end: Any = None,
    *,
    timezone: str | None = None,
    first_day: Literal["Monday", "Sunday"] = "Monday",
) -> Aoristic:
    """Spread each event evenly over the time in which it may have happened, by hour of the week.

    For events found some time after they happened. An event takes from each hour the share of its
    seconds that fall in it; one that spans a week or more gives 1/168 to every hour; one without an end, or that ends
    when it starts, counts in its start hour. The spread is even, so long spans blur the picture: look also at the
    events of less than a day by themselves. Not for events with a known time, nor for spans that are mostly a habit
    of recording ("overnight").

    With a time zone, spans are elapsed time and hours are clock hours: on the night the clocks go forward an hour gets
    nothing, on the night they go back one gets twice. A clock time that happened twice is taken at its first passing
    as a start and at its second as an end; one that never happened moves to the next that did. Without one, clocks
    are taken never to change.

    Parameters
    ----------
    start, end : array_like of dates, length n, or one date
        numpy, pandas or datetime dates, or ISO 8601 text. `end` may be absent or missing in part.
    timezone : str, optional
        Such as "Europe/London": the clock that dates without a time zone were read from, and that hours are told by.
        Zones must be whole hours from UTC. Dates with a time zone of their own are moved to it.
    first_day : {"Monday", "Sunday"}
        First day of the week in the result.

    Returns
    -------
    Aoristic

    Raises
    ------
    ValueError
        `start` or `end` empty, not dates, outside 1900-2200, or of unequal length; `timezone` not known or not whole
        hours from UTC; another `first_day`.

    Notes
    -----
    Assumes each event as likely in every second of its span, and independent of the others.

    Examples
    --------
    Found at ten past two, last seen at ten to: half in each hour, as Ratcliffe's R package has it.

    >>> found = aoristic("2024-01-01 01:50", "2024-01-01 02:10")
    >>> found.events[:4].tolist()
    [0.0, 0.5, 0.5, 0.0]
    """
    one_of("first_day", first_day, "Monday", "Sunday")
    _known_zone(timezone)
    begun = _seconds("start", start, timezone, earliest=True)
    ended = begun if end is None else _seconds("end", end, timezone, earliest=False)
    if len(begun) != len(ended):
        raise ValueError(f"end has {len(ended)} dates but start has {len(begun)}")
    ended = np.where(ended == MISSING, begun, ended)
    usable = (begun != MISSING) & (ended >= begun)
    events = _spread(begun[usable], ended[usable], timezone, np.zeros(usable.sum(), dtype=np.int64), 1)[0]
    shift = 24 if first_day == "Sunday" else 0
    days = np.repeat(np.roll(DAYS, shift // 24), 24)
    hours = np.tile(np.arange(24), 7)
    return Aoristic(days, hours, np.roll(events, shift), int(usable.sum()), int((~usable).sum()))


def _known_zone(timezone: str | None) -> None:
    from zoneinfo import ZoneInfo

    if timezone is None:
        return
    try:
        ZoneInfo(timezone)
    except (TypeError, ValueError, OSError, KeyError) as error:
        raise ValueError(f"timezone {timezone!r} is not known") from error


def _seconds(name: str, dates: Any, timezone: str | None, *, earliest: bool) -> NDArray[np.int64]:
    """Whole seconds since 1970 in UTC (on the clock itself without a time zone); MISSING where there is no date."""
    index = _dates(name, dates)
    if timezone is None and index.tz is not None:
        raise ValueError(f"{name} has a time zone: name the one of the clock in timezone")
    if timezone is not None:
        if index.tz is None:
            # In an hour that comes twice, daylight time is the first passing.
            first = np.full(len(index), earliest)
            index = index.tz_localize(timezone, ambiguous=first, nonexistent="shift_forward")
        index = index.tz_convert("UTC").tz_localize(None)
    years = index.year[~index.isna()]
    if len(years) and not (years.min() >= FIRST_YEAR and years.max() < LAST_YEAR):
        raise ValueError(f"{name} holds a date outside {FIRST_YEAR}-{LAST_YEAR}")
    seconds = index.to_numpy().astype("datetime64[s]").astype(np.int64)
    return np.where(index.isna(), MISSING, seconds)


def _dates(name: str, dates: Any) -> pd.DatetimeIndex:
    import pandas as pd

    try:
        listed = pd.Series(dates if np.ndim(dates) else [dates])
    except ValueError as error:
        raise ValueError(f"{name} must be dates in one dimension") from error
    if dates is None or np.ndim(dates) > 1:
        raise ValueError(f"{name} must be dates in one dimension")
    if listed.empty:
        raise ValueError(f"{name} is empty")
    # A number is not a date, though pandas would read one as nanoseconds since 1970.
    held = [] if listed.dtype.kind == "M" else listed.dropna()
    if any(isinstance(v, int | float | complex | np.number | np.bool_) for v in held):
        raise ValueError(f"{name} must hold dates, not numbers")
    try:
        return pd.DatetimeIndex(pd.to_datetime(listed, format="ISO8601"))
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(
            f"{name} holds something that is not a date, or dates of several time zones"
        ) from error


def aoristic_rows(
    start: Any, end: Any, row: NDArray[np.int64], n_rows: int, *, timezone: str | None = None
) -> NDArray[np.float64]:
    """Spread events as `aoristic` does, into a table with a row for each group of events.

    For many groups, such as weeks, at once. For one, `aoristic` says more.

    Parameters
    ----------
    start, end, timezone
        As for `aoristic`, with an end for each event or missing; one that ends before it starts is left out.
    row : ndarray of int (n,)
        The row of each event, from 0.
    n_rows : int

    Returns
    -------
    ndarray (n_rows, 168)
        Hours from Monday midnight.

    Raises
    ------
    ValueError
        As for `aoristic`.

    Notes
    -----
    Assumes what `aoristic` does.

    Examples
    --------
    >>> found = aoristic_rows(["2024-01-01 03:00", "2024-01-09 00:00"], [None, None], np.array([0, 1]), 2)
    >>> found[0, 3], found[1, 24], found.sum()
    (np.float64(1.0), np.float64(1.0), np.float64(2.0))
    """
    _known_zone(timezone)
    begun, ended = (
        _seconds(name, dates, timezone, earliest=name == "start")
        for name, dates in (("start", start), ("end", end))
    )
    ended = np.where(ended == MISSING, begun, ended)
    usable = (begun != MISSING) & (ended >= begun)
    return _spread(begun[usable], ended[usable], timezone, row[usable], n_rows)


def _spread(
    begun: NDArray, ended: NDArray, timezone: str | None, row: NDArray, n_rows: int
) -> NDArray[np.float64]:
    """Spread events over the hours of the week, each in its row."""
    events, size = np.zeros(n_rows * HOURS), n_rows * HOURS
    if len(begun) == 0:
        return events.reshape(n_rows, HOURS)
    first, span = begun // HOUR, ended - begun
    long = span >= HOURS * HOUR
    events += np.repeat(np.bincount(row[long], minlength=n_rows) / HOURS, HOURS)
    hour_of_week = _hours_of_week(first[~long], ended[~long] // HOUR, timezone)
    at_once = (span == 0) & ~long
    events += np.bincount(row[at_once] * HOURS + hour_of_week(first[at_once]), minlength=size)
    some = ~long & ~at_once
    begun, ended, first, span, row = begun[some], ended[some], first[some], span[some], row[some]
    for at in range(0, len(begun), BLOCK):
        a, b, h, s, k = (x[at : at + BLOCK] for x in (begun, ended, first, span, row))
        count = (b - 1) // HOUR - h + 1
        event = np.repeat(np.arange(len(a)), count)
        hour = h[event] + np.arange(len(event)) - np.repeat(np.cumsum(count) - count, count)
        inside = np.minimum(b[event], (hour + 1) * HOUR) - np.maximum(a[event], hour * HOUR)
        events += np.bincount(k[event] * HOURS + hour_of_week(hour), inside / s[event], minlength=size)
    return events.reshape(n_rows, HOURS)


def _hours_of_week(first: NDArray, last: NDArray, timezone: str | None) -> Any:
    """A function from hours since 1970 to hours since Monday midnight on the clock, for the range given."""
    # 1970 began on a Thursday.
    if timezone is None or len(first) == 0:
        return lambda hour: (hour + 3 * 24) % HOURS
    import pandas as pd

    low, high = int(first.min()), int(last.max())
    index = pd.to_datetime(np.arange(low, high + 1) * HOUR, unit="s", utc=True).tz_convert(timezone)
    offset = index.tz_localize(None).to_numpy().astype("datetime64[s]").astype(np.int64)
    if (offset % HOUR != 0).any():
        raise ValueError(f"timezone {timezone!r} is not a whole number of hours from UTC")
    clock = (offset // HOUR + 3 * 24) % HOURS
    return lambda hour: clock[hour - low]
