import pytest
from wording.readability import score, syllables

# divided as the Woordenlijst Nederlandse Taal divides them
DIVIDED = """
    in-wo-ners po-li-tie re-gis-tra-ties wo-ning-in-bra-ken aan-toon-baar ver-schil toe-val mee-ge-re-kend ge-mid-deld keer veel
    tus-sen ge-meen-te ves-ti-gin-gen kwar-ta-len aan-wij-zing waar-ne-min-gen ge-voe-lig nieuw eeuw leeu-wen fraai mooi
    groei-en bloei ja-nu-a-ri fe-bru-a-ri au-gus-tus ok-to-ber fi-nan-ci-ë-le co-ör-di-na-tie ge-ïnd zee-ën twee-ën-twin-tig
    drie-ën-der-tig o-ri-ën-ta-tie be-oor-deel zo-iets bij-een bij-zon-der krij-gen ge-beurt keu-ze huis bui-ten ou-ders blau-we
    jaar da-gen pro-cent hoog-uit on-ge-veer om-hoog cri-mi-na-li-teit the-a-ter ra-di-o of-fi-ci-eel i-dee-ën mu-se-um sys-teem
    één ge-ëerd bu-reau
"""


@pytest.mark.parametrize("divided", DIVIDED.split())
def test_syllables_are_those_of_the_dutch_spelling(divided: str) -> None:
    assert syllables(divided.replace("-", "")) == divided.count("-") + 1


def test_enough_words_hold_the_counter() -> None:
    assert len(set(DIVIDED.split())) >= 40


def test_the_score_is_the_formula_of_douma() -> None:
    # 2 sentences, 8 words, 12 syllables, counted by hand
    assert score("De politie telde 85 fietsen. Dat is veel.") == pytest.approx(206.84 - 0.77 * 1200 / 8 - 0.93 * 4)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Het 95%-interval is breed.", "Het 95 procent interval is breed."),
        ("Er waren er <5 in 2021.", "Er waren er minder dan 5 in 2021."),
        ("Dat is 1.234,5 per jaar.", "Dat is 9 per jaar."),
    ],
)
def test_what_is_abbreviated_counts_as_it_is_read(text: str, read: str) -> None:
    assert score(text) == pytest.approx(score(read))


def test_letters_of_an_abbreviation_are_read_one_by_one() -> None:
    assert syllables("OOV") == 3


def test_a_name_counts_as_one_word_of_one_syllable() -> None:
    assert score("In basisteam Vechtdal is het stil.", ["basisteam Vechtdal"]) == score("In huis is het stil.")
    assert score("In basisteam Vechtdal is het stil.") < score("In huis is het stil.")


def test_longer_words_and_longer_sentences_are_harder() -> None:
    easy = score("Het is mooi. Het is fijn.")
    assert score("Het is mooi en het is fijn.") < easy
    assert score("Het is bijzonder. Het is fijn.") < easy
