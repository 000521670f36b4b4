"""The result on what became of recorded crimes (statutory element a)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


@dataclass(frozen=True, slots=True)
class OutcomesResult:
    """What became of recorded crimes, in the months whose outcomes had time to come in.

    `table`, one row per offence that counts towards the total and one for the total (`is_total`): offence_code,
    offence_name, is_total, caveat, crimes, one column of counts for each group of outcomes; charged_share, share_low,
    share_high (charged or before a court, of all crimes of those months, 0 to 1; missing on a small base);
    crimes_before, charged_before, ratio, ci_low, ci_high, p_adjusted, verdict (the share beside that of the same months
    before, mature as well; missing without enough of them); peer_share, peer_low, peer_high, peer_ratio,
    peer_ratio_low, peer_ratio_high, peer_p_adjusted, vs_peers (beside the unweighted mean share of others).

    `months`, one row per month held: month, crimes, charged, share, share_low, share_high, age (in months), state
    ("mature", "too young", "still open", "no outcomes published"), in_period (bool). `months_used` of the period are
    counted, `pairs` of them are compared. `may_rise`: some of the months are young enough for charges still to come, so
    that no lower share is called. `revisions`: force_name, month, before, after (codes of groups), rows,
    same_counts.
    """

    section: ClassVar[str] = "outcomes"
    element: ClassVar[str] = "a"
    basis: Basis
    table: pd.DataFrame
    months: pd.DataFrame
    revisions: pd.DataFrame
    groups: tuple[tuple[str, str], ...]
    months_used: str
    pairs: int
    may_rise: bool
    n_others: int
    peers_chosen: bool
    other_share: float
    rule: str
    period_before: str = ""
    caveats: tuple[str, ...] = ()
