import gzip
import hashlib
import shutil
import zipfile
from pathlib import Path

import pytest

from ivp_analysis.errors import ConfigurationError
from ivp_analysis.paths import Paths
from ivp_analysis.sample import counts
from ivp_analysis.sample.profile import DEFAULT_SEED
from ivp_analysis.sample.write import write_sample
from ivp_analysis.sources.card import DeliveryCard
from ivp_analysis.sources.delivery import deliveries
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.yaml import load_yaml

NAMES = [
    "voorbeeld-47018ned",
    "voorbeeld-47024ned",
    "voorbeeld-aantallen-2021-h2",
    "voorbeeld-aantallen-2022-h1",
    "voorbeeld-aantallen-2022-h2",
    "voorbeeld-bvh-2022-h1",
    "voorbeeld-bvh-2022-h2",
    "voorbeeld-enquete-2017",
    "voorbeeld-enquete-2022",
    "voorbeeld-grenzen-2022",
    "voorbeeld-noemers-2022",
]


def hashes(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files(folder)}


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def content(path: Path) -> object:
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return {name: book.read(name) for name in book.namelist()}
    return path.read_bytes()


def _card(path: Path) -> DeliveryCard:
    """A delivery.yaml without its hashes: another library packs the same content into other bytes."""
    card = load_yaml(path, DeliveryCard)
    return card.model_copy(update={"files": tuple(file.name for file in card.files)})


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(
    sample: Path, dalfsen: Municipality, kernbeleid: Kernbeleid, tmp_path: Path
) -> None:
    write_sample(dalfsen, kernbeleid, tmp_path / "again", DEFAULT_SEED)
    write_sample(dalfsen, kernbeleid, tmp_path / "other", DEFAULT_SEED + 1)
    assert hashes(tmp_path / "again") == hashes(sample)
    mine, other = hashes(sample), hashes(tmp_path / "other")
    data = [name for name in mine if not name.endswith(("Perioden.json.gz", "DataProperties.json.gz", "TableInfos.json.gz"))]
    fixed = ("SoortMisdrijf.json.gz", "Overlast.json.gz", "WijkenEnBuurten.json.gz", "TypedDataSet-0003.json.gz")
    assert all(mine[name] != other[name] for name in data if not name.endswith(fixed))


def test_the_committed_sample_is_what_the_default_seed_writes(sample: Path) -> None:
    committed = Paths().raw("dalfsen")
    folders = sorted(path.name for path in committed.glob("voorbeeld-*"))
    assert folders == NAMES
    for path in files(sample):
        if path.name != "delivery.yaml":
            assert content(committed / path.relative_to(sample)) == content(path), path.name
        else:
            assert _card(committed / path.relative_to(sample)) == _card(path), path.parent.name


def test_the_sample_is_small(sample: Path) -> None:
    assert sum(path.stat().st_size for path in files(sample)) < 2_000_000


def test_every_delivery_opens_and_says_that_it_is_synthetic(sample: Path) -> None:
    opened = list(deliveries(sample))
    assert [delivery.name for delivery in opened] == NAMES
    for delivery in opened:
        assert delivery.card.synthetic
        assert delivery.card.source.startswith("Voorbeelddata (synthetisch)")
        assert delivery.card.licence == "EUPL-1.2 (synthetische voorbeelddata)"
        assert delivery.card.personal == ("bvh" in delivery.name or "enquete" in delivery.name)
        assert bool(delivery.card.ground and delivery.card.purpose and delivery.card.keep_until) == delivery.card.personal
    rounds = {delivery.name: str(delivery.edition) for delivery in opened}
    for edition in ("2021-H2", "2022-H2"):
        assert {name for name, own in rounds.items() if own == edition} == {name for name in NAMES if name.endswith(edition.lower())}
    assert set(rounds.values()) == {"2018-H1", "2021-H2", "2022-H1", "2022-H2"}


def test_a_file_says_synthetic_wherever_its_format_has_a_place_for_it(sample: Path) -> None:
    for table in ("47018ned", "47024ned"):
        assert (
            "Voorbeelddata (synthetisch)" in gzip.decompress((sample / f"voorbeeld-{table}" / "TableInfos.json.gz").read_bytes()).decode()
        )
    for path in sample.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as book:
            assert "Voorbeelddata (synthetisch)" in book.read("docProps/core.xml").decode()
    first_line = (sample / "voorbeeld-bvh-2022-h2" / "incidenten.csv").read_bytes().splitlines()[0].decode("cp1252")
    assert first_line.startswith("Voorbeelddata (synthetisch)")


def test_a_municipality_without_a_profile_is_an_error_that_says_so(dalfsen: Municipality, kernbeleid: Kernbeleid, tmp_path: Path) -> None:
    ommen = dalfsen.model_copy(update={"key": "ommen"})
    with pytest.raises(ConfigurationError, match=r"no sample for the municipality 'ommen'.*dalfsen"):
        write_sample(ommen, kernbeleid, tmp_path / "ommen", DEFAULT_SEED)
    assert not (tmp_path / "ommen").exists()


def test_a_negative_seed_is_refused(dalfsen: Municipality, kernbeleid: Kernbeleid, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="seed"):
        write_sample(dalfsen, kernbeleid, tmp_path, -1)


def test_a_fault_on_the_way_leaves_everything_as_it_was(
    sample: Path, dalfsen: Municipality, kernbeleid: Kernbeleid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "dalfsen"
    shutil.copytree(sample, folder)

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(counts, "write_counts_xlsx", full)
    with pytest.raises(OSError, match="no space"):
        write_sample(dalfsen, kernbeleid, folder, DEFAULT_SEED + 1)
    assert hashes(folder) == hashes(sample)
