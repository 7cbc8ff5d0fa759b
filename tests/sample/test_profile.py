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


def test_the_sample_may_lack_a_reference_area_but_not_a_part_of_one_that_it_has(
    dalfsen: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = profile.profile_of(dalfsen)
    assert set(full.regions) == {*dalfsen.reference("IJsselland").members, "NL00"}
    for code in ("GM0160", "GM0193", "NL00"):
        regions = {key: region for key, region in full.regions.items() if key != code}
        monkeypatch.setitem(profile._PROFILES, "dalfsen", dataclasses.replace(full, regions=regions))
        with pytest.raises(ConfigurationError, match=code):
            profile.profile_of(dalfsen)


def test_a_region_or_an_area_that_the_configuration_does_not_have_is_an_error_that_names_it(
    dalfsen: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = profile.profile_of(dalfsen)
    regions = full.regions | {"GM0344": profile.Region("Utrecht", 360_000)}
    for changed in (dataclasses.replace(full, regions=regions), dataclasses.replace(full, references=("GM0344",))):
        monkeypatch.setitem(profile._PROFILES, "dalfsen", changed)
        with pytest.raises(ConfigurationError, match="GM0344"):
            profile.profile_of(dalfsen)


def test_the_municipality_has_the_inhabitants_of_its_buurten(dalfsen: Municipality) -> None:
    full = profile.profile_of(dalfsen)
    assert sum(buurt.inhabitants for buurt in full.buurten) == pytest.approx(full.regions[dalfsen.code].inhabitants, abs=100)


def test_a_code_without_a_level_is_an_error_that_names_it(kernbeleid: Kernbeleid, monkeypatch: pytest.MonkeyPatch) -> None:
    levels.check_levels(kernbeleid)
    monkeypatch.setattr(levels, "OFFENCES", levels.OFFENCES[1:])
    with pytest.raises(ConfigurationError, match=r"1\.1\.1"):
        levels.check_levels(kernbeleid)
