"""Rows that add up other rows: kept beside them, they would count every offence twice."""

from __future__ import annotations

import re

REASON = "total row"

_TOTALS = re.compile(
    r"(?:grand |sub-? ?)?totals?|all|all (?:areas|boroughs|forces|offences|crimes?|csps|partnerships)"
    r"|total recorded crime.*|all recorded crime.*"
    r"|(?:grand |sub-? ?)?total[ ,:–-].*|.* (?:sub-?)?total"
    r"|england|wales|england (?:and|&) wales|united kingdom|great britain|london total|greater london"
    r"|mps total",
    re.IGNORECASE,
)
_REGIONS = re.compile(
    r"(?:north east|north west|yorkshire and (?:the )?humber(?:side)?|east midlands|west midlands|east of england"
    r"|eastern|east|london|south east|south west|wales) region",
    re.IGNORECASE,
)


def is_total(text: str) -> bool:
    """Whether the name of an area or an offence stands for a sum of others."""
    plain = re.sub(r"\s+", " ", re.sub(r"[*\[(].*$", "", text)).strip()
    return bool(_TOTALS.fullmatch(plain) or _REGIONS.fullmatch(plain))
