import hashlib
import shutil
from pathlib import Path
from typing import Any

import pytest
from sources.test_interpretation import WORDS, with_duiding

from ivp_analysis.execution.data import Data
from ivp_analysis.paths import PROJECT, Paths
from ivp_analysis.processing import process
from ivp_analysis.sources.card import FILE
from ivp_analysis.tables.published_words import suspects
from ivp_analysis.tables.reads import Read
from ivp_analysis.tables.store import duiding_of_round
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.parameters import Parameters

INCIDENT = "Veel is gewoon.\n\nOp 12 maart was er brand op Kerkstraat 5."


class Place:
    """A home folder whose deliveries a test changes."""

    def __init__(self, home: Path, municipality: Municipality, kernbeleid: Kernbeleid) -> None:
        self.paths, self.municipality, self.kernbeleid = Paths(home), municipality, kernbeleid

    def process(self, edition: str = "") -> Path:
        process(self.municipality, self.kernbeleid, self.paths, edition)
        return self.paths.processed("dalfsen")

    def words(self, **changes: Any) -> None:
        shutil.rmtree(self.paths.raw("dalfsen") / "levering", ignore_errors=True)
        with_duiding(self.paths.raw("dalfsen") / "levering", WORDS, WORDS | {"themas": ["1.3"]} | changes)

    def card(self, line: str, instead: str) -> None:
        card = self.paths.raw("dalfsen") / "levering" / FILE
        text = card.read_text(encoding="utf-8")
        assert line in text
        card.write_text(text.replace(line, instead), encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> Place:
    return Place(tmp_path, dalfsen, kernbeleid)


def test_the_sample_describes_no_single_incident(sample_home: Path) -> None:
    folder = Paths(sample_home).processed("dalfsen")
    assert suspects(folder, "2022-H1") == []
    assert suspects(folder, "2022-H2") == []


def test_a_find_names_delivery_entry_kind_and_place_and_never_the_words(place: Place) -> None:
    place.words(tekst=INCIDENT)
    (one,) = suspects(place.process(), "2022-H2")
    assert str(one) == "duiding.1.tekst of levering (datum at 3:4, adres at 3:29)"
    mark = duiding_of_round(place.paths.processed("dalfsen"), "2022-H2")["levering"][1].mark
    line = f"geaccepteerd: {{rol: ROL, soorten: [datum, adres], kenmerk: '{mark}'}}"
    assert one.action.endswith(f"gemeentesecretaris, burgemeester read them and add under duiding.1 as ROL: {line}")
    assert "Kerkstraat" not in f"{one!r}"


def test_what_was_accepted_is_not_told_and_other_kinds_are(place: Place) -> None:
    place.words(tekst=INCIDENT)
    folder = place.process()
    mark = duiding_of_round(folder, "2022-H2")["levering"][1].mark
    by = {"rol": "privacy officer", "soorten": ["datum"], "kenmerk": mark}
    place.words(tekst=INCIDENT, geaccepteerd=by)
    assert [one.found for one in suspects(place.process(), "2022-H2")] == [("adres at 3:29",)]
    place.words(tekst=INCIDENT, geaccepteerd=by | {"soorten": ["datum", "adres"]})
    assert suspects(place.process(), "2022-H2") == []
    place.words(tekst=INCIDENT.replace("12", "13"), geaccepteerd=by | {"soorten": ["datum", "adres"]})
    assert [one.found for one in suspects(place.process(), "2022-H2")] == [("datum at 3:4", "adres at 3:29")]


def test_accepting_words_makes_no_page_stale_and_changing_them_does(place: Place) -> None:
    place.words(tekst=INCIDENT)
    folder = place.process()
    read = Read("2022-H2/duiding", (("theme", "1.3"), ("village", "Hoonhorst")))

    def digest() -> str:
        base = Parameters(municipality="dalfsen", edition="2022-H2")
        return Data(base, place.municipality, place.kernbeleid, place.paths).digest(read)

    before = digest()
    mark = duiding_of_round(folder, "2022-H2")["levering"][1].mark
    place.words(tekst=INCIDENT, geaccepteerd={"rol": "burgemeester", "soorten": ["datum", "adres"], "kenmerk": mark})
    place.process()
    assert digest() == before
    place.words(tekst=f"{INCIDENT} Meer weten wij niet.")
    place.process()
    assert digest() != before


def test_words_of_another_round_are_told_with_that_round_only(place: Place) -> None:
    place.words(tekst=INCIDENT)
    with_duiding(place.paths.raw("dalfsen") / "eerder", WORDS | {"datum": "2022-03-01"}, peildatum="2022-02-10")
    folder = place.process("2022-H1")
    assert suspects(folder, "2022-H1") == []
    assert len(suspects(folder, "2022-H2")) == 1


@pytest.mark.parametrize("field", ["bron", "periode", "licentie"])
def test_what_is_published_of_a_delivery_may_hold_a_period_but_no_person(place: Place, field: str) -> None:
    place.words()
    card = place.paths.raw("dalfsen") / "levering" / FILE
    line = next(line for line in card.read_text(encoding="utf-8").splitlines() if line.startswith(f"{field}:"))
    place.card(line, f"{field}: 'cijfers van 1 januari tot en met 12 maart 2022'")
    assert suspects(place.process(), "2022-H2") == []
    place.card(f"{field}: 'cijfers", f"{field}: 'mevrouw Jansen, cijfers")
    assert [str(one) for one in suspects(place.process(), "2022-H2")] == [f"{field} of levering (naam at 1:1)"]


def test_the_words_of_a_codebook_are_searched_for_what_identifies(place: Place) -> None:
    for name in ("voorbeeld-enquete-2022", "voorbeeld-aantallen-2022-h2", "voorbeeld-noemers-2022"):
        shutil.copytree(PROJECT / "data" / "raw" / "dalfsen" / name, place.paths.raw("dalfsen") / name)
    folder = place.paths.raw("dalfsen") / "voorbeeld-enquete-2022"
    codebook = folder / "codebook.yaml"
    old = codebook.read_bytes()
    new = old.replace(b"veldwerk: maart 2022", b"veldwerk: 1 tot 30 maart 2022, vragen aan 06-12345678", 1)
    assert new != old
    codebook.write_bytes(new)
    card = folder / FILE
    card.write_text(
        card.read_text(encoding="utf-8").replace(hashlib.sha256(old).hexdigest(), hashlib.sha256(new).hexdigest()), encoding="utf-8"
    )
    (one,) = suspects(place.process(), "2022-H2")
    assert str(one) == "codebook.yaml of voorbeeld-enquete-2022 (telefoonnummer at 1:33)"
