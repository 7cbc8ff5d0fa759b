"""What a run depends on: exactly what it read, and what it is made with."""

import gzip
import json
import shutil
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from execution.pages import EDITION, THEMES, VILLAGES, Project

from ivp_analysis.errors import StoreError
from ivp_analysis.execution.data import ABSENT, KEY, Data
from ivp_analysis.execution.fingerprint import changes, libraries, name_of, reads_of
from ivp_analysis.execution.outputs import seal_of, sha256
from ivp_analysis.paths import Paths
from ivp_analysis.processing import process
from ivp_analysis.tables.reads import Read
from ivp_analysis.vocabulary.kernbeleid import Classification, Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.parameters import Parameters

POLICE, MONITOR, MAP = (f"{notebook} · Hoonhorst · 1.3" for notebook in ("police", "monitor", "map"))
ESTIMATES, GRID = f"{EDITION}/public_estimates", f"{EDITION}/grid_protection"
Mask = Callable[[pd.DataFrame], "pd.Series[bool]"]


def reads(project: Project, title: str) -> tuple[Read, ...]:
    seal = seal_of(project.run(title).target)
    assert seal
    return reads_of(seal.fingerprint)


def first_changed(column: str, chosen: Mask) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Change one value of the first row that is chosen."""

    def change(rows: pd.DataFrame) -> pd.DataFrame:
        row = rows.index[chosen(rows)][0]
        value = rows.loc[row, column]
        rows.loc[row, column] = not value if isinstance(value, (bool, np.bool_)) else value + ("x" if isinstance(value, str) else 1)
        return rows

    return change


def stale_parts(project: Project, title: str) -> list[str]:
    seal = seal_of(project.run(title).target)
    assert seal
    return changes(seal.fingerprint, project.fingerprints().of(project.run(title), reads_of(seal.fingerprint)))


def at(village: str, theme: str) -> Mask:
    return lambda rows: (rows["village"] == village) & (rows["theme"] == theme)


# rows of tables


@pytest.mark.parametrize(
    ("table", "column", "village", "theme", "touched"),
    [
        (ESTIMATES, "count", "Hoonhorst", "1.3", [MONITOR, POLICE]),
        (ESTIMATES, "shown", "Hoonhorst", "1.3", [MONITOR, POLICE]),
        (ESTIMATES, "exact", "Dalfsen", "1.3", ["monitor · Dalfsen · 1.3", "police · Dalfsen · 1.3"]),
        (ESTIMATES, "label", "Dalfsen", "1.2", ["monitor · Dalfsen · 1.2", "police · Dalfsen · 1.2"]),
        (ESTIMATES, "rate", "gemeente", "1.2", ["chapter", "police · Dalfsen · 1.2", "police · Hoonhorst · 1.2"]),
        (ESTIMATES, "count", "basisteam Vechtdal zonder Dalfsen", "1.3", ["police · Dalfsen · 1.3", POLICE]),
        (ESTIMATES, "count", "IJsselland zonder Dalfsen", "1.3", []),
        (ESTIMATES, "count", "Lemelerveld", "1.3", []),
        (ESTIMATES, "count", "Hoonhorst", "1.1", []),
        (ESTIMATES, "count", "BU01480106", "1.3", ["map · Dalfsen · 1.3", MAP]),
        (ESTIMATES, "rule", "BU01480106", "1.2", ["map · Dalfsen · 1.2", "map · Hoonhorst · 1.2"]),
        (ESTIMATES, "base", "gemeente", "totaal", ["chapter"]),
    ],
)
def test_a_changed_row_touches_only_who_reads_it(
    project: Project, table: str, column: str, village: str, theme: str, touched: list[str]
) -> None:
    codes = pd.read_parquet(Paths(project.home).processed("dalfsen").joinpath("v1", f"{ESTIMATES}.parquet"), columns=["village"])
    buurt = sorted(code for code in codes["village"].unique() if code.startswith("BU"))[0]
    chosen = at(buurt if village.startswith("BU") else village, theme)
    project.change(table, first_changed(column, chosen))
    stale = {title: planned for title, planned in project.plan().items() if not planned.fresh and not planned.pending}
    assert sorted(stale) == sorted(touched)
    what = table.rpartition("/")[2]
    assert all(f"data: {what} " in planned.reason for planned in stale.values())


def test_a_square_touches_the_maps_of_its_theme(project: Project) -> None:
    project.change(GRID, first_changed("shown", lambda rows: rows["theme"] == "1.2"))
    assert project.stale() == dict.fromkeys(("map · Hoonhorst · 1.2", "map · Dalfsen · 1.2"), "data: grid_protection theme 1.2 changed")


def test_a_boundary_touches_every_map_and_nothing_else(project: Project) -> None:
    project.change("areas", lambda rows: rows.assign(geometry=rows["geometry"].where(rows.index > 0, rows["geometry"].shift(-1))))
    assert {title.split(" ")[0] for title in project.stale()} == {"map"}
    assert set(project.stale().values()) == {"data: areas delivery voorbeeld-grenzen-2022 changed"}


def test_boundaries_that_come_after_the_edition_touch_nothing(project: Project) -> None:
    project.change("areas", lambda rows: pd.concat([rows, rows.assign(delivery="later")], ignore_index=True))
    assert project.stale() == {}


def test_tables_that_no_page_shows_touch_nothing(project: Project) -> None:
    project.change("counts", lambda rows: rows.assign(count=rows["count"] + 1))
    project.change("incidents", lambda rows: rows.iloc[1:])
    project.change(f"{EDITION}/grid", lambda rows: rows.iloc[1:])
    assert project.stale() == {}


def test_one_row_less_or_more_is_a_change(project: Project) -> None:
    whole = project.fingerprints().data.digest(Read.of(ESTIMATES, {"theme": "1.3", "village": "Hoonhorst"}))
    mine = at("Hoonhorst", "1.3")
    project.change(ESTIMATES, lambda rows: rows.drop(rows.index[mine(rows)][0]))
    less = project.fingerprints().data.digest(Read.of(ESTIMATES, {"theme": "1.3", "village": "Hoonhorst"}))
    project.change(ESTIMATES, lambda rows: pd.concat([rows, rows[mine(rows)].tail(1)]))
    more = project.fingerprints().data.digest(Read.of(ESTIMATES, {"theme": "1.3", "village": "Hoonhorst"}))
    assert len({whole, less, more}) == 3


def test_the_order_of_other_rows_is_of_no_influence_and_that_of_its_own_is(project: Project) -> None:
    mine = at("Hoonhorst", "1.3")
    project.change(ESTIMATES, lambda rows: pd.concat([rows[~mine(rows)].sample(frac=1, random_state=1), rows[mine(rows)]]))
    others = ("Dalfsen", "Lemelerveld", "Nieuwleusen", "Oudleusen", "basisteam Vechtdal zonder Dalfsen", "gemeente")
    assert stale_parts(project, POLICE) == [
        *(f"data: public_estimates indicator totaal, theme 1.3, village {name} changed" for name in others),
        "data: public_estimates theme 1.3, village basisteam Vechtdal zonder Dalfsen changed",
        "data: public_estimates theme 1.3, village gemeente changed",
    ]
    project.change(ESTIMATES, lambda rows: pd.concat([rows[~mine(rows)], rows[mine(rows)].iloc[::-1]]))
    assert "data: public_estimates theme 1.3, village Hoonhorst changed" in stale_parts(project, POLICE)


def test_writing_the_same_tables_again_touches_nothing(project: Project, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    import shutil

    from ivp_analysis.paths import PROJECT
    from ivp_analysis.processing import process

    shutil.copytree(PROJECT / "data" / "raw", project.home / "data" / "raw")
    for own in (project.home / "data" / "raw" / "dalfsen").iterdir():
        if not own.name.startswith("voorbeeld-"):
            shutil.rmtree(own)
    process(dalfsen, kernbeleid, Paths(project.home))
    assert project.tables.joinpath("v2").is_dir()
    assert project.stale() == {}


# deliveries


def delivery(**changed: str) -> Callable[[dict[str, Any]], None]:
    """Add a delivery of denominators, or one like it."""

    def change(notes: dict[str, Any]) -> None:
        notes["deliveries"].append({**notes["deliveries"][0], "name": "nieuw", "kind": "noemers", "sha256": "0", **changed})

    return change


def test_a_corrected_buurt_touches_the_villages_it_belongs_to(
    project: Project, sample_home: Path, dalfsen: Municipality, kernbeleid: Kernbeleid
) -> None:
    raw = Paths(project.home).raw("dalfsen")
    shutil.copytree(sample_home / "data" / "raw" / "dalfsen", raw)
    # a registration turns out to be from Oudleusen, not from Hoonhorst, which lies in the same wijk
    move_one(raw / "voorbeeld-47018ned", "1.1.1", "2017JJ00", "BU01480116", "BU01480118")
    process(dalfsen, kernbeleid, Paths(project.home), EDITION)
    stale = {title: planned.reason for title, planned in project.plan().items() if not planned.fresh and not planned.pending}
    theme = kernbeleid.theme_of(Classification.OFFENCE, "1.1.1")
    assert theme in THEMES
    # every map shows all buurten, and every page all villages
    pages = {f"{notebook} · {village} · {theme}" for notebook in ("map", "police") for village in VILLAGES}
    assert pages <= set(stale)
    # a page on the survey puts the registrations of its own village beside
    pages.add(f"monitor · Hoonhorst · {theme}")
    # how sure one comparison is depends on all others of the edition: that alone touches the rest
    rest = [reason for title, reason in stale.items() if title not in pages and title != "chapter"]
    assert all(reason.startswith(("data: comparisons ", "data: trends ")) for reason in rest)
    assert not [title for title in stale if title.startswith("map") and title not in pages]


def move_one(delivery: Path, code: str, period: str, source: str, target: str) -> None:
    """Correct a delivery of open data: one registration belongs to another buurt."""
    change = {source: -1, target: 1}
    for path in delivery.glob("TypedDataSet-*.json.gz"):
        content = json.loads(gzip.decompress(path.read_bytes()))
        for row in content["value"]:
            if row["SoortMisdrijf"].strip() in (code, "0.0.0") and row["Perioden"] == period:
                row["GeregistreerdeMisdrijven_1"] += change.get(row["WijkenEnBuurten"].strip(), 0)
        before = sha256(path.read_bytes())
        path.write_bytes(gzip.compress(json.dumps(content).encode()))
        card = delivery / "delivery.yaml"
        card.write_text(card.read_text(encoding="utf-8").replace(before, sha256(path.read_bytes())), encoding="utf-8")


def test_a_delivery_of_a_kind_that_a_page_does_not_show_leaves_it_fresh(project: Project) -> None:
    project.change_notes(delivery())
    assert project.stale() == {"chapter": "data: deliveries changed"}


def test_a_delivery_of_a_kind_that_a_page_shows_touches_it(project: Project) -> None:
    project.change_notes(delivery(kind="politie-incidenten"))
    assert project.stale()[POLICE] == "data: deliveries kind politie-incidenten changed"


def test_another_source_of_a_delivery_touches_who_names_it(project: Project) -> None:
    def change(notes: dict[str, Any]) -> None:
        card = next(card for card in notes["deliveries"] if card["name"] == "voorbeeld-47018ned")
        card["source"] = "elders"

    project.change_notes(change)
    assert project.stale()[POLICE] == "data: deliveries name voorbeeld-47018ned changed"


def test_the_hash_of_a_delivery_touches_nothing_by_itself(project: Project) -> None:
    def change(notes: dict[str, Any]) -> None:
        for card in notes["deliveries"]:
            card["sha256"] = "0"

    project.change_notes(change)
    assert project.stale() == {}


def words(**changed: object) -> Callable[[dict[str, Any]], None]:
    """Put one duiding, and no other, into the deliveries of the edition's round."""

    def change(notes: dict[str, Any]) -> None:
        for card in notes["deliveries"]:
            card["duiding"] = []
        item = {"rol": "politie", "auteur": "informatieanalist", "datum": "2022-09-20", "tekst": "Woorden.", "themas": ["1.3"], **changed}
        next(card for card in notes["deliveries"] if card["reference_date"] == "2022-09-12")["duiding"] = [item]

    return change


def duiding_digests(project: Project) -> dict[tuple[str, str], str]:
    data = project.fingerprints().data
    places = [(theme, village) for theme in THEMES for village in (*VILLAGES, "gemeente")]
    return {place: data.digest(Read.of(f"{EDITION}/duiding", {"theme": place[0], "village": place[1]})) for place in places}


@pytest.mark.parametrize(
    ("changed", "touched"),
    [
        ({"tekst": "Andere woorden."}, {("1.3", "Hoonhorst"), ("1.3", "Dalfsen"), ("1.3", "gemeente")}),
        ({"datum": "2022-09-21"}, {("1.3", "Hoonhorst"), ("1.3", "Dalfsen"), ("1.3", "gemeente")}),
        ({"kern": "Hoonhorst"}, {("1.3", "Hoonhorst"), ("1.3", "Dalfsen"), ("1.3", "gemeente")}),
        ({"themas": ["1.3", "1.1"]}, {("1.3", "Hoonhorst"), ("1.3", "Dalfsen"), ("1.3", "gemeente")}),
        ({"themas": []}, {(theme, village) for theme in THEMES for village in (*VILLAGES, "gemeente")}),
    ],
)
def test_words_touch_the_pages_that_they_stand_on(project: Project, changed: dict[str, object], touched: set[tuple[str, str]]) -> None:
    project.change_notes(words())
    before = duiding_digests(project)
    project.change_notes(words(**changed))
    after = duiding_digests(project)
    assert {place for place in before if before[place] != after[place]} == touched


def test_words_about_a_village_leave_the_pages_of_others_as_they_are(project: Project) -> None:
    project.change_notes(words(kern="Hoonhorst"))
    before = duiding_digests(project)
    assert {place for place, digest in before.items() if digest != ABSENT} == {("1.3", "Hoonhorst")}
    project.change_notes(words(kern="Hoonhorst", tekst="Andere woorden."))
    after = duiding_digests(project)
    assert {place for place in before if before[place] != after[place]} == {("1.3", "Hoonhorst")}


def test_words_are_no_part_of_what_is_read_of_a_delivery(project: Project) -> None:
    read = Read(f"{EDITION}/deliveries")
    before = project.fingerprints().data.digest(read)
    project.change_notes(words(tekst="Heel andere woorden."))
    assert project.fingerprints().data.digest(read) == before


def test_other_codes_than_in_the_edition_before_touch_what_read_of_the_theme(project: Project) -> None:
    reads = {theme: Read.of(f"{EDITION}/changed_themes", {"theme": theme}) for theme in THEMES}
    before = {theme: project.fingerprints().data.digest(read) for theme, read in reads.items()}
    project.change_notes(lambda notes: notes.update(changed_themes=["1.3"]))
    after = {theme: project.fingerprints().data.digest(read) for theme, read in reads.items()}
    assert [theme for theme in THEMES if before[theme] != after[theme]] == ["1.3"]
    assert ABSENT not in after.values()


def test_figures_that_are_no_longer_synthetic_touch_every_page(project: Project) -> None:
    project.change_notes(lambda notes: notes.update(synthetic=False))
    assert set(project.stale().values()) == {"data: synthetic changed"}
    assert len(project.stale()) == 13


# configuration


def test_an_entry_of_another_theme_leaves_a_page_fresh_and_touches_the_chapter(project: Project) -> None:
    path = project.home / "config" / "kernbeleid.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('naam: "Fysieke kwaliteit"', 'naam: "Kwaliteit"'), encoding="utf-8")
    stale = project.plan()
    assert stale[POLICE].fresh
    assert stale[MAP].fresh
    assert stale["police · Hoonhorst · 1.2"].reason == "config: theme 1.2 changed"
    assert stale["map · Dalfsen · 1.2"].reason == "config: theme 1.2 changed"
    assert stale["chapter"].reason == "config: kernbeleid changed"


def test_a_warning_about_a_code_touches_the_pages_of_its_theme(project: Project) -> None:
    path = project.home / "config" / "kernbeleid.yaml"
    text = path.read_text(encoding="utf-8")
    old = next(line for line in text.splitlines() if 'code: "2.2.1"' in line)
    path.write_text(text.replace(old, old.replace("}", ', waarschuwing: "Let op."}')), encoding="utf-8")
    assert sorted(project.stale()) == sorted(
        ["chapter", *(f"{notebook} · {village} · 1.2" for notebook in ("police", "monitor", "map") for village in ("Dalfsen", "Hoonhorst"))]
    )


def test_a_comment_in_the_configuration_touches_nothing(project: Project) -> None:
    for path in (project.home / "config").rglob("*.yaml"):
        path.write_text("# seen by nobody\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert project.stale() == {}


def test_another_name_of_the_municipality_touches_every_page(project: Project) -> None:
    path = project.home / "config" / "municipalities" / "dalfsen.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("naam: Dalfsen\n", "naam: Groot Dalfsen\n", 1), encoding="utf-8")
    assert set(project.stale().values()) == {"config: municipality changed"}
    assert len(project.stale()) == 13


# what is not there


@pytest.mark.parametrize(
    "read",
    [
        Read("2022-H2/nothing"),
        Read("2019-H1/synthetic"),
        Read("2019-H1/deliveries"),
        Read("areas", (("no_such_column", "x"),)),
        Read("config/theme", (("theme", "9.9"),)),
        Read("config/nothing"),
        Read(f"{EDITION}/deliveries", (("name", "nothing"),)),
        Read.of("2019-H1/duiding", {"theme": "1.3", "village": "Hoonhorst"}),
        Read.of("2019/duiding", {"theme": "1.3", "village": "Hoonhorst"}),
        Read.of("findings", {"notebook": "police", "village": "Hoonhorst", "theme": "2.1"}),
    ],
    ids=str,
)
def test_what_is_not_there_is_absent(run_before: Project, read: Read) -> None:
    assert run_before.fingerprints().data.digest(read) == ABSENT


def test_a_table_that_is_not_whole_is_absent(project: Project) -> None:
    path = project.tables / "v1" / "areas.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    assert project.fingerprints().data.digest(Read("areas")) == ABSENT
    assert project.stale()[MAP] == "data: areas delivery voorbeeld-grenzen-2022 is gone"


def test_before_processing_there_is_nothing_to_compare_with(tmp_path: Path, dalfsen: Municipality, kernbeleid: Kernbeleid) -> None:
    with pytest.raises(StoreError, match="Run ivp process dalfsen first"):
        Data(Parameters(edition=EDITION), dalfsen, kernbeleid, Paths(tmp_path))


# the key


def test_a_digest_tells_nothing_without_the_key(project: Project) -> None:
    read = Read.of(ESTIMATES, {"theme": "1.3", "village": "Hoonhorst"})
    before = project.fingerprints().data.digest(read)
    assert project.fingerprints().data.digest(read) == before
    (project.tables / KEY).unlink()
    assert project.fingerprints().data.digest(read) != before
    assert "data: public_estimates theme 1.3, village Hoonhorst changed" in stale_parts(project, POLICE)


def test_the_key_is_secret_and_made_once(project: Project) -> None:
    path = project.tables / KEY
    key = path.read_bytes()
    assert len(key) == 32
    assert path.stat().st_mode & 0o077 == 0
    project.fingerprints()
    assert path.read_bytes() == key


def test_a_key_that_was_not_written_whole_is_made_anew(project: Project) -> None:
    (project.tables / KEY).write_bytes(b"half")
    project.fingerprints()
    assert len((project.tables / KEY).read_bytes()) == 32


# the fingerprint


def _read(table: str) -> list[str]:
    """The totals of all villages, and every row of the areas that are compared."""
    compared = ("Hoonhorst", "basisteam Vechtdal zonder Dalfsen", "gemeente")
    places = sorted({*compared, "Dalfsen", "Lemelerveld", "Nieuwleusen", "Oudleusen"})
    totals = [f"data: {EDITION}/{table} indicator=totaal theme=1.3 village={name}" for name in places]
    return totals + [f"data: {EDITION}/{table} theme=1.3 village={name}" for name in compared]


def test_a_fingerprint_names_what_a_run_depends_on(run_before: Project) -> None:
    seal = seal_of(run_before.run(POLICE).target)
    assert seal
    assert sorted(seal.fingerprint) == [
        "config: ladder",
        "config: municipality",
        "config: theme theme=1.3",
        f"data: {EDITION}/changed_themes theme=1.3",
        f"data: {EDITION}/deliveries kind=politie-aantallen",
        f"data: {EDITION}/deliveries kind=politie-incidenten",
        f"data: {EDITION}/deliveries name=voorbeeld-47018ned",
        f"data: {EDITION}/duiding theme=1.3 village=Hoonhorst",
        f"data: {EDITION}/ladder",
        f"data: {EDITION}/public_attempts theme=1.3 village=Hoonhorst",
        f"data: {EDITION}/public_comparisons theme=1.3 village=Hoonhorst",
        *_read("public_estimates"),
        f"data: {EDITION}/public_running theme=1.3 village=Hoonhorst",
        f"data: {EDITION}/public_shrunk indicator=totaal theme=1.3",
        f"data: {EDITION}/public_shrunk indicator=totaal theme=1.3 village=Hoonhorst",
        f"data: {EDITION}/public_trends theme=1.3 village=Hoonhorst",
        f"data: {EDITION}/synthetic",
        "epoch",
        "libraries",
        "lock",
        "notebook",
        "package",
        "parameters",
    ]


@pytest.mark.parametrize(
    "read", [Read("areas"), Read("config/kernbeleid"), Read.of("findings", {"theme": "1.3"}), Read("findings")], ids=str
)
def test_a_read_comes_back_from_its_name(read: Read) -> None:
    assert reads_of(["notebook", name_of(read), "package"]) == (read,)


def test_findings_are_those_of_the_seal(run_before: Project) -> None:
    seal = seal_of(run_before.run(POLICE).target)
    assert seal
    read = Read.of("findings", {"notebook": "police", "village": "Hoonhorst", "theme": "1.3"})
    assert run_before.fingerprints().data.digest(read) == seal.findings
    assert run_before.run(POLICE).found == read


def test_the_libraries_of_the_lock_are_those_that_are_installed(project: Project) -> None:
    (project.home / "lock").write_text("pandas==1.0\nruamel.yaml==0.1\nnot-installed==2.0\n", encoding="utf-8")
    assert libraries(project.home / "lock") == {"pandas": version("pandas"), "ruamel-yaml": version("ruamel.yaml")}
    assert libraries(project.home / "no such lock") == {}


def test_a_lock_that_is_not_there_is_absent(project: Project) -> None:
    (project.home / "requirements.lock").unlink()
    assert project.fingerprints().of(project.run(POLICE), ())["lock"] == ABSENT
    assert project.stale()[POLICE] == "the lock changed"


def test_changes_are_told_in_words() -> None:
    sealed = {
        "notebook": "1",
        "package": "1",
        "data: areas": "1",
        "config: theme theme=1.3": "1",
        "findings: notebook=police": ABSENT,
        "old": "1",
    }
    now = {
        "notebook": "2",
        "package": "1",
        "data: areas": "2",
        "config: theme theme=1.3": ABSENT,
        "findings: notebook=police": "2",
        "epoch": "1",
    }
    assert changes(sealed, now) == [
        "the notebook changed",
        "epoch changed",
        "data: areas changed",
        "config: theme 1.3 is gone",
        "findings: notebook police is new",
        "old changed",
    ]
    assert changes(sealed, sealed) == []


def test_the_source_of_a_notebook_is_what_its_file_holds(run_before: Project) -> None:
    run = run_before.run(POLICE)
    assert run_before.fingerprints().of(run, ())["notebook"] == sha256(run.source.read_bytes())
