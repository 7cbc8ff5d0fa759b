import pytest

from ivp_analysis.errors import PublicationError
from ivp_analysis.publication.check import check
from publication.notebooks import ALT, figure, table


def test_figures_tables_and_links_may_be_published() -> None:
    page = f'<h1>x</h1>{figure()}{table()}<p><a href="https://data.politie.nl">bron</a></p>'
    check(page, "page")
    # the same page with one word less to say of the figure is refused, so it was looked at
    with pytest.raises(PublicationError, match="alternative text is missing"):
        check(page.replace(ALT, ""), "page")


@pytest.mark.parametrize("alt", ["", "   ", "grafiek", "No description has been provided for this image"])
def test_a_figure_without_an_alternative_text_is_refused(alt: str) -> None:
    with pytest.raises(PublicationError, match=r"alternative text.*page hoonhorst/1-3, figure 2"):
        check(figure() + figure(alt), "hoonhorst/1-3")


def test_a_figure_without_the_attribute_is_refused() -> None:
    with pytest.raises(PublicationError, match="missing"):
        check('<img src="data:,">', "page")


@pytest.mark.parametrize(
    "html",
    [
        f'<img src="https://example.org/x.png" alt="{ALT}">',
        f'<img src="x.png" alt="{ALT}">',
        '<video poster="http://example.org/x.png"></video>',
    ],
)
def test_a_page_that_would_fetch_something_is_refused(html: str) -> None:
    with pytest.raises(PublicationError, match="fetch something from elsewhere"):
        check(html, "page")


@pytest.mark.parametrize("tag", ["script", "iframe", "object", "link", "form", "meta"])
def test_active_content_is_refused(tag: str) -> None:
    with pytest.raises(PublicationError, match=f"<{tag}>"):
        check(f"<p>x</p><{tag}>alert(1)</{tag}>", "page")


@pytest.mark.parametrize(
    "html", ["<div><p>x</p>", "<p>x</p></div>", "<section><div>x</section></div>", "<table><tr><td>1</td></tr>", "<div/>x"]
)
def test_an_element_that_would_take_in_the_rest_of_the_page_is_refused(html: str) -> None:
    with pytest.raises(PublicationError, match=r"opened or closed once too often \(page p, element"):
        check(html, "p")


def test_elements_that_html_closes_by_itself_may_stay_open() -> None:
    check("<ul><li>een<li>twee</ul><p>drie<p>vier<br><table><tr><td>1<td>2</table>", "p")
