import pytest

from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.publication import load_publication_rules
from ivp_analysis.wording.publication import cost, policy

RULES = load_publication_rules(Paths().publication_rules).model_dump(mode="json")
LOSS = {"guarded": 1681, "small": 603, "zeros": 640, "widened": 29, "hidden": 19, "largest_shift": 7}


def test_readers_are_told_every_rule_with_its_number() -> None:
    text = " ".join(policy(RULES, 10))
    for part in ("0 tot en met 4 tonen we als <5", "veelvoud van 5", "500 inwoners", "vanaf 5 registraties", "5 jaren", "250 meter",
                 "500 meter", "5 incidenten", "25 adressen", "minder dan 10 mensen"):  # fmt: skip
        assert part in text


def test_other_rules_are_told_otherwise() -> None:
    text = " ".join(policy({**RULES, "small": 9, "base": 1}, 12))
    assert "0 tot en met 9 tonen we als <10, ook als er geen waren. Grotere aantallen tonen we precies" in text
    assert "veelvoud" not in text
    assert "minder dan 12 mensen" in text


def test_what_protecting_costs() -> None:
    """What only the true counts tell is told in tens."""
    text = cost(LOSS, 5)
    for part in (
        "1.681 aantallen",
        "ongeveer 600 klein",
        "ongeveer 640 nullen",
        "Bij 10 aantallen noemen we",
        "19 aantallen tonen we niet",
        "1,1 keer zo veel",
        "hooguit 5 naast",
    ):
        assert part in text


def test_few_are_not_counted_out() -> None:
    texts = {cost({**LOSS, "small": small, "zeros": zeros}, 5) for small in range(10) for zeros in range(10)}
    assert len(texts) == 1
    assert "minder dan 10 klein" in texts.pop()


@pytest.mark.parametrize(
    ("changes", "said"), [({"guarded": 0}, "alleen cijfers die al gepubliceerd zijn"), ({"small": 0}, "minder dan 10 klein")]
)
def test_without_counts_to_protect_nothing_is_divided(changes: dict[str, int], said: str) -> None:
    assert said in cost({**LOSS, **changes}, 5)
    assert "keer zo veel" not in cost({**LOSS, **changes}, 5)


def test_a_single_count_is_no_plural() -> None:
    text = cost({**LOSS, "guarded": 1, "widened": 1, "hidden": 1}, 5)
    assert "is 1 aantal niet al gepubliceerd" in text
    assert "1 aantal tonen we niet" in text
