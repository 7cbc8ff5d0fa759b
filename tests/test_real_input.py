"""The whole way on real input: police open data and boundaries as the public services serve them."""

import importlib.util
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
from commands import ivp

from ivp_analysis.paths import Paths
from ivp_analysis.tables.store import read_table
from ivp_analysis.vocabulary.findings import findings_in

pytestmark = pytest.mark.slow

EDITION = "2026-H1"


def stand_in(shared: Path) -> ModuleType:
    path = shared / "tools" / "open_data_standin.py"
    spec = importlib.util.spec_from_file_location("open_data_standin", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def report(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The home folder after `ivp fetch dalfsen && ivp report dalfsen` on all areas and themes."""
    server = stand_in(shared).serve(0, shared / "real" / "open-data", set())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    home = tmp_path_factory.mktemp("real")
    address = f"http://127.0.0.1:{server.server_address[1]}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IVP_HOME", str(home))
        patch.setenv("IVP_POLICE_URL", address)
        patch.setenv("IVP_BOUNDARIES_URL", address)
        patch.setenv("IVP_DOWNLOAD_PAUSE", "0")
        assert ivp("fetch", "dalfsen") == 0
        server.shutdown()
        server.server_close()
        thread.join()
        assert ivp("report", "dalfsen") == 0
        yield home


@pytest.fixture(scope="module")
def estimates(report: Path) -> pd.DataFrame:
    return read_table(Paths(report).processed("dalfsen"), f"{EDITION}/estimates")


def total(estimates: pd.DataFrame, village: str, theme: str, indicator: str, period: str) -> int:
    rows = estimates.query("village == @village and theme == @theme and indicator == @indicator and period == @period")
    assert len(rows) == 1
    return int(rows["count"].iloc[0])


def test_the_police_total_and_the_sum_of_published_codes(estimates: pd.DataFrame) -> None:
    assert total(estimates, "gemeente", "totaal", "politietotaal", "2024") == 497
    assert total(estimates, "gemeente", "totaal", "totaal", "2024") == 482


def test_the_five_villages_add_up_to_the_municipality_in_every_year(estimates: pd.DataFrame) -> None:
    rows = estimates.query("theme == 'totaal' and indicator == 'totaal' and role in ['village', 'unknown', 'municipality']")
    rows = rows[rows["period"].str.len() == 4]
    table = rows.pivot_table(index="period", columns="village", values="count", aggfunc="sum")
    assert len(table) == 13
    assert (table.drop(columns="gemeente").sum(axis=1) == table["gemeente"]).all()


def test_burglaries(estimates: pd.DataFrame) -> None:
    assert total(estimates, "gemeente", "1.3", "1.1.1", "2024") == 30
    assert total(estimates, "gemeente", "1.3", "1.1.1", "2021") == 13


def test_every_page_and_the_chapter_are_there(report: Path) -> None:
    folder = Paths(report).reports("dalfsen", EDITION)
    assert len(list((folder / "notebooks").glob("*/*/*.ipynb"))) == 6 * 23 * 3
    assert not list(folder.rglob("*.failed.ipynb"))
    assert len(list((folder / "site").glob("*/*-*.html"))) + len(list((folder / "site").glob("*/f1.html"))) == 6 * 23
    assert (folder / "site" / "index.html").exists()


def test_the_chapter_tells_both_totals_and_says_nothing_of_sample_data(report: Path, estimates: pd.DataFrame) -> None:
    chapter = (Paths(report).reports("dalfsen", EDITION) / "chapter.html").read_text(encoding="utf-8")
    several = estimates.query("theme == 'totaal' and village == 'gemeente' and period == '2020-2024'").set_index("indicator")["count"]
    # of a single year the difference would be the number of sexual offences and the like
    own, published = (f"{several[name]:,}".replace(",", ".") for name in ("politietotaal", "totaal"))
    assert f"Over 2020-2024 samen telde de politie in de gemeente Dalfsen {own} misdrijven. Daarvan zijn er {published} van" in chapter
    assert "497" not in chapter
    assert "Voorbeelddata" not in chapter
    assert "CC BY 4.0" in chapter


def test_what_is_published_is_shown_and_sensitive_codes_are_not(report: Path) -> None:
    folder = Paths(report).reports("dalfsen", EDITION)
    shown = [finding.n for notebook in (folder / "notebooks" / "police").rglob("*.ipynb") for finding in findings_in(notebook)]
    assert {"1", "2", "3", "4"} & set(shown)
    for page in (folder / "site").glob("*/1-1.html"):
        years = re.findall(r">E33</td>((?:<td[^>]*>[^<]*</td>)+)", page.read_text(encoding="utf-8"))
        assert page.parent.name == "gemeente" or not [row for row in years if re.search(r">\d", row)], page.name
