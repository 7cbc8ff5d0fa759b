import pytest

from ivp_analysis.wording.police import counted, in_sentence, pooled, registered


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("0", "In 2021 waren er in de kern geen branden."),
        ("<5", "In 2021 waren er in de kern minder dan 5 branden. Het precieze aantal tonen we niet."),
        ("niet getoond", "Het aantal branden in de kern in 2021 tonen we niet, om mensen te beschermen."),
        ("1", "In 2021 was er in de kern 1 brand."),
        ("1234", "In 2021 waren er in de kern 1.234 branden."),
    ],
)
def test_what_may_not_be_shown_is_not_in_the_sentence(shown: str, expected: str) -> None:
    assert registered("de kern", shown, "2021", "branden", "brand") == expected


@pytest.mark.parametrize(("shown", "expected"), [("<5", "minder dan 5"), ("60", "60")])
def test_several_years_together(shown: str, expected: str) -> None:
    assert pooled(shown, "2017-2021", "gemeente Dalfsen") == f"Over 2017-2021 samen waren het er in de gemeente Dalfsen {expected}."


def test_gross_and_net_are_told_apart() -> None:
    assert counted(["bruto"]).startswith("Bruto geteld")
    assert "niet met elkaar" in counted(["bruto", "netto"])
    assert "niet opgegeven" in counted(["onbekend"])


def test_a_municipality_takes_an_article() -> None:
    assert (in_sentence("gemeente Dalfsen"), in_sentence("Hoonhorst")) == ("de gemeente Dalfsen", "Hoonhorst")
