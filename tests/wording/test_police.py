import pytest

from ivp_analysis.wording.police import Figure, baseline, counted, headline, in_sentence, pooled


def test_a_headline_gives_count_rate_interval_and_others_beside_it() -> None:
    beside = [Figure("gemeente Dalfsen", "400", 14.25), Figure("IJsselland", "–", None)]
    text = headline(Figure("Hoonhorst", "12", 7.56, 3.91, 13.2), "2021", "Eerder waren het er 14.", beside)
    assert text == (
        "In 2021 waren er in Hoonhorst 12 registraties van de politie binnen dit thema. Dat is 7,6 per 1.000 inwoners. "
        "Met het toeval meegerekend ligt dat tussen 3,9 en 13,2 (95%-interval). Eerder waren het er 14. "
        "Ter vergelijking, ook per 1.000 inwoners: de gemeente Dalfsen 14,3."
    )


@pytest.mark.parametrize(
    ("shown", "part"),
    [
        ("0", "geen registraties"),
        ("<5", "minder dan 5 registraties van de politie binnen dit thema. Het precieze aantal tonen we niet"),
        ("niet getoond", "tonen we niet, om mensen te beschermen"),
        ("1", "was er in de kern 1 registratie"),
        ("1234", "1.234 registraties"),
    ],
)
def test_what_may_not_be_shown_is_not_in_the_sentence(shown: str, part: str) -> None:
    text = headline(Figure("de kern", shown), "2021", "", [])
    assert part in text
    assert "per 1.000 inwoners" not in text


@pytest.mark.parametrize(
    ("shown", "counts", "expected"),
    [
        ([], [], "Over 2017-2019 zijn er geen cijfers om mee te vergelijken."),
        (
            ["8", "<5", "9"],
            [8, None, 9],
            "In 2017-2019 waren de aantallen in Hoonhorst te klein of te gevoelig om een gemiddelde te tonen.",
        ),
        (["8", "9", "9"], [8, 9, 9], "In 2017-2019 waren het er in Hoonhorst gemiddeld 8,7 per jaar."),
        (["8"], [8], "In 2017-2019 waren het er in Hoonhorst 8."),
    ],
)
def test_an_average_needs_every_year(shown: list[str], counts: list[int | None], expected: str) -> None:
    assert baseline("Hoonhorst", shown, counts, "2017-2019") == expected


def test_no_sentence_speaks_of_rising_or_falling() -> None:
    texts = [headline(Figure("A", "9", 1.0, 0.5, 2.0), "2021", "", []), baseline("A", ["40"], [40], "2019"), pooled("12", "2017-2021")]
    assert not any(word in " ".join(texts).lower() for word in ("stijg", "daal", "dalen", "toename", "afname", "gestegen", "gedaald"))


@pytest.mark.parametrize(("shown", "expected"), [("<5", "minder dan 5"), ("60", "60")])
def test_several_years_together(shown: str, expected: str) -> None:
    assert pooled(shown, "2017-2021") == f"Over 2017-2021 samen waren er in de hele gemeente {expected} registraties."


def test_gross_and_net_are_told_apart() -> None:
    assert counted(["bruto"]).startswith("Bruto geteld")
    assert "niet met elkaar" in counted(["bruto", "netto"])
    assert "niet opgegeven" in counted(["onbekend"])


def test_a_municipality_takes_an_article() -> None:
    assert (in_sentence("gemeente Dalfsen"), in_sentence("Hoonhorst")) == ("de gemeente Dalfsen", "Hoonhorst")
