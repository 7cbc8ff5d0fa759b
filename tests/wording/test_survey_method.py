"""What a reader must know of how a survey was held, and of registrations beside it."""

from dataclasses import replace

import pytest
from wording.survey_cases import METHODS

from ivp_analysis.errors import PresentationError
from ivp_analysis.wording.beside import NEITHER, Beside, reading_text
from ivp_analysis.wording.survey_method import (
    INDICATIVE,
    NATIONAL,
    floor_sentence,
    method_changes,
    other_ages,
    reworded,
    shrunk_sentence,
)
from ivp_analysis.wording.survey_response import Response, panel_text, response_text

NOISE = Beside(
    place="Nieuwleusen",
    registered="geluidshinder",
    police_year=2021,
    police_before_year=2016,
    year=2022,
    before_year=2017,
    outcome="heeft vaak last van geluid",
)


FEW = "In Hoonhorst zijn er te weinig antwoorden"


@pytest.mark.parametrize(
    ("floor", "group", "text"),
    [
        ("plain", "", ""),
        ("flagged", "", "Dit cijfer rust op weinig antwoorden (effectief 67). Lees het met voorbehoud."),
        (
            "merged",
            "Hoonhorst en Oudleusen",
            f"{FEW} voor een eigen cijfer (effectief 67). Samen met Oudleusen kan het wel.",
        ),
        (
            "merged",
            "Kleine kernen",
            f"{FEW} voor een eigen cijfer (effectief 67). Samen met Oudleusen kan het wel: zie Kleine kernen.",
        ),
        (
            "left out",
            "",
            f"{FEW} om een cijfer te geven (effectief 67). Daarvoor zijn er ten minste 50 nodig.",
        ),
    ],
)
def test_what_the_number_of_answers_allows(floor: str, group: str, text: str) -> None:
    assert floor_sentence(floor, place="Hoonhorst", effective=66.7, group=group, others=["Oudleusen"], needed=50) == text


@pytest.mark.parametrize(("floor", "group"), [("thin", ""), ("merged", "")])
def test_a_floor_without_words_is_refused(floor: str, group: str) -> None:
    with pytest.raises(PresentationError, match="no words"):
        floor_sentence(floor, place="Hoonhorst", effective=31, group=group)


def test_a_model_estimate_says_that_it_is_one_and_how_far_it_was_pulled() -> None:
    text = shrunk_sentence("Hoonhorst", "percentage", 57.6, 51, 65, 0.4, whole="gemeente Dalfsen")
    assert text.startswith("Modelschatting voor Hoonhorst zelf: 58 procent. Met het toeval meegerekend ligt dat tussen 51 en 65 procent.")
    assert text.endswith("naar dat van de gemeente Dalfsen, hier voor 40 procent.")
    hidden = shrunk_sentence("Hoonhorst", "percentage", 57.6, 51, 65, None, whole="gemeente Dalfsen")
    assert hidden.endswith("Een model trekt het cijfer van een kern naar dat van de gemeente Dalfsen.")


def test_it_is_said_where_a_panel_could_not_be_weighted() -> None:
    assert "Ook na het wegen wijkt een groep nog 68 procent af" in panel_text(1100, weighted=True, deviation=0.68)
    for weighted, deviation in ((True, 0.02), (True, None), (False, 0.68)):
        assert "wijkt" not in panel_text(1100, weighted=weighted, deviation=deviation)


def test_other_ages_and_other_words_of_two_surveys_are_told() -> None:
    assert other_ages((2017, 2022), (18, 25)) == "Wie mocht meedoen: in 2017 inwoners vanaf 18 jaar, in 2022 inwoners vanaf 25 jaar."
    assert reworded("Te hard rijden", 2017, "Rijdt men te hard? ", "Wordt er te hard gereden?") == (
        "De vraag bij “Te hard rijden” was in 2017: “Rijdt men te hard?” Nu: “Wordt er te hard gereden?”"
    )


def test_the_panel_says_what_aapor_asks_of_a_sample_that_chose_itself() -> None:
    # AAPOR, Opt-in surveys and margin of error: not drawn at random, weighted or not, no sampling error
    for weighted, how in ((True, "wel gewogen"), (False, "niet gewogen")):
        text = panel_text(1103, weighted=weighted)
        for part in (
            "1.103 leden",
            "niet door het lot gekozen",
            "zelf aan",
            "geen foutmarge",
            "niet over alle inwoners",
            "indicatief",
            how,
        ):
            assert part in text
    assert "indicatief" in INDICATIVE


def test_the_national_survey_is_kept_apart() -> None:
    assert "andere enquête" in NATIONAL
    assert "nooit in één lijn" in NATIONAL


def test_only_what_differs_in_method_is_told() -> None:
    assert method_changes(*METHODS, (2017, 2022)) == (
        "Invullen: in 2017 op papier en via internet, in 2022 via internet. Herinnering: in 2017 niet opgegeven, in 2022 een brief. "
        "Seizoen: in 2017 najaar, in 2022 niet opgegeven."
    )
    alike = "Wat er over de aanpak is opgegeven, is in 2017 en 2022 gelijk."
    assert method_changes({"a": "op  papier."}, {"a": "op papier"}, (2017, 2022)) == alike


def test_response_and_weighting_in_plain_words() -> None:
    full = Response(place="Nieuwleusen", year=2022, answered=255, invited=700, youngest=18, effective=201.4, largest=2.96, trimmed=1)
    assert response_text(full) == (
        "Voor de enquête van 2022 zijn in Nieuwleusen 700 inwoners van 18 jaar en ouder gevraagd. Daarvan deden er 255 mee: 36 procent. "
        "Niet elke groep doet even vaak mee. Daarom tellen we wie weinig meedeed zwaarder: we kijken naar kern, leeftijd en geslacht. "
        "Het zwaarste antwoord telt als 3,0 gewone antwoorden. Bij een paar antwoorden is het gewicht daartoe beperkt. "
        "Met dat wegen zeggen de antwoorden even veel als 201 gewone antwoorden."
    )
    about = response_text(replace(full, answered=250, effective=200, rounded=True))
    assert "Daarvan deden er ongeveer 250 mee: 36 procent." in about
    assert "even veel als ongeveer 200 gewone antwoorden" in about
    assert panel_text(1100, weighted=True, rounded=True).startswith("Ook ongeveer 1.100 leden van het burgerpanel")
    many = response_text(replace(full, trimmed=10, deviation=0.146))
    assert "Bij 10 antwoorden is het gewicht daartoe beperkt." in many
    assert many.endswith("Ook na het wegen wijkt een groep nog 15 procent af van de bevolking.")
    assert "wijkt" not in response_text(replace(full, deviation=0.05))
    assert response_text(Response(place="gemeente Dalfsen", year=2022, answered=1100)) == (
        "Aan de enquête van 2022 deden in de gemeente Dalfsen 1.100 inwoners van 18 jaar en ouder mee. "
        "Hoeveel er zijn gevraagd, is niet opgegeven."
    )


@pytest.mark.parametrize(
    ("reading", "registered", "joined", "felt"),
    [
        ("both up", "meer", "En", "groter"),
        ("both down", "minder", "En", "kleiner"),
        ("felt up", "minder", "Maar", "groter"),
        ("registered up", "meer", "Maar", "kleiner"),
    ],
)
def test_the_four_readings(reading: str, registered: str, joined: str, felt: str) -> None:
    assert reading_text(reading, NOISE) == (
        f"In Nieuwleusen werd per inwoner {registered} geregistreerd in 2021 dan in 2016 (geluidshinder). {joined} een {felt} deel van de "
        "inwoners heeft vaak last van geluid, in 2022 vergeleken met 2017."
    )


def test_without_a_reading_it_is_said_why() -> None:
    assert "geen verschil aan te tonen" in reading_text("unclear", NOISE)
    assert "ontbreekt een cijfer" in reading_text("", NOISE)
    with pytest.raises(PresentationError, match="no words"):
        reading_text("sideways", NOISE)


def test_neither_figure_is_explained_by_the_other() -> None:
    assert "kan ook betekenen dat mensen vaker iets melden" in NEITHER
    assert "Het ene cijfer verklaart het andere niet." in NEITHER
