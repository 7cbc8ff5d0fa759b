import pytest

from ivp_analysis.vocabulary.plain import REPLACEMENT, as_html, plain


@pytest.mark.parametrize("text", ["Café ’t Hoekje – 5 × 3", "$x^2$ en $\\frac", "<b>", "=1+1", "twee\nregels\tmet tab", "عربي", "👮", ""])
def test_what_says_something_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    "character", ["\0", "\x07", "\x08", "\r", "\x1b", "\x7f", "\x9b", "\u202a", "\u202e", "\u2066", "\u2069", "\ud800", "\uffff"]
)
def test_what_steers_or_cannot_be_written_is_replaced_by_a_sign_that_it_was_there(character: str) -> None:
    assert plain(f"voor{character}na") == f"voor{REPLACEMENT}na"
    assert plain(f"voor{character}na").encode()


def test_a_page_gets_text_and_no_markup() -> None:
    assert as_html("<i a=\"b\" c='d'>&amp;\0") == f"&lt;i a=&quot;b&quot; c=&#x27;d&#x27;&gt;&amp;amp;{REPLACEMENT}"
