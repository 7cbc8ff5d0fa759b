"""Fetching: whole and right deliveries or none, and nothing is asked for twice."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ivp_analysis.errors import DeliveryError, DownloadError
from ivp_analysis.settings import Settings
from ivp_analysis.sources.addresses import boundary_series, police_series, region_filters
from ivp_analysis.sources.delivery import Delivery, deliveries
from ivp_analysis.sources.fetch import Fetcher
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from sources.pages import TINY, Service, boundary_files, figures, police_files, serving, whole_service

POLICE = "politie-47018ned-2025-12-15"
ALL = {POLICE, "grenzen-2023", "grenzen-2024"}
REQUESTS = 8 + 2 + 3
"""Eight pages of the police, buurten and gemeenten of 2023, buurten, wijken and gemeenten of 2024."""

Run = Callable[..., list[Path]]


@pytest.fixture
def service() -> Iterator[Service]:
    with serving(whole_service()) as found:
        yield found


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return tmp_path / "data" / "raw" / "proefdorp"


@pytest.fixture
def run(service: Service, tmp_path: Path, kernbeleid: Kernbeleid) -> Run:
    settings = Settings(
        home=tmp_path,
        police_url=service.address,
        boundaries_url=service.address,
        download_pause=0,
        download_attempts=3,
        download_timeout=0.3,
    )

    def fetch(progress: Callable[[str, int, int], None] = lambda *_: None, earlier: tuple[int, ...] = (2023,)) -> list[Path]:
        return Fetcher(TINY, kernbeleid, settings, progress).run(("47018NED",), earlier, 2024)

    return fetch


def names(raw: Path) -> set[str]:
    return {path.name for path in raw.iterdir()}


def test_a_fetch_makes_deliveries_with_their_cards(run: Run, raw: Path) -> None:
    assert {path.name for path in run()} == ALL == names(raw)
    card = Delivery(raw / POLICE).card
    assert card.kind == "politie-open-data"
    assert card.source == "Politie, open data, tabel 47018NED: Geregistreerde misdrijven"
    assert card.licence == "CC BY 4.0 (c) Politie"
    assert (card.period, str(card.reference_date), card.counting) == ("2023-2024", "2025-12-15", "onbekend")
    assert not card.personal
    assert not card.synthetic
    assert [path.name for path in Delivery(raw / POLICE).paths if "Typed" in path.name] == [f"TypedDataSet-000{n}.json" for n in (1, 2, 3)]
    bounds = Delivery(raw / "grenzen-2024").card
    assert (str(bounds.reference_date), bounds.licence) == ("2024-01-01", "CC BY 4.0 CBS/Kadaster")


def test_pages_are_kept_as_received(run: Run, raw: Path, service: Service) -> None:
    run()
    page = raw / "grenzen-2024" / "wijken.json"
    target = next(target for target in service.asked if "/wijken/" in target)
    assert page.read_bytes() == service.answer(target)[1]
    for delivery in deliveries(raw):
        assert all(file.received is not None for file in delivery.card.files)
        assert max(file.received for file in delivery.card.files if file.received) <= delivery.card.received


def test_nothing_is_downloaded_twice(run: Run, service: Service) -> None:
    first = run()
    assert len(service.asked) == REQUESTS
    assert run() == first
    # only the date of the table is asked for
    assert [target.split("?")[0] for target in service.asked[REQUESTS:]] == ["/ODataFeed/odata/47018NED/TableInfos"]


@pytest.mark.parametrize("stop", [1, 6, 8, 9, 12])
def test_a_stopped_fetch_goes_on_where_it_was(run: Run, service: Service, raw: Path, stop: int) -> None:
    heard = 0

    def give_up(_message: str, _done: int, _total: int) -> None:
        nonlocal heard
        heard += 1
        if heard == stop:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(give_up)
    assert all(Delivery(raw / name) for name in names(raw) if not name.startswith("."))
    before = len(service.asked)
    run()
    assert names(raw) == ALL
    dates = sum("TableInfos" in target for target in service.asked)
    assert dates == 2
    assert len(service.asked) == REQUESTS + 1
    assert before < REQUESTS + 1


def test_pages_that_were_damaged_in_between_are_downloaded_again(run: Run, service: Service, raw: Path) -> None:
    service.faults = dict.fromkeys(range(7, 20), "500")
    with pytest.raises(DownloadError):
        run()
    partial = raw / f".partial-{POLICE}"
    (partial / "Perioden.json").write_text("half")
    service.faults = {}
    run()
    assert names(raw) == ALL
    assert sum("Perioden" in target for target in service.asked) == 2


def test_a_service_that_goes_away_leaves_no_delivery(run: Run, service: Service, raw: Path) -> None:
    service.faults = dict.fromkeys(range(7, 20), "500")
    with pytest.raises(DownloadError, match="47018NED"):
        run()
    assert names(raw) == {f".partial-{POLICE}"}
    assert list(deliveries(raw)) == []


@pytest.mark.parametrize("fault", ["500", "html", "cut", "slow"])
def test_faults_on_the_way_are_repaired_and_told(run: Run, service: Service, raw: Path, fault: str) -> None:
    messages: list[str] = []
    service.faults = {3: fault, 7: fault}
    run(lambda message, _done, _total: messages.append(message))
    assert names(raw) == ALL
    assert sum("attempt 2" in message for message in messages) == 2


def test_progress_counts_deliveries(run: Run) -> None:
    heard: list[tuple[int, int]] = []
    run(lambda _message, done, total: heard.append((done, total)))
    assert heard[-1] == (3, 3)
    assert heard == sorted(heard)


def test_a_download_that_does_not_add_up_is_set_aside_and_the_next_starts_clean(run: Run, service: Service, raw: Path) -> None:
    service.tables["47018NED"] = police_files(figures() | {("0.0.0", "GM9999", "2024JJ00"): 722})
    with pytest.raises(DeliveryError, match="GM9999") as error:
        run()
    assert names(raw) == {f".rejected-{POLICE}"}
    assert f".rejected-{POLICE}" in error.value.action
    assert error.value.where["delivery"] == POLICE
    service.tables = whole_service().tables
    run()
    assert names(raw) >= ALL


def test_a_feed_that_ends_early_is_an_error(run: Run, service: Service, raw: Path) -> None:
    del service.tables["47018NED"]["TypedDataSet-0003"]
    with pytest.raises(DeliveryError, match=r"rows are missing.*47018NED"):
        run()
    assert list(deliveries(raw)) == []


def test_a_feed_that_turns_in_a_circle_is_an_error(run: Run, service: Service) -> None:
    # the last page sends us to the first one again
    service.tables["47018NED"]["TypedDataSet-0003"]["odata.nextLink"] = f"{service.address}/ODataFeed/odata/47018NED/TypedDataSet"
    with pytest.raises(DownloadError, match="same page twice"):
        run()


def test_a_year_that_the_service_does_not_have_is_skipped(run: Run, raw: Path) -> None:
    messages: list[str] = []
    run(lambda message, _done, _total: messages.append(message), earlier=(2019, 2023))
    assert names(raw) == ALL
    assert "grenzen-2019: skipped, the service has no boundaries of 2019" in messages


def test_an_earlier_year_of_another_shape_is_skipped_and_told(run: Run, service: Service, raw: Path) -> None:
    service.years[2019] = boundary_files(year=2019)
    for page in service.years[2019].values():
        for feature in page["features"]:
            del feature["properties"]["jaar"]
    messages: list[str] = []
    run(lambda message, _done, _total: messages.append(message), earlier=(2019, 2023))
    assert names(raw) == ALL | {".rejected-grenzen-2019"}
    assert "grenzen-2019: skipped, the features have no year, or not all the same" in messages


def test_the_year_of_the_boundaries_must_exist(run: Run, service: Service) -> None:
    del service.years[2024]
    with pytest.raises(DownloadError, match="grenzen-2024"):
        run()


def test_a_delivery_that_was_changed_is_noticed(run: Run, raw: Path) -> None:
    run()
    (raw / POLICE / "Perioden.json").write_text("{}")
    with pytest.raises(DeliveryError, match="changed after it was received"):
        run()


def test_half_of_an_older_release_is_thrown_away(run: Run, raw: Path) -> None:
    (raw / ".partial-politie-47018ned-2024-01-01").mkdir(parents=True)
    run()
    assert names(raw) == ALL


def test_inhabitants_alone_do_not_serve_as_boundaries(
    run: Run, service: Service, raw: Path, tmp_path: Path, kernbeleid: Kernbeleid
) -> None:
    run()
    settings = Settings(home=tmp_path, police_url=service.address, boundaries_url=service.address, download_pause=0)
    with pytest.raises(DeliveryError, match="inhabitants only"):
        Fetcher(TINY, kernbeleid, settings, lambda *_: None).run((), (), 2023)


def with_neighbours(number: int) -> Municipality:
    """The tiny municipality with a province of so many municipalities to compare with."""
    wide = TINY.model_dump(by_alias=True, mode="json")
    wide["referentiegebieden"].append({"naam": "provincie", "gebieden": [f"GM{code:04d}" for code in range(1, number + 1)]})
    return Municipality.model_validate(wide)


def test_keys_in_the_filter_are_padded(dalfsen: Municipality) -> None:
    text = " or ".join(region_filters(dalfsen, "47018NED"))
    assert "WijkenEnBuurten eq 'GM0148    '" in text
    assert "WijkenEnBuurten eq 'NL00      '" in text
    assert "startswith(WijkenEnBuurten,'BU0148')" in text
    assert "GM0193" in text


@pytest.mark.parametrize("neighbours", [0, 1, 11, 12, 75, 342])
def test_every_region_is_asked_for_once_and_no_question_is_too_long(neighbours: int) -> None:
    wide = with_neighbours(neighbours) if neighbours else TINY
    filters = region_filters(wide, "47018NED")
    asked = re.findall(r"eq '((?:GM|NL)\d+) +'", " or ".join(filters))
    assert sorted(asked) == sorted({wide.code, *wide.reference_codes})
    assert all(len(item.url) < 2000 for item in police_series("https://dataderden.cbs.nl", "47018NED", wide))
    assert [text for text in filters if "startswith" in text] == [filters[0]]


def test_the_months_are_asked_of_the_municipality_its_parts_and_the_country_only() -> None:
    (text,) = region_filters(with_neighbours(50), "47022NED")
    assert text.split(" or ") == [
        "startswith(WijkenEnBuurten,'WK9999')",
        "startswith(WijkenEnBuurten,'BU9999')",
        "WijkenEnBuurten eq 'GM9999    '",
        "WijkenEnBuurten eq 'NL00      '",
    ]


def test_the_answers_to_several_questions_are_pages_of_one_delivery(
    service: Service, tmp_path: Path, raw: Path, kernbeleid: Kernbeleid
) -> None:
    # the province takes two more questions, and there is nothing of it: both answers are the same
    wide = with_neighbours(20)
    settings = Settings(home=tmp_path, police_url=service.address, boundaries_url=service.address, download_pause=0)
    heard = 0

    def give_up(message: str, _done: int, _total: int) -> None:
        nonlocal heard
        heard += "TypedDataSet" in message
        if heard == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Fetcher(wide, kernbeleid, settings, give_up).run(("47018NED",), (), 2024)
    Fetcher(wide, kernbeleid, settings, lambda *_: None).run(("47018NED",), (), 2024)
    pages = [path.name for path in Delivery(raw / POLICE).paths if "Typed" in path.name]
    assert pages == [f"TypedDataSet-{number:04d}.json" for number in range(1, 6)]
    questions = [target for target in service.asked if "TypedDataSet" in target]
    assert len(questions) == len(set(questions)) == 5


def test_addresses_are_those_of_the_services(dalfsen: Municipality) -> None:
    series = {item.stem: item.url for item in police_series("https://dataderden.cbs.nl", "47024NED", dalfsen)}
    assert list(series) == ["TableInfos", "DataProperties", "Overlast", "WijkenEnBuurten", "Perioden", "TypedDataSet"]
    assert series["TypedDataSet"].startswith("https://dataderden.cbs.nl/ODataFeed/odata/47024NED/TypedDataSet?$filter=startswith")
    layers = {item.stem: item.url for item in boundary_series("https://api.pdok.nl", 2024, dalfsen, bounded=True)}
    assert layers["wijken"].startswith(
        "https://api.pdok.nl/cbs/wijken-en-buurten-2024/ogc/v1/collections/wijken/items?f=json&limit=1000&crs="
    )
    assert layers["wijken"].endswith("&gemeentecode=GM0148")
    assert "gemeentecode" not in layers["gemeenten"]
