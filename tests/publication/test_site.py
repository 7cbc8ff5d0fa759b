import hashlib
import html
import json
import os
import re
from base64 import b64encode
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ivp_analysis.errors import PublicationError
from ivp_analysis.execution import outputs
from ivp_analysis.execution.matrix import PER_THEME
from ivp_analysis.paths import Paths
from ivp_analysis.publication.layout import BANNER
from ivp_analysis.publication.page import render_section
from ivp_analysis.publication.site import build_site
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from publication.notebooks import (
    COMMIT,
    EDITION,
    SOURCES,
    code,
    deliveries,
    figure,
    map_cells,
    markdown,
    origins,
    shown,
    small_kernbeleid,
    write,
    write_notebooks,
)


@pytest.fixture
def paths(tmp_path: Path, dalfsen: Municipality) -> Paths:
    paths = Paths(tmp_path)
    write_notebooks(paths, dalfsen, small_kernbeleid())
    return paths


def build(paths: Paths, municipality: Municipality, kernbeleid: Kernbeleid | None = None, *, synthetic: bool = True) -> Path:
    themes = kernbeleid or small_kernbeleid()
    return build_site(municipality, themes, origins(deliveries=deliveries(synthetic=synthetic)), paths).parent


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def documents(site: Path) -> dict[str, str]:
    pages = {name: data.decode() for name, data in contents(site).items() if name.endswith(".html")}
    return pages | {"../chapter.html": (site.parent / "chapter.html").read_text(encoding="utf-8")}


class Elements(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_the_site_has_a_page_per_area_and_theme(paths: Paths, dalfsen: Municipality) -> None:
    site = build(paths, dalfsen)
    areas = ("dalfsen", "nieuwleusen", "lemelerveld", "hoonhorst", "oudleusen", "gemeente")
    themes = {f"{area}/{theme}.html" for area in areas for theme in ("1-1", "1-4", "2-5")}
    assert set(contents(site)) == {"index.html", "herkomst.html", "chapter.html", "style.css"} | themes
    assert site == paths.reports("dalfsen", EDITION) / "site"


def test_every_page_says_what_it_must(paths: Paths, dalfsen: Municipality) -> None:
    for page in documents(build(paths, dalfsen)).values():
        elements = Elements(page)
        assert elements.all("html") == [{"lang": "nl"}]
        assert len(elements.all("title")) == len(elements.all("h1")) == len(elements.all("main")) == 1
        assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in elements.all("meta")
        assert elements.all("a")[0] == {"class": "skip", "href": "#hoofdinhoud"}
        assert elements.all("script") == []
        for text in (BANNER, f"Gemeente Dalfsen, editie {EDITION}, openbaar.", *SOURCES):
            assert text in page


def test_real_figures_have_no_banner(paths: Paths, dalfsen: Municipality) -> None:
    assert not any(BANNER in page or 'class="synthetic"' in page for page in documents(build(paths, dalfsen, synthetic=False)).values())


def test_every_link_leads_to_a_page_and_a_place_that_exist(paths: Paths, dalfsen: Municipality) -> None:
    site = build(paths, dalfsen)
    ids = {name: [item["id"] for _, item in Elements(page).found if "id" in item] for name, page in documents(site).items()}
    assert all(len(found) == len(set(found)) for found in ids.values())
    for name, page in documents(site).items():
        elements = Elements(page)
        for item in [*elements.all("a"), *elements.all("link")]:
            address, _, place = item["href"].partition("#")
            target = (site / name).parent / address if address else site / name
            assert target.is_file(), (name, item)
            key = "../chapter.html" if name.startswith("..") else target.resolve().relative_to(site.resolve()).as_posix()
            assert not place or place in ids[key], (name, item)


def test_the_matrix_is_a_table_with_headers_both_ways(paths: Paths, dalfsen: Municipality) -> None:
    elements = Elements((build(paths, dalfsen) / "index.html").read_text(encoding="utf-8"))
    scopes = [item["scope"] for item in elements.all("th")]
    assert (scopes.count("col"), scopes.count("row"), scopes.count("rowgroup")) == (7, 3, 2)
    labelled = [item for item in elements.all("a") if "aria-label" in item]
    assert len(labelled) == 18
    assert {"href": "hoonhorst/1-1.html", "aria-label": "te weinig waarnemingen: 1.1 Sociale kwaliteit, Hoonhorst"} in labelled


def test_the_notebooks_become_sections_below_one_heading(paths: Paths, dalfsen: Municipality) -> None:
    page = (build(paths, dalfsen) / "hoonhorst" / "1-1.html").read_text(encoding="utf-8")
    levels = [int(name[1]) for name, _ in Elements(page).found if re.fullmatch("h[1-6]", name)]
    assert levels == [1, 2, 3, 2, 3, 2, 3]
    assert "Politiecijfers: 1.1 Sociale kwaliteit in Hoonhorst</h2>" in page
    assert page.index("Enquête: Hoonhorst</h2>") < page.index("Kaart: Hoonhorst</h2>")


def test_previous_and_next_follow_the_themes_of_a_village(paths: Paths, dalfsen: Municipality) -> None:
    site = build(paths, dalfsen)

    def beside(theme: str) -> list[tuple[str, str]]:
        links = Elements((site / "dalfsen" / f"{theme}.html").read_text(encoding="utf-8")).all("a")
        return [(item["rel"], item["href"]) for item in links if "rel" in item]

    assert beside("1-1") == [("next", "1-4.html")]
    assert beside("1-4") == [("prev", "1-1.html"), ("next", "2-5.html")]
    assert beside("2-5") == [("prev", "1-4.html")]


def test_a_failed_notebook_is_named_on_its_page_and_the_rest_is_there(paths: Paths, dalfsen: Municipality) -> None:
    failed = paths.executed("dalfsen", EDITION, "public", "police", "Dalfsen", "1.1")
    failed.rename(failed.with_suffix(".failed.ipynb"))
    page = (build(paths, dalfsen) / "dalfsen" / "1-1.html").read_text(encoding="utf-8")
    assert '<h2 id="police">Politiecijfers</h2>' in page
    assert "Dit onderdeel ontbreekt: het maken ervan is mislukt." in page
    assert "Kaart: Dalfsen</h2>" in page


def test_a_notebook_that_did_not_run_is_named_on_its_page(paths: Paths, dalfsen: Municipality) -> None:
    paths.executed("dalfsen", EDITION, "public", "map", "Dalfsen", "1.1").unlink()
    page = (build(paths, dalfsen) / "dalfsen" / "1-1.html").read_text(encoding="utf-8")
    assert "Dit onderdeel is voor deze editie niet gemaakt." in page


@pytest.mark.parametrize(("failed", "said"), [(True, "is mislukt"), (False, "niet gemaakt")])
def test_a_missing_chapter_is_said_in_its_place(paths: Paths, dalfsen: Municipality, failed: bool, said: str) -> None:
    build(paths, dalfsen)
    chapter = paths.executed("dalfsen", EDITION, "public", "chapter")
    chapter.rename(chapter.with_suffix(".failed.ipynb")) if failed else chapter.unlink()
    pages = documents(build(paths, dalfsen))
    for name in ("chapter.html", "../chapter.html"):
        assert said in pages[name]
        assert "Inleiding" not in pages[name]


def test_the_chapter_alone_holds_its_own_style_and_nothing_else_may_be_loaded(paths: Paths, dalfsen: Municipality) -> None:
    page = documents(build(paths, dalfsen))["../chapter.html"]
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'" in page
    assert Elements(page).all("link") == []
    assert [item["href"] for item in Elements(page).all("a") if not item["href"].startswith("#")] == []


def test_the_policy_comes_before_all_that_it_is_about_and_links_tell_nobody_where_they_were_followed(
    paths: Paths, dalfsen: Municipality
) -> None:
    for page in documents(build(paths, dalfsen)).values():
        head = [(tag, attributes) for tag, attributes in Elements(page).found if tag not in ("html", "head")]
        assert head[0] == ("meta", {"charset": "utf-8"})
        assert head[1][1]["http-equiv"] == "Content-Security-Policy"
        assert "'unsafe" not in head[1][1]["content"]
        assert head[2] == ("meta", {"name": "referrer", "content": "no-referrer"})


def test_the_pages_of_the_site_load_their_style_from_the_site_only(paths: Paths, dalfsen: Municipality) -> None:
    site = build(paths, dalfsen)
    page = (site / "dalfsen" / "1-1.html").read_text(encoding="utf-8")
    assert "content=\"default-src 'none'; img-src data:; style-src 'self'; base-uri 'none'; form-action 'none'\"" in page
    assert Elements(page).all("link") == [{"rel": "stylesheet", "href": "../style.css"}]
    assert not re.search(r"url\(|@import|https?:", (site / "style.css").read_text(encoding="utf-8"))


def test_names_are_text_and_never_markup(tmp_path: Path, dalfsen: Municipality) -> None:
    evil = "<script>alert('x')</script>"
    village = dalfsen.villages[0].model_copy(update={"name": f"Dorp {evil}"})
    municipality = dalfsen.model_copy(update={"name": f"Gemeente {evil}", "villages": (village,), "key": "proef"})
    for cached in ("village_names", "area_names", "neighbourhoods", "village_of"):
        municipality.__dict__.pop(cached, None)
    paths, themes = Paths(tmp_path), small_kernbeleid(f"Thema {evil}")
    write_notebooks(paths, municipality, themes)
    for area in municipality.area_names:
        for theme in themes.themes:
            for notebook in PER_THEME:
                write(paths.executed("proef", EDITION, "public", notebook, area, theme), [markdown("# Kop")])
    evil_source = deliveries()[0].model_copy(update={"source": f"Bron {evil}", "name": f"Levering {evil}"})
    site = build_site(municipality, themes, origins(municipality="proef", deliveries=(evil_source,)), paths).parent
    pages = documents(site)
    assert "dorp-script-alert-x-script/1-1.html" in pages
    assert "&lt;script&gt;" in pages["index.html"]
    assert not any("<script" in page for page in pages.values())


def test_a_page_that_breaks_a_rule_leaves_the_previous_site_as_it_was(paths: Paths, dalfsen: Municipality) -> None:
    site = build(paths, dalfsen)
    before = contents(site.parent / "site") | {"chapter": (site.parent / "chapter.html").read_bytes()}
    write(paths.executed("dalfsen", EDITION, "public", "chapter"), [markdown("# Ander hoofdstuk")])
    write(paths.executed("dalfsen", EDITION, "public", "map", "gemeente", "2.5"), [*map_cells(), code(shown(html=figure("kort")))])
    with pytest.raises(PublicationError, match=r"map/gemeente/2-5\.ipynb, figure 2"):
        build(paths, dalfsen)
    assert contents(site) | {"chapter": (site.parent / "chapter.html").read_bytes()} == before
    assert sorted(path.name for path in site.parent.iterdir()) == ["chapter.html", "notebooks", "site"]


def test_a_new_site_has_nothing_of_the_old_one(paths: Paths, dalfsen: Municipality) -> None:
    site = build(paths, dalfsen)
    (site / "vergeten.html").write_text("oud", encoding="utf-8")
    build(paths, dalfsen)
    assert not (site / "vergeten.html").exists()


def test_the_same_notebooks_give_the_same_bytes(paths: Paths, dalfsen: Municipality) -> None:
    first = contents(build(paths, dalfsen))
    assert contents(build(paths, dalfsen)) == first


def test_two_sites_of_the_same_notebooks_are_the_same_whenever_and_wherever_they_are_made(tmp_path: Path, dalfsen: Municipality) -> None:
    made: list[dict[str, bytes]] = []
    for name in ("een", "twee"):
        paths = Paths(tmp_path / name)
        write_notebooks(paths, dalfsen, small_kernbeleid())
        for notebook in tmp_path.joinpath(name).rglob("*.ipynb"):
            os.utime(notebook, (len(made), len(made)))
        made.append(contents(build(paths, dalfsen).parent))
    assert made[0] == made[1]


def foot(page: str) -> str:
    """Return the text of the foot of a page, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page.partition("<footer")[2].partition(">")[2])).split())


def test_every_page_says_at_its_foot_where_it_comes_from(paths: Paths, dalfsen: Municipality) -> None:
    for page in documents(build(paths, dalfsen)).values():
        assert "Gemaakt uit 2 leveringen met peildata van 1 januari 2022 tot en met 15 februari 2022" in foot(page)
        assert f"met ivp-analysis 0.1.0, commit {COMMIT[:12]}, bibliotheken dddddddddddd." in foot(page)


def test_a_page_says_which_village_and_theme_it_is_about(paths: Paths, dalfsen: Municipality) -> None:
    pages = documents(build(paths, dalfsen))
    assert foot(pages["hoonhorst/1-1.html"]).startswith(
        "Gemeente Dalfsen, editie 2022-H1, openbaar. Kern Hoonhorst, thema 1.1 Sociale kwaliteit."
    )
    assert "Hele gemeente, thema 2.5 Toerisme." in foot(pages["gemeente/2-5.html"])


def test_every_page_leads_to_the_page_with_all_deliveries_and_digests(paths: Paths, dalfsen: Municipality) -> None:
    pages = documents(build(paths, dalfsen))
    alone, own = pages.pop("../chapter.html"), pages.pop("herkomst.html")
    for name, page in pages.items():
        assert {"href": "../herkomst.html" if "/" in name else "herkomst.html"} in Elements(page).all("a")
    # the chapter by itself has nowhere to lead to, so it holds them
    for page in (own, alone):
        for item in deliveries():
            assert {item.name, item.source, item.sha256[:12]} <= set(re.findall(r">([^<>]+)</", page))
        for digest in (COMMIT, "a" * 64, "b" * 64, "c" * 64, "d" * 64):
            assert digest in page
        assert "15 februari 2022" in page
        assert "1.1 en 1.3" in page


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"clean": False}, f"commit {COMMIT[:12]} met niet-vastgelegde wijzigingen, bibliotheken"),
        ({"clean": None}, f"commit {COMMIT[:12]} (of alles is vastgelegd, is onbekend), bibliotheken"),
        ({"commit": None, "clean": None}, "commit onbekend, bibliotheken"),
        ({"lock": None}, "bibliotheken onbekend."),
        ({"deliveries": deliveries()[:1]}, "Gemaakt uit 1 levering met peildatum 15 februari 2022, met"),
        ({"deliveries": ()}, "Gemaakt uit geen leveringen, met"),
        ({"stale": 1}, "Let op: Eén onderdeel ontbreekt of is gemaakt vóór de laatste wijziging van cijfers of programma."),
        ({"stale": 12}, "Let op: 12 onderdelen ontbreken of zijn gemaakt vóór de laatste wijziging van cijfers of programma."),
    ],
)
def test_what_is_not_known_or_not_committed_is_said(paths: Paths, dalfsen: Municipality, values: dict[str, object], said: str) -> None:
    site = build_site(dalfsen, small_kernbeleid(), origins(**values), paths).parent
    assert all(said in foot(page) for page in documents(site).values())


def test_pages_made_at_run_time_give_the_same_site(paths: Paths, dalfsen: Municipality) -> None:
    before = contents(build(paths, dalfsen))
    for notebook in (paths.reports("dalfsen", EDITION) / "notebooks").rglob("*.ipynb"):
        name = notebook.relative_to(paths.reports("dalfsen", EDITION) / "notebooks").parts[0].removesuffix(".ipynb")
        text = notebook.read_text(encoding="utf-8")
        page = render_section(name, text)
        outputs.put(outputs.sealed(json.loads(text), {}, page), notebook, notebook.parent)
        outputs.put(page, outputs.page_of(notebook), notebook.parent)
    assert contents(build(paths, dalfsen)) == before


def test_an_internal_report_is_not_published(paths: Paths, dalfsen: Municipality) -> None:
    with pytest.raises(PublicationError, match="an internal report is not published"):
        build_site(dalfsen, small_kernbeleid(), origins(audience="internal"), paths)
    assert not (paths.reports("dalfsen", EDITION) / "site").exists()


def test_without_notebooks_there_is_nothing_to_publish(tmp_path: Path, dalfsen: Municipality) -> None:
    with pytest.raises(PublicationError, match=r"no executed notebooks.*Run ivp run dalfsen first"):
        build(Paths(tmp_path), dalfsen)
    assert not list(tmp_path.iterdir())
