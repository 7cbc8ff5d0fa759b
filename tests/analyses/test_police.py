from pathlib import Path

import pytest

from ivp_analysis.analyses import police
from ivp_analysis.analyses.context import Context
from ivp_analysis.vocabulary.code_lists import CHANGED
from ivp_analysis.vocabulary.duiding import Duiding
from ivp_analysis.vocabulary.findings import Finding
from ivp_analysis.vocabulary.ladder import load_ladder
from ivp_analysis.vocabulary.parameters import Parameters
from ivp_analysis.wording.findings import headline

PARTS = (
    "heading", "headline", "interpretation", "years", "changes", "running", "season", "control", "villages", "municipalities",
    "places_and_moments", "counts", "revisions", "notes",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _home(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVP_HOME", str(sample_home))


def html(part: object) -> str:
    return str(part._repr_html_()) if part is not None else ""  # type: ignore[attr-defined]


def sentence(page: police.PolicePage) -> str:
    return page.conclusions[0].sentence


def text(page: police.PolicePage) -> str:
    """All that the page says: sentences, tables and alternative texts."""
    return "\n".join(html(getattr(page, part)()) for part in PARTS)


def test_every_argument_changes_the_page() -> None:
    base = text(police.PolicePage.open(Parameters(village="Dalfsen", theme="1.3")))
    others = [{"village": "Nieuwleusen"}, {"theme": "1.2"}, {"baseline": "2013"}, {"reference": "IJsselland"}, {"audience": "internal"}]
    for change in others:
        other = police.PolicePage.open(Parameters.check({"village": "Dalfsen", "theme": "1.3", **change}))
        assert text(other) != base, change


def test_the_edition_changes_what_was_delivered() -> None:
    first = police.PolicePage.open(Parameters(theme="1.1", edition="2022-H1"))
    second = police.PolicePage.open(Parameters(theme="1.1", edition="2022-H2"))
    assert "tot en met augustus 2022" not in html(first.counts())
    assert "tot en met augustus 2022" in html(second.counts())


def test_the_municipality_and_the_reference_stand_beside_a_village() -> None:
    page = police.PolicePage.open(Parameters(village="Hoonhorst", theme="1.2"))
    assert list(page.compared) == ["Hoonhorst", "gemeente", "basisteam Vechtdal zonder Dalfsen"]
    table = html(page.counts())
    assert "gemeente Dalfsen (per 1.000)" in table
    assert "basisteam Vechtdal zonder Dalfsen (per 1.000)" in table


def test_a_sensitive_theme_is_told_for_the_municipality_over_several_years() -> None:
    whole = police.PolicePage.open(Parameters(theme="5.1"))
    village = police.PolicePage.open(Parameters(theme="5.1", village="Dalfsen"))
    assert "Over 2017-2021 samen waren het er in de gemeente Dalfsen" in sentence(whole)
    assert "samen" not in sentence(village)
    assert (whole.conclusions[0].verdict, whole.conclusions[0].estimate) == ("niet getoond", None)
    assert whole.chart() is None


def test_parts_of_a_theme_with_a_sensitive_code_are_pooled() -> None:
    assert "2017-2021" in html(police.PolicePage.open(Parameters(theme="1.1")).counts())
    assert "meer jaren samen" in html(police.PolicePage.open(Parameters(theme="1.1", village="Dalfsen")).counts())


@pytest.mark.parametrize("theme", ["1.4", "2.5", "3.2", "3.3", "3.4", "4.4", "5.3", "5.4", "5.5"])
def test_a_theme_without_codes_of_open_data_has_words_and_no_figures(theme: str) -> None:
    page = police.PolicePage.open(Parameters(theme=theme))
    assert page.conclusions[0].verdict == "geen politiebron"
    assert (page.years(), page.changes(), page.villages(), page.municipalities()) == (None, None, None, None)
    assert page.context.theme.no_police_source in sentence(page)


def test_numbers_of_table_and_finding_are_the_same() -> None:
    page = police.PolicePage.open(Parameters(theme="4.1"))
    finding = page.conclusions[0]
    assert finding.estimate is not None
    row = page.totals.query("village == 'gemeente' and year == 2021").iloc[0]
    assert finding.n == str(int(row["count"]))
    assert f"{finding.estimate:.1f}".replace(".", ",") in html(page.counts())


def test_an_average_is_called_after_the_years_that_there_are() -> None:
    said = sentence(police.PolicePage.open(Parameters(theme="4.1", baseline="2010-2013")))
    assert "In 2012-2013 waren het er gemiddeld" in said
    assert "2010" not in said
    assert "geen cijfers van eerdere jaren" in sentence(police.PolicePage.open(Parameters(theme="4.1", baseline="2001-2003")))


def test_another_baseline_is_tested_as_the_one_of_the_edition_is() -> None:
    # 127 against 201, 214 and 220 of 2014-2016 (the sample), with the rates of these years
    page = police.PolicePage.open(Parameters(theme="1.3", baseline="2014-2016"))
    change = page.conclusions[0].changes[0]
    assert (change.against, change.years) == ("2014-2016", 3)
    assert change.before == pytest.approx((201 + 214 + 220) / 3)
    assert change.p is not None
    assert change.q is not None
    assert change.p <= change.q < 0.01


@pytest.mark.parametrize(("village", "theme"), [("gemeente", "1.3"), ("Nieuwleusen", "1.1"), ("Hoonhorst", "4.1"), ("gemeente", "5.1")])
def test_the_sentence_of_a_finding_is_made_of_the_finding_alone(village: str, theme: str) -> None:
    page = police.PolicePage.open(Parameters(village=village, theme=theme))
    words = load_ladder(page.context.paths.ladder).words
    for finding in page.conclusions:
        stored = Finding.model_validate_json(finding.model_dump_json())
        assert headline(stored, words) == finding.sentence


def test_the_four_councils_questions_are_answered_for_burglary() -> None:
    """Which indicators councils ask for stands in the issue of the police figures; each has a finding or a row."""
    page = police.PolicePage.open(Parameters(theme="1.3", audience="internal"))
    shown = text(page)
    asked = ("Diefstal/inbraak woning", "Waarvan poging", "Diefstal uit/vanaf motorvoertuigen", "Fietsendiefstal", "Straatroof")
    for name in (*asked, "Bedreiging", "Mishandeling", "Geweldsmisdrijven"):
        assert name in shown, name
    traffic = text(police.PolicePage.open(Parameters(theme="4.1", audience="internal")))
    assert "Ongevallen met letsel of dodelijke afloop" in traffic
    assert "Ongeval met alleen schade" in traffic
    assert "Halt-verwijzingen" in text(police.PolicePage.open(Parameters(theme="3.2")))


def test_a_register_of_effort_carries_its_warning_wherever_it_is_compared() -> None:
    page = police.PolicePage.open(Parameters(theme="4.1", audience="internal"))
    driving = next(item for item in page.conclusions if item.indicator == "3.5.2")
    assert "haaldelict" in " ".join(driving.notes)
    assert "haaldelict" in html(page.changes())


def test_the_duiding_stands_apart_and_a_missing_one_is_in_the_finding() -> None:
    page = police.PolicePage.open(Parameters(theme="1.3"))
    assert 'class="ivp-duiding"' in html(page.interpretation())
    assert "Voorbeeldtekst" not in html(page.headline())
    assert not any("ontbreekt" in note for note in page.conclusions[0].notes)
    silent = police.PolicePage.open(Parameters(theme="1.3"))
    object.__setattr__(silent, "context", Silent(**vars(silent.context)))
    assert "Duiding van de politie ontbreekt." in silent.conclusions[0].notes


def test_a_public_page_shows_no_village_in_months_and_no_name_of_a_top_buurt() -> None:
    page = police.PolicePage.open(Parameters(village="Dalfsen", theme="1.3"))
    assert (page.season(), page.control(), page.municipalities(), page.places_and_moments()) == (None, None, None, None)
    internal = police.PolicePage.open(Parameters(village="Dalfsen", theme="1.3", audience="internal"))
    assert "Regelkaart" in html(internal.control())


def test_villages_stand_in_the_order_of_the_configuration() -> None:
    alt = html(police.PolicePage.open(Parameters(theme="1.1")).villages())
    places = [alt.index(f"{name}: ") for name in ("Dalfsen", "Nieuwleusen", "Lemelerveld", "Hoonhorst", "Oudleusen", "Gemeente Dalfsen")]
    assert places == sorted(places)


def test_the_running_year_is_held_against_figures_of_the_same_lag() -> None:
    said = html(police.PolicePage.open(Parameters(theme="1.1", edition="2022-H2")).running())
    assert "Van januari tot en met augustus 2022" in said
    # 175 is what the delivery of September 2021 had; that of February 2022 has 177
    assert "Van januari tot en met augustus 2021 waren het er ongeveer 175." in said
    inside = html(police.PolicePage.open(Parameters(theme="1.1", edition="2022-H2", audience="internal")).running())
    assert "Van januari tot en met augustus 2021 waren het er 175." in inside
    assert police.PolicePage.open(Parameters(theme="1.1", edition="2022-H1")).running() is None


def test_no_page_ranks_or_names_a_rise_or_a_fall() -> None:
    words = ("stijging", "daling", "toename", "afname", "gestegen", "gedaald", "onveiligste", "veiligste", "koploper")
    for village in ("gemeente", "Nieuwleusen"):
        for theme in ("1.1", "1.3", "3.1"):
            shown = text(police.PolicePage.open(Parameters(village=village, theme=theme))).lower()
            assert not [word for word in words if word in shown]


def test_an_area_to_compare_with_that_was_not_delivered_is_said_to_be_absent() -> None:
    assert "Over Oost-Nederland zijn er in deze editie geen cijfers" in text(police.PolicePage.open(Parameters(reference="Oost-Nederland")))
    assert "geen cijfers om mee te vergelijken" not in text(police.PolicePage.open(Parameters(reference="IJsselland")))


def test_a_theme_with_another_list_of_codes_is_marked_on_page_and_in_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    page = police.PolicePage.open(Parameters(theme="1.3"))
    assert CHANGED not in page.conclusions[0].notes
    monkeypatch.setattr("ivp_analysis.analyses.context.read_changed", lambda *_: True)
    marked = police.PolicePage.open(Parameters(theme="1.3"))
    assert CHANGED in marked.conclusions[0].notes
    assert CHANGED in html(marked.headline())


class Silent(Context):
    """A context without any duiding."""

    def duiding(self) -> list[Duiding]:
        return []
