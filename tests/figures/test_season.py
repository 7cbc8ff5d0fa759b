"""The months: what is usual as a band and a line, the running year on it, what is missing stays open."""

import math

import pytest
from figures.drawn import Drawn, watch

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures import season as module
from ivp_analysis.figures.figure import Figure
from ivp_analysis.figures.season import MONTHS, Months, season

USUAL = [8.2, 7.1, 6.5, 6.1, 5.0, 4.4, 4.8, 5.1, 5.9, 7.7, 9.3, 10.4]
LOW, HIGH = [value - 2.5 for value in USUAL], [value + 3 for value in USUAL]
NOW: list[float | None] = [7, 9, 12, 5, 1, 5, 4, 6, None, None, None, None]


def draw(usual: Months = USUAL, low: Months = LOW, high: Months = HIGH, current: Months | None = NOW, label: str = "2022") -> Figure:
    return season(usual, low, high, title="Woninginbraken", unit="aantal per maand", caption="Bron", current=current, current_label=label)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    return watch(monkeypatch, module)


def test_months_lines_and_band_are_named(drawn: Drawn) -> None:
    draw()
    assert set(MONTHS) <= set(drawn.texts)
    assert {"gemiddelde", "laagste tot hoogste", "2022"} <= set(drawn.texts)
    assert drawn.named("2022").bold
    assert not drawn.trouble


@pytest.mark.parametrize("months", [*range(1, 13)])
def test_the_running_year_is_named_wherever_it_ends(months: int, drawn: Drawn) -> None:
    draw(current=[*USUAL[:months], *[None] * (12 - months)], label="2022 (voorlopig)")
    assert drawn.named("2022 (voorlopig)").bold
    assert not drawn.trouble


def test_without_a_running_year_only_the_usual_is_drawn(drawn: Drawn) -> None:
    alt = draw(current=None).alt
    assert "2022" not in drawn.texts
    assert "2022" not in alt
    assert "Hoger dan" not in alt


def test_a_running_year_without_a_name_is_called_so(drawn: Drawn) -> None:
    assert "Lopend jaar: januari 7,0" in draw(label="").alt
    assert "lopend jaar" in drawn.texts


def test_gaps_stay_open_in_both_lines(drawn: Drawn) -> None:
    draw([*USUAL[:5], None, *USUAL[6:]])
    lines = [one for one in drawn.strokes if len(one.x) == 12]
    assert sorted([month for month, value in enumerate(one.y) if math.isnan(value)] for one in lines) == [[5], [8, 9, 10, 11]]


def test_lines_differ_in_more_than_colour(drawn: Drawn) -> None:
    draw()
    usual, now = [one for one in drawn.strokes if len(one.x) == 12]
    assert usual.dashes != now.dashes
    assert usual.marker != now.marker


def test_alternative_text_says_the_season_the_band_and_the_running_year() -> None:
    alt = draw().alt
    assert alt.startswith("Lijngrafiek per maand: Woninginbraken, aantal per maand.")
    assert "Gemiddeld het meest in december (10,4) en het minst in juni (4,4)." in alt
    assert "Laagste tot hoogste van eerdere jaren: januari 5,7 tot 11,2, " in alt
    assert "2022: januari 7,0, februari 9,0, maart 12,0, april 5,0, mei 1,0, juni 5,0, juli 4,0 en augustus 6,0." in alt
    assert "Hoger dan de hoogste van eerdere jaren: maart." in alt
    assert "Lager dan de laagste van eerdere jaren: mei." in alt


def test_alternative_text_says_what_is_even_and_what_is_missing() -> None:
    assert "Gemiddeld in elke maand 4." in draw([4] * 12, [1] * 12, [9] * 12, None).alt
    alt = draw([*USUAL[:5], None, *USUAL[6:]]).alt
    assert "Geen gemiddelde: juni." in alt
    assert "het minst in juli (4,8)" in alt


def test_the_axis_begins_at_zero_and_takes_in_everything(drawn: Drawn) -> None:
    draw(current=[40, *NOW[1:]])
    assert drawn.limits[2] == 0
    assert drawn.limits[3] > 40


def test_nothing_to_show_is_said(drawn: Drawn) -> None:
    figure = draw([None] * 12, [None] * 12, [math.nan] * 12, None)
    assert "Er zijn geen cijfers om te tonen" in drawn.texts
    assert figure.alt.endswith("Er zijn geen cijfers om te tonen.")
    assert figure.size[0] == 720


def test_only_a_running_year_can_be_drawn(drawn: Drawn) -> None:
    alt = draw([None] * 12, [None] * 12, [None] * 12, [0] * 12).alt
    assert "2022: januari 0" in alt
    assert "gemiddelde" not in drawn.texts
    assert "laagste tot hoogste" not in drawn.texts


@pytest.mark.parametrize("short", range(4))
def test_a_year_that_has_not_twelve_months_is_refused(short: int) -> None:
    rows: list[Months] = [USUAL, LOW, HIGH, NOW]
    rows[short] = rows[short][:11]
    with pytest.raises(PresentationError, match="twelve months"):
        draw(rows[0], rows[1], rows[2], rows[3])


def test_the_same_chart_is_the_same_bytes_and_every_argument_changes_it() -> None:
    base = draw()
    assert draw().svg == base.svg
    others = [draw(LOW), draw(low=USUAL), draw(high=USUAL), draw(current=None), draw(label="2023")]
    assert len({base.svg, *(other.svg for other in others)}) == 6
    assert len(base.svg) <= 45_000
