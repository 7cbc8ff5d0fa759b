"""What processing makes of deliveries that are not as they should be, and of a list of codes that changed."""

import gzip
import json
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from commands import ivp

from ivp_analysis.disclosure.whole import Whole, protect_whole
from ivp_analysis.errors import StoreError
from ivp_analysis.paths import PROJECT, Paths
from ivp_analysis.processing import Processed, editions, process
from ivp_analysis.sources.card import FILE
from ivp_analysis.sources.delivery import Delivery, write_card
from ivp_analysis.tables.published import told_table, write_published
from ivp_analysis.tables.store import edition_notes, read_notes, read_table
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

NUISANCE = "voorbeeld-47024ned"
PEOPLE = "voorbeeld-noemers-2022"
SURVEY = "voorbeeld-enquete-2022"
SAMPLE = PROJECT / "data" / "raw" / "dalfsen"
Row = dict[str, Any]


class Home:
    """A home folder with two deliveries of the sample, nuisance and inhabitants, which take two seconds to process."""

    def __init__(self, folder: Path, municipality: Municipality, kernbeleid: Kernbeleid) -> None:
        self.paths = Paths(folder)
        self.raw = self.paths.raw("dalfsen")
        self.folder = self.paths.processed("dalfsen")
        self._municipality = municipality
        self._kernbeleid = kernbeleid
        for name in (NUISANCE, PEOPLE):
            shutil.copytree(SAMPLE / name, self.raw / name)

    def process(self, kernbeleid: Kernbeleid | None = None) -> Processed:
        return process(self._municipality, kernbeleid or self._kernbeleid, self.paths)

    def deliver(self, name: str, day: date, change: Callable[[Row], Row] = dict) -> None:
        """Put the nuisance there once more, under another name and date, with its rows changed."""
        target = self.raw / name
        shutil.copytree(SAMPLE / NUISANCE, target)
        for page in target.glob("TypedDataSet-*"):
            content = json.loads(gzip.decompress(page.read_bytes()))
            content["value"] = [change(row) for row in content["value"]]
            page.write_bytes(gzip.compress(json.dumps(content).encode()))
        self.sign(name, peildatum=day)

    def sign(self, name: str, **changes: object) -> None:
        """Write the delivery.yaml of a delivery anew."""
        card = Delivery(SAMPLE / (PEOPLE if name == PEOPLE else NUISANCE)).card
        (self.raw / name / FILE).unlink()
        write_card(self.raw / name, card.model_dump(by_alias=True, exclude={"files"}) | changes)


def said(done: Processed) -> list[str]:
    """What differs; not that the sample lacks a reference area."""
    differs = done.ledger.loc[done.ledger["outcome"] == "differs", "reason"]
    return [reason for reason in map(str, differs) if "is absent: 65" not in reason]


@pytest.fixture
def home(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> Home:
    return Home(tmp_path, dalfsen, kernbeleid)


def where(row: Mapping[str, Any], code: str, region: str, year: int) -> bool:
    return (row["Overlast"].strip(), row["WijkenEnBuurten"].strip(), row["Perioden"]) == (code, region, f"{year}JJ00")


@pytest.fixture
def other_codes(kernbeleid: Kernbeleid) -> Kernbeleid:
    """The next version of the list, in which nuisance by youth counts for theme 1.1 and no longer for 3.1."""
    content = kernbeleid.model_dump(by_alias=True)
    content["versie"] += 1
    themes = {theme["nummer"]: theme for field in content["velden"] for theme in field["themas"]}
    themes["1.1"]["overlast"] = [*themes["1.1"]["overlast"], "E35"]
    themes["3.1"]["overlast"] = [code for code in themes["3.1"]["overlast"] if code != "E35"]
    themes["3.1"]["geen_politiebron"] = "geteld bij 1.1"
    return Kernbeleid.model_validate(content)


def test_a_negative_figure_makes_that_year_of_that_area_absent_and_that_is_said(home: Home) -> None:
    shutil.rmtree(home.raw / NUISANCE)
    wrong = {("E35", "BU01480116", 2019), ("E35", "GM0193", 2018), ("E35", "NL00", 2017)}

    def negative(row: Row) -> Row:
        return row | {"GeregistreerdeOverlast_1": -3} if any(where(row, *cell) for cell in wrong) else row

    home.deliver("politie-47024ned-2022-02-15", date(2022, 2, 15), negative)
    done = home.process()
    assert [reason.partition(":")[0] for reason in said(done)] == ["GM0148, 2019JJ00", "GM0193, 2018JJ00", "NL00, 2017JJ00"]
    assert len(done.quarantine) == 3
    rows = read_table(home.folder, "2022-H1/estimates")
    absent = {
        "Hoonhorst": {"2019"},
        "Oudleusen": {"2019"},
        "gemeente": {"2019"},
        "IJsselland zonder Dalfsen": {"2018"},
        "basisteam Vechtdal zonder Dalfsen": set(),
        # where the municipality is absent it cannot be taken off the country
        "Nederland zonder Dalfsen": {"2017", "2019"},
    }
    for village, years in absent.items():
        # of every indicator, not of this code alone: a total that lacks one of its codes does not look like it
        there = set(rows.loc[rows["village"] == village, "period"])
        assert {"2016", "2017", "2018", "2019", "2020"} - there == years, village


def test_a_village_without_inhabitants_has_counts_and_no_rate(home: Home, dalfsen: Municipality) -> None:
    # no inhabitants, a number that cannot be, and no number
    figures = {"Hoonhorst": "0", "Oudleusen": "-5", "Lemelerveld": ""}
    of_area = {**{code: figures.get(village) for code, village in dalfsen.village_of.items()}, **figures}
    path = home.raw / PEOPLE / "noemers.csv"
    lines = [line.split(";") for line in path.read_text(encoding="utf-8-sig").splitlines()]
    changed = [cells if of_area.get(cells[0]) is None else [*cells[:-1], str(of_area[cells[0]])] for cells in lines]
    path.write_text("\n".join(map(";".join, changed)), encoding="utf-8")
    home.sign(PEOPLE)
    home.process()
    rows = read_table(home.folder, "2022-H1/estimates", theme="3.1", indicator="totaal")
    for village in figures:
        own = rows[rows["village"] == village]
        assert own["count"].sum() > 0
        assert own[["rate", "low", "high"]].isna().all(axis=None)
    assert rows.loc[rows["village"].isin(["gemeente", "Dalfsen"]), "rate"].notna().all()


def test_an_older_release_that_comes_later_is_kept_overrides_nothing_and_is_said(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert home.process().remarks == ()
    before = read_table(home.folder, "2022-H1/estimates")
    # one more in a buurt, and so in its wijk, its municipality and the country
    grown = {(code, area, 2019) for code in ("E35", "0.0.0") for area in ("BU01480116", "WK014801", "GM0148", "NL00")}

    def one_more(row: Row) -> Row:
        more = any(where(row, *cell) for cell in grown)
        return row | {"GeregistreerdeOverlast_1": row["GeregistreerdeOverlast_1"] + 1} if more else row

    home.deliver("politie-47024ned-2022-01-20", date(2022, 1, 20), one_more)
    monkeypatch.setenv("IVP_HOME", str(home.paths.home))
    assert ivp("process", "dalfsen") == 0
    said_of_it = "  delivery politie-47024ned-2022-01-20 of 2022-01-20 is older than voorbeeld-47024ned of 2022-02-15: it is kept"
    assert said_of_it in capsys.readouterr().out
    pd.testing.assert_frame_equal(read_table(home.folder, "2022-H1/estimates"), before)
    kept = read_table(home.folder, "counts", area="BU01480116", code="E35", year=2019).set_index("delivery")["count"]
    assert kept["politie-47024ned-2022-01-20"] == kept[NUISANCE] + 1


def test_other_codes_are_said_and_the_next_edition_knows_its_themes(home: Home, other_codes: Kernbeleid) -> None:
    version = other_codes.version
    assert home.process().remarks == ()
    home.deliver("politie-47024ned-2022-09-12", date(2022, 9, 12))
    (remark,) = home.process(other_codes).remarks
    assert remark.startswith("made again with other codes in config/kernbeleid.yaml: 2022-H1; themes that changed: 1.1, 3.1.")
    assert read_notes(home.folder)["kernbeleid"]["version"] == version
    assert edition_notes(home.folder, "2022-H2")["changed_themes"] == ["1.1", "3.1"]
    assert edition_notes(home.folder, "2022-H1")["changed_themes"] == []
    # however often it is made: what its readers have of the edition before is the report with the old codes
    assert home.process(other_codes).remarks == ()
    assert edition_notes(home.folder, "2022-H2")["changed_themes"] == ["1.1", "3.1"]


def test_a_survey_of_a_later_edition_does_not_count_yet_and_that_is_said(home: Home) -> None:
    shutil.copytree(SAMPLE / SURVEY, home.raw / SURVEY)
    card = home.raw / SURVEY / FILE
    card.write_text(card.read_text(encoding="utf-8").replace("editie: 2022-H1", "editie: 2030-H1"), encoding="utf-8")
    assert home.process().remarks == (
        f"the survey {SURVEY} counts from the edition 2030-H1 on (editie in its delivery.yaml); the newest edition is 2022-H1",
    )
    assert len(read_table(home.folder, "2022-H1/monitor")) == 0
    card.write_text(card.read_text(encoding="utf-8").replace("editie: 2030-H1", "editie: 2022-H1"), encoding="utf-8")
    assert home.process().remarks == ()
    assert len(read_table(home.folder, "2022-H1/monitor")) > 0


def test_rows_that_are_left_out_of_many_files_are_told_in_one_line() -> None:
    columns = ["delivery", "file", "outcome", "reason", "rows"]
    lines = [("a", "1.json", "left out", "x", 2), ("a", "2.json", "left out", "x", 3), ("a", "1.json", "left out", "y", 1)]
    ledger = pd.DataFrame([*lines, ("a", "1.json", "read", "", 9)], columns=columns)
    done = Processed("2022-H1", ("2022-H1",), ledger, ledger, (), (), Path())
    assert done.left_out == {("a", "x"): (["1.json", "2.json"], 5), ("a", "y"): (["1.json"], 1)}


def test_an_edition_is_held_against_what_was_published_of_it_and_before(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    name: tuple[str, ...] = ("estimates", "Hoonhorst", "1.1", "E12", "police-class", "2021")
    seen: list[object] = []

    def protected(*given: Any) -> Whole:
        seen.append(given[-1])
        return protect_whole(*given)

    for edition, limits in (("2021-H2", (1.0, 4.0)), ("2022-H1", (0.0, 3.0)), ("2029-H1", (2.0, 2.0))):
        write_published(home.paths.published("dalfsen", edition), told_table({name: limits}))
    monkeypatch.setattr(editions, "protect_whole", protected)
    home.process()
    # what a later edition told nobody knew yet
    assert seen == [{name: (1.0, 3.0)}]


def test_a_damaged_record_of_what_was_published_ends_processing_with_what_to_do(home: Home) -> None:
    write_published(home.paths.published("dalfsen", "2021-H2"), told_table({("estimates", "Hoonhorst"): (1.0, 1.0)}))
    home.paths.published("dalfsen", "2021-H2").write_text("damaged", encoding="utf-8")
    with pytest.raises(StoreError, match="Put the file back"):
        home.process()
