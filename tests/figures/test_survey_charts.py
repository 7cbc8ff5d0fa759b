"""Answers: every figure with its interval on an axis that never changes, and nothing drawn that may not be shown."""

import itertools
from collections.abc import Callable

import pytest
from figures.drawn import Drawn, watch

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures import style
from ivp_analysis.figures import survey_rows as module
from ivp_analysis.figures.asked import PERCENT, Asked, Axis
from ivp_analysis.figures.figure import Figure
from ivp_analysis.figures.survey import panel, questions, villages

HARD = Asked("Te hard rijden", 63.4, 57.2, 69.1, before=55.4, before_low=50.1, before_high=60.6, whole=60.2)
YOUTH = Asked("Rondhangende jongeren die 's avonds overlast geven", 17.0, 11.2, 24.8, whole=18.4, flagged=True)
DRUGS = Asked("Drugs", None, remark="te weinig antwoorden", before=8.0, before_low=4.0, before_high=14.1, whole=9.0)
WALLS = Asked("Bekladde muren", None, remark="niet getoond")
ITEMS = [HARD, YOUTH, DRUGS, WALLS]
TOLD = Asked("Gemeld bij de politie", 40.0, 30.0, 51.0, only_after="wie slachtoffer was van inbraak")
ONLINE = Asked("Online misdrijf gemeld", 20.0, 13.0, 30.0, only_after="die online slachtoffer waren")


def draw(
    items: list[Asked], *, title: str = "Overlast", unit: str = "procent", whole: str = "gemeente Dalfsen", axis: Axis = PERCENT
) -> Figure:
    return questions(
        items, title=title, unit=unit, caption="Bron: enquête", newest="2022", before="2017", place="Nieuwleusen", whole=whole, axis=axis
    )


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    return watch(monkeypatch, module)


def test_rows_stand_in_the_order_given_and_fit_the_page(drawn: Drawn) -> None:
    long = "Overlast door mensen die verward zijn in de buurt van huis"
    figure = draw([*ITEMS, *(Asked(f"{long} {number:02d}", 10.0 + number, 5.0, 30.0) for number in range(10))])
    names = ["Te hard rijden", "Drugs", "Bekladde muren", *(f"{long} {number:02d}" for number in range(10))]
    assert sorted(names, key=lambda name: -drawn.named(name).box.y0) == names
    assert figure.size[0] == 720
    assert not drawn.trouble


@pytest.mark.parametrize(
    ("axis", "value", "ticks"),
    [
        (PERCENT, 6.0, ["0", "20", "40", "60", "80", "100"]),
        (Axis(0, 10), 6.0, ["0", "2", "4", "6", "8", "10"]),
        (Axis(1, 5), 4.2, ["1", "2", "3", "4", "5"]),
        (Axis(1, 7), 4.2, ["1", "2", "3", "4", "5", "6", "7"]),
        (Axis(-2, 2), -0.5, ["-2", "-1", "0", "1", "2"]),
        (Axis(0, 100), 78.1, ["0", "20", "40", "60", "80", "100"]),
    ],
)
def test_the_axis_runs_from_the_lowest_value_to_the_highest(axis: Axis, value: float, ticks: list[str], drawn: Drawn) -> None:
    draw([Asked("Cijfer", value, value - 0.2, value + 0.2)], axis=axis)
    assert drawn.limits[:2] == (axis.low, axis.high)
    assert [text for text in drawn.texts if text in ticks] == ticks


def test_the_survey_before_is_hollow_and_the_municipality_a_tick(drawn: Drawn) -> None:
    draw([HARD])
    newest, before = sorted(drawn.marks("o"), key=lambda dot: dot.y[0])
    assert (newest.x, newest.face) == ([63.4], style.EMPHASIS[0])
    assert (before.x, before.face) == ([55.4], "#ffffff")
    whiskers = [line.x for line in drawn.strokes if line.marker in ("None", "") and len(line.x) == 2]
    assert whiskers == [[57.2, 69.1], [50.1, 60.6]]
    (tick,) = [line for line in drawn.marks("|") if len(line.x) == 1]
    assert (tick.x, tick.y) == ([60.2], newest.y)
    assert {"Nieuwleusen 2022, met 95%-interval", "Nieuwleusen 2017, met 95%-interval", "gemeente Dalfsen 2022", "2022", "2017"} <= set(
        drawn.texts
    )


def test_what_is_absent_leaves_nothing_in_the_legend(drawn: Drawn) -> None:
    draw([Asked("Te hard rijden", 63.4, 57.2, 69.1)], whole="")
    assert [text for text in drawn.texts if "95%" in text or "gemeente" in text] == ["Nieuwleusen 2022, met 95%-interval"]
    assert "2017" not in drawn.texts


def test_few_answers_are_dashed_lighter_and_starred(drawn: Drawn) -> None:
    draw([HARD, YOUTH])
    (flagged,) = [line for line in drawn.strokes if line.x == [11.2, 24.8] and line.marker in ("None", "")]
    (plain,) = [line for line in drawn.strokes if line.x == [57.2, 69.1] and line.marker in ("None", "")]
    assert (flagged.dashes, plain.dashes) == ("--", "-")
    assert flagged.colour != plain.colour
    assert f"{YOUTH.label} *" in drawn.texts
    assert "* weinig antwoorden" in drawn.texts
    assert not drawn.trouble


def test_there_is_no_star_where_there_is_no_figure(drawn: Drawn) -> None:
    draw([HARD, Asked("Drugs", None, remark="niet getoond", flagged=True, before=8.0)])
    assert "Drugs" in drawn.texts
    assert not [text for text in drawn.texts if "*" in text]


def test_a_question_that_not_everybody_was_asked_has_a_mark_that_is_explained(drawn: Drawn) -> None:
    figure = draw([HARD, TOLD, ONLINE, Asked("Aangifte", None, remark="niet getoond", only_after=TOLD.only_after)])
    assert {"Te hard rijden", "Gemeld bij de politie †", "Online misdrijf gemeld ‡", "Aangifte †"} <= {
        text.replace("\n", " ") for text in drawn.texts
    }
    assert figure.caption == (
        "† Alleen gevraagd aan wie slachtoffer was van inbraak. ‡ Alleen gevraagd aan mensen die online slachtoffer waren. Bron: enquête"
    )
    assert "Gemeld bij de politie (alleen gevraagd aan wie slachtoffer was van inbraak): 40 in 2022" in figure.alt
    assert "Online misdrijf gemeld (alleen gevraagd aan mensen die online slachtoffer waren): 20 in 2022" in figure.alt
    assert "Te hard rijden: 63 in 2022" in figure.alt
    assert "†" not in figure.alt
    assert not drawn.trouble


def test_where_all_were_asked_of_the_same_people_that_is_said_once_without_a_mark(drawn: Drawn) -> None:
    figure = draw([TOLD, Asked("Aangifte", 12.0, only_after=TOLD.only_after)])
    assert TOLD.label in drawn.texts
    assert figure.caption == "Alleen gevraagd aan wie slachtoffer was van inbraak. Bron: enquête"
    assert figure.alt.count("Alleen gevraagd aan wie slachtoffer was van inbraak.") == 1
    assert "gevraagd" not in draw(ITEMS).caption + draw(ITEMS).alt


def test_signs_go_on_when_they_run_out() -> None:
    caption = draw([HARD, *(Asked(f"Vraag {number}", 10.0, only_after=f"groep {number}") for number in range(6))]).caption
    assert [sentence.split(" ", maxsplit=1)[0] for sentence in caption.split(". ")[:6]] == ["†", "‡", "§", "¶", "††", "‡‡"]


def test_a_star_stands_behind_the_mark(drawn: Drawn) -> None:
    draw([HARD, Asked("Gemeld", 40.0, flagged=True, only_after="slachtoffers")])
    assert "Gemeld † *" in drawn.texts


@pytest.mark.parametrize(
    ("value", "axis", "coarse", "told"),
    [
        (64.206, PERCENT, 64.0, "64"),
        (0.3, PERCENT, 0.4, "<1"),
        (0.1, PERCENT, 0.4, "<1"),
        (99.8, PERCENT, 99.6, ">99"),
        (0.0, PERCENT, 0.0, "0"),
        (100.0, PERCENT, 100.0, "100"),
        (7.6543, Axis(0, 10), 7.7, "7,7"),
        (78.1234, Axis(0, 100), 78.1, "78,1"),
    ],
)
def test_a_coarse_figure_is_no_finer_than_it_is_told(value: float, axis: Axis, coarse: float, told: str) -> None:
    rough = axis.coarse(value)
    assert rough == coarse
    assert axis.text(rough) == axis.text(value) == told


def test_a_remark_stands_where_a_figure_would_and_off_the_tick(drawn: Drawn) -> None:
    draw([DRUGS, WALLS, HARD])
    assert "niet getoond" in drawn.texts
    remark = drawn.named("te weinig antwoorden").box
    # the tick of the municipality stands to the left, at 9
    assert remark.x0 > drawn.named("20").box.x1
    assert "8" in drawn.texts
    assert not drawn.trouble


@pytest.mark.parametrize(("value", "text"), [(0.0, "0"), (0.4, "<1"), (0.5, "1"), (62.5, "63"), (99.6, ">99"), (100.0, "100")])
def test_percentages_are_whole_and_what_is_not_none_is_never_none(value: float, text: str, drawn: Drawn) -> None:
    draw([Asked("Inbraak", value, 0.0, 100.0)])
    assert drawn.texts.count(text) == (2 if text in ("0", "100") else 1)


def test_means_have_one_decimal(drawn: Drawn) -> None:
    alt = draw([Asked("Rapportcijfer", 7.65, 7.4, 7.9)], unit="gemiddelde", axis=Axis(0, 10)).alt
    assert "7,7" in drawn.texts
    assert "Rapportcijfer: 7,7 in 2022 (95%-interval tussen 7,4 en 7,9)." in alt


def test_the_legend_stays_on_the_page_whatever_the_names(drawn: Drawn) -> None:
    place = "Hoonhorst en Oudleusen en omgeving"
    questions(ITEMS, title="Overlast", unit="procent", caption="", newest="2022", before="2017", place=place, whole="gemeente Dalfsen")
    assert not drawn.trouble


def test_alternative_text_says_every_figure() -> None:
    alt = draw(ITEMS).alt
    assert alt.startswith("Stippengrafiek met een rij per vraag: Overlast, procent.")
    assert (
        "Te hard rijden: 63 in 2022 (95%-interval tussen 57 en 69), 55 in 2017 (95%-interval tussen 50 en 61), gemeente Dalfsen in 2022 60."
    ) in alt
    assert "geven: 17 in 2022 (95%-interval tussen 11 en 25), weinig antwoorden, gemeente Dalfsen in 2022 18." in alt
    assert "Drugs: te weinig antwoorden, 8 in 2017 (95%-interval tussen 4 en 14), gemeente Dalfsen in 2022 9." in alt
    assert "Bekladde muren: niet getoond." in alt
    assert "Inbraak: minder dan 1 in 2022." in draw([Asked("Inbraak", 0.3)]).alt


@pytest.mark.parametrize("items", [[], [WALLS], [Asked("Drugs", None)]])
def test_nothing_to_show_is_said(items: list[Asked], drawn: Drawn) -> None:
    figure = draw(items)
    assert "Er zijn geen cijfers om te tonen." in figure.alt
    assert not [text for text in drawn.texts if "95%" in text or text == "2022"]
    assert not drawn.trouble


def test_the_panel_is_a_hollow_square_without_interval(drawn: Drawn) -> None:
    items = [Asked("Te hard rijden", 63.4, 57.2, 69.1, before=71.0), Asked("Drugs", None, remark="te weinig antwoorden", before=12.0)]
    figure = panel(items, title="Steekproef en panel", unit="procent", caption="")
    squares = drawn.marks("s")
    assert sorted((square.x, square.face) for square in squares) == [([12.0], "#ffffff"), ([71.0], "#ffffff")]
    assert [line.x for line in drawn.strokes if len(line.x) == 2 and line.marker in ("None", "")] == [[57.2, 69.1]]
    assert {"panel, indicatief", "steek- proef", "panel"} <= set(drawn.texts)
    assert "63 in de steekproef (95%-interval tussen 57 en 69), 71 in het panel (indicatief)." in figure.alt
    assert not drawn.trouble


def test_a_panel_with_an_interval_is_refused() -> None:
    with pytest.raises(PresentationError, match="no interval"):
        panel([Asked("Drugs", 8.0, before=9.0, before_low=7.0, before_high=11.0)], title="Panel", unit="procent", caption="")


def test_villages_have_their_model_estimate_beside_them(drawn: Drawn) -> None:
    items = [
        Asked("Nieuwleusen", 63.0, 57.0, 69.0, emphasised=True, whole=60.0),
        Asked("Hoonhorst", 52.0, 38.0, 66.0, before=57.0, before_low=50.0, before_high=64.0, whole=60.0, flagged=True),
        Asked("Oudleusen", None, remark="te weinig antwoorden", whole=60.0),
        Asked("gemeente Dalfsen", 60.0, 57.0, 63.0),
    ]
    figure = villages(items, title="Te hard rijden", unit="procent", caption="", whole="gemeente Dalfsen")
    assert [name for name in ("Nieuwleusen", "Hoonhorst *", "Oudleusen") if drawn.named(name).bold] == ["Nieuwleusen"]
    assert [diamond.x for diamond in drawn.marks("D")] == [[57.0]]
    assert "modelschatting met 95%-interval" in drawn.texts
    assert "Stippengrafiek met een rij per gebied" in figure.alt
    assert "weinig antwoorden, 57 als modelschatting (95%-interval tussen 50 en 64), gemeente Dalfsen 60." in figure.alt
    assert not drawn.trouble


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": 12.0, "remark": "niet getoond"},
        {"value": None, "low": 2.0, "high": 4.0},
        {"value": 12.0, "before": None, "before_low": 2.0, "before_high": 4.0},
    ],
)
def test_what_is_not_shown_cannot_be_handed_over(wrong: dict[str, float | None]) -> None:
    with pytest.raises(PresentationError, match="handed over to a chart"):
        Asked("Drugs", **wrong)  # type: ignore[arg-type]


def test_a_number_beyond_the_axis_is_refused() -> None:
    for item in (Asked("Cijfer", 11.0), Asked("Cijfer", 9.0, 8.0, 10.4), Asked("Cijfer", 9.0, whole=0.5)):
        with pytest.raises(PresentationError, match="beyond the axis"):
            draw([item], axis=Axis(1, 10))


def test_marks_are_apart_in_grey_and_stand_out_from_the_page(contrast: Callable[[str, str], float]) -> None:
    colours = (style.EMPHASIS[0], style.SEQUENCE[3], style.OTHERS[0][0], style.EMPHASIS[1])
    assert all(contrast(colour, "#ffffff") >= 3 for colour in colours)


def test_the_same_chart_is_the_same_bytes_and_every_argument_changes_it() -> None:
    base = draw(ITEMS)
    assert draw(ITEMS).svg == base.svg
    others = [
        draw(ITEMS, title="Verkeer"),
        draw(ITEMS, unit="%"),
        draw(ITEMS, whole="Zwolle"),
        draw(ITEMS, axis=Axis(0, 200)),
        draw(ITEMS[1:]),
    ]
    assert all(one.svg != other.svg for one, other in itertools.combinations([base, *others], 2))
