import io
import shutil
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dask
import distributed  # noqa: F401 - brings the configuration that a test sets
import pytest
from execution.dask_cluster import PATIENCE, Cluster, toy
from execution.pages import EDITION, Project

from ivp_analysis.errors import StoreError
from ivp_analysis.execution.cluster import ClusterError, ClusterWorkers, door
from ivp_analysis.execution.cluster.bundle import INSIDE, pack, unpack
from ivp_analysis.execution.cluster.versions import compare, versions
from ivp_analysis.execution.data import KEY
from ivp_analysis.execution.fingerprint import reads_of
from ivp_analysis.execution.outputs import seal_of
from ivp_analysis.paths import Paths
from ivp_analysis.tables.evidence_contracts import EVIDENCE
from ivp_analysis.tables.public_contracts import PUBLIC
from ivp_analysis.tables.store import read_duiding, read_table
from ivp_analysis.tables.survey_contracts import SURVEY
from ivp_analysis.vocabulary.parameters import Parameters

BASE = Parameters(municipality="dalfsen", edition=EDITION)


def names(bundle: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return set(archive.namelist())


# the bundle


def test_nothing_about_people_and_no_secret_is_sent(run_before: Project) -> None:
    tables = run_before.tables
    assert (tables / KEY).exists()
    assert {path.stem for path in tables.rglob("*.parquet")} >= {"incidents", "respondents", "quarantine", "ledger"}
    sent = names(pack(Paths(run_before.home), BASE))
    assert {Path(name).name for name in sent} == {
        *("kernbeleid.yaml", "bevindingen.yaml", "dalfsen.yaml", "current.json", "areas.parquet", "population.parquet"),
        *("surveys.parquet", "questions.parquet"),
        *("estimates.parquet", "protection.parquet", "grid_protection.parquet", "grid_rules.parquet"),
        *(f"{schema.name}.parquet" for schema in (*EVIDENCE, *PUBLIC, *SURVEY) if schema.name not in (*INSIDE, "respondents")),
    }


def test_exact_squares_are_sent_for_internal_runs_only_and_no_other_edition_ever(run_before: Project) -> None:
    internal = names(pack(Paths(run_before.home), BASE.model_copy(update={"audience": "internal"})))
    assert [name for name in internal if name.endswith("/grid.parquet")]
    assert {name.split("/")[-2] for name in internal if name.count("/") == 5} == {EDITION}
    assert (run_before.tables / "v1" / "2022-H1").is_dir()


def test_whatever_a_notebook_read_is_sent(run_before: Project, tmp_path: Path) -> None:
    unpack(pack(Paths(run_before.home), BASE), tmp_path)
    sealed = [seal for run in run_before.runs() if not run.stage and (seal := seal_of(run.target))]
    read = {read.source for seal in sealed for read in reads_of(seal.fingerprint)}
    known = {f"{EDITION}/{name}" for name in ("deliveries", "duiding", "synthetic", "ladder", "publication", "changed_themes")}
    tables = read - known - {name for name in read if name.startswith("config/")}
    assert {f"{EDITION}/public_estimates", f"{EDITION}/grid_protection", "areas"} <= tables
    assert {"surveys", "questions", f"{EDITION}/monitor", f"{EDITION}/monitor_beside"} <= tables
    for table in tables:
        assert len(read_table(Paths(tmp_path).processed("dalfsen"), table)) == len(read_table(run_before.tables, table))


def test_duiding_is_sent_with_what_is_known_of_deliveries(run_before: Project, tmp_path: Path) -> None:
    project = Project(Path(shutil.copytree(run_before.home, tmp_path / "home")))

    def change(notes: dict[str, Any]) -> None:
        words = {"rol": "politie", "auteur": "informatieanalist", "datum": "2022-09-20", "tekst": "Woorden.", "themas": ["1.3"]}
        for card in notes["deliveries"]:
            card["duiding"] = [words]

    project.change_notes(change)
    unpack(pack(Paths(project.home), BASE), tmp_path / "there")
    place = (EDITION, "1.3", "Hoonhorst")
    there = read_duiding(Paths(tmp_path / "there").processed("dalfsen"), *place)
    assert there == read_duiding(project.tables, *place)
    assert there[0].tekst == "Woorden."


def test_the_same_data_gives_the_same_bundle(run_before: Project, tmp_path: Path) -> None:
    shutil.copytree(run_before.home / "data", tmp_path / "data")
    shutil.copytree(run_before.home / "config", tmp_path / "config")
    for path in tmp_path.rglob("*.parquet"):
        path.touch()
    assert pack(Paths(tmp_path), BASE) == pack(Paths(run_before.home), BASE)


def test_the_configuration_that_is_sent_is_that_of_the_home_folder(run_before: Project, tmp_path: Path) -> None:
    home = Path(shutil.copytree(run_before.home, tmp_path / "home"))
    file = Paths(home).kernbeleid
    file.write_text(file.read_text(encoding="utf-8") + "# own\n", encoding="utf-8")
    unpack(pack(Paths(home), BASE), tmp_path / "there")
    assert Paths(tmp_path / "there").kernbeleid.read_bytes() == file.read_bytes()


def test_without_tables_there_is_nothing_to_send(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing was processed yet"):
        ClusterWorkers(Paths(tmp_path), BASE, "tcp://127.0.0.1:1")


# versions


def test_what_a_run_is_made_with_is_named() -> None:
    made_with = versions()
    assert made_with["python"] == sys.version.split()[0]
    assert made_with["package"] == made_with["package on disk"]
    assert {"lock", "library pandas", "library matplotlib"} <= set(made_with)
    compare("tcp://here", made_with, dict(made_with))


@pytest.mark.parametrize("name", ["python", "package", "package on disk", "lock", "library pandas"])
def test_any_difference_is_an_error(name: str) -> None:
    here = versions()
    with pytest.raises(ClusterError, match=f"a worker has another {name} \\(worker tcp://there, there 9.9.9, here {here[name][:12]}\\)"):
        compare("tcp://there", here, {**here, name: "9.9.9"})


def test_a_library_that_only_one_system_needs_is_no_difference() -> None:
    here = versions()
    compare("tcp://there", {**here, "library only-here": "1"}, {**here, "library only-there": "1"})


# the way in


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "PATIENCE", 0.5)


def opened(address: str) -> None:
    with door.connect(address):
        pass


@pytest.mark.parametrize("address", ["", "localhost", "localhost:8786", "http://localhost:8786", "tcp://localhost", "tcp://localhost:x"])
def test_an_address_that_is_none_is_an_error(address: str) -> None:
    with pytest.raises(ClusterError, match=r"no address of a scheduler .*tcp://host:port"):
        opened(address)


@pytest.mark.usefixtures("impatient")
def test_an_address_where_nobody_answers_is_an_error_and_leaves_no_threads() -> None:
    before = threading.active_count()
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        with pytest.raises(ClusterError, match=f"no scheduler answers .*tcp://127.0.0.1:{port}.* Start one"):
            opened(f"tcp://127.0.0.1:{port}")
    with pytest.raises(ClusterError, match=f"no scheduler answers .*tcp://127.0.0.1:{port}.* Start one"):
        opened(f"tcp://127.0.0.1:{port}")
    assert threading.active_count() == before


def test_without_dask_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "find_spec", lambda _: None)
    with pytest.raises(ClusterError, match=r"Dask is not installed .*make cluster"):
        opened("tcp://localhost:8786")


def test_tls_without_certificates_is_an_error() -> None:
    with pytest.raises(ClusterError, match=r"no certificates for tls .*docs/scaling.md"):
        opened("tls://localhost:8786")


@pytest.fixture
def certificate(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A certificate that signs itself, as Dask's configuration names it."""
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificate")
    key, file = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    subject = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", file, *subject]
    subprocess.run(command, check=True, capture_output=True)
    ends = {
        f"distributed.comm.tls.{end}.{part}": path
        for end in ("scheduler", "worker", "client")
        for part, path in (("cert", file), ("key", key))
    }
    configuration = {"distributed.comm.tls.ca-file": file, **ends}
    with dask.config.set(configuration):
        yield {"DASK_" + name.upper().replace(".", "__").replace("-", "_"): path for name, path in configuration.items()}


@pytest.mark.slow
def test_runs_travel_encrypted_with_the_certificates_of_dask(certificate: dict[str, str], run_before: Project) -> None:
    with Cluster(certificate, protocol="tls") as cluster:
        assert cluster.address.startswith("tls://")
        cluster.worker("one", threads=1)
        with ClusterWorkers(Paths(run_before.home), BASE, cluster.address) as team:
            assert team.submit(toy("1 + 1")).result(PATIENCE).error == ""
