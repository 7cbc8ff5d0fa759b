"""Scores of scales that several questions make together."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ivp_analysis.statistics.refusal import Floats

TOP = 10.0


def scores(items: ArrayLike, lowest: ArrayLike, highest: ArrayLike, reversed_: ArrayLike) -> Floats:
    """Return the score of each respondent, from 0 to 10.

    Each item is brought to 0-10 by its own range, so that items with fewer answers count as much as others and 10 can be reached on every
    item; the score is the mean of the items that were answered.

    Parameters
    ----------
    items : array_like of float, shape (n, k)
        Answer codes; nan for no answer.
    lowest, highest : array_like of float, shape (k,)
        Range of the codes of each item.
    reversed_ : array_like of bool, shape (k,)
        Items on which the lowest code makes the highest score.

    Returns
    -------
    ndarray of float, shape (n,)
        nan for who answered fewer than half of the items.

    Raises
    ------
    ValueError
        When shapes do not fit, a range is empty, or a code lies outside its range.

    References
    ----------
    Vereniging van Nederlandse Gemeenten (2020). Protocol Burgerpeiling: scores of 0-10 by the mean of recoded items. The range of each
    item and the half that must be answered are of this project.
    """
    codes = np.asarray(items, dtype=np.float64)
    low, high = np.asarray(lowest, dtype=np.float64), np.asarray(highest, dtype=np.float64)
    turned = np.asarray(reversed_, dtype=np.bool_)
    if codes.ndim != 2 or not codes.shape[1] or not low.shape == high.shape == turned.shape == codes.shape[1:]:
        raise ValueError("items need a row for each respondent, and a range and a direction for each column")
    if not np.all(low < high):
        raise ValueError("the highest code of an item must lie above its lowest")
    if np.any((codes < low) | (codes > high)):
        raise ValueError("an answer lies outside the range of its item")
    parts = (np.where(turned, high - codes, codes - low)) / (high - low)
    answered = ~np.isnan(parts)
    count = answered.sum(axis=1)
    sums = np.where(answered, parts, 0.0).sum(axis=1)
    mean: Floats = np.divide(sums, count, out=np.full(count.shape, np.nan), where=2 * count >= codes.shape[1])
    return TOP * mean
