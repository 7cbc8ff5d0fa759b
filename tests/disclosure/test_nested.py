from ivp_analysis.disclosure.nested import CodeSum, parts_of_codes, sums_of_codes
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid

OPEN_DATA, OFFENCE, NUISANCE = "open data", "police-offence", "police-nuisance"
WHOLE, A, B = (OPEN_DATA, "geweld"), (OFFENCE, "1.4.4"), (OFFENCE, "1.4.5")


def test_an_indicator_of_codes_is_the_sum_of_those_codes(kernbeleid: Kernbeleid) -> None:
    sums = {item.total: item for item in sums_of_codes(kernbeleid)}
    assert sums[OPEN_DATA, "geweld"].parts == tuple((OFFENCE, f"1.4.{n}") for n in range(2, 8))
    assert sums[OPEN_DATA, "geluidshinder"].parts == ((NUISANCE, "M061"), (NUISANCE, "M062"), (NUISANCE, "M22"))
    assert all(item.total[0] == OPEN_DATA for item in sums.values())


def test_klassen_are_part_of_the_code_that_they_belong_to_and_together_they_can_be_all_of_it(kernbeleid: Kernbeleid) -> None:
    """Accidents are D11 to D13: those with injuries are two of the klassen, those left by the driver the third."""
    parts = parts_of_codes(kernbeleid)
    assert parts["1.3.1"] == (("ongevallen-letsel", "ongevallen-verlaten"), True)
    # bicycles are only a part of 1.2.3
    assert parts["1.2.3"] == (("fietsendiefstal",), False)


def test_the_rows_of_a_sum_in_one_place() -> None:
    item = CodeSum(WHOLE, (A, B))
    assert item.rows({WHOLE: 7, A: 3, B: 5}) == (7, [3, 5])
    assert item.rows({A: 3, B: 5}) is None
    assert item.rows({WHOLE: 7}) is None


def test_codes_that_were_not_published_are_no_part_of_the_sum() -> None:
    assert CodeSum(WHOLE, (A, B)).rows({WHOLE: 7, A: 3}) == (7, [3])
