"""Some incidents are registered after the delivery that they belong in."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ivp_analysis.sample.lateness import registered_by

DELIVERED = date(2021, 9, 13)
EACH = 20_000
KEYS = ["Maand", "Buurt", "Klasse"]


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def begun(*months: str, heard_after: int = 0) -> pd.DataFrame:
    """Many incidents on the 20th of each month, heard of so many days later."""
    begin = pd.Series(pd.to_datetime(np.repeat([f"{month}-20" for month in months], EACH)))
    return pd.DataFrame({"begin": begin, "known": begin + pd.Timedelta(days=heard_after)})


@pytest.mark.parametrize(("month", "chance"), [("2021-08", 0.90), ("2021-07", 0.97), ("2021-06", 0.995), ("2019-11", 0.995)])
def test_the_longer_ago_the_more_are_registered(month: str, chance: float) -> None:
    share = registered_by(begun(month), DELIVERED, rng()).mean()
    # five standard errors of a share of 20,000 draws
    assert share == pytest.approx(chance, abs=5 * np.sqrt(chance * (1 - chance) / EACH))


@pytest.mark.parametrize("month", ["2021-09", "2021-12", "2022-08"])
def test_nothing_is_delivered_of_months_that_are_not_over(month: str) -> None:
    assert not registered_by(begun(month), DELIVERED, rng()).any()


def test_what_the_police_had_not_heard_of_is_not_registered() -> None:
    assert registered_by(begun("2021-08", heard_after=23), DELIVERED, rng()).any()
    assert not registered_by(begun("2021-08", heard_after=24), DELIVERED, rng()).any()


def test_what_was_registered_once_stays_so() -> None:
    incidents = begun("2021-05", "2021-06", "2021-07", "2021-08")
    days = [date(2021, month, 13) for month in range(6, 13)]
    masks = [registered_by(incidents, day, rng()) for day in days]
    for earlier, later in pairwise(masks):
        assert (later >= earlier).all()
        assert later.sum() >= earlier.sum()
    assert masks[0].sum() < masks[-1].sum()


def test_chance_is_that_of_the_seed() -> None:
    incidents = begun("2021-08")
    mask = registered_by(incidents, DELIVERED, rng())
    assert (mask == registered_by(incidents, DELIVERED, rng())).all()
    assert (mask != registered_by(incidents, DELIVERED, rng(2))).any()


@pytest.fixture(scope="module")
def seen(sample: Path) -> pd.DataFrame:
    """The counts of January to August 2021 as they were known in September, beside those of half a year later."""
    names = {"then": "aantallen-2021-h2", "later": "aantallen-2022-h1"}
    tables = {name: pd.read_csv(sample / f"voorbeeld-{folder}" / "aantallen.csv", sep=";") for name, folder in names.items()}
    assert sorted(tables["then"]["Maand"].unique()) == list(range(1, 9))
    return pd.DataFrame({name: table.set_index([*KEYS, "Jaar"])["Aantal"] for name, table in tables.items()}).fillna(0).loc[:8]


def test_an_earlier_delivery_has_a_few_fewer_and_never_more(seen: pd.DataFrame) -> None:
    assert (seen["then"] <= seen["later"]).all()
    assert 0.95 < seen["then"].sum() / seen["later"].sum() < 0.995


def test_most_of_what_is_missing_is_of_the_last_two_months(seen: pd.DataFrame) -> None:
    missing = (seen["later"] - seen["then"]).groupby(level="Maand").sum()
    assert missing.loc[7:8].sum() > missing.loc[1:6].sum()


def test_the_running_year_misses_a_few_of_its_last_months_too(second_round: list[list[str]]) -> None:
    column = second_round[1].index("Incident Identificatie")
    numbers = {int(row[column].removeprefix("PLVOORBEELD_")) for row in second_round[2:-1]}
    present = {number for number in numbers if number < 900_000}
    # incidents are numbered in the order of their begin, the ones that came in late among them
    missing = set(range(min(present), max(present))) - present
    assert 0.005 < len(missing) / len(present) < 0.05
    assert np.median(list(missing)) > np.quantile(list(present), 0.7)
