"""A figure is the same bytes wherever it is made, says what it shows, and cannot smuggle markup."""

from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure as Drawing

from ivp_analysis.errors import IvpError, PresentationError
from ivp_analysis.figures.charts import trend
from ivp_analysis.figures.figure import Figure, render
from ivp_analysis.figures.lines import Line

ALT = "Lijngrafiek van een lijn die twee punten verbindt, voor een test."
TRICKY = '<script>alert("&")</script> --> $x_1$'


def chart() -> Figure:
    lines = [
        Line("Hoonhorst", [2019, 2020, 2021], [1.5, 2.5, 0.5], [1, 2, 0], [2, 3, 1], emphasised=True),
        Line("Dalfsen", [2019, 2020, 2021], [1, 2, 3]),
    ]
    return trend(lines, title="Woninginbraken", unit="aantal per 1.000 inwoners", caption="Bron: politie")


def test_the_same_figure_is_the_same_bytes() -> None:
    first = chart()
    assert chart() == first
    assert first.svg.isascii()


def test_threads_do_not_disturb_each_other() -> None:
    expected = chart()
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: chart(), range(8))) == {expected}


def test_settings_of_a_user_do_not_change_a_figure_and_are_kept() -> None:
    expected = chart()
    with mpl.rc_context({"font.size": 30, "lines.linewidth": 9, "figure.constrained_layout.use": True, "savefig.bbox": "tight"}):
        assert chart() == expected
        assert mpl.rcParams["font.size"] == 30


def test_no_figure_stays_open() -> None:
    figure, axes = plt.subplots()
    axes.plot([1, 2], [1, 2])
    assert plt.get_fignums()
    render(figure, ALT, "")
    chart()
    assert plt.get_fignums() == []


@pytest.mark.parametrize("alt", ["", " " * 60, "Een grafiek"])
def test_a_figure_without_words_is_refused(alt: str) -> None:
    with pytest.raises(PresentationError, match="alternative text") as caught:
        Figure("<svg/>", alt, "Inbraken")
    assert isinstance(caught.value, IvpError)
    assert isinstance(caught.value, ValueError)


def test_the_page_gets_an_image_with_words_size_and_caption() -> None:
    figure = chart()
    html = figure._repr_html_()
    assert html.startswith('<figure class="ivp-figure"><img src="data:image/svg+xml;base64,')
    assert 'width="720"' in html
    assert f'alt="{figure.alt}"' in html
    assert html.endswith("<figcaption>Bron: politie</figcaption></figure>")


def test_text_from_data_stays_text() -> None:
    line = Line(TRICKY, [2020, 2021], [1, 2], emphasised=True)
    figure = trend([line], title=TRICKY, unit=TRICKY, caption=TRICKY, marked={2021: TRICKY})
    html = figure._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;alert(&quot;&amp;&quot;)" in html
    assert "script" not in figure.svg
    ET.fromstring(figure.svg)  # noqa: S314


def test_a_printed_figure_does_not_spell_out_its_picture() -> None:
    assert "<svg" not in repr(chart())


def test_a_picture_without_a_size_is_refused() -> None:
    with pytest.raises(PresentationError, match="width and height"):
        Figure("<svg/>", ALT, "")._repr_html_()


def test_letters_are_paths_and_nothing_is_fetched() -> None:
    drawing = Drawing()
    drawing.text(0.5, 0.5, "letters")
    svg = render(drawing, ALT, "").svg
    root = ET.fromstring(svg)  # noqa: S314
    assert not [element for element in root.iter() if element.tag.endswith("}text")]
    assert "http" not in svg.replace("http://www.w3.org/1999/xlink", "").replace("http://www.w3.org/2000/svg", "")
    assert "metadata" not in svg
