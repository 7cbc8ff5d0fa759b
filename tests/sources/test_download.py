"""A page is asked for until it is whole, or until it is enough."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ivp_analysis.errors import ConfigurationError, DownloadError
from ivp_analysis.settings import Settings
from ivp_analysis.sources.download import Downloader
from sources.pages import Service, serving

PAGE = {"TableInfos": {"value": [{"ID": 0}]}}


@pytest.fixture
def service() -> Iterator[Service]:
    with serving(Service({"T": {**PAGE, "Rows-0001": {"value": [1]}, "Rows-0002": {"value": [2]}}})) as found:
        yield found


@pytest.fixture
def retries() -> list[str]:
    return []


@pytest.fixture
def downloader(service: Service, retries: list[str], tmp_path: Path) -> Iterator[Downloader]:
    settings = Settings(home=tmp_path, police_url=service.address, download_pause=0, download_attempts=3, download_timeout=0.3)
    with Downloader("police_url", settings, lambda table, reason: retries.append(f"{table}: {reason}")) as found:
        yield found


def address(service: Service, name: str = "TableInfos") -> str:
    return f"{service.address}/ODataFeed/odata/T/{name}"


def test_a_page_is_kept_as_received(downloader: Downloader, service: Service) -> None:
    page = downloader.page(address(service), "T", "value")
    assert page is not None
    assert page.body == b'{"value": [{"ID": 0}]}'
    assert page.next_url == ""


def test_a_page_says_where_the_next_one_is(downloader: Downloader, service: Service) -> None:
    page = downloader.page(address(service, "Rows"), "T", "value")
    assert page is not None
    assert page.next_url == f"{address(service, 'Rows')}?page=2"


@pytest.mark.parametrize("fault", ["500", "html", "cut", "slow"])
def test_a_fault_is_repaired_by_asking_again(downloader: Downloader, service: Service, retries: list[str], fault: str) -> None:
    service.faults = {1: fault}
    page = downloader.page(address(service), "T", "value")
    assert page is not None
    assert page.body == b'{"value": [{"ID": 0}]}'
    assert len(service.asked) == 2
    assert len(retries) == 1
    assert retries[0].startswith("T: ")


def test_an_answer_without_records_is_no_answer(downloader: Downloader, service: Service) -> None:
    with pytest.raises(DownloadError, match="an answer without 'features'"):
        downloader.page(address(service), "T", "features")
    assert len(service.asked) == 3


def test_a_service_that_stays_away_is_named_with_its_setting_and_table(downloader: Downloader, service: Service) -> None:
    service.faults = dict.fromkeys(range(1, 10), "500")
    with pytest.raises(DownloadError, match="3 attempts: status 500") as error:
        downloader.page(address(service), "T", "value")
    assert error.value.where == {"table": "T", "setting": "IVP_POLICE_URL", "address": service.address}
    assert "ivp fetch goes on where this one stopped" in error.value.action
    assert len(service.asked) == 3


def test_nobody_at_the_address_is_an_error(tmp_path: Path) -> None:
    with serving(Service()) as gone:
        free = gone.address
    settings = Settings(home=tmp_path, boundaries_url=free, download_pause=0, download_attempts=2)
    with Downloader("boundaries_url", settings, lambda *_: None) as downloader, pytest.raises(DownloadError, match="IVP_BOUNDARIES_URL"):
        downloader.page(f"{free}/x", "grenzen-2024", "features")


def test_what_does_not_exist_is_not_asked_for_again(downloader: Downloader, service: Service) -> None:
    assert downloader.page(address(service, "Nothing"), "T", "value", may_miss=True) is None
    with pytest.raises(DownloadError, match="status 404"):
        downloader.page(address(service, "Nothing"), "T", "value")
    assert len(service.asked) == 2


def test_a_relative_address_of_the_next_page_is_joined_to_the_page(downloader: Downloader, service: Service) -> None:
    service.tables["T"]["TableInfos"] = {"value": [], "odata.nextLink": "TableInfos?$skip=10000"}
    page = downloader.page(address(service), "T", "value")
    assert page is not None
    assert page.next_url == f"{address(service)}?$skip=10000"


def test_a_next_page_at_another_service_is_refused(downloader: Downloader, service: Service) -> None:
    service.tables["T"]["TableInfos"] = {"value": [], "odata.nextLink": "https://example.invalid/next"}
    with pytest.raises(DownloadError, match="another one"):
        downloader.page(address(service), "T", "value")


@pytest.mark.parametrize("value", ["dataderden.cbs.nl", "ftp://dataderden.cbs.nl", "", "https://x:poort"])
def test_a_setting_that_is_no_address_is_an_error(tmp_path: Path, value: str) -> None:
    with pytest.raises(ConfigurationError, match="IVP_POLICE_URL"):
        Downloader("police_url", Settings(home=tmp_path, police_url=value), lambda *_: None)


def test_there_is_a_pause_between_requests(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("ivp_analysis.sources.download.time.sleep", pauses.append)
    with Downloader("police_url", Settings(home=tmp_path, police_url=service.address, download_pause=0.3), lambda *_: None) as downloader:
        for _ in range(3):
            downloader.page(address(service), "T", "value")
    assert pauses == [0.3, 0.3]


def test_a_page_without_end_is_given_up(downloader: Downloader, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivp_analysis.sources.download.LARGEST_PAGE", 20)
    with pytest.raises(DownloadError, match=r"sends a page of more than 20 bytes .*table T"):
        downloader.page(address(service), "T", "value")
    assert len(service.asked) == 1


@pytest.mark.parametrize("link", ["http://a:b", "\x00", "\ud800"])
def test_a_next_page_at_what_is_no_address_is_no_usable_answer(downloader: Downloader, service: Service, link: str) -> None:
    service.tables["T"]["TableInfos"] = {"value": [], "odata.nextLink": link}
    with pytest.raises(DownloadError, match=r"a next page at what is no address|an answer that is no JSON"):
        downloader.page(address(service), "T", "value")
