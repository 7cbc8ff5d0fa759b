import pytest

from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.findings import NO_QUESTIONS, NO_SURVEY, Change, Finding
from ivp_analysis.vocabulary.indicators import Comparison
from ivp_analysis.vocabulary.ladder import Verdict, load_ladder
from ivp_analysis.wording.survey_findings import SCORE, answered, around, called_out, headline, unit_of

WORDS = load_ladder(Paths().ladder).words
BEFORE = Change(
    kind=Comparison.SURVEY, against="2017", years=1, verdict=Verdict.HIGHER, before=27.0, difference=19.0, low=12.0, high=26.0, p=0.001,
    q=0.002, detectable=10.0,
)  # fmt: skip
FINDING = Finding(
    municipality="dalfsen", village="Nieuwleusen", theme="1.3", indicator="buurtapp", period="2022", estimate=46.0, low=40.0, high=52.0,
    n="268", unit="procent", reference="", verdict="hoger", sentence="", source="", place="Nieuwleusen",
    subject="doet mee aan een buurtpreventie-app", label="Doet mee aan buurtpreventie-app", changes=(BEFORE,),
)  # fmt: skip


def changed(**fields: object) -> Finding:
    return FINDING.model_copy(update=fields)


def test_the_headline_gives_the_figure_and_what_can_be_said_of_the_difference() -> None:
    said = headline(FINDING, WORDS)
    assert said.startswith("46 procent van de inwoners van Nieuwleusen doet mee aan een buurtpreventie-app (enquête 2022).")
    assert "tussen 40 en 52 procent" in said
    assert "In 2017 was het 27 procent." in said
    assert WORDS[Verdict.HIGHER] in said


def test_a_hidden_figure_is_named_and_not_told() -> None:
    hidden = changed(estimate=None, low=None, high=None, verdict=Verdict.NOT_SHOWN.value)
    said = headline(hidden, WORDS)
    assert said.startswith("Doet mee aan buurtpreventie-app: voor Nieuwleusen is er een cijfer")
    assert "46" not in said
    assert "27" not in said


def test_without_a_figure_the_reason_is_told_and_nothing_is_compared() -> None:
    absent = changed(estimate=None, low=None, high=None, verdict=Verdict.TOO_FEW.value, reason="Er zijn te weinig antwoorden.")
    assert headline(absent, WORDS).endswith("Er zijn te weinig antwoorden.")
    assert around(absent, WORDS, "gemeente Dalfsen") == ""


@pytest.mark.parametrize(
    ("verdict", "period", "said"),
    [
        (NO_SURVEY, "", "Voor deze editie is geen enquête onder inwoners geleverd."),
        (NO_SURVEY, "2022", "De enquête van 2022 staat hier niet: cijfers over inwoners naar kern, leeftijd en geslacht ontbreken."),
        (NO_QUESTIONS, "2022", "In de enquête van 2022 is over dit thema niets gevraagd."),
    ],
)
def test_why_there_is_nothing_is_said(verdict: str, period: str, said: str) -> None:
    assert headline(changed(verdict=verdict, period=period), WORDS).startswith(said)


@pytest.mark.parametrize(("kind", "lowest", "highest"), [("percentage", 1, 3), ("mean", 1, 10), ("mean", 0, 5), ("scale", 0, 10)])
def test_the_unit_tells_what_is_estimated(kind: str, lowest: int, highest: int) -> None:
    found = answered(changed(unit=unit_of(kind, lowest, highest), estimate=4.0, low=3.9, high=4.1))
    assert found.kind == kind
    if kind == "mean":
        assert (found.lowest, found.highest) == (lowest, highest)


def test_a_score_is_told_as_one() -> None:
    score = changed(unit=SCORE, estimate=6.8, low=6.7, high=6.9, changes=())
    assert "6,8 op een schaal van 0 tot 10" in headline(score, WORDS)


def test_the_rest_of_the_municipality_is_named() -> None:
    rest = BEFORE.model_copy(
        update={"kind": Comparison.REST, "against": "", "before": 44.0, "difference": 2.0, "verdict": Verdict.NO_DIFFERENCE}
    )
    said = around(changed(changes=(rest,)), WORDS, "gemeente Dalfsen")
    assert said.startswith("In de rest van de gemeente Dalfsen is het 44 procent.")
    assert around(FINDING, WORDS, "gemeente Dalfsen") == ""


def test_what_differs_fits_in_one_line() -> None:
    assert called_out(FINDING, WORDS) == (
        f"Nieuwleusen, “Doet mee aan buurtpreventie-app” (46 procent in 2022; 27 procent in 2017): {WORDS[Verdict.HIGHER]}."
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [("place", "Hoonhorst"), ("period", "2021"), ("estimate", 47.0), ("low", 39.0), ("high", 53.0), ("subject", "weet het")],
)
def test_every_field_of_a_figure_reaches_the_sentence(field: str, value: object) -> None:
    assert headline(changed(**{field: value}), WORDS) != headline(FINDING, WORDS)
