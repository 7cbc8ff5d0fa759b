from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ivp_analysis.analyses import incident_map
from ivp_analysis.analyses.incident_squares import IncidentSquares
from ivp_analysis.paths import Paths
from ivp_analysis.tables.store import read_notes, table_path
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


def squares(**parameters: Any) -> IncidentSquares:
    page = incident_map.MapPage.open(Parameters(**parameters))
    return IncidentSquares(page.context, page.drawn, page.outline)


def change(home: Path, name: str, edit: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    """Change a table of the newest edition."""
    folder = Paths(home).processed("dalfsen")
    path = table_path(folder, f"{read_notes(folder)['edition']}/{name}")
    edit(pd.read_parquet(path)).to_parquet(path, index=False)


def test_the_public_sees_classes_of_squares_with_enough_incidents_and_addresses() -> None:
    public, internal = squares(theme="1.1"), squares(theme="1.1", audience="internal")
    assert set(public.cells["label"]) <= {"5 of 10", "15 of 20", "25 tot en met 50", "55 of meer"}
    assert not {"count", "addresses"} & set(public.cells)
    exact = internal.cells.set_index(["x", "y", "size"])
    seen = exact[(exact["count"] >= 5) & (exact["addresses"] >= 50)]
    assert 0 < len(seen) < len(exact)
    assert set(seen.index) == set(public.cells.set_index(["x", "y", "size"]).index)


def test_both_sizes_of_squares_are_in_the_sample_and_told() -> None:
    page = squares(theme="1.1")
    assert set(page.cells["size"]) == {250, 500}
    figure = page.figure()
    assert figure is not None
    assert figure.caption == (
        "Incidenten met een bekende plaats, opgeteld per vak. "
        "Vakken zijn 500 bij 500 meter, en waar het dicht bebouwd is 250 bij 250 meter. "
        "Vergelijk alleen vakken die even groot zijn. Vakken met minder dan 5 incidenten of minder dan 25 adressen zijn leeg gelaten. "
        "Het aantal adressen is geschat uit dat van de hele buurt. De huizen staan daar niet gelijk verdeeld. "
        "Daarom moet de schatting ten minste 50 zijn."
    )
    assert "De vakken zijn 500 bij 500 of 250 bij 250 meter groot." in figure.alt


def test_what_is_published_is_the_same_for_all_counts_of_a_class(linked_home: Path) -> None:
    page = incident_map.MapPage.open(Parameters(theme="1.1")).grid()
    assert page is not None
    # exact counts are not read at all: no change of them is seen
    change(linked_home, "grid", lambda grid: grid.assign(count=999))
    again = incident_map.MapPage.open(Parameters(theme="1.1")).grid()
    assert again is not None
    assert again.html == page.html


def test_internal_maps_have_classes_of_exact_counts() -> None:
    page = squares(theme="1.1", audience="internal")
    assert "1 tot en met 4" in set(page.cells["label"])
    figure = page.figure()
    assert figure is not None
    assert "afgerond" not in figure.alt
    assert "leeg gelaten" not in figure.caption


def test_inhabitants_stand_for_addresses_that_are_not_known(linked_home: Path) -> None:
    change(linked_home, "grid_rules", lambda rules: rules.assign(measure="inhabitants", addresses=50, estimate=100))
    assert "minder dan 50 inwoners zijn leeg gelaten" in squares(theme="1.1").caption


@pytest.mark.parametrize(
    ("measure", "reason"), [("", "geen adressen, woningen of inwoners geleverd"), ("dwellings", "25 of meer woningen")]
)
def test_where_no_square_may_be_shown_the_page_says_why(linked_home: Path, measure: str, reason: str) -> None:
    change(linked_home, "grid_rules", lambda rules: rules.assign(measure=measure))
    change(linked_home, "grid_protection", lambda cells: cells.iloc[:0])
    shown = incident_map.MapPage.open(Parameters(theme="1.1")).grid()
    assert shown is not None
    assert reason in shown.html
    assert "<svg" not in shown.html


def test_a_village_sees_its_own_squares() -> None:
    assert 0 < len(squares(theme="1.1", village="Nieuwleusen").cells) < len(squares(theme="1.1").cells)


def test_a_theme_without_police_source_has_no_map_and_says_why() -> None:
    page = incident_map.MapPage.open(Parameters(theme="5.4"))
    assert (page.choropleth(), page.table(), page.grid()) == (None, None, None)
    assert "geen kaart te maken" in page.sentence


def test_a_sensitive_theme_has_no_map_and_says_why() -> None:
    page = incident_map.MapPage.open(Parameters(theme="5.1"))
    assert (page.choropleth(), page.table(), page.grid()) == (None, None, None)
    assert "gevoelige registraties" in page.sentence
