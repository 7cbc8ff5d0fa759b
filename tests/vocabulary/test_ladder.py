from math import inf, nan, nextafter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp_analysis.errors import ConfigurationError
from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.ladder import Ladder, Verdict, load_ladder

LADDER = load_ladder(Paths().ladder)
TEXT = Paths().ladder.read_text(encoding="utf-8")


def verdict(ratio: float, p: float, q: float, counted: float = 100, ladder: Ladder = LADDER) -> Verdict:
    return ladder.judge([ratio], [p], [q], [counted])[0]


@pytest.mark.parametrize(
    ("ratio", "p", "q", "expected"),
    [
        (1.5, 0.01, 0.05, Verdict.HIGHER),
        (0.5, 0.01, 0.05, Verdict.LOWER),
        (1.1, 0.01, 0.05, Verdict.SMALL_HIGHER),
        (0.9, 0.01, 0.05, Verdict.SMALL_LOWER),
        (1.5, 0.03, 0.20, Verdict.HINT_HIGHER),
        (0.5, 0.03, 0.20, Verdict.HINT_LOWER),
        (1.1, 0.03, 0.20, Verdict.HINT_HIGHER),
        (1.5, 0.30, 0.40, Verdict.NO_DIFFERENCE),
        (1.0, 0.90, 0.95, Verdict.NO_DIFFERENCE),
        (1.5, 0.08, 0.09, Verdict.HIGHER),
        (inf, 0.001, 0.01, Verdict.HIGHER),
        (0.0, 0.001, 0.01, Verdict.LOWER),
    ],
)
def test_each_rung_of_the_ladder(ratio: float, p: float, q: float, expected: Verdict) -> None:
    assert verdict(ratio, p, q) is expected


def test_at_the_edge_a_difference_gets_the_more_careful_words() -> None:
    assert verdict(1.5, 0.20, 0.10) is Verdict.NO_DIFFERENCE
    assert verdict(1.5, 0.20, 0.0999) is Verdict.HIGHER
    assert verdict(1.2, 0.01, 0.05) is Verdict.SMALL_HIGHER
    assert verdict(1.2001, 0.01, 0.05) is Verdict.HIGHER
    assert verdict(1 / 1.2, 0.01, 0.05) is Verdict.SMALL_LOWER
    assert verdict(0.8333, 0.01, 0.05) is Verdict.LOWER
    assert verdict(1.5, 0.05, 0.30) is Verdict.NO_DIFFERENCE
    assert verdict(1.5, 0.0499, 0.30) is Verdict.HINT_HIGHER
    assert verdict(1.5, 0.01, 0.05, counted=10) is Verdict.HIGHER
    assert verdict(1.5, 0.01, 0.05, counted=9) is Verdict.TOO_FEW


@pytest.mark.parametrize("side", [0.0, inf])
def test_the_last_bit_of_a_float_does_not_decide(side: float) -> None:
    assert verdict(1.5, 0.20, nextafter(0.10, side)) is verdict(1.5, 0.20, 0.10)
    assert verdict(nextafter(1.2, side), 0.01, 0.05) is verdict(1.2, 0.01, 0.05)
    assert verdict(nextafter(1 / 1.2, side), 0.01, 0.05) is verdict(1 / 1.2, 0.01, 0.05)
    assert verdict(1.5, nextafter(0.05, side), 0.30) is verdict(1.5, 0.05, 0.30)
    assert verdict(1.5, 0.01, 0.05, counted=nextafter(10, side)) is verdict(1.5, 0.01, 0.05, counted=10)


@pytest.mark.parametrize("missing", range(4))
def test_what_was_not_tested_has_too_few_observations(missing: int) -> None:
    given = [[1.5], [0.01], [0.05], [100.0]]
    given[missing] = [nan]
    assert LADDER.judge(*given) == [Verdict.TOO_FEW]


def test_arrays_are_judged_row_by_row() -> None:
    rows = np.array([[1.5, 0.01, 0.05, 100], [0.5, 0.03, 0.2, 100], [2, 0.001, 0.01, 3]])
    expected = [Verdict.HIGHER, Verdict.HINT_LOWER, Verdict.TOO_FEW]
    assert LADDER.judge(*rows.T) == expected
    assert LADDER.judge(*rows[::-1].T) == expected[::-1]


def test_arrays_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        LADDER.judge([1.5, 2], [0.01], [0.05], [100])


@given(st.floats(0.01, 100), st.floats(0, 1), st.floats(0, 1), st.integers(0, 50))
def test_higher_and_lower_are_judged_alike(ratio: float, p: float, q: float, counted: int) -> None:
    mirrored = {"hoger": "lager", "lager": "hoger"}
    words = [mirrored.get(word, word) for word in verdict(ratio, p, q, counted).split()]
    ten_digits = float(f"{ratio:.10g}")
    edges = {1.2, float(f"{1 / 1.2:.10g}")}
    if ten_digits not in edges and float(f"{1 / ratio:.10g}") not in edges:
        assert verdict(1 / ratio, p, q, counted) == " ".join(words) or ten_digits == 1


def test_every_limit_changes_the_verdict() -> None:
    limits = {"q": 0.01, "p_hint": 0.5, "small": 2, "minimum": 500}
    changed = {name: LADDER.model_copy(update={name: value}) for name, value in limits.items()}
    assert verdict(1.5, 0.02, 0.05, ladder=changed["q"]) is Verdict.HINT_HIGHER
    assert verdict(1.5, 0.3, 0.4, ladder=changed["p_hint"]) is Verdict.HINT_HIGHER
    assert verdict(1.5, 0.02, 0.05, ladder=changed["small"]) is Verdict.SMALL_HIGHER
    assert verdict(1.5, 0.02, 0.05, ladder=changed["minimum"]) is Verdict.TOO_FEW


def test_the_file_holds_the_limits_that_the_method_describes() -> None:
    assert (LADDER.q, LADDER.p_hint, LADDER.small, LADDER.minimum) == (0.10, 0.05, 1.2, 10)
    assert LADDER.baseline == "2017-2019"
    assert LADDER.baseline_years == (2017, 2018, 2019)
    assert set(LADDER.words) == set(Verdict)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('  te weinig: "te weinig waarnemingen"\n', "", "no words for: te weinig"),
        ('"geen aantoonbaar verschil"', '" "', "no words for: geen verschil"),
        ("  lager:", "  lagger:", "woorden.*lagger"),
        ('"2017-2019"', '"2019-2017"', "vergelijkingsjaren.*first and the last year"),
        ('"2017-2019"', '"altijd"', "vergelijkingsjaren"),
        ("grens_aantoonbaar: 0.10", "grens_aantoonbaar: 10", "grens_aantoonbaar"),
        ("grens_aanwijzing: 0.05", "grens_aanwijzing: 0", "grens_aanwijzing"),
        ("klein_tot: 1.2", "klein_tot: 0.8", "klein_tot"),
        ("klein_tot: 1.2", "klein_tot: .inf", "klein_tot"),
        ("minimum: 10", "minimum: -1", "minimum"),
        ("minimum: 10", "minimum: 7.5", "minimum"),
        ("grens_aanwijzing: 0.05", "grens_aanwijzing: 0.5", "grens_aanwijzing"),
        ('hoger: "aantoonbaar hoger"', 'hoger: "een stijging"', "rise or a fall"),
        ('lager: "aantoonbaar lager"', 'lager: "Aantoonbaar lager."', "capital or a full stop"),
        ('lager: "aantoonbaar lager"', 'lager: "aantoonbaar hoger"', "same words"),
        ("minimum: 10", "minimaal: 10", "minim"),
    ],
)
def test_a_file_that_is_wrong_is_refused_and_names_the_field(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in TEXT
    path = tmp_path / "bevindingen.yaml"
    path.write_text(TEXT.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=message):
        load_ladder(path)


@pytest.mark.parametrize(("years", "expected"), [("2019", (2019,)), ('"2017–2018"', (2017, 2018))])
def test_the_years_compared_with_can_be_one_year_or_a_range(tmp_path: Path, years: str, expected: tuple[int, ...]) -> None:
    path = tmp_path / "bevindingen.yaml"
    path.write_text(TEXT.replace('"2017-2019"', years), encoding="utf-8")
    assert load_ladder(path).baseline_years == expected


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"missing.*bevindingen\.yaml"):
        load_ladder(tmp_path / "bevindingen.yaml")
