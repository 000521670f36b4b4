"""The case: everything one assessment may look at, and the only thing notebooks pass around."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.data.denominators import Denominator, population_for
from pads_analysis.data.extracts.submissions import no_months_held, no_submissions
from pads_analysis.data.periods import Period, previous_period
from pads_analysis.data.surveys.held import HeldSurvey, no_published_views

if TYPE_CHECKING:
    import geopandas as gpd

    from pads_analysis.data.county import CountyAreas
    from pads_analysis.params import AssessmentParams, PreviousAssessment, Resolved
    from pads_analysis.vocabulary import Scheme, Source


@dataclass(frozen=True, slots=True)
class Partnership:
    """A community safety partnership and the areas around it.

    Attributes
    ----------
    code, name : str
        Official code and name.
    force_code, force_name : str
        The territorial police force.
    county_code, county_name : str
        The two-tier county it lies in; empty for a unitary area, London and Wales.
    country_code : str
        E92000001 or W92000004; empty when the lookups do not say.
    """

    code: str
    name: str
    force_code: str
    force_name: str
    county_code: str
    county_name: str
    country_code: str


def no_detail() -> pd.DataFrame:
    """Return the counts by offence code of a source that has none."""
    columns = dict.fromkeys(("offence_code", "subgroup", "detail"), "str")
    kinds = {"month": "datetime64[us]", **columns, "count": "int64"}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


@dataclass(frozen=True, eq=False)
class Case:
    """One partnership's data, its peers' and its county's, under one set of parameters.

    Attributes
    ----------
    resolved : Resolved
        Parameters with their origins, and the partnership's own files.
    partnership : Partnership
    period : Period
        The months assessed.
    source : str
        The kind of file the counts come from: street, borough or csp_table.
    scheme : Scheme
        Its offence categories.
    partnerships : DataFrame
        Every partnership of the store, as `Store.partnerships`.
    monthly : DataFrame
        partnership_code, month, offence_code, count, for every partnership; months without a row count zero when
        delivered.
    coverage : DataFrame
        partnership_code, force_name, month, rows, expected, status for every partnership and month.
    populations, households_by_year : DataFrame
        partnership_code, year, population (households).
    peers : tuple of str
        Codes of the partnerships compared with.
    peers_basis : str
        Where that list comes from, in words.
    places, place_months : DataFrame or None
        Small areas of the partnership and their monthly counts; None when the source has no places.
    boundaries : GeoDataFrame or None
        place_code, place_name, geometry in EPSG:27700.
    force_months : DataFrame or None
        force_name, month, offence_code, count, place (located, no_location, outside).
    deliveries : DataFrame
        The catalogue entries behind this case, as `Store.deliveries`.
    sources : tuple of Source
        Publishers to acknowledge.
    step : int
        Months that one count covers: 1, or 3 for the quarters of the Home Office table, each at its first month.
    detail : DataFrame
        The partnership's own counts by offence code or minor category, as `Store.detail`; without rows where the source
        has no such detail.
    notes : tuple of str
        What the user should know of the parameters, printed once when the case is opened.
    incidents : mapping of str to DataFrame
        By data set: the incidents here that an authority disclosed, as `HeldExtracts.incidents`, of every month held.
        Only data sets with any; none in a public case.
    submissions : DataFrame
        The ledger of what was disclosed about this partnership, as `HeldExtracts.submissions`; without rows when
        nothing was, and in a public case.
    extract_months : DataFrame
        The months that those authorities disclosed, as `HeldExtracts.months`: what tells a month without incidents
        from one that was never disclosed.
    outcomes, outcome_revisions : DataFrame or None
        What became of the recorded crimes of every partnership, and what newer deliveries revised, as
        `HeldOutcomes.counts` and `HeldOutcomes.revisions`; None when the source has no outcomes.
    surveys : tuple of HeldSurvey
        Surveys with respondents here, the one whose fieldwork ended first at the head; none in a public case.
    published_views : DataFrame
        Published results about the partnership, with the columns of `surveys.held.PUBLISHED`; of a public case those
        that are open data.
    county_areas : CountyAreas or None
        Small areas of all districts of its two-tier county, read when first asked for; None outside one, and where the
        source has no places. `county_places`, `county_place_months` and `county_boundaries` are what it holds.
    """

    resolved: Resolved
    partnership: Partnership
    period: Period
    source: str
    scheme: Scheme
    partnerships: pd.DataFrame = field(repr=False)
    monthly: pd.DataFrame = field(repr=False)
    coverage: pd.DataFrame = field(repr=False)
    populations: pd.DataFrame = field(repr=False)
    households_by_year: pd.DataFrame = field(repr=False)
    peers: tuple[str, ...]
    peers_basis: str
    places: pd.DataFrame | None = field(repr=False)
    place_months: pd.DataFrame | None = field(repr=False)
    boundaries: gpd.GeoDataFrame | None = field(repr=False)
    force_months: pd.DataFrame | None = field(repr=False)
    deliveries: pd.DataFrame = field(repr=False)
    sources: tuple[Source, ...] = field(repr=False)
    step: int = 1
    detail: pd.DataFrame = field(default_factory=no_detail, repr=False)
    notes: tuple[str, ...] = ()
    incidents: Mapping[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    submissions: pd.DataFrame = field(default_factory=no_submissions, repr=False)
    extract_months: pd.DataFrame = field(default_factory=no_months_held, repr=False)
    outcomes: pd.DataFrame | None = field(default=None, repr=False)
    outcome_revisions: pd.DataFrame | None = field(default=None, repr=False)
    surveys: tuple[HeldSurvey, ...] = field(default=(), repr=False)
    published_views: pd.DataFrame = field(default_factory=no_published_views, repr=False)
    county_areas: CountyAreas | None = field(default=None, repr=False)

    @property
    def county_places(self) -> pd.DataFrame | None:
        """Small areas of the whole county: partnership_code and the columns of `places`; None where there are none."""
        return None if self.county_areas is None else self.county_areas.places

    @property
    def county_place_months(self) -> pd.DataFrame | None:
        """Their monthly counts: partnership_code and the columns of `place_months`."""
        return None if self.county_areas is None else self.county_areas.place_months

    @property
    def county_boundaries(self) -> gpd.GeoDataFrame | None:
        """Their outlines: partnership_code, place_code, place_name, geometry; None where the store has none."""
        return None if self.county_areas is None else self.county_areas.boundaries

    @property
    def params(self) -> AssessmentParams:
        """The parameters, without their origins."""
        return self.resolved.params

    @property
    def edition(self) -> str:
        """`partner` or `public`."""
        return self.params.edition

    @property
    def previous(self) -> Period:
        """The period compared with: that of the previous assessment, else the same calendar months a year before."""
        earlier = self.previous_assessment
        return self.period.before if earlier is None else previous_period(earlier)

    @property
    def previous_assessment(self) -> PreviousAssessment | None:
        """The earlier assessment's released figures; None when none was given."""
        return self.resolved.previous_assessment

    @property
    def names(self) -> Mapping[str, str]:
        """Partnership names by code."""
        return dict(
            zip(self.partnerships["partnership_code"], self.partnerships["partnership_name"], strict=True)
        )

    @property
    def peers_names(self) -> tuple[str, ...]:
        """Names of the peers, in the order of `peers`."""
        names = self.names
        return tuple(names[code] for code in self.peers)

    def reported(self, period: Period) -> pd.DatetimeIndex:
        """Return the months of `period` that have a count of their own: all, or the first of each quarter."""
        return period.months[:: self.step]

    @property
    def data_as_of(self) -> str:
        """The latest month of the counts, in words."""
        return f"{self.monthly['month'].max() + pd.DateOffset(months=self.step - 1):%B %Y}"

    @property
    def with_data(self) -> tuple[str, ...]:
        """Codes of the partnerships that have any delivered month of the source."""
        return tuple(sorted(self.coverage["partnership_code"].unique()))

    def population(self, code: str | None = None, period: Period | None = None) -> Denominator:
        """Return the population of a partnership (the own one by default) for a period (the assessed one)."""
        of = (code or self.partnership.code, period or self.period)
        if of not in self._denominators:
            self._denominators[of] = population_for(self.populations, *of)
        return self._denominators[of]

    @cached_property
    def _denominators(self) -> dict[tuple[str, Period], Denominator]:
        """Populations looked up so far: every rate asks for one."""
        return {}

    def commentary(self, section: str) -> str:
        """Return the analyst's Markdown for a section; empty when there is none."""
        return self.resolved.commentary.get(section, "")

    def public_commentary(self, section: str) -> str:
        """Return it only when its first line says that the public may read it."""
        return self.commentary(section) if section in self.resolved.public_commentary else ""

    def _repr_html_(self) -> str:
        from html import escape

        rows = [
            ("Partnership", f"{self.partnership.name} ({self.partnership.code})"),
            ("Period", f"{self.period.label}, compared with {self.previous.label}"),
            ("Previous assessment", "read" if self.previous_assessment else "none given"),
            ("Counts from", self.scheme.label),
            ("Compared with", f"{len(self.peers)} partnerships: {self.peers_basis}"),
            ("Population", self.population().note),
            ("Small areas", "none" if self.places is None else f"{len(self.places):,}"),
            ("Partners' extracts", ", ".join(self.incidents) or "none"),
            ("Edition", self.edition),
        ]
        cells = "".join(f"<tr><th scope='row'>{escape(a)}</th><td>{escape(b)}</td></tr>" for a, b in rows)
        return f"<table><caption>This case</caption><tbody>{cells}</tbody></table>"
