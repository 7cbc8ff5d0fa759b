import dataclasses

import pytest

from ivp_analysis.errors import ConfigurationError
from ivp_analysis.sample import levels, profile
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality


def test_the_profile_names_the_areas_of_the_configuration(dalfsen: Municipality) -> None:
    assert set(profile.profile_of(dalfsen).codes) == set(dalfsen.neighbourhoods)


def test_a_buurt_without_a_profile_is_an_error_that_names_it(dalfsen: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    full = profile.profile_of(dalfsen)
    monkeypatch.setitem(profile._PROFILES, "dalfsen", dataclasses.replace(full, buurten=full.buurten[1:]))
    with pytest.raises(ConfigurationError, match="BU01480101"):
        profile.profile_of(dalfsen)


def test_the_municipality_has_the_inhabitants_of_its_buurten(dalfsen: Municipality) -> None:
    full = profile.profile_of(dalfsen)
    assert sum(buurt.inhabitants for buurt in full.buurten) == pytest.approx(full.regions[dalfsen.code].inhabitants, abs=100)


def test_a_code_without_a_level_is_an_error_that_names_it(kernbeleid: Kernbeleid, monkeypatch: pytest.MonkeyPatch) -> None:
    levels.check_levels(kernbeleid)
    monkeypatch.setattr(levels, "OFFENCES", levels.OFFENCES[1:])
    with pytest.raises(ConfigurationError, match=r"1\.1\.1"):
        levels.check_levels(kernbeleid)
