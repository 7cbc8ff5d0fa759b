from base64 import b64encode

import pytest

from ivp_analysis.errors import PublicationError
from ivp_analysis.publication.check import check
from ivp_analysis.vocabulary.audience import INTERNAL
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


def drawing(svg: str) -> str:
    return f'<img src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}" alt="{ALT}">'


@pytest.mark.parametrize(
    "html",
    [
        '<p onclick="x">a</p>',
        '<p ONCLICK="x">a</p>',
        '<details open ontoggle="x"><summary>a</summary></details>',
        '<p style="color: red">a</p>',
        '<p data-name="iets">a</p>',
        '<a href="#x" ping="#y">a</a>',
        f'<img src="data:image/png;base64,aGFsbG8=" alt="{ALT}" onerror="x">',
    ],
)
def test_an_attribute_that_does_something_or_hides_something_is_refused(html: str) -> None:
    with pytest.raises(PublicationError, match="the page holds an attribute"):
        check(html, "page")


@pytest.mark.parametrize("tag", ["style", "svg", "math", "base", "template", "textarea", "noscript", "marquee", "button", "video", "title"])
def test_what_is_no_text_table_or_picture_is_refused(tag: str) -> None:
    with pytest.raises(PublicationError, match=f"<{tag}>"):
        check(f"<p>x</p><{tag}>x</{tag}>", "page")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:x",
        "JAVASCRIPT:x",
        "&#106;avascript:x",
        "data:text/html,x",
        "vbscript:x",
        "",
        "//x.nl",
    ],
)
def test_a_link_to_what_is_no_page_is_refused(address: str) -> None:
    with pytest.raises(PublicationError, match="a link leads to something that is no page"):
        check(f'<a href="{address}">x</a>', "page")


def test_the_first_of_two_equal_attributes_is_looked_at_as_browsers_do() -> None:
    with pytest.raises(PublicationError, match="a link leads to"):
        check('<a href="javascript:x" href="#x">x</a>', "page")


@pytest.mark.parametrize("html", ["<!-- Jansen -->", "<!--><img src=x onerror=x>-->", "<!DOCTYPE x>", "<?php x ?>", "<![CDATA[x]]>"])
def test_text_that_readers_do_not_see_is_refused(html: str) -> None:
    with pytest.raises(PublicationError, match="text that readers do not see") as caught:
        check(f"<p>x</p>{html}", "page")
    assert "Jansen" not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["data:text/html;base64,aGFsbG8=", "data:image/svg+xml,%3Csvg%3E", "data:image/svg+xml;utf8,<svg/>", "#x", "data:,"]
)
def test_a_picture_that_is_not_written_in_base64_is_refused(address: str) -> None:
    with pytest.raises(PublicationError, match="a picture of this kind"):
        check(f'<img src="{address}" alt="{ALT}">', "page")


@pytest.mark.parametrize(
    "inside",
    [
        "<script>x</script>",
        "<SCRIPT>x</SCRIPT>",
        "<foreignObject><p>x</p></foreignObject>",
        '<a href="#x"><path d="m0 0"/></a>',
        '<image href="https://elders.nl/x.png"/>',
        '<use xlink:href="https://elders.nl/x.svg#a"/>',
        '<use xlink:href="&#104;ttps://elders.nl/x.svg#a"/>',
        '<path d="m0 0" onload="x"/>',
        "<path d='m0 0' onload='x'/>",
        "<path/onload=x d='m0 0'/>",
        '<path style="fill:url(https://elders.nl/x)"/>',
        "<style>@import 'https://elders.nl/x.css'</style>",
        "<style>path{fill:u\\72l(x)}</style>",
        '<animate attributeName="x" to="1"/>',
        "<text>Jansen</text>",
        "<title>Jansen</title>",
        "<metadata>Jansen</metadata>",
        "<desc>Jansen</desc>",
        "<!-- Jansen -->",
        "<!DOCTYPE svg>",
    ],
)
def test_a_drawing_that_holds_more_than_shapes_is_refused(inside: str) -> None:
    check(drawing('<svg viewBox="0 0 1 1"><path d="m0 0" style="fill:url(#a)"/></svg>'), "page")
    with pytest.raises(PublicationError, match="a drawing holds more than shapes"):
        check(drawing(f"<svg>{inside}</svg>"), "page")


def test_a_page_of_an_internal_run_is_refused() -> None:
    with pytest.raises(PublicationError, match=r"a page of an internal run is not published \(page police\)"):
        check(f"<h1>x</h1><p>{INTERNAL}</p>", "police")
