"""Police open data: each row accounted for, each total held against its parts."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources import police_open_data
from ivp_analysis.tables.ledger import Reading
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from sources.pages import BUURTEN, HIDDEN, MONTHS, TINY, YEARS, Figures, Files, deliver, figures, police_files

Read = Callable[[Files], Reading]


@pytest.fixture
def read(tmp_path: Path, kernbeleid: Kernbeleid) -> Read:
    return lambda files: police_open_data.read(deliver(tmp_path, "politie-open-data", files), TINY, kernbeleid)


def reasons(reading: Reading, outcome: str) -> dict[str, int]:
    lines = reading.ledger[reading.ledger["outcome"] == outcome]
    return {str(reason): int(rows) for reason, rows in lines.groupby("reason")["rows"].sum().items()}


def test_counts_have_their_level_period_and_status(read: Read) -> None:
    counts = read(police_files(figures())).tables["counts"]
    found = counts.set_index(["code", "area", "year"]).to_dict("index")
    row = found[("1.1.1", BUURTEN[0], 2024)]
    assert (row["count"], row["level"], row["month"], row["provisional"]) == (60, "buurt", 0, True)
    assert not found[("1.1.1", BUURTEN[0], 2023)]["provisional"]
    assert found[("2.2.1", "GM9998", 2023)]["level"] == "municipality"
    assert found[("2.2.1", "NL00", 2023)]["level"] == "country"
    assert found[("2.2.1", "WK999901", 2023)]["count"] == 200
    assert set(counts["classification"]) == {"police-offence"}
    assert set(counts["counting"]) == {"unknown"}


def test_every_row_is_accounted_for(read: Read) -> None:
    reading = read(police_files(figures(), pages=3))
    total = reading.ledger.groupby("outcome")["rows"].sum()
    assert total["read"] == len(figures()) == total["accepted"] + total["left out"]
    assert len(reading.tables["counts"]) == total["accepted"]


def test_gzipped_pages_give_the_same_counts(tmp_path: Path, kernbeleid: Kernbeleid) -> None:
    files = police_files(figures())
    plain = police_open_data.read(deliver(tmp_path / "a", "politie-open-data", files), TINY, kernbeleid)
    packed = police_open_data.read(deliver(tmp_path / "b", "politie-open-data", files, packed=True), TINY, kernbeleid)
    pd.testing.assert_frame_equal(plain.tables["counts"], packed.tables["counts"])


def test_the_roll_up_is_kept_for_municipalities_and_the_country_only(read: Read) -> None:
    reading = read(police_files(figures()))
    counts = reading.tables["counts"]
    assert set(counts.loc[counts["code"] == "0.0.0", "area"]) == {"GM9999", "GM9998", "NL00"}
    assert sum(rows for reason, rows in reasons(reading, "left out").items() if "discloses" in reason) == 10


def test_the_topic_is_found_by_its_title_whatever_its_suffix(read: Read) -> None:
    assert len(read(police_files(figures(), topic="GeregistreerdeMisdrijven_7")).tables["counts"])


def test_a_table_without_such_a_topic_is_refused(read: Read) -> None:
    files = police_files(figures())
    files["DataProperties"]["value"][4]["Title"] = "Aangiften"
    with pytest.raises(DeliveryError, match="Aangiften"):
        read(files)


def test_months_among_years_are_left_out(read: Read) -> None:
    extra = {("1.1.1", "GM9999", "2024MM03"): 3}
    assert reasons(read(police_files(figures() | extra)), "left out")["a month or quarter among years"] == 1


def test_years_among_months_are_left_out(read: Read) -> None:
    reading = read(police_files(figures(MONTHS) | {("1.1.1", "GM9999", "2024JJ00"): 3}, identifier="47022NED"))
    assert reasons(reading, "left out")["a year or quarter among months"] == 1
    assert set(reading.tables["counts"]["month"]) == {1, 2}


def test_regions_outside_the_scope_are_left_out(read: Read) -> None:
    reading = read(police_files(figures() | {("1.1.1", "GM1234", "2024JJ00"): 3, ("1.1.1", "BU12340101", "2024JJ00"): 3}))
    assert reasons(reading, "left out")["region outside the municipality and its reference areas"] == 2


@pytest.mark.parametrize("figure", [-1, 2.5, "veel", 1e30])
def test_a_count_that_cannot_be_is_quarantined_with_row_and_action(read: Read, figure: object) -> None:
    counts = figures() | {("2.2.1", BUURTEN[1], "2024JJ00"): figure}
    reading = read(police_files(counts))
    refused = reading.quarantine.iloc[0]
    assert len(reading.quarantine) == 1
    assert refused["row"] == list(counts).index(("2.2.1", BUURTEN[1], "2024JJ00")) + 1
    assert "whole number" in refused["reason"]
    assert "Download" in refused["action"]
    # what such a figure is part of cannot be checked, and nothing is concluded from it
    assert any("was refused" in reason for reason in reasons(reading, "not checkable"))
    assert "unknown" not in set(reading.tables["counts"]["level"])


@pytest.mark.parametrize("figure", [-1, None])
@pytest.mark.parametrize(("region", "lost"), [
    (BUURTEN[1], {*BUURTEN, "WK999901", "WK999902", "GM9999"}),
    ("GM9999", {*BUURTEN, "WK999901", "WK999902", "GM9999"}),
    ("GM9998", {"GM9998"}),
    ("NL00", {"NL00"}),
])  # fmt: skip
def test_a_year_that_lacks_a_figure_is_left_out_of_the_area_and_that_is_said(
    read: Read, region: str, lost: set[str], figure: int | None
) -> None:
    reading = read(police_files(figures() | {("2.2.1", region, "2024JJ00"): figure}))
    counts = reading.tables["counts"]
    areas = {int(str(year)): set(part["area"]) for year, part in counts.groupby("year")}
    assert areas[2023] == {*BUURTEN, "WK999901", "WK999902", "GM9999", "GM9998", "NL00"}
    assert areas[2024] == areas[2023] - lost
    (said,) = reasons(reading, "differs")
    assert said.startswith(f"{'GM9999' if len(lost) > 1 else region}, 2024JJ00: ")
    rows = reading.ledger.groupby("outcome")["rows"].sum()
    assert rows["read"] == rows["accepted"] + rows["left out"] + rows.get("quarantined", 0)


@pytest.mark.parametrize("cell", [(HIDDEN, "GM9998"), ("0.0.0", "GM9999"), ("2.2.1", "WK999901")])
def test_a_figure_that_nothing_is_added_up_from_can_be_refused_alone(read: Read, cell: tuple[str, str]) -> None:
    reading = read(police_files(figures() | {(*cell, "2024JJ00"): -1}))
    assert len(reading.quarantine) == 1
    assert reasons(reading, "differs") == {}
    assert set(reading.tables["counts"].query("year == 2024")["area"]) == {*BUURTEN, "WK999901", "WK999902", "GM9999", "GM9998", "NL00"}


def test_a_code_that_nobody_has_figures_of_in_a_year_lacks_nowhere(read: Read) -> None:
    none = {cell: None for cell in figures() if cell[0] == "2.2.1" and cell[2] == "2023JJ00"}
    reading = read(police_files(figures() | none))
    assert reasons(reading, "differs") == {}
    assert set(reading.tables["counts"].query("year == 2023")["code"]) == {"0.0.0", "1.1.1", HIDDEN}


def test_a_month_that_lacks_a_figure_is_left_out(read: Read) -> None:
    reading = read(police_files(figures(MONTHS) | {("2.2.1", BUURTEN[0], "2024MM02"): -1}, identifier="47022NED"))
    assert set(reading.tables["counts"].query("level == 'buurt'")["month"]) == {1}


def test_a_year_between_others_that_a_table_does_not_have_is_said(read: Read) -> None:
    assert "no figures of 2022, 2023: these years are absent" in reasons(read(police_files(figures(("2021JJ00", "2024JJ00")))), "differs")


@pytest.mark.parametrize(("cell", "reason"), [
    (("1.1.1", "GM9999", "2024XX00"), "no year or month"),
    (("1.1.1", "GM9999", "2022JJ00"), "not in the dimension Perioden"),
    (("9.9.9", "GM9999", "2024JJ00"), "not in the dimension of codes"),
    (("1.1.1", "Dalfsen", "2024JJ00"), "no key of a country"),
])  # fmt: skip
def test_a_row_with_an_unknown_key_is_quarantined(read: Read, cell: tuple[str, str, str], reason: str) -> None:
    files = police_files(figures() | {cell: 1})
    files["Perioden"]["value"] = [{"Key": period, "Status": "Definitief"} for period in YEARS]
    quarantine = read(files).quarantine
    assert [reason in found for found in quarantine["reason"]] == [True]


def test_a_missing_figure_is_not_zero(read: Read) -> None:
    reading = read(police_files(figures() | {(HIDDEN, "GM9998", "2024JJ00"): None}))
    assert reasons(reading, "left out")["no figure was published (that is not zero)"] == 1
    counts = reading.tables["counts"]
    assert not len(counts[(counts["code"] == HIDDEN) & (counts["area"] == "GM9998") & (counts["year"] == 2024)])


def test_zeros_of_a_code_that_is_published_per_municipality_only_are_no_figures(read: Read) -> None:
    zeros: Figures = {(HIDDEN, region, period): 0 for region in ("WK999901", "WK999902", *BUURTEN) for period in YEARS}
    counts = read(police_files(figures() | zeros)).tables["counts"]
    assert set(counts.loc[counts["code"] == HIDDEN, "level"]) == {"municipality", "country"}


def test_a_code_that_the_kernbeleid_does_not_know_is_accepted(read: Read) -> None:
    new = {("8.8.8", region, period): 0 for _, region, period in figures()}
    files = police_files(figures() | new)
    files["SoortMisdrijf"]["value"].append({"Key": "8.8.8 ", "Title": "8.8.8 Nieuw"})
    assert (read(files).tables["counts"]["code"] == "8.8.8").sum() == len(new)


def test_registrations_without_a_buurt_become_unknown(read: Read) -> None:
    more = {("1.1.1", "GM9999", "2024JJ00"): 123, ("0.0.0", "GM9999", "2024JJ00"): 364}
    reading = read(police_files(figures() | more))
    unknown = reading.tables["counts"].query("level == 'unknown'")
    assert unknown[["code", "area", "year", "count", "provisional"]].to_numpy().tolist() == [["1.1.1", "onbekend", 2024, 3, True]]
    assert reasons(reading, "differs")["registrations without a buurt: counted as 'onbekend'"] == 3
    parts = reading.tables["counts"].query("code == '1.1.1' and year == 2024 and level in ['buurt', 'unknown']")
    assert parts["count"].sum() == 123


def test_a_buurt_that_is_not_configured_counts_as_unknown(read: Read) -> None:
    extra: Figures = {(code, "BU99990299", period): 0 for code in ("0.0.0", "1.1.1", "2.2.1") for period in YEARS}
    reading = read(police_files(figures() | extra))
    assert (reading.tables["counts"]["level"] == "unknown").sum() == 4
    assert any("BU99990299" in reason for reason in reasons(reading, "differs"))


def test_too_many_registrations_without_a_buurt_are_an_error(read: Read) -> None:
    more = {("1.1.1", "GM9999", "2024JJ00"): 150, ("0.0.0", "GM9999", "2024JJ00"): 391}
    with pytest.raises(DeliveryError, match=r"47018NED.*GM9999.*1\.1\.1.*2024") as error:
        read(police_files(figures() | more))
    assert "helpdesk" in error.value.action


@pytest.mark.parametrize(("cell", "count", "reason"), [
    (("1.1.1", BUURTEN[0], "2024JJ00"), 61, "buurten against wijken"),
    (("1.1.1", "WK999901", "2024JJ00"), 99, "buurten against wijken"),
    (("1.1.1", "GM9999", "2024JJ00"), 119, "0.0.0 is 361 and its codes add up to 360"),
    (("0.0.0", "GM9998", "2024JJ00"), 722, "0.0.0 is 722 and its codes add up to 361"),
    (("0.0.0", "NL00", "2023JJ00"), 362, "0.0.0 is 362"),
    (("0.0.0", BUURTEN[2], "2024JJ00"), 120, "buurten against wijken"),
])  # fmt: skip
def test_parts_that_do_not_add_up_are_an_error(read: Read, cell: tuple[str, str, str], count: int, reason: str) -> None:
    with pytest.raises(DeliveryError, match=reason) as error:
        read(police_files(figures() | {cell: count}))
    assert {"table", "region", "code", "period"} <= set(error.value.where)


def test_a_roll_up_that_holds_its_parts_twice_is_an_error_without_numbers(read: Read) -> None:
    doubled = {cell: 2 * count for cell, count in figures().items() if cell[0] == "0.0.0" and cell[1][:2] in ("BU", "WK")}
    with pytest.raises(DeliveryError, match=r"roll-up 0\.0\.0 does not agree") as error:
        read(police_files(figures() | doubled))
    assert not any(character.isdigit() for character in error.value.what.replace("0.0.0", ""))


def test_a_roll_up_with_codes_that_are_not_published_is_not_checkable(read: Read) -> None:
    reading = read(police_files(figures()))
    assert any("0.0.0, buurt" in reason for reason in reasons(reading, "not checkable"))
    assert reasons(reading, "adds up")["codes against the roll-up 0.0.0, municipality"] == 4


def test_a_missing_row_of_a_yearly_table_is_an_error(read: Read) -> None:
    counts = figures()
    del counts[("2.2.1", BUURTEN[2], "2023JJ00")]
    with pytest.raises(DeliveryError, match="1 rows are missing") as error:
        read(police_files(counts))
    assert error.value.where["region"] == BUURTEN[2]
    assert error.value.where["code"] == "2.2.1"


def test_a_missing_row_of_a_monthly_table_is_a_zero(read: Read) -> None:
    counts = figures(MONTHS)
    for period in MONTHS:
        for region in ("GM9999", "WK999902", BUURTEN[2]):
            counts["1.1.1", region, period] -= 20
            counts["0.0.0", region, period] -= 20
        del counts["1.1.1", "WK999902", period], counts["1.1.1", BUURTEN[2], period]
    reading = read(police_files(counts, identifier="47022NED"))
    assert reasons(reading, "adds up")["buurten against wijken"] == 10


def test_the_tail_of_a_monthly_table_cannot_be_lost_unseen(read: Read) -> None:
    counts = {cell: count for cell, count in figures(MONTHS).items() if cell[0] != "2.2.1"}
    with pytest.raises(DeliveryError, match=r"roll-up 0\.0\.0"):
        read(police_files(counts, identifier="47022NED"))


def test_rows_that_come_twice_are_an_error(read: Read) -> None:
    files = police_files(figures())
    files["TypedDataSet-0001"]["value"] *= 2
    with pytest.raises(DeliveryError, match="more than once"):
        read(files)


@pytest.mark.parametrize("region", ["GM9999", "NL00", "WK999902", BUURTEN[2]])
def test_a_region_without_rows_is_an_error(read: Read, region: str) -> None:
    with pytest.raises(DeliveryError, match=region):
        read(police_files({cell: count for cell, count in figures().items() if cell[1] != region}))


def province(*members: str) -> Municipality:
    """The tiny municipality with one more reference area, of which its neighbour is a part."""
    wide = TINY.model_dump(by_alias=True, mode="json")
    # before the neighbours: in which order areas are configured does not matter
    wide["referentiegebieden"].insert(0, {"naam": "provincie", "gebieden": ["GM9999", "GM9998", *members]})
    return Municipality.model_validate(wide)


def with_regions(*added: str, received: int) -> Files:
    """A table whose dimension has more municipalities, the first of which have rows: those of the neighbour."""
    counts = figures()
    for region in added[:received]:
        counts |= {(code, region, period): count for (code, of, period), count in counts.items() if of == "GM9998"}
    files = police_files(counts)
    files["WijkenEnBuurten"]["value"] += [{"Key": f"{region:<10}", "Title": region} for region in added]
    return files


def test_a_reference_area_of_which_nothing_is_published_is_absent_and_that_is_said(tmp_path: Path, kernbeleid: Kernbeleid) -> None:
    found = {}
    for name, files in {"not in the dimension": police_files(figures()), "no rows": with_regions("GM9001", "GM9002", received=0)}.items():
        delivery = deliver(tmp_path / name, "politie-open-data", files)
        reading = police_open_data.read(delivery, province("GM9001", "GM9002"), kernbeleid)
        found[name] = reasons(reading, "differs")
        assert set(reading.tables["counts"]["area"]) >= {"GM9999", "GM9998", "NL00"}
    words = {"provincie is absent: 2 of its municipalities are not in this delivery (GM9001, GM9002)": 2}
    assert found == {"not in the dimension": words, "no rows": words}


def test_a_reference_area_of_which_a_part_came_is_an_error_that_names_the_rest(tmp_path: Path, kernbeleid: Kernbeleid) -> None:
    # a download that stopped in the middle of the alphabet
    delivery = deliver(tmp_path, "politie-open-data", with_regions("GM9001", "GM9002", received=1))
    with pytest.raises(DeliveryError, match=r"no rows of 1 municipalities.*provincie.*GM9002"):
        police_open_data.read(delivery, province("GM9001", "GM9002"), kernbeleid)


def test_a_reference_area_that_came_whole_is_counted_among_what_adds_up(tmp_path: Path, kernbeleid: Kernbeleid) -> None:
    delivery = deliver(tmp_path, "politie-open-data", with_regions("GM9001", "GM9002", received=2))
    reading = police_open_data.read(delivery, province("GM9001", "GM9002"), kernbeleid)
    assert reasons(reading, "differs") == {}
    # the municipality, its neighbour, two others, the country, two wijken and three buurten
    assert reasons(reading, "adds up")["regions received are those of the dimension and of the configuration"] == 10


def test_months_are_not_asked_of_reference_areas(read: Read) -> None:
    counts = {cell: count for cell, count in figures(MONTHS).items() if cell[1] != "GM9998"}
    reading = read(police_files(counts, identifier="47022NED"))
    assert reasons(reading, "differs") == {}
    assert set(reading.tables["counts"]["area"]) == {"GM9999", "NL00", "WK999901", "WK999902", *BUURTEN}


def test_a_configured_buurt_that_the_table_does_not_know_is_an_error(read: Read) -> None:
    files = police_files({cell: count for cell, count in figures().items() if cell[1] != BUURTEN[2]})
    files["WijkenEnBuurten"]["value"].pop()
    with pytest.raises(DeliveryError, match=r"proefdorp\.yaml"):
        read(files)


def test_a_page_that_announces_another_one_that_is_not_there_is_an_error(read: Read) -> None:
    files = police_files(figures(), pages=2)
    files["TypedDataSet-0002"]["odata.nextLink"] = "https://example.invalid/3"
    with pytest.raises(DeliveryError, match="TypedDataSet-0002"):
        read(files)


def test_a_missing_page_is_an_error(read: Read) -> None:
    files = police_files(figures(), pages=3)
    del files["TypedDataSet-0002"]
    with pytest.raises(DeliveryError, match="pages of a delivery are missing"):
        read(files)


def test_a_table_of_other_regions_is_refused(read: Read) -> None:
    files = police_files(figures())
    files["DataProperties"]["value"][1]["Key"] = "RegioS"
    with pytest.raises(DeliveryError, match="47018NED"):
        read(files)


def test_a_period_that_is_none_is_an_error(read: Read) -> None:
    files = police_files(figures())
    files["Perioden"]["value"][0]["Key"] = "202sJJ00"
    with pytest.raises(DeliveryError, match=r"a period is no year or month \(.*table 47018NED, file Perioden\.json\)"):
        read(files)


@pytest.mark.parametrize(("letter", "whole"), [("\ud83d\ude94", True), ("\ud800", False)])
def test_half_a_letter_is_no_text(read: Read, letter: str, whole: bool) -> None:
    files = police_files(figures() | {("2.2.1", letter, "2024JJ00"): 5})
    if whole:
        assert set(reasons(read(files), "quarantined")) == {"the region is no key of a country, municipality, wijk or buurt"}
    else:
        with pytest.raises(DeliveryError, match=r"a page cannot be read as JSON \(UnicodeEncodeError\) \(.*file TypedDataSet-0001\.json"):
            read(files)
