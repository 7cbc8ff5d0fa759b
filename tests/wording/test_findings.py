from typing import Any

import pytest

from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.findings import NO_DATA, NO_SOURCE, Change, Finding
from ivp_analysis.vocabulary.indicators import Comparison
from ivp_analysis.vocabulary.ladder import Verdict, load_ladder
from ivp_analysis.wording.findings import around, headline, rate

WORDS = load_ladder(Paths().ladder).words


def change(kind: Comparison = Comparison.BASELINE, **more: Any) -> Change:
    # 25 against 40 a year, one year before it: p = 0.08, the municipal target that proves nothing
    given = {"against": "2018", "years": 1, "before": 40.0, "ratio": 0.625, "low": 0.36, "high": 1.05, "p": 0.08, "q": 0.3}
    return Change(kind=kind, **{**given, "fewest": 23, "most": 60, "verdict": Verdict.NO_DIFFERENCE, **more})


def finding(*changes: Change, **more: Any) -> Finding:
    given = {
        "municipality": "dalfsen",
        "village": "gemeente",
        "theme": "1.3",
        "indicator": "1.1.1",
        "period": "2019",
        "estimate": 2.1,
        "low": 1.36,
        "high": 3.1,
        "n": "25",
        "unit": "registraties per 1.000 woningen",
        "reference": "Nederland zonder Dalfsen",
        "sentence": "",
        "source": "",
        "verdict": changes[0].verdict.value if changes else "geen cijfers",
        "place": "gemeente Dalfsen",
        "subject": "woninginbraken",
        "singular": "woninginbraak",
        "denominator": "woningen",
        "base": 11_900.0,
    }
    return Finding(**{**given, "changes": changes, **more})


def test_the_goal_of_a_council_that_proves_nothing() -> None:
    assert headline(finding(change()), WORDS) == (
        "In 2019 telde de politie in de gemeente Dalfsen 25 woninginbraken. In 2018 waren het er 40. "
        "Dat is geen aantoonbaar verschil. Pas bij 23 of minder, of bij 60 of meer, was er wel een verschil aan te tonen."
    )


def test_the_year_before_stands_beside_the_baseline() -> None:
    previous = change(Comparison.PREVIOUS, against="2018", before=31.0)
    said = headline(finding(change(against="2017-2019", years=3), previous), WORDS)
    assert said.endswith("In 2018 waren het er 31. Ook daarmee is er geen aantoonbaar verschil.")


@pytest.mark.parametrize("shown", ["<5", "niet getoond"])
def test_a_hidden_count_is_in_no_sentence(shown: str) -> None:
    hidden = change(verdict=Verdict.NOT_SHOWN, before=None, ratio=None, low=None, high=None, p=None, q=None, fewest=None, most=None)
    item = finding(hidden, n=shown, estimate=None, low=None, high=None)
    said = headline(item, WORDS)
    assert "We vergelijken 2019 in de gemeente Dalfsen niet met 2018." in said
    assert not any(number in said for number in ("25", "40", "23", "60"))
    assert rate(item) == around(item, WORDS) == ""


def test_too_few_may_be_told_without_the_numbers() -> None:
    few = change(verdict=Verdict.TOO_FEW, before=None, ratio=None, low=None, high=None, p=None, q=None, fewest=None, most=None)
    said = headline(finding(few, few.model_copy(update={"kind": Comparison.PREVIOUS, "against": "2017"}), n="7"), WORDS)
    assert said == (
        "In 2019 waren er in de gemeente Dalfsen 7 woninginbraken. Dat zijn te weinig waarnemingen om met 2018 te vergelijken. "
        "Over 2017 tonen we geen aantal."
    )


def test_a_figure_that_is_missing_is_said_to_be_missing() -> None:
    assert "ontbreekt een cijfer" in headline(finding(change(verdict=Verdict.ABSENT)), WORDS)
    assert "geen cijfers van eerdere jaren" in headline(finding(change(verdict=Verdict.ABSENT, against="", years=0)), WORDS)
    assert "geen cijfers van eerdere jaren" in headline(finding(), WORDS).replace("Over dit thema", "") or finding().verdict == NO_DATA


def test_themes_without_figures_say_why() -> None:
    assert headline(finding(verdict=NO_SOURCE, reason="Daarom."), WORDS) == "De politie heeft geen open cijfers over dit thema. Daarom."
    assert "geen politiecijfers geleverd" in headline(finding(verdict=NO_DATA), WORDS)


def test_several_years_together_stand_in_for_a_year_that_is_not_shown() -> None:
    hidden = change(verdict=Verdict.NOT_SHOWN)
    said = headline(finding(hidden, n="niet getoond", pooled="12", pooled_period="2015-2019"), WORDS)
    assert "Over 2015-2019 samen waren het er in de gemeente Dalfsen 12." in said
    assert "samen" not in headline(finding(change(), pooled="12", pooled_period="2015-2019"), WORDS)


def test_a_rate_of_dwellings_is_told_as_one_in_so_many() -> None:
    assert rate(finding(change())) == (
        "Het aantal van 2019 is 2,1 per 1.000 woningen, ongeveer 1 op de 480 woningen. "
        "Met het toeval meegerekend ligt dat tussen 1,4 en 3,1 per 1.000 (95%-interval)."
    )
    assert "1 op de" not in rate(finding(change(), denominator="inwoners"))


def test_the_change_around_is_told_of_the_reference() -> None:
    other = change(Comparison.REFERENCE, reference="Nederland zonder Dalfsen", against="2018", ratio=1.3, low=0.8, high=2.2)
    said = around(finding(change(), other), WORDS)
    assert "naast die in Nederland zonder Dalfsen" in said
    assert "geen aantoonbaar verschil" in said
    assert around(finding(change()), WORDS) == ""


def test_a_baseline_that_is_the_year_before_is_told_once() -> None:
    said = headline(finding(change(), change(Comparison.PREVIOUS)), WORDS)
    assert said.count("In 2018 waren het er 40.") == 1
