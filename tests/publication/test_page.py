from pathlib import Path

import pytest

from ivp_analysis.errors import PublicationError
from ivp_analysis.publication.page import Heading, State, headings, render, state_of
from publication.notebooks import ALT, chapter, code, figure, markdown, police, shown, write


def test_text_and_displays_are_shown(tmp_path: Path) -> None:
    body = render(write(tmp_path / "chapter.ipynb", [markdown("Een *zin*."), code(shown(html=figure()), shown(markdown="**vet**"))]))
    assert "<p>Een <em>zin</em>.</p>" in body
    assert f'alt="{ALT}"' in body
    assert "<strong>vet</strong>" in body


def test_code_logs_printed_text_representations_and_findings_are_not_shown(tmp_path: Path) -> None:
    logs = [{"output_type": "stream", "name": name, "text": f"log op {name}"} for name in ("stdout", "stderr")]
    result = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": "<Figure size 640x480>"}}
    body = render(write(tmp_path / "police.ipynb", [*police(verdict="het oordeel"), code(*logs, result)]))
    for hidden in ("geheime_invoer", "log op", "Figure", "Table(…)", "het oordeel", "estimate", "vnd.ivp-analysis"):
        assert hidden not in body


def test_a_finding_renders_as_nothing(tmp_path: Path) -> None:
    assert render(write(tmp_path / "n.ipynb", [code(shown(finding={"sentence": "zin"}, plain="Finding(zin)"))])).strip() == ""


def test_the_value_of_a_cell_is_shown_like_a_display(tmp_path: Path) -> None:
    result = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/html": ["<p>eerste", " regel</p>"]}}
    assert render(write(tmp_path / "n.ipynb", [code(result)])) == "<p>eerste regel</p>\n"


def test_headings_go_down_and_keep_their_order(tmp_path: Path) -> None:
    notebook = write(
        tmp_path / "n.ipynb", [markdown("# Een\n\n## Twee\n\n###### Zes"), code(shown(html='<h2 class="k">Kop &amp; <em>staart</em></h2>'))]
    )
    assert [heading.level for heading in headings(render(notebook))] == [1, 2, 6, 2]
    shifted = render(notebook, shift=1)
    assert [heading.level for heading in headings(shifted)] == [2, 3, 6, 3]
    assert "<h1" not in shifted
    assert '<h3 id="kop-staart" class="k">' in shifted


def test_every_heading_has_an_id_of_its_own(tmp_path: Path) -> None:
    notebook = write(tmp_path / "n.ipynb", [markdown('# Bron\n\n## Bron\n\n## …\n\n<h2 id="eigen">Café\'s</h2>')])
    assert headings(render(notebook, prefix="map-")) == (
        Heading(1, "map-bron", "Bron"),
        Heading(2, "map-bron-2", "Bron"),
        Heading(2, "map-kop", "…"),
        Heading(2, "map-cafe-s", "Café's"),
    )


@pytest.mark.parametrize("alt", ["", "  ", "kaart", "No description has been provided for this image"])
def test_a_figure_without_a_real_alternative_text_is_refused(tmp_path: Path, alt: str) -> None:
    notebook = write(tmp_path / "police" / "dalfsen" / "1-1.ipynb", [code(shown(html=figure()), shown(html=figure(alt)))])
    with pytest.raises(PublicationError, match=r"police/dalfsen/1-1\.ipynb, figure 2\).*alternative text"):
        render(notebook)


@pytest.mark.parametrize(
    "cell", [markdown("![](data:image/png;base64,aGFsbG8=)"), code(shown(html='<img src="data:image/png;base64,aGFsbG8=">'))]
)
def test_an_image_without_alt_is_refused(tmp_path: Path, cell: dict[str, object]) -> None:
    with pytest.raises(PublicationError, match="alternative text is missing"):
        render(write(tmp_path / "n.ipynb", [cell]))


def test_a_bare_picture_is_refused_because_it_has_no_alternative_text(tmp_path: Path) -> None:
    with pytest.raises(PublicationError, match="figure 1"):
        render(write(tmp_path / "n.ipynb", [code(shown(png="aGFsbG8=", plain="<Figure>"))]))


@pytest.mark.parametrize(
    "html",
    [
        f'<img src="https://elders.nl/a.png" alt="{ALT}">',
        f'<img src="//elders.nl/a.png" alt="{ALT}">',
        f'<img src="plaatje.png" alt="{ALT}">',
        f'<img src="data:," srcset="https://elders.nl/a.png 2x" alt="{ALT}">',
        '<svg><use href="https://elders.nl/a.svg#b"/></svg>',
        '<video poster="https://elders.nl/a.png"></video>',
    ],
)
def test_a_resource_from_elsewhere_is_refused(tmp_path: Path, html: str) -> None:
    with pytest.raises(PublicationError, match=r"elsewhere \(page .*/n\.ipynb"):
        render(write(tmp_path / "n.ipynb", [code(shown(html=html))]))


@pytest.mark.parametrize("html", ["<script>alert(1)</script>", '<iframe title="kaart"></iframe>', '<link rel="stylesheet">'])
def test_scripts_frames_and_style_sheets_are_refused(tmp_path: Path, html: str) -> None:
    with pytest.raises(PublicationError, match="the page holds a <"):
        render(write(tmp_path / "n.ipynb", [code(shown(html=html))]))


def test_a_link_to_elsewhere_is_allowed(tmp_path: Path) -> None:
    assert 'href="https://data.politie.nl"' in render(write(tmp_path / "n.ipynb", [markdown("[politie](https://data.politie.nl)")]))


@pytest.mark.parametrize("content", ["geen json", "[]", "{}", '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}'])
def test_what_is_no_notebook_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "n.ipynb"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PublicationError, match="cannot be read"):
        render(path)


def test_a_notebook_that_ends_in_an_error_is_refused(tmp_path: Path) -> None:
    error = {"output_type": "error", "ename": "ValueError", "evalue": "fout", "traceback": ["fout"]}
    with pytest.raises(PublicationError, match="ends in an error"):
        render(write(tmp_path / "n.ipynb", [code(error)]))


def test_the_same_notebook_gives_the_same_bytes(tmp_path: Path) -> None:
    notebook = write(tmp_path / "n.ipynb", chapter())
    assert render(notebook) == render(notebook)


def test_a_failed_notebook_is_known_by_what_lies_beside_it(tmp_path: Path) -> None:
    assert state_of(tmp_path / "1-1.ipynb") is State.ABSENT
    write(tmp_path / "1-1.failed.ipynb", [])
    assert state_of(tmp_path / "1-1.ipynb") is State.FAILED
    write(tmp_path / "1-1.ipynb", [])
    assert state_of(tmp_path / "1-1.ipynb") is State.READY
