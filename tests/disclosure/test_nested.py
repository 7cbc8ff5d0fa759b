import pandas as pd
import pytest
from disclosure.test_protection import CLASS, DALFSEN, NUISANCE, OFFENCE, estimates

from ivp_analysis.disclosure.nested import CodeSum, sums_of_codes, telling_parts
from ivp_analysis.disclosure.protection import protect
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid

OPEN_DATA = "open data"
WHOLE, A, B = (OPEN_DATA, "geweld"), (OFFENCE, "1.4.4"), (OFFENCE, "1.4.5")


def test_an_indicator_of_codes_is_the_sum_of_those_codes(kernbeleid: Kernbeleid) -> None:
    sums = {item.total: item for item in sums_of_codes(kernbeleid)}
    assert sums[OPEN_DATA, "geweld"].parts == tuple((OFFENCE, f"1.4.{n}") for n in range(2, 8))
    assert sums[OPEN_DATA, "geluidshinder"].parts == ((NUISANCE, "M061"), (NUISANCE, "M062"), (NUISANCE, "M22"))
    assert sums[OPEN_DATA, "geweld"].spare_parts


def test_a_code_is_a_sum_where_indicators_of_klassen_split_it_wholly(kernbeleid: Kernbeleid) -> None:
    """Accidents are D11 to D13: those with injuries are two of the klassen, those left by the driver the third."""
    sums = {item.total: item for item in sums_of_codes(kernbeleid)}
    accidents = sums[OFFENCE, "1.3.1"]
    assert accidents.parts == ((CLASS, "ongevallen-letsel"), (CLASS, "ongevallen-verlaten"))
    assert not accidents.spare_parts
    # bicycles are only a part of 1.2.3
    assert (OFFENCE, "1.2.3") not in sums


def test_the_rows_of_a_sum_in_one_place() -> None:
    item = CodeSum(WHOLE, (A, B), spare_parts=True)
    assert item.rows({WHOLE: 7, A: 3, B: 5}) == (7, [3, 5])
    assert item.rows({A: 3, B: 5}) is None
    assert item.rows({WHOLE: 7}) is None


def test_codes_that_were_not_published_are_no_part_of_the_sum_and_parts_of_a_code_must_all_be_there() -> None:
    assert CodeSum(WHOLE, (A, B), spare_parts=True).rows({WHOLE: 7, A: 3}) == (7, [3])
    assert CodeSum(WHOLE, (A, B), spare_parts=False).rows({WHOLE: 7, A: 3}) is None


@pytest.mark.parametrize(
    ("code", "bicycles", "telling"), [(20, 20, False), (20, 19, True), (20, 16, True), (20, 15, False), (20, 21, False), (20, 0, False)]
)
def test_a_part_that_leaves_one_to_four_of_its_code_tells_them(kernbeleid: Kernbeleid, code: int, bicycles: int, *, telling: bool) -> None:
    frame = estimates(
        ("Dalfsen", "village", "1.3", "1.2.3", OFFENCE, code), ("Dalfsen", "village", "1.3", "fietsendiefstal", CLASS, bicycles)
    )
    assert telling_parts(frame, kernbeleid, 5).tolist() == [False, telling]


def test_parts_of_a_code_are_taken_together(kernbeleid: Kernbeleid) -> None:
    """Of 20 accidents 12 and 8 are all; 12 and 6 leave two, of which neither may tell."""
    whole = ("Dalfsen", "village", "4.1", "1.3.1", OFFENCE, 20)
    for left, expected in ((8, [False, False, False]), (6, [False, True, True])):
        frame = estimates(
            whole,
            ("Dalfsen", "village", "4.1", "ongevallen-letsel", CLASS, 12),
            ("Dalfsen", "village", "4.1", "ongevallen-verlaten", CLASS, left),
        )
        assert telling_parts(frame, kernbeleid, 5).tolist() == expected


def test_area_and_period_must_be_the_same(kernbeleid: Kernbeleid) -> None:
    parts = [("Dalfsen", "village", "1.3", "1.2.3", OFFENCE, 20), ("Dalfsen", "village", "1.3", "fietsendiefstal", CLASS, 18)]
    elsewhere = estimates(parts[0], ("Hoonhorst", *parts[1][1:]))
    assert not telling_parts(elsewhere, kernbeleid, 5).any()
    frame = estimates(*parts)
    other_year = frame.assign(period=["2020", "2021"])
    assert not telling_parts(other_year, kernbeleid, 5).any()
    assert telling_parts(frame, kernbeleid, 5).any()


def test_the_smallest_count_that_is_shown_decides(kernbeleid: Kernbeleid) -> None:
    frame = estimates(("Dalfsen", "village", "1.3", "1.2.3", OFFENCE, 20), ("Dalfsen", "village", "1.3", "fietsendiefstal", CLASS, 14))
    assert [telling_parts(frame, kernbeleid, smallest).any() for smallest in (5, 6, 7)] == [False, False, True]


def shown(frame: pd.DataFrame, kernbeleid: Kernbeleid) -> dict[str, str]:
    rows = protect(frame, kernbeleid, DALFSEN)
    return dict(zip(rows["indicator"], rows["shown"], strict=True))


def test_bicycles_that_tell_a_few_mopeds_are_not_shown_to_the_public(kernbeleid: Kernbeleid) -> None:
    frame = estimates(("Dalfsen", "village", "1.3", "1.2.3", OFFENCE, 20), ("Dalfsen", "village", "1.3", "fietsendiefstal", CLASS, 18))
    assert shown(frame, kernbeleid) == {"1.2.3": "20", "fietsendiefstal": "niet getoond"}


def test_the_sum_of_codes_makes_way_for_its_parts(kernbeleid: Kernbeleid) -> None:
    """Threats are 3 and would follow from violence minus assault; readers ask for the codes, so the sum is hidden."""
    frame = estimates(
        ("Dalfsen", "village", "1.3", "geweld", OPEN_DATA, 23),
        ("Dalfsen", "village", "1.3", "1.4.4", OFFENCE, 3),
        ("Dalfsen", "village", "1.3", "1.4.5", OFFENCE, 20),
    )
    assert shown(frame, kernbeleid) == {"geweld": "niet getoond", "1.4.4": "<5", "1.4.5": "20"}


def test_both_parts_of_a_code_are_hidden_where_one_is_small(kernbeleid: Kernbeleid) -> None:
    frame = estimates(
        ("Dalfsen", "village", "4.1", "1.3.1", OFFENCE, 20),
        ("Dalfsen", "village", "4.1", "ongevallen-letsel", CLASS, 3),
        ("Dalfsen", "village", "4.1", "ongevallen-verlaten", CLASS, 17),
    )
    assert shown(frame, kernbeleid) == {"1.3.1": "20", "ongevallen-letsel": "<5", "ongevallen-verlaten": "niet getoond"}
