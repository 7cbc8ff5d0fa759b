from collections.abc import Callable

import pandas as pd
import pytest
from evidence.rows import of_classes, of_offences, one, shuffled, snapshot

from ivp_analysis.evidence.snapshots import revisions, snapshots
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

FIRST, SECOND = Edition.parse("2022-H1"), Edition.parse("2022-H2")
Make = Callable[..., pd.DataFrame]


@pytest.fixture
def of(dalfsen: Municipality, kernbeleid: Kernbeleid) -> Make:
    def make(*counts: pd.DataFrame, edition: Edition = SECOND) -> pd.DataFrame:
        both = pd.concat(counts, ignore_index=True) if counts else empty("counts")
        return snapshots(both, dalfsen, kernbeleid, edition)

    return make


def test_every_delivery_keeps_its_own_counts_of_the_same_month(of: Make) -> None:
    early = of_classes("A20", {2021: [4, 5]}, delivery="early", on="2021-09-13")
    late = of_classes("A20", {2021: [4, 7]}, delivery="late")
    rows = of(early, late)
    assert one(rows, village="Hoonhorst", month=2, delivery="early")["count"] == 5
    assert one(rows, village="Hoonhorst", month=2, delivery="late")["count"] == 7
    assert one(rows, village="gemeente", month=2, delivery="late")["count"] == 7


def test_the_municipality_is_the_sum_with_what_cannot_be_placed(of: Make) -> None:
    rows = of(of_classes("A20", {2021: [4]}), of_classes("A72", {2021: [3]}, area="onbekend", level="unknown"))
    assert rows.set_index("village")["count"].to_dict() == {"Hoonhorst": 4, "onbekend": 3, "gemeente": 7}


def test_gross_net_and_open_data_are_different_kinds(of: Make) -> None:
    gross = of_classes("A20", {2021: [4]}, delivery="gross")
    net = of_classes("A20", {2021: [3]}, delivery="net", counting="net")
    rows = of(gross, net, of_offences("1.1.1", {2021: [4]}))
    assert rows.drop_duplicates("delivery").set_index("delivery")["kind"].to_dict() == {
        "gross": "police-class gross", "net": "police-class net", "o": "police-offence",
    }  # fmt: skip


def test_months_that_had_not_ended_are_not_counted(of: Make) -> None:
    rows = of(of_classes("A20", {2022: [2] * 9}, on="2022-09-12"), of_offences("1.1.1", {2022: [2] * 9}, on="2022-09-01"))
    assert rows.groupby("kind")["month"].max().to_dict() == {"police-class gross": 8, "police-offence": 8}


def test_klassen_in_no_theme_and_themes_that_open_data_have_half_are_left_out(of: Make) -> None:
    assert of(of_classes("E12", {2021: [4]}), of_classes("Z99", {2021: [4]}), of_offences("3.6.4", {2021: [4]})).empty


def test_an_edition_takes_no_later_delivery(of: Make) -> None:
    late = of_classes("A20", {2021: [9]}, delivery="late", on="2022-09-12")
    assert set(of(of_classes("A20", {2021: [1]}), late, edition=FIRST)["delivery"]) == {"d"}


def test_two_deliveries_of_the_same_months_stand_beside_each_other() -> None:
    rows = revisions(
        pd.concat(
            [
                snapshot("early", "2021-09-13", 2021, [10] * 8),
                snapshot("late", "2022-02-10", 2021, [12] * 8),
                snapshot("early", "2021-09-13", 2021, [1] * 8, village="Hoonhorst"),
            ]
        )
    )
    row = one(rows)
    assert (row["theme"], row["period"]) == ("1.3", "januari tot en met augustus 2021")
    assert (row["earlier"], row["later"], row["count"], row["later_count"]) == ("early", "late", 80, 96)
    assert (row["dated"], row["later_dated"]) == (pd.Timestamp("2021-09-13"), pd.Timestamp("2022-02-10"))


def test_only_months_that_both_have_are_compared() -> None:
    rows = revisions(pd.concat([snapshot("early", "2021-06-15", 2021, [10] * 5), snapshot("late", "2022-02-10", 2021, [10] * 12)]))
    row = one(rows)
    assert (row["period"], row["count"], row["later_count"]) == ("januari tot en met mei 2021", 50, 50)


def test_a_whole_year_is_called_after_the_year() -> None:
    rows = revisions(pd.concat([snapshot(name, on, 2020, [3] * 12) for name, on in (("a", "2021-02-10"), ("b", "2022-02-10"))]))
    assert one(rows)["period"] == "2020"


def test_deliveries_without_a_common_month_are_not_compared() -> None:
    first = snapshot("a", "2021-04-15", 2021, [3, 3, 3])
    second = snapshot("b", "2021-10-15", 2021, [3] * 9)
    assert revisions(pd.concat([first, second[second["month"] > 3]])).empty
    assert revisions(pd.concat([first, snapshot("b", "2022-10-15", 2022, [3, 3, 3])])).empty


def test_a_theme_that_one_of_them_does_not_have_counts_as_zero_there() -> None:
    parts = [snapshot("a", "2021-09-13", 2021, [3]), snapshot("b", "2022-02-10", 2021, [3])]
    row = one(revisions(pd.concat([*parts, snapshot("b", "2022-02-10", 2021, [2], theme="1.2")])), theme="1.2")
    assert (row["count"], row["later_count"]) == (0, 2)


def test_each_delivery_is_held_against_the_one_before_it() -> None:
    days = {"c": "2022-02-10", "a": "2021-02-10", "b": "2021-09-13"}
    rows = revisions(pd.concat([snapshot(name, on, 2020, [ord(name)] * 12) for name, on in days.items()]))
    assert rows[["earlier", "later"]].to_numpy().tolist() == [["a", "b"], ["b", "c"]]


def test_gross_and_net_deliveries_are_never_compared() -> None:
    net = snapshot("net", "2022-02-10", 2021, [8] * 12, kind="police-class net")
    assert revisions(pd.concat([snapshot("gross", "2021-09-13", 2021, [10] * 8), net])).empty


def test_rows_in_another_order_give_the_same_tables(of: Make) -> None:
    counts = pd.concat(
        [of_classes(code, {2021: range(1, 9)}, delivery=name, on=on) for code in ("A20", "E35") for name, on in DELIVERIES.items()],
        ignore_index=True,
    )
    rows = of(counts)
    pd.testing.assert_frame_equal(rows, of(shuffled(counts)))
    pd.testing.assert_frame_equal(revisions(rows), revisions(shuffled(rows)))


DELIVERIES = {"x": "2021-09-13", "y": "2022-02-10", "z": "2022-09-12"}


def test_no_deliveries_give_no_snapshots_and_no_revisions(of: Make) -> None:
    assert of().empty
    pd.testing.assert_frame_equal(revisions(of()), empty("revisions"))
