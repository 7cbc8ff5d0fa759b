"""The real figures of Dalfsen, by way of a stand-in for the public services; skipped where it is not here."""

import importlib.util
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ivp_analysis.errors import DeliveryError, DownloadError, IvpError
from ivp_analysis.settings import Settings
from ivp_analysis.sources import boundaries, police_open_data
from ivp_analysis.sources.card import FILE
from ivp_analysis.sources.delivery import Delivery, write_card
from ivp_analysis.sources.fetch import Fetcher, fetch
from ivp_analysis.tables.ledger import Reading
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from sources.files import write_delivery

# one worker, because the stand-in reads for seconds
OFFENCES, MONTHS, NUISANCE = (f"politie-{table}-2025-12-15" for table in ("47018ned", "47022ned", "47024ned"))
Faulty = Callable[..., Settings]


@pytest.fixture(scope="module")
def standin(shared: Path) -> Iterator[Any]:
    spec = importlib.util.spec_from_file_location("open_data_standin", shared / "tools" / "open_data_standin.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    server = module.serve(0, shared / "real" / "open-data", set())
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def settings_of(standin: Any, home: Path, **changes: Any) -> Settings:
    url = f"http://127.0.0.1:{standin.server_port}"
    return Settings(
        home=home, police_url=url, boundaries_url=url, download_pause=0, boundary_year=2024, first_inhabitants_year=2023, **changes
    )


@pytest.fixture(scope="module")
def fetched(standin: Any, tmp_path_factory: pytest.TempPathFactory, dalfsen: Municipality, kernbeleid: Kernbeleid) -> Path:
    settings = settings_of(standin, tmp_path_factory.mktemp("home"))
    folders = fetch(dalfsen, kernbeleid, settings)
    assert [folder.name for folder in folders] == [OFFENCES, MONTHS, NUISANCE, "grenzen-2023", "grenzen-2024"]
    return settings.paths.raw("dalfsen")


@pytest.fixture(scope="module")
def near(dalfsen: Municipality) -> Municipality:
    """Dalfsen without the police unit: the stand-in needs seconds for so many municipalities."""
    fewer = dalfsen.model_dump(by_alias=True, exclude={"names"})
    fewer["referentiegebieden"] = [area for area in fewer["referentiegebieden"] if area["naam"] != "Oost-Nederland"]
    return Municipality.model_validate(fewer)


@pytest.fixture(scope="module")
def offences(fetched: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> Reading:
    return police_open_data.read(Delivery(fetched / OFFENCES), dalfsen, kernbeleid)


@pytest.fixture
def faulty(standin: Any, tmp_path: Path) -> Iterator[Faulty]:
    """Settings of an empty home, and a stand-in with faults for as long as the test lasts."""

    def switch(fault: str, **changes: Any) -> Settings:
        standin.RequestHandlerClass.faults = {fault}
        return settings_of(standin, tmp_path, **changes)

    yield switch
    standin.RequestHandlerClass.faults = set()


def total(counts: pd.DataFrame, query: str) -> int:
    return int(counts.query(query)["count"].sum())


def test_the_police_count_497_offences_in_2024_of_which_482_of_codes_that_are_published_per_buurt(offences: Reading) -> None:
    counts = offences.tables["counts"]
    assert total(counts, "area == 'GM0148' and code == '0.0.0' and year == 2024") == 497
    assert total(counts, "level in ['buurt', 'unknown'] and year == 2024") == 482
    assert total(counts, "area == 'GM0148' and code == '1.1.1' and year == 2024") == 30
    assert total(counts, "area == 'GM0148' and code == '1.1.1' and year == 2021") == 13
    assert total(counts, "level == 'unknown'") == 0


def test_the_roll_up_is_not_kept_below_the_municipality(offences: Reading) -> None:
    counts = offences.tables["counts"]
    assert set(counts.loc[counts["code"] == "0.0.0", "level"]) == {"municipality", "country"}


def test_every_row_is_accounted_for_and_the_hidden_codes_are_not_checkable(offences: Reading) -> None:
    # counted in 47018NED.csv.gz, all of 13 years: 36 buurten and 3 wijken with 55 codes each; 76 municipalities and the country with the
    # four codes more that are published per municipality only: 39 x 55 x 13 + 77 x 59 x 13
    rows = offences.ledger.groupby("outcome")["rows"].sum()
    assert rows["read"] == rows["accepted"] + rows["left out"] == 27885 + 59059
    reasons = set(offences.ledger.loc[offences.ledger["outcome"] == "not checkable", "reason"])
    assert "published per municipality only: 1.4.1, 3.2.1, 3.2.2, 3.7.3" in reasons
    assert len(offences.quarantine) == 0


def test_months_add_up_to_the_years(fetched: Path, offences: Reading, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    months = police_open_data.read(Delivery(fetched / MONTHS), dalfsen, kernbeleid).tables["counts"]
    assert set(months["month"]) == set(range(1, 13))
    burglaries = "area == 'GM0148' and code == '1.1.1' and year == 2024"
    assert total(months, burglaries) == total(offences.tables["counts"], burglaries)


def test_months_are_asked_of_the_municipality_its_parts_and_the_country_only(
    fetched: Path, dalfsen: Municipality, kernbeleid: Kernbeleid
) -> None:
    reading = police_open_data.read(Delivery(fetched / MONTHS), dalfsen, kernbeleid)
    counts = reading.tables["counts"]
    assert set(counts.loc[counts["level"].isin(["municipality", "country"]), "area"]) == {"GM0148", "NL00"}
    # counted in 47022NED.csv.gz: 1,079 rows of the municipality, 1,732 of its wijken, 3,665 of its buurten, 3,492 of the country
    assert reading.ledger.query("outcome == 'read'")["rows"].sum() == 1079 + 1732 + 3665 + 3492


def test_the_police_unit_is_whole_in_offences(offences: Reading, dalfsen: Municipality) -> None:
    counts = offences.tables["counts"]
    assert {*dalfsen.reference("Oost-Nederland").members} == set(counts.loc[counts["level"] == "municipality", "area"])
    assert not len(offences.ledger.query("outcome == 'differs'"))


def test_nuisance_has_its_own_classification_and_what_is_not_published_is_absent_and_said(
    fetched: Path, dalfsen: Municipality, kernbeleid: Kernbeleid
) -> None:
    reading = police_open_data.read(Delivery(fetched / NUISANCE), dalfsen, kernbeleid)
    counts = reading.tables["counts"]
    assert set(counts["classification"]) == {"police-nuisance"}
    # 47024NED.csv.gz has the eleven municipalities of IJsselland and the country
    assert set(counts.loc[counts["level"] == "municipality", "area"]) == {*dalfsen.reference("IJsselland").members}
    (said,) = reading.ledger.query("outcome == 'differs'")["reason"]
    assert said.startswith("Oost-Nederland is absent: 65 of its municipalities are not in this delivery (GM0141")


def test_boundaries_are_in_rd_and_the_country_is_the_sum(fetched: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    tables = boundaries.read(Delivery(fetched / "grenzen-2024"), dalfsen, kernbeleid).tables
    assert tables["areas"]["level"].value_counts().to_dict() == {"buurt": 36, "wijk": 3, "municipality": 1}
    assert tables["areas"].geometry.is_valid.all()
    inhabitants = tables["population"].set_index("area")["value"]
    assert inhabitants["GM0148"] == 29683
    assert inhabitants["NL00"] == 17942942


def test_nothing_is_downloaded_twice(standin: Any, fetched: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    handler = standin.RequestHandlerClass.__mro__[1]
    before = handler.served
    assert len(fetch(dalfsen, kernbeleid, settings_of(standin, fetched.parents[2]))) == 5
    assert handler.served - before == 3


def copied(delivery: Path, target: Path, change: Callable[[dict[str, Any]], None]) -> Delivery:
    """Copy a delivery of the police and change every page of its rows."""
    shutil.copytree(delivery, target)
    for page in target.glob("TypedDataSet-*.json"):
        content = json.loads(page.read_bytes())
        change(content)
        page.write_text(json.dumps(content))
    card = Delivery(delivery).card.model_dump(by_alias=True, exclude={"files"})
    (target / FILE).unlink()
    write_card(target, card)
    return Delivery(target)


def test_a_tampered_roll_up_is_noticed(fetched: Path, tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    def one_more(page: dict[str, Any]) -> None:
        for row in page["value"]:
            if (row["Overlast"].strip(), row["WijkenEnBuurten"].strip(), row["Perioden"]) == ("0.0.0", "GM0175", "2020JJ00"):
                row["GeregistreerdeOverlast_1"] += 1

    with pytest.raises(DeliveryError, match=r"GM0175.*0\.0\.0.*2020JJ00"):
        police_open_data.read(copied(fetched / NUISANCE, tmp_path / "levering", one_more), dalfsen, kernbeleid)


def test_a_missing_buurt_is_noticed(fetched: Path, tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    def without(page: dict[str, Any]) -> None:
        page["value"] = [row for row in page["value"] if row["WijkenEnBuurten"] != "BU01480118"]

    with pytest.raises(DeliveryError, match="BU01480118"):
        police_open_data.read(copied(fetched / NUISANCE, tmp_path / "levering", without), dalfsen, kernbeleid)


def test_a_page_in_degrees_gives_the_same_areas(
    standin: Any, fetched: Path, tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid
) -> None:
    import httpx

    root = f"http://127.0.0.1:{standin.server_port}/cbs/wijken-en-buurten-2024/ogc/v1/collections"
    query = {"f": "json", "limit": "1000", "gemeentecode": "GM0148"}
    files = {f"{layer}.json": httpx.get(f"{root}/{layer}/items", params=query).content for layer in ("buurten", "wijken", "gemeenten")}
    degrees = boundaries.read(write_delivery(tmp_path / "graden", "grenzen", files), dalfsen, kernbeleid).tables["areas"]
    metres = boundaries.read(Delivery(fetched / "grenzen-2024"), dalfsen, kernbeleid).tables["areas"]
    assert degrees.geometry.hausdorff_distance(metres.geometry).max() < 1


@pytest.mark.parametrize("fault", ["error500", "drop", "html"])
def test_a_faltering_service_is_asked_again(faulty: Faulty, dalfsen: Municipality, kernbeleid: Kernbeleid, fault: str) -> None:
    messages: list[str] = []
    fetcher = Fetcher(dalfsen, kernbeleid, faulty(fault), lambda message, _done, _total: messages.append(message))
    assert [folder.name for folder in fetcher.run(("47024NED",), (), 2024)] == [NUISANCE, "grenzen-2024"]
    assert any("attempt 2" in message for message in messages)


def test_a_slow_service_is_given_up_in_the_end(faulty: Faulty, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    settings = faulty("slow", download_timeout=0.2, download_attempts=2)
    with pytest.raises(DownloadError, match="47024NED"):
        Fetcher(dalfsen, kernbeleid, settings, lambda *_: None).run(("47024NED",), (), 2024)


# the months fit one page, so that no link to a further one can be lost
@pytest.mark.parametrize(("fault", "table"), [("short", "47018NED"), ("doubled", "47022NED"), ("doubled", "47024NED")])
def test_a_table_that_is_not_whole_or_does_not_add_up_is_refused(
    faulty: Faulty, near: Municipality, kernbeleid: Kernbeleid, fault: str, table: str
) -> None:
    settings = faulty(fault)
    with pytest.raises(IvpError, match=table) as error:
        Fetcher(near, kernbeleid, settings, lambda *_: None).run((table,), (), 2024)
    assert {"region", "code"} <= set(error.value.where)
    assert "helpdesk" in error.value.action
    assert [path.name[:10] for path in settings.paths.raw("dalfsen").iterdir()] == [".rejected-"]
