"""Many tests at once: how many false alarms are among what is called out."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ivp_analysis.statistics.refusal import Floats


def adjusted(p: ArrayLike, method: Literal["bh", "by"] = "bh") -> Floats:
    """Return p-values adjusted for the number of tests in the family.

    Calling out every test with an adjusted p-value of at most q keeps the expected share of false alarms among those called out at q or
    less. A test that was not done is not in the family.

    Parameters
    ----------
    p : array_like of float
        p-values of the whole family, of any shape; nan where no test was done.
    method : {"bh", "by"}
        Benjamini-Hochberg, for tests that are independent or go up and down together, or Benjamini-Yekutieli, for any tests.

    Returns
    -------
    ndarray
        Adjusted p-values in the same shape; nan stays nan.

    Raises
    ------
    ValueError
        When a p-value does not lie between 0 and 1, or the method is unknown.

    References
    ----------
    Benjamini, Y. & Hochberg, Y. (1995). Controlling the false discovery rate: a practical and powerful approach to multiple testing.
    Journal of the Royal Statistical Society B 57, 289-300.
    Benjamini, Y. & Yekutieli, D. (2001). The control of the false discovery rate in multiple testing under dependency. Annals of
    Statistics 29, 1165-1188.
    """
    from scipy.stats import false_discovery_control

    raw = np.asarray(p, dtype=np.float64)
    done = ~np.isnan(raw)
    found = np.full(raw.shape, np.nan)
    found[done] = false_discovery_control(raw[done], method=method)
    return found


def next_threshold(p: ArrayLike, rate: float = 0.10) -> float:
    """Return the p-value that one more test of the family would need to be called out.

    With R of m tests called out by Benjamini-Hochberg at this rate, a further one of the m would be as soon as its p-value were at most
    (R + 1) * rate / m. That tells how large a change could have been shown.

    Parameters
    ----------
    p : array_like of float
        p-values of the whole family; nan where no test was done.
    rate : float
        Expected share of false alarms among the tests called out, between 0 and 1.

    Returns
    -------
    float
        A p-value, at most `rate`; nan when no test was done.

    Raises
    ------
    ValueError
        When the rate, or a p-value, does not lie between 0 and 1.

    References
    ----------
    Benjamini & Hochberg (1995), see `adjusted`.
    """
    if not 0 < rate < 1:
        raise ValueError("rate must lie between 0 and 1")
    family = adjusted(p)
    size = np.count_nonzero(~np.isnan(family))
    if size == 0:
        return float("nan")
    # where all are called out there is no further test, and the last threshold stays
    return rate * (min(np.count_nonzero(family <= rate) + 1, size) / size)
