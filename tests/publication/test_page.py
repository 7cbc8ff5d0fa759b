import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ivp_analysis.errors import PublicationError
from ivp_analysis.execution import outputs
from ivp_analysis.publication.page import Heading, State, headings, render_section, section, state_of
from ivp_analysis.publication.page import render as render_text
from publication.notebooks import ALT, chapter, code, figure, map_cells, markdown, police, shown, write


def render(notebook: Path, shift: int = 0, prefix: str = "") -> str:
    return render_text(notebook.read_text(encoding="utf-8"), "/".join(notebook.parts[-3:]), shift, prefix)


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


def seal(notebook: Path, page: str) -> Path:
    """Seal a notebook as a run does, with a page beside it."""
    text = outputs.sealed(json.loads(notebook.read_text(encoding="utf-8")), {"package": "x"}, page)
    outputs.put(text, notebook, notebook.parent)
    outputs.put(page, outputs.page_of(notebook), notebook.parent)
    return notebook


def test_a_section_goes_down_a_level_and_the_chapter_is_a_page_by_itself(tmp_path: Path) -> None:
    text = write(tmp_path / "n.ipynb", [markdown("# Kop\n\n## Onder")]).read_text(encoding="utf-8")
    for name in ("police", "monitor", "map"):
        assert headings(render_section(name, text)) == (Heading(2, f"{name}-kop", "Kop"), Heading(3, f"{name}-onder", "Onder"))
    assert headings(render_section("chapter", text)) == (Heading(1, "kop", "Kop"), Heading(2, "onder", "Onder"))


def test_a_page_made_at_run_time_is_the_same_as_one_made_at_publication(tmp_path: Path) -> None:
    for name, cells in (("police", police()), ("chapter", chapter())):
        notebook = write(tmp_path / name / "1-1.ipynb", cells)
        later = section(name, notebook)
        assert section(name, seal(notebook, render_section(name, notebook.read_text(encoding="utf-8")))) == later


def test_a_page_made_at_run_time_is_used_as_it_is(tmp_path: Path) -> None:
    assert section("police", seal(write(tmp_path / "n.ipynb", police()), "<p>Van toen.</p>\n")) == "<p>Van toen.</p>\n"


def test_a_page_made_at_run_time_is_checked_again(tmp_path: Path) -> None:
    notebook = seal(write(tmp_path / "police" / "dalfsen" / "1-1.ipynb", police()), "<script>alert(1)</script>")
    with pytest.raises(PublicationError, match=r"holds a <script> \(page police/dalfsen/1-1\.ipynb"):
        section("police", notebook)


@pytest.mark.parametrize("ending", [".html", ".ipynb"])
def test_a_page_is_made_anew_when_a_byte_of_it_or_of_its_notebook_changed(tmp_path: Path, ending: str) -> None:
    notebook = seal(write(tmp_path / "n.ipynb", police()), "<p>Van toen.</p>\n")
    path = notebook.with_suffix(ending)
    path.write_bytes(path.read_bytes() + b" ")
    assert "In 2021 waren er 221 registraties." in section("police", notebook)


def test_a_page_is_made_anew_when_it_is_gone_or_was_never_made(tmp_path: Path) -> None:
    gone = seal(write(tmp_path / "gone.ipynb", police()), "<p>Van toen.</p>\n")
    outputs.page_of(gone).unlink()
    never = seal(write(tmp_path / "never.ipynb", police()), "")
    assert section("police", gone) == section("police", never) == section("police", write(tmp_path / "plain.ipynb", police()))


def test_a_notebook_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(PublicationError, match="cannot be read"):
        section("police", path)


def test_pages_made_in_many_threads_at_once_are_as_those_made_alone(tmp_path: Path) -> None:
    names = [f"{number}" for number in range(64)]
    cells = {name: [*police(f"Dorp {name}"), *map_cells(name), *chapter(), markdown(f"## Kop {name}\n\n- *a*\n- `b`")] for name in names}
    texts = {name: write(tmp_path / f"{name}.ipynb", cells[name]).read_text(encoding="utf-8") for name in names}
    with ThreadPoolExecutor(max_workers=8) as pool:
        at_once = dict(zip(names, pool.map(lambda name: render_section("police", texts[name]), names), strict=True))
    assert at_once == {name: render_section("police", texts[name]) for name in names}
    assert len(set(at_once.values())) == len(names)


def test_markdown_keeps_code_tables_and_pictures_of_its_own(tmp_path: Path) -> None:
    text = f"    eerste = 1\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![{ALT}](attachment:x.png)"
    body = render(write(tmp_path / "n.ipynb", [markdown(text) | {"attachments": {"x.png": {"image/png": "aGFsbG8="}}}]))
    assert "<pre><code>eerste = 1" in body
    assert "<td>1</td>" in body
    assert f'<img src="data:image/png;base64,aGFsbG8=" alt="{ALT}"' in body
