from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ivp_analysis.errors import NotebookError, PublicationError
from ivp_analysis.execution.provenance import Provenance
from ivp_analysis.paths import Paths
from ivp_analysis.publication.final import check_final
from ivp_analysis.publication.origin import DRAFT, origin
from ivp_analysis.tables.published_words import Suspect
from ivp_analysis.vocabulary.duiding import MISSING
from ivp_analysis.vocabulary.municipality import Municipality
from publication.notebooks import EDITION, code, deliveries, finding, origins, police, shown, small_kernbeleid, write, write_notebooks

THEMES = small_kernbeleid()


@pytest.fixture
def paths(tmp_path: Path, dalfsen: Municipality) -> Paths:
    paths = Paths(tmp_path)
    write_notebooks(paths, dalfsen, THEMES)
    return paths


def lacks(paths: Paths, village: str, theme: str, *notes: str, notebook: str = "police") -> None:
    """Let the finding of a page carry notes."""
    found = finding(village, theme, notes=notes).model_dump(mode="json")
    cells = [*police(village, theme)[:-1], code(shown(finding=found))]
    write(paths.executed("dalfsen", EDITION, "public", notebook, village, theme), cells)


def refusal(paths: Paths, dalfsen: Municipality, changed: tuple[str, ...] = (), **values: Any) -> str:
    with pytest.raises(PublicationError) as refused:
        check_final(dalfsen, THEMES, origins(**values), paths, changed)
    return str(refused.value)


def test_a_report_that_is_finished_may_be_called_final(paths: Paths, dalfsen: Municipality) -> None:
    lacks(paths, "Hoonhorst", "1.1", "Een andere opmerking.")
    check_final(dalfsen, THEMES, origins(), paths)
    lacks(paths, "Hoonhorst", "1.1", MISSING["politie"])
    assert "it is missing of politie: theme 1.1 in Hoonhorst (" in refusal(paths, dalfsen)


def test_pages_without_duiding_are_listed_by_role_theme_and_village(paths: Paths, dalfsen: Municipality) -> None:
    for village in dalfsen.area_names:
        lacks(paths, village, "1.4", MISSING["politie"])
    for village in ("Dalfsen", "Hoonhorst"):
        lacks(paths, village, "1.1", "Let op.", MISSING["team OOV"])
    lacks(paths, "gemeente", "2.5", MISSING["team OOV"])
    said = refusal(paths, dalfsen)
    assert "politie: theme 1.4 in every village and gemeente; team OOV: theme 1.1 in Dalfsen, Hoonhorst / theme 2.5 in gemeente" in said


def test_a_finding_of_the_map_counts_as_well(paths: Paths, dalfsen: Municipality) -> None:
    lacks(paths, "Dalfsen", "1.1", MISSING["politie"], notebook="map")
    assert "politie: theme 1.1 in Dalfsen" in refusal(paths, dalfsen)


def test_it_is_said_which_file_to_edit_and_what_to_run(paths: Paths, dalfsen: Municipality) -> None:
    lacks(paths, "Dalfsen", "1.1", MISSING["politie"])
    old = deliveries()[0].model_copy(update={"name": "oud", "reference_date": date(2021, 9, 1)})
    other = deliveries()[1].model_copy(update={"name": "noemers-2022", "kind": "noemers"})
    said = refusal(paths, dalfsen, deliveries=(old, deliveries()[0], other))
    assert "(municipality dalfsen, edition 2022-H1)" in said
    assert "Write it under duiding in data/raw/dalfsen/levering-1/delivery.yaml, then run ivp process dalfsen" in said
    assert said.endswith("ivp run dalfsen --edition 2022-H1")


def test_a_round_without_police_delivery_of_its_own_has_words_elsewhere(paths: Paths, dalfsen: Municipality) -> None:
    lacks(paths, "Dalfsen", "1.1", MISSING["politie"])
    other = deliveries()[1].model_copy(update={"name": "noemers-2022", "kind": "noemers"})
    assert "in data/raw/dalfsen/noemers-2022/delivery.yaml" in refusal(paths, dalfsen, deliveries=(other,))
    assert "in data/raw/dalfsen/<a delivery of this edition>/delivery.yaml" in refusal(paths, dalfsen, deliveries=())


def test_notebooks_that_are_absent_or_not_fresh_come_first(paths: Paths, dalfsen: Municipality) -> None:
    lacks(paths, "Dalfsen", "1.1", MISSING["politie"])
    said = refusal(paths, dalfsen, stale=3)
    assert "3 are absent or were made before the last change" in said
    assert "Run ivp run dalfsen --edition 2022-H1" in said
    assert "duiding" not in said


def test_deliveries_that_were_not_processed_come_before_all(paths: Paths, dalfsen: Municipality) -> None:
    said = refusal(paths, dalfsen, ("enquete-2022 is new",), stale=3)
    assert "these were not processed: enquete-2022 is new" in said
    assert "ivp process dalfsen" in said


def test_words_that_may_describe_an_incident_are_named_with_what_to_do(paths: Paths, dalfsen: Municipality) -> None:
    found = [
        Suspect("levering-1", "duiding.0.tekst", ("datum at 1:4", "leeftijd at 2:9"), "write other words, or let somebody accept them"),
        Suspect("levering-2", "bron", ("naam at 1:1",), "write other words in delivery.yaml"),
    ]
    with pytest.raises(PublicationError) as refused:
        check_final(dalfsen, THEMES, origins(), paths, suspects=found)
    said = str(refused.value)
    assert "2 of its texts may do so: duiding.0.tekst of levering-1 (datum at 1:4, leeftijd at 2:9); bron of levering-2 (naam" in said
    assert "levering-1: write other words, or let somebody accept them. levering-2: write other words in delivery.yaml" in said
    assert said.endswith("Then run ivp process dalfsen")


def test_a_notebook_that_cannot_be_read_is_no_sign_that_nothing_is_missing(paths: Paths, dalfsen: Municipality) -> None:
    paths.executed("dalfsen", EDITION, "public", "police", "Dalfsen", "1.1").write_text("{", encoding="utf-8")
    with pytest.raises(NotebookError, match="police/dalfsen/1-1"):
        check_final(dalfsen, THEMES, origins(), paths)


def test_a_draft_says_so_and_a_final_report_does_not() -> None:
    draft, final = origin(origins()), origin(origins(final=True))
    assert (draft.notice, final.notice) == (DRAFT, "")
    assert origin(origins(stale=2)).notice.endswith(f"programma. {DRAFT}")
    assert [{item.name: item.text for item in one.asked}["Status"] for one in (draft, final)] == ["concept", "definitief"]


def test_where_a_report_comes_from_says_whether_it_is_final() -> None:
    assert '"final": true' in origins(final=True).text
    assert '"final": false' in origins().text
    assert Provenance.model_validate_json(origins(final=True).text).final
