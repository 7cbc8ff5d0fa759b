"""Charts on the page of the survey: each on the axis of its values, true to whom was asked, and no finer than may be known."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from figures.drawn import watch

from ivp_analysis.analyses import monitor_charts as charts
from ivp_analysis.analyses.monitor import MonitorPage
from ivp_analysis.figures import survey_rows
from ivp_analysis.figures.figure import Figure
from ivp_analysis.vocabulary.parameters import Parameters
from ivp_analysis.wording.findings import CORONA

VICTIMS = "wie slachtoffer was van inbraak, fietsdiefstal, vernieling, geweld of bedreiging"
MODEL = ["shrunk", "shrunk_low", "shrunk_high"]


@pytest.fixture(autouse=True)
def _home(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVP_HOME", str(sample_home))


def page(village: str = "gemeente", theme: str = "1.4", **others: str) -> MonitorPage:
    return MonitorPage.open(Parameters.check({"village": village, "theme": theme, **others}))


def ask(of: MonitorPage, question: str, **changed: Any) -> None:
    """Ask a question otherwise: whom, or with what answers."""
    rows = of.data.questions.copy()
    rows.loc[question, list(changed)] = list(changed.values())
    vars(of.data)["questions"] = rows


def rescale(of: MonitorPage, question: str, lowest: int, highest: int) -> None:
    """Put the answers to a question on another scale, with all its figures."""
    was = of.data.questions.loc[question]
    for name in ("estimates", "everywhere"):
        rows = getattr(of.data, name).copy()
        numbers = ["value", "low", "high", *MODEL]
        here = rows["question"] == question
        rows.loc[here, numbers] = lowest + (rows.loc[here, numbers] - was["lowest"]) * (highest - lowest) / (was["highest"] - was["lowest"])
        vars(of.data)[name] = rows
    ask(of, question, lowest=lowest, highest=highest)


def units(figures: list[Figure], title: str) -> list[str]:
    """In what the figures say in words that they are measured."""
    return [figure.alt.split(f"{title}, ", maxsplit=1)[1].split(". ", maxsplit=1)[0] for figure in figures]


def test_marks_from_1_to_10_share_the_axis_of_the_scores_and_each_is_told_with_its_own_range() -> None:
    of = page("Dalfsen")
    figures = list(charts.questions(of.data))
    assert units(figures, ": Dalfsen") == ["procent van de inwoners", "gemiddelde van 1 tot 10 of score van 0 tot 10"]
    assert "Rapportcijfer voor veiligheid: 7," in figures[1].alt
    assert "Schaalscore oordeel over de politie: 5," in figures[1].alt


@pytest.mark.parametrize("ends", [(1, 5), (0, 100), (-2, 2), (1, 12)])
def test_each_other_range_of_values_has_a_chart_of_its_own(ends: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = watch(monkeypatch, survey_rows)
    of = page("Dalfsen")
    rescale(of, "cijfer-veiligheid", *ends)
    limits, figures = [], []
    for figure in charts.questions(of.data):
        figures.append(figure)
        limits.append(drawn.limits[:2])
    unit = "gemiddelde, van {} tot {}".format(*ends)
    assert units(figures, ": Dalfsen") == ["procent van de inwoners", unit, "score, van 0 tot 10"]
    assert limits == [(0, 100), ends, (0, 10)]
    panels = list(charts.panel(of.data))
    assert units(panels, "panel, Dalfsen") == ["procent", unit, "score, van 0 tot 10"]
    # no question is left out
    assert all(any(f"{label}: " in figure.alt for figure in found) for label in of.data.questions["label"] for found in (figures, panels))


@pytest.mark.parametrize("ends", [(1, 5), (0, 100)])
def test_villages_stand_on_the_axis_of_the_question(ends: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = watch(monkeypatch, survey_rows)
    of = page()
    rescale(of, "cijfer-veiligheid", *ends)
    vars(of.data)["questions"] = of.data.questions.loc[["cijfer-veiligheid"]]
    figure = charts.villages(of.data)
    assert figure is not None
    assert units([figure], "Rapportcijfer voor veiligheid") == ["gemiddelde, van {} tot {}".format(*ends)]
    assert "Gemeente Dalfsen: " in figure.alt
    assert list(drawn.limits[:2]) == list(ends)


def test_a_chart_with_a_question_that_not_everybody_was_asked_does_not_speak_of_all_inhabitants() -> None:
    (figure,) = charts.questions(page("gemeente", "1.3").data)
    assert units([figure], "gemeente Dalfsen") == ["procent van wie de vraag kreeg"]
    assert "procent van de inwoners" not in figure.alt + figure.caption
    assert figure.caption.startswith(f"† Alleen gevraagd aan {VICTIMS}. ")
    assert f"Gemeld bij de politie (alleen gevraagd aan {VICTIMS}): " in figure.alt
    assert "Extra sloten op de deur: " in figure.alt


def test_the_villages_are_told_whom_their_question_was_asked() -> None:
    of = page("gemeente", "4.1")
    ask(of, "te-hard-rijden", only_after="die een auto hebben")
    figure = charts.villages(of.data)
    assert figure is not None
    assert "procent van wie de vraag kreeg. Alleen gevraagd aan mensen die een auto hebben. Dalfsen: " in figure.alt
    assert figure.caption.startswith("Alleen gevraagd aan mensen die een auto hebben. ")


@pytest.mark.parametrize(
    ("theme", "bases"),
    [
        ("4.1", "Steekproef: van de inwoners; panel: van de leden."),
        ("1.3", "Steekproef: van de inwoners die de vraag kregen; panel: van de leden die de vraag kregen."),
    ],
)
def test_figures_of_the_panel_are_not_of_inhabitants(theme: str, bases: str) -> None:
    for figure in charts.panel(page("gemeente", theme).data):
        assert units([figure], "panel, gemeente Dalfsen") == ["procent"]
        assert bases in figure.caption
        assert "inwoners" not in figure.alt


def test_registrations_stand_beside_answers_with_whom_those_were_asked() -> None:
    of = page("gemeente", "1.3")
    assert "procent van de inwoners" in of.beside()._repr_html_()  # type: ignore[union-attr]
    vars(of.data)["questions"] = of.data.questions.assign(only_after="die een huis hebben")
    part = of.beside()._repr_html_()  # type: ignore[union-attr]
    alts, captions = re.findall(r'alt="([^"]*)"', part), re.findall(r"<figcaption>(.*?)</figcaption>", part)
    assert alts
    for told in (*alts, *captions):
        assert "De vraag rechts is alleen gevraagd aan mensen die een huis hebben." in told
    assert all("procent van wie de vraag kreeg" in alt and "van de inwoners" not in alt for alt in alts)


def test_only_figures_that_are_shown_are_called_of_few_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = watch(monkeypatch, survey_rows)
    of = page("Dalfsen")
    rows = of.data.estimates.assign(floor="flagged")
    hidden = rows["question"] == "wijkagent"
    rows.loc[hidden, ["value", "low", "high"]] = float("nan")
    vars(of.data)["estimates"] = rows.assign(public=rows["public"] & ~hidden)
    percentages = next(charts.questions(of.data))
    labels = [text.replace("\n", " ") for text in drawn.texts]
    assert "Weet wie de wijkagent is" in labels
    assert "Weet waar te melden *" in labels
    assert "Weet wie de wijkagent is: niet getoond" in percentages.alt


def test_the_model_is_said_to_pull_every_village_and_small_ones_the_most() -> None:
    figure = charts.villages(page("gemeente", "4.1").data)
    assert figure is not None
    pulled = "De modelschatting trekt het cijfer van een kern naar dat van de gemeente, een kleine kern het meest. De volgorde zegt niets."
    assert pulled in figure.caption


@pytest.mark.parametrize(("theme", "question", "digits"), [("4.1", "te-hard-rijden", 0), ("1.4", "cijfer-veiligheid", 1)])
def test_the_model_of_a_village_without_a_figure_is_drawn_no_finer_than_it_is_told(
    theme: str, question: str, digits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = watch(monkeypatch, survey_rows)
    of = page("gemeente", theme)
    vars(of.data)["questions"] = of.data.questions.loc[[question]]
    rows = of.data.everywhere.copy()
    here = (rows["question"] == question) & (rows["role"] == "village")
    # the sample has no estimate of the model for every mean: each village gets one, with all decimals
    for order, place in enumerate(rows.index[here]):
        rows.loc[place, MODEL] = [start + order / 7 for start in (6.254321, 5.123456, 7.234567)]
    vars(of.data)["everywhere"] = rows
    assert charts.villages(of.data) is not None
    villages = of.context.municipality.village_names
    drawings = dict(zip(villages, (mark.x[0] for mark in sorted(drawn.marks("D"), key=lambda mark: mark.y)), strict=True))
    bounds = {tuple(line.x) for line in drawn.strokes if len(line.x) == 2}
    kept = rows[here].set_index("village")
    assert set(kept["floor"]) > {"plain"}
    for village in villages:
        value, low, high = kept.loc[[village], MODEL].to_numpy(dtype=float)[0]
        if kept.loc[village, "floor"] in ("plain", "flagged"):
            assert drawings[village] == value
            assert (low, high) in bounds
        else:
            assert drawings[village] == pytest.approx(round(value, digits))
            assert drawings[village] != value
            assert (round(low, digits), round(high, digits)) in bounds
            assert (low, high) not in bounds


def test_a_year_of_corona_is_named_once_in_the_section_with_registrations() -> None:
    of = page("gemeente", "1.3")
    assert len(of.data.beside) > 1
    part = of.beside()._repr_html_()  # type: ignore[union-attr]
    assert part.count(CORONA.format(year=2021)) == 1
    assert part.index(CORONA.format(year=2021)) < part.index("<figure")
    assert CORONA.format(year=2020) not in part


@pytest.mark.parametrize(("years", "named"), [((2017, 2019), []), ((2020, 2022), [2020]), ((2020, 2021), [2020, 2021])])
def test_only_police_years_of_corona_are_named(years: tuple[int, int], named: list[int]) -> None:
    of = page("gemeente", "1.3")
    before, newest = years
    vars(of.data)["beside"] = of.data.beside.assign(police_before_year=before, police_year=newest)
    part = of.beside()._repr_html_()  # type: ignore[union-attr]
    assert [year for year in range(2015, 2025) if CORONA.format(year=year) in part] == named


def test_the_unit_is_true_for_all_questions() -> None:
    rows = pd.DataFrame({"kind": ["mean", "mean"], "lowest": [0, 1], "highest": [10, 10], "only_after": ["", ""]})
    assert charts.unit(rows) == "gemiddelde van 0 tot 10 of gemiddelde van 1 tot 10"
    assert charts.unit(rows.assign(kind=["mean", "scale"], lowest=0)) == "gemiddelde of score, van 0 tot 10"
    shares = rows.assign(kind="percentage")
    assert charts.unit(shares) == "procent van de inwoners"
    assert charts.unit(shares.assign(only_after=["", "slachtoffers"])) == "procent van wie de vraag kreeg"
    assert charts.unit(shares.assign(only_after=["", "slachtoffers"]), of="") == "procent"
