"""The cover: which partnership, which period, from which sources, in which state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from markupsafe import Markup

from pads_analysis.data.county import County
from pads_analysis.show import fragments, plain, words
from pads_analysis.show.cells import json_safe
from pads_analysis.show.display import Item, Stamp

DISTRIBUTION = "pads-analysis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover(Item):
    """The front of a report, as a flat set of facts.

    Attributes
    ----------
    facts : dict
        partnership_code, partnership_name, country_code, force_name, county_name, county_code, period, period_first,
        period_last, previous_period, edition, status, contact, owners (by letter, those named), data_as_of, peers,
        peers_chosen (False: no peers were named, the other partnerships in the store stand in), peers_basis, sources,
        code_version.
    """

    facts: dict[str, Any]

    def lines(self) -> list[tuple[str, str]]:
        """Return terms and what they hold, those without content left out."""
        facts = self.facts
        districts = facts.get("covers") == "county"
        peers = (
            "Districts"
            if districts
            else "Peers"
            if facts["peers_chosen"]
            else "Other partnerships in the store"
        )
        publishers = [f"{source['name']} ({source['publisher']})" for source in facts["sources"]]
        pairs = [
            ("Period", facts["period"]),
            ("Compared with", facts["previous_period"]),
            ("Police force", facts["force_name"]),
            ("County", facts["county_name"]),
            (peers, words.listed(facts["peers"], limit=20)),
            ("How they were chosen", facts["peers_basis"]),
            ("Data as of", facts["data_as_of"]),
            ("Sources", "; ".join(publishers)),
            ("Edition", facts["edition"]),
            ("Status", facts["status"]),
            ("Contact", facts["contact"]),
            ("Made with", f"pads_analysis {facts['code_version']}"),
        ]
        return [(term, str(held)) for term, held in pairs if str(held or "").strip()]

    @property
    def title(self) -> str:
        """Name, place and period of the assessment."""
        what = "County overview" if self.facts.get("covers") == "county" else "Strategic assessment"
        return f"{what}: {self.facts['partnership_name']}, {self.facts['period']}"

    def html(self) -> Markup:
        """Return the cover as a titled list of facts."""
        heading = fragments.element("p", self.title, class_="pads-cover-title")
        content = heading + fragments.description_list(self.lines())
        return fragments.element("div", content, class_="pads-cover", id=self.id)

    def plain(self) -> str:
        """Return the cover as text."""
        return "\n".join([self.title, *(plain.paragraph(f"{term}: {held}") for term, held in self.lines())])

    def payload(self) -> dict[str, Any]:
        """Return the facts."""
        return self.facts


def cover(case: Any) -> Cover:
    """Return the cover of a case.

    Parameters
    ----------
    case : Case or County
        Read for partnership, period, previous, edition, params.status, params.contact, params.owners, peers_names,
        peers_basis, sources and data_as_of; nothing else of it is shown.
    """
    if isinstance(case, County):
        return _county_cover(case)
    period = case.period
    facts = {
        "partnership_code": case.partnership.code,
        "partnership_name": words.place_name(case.partnership.name),
        "country_code": case.partnership.country_code or "",
        "force_name": case.partnership.force_name or "",
        "county_name": case.partnership.county_name or "",
        "county_code": case.partnership.county_code or "",
        "period": period.label,
        "period_first": _day(period.first),
        "period_last": _day(period.last),
        "previous_period": case.previous.label if case.previous is not None else "",
        "edition": str(case.edition),
        "status": str(case.params.status),
        "contact": str(case.params.contact or ""),
        "owners": {letter: owner for letter, owner in case.params.owners if owner},
        "data_as_of": _day(case.data_as_of),
        "peers": [words.place_name(name) for name in case.peers_names],
        "peers_chosen": _peers_chosen(case),
        "peers_basis": str(case.peers_basis or ""),
        "sources": [_source(entry) for entry in case.sources],
        "code_version": code_version(),
    }
    return Cover(id="cover", stamp=Stamp(section="cover", edition=str(case.edition)), facts=facts)


def _county_cover(county: County) -> Cover:
    """Return the cover of a county's overview: the county in the place of a partnership, and no peers."""
    front = cover(county.case)
    facts = front.facts | {
        "covers": "county",
        "partnership_code": county.code,
        "partnership_name": words.place_name(county.name),
        "county_name": "",
        "peers": [words.place_name(each.partnership.name) for each in county.cases],
        "peers_chosen": True,
        "peers_basis": "the districts of the county with data",
        "status": "",
        "contact": "",
    }
    return Cover(id="cover", stamp=front.stamp, facts=facts)


def _peers_chosen(case: Any) -> bool:
    return bool(case.params.peers.codes)


def code_version() -> str:
    """Return the version of the installed package, or "not installed"."""
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return "not installed"


def _source(entry: Any) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "name": entry.name,
        "publisher": entry.publisher,
        "licence": entry.licence,
        "attribution": entry.attribution,
        "caveats": list(entry.caveats),
    }


def _day(value: Any) -> str:
    if value is None:
        return ""
    text = str(json_safe(value) or "")
    return re.sub(r"[T ].*$", "", text) if re.match(r"^\d{4}-\d{2}-\d{2}", text) else text
