from dataclasses import replace

import pytest
from wording.cases import WORDS

from ivp_analysis.errors import PresentationError
from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.wording.compared import Compared
from ivp_analysis.wording.verdicts import change_sentence, previous_sentence, reference_sentence

START = "In 2021 telde de politie in Nieuwleusen 85 woninginbraken. In 2017-2019 waren het er gemiddeld 50,7 per jaar."
BURGLARY = Compared(
    place="Nieuwleusen", subject="woninginbraken", period="2021", against="2017-2019", years=3, count=85, before=152 / 3,
    ratio=1.68, low=1.3, high=2.2, p=0.001, q=0.01, fewest=23, most=60, verdict=Verdict.HIGHER,
)  # fmt: skip
SIZE = "Per inwoner is dat 1,7 keer zo veel. Met het toeval meegerekend ligt dat tussen 1,3 en 2,2 keer."


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (Verdict.HIGHER, f"Dat is aantoonbaar hoger. {SIZE}"),
        (Verdict.SMALL_HIGHER, f"Dat is een aantoonbaar maar klein verschil: iets hoger. {SIZE}"),
        (
            Verdict.HINT_HIGHER,
            f"{SIZE} Dat kan een aanwijzing zijn, maar ook toeval. We vergelijken veel cijfers. Dan valt er altijd wel iets op.",
        ),
        (
            Verdict.NO_DIFFERENCE,
            "Dat is geen aantoonbaar verschil. Pas bij 23 of minder, of bij 60 of meer, was er wel een verschil aan te tonen.",
        ),
        (Verdict.TOO_FEW, "Er zijn te weinig waarnemingen om een verschil aan te tonen."),
    ],
)
def test_a_change_gives_figures_comparison_and_uncertainty(verdict: Verdict, expected: str) -> None:
    assert change_sentence(replace(BURGLARY, verdict=verdict), WORDS) == f"{START} {expected}"


def test_fewer_is_in_per_cent_only_where_enough_was_counted_before() -> None:
    enough = replace(BURGLARY, verdict=Verdict.LOWER, count=6, before=10 / 3, ratio=0.6, low=0.45, high=0.8)
    assert "Per inwoner is dat ongeveer 40 procent minder. Met het toeval meegerekend is dat 20 tot 55 procent minder." in change_sentence(
        enough, WORDS
    )
    assert "Per inwoner is dat 0,6 keer zo veel." in change_sentence(replace(enough, before=3.0), WORDS)


@pytest.mark.parametrize(
    ("fewest", "most", "expected"),
    [
        (23, None, "Pas bij 23 of minder was er wel een verschil aan te tonen."),
        (None, 1060, "Pas bij 1.060 of meer was er wel een verschil aan te tonen."),
        (0, 60, "Pas bij 0, of bij 60 of meer, was er wel een verschil aan te tonen."),
        (None, None, SIZE),
    ],
)
def test_no_difference_says_what_could_have_been_shown(fewest: int | None, most: int | None, expected: str) -> None:
    compared = replace(BURGLARY, verdict=Verdict.NO_DIFFERENCE, fewest=fewest, most=most)
    assert change_sentence(compared, WORDS) == f"{START} Dat is geen aantoonbaar verschil. {expected}"


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict not in {Verdict.NOT_SHOWN, Verdict.ABSENT}])
@pytest.mark.parametrize("missing", ["count", "before"])
def test_a_verdict_on_a_missing_figure_is_refused(verdict: Verdict, missing: str) -> None:
    compared = replace(BURGLARY, verdict=verdict, **{missing: None})  # type: ignore[arg-type]
    with pytest.raises(PresentationError, match="missing"):
        change_sentence(compared, WORDS)


def test_what_may_not_be_shown_stays_out_of_the_sentence_even_when_it_is_known() -> None:
    hidden = replace(BURGLARY, verdict=Verdict.NOT_SHOWN)
    for text in (change_sentence(hidden, WORDS), previous_sentence(hidden, WORDS)):
        assert not any(figure in text for figure in ("85", "50,7", "1,7", "23", "60"))


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (Verdict.NO_DIFFERENCE, "In 2020 waren het er 81. Daarmee is er geen aantoonbaar verschil."),
        (Verdict.HIGHER, "In 2020 waren het er 81. Daarmee vergeleken is het aantoonbaar hoger."),
        (Verdict.SMALL_LOWER, "In 2020 waren het er 81. Daarmee vergeleken is er een aantoonbaar maar klein verschil: iets lager."),
        (Verdict.HINT_LOWER, "In 2020 waren het er 81. Het verschil daarmee kan een aanwijzing zijn, maar ook toeval."),
        (Verdict.TOO_FEW, "In 2020 waren het er 81. Daarmee zijn er te weinig waarnemingen om een verschil aan te tonen."),
        (Verdict.NOT_SHOWN, "Over 2020 tonen we geen aantal."),
        (Verdict.ABSENT, "Over 2020 zijn er geen cijfers om mee te vergelijken."),
    ],
)
def test_the_year_before_is_told_in_short(verdict: Verdict, expected: str) -> None:
    compared = replace(BURGLARY, against="2020", years=1, before=81.0, verdict=verdict)
    assert previous_sentence(compared, WORDS) == expected
    assert previous_sentence(compared, WORDS, main=Verdict.LOWER) == expected


def test_the_same_verdict_again_is_told_with_also() -> None:
    compared = replace(BURGLARY, against="2020", years=1, before=81.0, verdict=Verdict.NO_DIFFERENCE)
    again = previous_sentence(compared, WORDS, main=Verdict.NO_DIFFERENCE)
    assert again == "In 2020 waren het er 81. Ook daarmee is er geen aantoonbaar verschil."


TEAM = "basisteam Vechtdal zonder Dalfsen"
AROUND = f"We legden de verandering van 2017-2019 naar 2021 naast die in {TEAM}."
BESIDE = "Vergeleken met daar is dat 1,5 keer zo veel. Met het toeval meegerekend ligt dat tussen 1,2 en 1,9 keer."


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (Verdict.HIGHER, f"{AROUND} Het aantal in de gemeente Dalfsen is aantoonbaar hoger dan daarbij past. {BESIDE}"),
        (Verdict.SMALL_HIGHER, f"{AROUND} Er is een aantoonbaar maar klein verschil: iets hoger dan daarbij past. {BESIDE}"),
        (
            Verdict.HINT_HIGHER,
            f"{AROUND} Het aantal in de gemeente Dalfsen is hoger dan daarbij past. {BESIDE} Dat kan een aanwijzing zijn, maar ook toeval.",
        ),
        (Verdict.NO_DIFFERENCE, f"{AROUND} Er is geen aantoonbaar verschil tussen die twee. {BESIDE}"),
        (Verdict.TOO_FEW, f"{AROUND} Er zijn te weinig waarnemingen om een verschil aan te tonen."),
        (
            Verdict.NOT_SHOWN,
            f"Hoe dat in de gemeente Dalfsen was naast {TEAM}, tonen we niet. De aantallen zijn te klein of te gevoelig.",
        ),
        (Verdict.ABSENT, f"Om de gemeente Dalfsen naast {TEAM} te leggen, zijn er geen cijfers."),
    ],
)
def test_a_change_beside_the_change_around_it(verdict: Verdict, expected: str) -> None:
    text = reference_sentence("gemeente Dalfsen", TEAM, "2021", "2017-2019", 1.5, 1.2, 1.88, verdict, WORDS)
    assert text == expected


def test_the_words_are_those_of_the_editor() -> None:
    words = {verdict: f"woord voor {verdict}" for verdict in Verdict}
    for verdict in (Verdict.HIGHER, Verdict.LOWER, Verdict.SMALL_HIGHER, Verdict.SMALL_LOWER, Verdict.NO_DIFFERENCE, Verdict.TOO_FEW):
        compared = replace(BURGLARY, verdict=verdict)
        around = reference_sentence("A", "B", "2021", "2020", 1.5, 1.2, 1.9, verdict, words)
        for text in (change_sentence(compared, words), previous_sentence(compared, words), around):
            assert words[verdict] in text


def test_every_figure_of_a_comparison_changes_the_sentence() -> None:
    changed: dict[str, object] = {
        "place": "Hoonhorst", "subject": "winkeldiefstallen", "period": "2022", "against": "2016-2018", "years": 1, "count": 86,
        "before": 40.0, "ratio": 1.9, "low": 1.1, "high": 3.0, "denominator": "woningen",
    }  # fmt: skip
    text = change_sentence(BURGLARY, WORDS)
    for name, value in changed.items():
        assert change_sentence(replace(BURGLARY, **{name: value}), WORDS) != text, name  # type: ignore[arg-type]
