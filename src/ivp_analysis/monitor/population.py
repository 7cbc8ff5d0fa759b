"""The inhabitants that a survey speaks for, by village, age class and sex."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import numpy as np
import pandas as pd

from ivp_analysis.monitor.survey import SEXES, Floats, Survey
from ivp_analysis.vocabulary.codebook import AGE_CLASS
from ivp_analysis.vocabulary.municipality import Municipality

Ages = tuple[int, int]
"""First and last age of a class."""

_NO_END = 999
_logger = logging.getLogger(__name__)


def people(population: pd.DataFrame, survey: Survey, municipality: Municipality) -> Floats | None:
    """Count the inhabitants in the age classes of a survey, of the year that its codebook names or the nearest that is there.

    Where the figures have smaller age classes that join up to one of the survey, they are added.

    Parameters
    ----------
    population : DataFrame
        Table `population`; where deliveries overlap, the one with the newest reference date counts.
    survey : Survey
        Its age classes and year.
    municipality : Municipality
        Its villages.

    Returns
    -------
    ndarray of float, shape (villages, age classes, 2), or None
        Men first; None when no year has all of them, which is logged.
    """
    rows = population[(population["measure"] == "inhabitants") & (population["level"] == "village") & population["sex"].isin(SEXES)]
    rows = rows[rows["area"].isin(municipality.village_names) & rows["age"].str.fullmatch(AGE_CLASS.pattern)]
    rows = rows.sort_values(["reference_date", "delivery"]).drop_duplicates(["area", "year", "sex", "age"], keep="last")
    wanted = [_bounds(age) for age in survey.ages]
    for year in sorted(set(rows["year"]), key=lambda year: (abs(year - survey.population_year), year)):
        found = _of_year(rows[rows["year"] == year], wanted, municipality)
        if not np.isnan(found).any():
            if year != survey.population_year:
                _logger.warning(
                    "%s is weighted with the population of %s: that of %s is not there", survey.delivery, year, survey.population_year
                )
            return found
    _logger.warning(
        "%s cannot be weighted and is left out: there are no inhabitants by village, age class and sex. Deliver noemers with inwoners of "
        "%s for m and v in every village, in classes that are or add up to %s",
        survey.delivery, survey.population_year, ", ".join(survey.ages),
    )  # fmt: skip
    return None


def _of_year(rows: pd.DataFrame, wanted: list[Ages], municipality: Municipality) -> Floats:
    figures: dict[tuple[str, str], dict[Ages, float]] = {}
    for area, sex, age, value in zip(rows["area"], rows["sex"], rows["age"], rows["value"], strict=True):
        figures.setdefault((area, sex), {})[_bounds(age)] = float(value)
    return np.array(
        [[[_between(figures.get((name, sex), {}), *ages) for sex in SEXES] for ages in wanted] for name in municipality.village_names]
    )


def _bounds(text: str) -> Ages:
    first, _, last = text.rstrip("+").partition("-")
    return int(first), int(last) if last else _NO_END


def _between(figures: Mapping[Ages, float], first: int, last: int) -> float:
    """Add the classes up that join from the first to the last age; nan where none do."""
    if first > last:
        return 0.0
    for (begin, end), value in sorted(figures.items()):
        if begin == first and end <= last and not np.isnan(rest := _between(figures, end + 1, last)):
            return value + rest
    return float("nan")
