"""Sentences on what lies behind a change: its parts, its peers, and how it was recorded. No cause is claimed."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import ContributionsResult, PeerTrendResult, RecordingResult, Verdict
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, margin_of, renders
from pads_analysis.show.sentences.compare import Ratio, as_verdict, is_clear, relation, sentence, uncertain

MOST = 3
POINTS_TO = "points to recording or police practice rather than to a change in crime"


@renders(ContributionsResult)
def contributions(result: ContributionsResult) -> list[Sentence]:
    """Say which offences and which small areas make up most of the change."""
    place = words.place_name(result.basis.place)
    counts = f"{words.count(result.count)} against {words.count(result.count_before)} before"
    if result.count_before < result.basis.minimum_base:
        text = f"The total in {place} was {counts}, too few to divide into parts."
        return [sentence(result.section, "total", text, count=result.count, count_before=result.count_before)]
    total = words.change_percent(1 + result.total_change_percent / 100)
    opening = f"The total in {place} was {counts}, {total}"
    parts = _parts(result.offences, "offence_name", interval=words.level(confidence_of(result)))
    said = [
        sentence(
            result.section,
            "offences",
            f"{opening}; the offences that moved it most, in percentage points of the earlier total: {parts}.",
            importance=0.5,
            total_change_percent=result.total_change_percent,
            count=result.count,
            count_before=result.count_before,
        )
    ]
    if result.places is not None and len(result.places):
        # Rows without a code hold what no single area does: all other areas, records without location.
        named = result.places.loc[result.places["place_code"].astype(str).str.strip() != ""]
        if len(named):
            text = (
                f"The small areas that moved the total most, in percentage points: {_parts(named, 'place_name')}. "
                "Counts of small areas vary much by chance; which of them stand out is tested with the change by area."
            )
            said.append(sentence(result.section, "places", text))
    return said


def _parts(frame: Any, name: str, interval: str = "") -> str:
    """Return the largest contributions in size, with sign words and the interval where there is one."""
    known = frame.loc[frame["contribution_points"].notna()]
    order = known["contribution_points"].abs().sort_values(ascending=False, kind="stable").index
    said = []
    for row in known.loc[order].head(MOST).to_dict("records"):
        points = float(row["contribution_points"])
        label = words.in_sentence(row[name]) if name == "offence_name" else str(row[name])
        bounds = ""
        if interval and words.known(row.get("ci_low"), row.get("ci_high")):
            bounds = f", {interval} interval {words.span(row['ci_low'], row['ci_high'], 1)}"
        size = f"{'+' if points > 0 else '-'}{words.decimal(abs(points), 1)}"
        said.append(f"{label} ({size}{bounds})")
    return words.listed(said, limit=MOST)


@renders(PeerTrendResult)
def peer_trend(result: PeerTrendResult) -> list[Sentence]:
    """Say where the own change differs from that of peers."""
    rows = result.table.to_dict("records")
    totals = [row for row in rows if row["is_total"]]
    clear = [row for row in rows if not row["is_total"] and is_clear(row["verdict"])]
    clear.sort(key=lambda row: -abs(float(row["relative_ratio"]) - 1))
    return [_beside_peers(result, row) for row in [*totals, *clear[: 2 * MOST]]]


def _beside_peers(result: PeerTrendResult, row: dict[str, Any]) -> Sentence:
    ratio = Ratio(
        row["relative_ratio"], row["ci_low"], row["ci_high"], confidence_of(result), margin_of(result)
    )
    verdict = as_verdict(row["verdict"])
    chosen = bool(getattr(result, "peers_chosen", True))
    peers = f"the mean change of {words.others(result.n_peers, chosen=chosen)}"
    whose = "peers'" if chosen else "theirs"
    opening = (
        f"The change in {words.in_sentence(row['offence_name'])} in {words.place_name(result.basis.place)}"
    )
    both = f"own ratio {words.decimal(row['own_ratio'], 2)}, {whose} {words.decimal(row['peer_ratio'], 2)}"
    if verdict is Verdict.TOO_FEW or not ratio.known:
        text = f"{opening} is not compared with {peers}, because none or too few are recorded here or among them."
    elif verdict is Verdict.UNCERTAIN:
        text = f"{opening}, beside {peers}{uncertain(ratio, f'{ratio.times()} ({both})')}."
    else:
        text = f"{opening} was {relation(verdict, peers, ratio.margin)}: {ratio.times()} ({both})."
    return sentence(
        result.section,
        row["offence_code"],
        text,
        headline=bool(row["is_total"]) and is_clear(verdict),
        importance=0.58 if row["is_total"] else 0.4,
        verdict=verdict,
        own_ratio=row["own_ratio"],
        peer_ratio=row["peer_ratio"],
        **ratio.facts(),
    )


@renders(RecordingResult)
def recording(result: RecordingResult) -> list[Sentence]:
    """Say which steps the whole force shares, and that these are read as recording."""
    if result.table.empty:
        text = (
            f"No step was found that the partnerships of {result.force_name} share in one month; a change of "
            "recording that came slowly, or in one partnership only, would not be seen this way."
        )
        return [sentence(result.section, "none", text)]
    return [_step(result, row, at) for at, row in enumerate(result.table.to_dict("records"))]


def _step(result: RecordingResult, row: dict[str, Any], order: int) -> Sentence:
    month = words.month_label(row["month"])
    note = str(row.get("sentence_note") or "").strip()
    text = (
        f"{row['offence_name']} moved in {month} in {words.count(row['partnerships_moving'])} of "
        f"{words.plural(row['partnerships'], 'partnership')} of {result.force_name} "
        f"(to {words.decimal(row['ratio'], 2)} times the level before): a step that a whole force shares {POINTS_TO}. "
        f"{note}"
    )
    return sentence(
        result.section,
        f"{row['offence_code']}-{order + 1}",
        text,
        headline=order == 0,
        importance=0.66,
        offence_code=row["offence_code"],
        month=row["month"],
        ratio=row["ratio"],
        partnerships_moving=row["partnerships_moving"],
        partnerships=row["partnerships"],
    )
