"""The gate: what passes in each edition, and that it fails closed."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pads_analysis.assess.result import AreaProfileResult, Basis, NotAvailable, ViewsResult
from pads_analysis.release.gate import OPEN_KINDS, Released, release
from pads_analysis.vocabulary import source


@dataclass(frozen=True)
class Context:
    edition: str
    words: str = "Our own words."

    def commentary(self, section: str) -> str:
        return f"{section}: {self.words}"


def profile(*kinds: str) -> AreaProfileResult:
    return AreaProfileResult(basis=Basis("Ownham", "2021", kinds), table=None)


@pytest.mark.parametrize("kind", sorted(OPEN_KINDS))
def test_open_data_pass_in_both_editions_untouched(kind):
    result = profile(kind)
    for edition in ("partner", "public"):
        found = release(result, Context(edition))
        assert found.value is result
        assert (found.edition, found.commentary) == (edition, "area_profile: Our own words.")
        assert not found.settings


@pytest.mark.parametrize("kinds", [("street", "plan"), ("views",), ("a_kind_nobody_knows",), ("street", "")])
def test_anything_else_is_withheld_whole_from_the_public(kinds):
    result = profile(*kinds)
    assert release(result, Context("partner")).value is result
    found = release(result, Context("public"))
    assert isinstance(found.value, NotAvailable)
    assert (found.value.section, found.value.element) == ("area_profile", "a")
    assert found.commentary == ""
    assert found.settings["withheld"] == tuple(sorted(set(kinds) - OPEN_KINDS))
    assert "Ownham" not in f"{found.value.because}{found.value.title}{found.value.do}"


def test_an_absence_passes_as_it_is():
    absence = NotAvailable("views", "e", "Views", "none were given")
    for edition in ("partner", "public"):
        found = release(absence, Context(edition))
        assert found.value is absence and found.commentary == "views: Our own words."


def test_what_was_released_cannot_be_changed():
    found = release(ViewsResult(Basis("Ownham", "2021", ("views",)), None), Context("public"))
    with pytest.raises(AttributeError):
        found.edition = "partner"
    with pytest.raises(TypeError):
        found.settings["withheld"] = ()
    assert isinstance(found, Released)


def test_every_open_kind_is_one_whose_publisher_is_named():
    for kind in OPEN_KINDS:
        assert source(kind).licence and source(kind).attribution
