from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from evidence.rows import happened, of_classes, one, shuffled
from scipy.stats import binomtest

from ivp_analysis.estimates.class_months import class_months
from ivp_analysis.evidence.attempts import attempts
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

EDITION = Edition.parse("2022-H1")
Make = Callable[..., pd.DataFrame]


@pytest.fixture
def of(dalfsen: Municipality, kernbeleid: Kernbeleid) -> Make:
    def make(*counts: pd.DataFrame, incidents: pd.DataFrame | None = None, edition: Edition = EDITION) -> pd.DataFrame:
        both = pd.concat(counts, ignore_index=True) if counts else empty("counts")
        monthly = class_months(both, empty("incidents") if incidents is None else incidents, dalfsen, edition)
        return attempts(monthly, kernbeleid, edition)

    return make


def delivered(counts: int, tried: int | None, *, code: str = "A20", year: int = 2021, months: int = 12, **others: str) -> pd.DataFrame:
    """The same counts and attempts in every month."""
    told = pd.array([pd.NA if tried is None else tried] * months, dtype="Int64")
    return of_classes(code, {year: [counts] * months}, attempts=told, **others)


def test_the_share_of_attempts_in_a_year(of: Make) -> None:
    row = one(of(delivered(2, 1)), village="Hoonhorst")
    assert (row["count"], row["attempts"], row["share"]) == (24, 12, 0.5)
    assert (row["low"], row["high"]) == pytest.approx(tuple(binomtest(12, 24).proportion_ci(method="exact")))
    assert (row["theme"], row["indicator"], row["classification"], row["label"]) == (
        "1.3", "1.1.1", "police-offence", "Diefstal/inbraak woning",
    )  # fmt: skip
    assert (row["role"], row["year"], row["source"], row["reason"]) == ("village", 2021, "d", "")


def test_all_klassen_of_the_code_count_and_no_others(of: Make) -> None:
    others = [delivered(9, 9, code=code) for code in ("A72", "E12")]
    row = one(of(delivered(2, 1), delivered(1, 1, code="B20"), *others), village="gemeente")
    assert (row["count"], row["attempts"]) == (36, 24)


def test_the_municipality_counts_what_cannot_be_placed(of: Make) -> None:
    rows = of(delivered(2, 1), delivered(1, 0, area="onbekend", level="unknown"))
    assert rows.set_index("village")["count"].to_dict() == {"Hoonhorst": 24, "gemeente": 36}
    assert one(rows, village="gemeente")["role"] == "municipality"


def test_a_part_of_a_year_has_no_row(of: Make) -> None:
    assert of(delivered(2, 1, months=11)).empty


def test_a_year_in_which_attempts_were_not_told_has_no_row(of: Make) -> None:
    rows = of(delivered(2, None, year=2020), delivered(2, 1), delivered(1, None, area="BU01480101"))
    assert set(zip(rows["village"], rows["year"], strict=True)) == {("Hoonhorst", 2021)}
    assert of(delivered(2, None)).empty


def test_few_registrations_have_no_share(of: Make) -> None:
    seen = of(delivered(1, 0, code="A72"), of_classes("A20", {2021: [9]}, attempts=pd.array([2], dtype="Int64")))
    row = one(seen, village="Hoonhorst")
    assert (row["count"], row["attempts"], row["reason"]) == (9, 2, "too few observations")
    assert np.isnan(row["share"])


def test_incidents_tell_attempts_as_well(of: Make) -> None:
    rows = happened([(f"i{month}", "A20", f"2021-{month:02d}-03 10:00", f"2021-{month:02d}-03 10:00") for month in range(1, 13)])
    tried = rows.assign(attempt=pd.array([n < 3 for n in range(12)], dtype="boolean"))
    row = one(of(incidents=tried), village="Hoonhorst")
    assert (row["count"], row["attempts"], row["source"]) == (12, 3, "i")
    untold = rows.assign(attempt=pd.array([pd.NA] + [True] * 11, dtype="boolean"))
    assert of(incidents=untold).empty


def test_an_edition_takes_no_later_delivery(of: Make) -> None:
    late = delivered(9, 9, delivery="late", on="2022-09-12")
    assert one(of(delivered(2, 1), late), village="gemeente")["count"] == 24
    assert one(of(delivered(2, 1), late, edition=Edition.parse("2022-H2")), village="gemeente")["count"] == 108


def test_rows_in_another_order_give_the_same_table(of: Make) -> None:
    parts = [delivered(n, 1, code=code, area=area) for n, code in ((2, "A20"), (3, "B30")) for area in ("BU01480116", "BU01480118")]
    rows = pd.concat(parts, ignore_index=True)
    pd.testing.assert_frame_equal(of(rows), of(shuffled(rows)))


def test_no_deliveries_give_nothing(of: Make) -> None:
    pd.testing.assert_frame_equal(of(), empty("attempts"))
