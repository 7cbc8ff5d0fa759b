import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ivp_analysis.analyses.context import Context
from ivp_analysis.analyses.interpretation import WHOSE, show
from ivp_analysis.paths import Paths
from ivp_analysis.tables.store import CURRENT
from ivp_analysis.vocabulary.duiding import MISSING
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.parameters import Parameters

POLICE: dict[str, Any] = {
    "rol": "politie",
    "auteur": "informatieanalist basisteam Vechtdal",
    "datum": "2022-09-20",
    "tekst": "Woorden van de politie.",
    "themas": ["1.3"],
    "kern": "gemeente",
}
OOV: dict[str, Any] = POLICE | {"rol": "team OOV", "auteur": "beleidsadviseur", "tekst": "Woorden van de gemeente.", "themas": []}


def shown(home: Path, *items: dict[str, Any], **parameters: str) -> str:
    """Show the section with these duidingen and no others in the deliveries of the round."""
    pointer = Paths(home).processed("dalfsen") / CURRENT
    notes = json.loads(pointer.read_text(encoding="utf-8"))
    cards = notes["editions"]["2022-H2"]["deliveries"]
    new = [card for card in cards if Edition.of(date.fromisoformat(card["reference_date"])) == Edition(2022, 2)]
    for card in cards:
        card["duiding"] = list(items) if card is new[0] else []
    pointer.write_text(json.dumps(notes), encoding="utf-8")
    return show(Context.open(Parameters.check({"theme": "1.3", "village": "Hoonhorst"} | parameters))).html


def test_words_stand_as_a_quotation_below_who_when_and_about_what(linked_home: Path) -> None:
    html = shown(linked_home, POLICE, OOV)
    police = html.index("Politie, informatieanalist basisteam Vechtdal, 20 september 2022. Over: gemeente Dalfsen, thema 1.3.</p>")
    assert html.index("<h2>Duiding</h2>") < html.index(WHOSE) < police
    assert html.index('<blockquote class="ivp-duiding"><p>Woorden van de politie.</p></blockquote>') > police
    answer = html.index("Team OOV, beleidsadviseur, 20 september 2022. Over: gemeente Dalfsen, alle cijfers van deze ronde.</p>")
    assert html.index('<blockquote class="ivp-duiding"><p>Woorden van de gemeente.</p></blockquote>') > answer > police
    assert not any(text in html for text in MISSING.values())


def test_a_text_about_a_village_and_several_themes_says_so(linked_home: Path) -> None:
    html = shown(linked_home, POLICE | {"themas": ["1.3", "3.1"], "kern": "Hoonhorst"})
    assert "Over: Hoonhorst, thema’s 1.3 en 3.1.</p>" in html


def test_a_blank_line_begins_a_paragraph_and_a_broken_line_does_not(linked_home: Path) -> None:
    html = shown(linked_home, POLICE | {"tekst": "Eerste\nregel.\n\n  \nTweede alinea."})
    assert '<blockquote class="ivp-duiding"><p>Eerste regel.</p><p>Tweede alinea.</p></blockquote>' in html


def test_what_people_write_is_text_and_never_markup(linked_home: Path) -> None:
    html = shown(linked_home, POLICE | {"tekst": "<script>alert(1)</script> & <b>", "auteur": "<i>analist</i>"})
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in html
    assert not any(tag in html for tag in ("<script", "<b>", "<i>"))


@pytest.mark.parametrize(
    ("items", "absent"),
    [
        ((POLICE,), {"team OOV"}),
        ((OOV,), {"politie"}),
        ((POLICE | {"kern": "Dalfsen"}, OOV | {"themas": ["3.1"]}), {"politie", "team OOV"}),
    ],
)
def test_a_role_that_wrote_nothing_is_said_to_be_missing(linked_home: Path, items: tuple[dict[str, Any], ...], absent: set[str]) -> None:
    html = shown(linked_home, *items)
    assert {role for role, text in MISSING.items() if f'<p class="ivp-note">{text}</p>' in html} == absent


def test_without_words_nothing_is_said_about_whose_they_are(linked_home: Path) -> None:
    html = shown(linked_home)
    assert WHOSE not in html
    assert "<blockquote" not in html


def test_edition_theme_and_village_choose_the_words(linked_home: Path) -> None:
    items = (POLICE, OOV, POLICE | {"kern": "Hoonhorst", "tekst": "Over Hoonhorst."})
    mine = shown(linked_home, *items)
    for change in ({"village": "Dalfsen"}, {"theme": "3.1"}, {"edition": "2022-H1"}):
        assert shown(linked_home, *items, **change) != mine, change
