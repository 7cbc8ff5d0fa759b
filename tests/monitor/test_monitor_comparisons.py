from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from monitor.rows import BALANCED, DELIVERED, GROUP, HUGE, RULES, VILLAGES, drawn, one, people, population, question, spread, survey, tables
from scipy.stats import false_discovery_control, norm, t, ttest_ind

from ivp_analysis.errors import DeliveryError
from ivp_analysis.monitor.comparisons import judge
from ivp_analysis.monitor.derive import monitor
from ivp_analysis.paths import Paths
from ivp_analysis.tables.contracts import empty
from ivp_analysis.vocabulary.ladder import Verdict, load_ladder
from ivp_analysis.vocabulary.municipality import Municipality

Make = Callable[..., pd.DataFrame]
LADDER = load_ladder(Paths().ladder)
SAME = question(group="g")


@pytest.fixture
def of(dalfsen: Municipality) -> Make:
    """Comparisons of a survey with one before, each as respondents; a question as the row of the codebook."""

    def make(
        now: pd.DataFrame, then: pd.DataFrame | None = None, *, asked: Any = SAME, before: Any = None, rules: Any = RULES
    ) -> pd.DataFrame:
        surveys = [survey(asked if isinstance(asked, list) else [asked], now)]
        if then is not None:
            earlier = asked if before is None else before
            surveys.append(survey(earlier if isinstance(earlier, list) else [earlier], then, delivery="e17", year=2017))
        found = monitor(tables(*surveys, inhabitants=population(HUGE)), empty("estimates"), dalfsen, rules, LADDER, DELIVERED)
        return found["monitor_comparisons"]

    return make


def shares(counted: dict[str, int], others: dict[str, int]) -> pd.DataFrame:
    """Respondents by village: in each cell of age and sex so many who are counted, and so many who are not."""
    return pd.concat([spread(v, n, q=code) for code, group in ((1, counted), (2, others)) for v, n in group.items()])


def everywhere(counted: int, others: int, *, but: dict[str, tuple[int, int]] | None = None) -> pd.DataFrame:
    pairs = dict.fromkeys(VILLAGES, (counted, others)) | (but or {})
    return shares({v: one for v, (one, _) in pairs.items()}, {v: other for v, (_, other) in pairs.items()})


def test_a_difference_is_tested_as_that_of_two_surveys(of: Make) -> None:
    row = one(of(everywhere(15, 15), everywhere(9, 21)), village="Dalfsen", comparison="survey")
    assert (row["value"], row["before"], row["difference"]) == (pytest.approx(50), pytest.approx(30), pytest.approx(20))
    # strata in which age and sex say nothing of the answers: Welch's test (scipy) on the answers themselves, but for the leverage
    welch = ttest_ind(np.repeat([1, 0], [60, 60]), np.repeat([1, 0], [36, 84]), equal_var=False)
    error = np.sqrt((0.25 + 0.21) / 120 * BALANCED)
    assert error == pytest.approx(0.2 / welch.statistic, rel=0.02)
    assert row["p"] == pytest.approx(2 * t.sf(0.2 / error, welch.df), rel=1e-6)
    reach = t.ppf(0.975, welch.df) * error
    assert (row["low"], row["high"]) == (pytest.approx(100 * (0.2 - reach)), pytest.approx(100 * (0.2 + reach)))
    assert row["error"] == pytest.approx(100 * error)
    # Cochran (1977): the sum of two quantiles times the error
    assert row["detectable"] == pytest.approx((norm.ppf(0.975) + norm.ppf(0.8)) * row["error"])
    assert (row["year"], row["before_year"], row["reason"]) == (2022, 2017, "")


def test_a_village_is_compared_with_the_rest_by_weights(of: Make) -> None:
    rows = of(everywhere(10, 20, but={"Dalfsen": (20, 10)}))
    row = one(rows, village="Dalfsen", comparison="rest")
    assert (row["value"], row["before"], row["difference"], row["before_year"]) == (
        pytest.approx(200 / 3), pytest.approx(100 / 3), pytest.approx(100 / 3), 0,
    )  # fmt: skip
    # strata apart: 120 answers beside four times 120
    by_hand = np.sqrt((2 / 9 / 120 + 4 * 2 / 9 / 120 / 16) * BALANCED)
    assert row["error"] == pytest.approx(100 * by_hand, rel=1e-6)
    assert row["verdict"] == "hoger"
    assert one(rows, village="Hoonhorst", comparison="rest")["difference"] == pytest.approx(-100 / 12)
    assert not ((rows["village"] == "gemeente") & (rows["comparison"] == "rest")).any()


def test_the_family_is_all_tests_of_one_comparison(of: Make) -> None:
    asked = [question(f"q{n}", group=f"g{n}") for n in range(5)]
    counts = dict(zip(VILLAGES, (150, 120, 110, 40, 35), strict=True))
    now = drawn(1, dict.fromkeys(VILLAGES, 0.5) | {"Dalfsen": 0.65}, counts, outcomes=5)
    rows = of(now, drawn(2, dict.fromkeys(VILLAGES, 0.4), counts, outcomes=5), asked=asked)
    for kind, tests in (("survey", 5 * 5), ("rest", 5 * 4)):
        part = rows[(rows["comparison"] == kind) & rows["p"].notna()]
        # three villages, the municipality, and the group of the two that are too small
        assert len(part) == tests
        np.testing.assert_allclose(part["q"], false_discovery_control(part["p"], method="bh"))
    refused = rows["village"].isin(["Hoonhorst", "Oudleusen"])
    assert rows.loc[refused, ["p", "q", "difference", "low", "high"]].isna().all(axis=None)


def test_questions_are_compared_by_group_and_not_by_key(of: Make) -> None:
    then = everywhere(9, 21).rename(columns={"antwoord_q": "antwoord_other"})
    before = [question("other", group="g"), question("q", group="")]
    rows = of(everywhere(15, 15), then.assign(antwoord_q=1), before=before)
    assert one(rows, village="Dalfsen", comparison="survey")["before"] == pytest.approx(30)


@pytest.mark.parametrize(("now", "then"), [("", ""), ("g", "h"), ("g", ""), ("", "g")])
def test_other_questions_are_not_compared(of: Make, now: str, then: str) -> None:
    rows = of(everywhere(15, 15), everywhere(9, 21), asked=question(group=now), before=question(group=then))
    assert set(rows["comparison"]) == {"rest"}


@pytest.mark.parametrize(
    ("before", "named"),
    [
        ({"codes": {1: "vaak", 2: "soms", 3: "zelden", 4: "nooit"}}, "antwoorden"),
        ({"codes": {1: "nooit", 2: "soms", 3: "vaak"}}, "antwoorden"),
        ({"counted": (1, 2)}, "telt"),
        ({"kind": "mean"}, "telt or gemiddelde, telt"),
        ({"direction": "gunstig"}, "richting"),
        ({"only_after": "wie slachtoffer was"}, "alleen_na"),
    ],
)
def test_a_group_of_questions_that_differ_is_refused(of: Make, before: dict[str, Any], named: str) -> None:
    with pytest.raises(DeliveryError, match="have the same group 'g'") as error:
        of(everywhere(15, 15), everywhere(9, 21), before=question(group="g", **before))
    assert error.value.what.endswith(f"but differ in {named}")
    assert error.value.where == {"deliveries": "e22, e17", "group": "g"}
    assert "Take the group" in error.value.action


def test_scales_of_one_group_have_the_same_questions_turned_the_same_way(of: Make) -> None:
    texts = {"q": "Wij kennen elkaar", "r": "Ik voel mij hier  THUIS.", "t": "Ik voel mij hier thuis"}

    def made(items: dict[str, bool], **other: Any) -> list[dict[str, Any]]:
        asked = [question(key, kind="item", **{"text": texts[key]} | other) for key in items]
        return [*asked, question("s", kind="scale", group="g", items=items)]

    now = everywhere(15, 15)
    now = now.assign(antwoord_r=now["antwoord_q"], antwoord_t=now["antwoord_q"])
    # another key, another order, other spaces
    rows = of(now, now, asked=made({"q": False, "r": True}), before=made({"t": True, "q": False}))
    assert len(rows[rows["comparison"] == "survey"]) == 6
    others = [
        made({"q": False, "r": False}), made({"q": True, "r": False}), made({"q": False, "r": True, "t": False}),
        made({"q": False, "r": True}, codes={1: "eens", 2: "oneens"}), made({"q": False, "r": True}, text="Hebt u een hond?"),
    ]  # fmt: skip
    for other in others:
        with pytest.raises(DeliveryError, match="differ in vragen"):
            of(now, now, asked=made({"q": False, "r": True}), before=other)


def test_labels_of_answers_may_differ_in_case_and_spaces(of: Make) -> None:
    rows = of(everywhere(15, 15), everywhere(9, 21), before=question(group="g", codes={1: "Vaak ", 2: "soms", 3: "NOOIT."}))
    assert (rows["comparison"] == "survey").any()


def test_counted_codes_may_be_written_in_another_order(of: Make) -> None:
    rows = of(everywhere(15, 15), everywhere(9, 21), asked=question(group="g", counted=(1, 3)), before=question(group="g", counted=(3, 1)))
    assert (rows["comparison"] == "survey").any()


# what is refused


def test_too_few_answers_on_one_side_refuse_the_test_and_show_what_it_would_take(of: Make) -> None:
    now = pd.concat(
        [
            everywhere(15, 15, but={"Dalfsen": (0, 0)}),
            people("Dalfsen", 24, age="onbekend", q=1),
            people("Dalfsen", 25, age="onbekend", q=2),
        ]
    )
    rows = of(now, everywhere(9, 21))
    row = one(rows, village="Dalfsen", comparison="survey")
    assert (row["verdict"], row["reason"]) == ("te weinig", "too few observations")
    assert row[["value", "difference", "p", "q"]].isna().all()
    assert (row["before"], row["detectable"] > 0) == (pytest.approx(30), True)
    other = one(of(everywhere(9, 21), now), village="Dalfsen", comparison="survey")
    assert (other["verdict"], np.isnan(other["before"]), other["value"]) == ("te weinig", True, pytest.approx(30))


@pytest.mark.parametrize(("more", "verdict"), [(0, "te weinig"), (1, "geen verschil")])
def test_few_who_are_counted_on_one_side_refuse_the_test(of: Make, more: int, verdict: str) -> None:
    # in Dalfsen 12 are counted on one side, and 9 or 10 on the other
    many = everywhere(10, 20, but={"Dalfsen": (3, 27)})
    few = pd.concat([everywhere(10, 20, but={"Dalfsen": (2, 28)}), people("Dalfsen", 1 + more, q=1)])
    for now, then in ((many, few), (few, many)):
        assert one(of(now, then), village="Dalfsen", comparison="survey")["verdict"] == verdict
    # and of those who are not counted the same
    turned = [part.assign(antwoord_q=3 - part["antwoord_q"]) for part in (many, few)]
    assert one(of(*turned), village="Dalfsen", comparison="survey")["verdict"] == verdict


def test_a_village_that_was_not_in_the_survey_before_has_no_comparison(of: Make) -> None:
    row = one(of(everywhere(15, 15), everywhere(9, 21, but={"Dalfsen": (0, 0)})), village="Dalfsen", comparison="survey")
    assert (row["verdict"], row["reason"]) == ("afwezig", "no figures to compare with")
    assert np.isnan(row["detectable"])


def test_one_village_alone_has_no_rest(of: Make) -> None:
    row = one(of(spread("Dalfsen", 15, q=1).pipe(lambda part: pd.concat([part, spread("Dalfsen", 15, q=2)]))), village="Dalfsen")
    assert (row["comparison"], row["verdict"], row["reason"]) == ("rest", "afwezig", "no figures to compare with")


def test_groups_are_there_where_a_village_of_theirs_is_merged(of: Make) -> None:
    large = of(everywhere(15, 15), everywhere(9, 21))
    assert GROUP not in set(large["village"])
    # too few now, or too few before
    small = everywhere(15, 15, but={"Hoonhorst": (3, 3)})
    for now, then in ((small, everywhere(9, 21)), (everywhere(15, 15), small)):
        rows = of(now, then)
        assert one(rows, village=GROUP, comparison="survey")["reason"] == ""
    assert one(of(small), village=GROUP, comparison="rest")["role"] == "group"


def test_answers_that_are_all_the_same_are_no_certainty(of: Make) -> None:
    mean = question(kind="mean", group="g")
    rows = of(spread("Dalfsen", 30, q=2), spread("Dalfsen", 31, q=2), asked=mean)
    row = one(rows, village="Dalfsen", comparison="survey")
    assert (row["verdict"], row["detectable"]) == ("te weinig", 0)


def test_the_panel_is_compared_with_nothing(of: Make) -> None:
    panel = everywhere(30, 0).assign(source="panel")
    alone, both = (of(pd.concat(parts), everywhere(9, 21)) for parts in ([everywhere(15, 15)], [everywhere(15, 15), panel]))
    pd.testing.assert_frame_equal(alone, both)


# verdicts


@pytest.mark.parametrize(
    ("difference", "p", "q", "reason", "verdict"),
    [
        (10.0, 0.001, 0.01, "", Verdict.HIGHER),
        (-10.0, 0.001, 0.01, "", Verdict.LOWER),
        # as large as could be found, and found with a p-value that is no hint by itself
        (8.0, 0.06, 0.09, "", Verdict.HIGHER),
        (7.9, 0.001, 0.01, "", Verdict.HINT_HIGHER),
        (-7.9, 0.001, 0.01, "", Verdict.HINT_LOWER),
        (10.0, 0.04, 0.10, "", Verdict.HINT_HIGHER),
        (10.0, 0.05, 0.10, "", Verdict.NO_DIFFERENCE),
        (7.9, 0.06, 0.09, "", Verdict.NO_DIFFERENCE),
        (float("nan"), float("nan"), float("nan"), "too few observations", Verdict.TOO_FEW),
        (float("nan"), float("nan"), float("nan"), "no figures to compare with", Verdict.ABSENT),
    ],
)
def test_the_verdict(difference: float, p: float, q: float, reason: str, verdict: Verdict) -> None:
    assert judge(RULES, difference, 8.0, p, q, reason) == verdict
