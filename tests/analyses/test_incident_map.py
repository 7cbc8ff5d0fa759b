from pathlib import Path

import pytest

from ivp_analysis.analyses import incident_map
from ivp_analysis.vocabulary.parameters import Parameters


@pytest.fixture(autouse=True)
def _home(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVP_HOME", str(sample_home))


def test_a_map_has_an_alternative_text_that_names_what_it_shows() -> None:
    figure = incident_map.MapPage.open(Parameters(village="Nieuwleusen", theme="1.3")).choropleth()
    assert figure is not None
    assert "Nieuwleusen" in figure.alt
    assert "2017-2021" in figure.alt


def test_the_table_holds_the_buurten_of_the_village_only() -> None:
    table = incident_map.MapPage.open(Parameters(village="Hoonhorst", theme="1.3")).table()
    assert table is not None
    text = table._repr_html_()
    assert "Hoonhorst kern" in text
    assert "Nieuwleusen Noord" not in text


def test_a_buurt_with_few_inhabitants_has_no_rate() -> None:
    rows = incident_map.MapPage.open(Parameters(theme="2.2")).buurten
    few = rows[rows["base"] < 500]
    assert len(few)
    assert few["rate"].isna().all()
    assert set(few["hidden"]) == {"te weinig inwoners"}


def test_squares_with_a_small_count_are_empty_to_the_public() -> None:
    public = incident_map.MapPage.open(Parameters(theme="1.1"))
    internal = incident_map.MapPage.open(Parameters(theme="1.1", audience="internal"))
    assert len(public._cells()) < len(internal._cells())
    assert set(public._cells()["label"]) <= {"5-9", "10-19", "20-49", "50 of meer"}
    assert "count" not in public._cells().columns
    figure = public.grid_figure()
    assert figure is not None
    assert "minder dan vijf incidenten zijn leeg gelaten" in figure.caption


def test_a_village_sees_its_own_squares() -> None:
    whole = incident_map.MapPage.open(Parameters(theme="1.1"))._cells()
    village = incident_map.MapPage.open(Parameters(theme="1.1", village="Nieuwleusen"))._cells()
    assert 0 < len(village) < len(whole)


def test_a_theme_without_police_source_has_no_map_and_says_why() -> None:
    page = incident_map.MapPage.open(Parameters(theme="5.4"))
    assert (page.choropleth(), page.table(), page.grid()) == (None, None, None)
    assert "geen kaart te maken" in page.sentence


def test_a_sensitive_theme_has_no_map_and_says_why() -> None:
    page = incident_map.MapPage.open(Parameters(theme="5.1"))
    assert (page.choropleth(), page.table(), page.grid()) == (None, None, None)
    assert "gevoelige registraties" in page.sentence
