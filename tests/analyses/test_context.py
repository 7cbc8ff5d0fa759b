from pathlib import Path

import pytest

from ivp_analysis.analyses.context import SYNTHETIC, Context
from ivp_analysis.errors import ParameterError, StoreError
from ivp_analysis.tables.reads import VARIABLE, read_reads
from ivp_analysis.tables.store import read_duiding
from ivp_analysis.vocabulary.audience import INTERNAL
from ivp_analysis.vocabulary.parameters import Parameters


@pytest.fixture(autouse=True)
def _home(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVP_HOME", str(sample_home))


def test_edition_and_reference_are_filled_in() -> None:
    context = Context.open(Parameters())
    assert (context.parameters.edition, context.parameters.reference) == ("2022-H2", "basisteam Vechtdal")


def test_an_edition_that_was_not_processed_says_what_to_do() -> None:
    with pytest.raises(StoreError, match="ivp process dalfsen --edition 2019-H1"):
        Context.open(Parameters(edition="2019-H1"))


def test_a_village_that_does_not_exist_fails_before_anything_is_read() -> None:
    with pytest.raises(ParameterError, match="Hoonhorst"):
        Context.open(Parameters(village="Hoonhost"))


def test_a_public_run_never_holds_the_number_behind_what_it_blurs() -> None:
    rows = Context.open(Parameters(village="Hoonhorst")).estimates("1.3")
    blurred = rows[~rows["exact"]]
    number = blurred["shown"].str.fullmatch(r"\d+(–\d+)?")
    assert 0 < number.sum() < len(blurred)
    assert blurred.loc[~number, ["count", "rate", "low", "high"]].isna().all().all()
    assert set(blurred.loc[~number, "shown"]) <= {"<5", "niet getoond"}
    assert (blurred.loc[number, "count"].dropna() % 5 == 0).all()


def test_an_internal_run_holds_every_number_and_says_so() -> None:
    context = Context.open(Parameters(audience="internal"))
    assert context.estimates("1.3")["count"].notna().all()
    assert INTERNAL in context.title("x").html
    assert INTERNAL not in Context.open(Parameters()).title("x").html


def test_sample_data_is_named_above_every_page() -> None:
    assert SYNTHETIC in Context.open(Parameters()).title("x").html


def test_duiding_is_read_for_the_theme_and_the_area_of_the_page(sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "reads"))
    context = Context.open(Parameters(village="Hoonhorst", theme="3.1"))
    assert context.duiding() == read_duiding(context.folder, "2022-H2", "3.1", "Hoonhorst")
    assert "2022-H2/duiding theme=3.1 village=Hoonhorst" in map(str, read_reads(tmp_path / "reads"))


def test_text_is_escaped() -> None:
    assert "<script>" not in Context.open(Parameters()).title("<script>alert(1)</script>").html


def test_sources_name_only_the_deliveries_asked_for() -> None:
    context = Context.open(Parameters())
    text = context.sources(["voorbeeld-47018ned"])
    assert "47018NED" in text
    assert "47024NED" not in text
    assert text.endswith("peildatum 15 februari 2022")
