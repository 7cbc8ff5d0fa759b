"""Colours that all readers can tell apart, set only while drawing."""

from collections.abc import Callable

import matplotlib as mpl
import pytest

from ivp_analysis.figures import style

Contrast = Callable[[str, str], float]


@pytest.mark.parametrize("colour", [style.INK, style.SOFT_INK, *style.EMPHASIS, *(colour for colour, _ in style.OTHERS)])
def test_text_and_the_lines_that_bear_names_can_be_read(colour: str, contrast: Contrast) -> None:
    assert contrast(colour, "#ffffff") >= 4.5
    assert contrast(colour, style.SHADE) >= 4.5


@pytest.mark.parametrize("colour", [style.BORDER, style.HATCH])
def test_borders_and_hatching_stand_out_from_the_page(colour: str, contrast: Contrast) -> None:
    assert contrast(colour, "#ffffff") >= 3


def test_shades_get_evenly_darker_so_they_also_read_in_grey(contrast: Contrast) -> None:
    steps = [contrast(light, dark) for light, dark in zip(style.SEQUENCE, style.SEQUENCE[1:], strict=False)]
    assert min(steps) > 1.3
    assert contrast(style.SEQUENCE[-1], "#ffffff") > contrast(style.SEQUENCE[0], "#ffffff")


def test_series_differ_in_more_than_colour() -> None:
    assert len({marker for _, marker in map(style.emphasised, range(3))}) == 3
    assert len({dashes for _, dashes in map(style.other, range(3))}) == 3
    assert style.other(3) == style.other(0)


def test_the_look_is_put_back_afterwards() -> None:
    before = dict(mpl.rcParams)
    with style.drawing():
        assert mpl.rcParams["svg.hashsalt"]
    assert dict(mpl.rcParams) == before


def test_the_look_is_put_back_after_an_error() -> None:
    before = dict(mpl.rcParams)
    with pytest.raises(RuntimeError), style.drawing():
        raise RuntimeError
    assert dict(mpl.rcParams) == before
