import pytest

from ivp_analysis.wording.chapter import conclusions, totals


@pytest.mark.parametrize(
    ("own", "published", "expected"),
    [
        (
            "1497",
            "1482",
            (
                "In 2024 telde de politie in de gemeente Dalfsen 1.497 misdrijven. "
                "Daarvan zijn er 1.482 van soorten die per buurt zijn gepubliceerd; met die soorten werkt deze analyse."
            ),
        ),
        (
            "niet getoond",
            "482",
            (
                "In 2024 waren er in de gemeente Dalfsen 482 misdrijven van soorten die per buurt zijn gepubliceerd; "
                "met die soorten werkt deze analyse."
            ),
        ),
        ("497", "", "In 2024 telde de politie in de gemeente Dalfsen 497 misdrijven."),
        ("", "<5", "Totalen van 2024 tonen we niet."),
    ],
)
def test_a_total_that_is_not_shown_is_not_mentioned(own: str, published: str, expected: str) -> None:
    assert totals("Dalfsen", "2024", own, published) == expected


def test_one_theme_and_several_themes_are_written_differently() -> None:
    first, second, third = conclusions(1, 2, 0)
    assert first.startswith("Over 1 thema zijn")
    assert second.startswith("Over 2 thema's zijn")
    assert third.startswith("Over 0 thema's heeft")
