"""Sentences on recorded crime weighted by severity, beside its plain count."""

from __future__ import annotations

from pads_analysis.assess.result import SeverityResult, Verdict
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, margin_of, renders
from pads_analysis.show.sentences.compare import Ratio, as_verdict, relation, sentence, uncertain

FEW_EFFECTIVE = 10
#: A share without weights from which the score is said to leave much out.
MUCH = 0.05


@renders(SeverityResult)
def severity(result: SeverityResult) -> list[Sentence]:
    """Say the score beside the plain rate, how it stands beside others, what makes it up, and what it leaves out."""
    return [_score(result), _makes_up(result), *_left_out(result)]


def _score(result: SeverityResult) -> Sentence:
    place, level = words.place_name(result.basis.place), words.level(confidence_of(result))
    unit = f" {result.unit}" if result.unit.strip() else ""
    people = f"; {result.basis.population_short}" if result.basis.population_short else ""
    places = [words.rate_places([result.score_low]), words.rate_places([result.rate_low])]
    text = (
        f"Weighted by severity ({result.title}), recorded crime in {place} scored "
        f"{words.decimal(result.score, places[0])}{unit} per 1,000 residents a year ({level} interval "
        f"{words.span(result.score_low, result.score_high, places[0])}{people}); by plain count the same offences came "
        f"to {words.decimal(result.rate, places[1])} ({words.span(result.rate_low, result.rate_high, places[1])})"
        f"{_beside(result)}."
    )
    return sentence(
        result.section,
        "score",
        text,
        importance=0.3,
        verdict=as_verdict(result.verdict),
        score=result.score,
        score_low=result.score_low,
        score_high=result.score_high,
        effective_events=result.effective_events,
        rate_per_1000=result.rate,
        peer_score=result.peer_score,
        **_ratio(result).facts(),
    )


def _ratio(result: SeverityResult) -> Ratio:
    return Ratio(result.ratio, result.ratio_low, result.ratio_high, confidence_of(result), margin_of(result))


def _beside(result: SeverityResult) -> str:
    verdict, ratio = as_verdict(result.verdict), _ratio(result)
    if not result.n_others:
        return "; the score cannot be set beside other partnerships, as too few of them have comparable data"
    others = f"the mean score of {words.others(result.n_others, chosen=result.peers_chosen)}"
    if verdict is Verdict.TOO_FEW or not ratio.known:
        return f"; the score rests on too few offences to be compared with {others}"
    if verdict is Verdict.UNCERTAIN:
        return f"; beside {others}{uncertain(ratio, ratio.times(), ' there is ', ': ')}"
    return f"; the score was {relation(verdict, others, margin_of(result))}: {ratio.times()}"


def _makes_up(result: SeverityResult) -> Sentence:
    top = result.table.iloc[0]
    text = (
        f"{top['offence_name']} {words.were(top['offence_name'], 'gives', 'give')} {words.percent(top['share_score'])} "
        f"of the score and {words.percent(top['share_count'])} of the offences; the score is as uncertain as that of "
        f"{words.plural(result.effective_events, 'offence')} of equal weight."
    )
    if result.effective_events < FEW_EFFECTIVE:
        text += " So few can move it by chance: read the count first."
    facts = {"share_score": top["share_score"], "share_count": top["share_count"]}
    return sentence(result.section, "makes-up", text, effective_events=result.effective_events, **facts)


def _left_out(result: SeverityResult) -> list[Sentence]:
    if not result.without_weight:
        return []
    names = words.listed([words.in_sentence(name) for name in result.without_weight], limit=15)
    much = (
        f" They make up {words.percent(result.share_without)} of recorded crime, so the score leaves much out."
        if result.share_without >= MUCH
        else ""
    )
    text = f"No weight was given for {names}, which the score does not hold.{much}"
    return [sentence(result.section, "without-weight", text, share_without=result.share_without)]
