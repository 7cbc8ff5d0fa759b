"""Whatever deliveries and configuration say is text: on pages, in pictures, in folders and on the terminal."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import ivp
from letters import letters, pictures
from matplotlib.figure import Figure as Drawing
from nasty import ALL, STEERING, TEXTS, Page
from publication.notebooks import code, deliveries, finding, origins, shown, small_kernbeleid, write, write_notebooks
from pydantic import ValidationError
from ruamel.yaml import YAML

from ivp_analysis.analyses.chapter import Chapter
from ivp_analysis.analyses.display import banner, bullets, fold, heading, paragraph, together
from ivp_analysis.analyses.incident_map import MapPage
from ivp_analysis.analyses.interpretation import quotations
from ivp_analysis.analyses.monitor import MonitorPage
from ivp_analysis.analyses.police import PolicePage
from ivp_analysis.cli.words import say
from ivp_analysis.errors import DeliveryError
from ivp_analysis.figures.charts import trend
from ivp_analysis.figures.figure import Figure, render
from ivp_analysis.figures.lines import Line
from ivp_analysis.figures.style import drawing
from ivp_analysis.figures.tables import Table
from ivp_analysis.paths import PROJECT, Paths, slug
from ivp_analysis.publication.check import check
from ivp_analysis.publication.site import build_site
from ivp_analysis.sources.delivery import Delivery, sha256
from ivp_analysis.vocabulary.duiding import Duiding
from ivp_analysis.vocabulary.municipality import Municipality, Village
from ivp_analysis.vocabulary.parameters import Parameters
from ivp_analysis.vocabulary.plain import plain

OWN = {"a", "blockquote", "caption", "details", "div", "figcaption", "figure", "h1", "h2", "h3", "h4", "img", "li", "p", "summary", "table"}
OWN |= {"tbody", "td", "th", "thead", "tr", "ul"}
AROUND = {"html", "head", "meta", "title", "link", "style", "body", "header", "nav", "main", "footer", "ol", "span", "strong", "code"}
AROUND |= {"dl", "dt", "dd"}
SVG = '<svg width="720pt" height="320pt"></svg>'


def quoted(text: str) -> str:
    written: dict[str, Any] = {"tekst": text, "rol": "politie", "auteur": text[:120], "datum": "2022-09-19"}
    context: Any = type("Context", (), {"municipality": type("Municipality", (), {"label": staticmethod(lambda kern: f"de kern {kern}")})})
    return "".join(piece.html for piece in quotations(context, [Duiding.model_validate(written)]))


MADE: dict[str, Callable[[str], str]] = {
    "heading": lambda text: heading(text).html,
    "paragraph": lambda text: paragraph(text).html,
    "kind of paragraph": lambda text: paragraph("x", text).html,
    "list": lambda text: bullets([text], text).html,
    "fold": lambda text: together(fold(text, text)).html,
    "banner": lambda text: banner(text, text).html,
    "table": lambda text: Table(text, (text, "n"), ((text, text),), text, (text,))._repr_html_(),
    "figure": lambda text: Figure(SVG, f"{text} {'alternatieve tekst ' * 3}", text)._repr_html_(),
    "duiding": quoted,
}


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
@pytest.mark.parametrize("made", MADE)
def test_what_makes_markup_makes_text_of_text(made: str, text: str) -> None:
    page, harmless = Page(MADE[made](text)), Page(MADE[made]("woord"))
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in harmless.elements]
    # a cell that is a number has a class
    assert all(set(own) <= {*other, "class"} for (_, own), (_, other) in zip(page.elements, harmless.elements, strict=True))
    assert page.hidden == []
    whole = page.text + " ".join(page.values)
    assert not STEERING.intersection(whole)
    assert " ".join(plain(text)[:120].split()) in " ".join(whole.split())


@pytest.mark.parametrize("text", [text for text in TEXTS if len(text) < 100])
def test_a_picture_shows_text_as_it_is_written(text: str) -> None:
    with drawing():
        drawn = Drawing(figsize=(7.5, 2))
        drawn.text(0.1, 0.5, text)
        drawn.legend(handles=[drawn.add_axes((0.1, 0.1, 0.8, 0.3)).plot([0], [0])[0]], labels=[text])
    read = letters(render(drawn, "Een tekening met een tekst die niets mag doen", "x").svg)
    assert read.count(" ".join(plain(text).split(" "))) == 2


def test_a_picture_with_all_of_it_is_a_drawing_of_shapes() -> None:
    lines = [Line(text, (2020, 2021), (1.0, 2.0), (0.5, 1.0), (2.0, 3.0), emphasised=True) for text in TEXTS[:3]]
    figure = trend(
        [*lines, Line("$\\frac", (2020, 2021), (2.0, 1.0))], title=ALL, unit="$x$ <b>", caption=ALL, baseline=(2020,), marked={2021: "$*"}
    )
    check(figure._repr_html_(), "page")
    read = "".join(letters(figure.svg))
    assert "$\\frac" in read
    assert "$x$ <b>" in read
    assert "$\\frac{1}{2}$" in read.replace(" ", "")


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_the_site_around_a_notebook_shows_text(tmp_path: Path, dalfsen: Municipality, text: str) -> None:
    municipality = dalfsen.model_copy(update={"name": text, "villages": dalfsen.villages[:1], "key": "proef"})
    for cached in ("village_names", "area_names", "neighbourhoods", "village_of"):
        municipality.__dict__.pop(cached, None)
    themes, paths = small_kernbeleid(text), Paths(tmp_path)
    write_notebooks(paths, municipality, themes)
    card = deliveries()[0].model_copy(update={"name": text, "source": text, "licence": text})
    for area in municipality.area_names:
        for theme in themes.themes.values():
            cells = [code(shown(html=heading(f"Politiecijfers {text}")._repr_html_())), code(shown(finding=_verdict(text)))]
            write(paths.executed("proef", "2022-H1", "public", "police", area, theme.number), cells)
    site = build_site(municipality, themes, origins(municipality="proef", deliveries=(card,)), paths).parent
    for path in [*site.rglob("*.html"), site.parent / "chapter.html"]:
        _is_harmless(path.read_text(encoding="utf-8"))
        assert path.resolve().is_relative_to(tmp_path.resolve())
    assert " ".join(plain(text).split()) in " ".join(Page((site / "herkomst.html").read_text(encoding="utf-8")).text.split())


def _verdict(text: str) -> dict[str, Any]:
    return finding(verdict=text or "x").model_dump(mode="json")


def _is_harmless(html: str) -> None:
    page = Page(html)
    assert {tag for tag, _ in page.elements} <= OWN | AROUND
    names = {name for _, attributes in page.elements for name in attributes}
    assert not {name for name in names if name.startswith("on") or name == "style"}
    assert page.hidden == []
    leads = [attributes["href"] for _, attributes in page.elements if "href" in attributes]
    assert all(re.fullmatch(r"(\.\./)?([a-z0-9-]+/)?([a-z0-9-]+\.(html|css))?(#[a-z0-9-]+)?", lead) for lead in leads), leads
    assert not STEERING.intersection(html)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_what_is_said_on_the_terminal_cannot_steer_it(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    say(text)
    say(text, error=True)
    out, err = capsys.readouterr()
    assert out == err == plain(text) + "\n"


@pytest.mark.parametrize("text", ["/../..", "..", "../../etc", "a/b", "a\\b", "C:\\x", "nul\0na", "~", "%2e%2e%2f"])
def test_a_name_cannot_leave_its_folder(tmp_path: Path, text: str) -> None:
    paths = Paths(tmp_path)
    try:
        places = [paths.executed("dalfsen", "2022-H1", "public", "police", text, text), paths.raw(text), paths.municipality(text)]
    except ValueError:
        return
    assert all(place.is_relative_to(tmp_path) and ".." not in place.parts for place in places if "municipalities" not in place.parts)
    assert re.fullmatch(r"[a-z0-9-]+", slug(text))


@pytest.mark.parametrize("text", [*TEXTS, "x" * 101])
def test_a_village_has_a_name_that_people_say(text: str) -> None:
    with pytest.raises(ValidationError):
        Village.model_validate({"naam": text, "buurten": [{"code": "BU01480101", "naam": "x", "zekerheid": "hoog"}]})


@pytest.mark.parametrize("written", ["\\ud800", "\\0", "\\e[31m", "\\x9b", "\\u202e", "\u202e", "\u2066"])
def test_a_character_that_steers_is_refused_where_people_write(tmp_path: Path, written: str) -> None:
    (tmp_path / "delivery.yaml").write_text(f'duiding:\n- tekst: "{written}"\n', encoding="utf-8")
    with pytest.raises(DeliveryError, match="a character that cannot be seen and steers"):
        Delivery(tmp_path)


def spoiled(value: Any, fields: dict[str, Any]) -> Any:
    """Return what a YAML file holds, with something nasty behind the texts of these fields; fields in a field may be given apart."""
    if isinstance(value, dict):
        return {key: _spoiled_field(item, fields.get(key, fields)) for key, item in value.items()}
    return [spoiled(item, fields) for item in value] if isinstance(value, list) else value


def _spoiled_field(value: Any, nasty: Any) -> Any:
    return _with(value, nasty) if isinstance(nasty, str) else spoiled(value, nasty)


def _with(value: Any, nasty: str) -> Any:
    if isinstance(value, dict):
        return {key: _with(item, nasty) for key, item in value.items()}
    return [_with(item, nasty) for item in value] if isinstance(value, list) else f"{value} {nasty}"


def spoil(path: Path, fields: dict[str, Any]) -> None:
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style, yaml.width = False, 10**6
    content = yaml.load(path.read_text(encoding="utf-8"))
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(spoiled(content, fields), file)


WRITTEN = plain(ALL)
"""What people can write: characters that steer are refused."""
SHORT = '<b onclick="x">$\\frac$ [red]'
NAMES = ("naam", "waarschuwing", "geen_politiebron", "andere_bronnen", "meervoud", "enkelvoud", "oordeel", "bron", "reden")
CONFIGURATION = dict.fromkeys(NAMES, WRITTEN)
CARD = dict.fromkeys(("bron", "periode", "licentie", "opmerking", "tekst"), WRITTEN) | {"auteur": SHORT}
ASKED = dict.fromkeys(("vraag", "uitkomst", "waarschuwing", "veldwerk", "methode"), WRITTEN) | {"kort": "<b>$x$"}


@pytest.fixture(scope="module")
def spoiled_home(tmp_path_factory: pytest.TempPathFactory, sample_home: Path) -> Path:
    """The sample with something nasty in every text that people write, processed."""
    home = tmp_path_factory.mktemp("spoiled")
    paths = Paths(home)
    shutil.copytree(Paths().config, home / "config")
    shutil.copytree(Paths(sample_home).raw("dalfsen"), paths.raw("dalfsen"))
    for folder in paths.raw("dalfsen").iterdir():
        if (folder / "codebook.yaml").exists():
            before = sha256(folder / "codebook.yaml")
            spoil(folder / "codebook.yaml", ASKED)
            card = (folder / "delivery.yaml").read_text(encoding="utf-8").replace(before, sha256(folder / "codebook.yaml"))
            (folder / "delivery.yaml").write_text(card, encoding="utf-8")
        spoil(folder / "delivery.yaml", CARD)
    nasty = '<b onclick="x">$\\frac$ \x1b[31m [red]'
    (paths.raw("dalfsen") / "voorbeeld-enquete-2022").rename(paths.raw("dalfsen") / f"voorbeeld-enquete {nasty}")
    spoil(paths.kernbeleid, CONFIGURATION)
    places = {"toelichting_buurten": WRITTEN, "referentiegebieden": {"naam": WRITTEN}, "gemeentenamen": WRITTEN}
    spoil(paths.municipality("dalfsen"), places)
    return home


@pytest.fixture(scope="module")
def said(spoiled_home: Path) -> str:
    """What the command said while it processed them."""
    with pytest.MonkeyPatch.context() as patch, pytest.MonkeyPatch.context() as spoken:
        heard: list[str] = []
        patch.setenv("IVP_HOME", str(spoiled_home))
        spoken.setattr("typer.echo", lambda text, **_: heard.append(str(text)))
        assert ivp("process", "dalfsen") == 0, heard
    return "\n".join(heard)


def test_the_terminal_shows_names_of_deliveries_as_they_are_and_obeys_none(said: str) -> None:
    assert '<b onclick="x">$\\frac$ �[31m [red]' in said
    assert not STEERING.intersection(said)


KINDS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "police": (PolicePage, ("1.1", "1.3", "5.5")),
    "monitor": (MonitorPage, ("1.3",)),
    "map": (MapPage, ("1.3", "5.5")),
    "chapter": (Chapter, ("1.3",)),
}


@pytest.fixture(scope="module")
def shown_pages(spoiled_home: Path, said: str) -> dict[str, str]:
    """All that notebooks of every kind show of the spoiled sample, in order, by notebook and theme."""
    assert said
    # the name of the municipality must be that of the exports until these are read
    config = Paths(spoiled_home).municipality("dalfsen")
    before, after = config.read_text(encoding="utf-8"), "naam: 'Dalfsen <b onclick=\"x\">$\\frac$'"
    config.write_text(re.sub(r"^naam: .*$", lambda _: after, before, flags=re.MULTILINE), encoding="utf-8")
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IVP_HOME", str(spoiled_home))
        for notebook, (kind, themes) in KINDS.items():
            for theme in themes:
                page = kind.open(Parameters(theme=theme))
                parts = [getattr(page, name)() for name in calls(notebook)]
                found[f"{notebook} {theme}"] = html = "\n".join(part._repr_html_() for part in parts if part is not None)
                findings = [] if notebook == "chapter" else getattr(page, "conclusions", [])
                outputs = [shown(html=html), *(shown(finding=item.model_dump(mode="json")) for item in findings)]
                place = ("", "") if notebook == "chapter" else ("gemeente", theme)
                write(Paths(spoiled_home).executed("dalfsen", "2022-H2", "public", notebook, *place), [code(*outputs)])
    return found


def calls(notebook: str) -> list[str]:
    """Return what the cells of a notebook call, but for the writing of findings."""
    text = (PROJECT / "notebooks" / f"{notebook}.ipynb").read_text(encoding="utf-8")
    return [name for name in re.findall(r'"page\.(\w+)\(\)"', text) if name != "findings"]


@pytest.mark.parametrize("name", [f"{notebook} {theme}" for notebook, (_, themes) in KINDS.items() for theme in themes])
def test_a_notebook_of_nasty_deliveries_and_configuration_shows_them_as_text(shown_pages: dict[str, str], name: str) -> None:
    html = shown_pages[name]
    check(html, name)
    page = Page(html)
    assert {tag for tag, _ in page.elements} <= OWN
    assert not STEERING.intersection(html)
    assert "<script>alert(1)</script>" in page.text
    assert "[klik](javascript:alert(1))" in page.text


@pytest.mark.parametrize("name", ["police 1.3", "monitor 1.3", "map 1.3"])
def test_pictures_of_nasty_names_show_them_as_they_are_written(shown_pages: dict[str, str], name: str) -> None:
    read = ["".join(letters(picture)) for picture in pictures(shown_pages[name])]
    assert len(read) > 1
    assert all("$" in text for text in read)


def test_the_site_of_nasty_deliveries_and_configuration_is_harmless(spoiled_home: Path, shown_pages: dict[str, str]) -> None:
    assert shown_pages
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IVP_HOME", str(spoiled_home))
        assert ivp("publish", "dalfsen") == 0
    report = Paths(spoiled_home).reports("dalfsen", "2022-H2")
    pages = [*report.joinpath("site").rglob("*.html"), report / "chapter.html"]
    assert len(pages) == 6 * 23 + 4
    for path in pages:
        _is_harmless(path.read_text(encoding="utf-8"))
    for name in ("site/index.html", "site/herkomst.html", "site/gemeente/1-3.html", "chapter.html"):
        assert "<script>alert(1)</script>" in Page((report / name).read_text(encoding="utf-8")).text
    origin = json.loads((report / "run.json").read_text(encoding="utf-8"))
    assert all(WRITTEN in item["source"] for item in origin["deliveries"])
