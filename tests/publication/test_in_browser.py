"""Pages as a browser shows them: accessible, by themselves, on a small screen, without scripts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import browser
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from ivp_analysis.analyses.incident_map import MapPage
from ivp_analysis.analyses.monitor import MonitorPage
from ivp_analysis.analyses.police import PolicePage
from ivp_analysis.execution.matrix import PER_THEME
from ivp_analysis.execution.provenance import Choice, Provenance
from ivp_analysis.paths import Paths
from ivp_analysis.publication.site import build_site
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.parameters import Parameters
from publication.notebooks import EDITION, deliveries, origins, write_notebooks

pytestmark = pytest.mark.browser

PAGES = [
    "site/index.html",
    "site/herkomst.html",
    "site/hoonhorst/1-3.html",
    "site/gemeente/1-1.html",
    "site/gemeente/5-5.html",
    "site/chapter.html",
    "chapter.html",
]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser.find(), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, sample_home: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> Path:
    """A whole site: tiny notebooks for most pages, and the real parts of the sample for those that the tests look at."""
    home = tmp_path_factory.mktemp("browser")
    paths = Paths(home)
    write_notebooks(paths, dalfsen, kernbeleid)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IVP_HOME", str(sample_home))
        for village, theme in (("Hoonhorst", "1.3"), ("gemeente", "1.1"), ("gemeente", "5.5")):
            _write_real_page(paths, Parameters(village=village, theme=theme))
    build_site(dalfsen, kernbeleid, _provenance(dalfsen, kernbeleid), paths)
    return paths.reports(dalfsen.key, EDITION)


def _provenance(dalfsen: Municipality, kernbeleid: Kernbeleid) -> Provenance:
    """As much as a real report has to say: many deliveries, long names, all themes, changes that are not committed."""
    many = tuple(
        item.model_copy(update={"name": f"{item.name}-{year}-van-de-politie"}) for year in range(2017, 2023) for item in deliveries()
    )
    notebooks = (*PER_THEME, "chapter")
    chosen = Choice(
        villages=dalfsen.area_names,
        themes=tuple(kernbeleid.themes),
        notebooks=notebooks,
        baseline="2017-2019",
        reference="basisteam Vechtdal",
    )
    return origins(deliveries=many, parameters=chosen, clean=False)


POLICE = (
    "heading", "headline", "interpretation", "years", "changes", "running", "season", "control", "villages", "municipalities",
    "places_and_moments", "counts", "revisions", "notes",
)  # fmt: skip
MONITOR = ("heading", "headline", "questions", "changes", "others", "panel", "beside", "table", "response")


def _write_real_page(paths: Paths, parameters: Parameters) -> None:
    from publication.notebooks import code, finding, shown, write

    police, asked, maps = PolicePage.open(parameters), MonitorPage.open(parameters), MapPage.open(parameters)
    parts = {
        "police": [getattr(police, name)() for name in POLICE],
        "monitor": [getattr(asked, name)() for name in MONITOR],
        "map": [maps.heading(), maps.explanation(), maps.choropleth(), maps.table(), maps.grid()],
    }
    for notebook, shows in parts.items():
        cells = [code(shown(html=part._repr_html_())) for part in shows if part is not None]
        cells.append(
            code(shown(finding=finding(parameters.village, parameters.theme, police.conclusions[0].verdict).model_dump(mode="json")))
        )
        write(paths.executed("dalfsen", EDITION, "public", notebook, parameters.village, parameters.theme), cells)


@pytest.fixture
def open_page(chromium: Browser, report: Path) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_violation_of_wcag(open_page: Page, report: Path, name: str) -> None:
    open_page.goto((report / name).as_uri())
    for part in open_page.locator("details").all():
        part.locator("summary").press("Enter")
    assert open_page.evaluate("[...document.querySelectorAll('details')].every(part => part.open)")
    found = Axe().run(open_page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_nothing_of_elsewhere(open_page: Page, report: Path, name: str) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    open_page.on("request", lambda request: asked.append(request.url))
    open_page.on("console", lambda message: complaints.append(message.text))
    open_page.goto((report / name).as_uri())
    assert asked
    assert all(address.startswith(("file:", "data:")) for address in asked)
    assert complaints == []


BLOCKED = "window.blocked = []; document.addEventListener('securitypolicyviolation', event => blocked.push(event.effectiveDirective))"
INJECTED = """
<script>window.ran = 'script'</script>
<script src="ELSEWHERE/x.js"></script>
<img src="x" onerror="window.ran = 'handler'">
<img src="ELSEWHERE/x.png">
<p style="color: red" id="styled">rood</p>
<style>p { color: red }</style>
<link rel="stylesheet" href="ELSEWHERE/x.css">
<iframe src="ELSEWHERE/frame"></iframe>
<object data="ELSEWHERE/object"></object>
<base href="ELSEWHERE/">
<form action="ELSEWHERE/sent"><button id="send">stuur</button></form>
<a id="run" href="javascript:void(window.ran = 'link')">klik</a>
"""


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Another host, and what was asked of it."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_breaks_nothing_of_its_own_policy(open_page: Page, report: Path, name: str) -> None:
    open_page.add_init_script(BLOCKED)
    open_page.goto((report / name).as_uri())
    assert open_page.evaluate("window.blocked") == []
    assert open_page.evaluate("getComputedStyle(document.body).margin") == "0px"


def spoil(page: Page, path: Path, address: str, *, policy: bool) -> None:
    """Open a page into which something got, with its policy or without it, and follow the link in it."""
    html = path.read_text(encoding="utf-8").replace("</main>", f"{INJECTED.replace('ELSEWHERE', address)}</main>", 1)
    if not policy:
        html = re.sub(r'<meta http-equiv="Content-Security-Policy".*>', "", html)
    spoiled = path.with_name(f"ingevoegd-{path.name}")
    spoiled.write_text(html, encoding="utf-8")
    page.add_init_script(BLOCKED)
    page.goto(spoiled.as_uri())
    spoiled.unlink()
    page.evaluate("document.getElementById('run').click()")


def until(page: Page, condition: str) -> None:
    """Wait for something; waiting inside the page needs what the policy forbids."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never: {condition}")


@pytest.mark.parametrize("name", PAGES)
def test_what_would_get_into_a_page_does_not_run_and_fetches_nothing(
    open_page: Page, report: Path, elsewhere: tuple[str, list[str]], name: str
) -> None:
    address, asked = elsewhere
    spoil(open_page, report / name, address, policy=True)
    open_page.evaluate("document.getElementById('send').click()")
    until(open_page, "window.blocked.includes('form-action')")
    assert open_page.evaluate("window.ran") is None
    assert open_page.evaluate("getComputedStyle(document.getElementById('styled')).color") != "rgb(255, 0, 0)"
    assert asked == []
    expected = {"script-src-elem", "script-src-attr", "img-src", "style-src-elem", "style-src-attr", "frame-src", "object-src", "base-uri"}
    assert set(open_page.evaluate("window.blocked")) == expected | {"form-action"}


def test_without_the_policy_it_would_run_and_fetch(open_page: Page, report: Path, elsewhere: tuple[str, list[str]]) -> None:
    address, asked = elsewhere
    spoil(open_page, report / PAGES[0], address, policy=False)
    until(open_page, "window.ran === 'link'")
    open_page.evaluate("document.getElementById('send').click()")
    open_page.wait_for_url(f"{address}/sent*")
    assert {"/x.js", "/x.png", "/x.css", "/frame", "/object", "/sent?"} <= set(asked)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_main_heading_headings_in_order_and_its_language(open_page: Page, report: Path, name: str) -> None:
    open_page.goto((report / name).as_uri())
    levels = [int(level) for level in open_page.eval_on_selector_all("h1,h2,h3,h4,h5,h6", "nodes => nodes.map(node => node.tagName[1])")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert open_page.get_attribute("html", "lang") == "nl"
    assert open_page.title()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_no_sideways_scrolling_on_a_small_screen(open_page: Page, report: Path, name: str) -> None:
    open_page.set_viewport_size({"width": 320, "height": 640})
    open_page.goto((report / name).as_uri())
    assert open_page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_without_scripts(chromium: Browser, report: Path, name: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((report / name).as_uri())
    assert page.locator("h1").is_visible()
    assert page.locator("main").inner_text().strip()
    assert "met niet-vastgelegde wijzigingen" in page.locator("footer").inner_text()
    context.close()


def test_every_picture_is_drawn_and_has_a_text_of_its_own(open_page: Page, report: Path) -> None:
    open_page.goto((report / "site" / "gemeente" / "1-1.html").as_uri())
    pictures = open_page.eval_on_selector_all("img", "nodes => nodes.map(node => [node.naturalWidth, node.alt])")
    assert len(pictures) == 14
    assert all(width > 300 for width, _ in pictures)
    assert len({alt for _, alt in pictures}) == 14
    assert all(len(alt) > 80 for _, alt in pictures)


def test_the_matrix_can_be_walked_by_keyboard(open_page: Page, report: Path) -> None:
    open_page.goto((report / "site" / "index.html").as_uri())
    open_page.keyboard.press("Tab")
    assert open_page.evaluate("document.activeElement.className") == "skip"
    link = open_page.locator('a[href="hoonhorst/1-3.html"]')
    link.focus()
    open_page.keyboard.press("Enter")
    open_page.wait_for_url("**/hoonhorst/1-3.html")
    assert open_page.locator("h1").is_visible()


@pytest.mark.parametrize("name", ["site/herkomst.html", "chapter.html"])
def test_the_deliveries_have_no_violation_of_wcag_and_can_be_read_by_keyboard_on_a_small_screen(
    open_page: Page, report: Path, name: str
) -> None:
    open_page.set_viewport_size({"width": 320, "height": 640})
    open_page.goto((report / name).as_uri())
    table = open_page.get_by_role("region", name="Leveringen")
    table.focus()
    assert open_page.evaluate("document.activeElement.scrollWidth > document.activeElement.clientWidth")
    open_page.keyboard.press("End")
    for _ in range(20):
        open_page.keyboard.press("ArrowRight")
    open_page.wait_for_function("document.activeElement.scrollLeft > 0")
    assert len(table.get_by_role("row").all()) == 13
    found = Axe().run(open_page, context=".origin", options=WCAG)
    assert found.violations_count == 0, found.generate_report()


def test_the_foot_of_a_page_leads_to_where_it_comes_from_and_back(open_page: Page, report: Path) -> None:
    open_page.goto((report / "site" / "hoonhorst" / "1-3.html").as_uri())
    open_page.get_by_role("contentinfo").get_by_role("link", name="Herkomst van deze cijfers").click()
    open_page.wait_for_url("**/site/herkomst.html")
    assert open_page.get_by_role("heading", level=1).inner_text() == "Herkomst"
    open_page.get_by_role("navigation", name="Kruimelpad").get_by_role("link", name="Overzicht").click()
    open_page.wait_for_url("**/site/index.html")
