"""Which incidents of the sample the police had already registered on the day of a delivery: some come in late."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

REGISTERED = (0.0, 0.90, 0.97, 0.995)
"""Chance that an incident is registered, by the months between its begin and the delivery; the last one holds for all months before.

Months that are not over are not delivered.
"""


def registered_by(incidents: pd.DataFrame, dated: date, random: np.random.Generator) -> np.ndarray:
    """Draw which incidents were registered on a day.

    Parameters
    ----------
    incidents : DataFrame
        As `draw_incidents` gives them.
    dated : date
        The reference date of the delivery; what the police heard of on that day or later is not registered.
    random : Generator
        Random numbers, one for each incident: with a generator of the same seed, what is registered on a day is so on every later day.

    Returns
    -------
    ndarray of bool, shape (incidents,)
        True for the registered ones.
    """
    lag = 12 * (dated.year - incidents["begin"].dt.year) + dated.month - incidents["begin"].dt.month
    chance = np.array(REGISTERED)[lag.clip(0, len(REGISTERED) - 1).to_numpy()]
    heard = (incidents["known"] < pd.Timestamp(dated)).to_numpy()
    drawn: np.ndarray = (random.random(len(incidents)) < chance) & heard
    return drawn
