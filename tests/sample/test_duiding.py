from datetime import date
from pathlib import Path

import pytest

from ivp_analysis.sample.duiding import interpretations
from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.sources.interpretation import check_duiding
from ivp_analysis.vocabulary.duiding import ROLES, Duiding, for_page, missing
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality


@pytest.mark.parametrize("delivery", ["voorbeeld-aantallen-2022-h1", "voorbeeld-aantallen-2022-h2"])
def test_both_editions_have_words_on_every_page_that_say_that_they_are_invented(
    sample: Path, dalfsen: Municipality, kernbeleid: Kernbeleid, delivery: str
) -> None:
    opened = Delivery(sample / delivery)
    check_duiding([opened], dalfsen, kernbeleid)
    items = opened.card.duiding
    assert all(item.tekst.startswith("Voorbeeldtekst.") and "verzonnen" in item.auteur for item in items)
    assert all(item.datum > opened.card.reference_date for item in items)
    assert not [(theme, area) for theme in kernbeleid.themes for area in dalfsen.area_names if missing(items, theme, area)]
    for theme in ("1.3", "3.1"):
        assert {item.rol for item in items if theme in item.themas} == set(ROLES)


def test_every_argument_changes_the_words() -> None:
    base = interpretations("2021", date(2022, 2, 10), "Nieuwleusen")
    assert interpretations("2020", date(2022, 2, 10), "Nieuwleusen") != base
    assert interpretations("2021", date(2022, 2, 11), "Nieuwleusen") != base
    assert interpretations("2021", date(2022, 2, 10), "Hoonhorst") != base


def test_one_text_is_about_a_village_and_stands_there_only() -> None:
    items = [Duiding.model_validate(item) for item in interpretations("2021", date(2022, 2, 10), "Hoonhorst")]
    there, elsewhere = for_page(items, "3.1", "Hoonhorst"), for_page(items, "3.1", "Dalfsen")
    assert [(item.rol, item.kern, item.themas) for item in there] == [
        ("politie", "gemeente", ("3.1",)),
        ("team OOV", "Hoonhorst", ("3.1",)),
    ]
    assert [(item.rol, item.kern, item.themas) for item in elsewhere] == [("politie", "gemeente", ("3.1",)), ("team OOV", "gemeente", ())]
