from dataclasses import replace

import pytest

from ivp_analysis.errors import PresentationError
from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.vocabulary.themes import Denominator
from ivp_analysis.wording.compared import Compared, before_sentence, counted_sentence, missing_sentence

BURGLARY = Compared(
    place="Nieuwleusen", subject="woninginbraken", singular="woninginbraak", period="2021", against="2017-2019", years=3,
    count=85, before=152 / 3, verdict=Verdict.HIGHER,
)  # fmt: skip
COUNTED = "In 2021 telde de politie in Nieuwleusen 85 woninginbraken."
THEME = replace(BURGLARY, subject="registraties van de politie binnen dit thema", singular="registratie van de politie binnen dit thema")


@pytest.mark.parametrize(
    ("compared", "expected"),
    [
        (BURGLARY, "In 2021 telde de politie in Nieuwleusen 85 woninginbraken."),
        (replace(BURGLARY, count=1482, place="gemeente Dalfsen"), "In 2021 telde de politie in de gemeente Dalfsen 1.482 woninginbraken."),
        (replace(BURGLARY, count=1), "In 2021 telde de politie in Nieuwleusen 1 woninginbraak."),
        (replace(BURGLARY, count=1, singular=""), "In 2021 kwam het aantal woninginbraken in Nieuwleusen uit op 1."),
        (replace(BURGLARY, count=0), "In 2021 telde de politie in Nieuwleusen geen woninginbraken."),
        (THEME, "In 2021 waren er in Nieuwleusen 85 registraties van de politie binnen dit thema."),
        (replace(THEME, count=1), "In 2021 was er in Nieuwleusen 1 registratie van de politie binnen dit thema."),
        (replace(THEME, count=0), "In 2021 waren er in Nieuwleusen geen registraties van de politie binnen dit thema."),
        (
            replace(BURGLARY, period="januari tot en met augustus 2022"),
            "Van januari tot en met augustus 2022 telde de politie in Nieuwleusen 85 woninginbraken.",
        ),
        (replace(BURGLARY, period="mei 2022"), "In mei 2022 telde de politie in Nieuwleusen 85 woninginbraken."),
    ],
)
def test_what_was_counted(compared: Compared, expected: str) -> None:
    assert counted_sentence(compared) == expected


@pytest.mark.parametrize(
    ("before", "years", "expected"),
    [
        (152 / 3, 3, "In 2017-2019 waren het er gemiddeld 50,7 per jaar."),
        (0.0, 3, "In 2017-2019 waren er geen."),
        (81.0, 1, "In 2017-2019 waren het er 81."),
        (1.0, 1, "In 2017-2019 was het er 1."),
        (1.0, 3, "In 2017-2019 waren het er gemiddeld 1,0 per jaar."),
    ],
)
def test_what_it_was_before(before: float, years: int, expected: str) -> None:
    assert before_sentence(replace(BURGLARY, before=before, years=years)) == expected


def test_a_figure_that_is_missing_is_never_made_up() -> None:
    with pytest.raises(PresentationError, match="missing"):
        counted_sentence(replace(BURGLARY, count=None))
    for before in (None, float("nan")):
        with pytest.raises(PresentationError, match="missing"):
            before_sentence(replace(BURGLARY, before=before))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            {"verdict": Verdict.NOT_SHOWN},
            "We leggen 2021 in Nieuwleusen niet naast 2017-2019. Het aantal woninginbraken is te klein of te gevoelig om te tonen.",
        ),
        ({"verdict": Verdict.ABSENT, "count": None}, "Over 2021 zijn er voor Nieuwleusen geen cijfers over woninginbraken."),
        (
            {"verdict": Verdict.ABSENT, "before": None},
            f"{COUNTED} Over 2017-2019 zijn er geen cijfers om mee te vergelijken.",
        ),
        (
            {"verdict": Verdict.ABSENT},
            f"{COUNTED} In 2017-2019 waren het er gemiddeld 50,7 per jaar. Er ontbreekt een cijfer om die twee te vergelijken.",
        ),
    ],
)
def test_no_comparison_says_why_and_shows_what_may_be_shown(changed: dict[str, object], expected: str) -> None:
    assert missing_sentence(replace(BURGLARY, **changed)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "years", "percent"), [(10 / 3, 3, True), (3.0, 3, False), (10.0, 1, True), (9.0, 1, False), (None, 3, False)]
)
def test_ten_counted_before_are_enough_for_a_percentage(before: float | None, years: int, percent: bool) -> None:
    assert replace(BURGLARY, before=before, years=years).percent is percent


def test_every_denominator_has_its_words() -> None:
    starts = {replace(BURGLARY, denominator=denominator).per for denominator in ("", *Denominator)}
    assert {"Dat is", "Per inwoner is dat", "Per woning is dat", "Per vestiging is dat"} <= starts
    assert len(starts) == len(Denominator) + 1
    with pytest.raises(ValueError, match="koeien"):
        _ = replace(BURGLARY, denominator="koeien").per
