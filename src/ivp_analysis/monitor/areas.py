"""The areas that a survey is estimated for: villages, the municipality, and groups of villages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ivp_analysis.vocabulary.municipality import WHOLE, Municipality

Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]
NO_GROUP = -1


@dataclass(frozen=True)
class Areas:
    """Areas in a fixed order: the villages, the municipality, the groups.

    Attributes
    ----------
    names, roles : tuple of str
        A name and "village", "municipality" or "group" for each area.
    members : ndarray of bool, shape (areas, villages)
        Which villages lie in each area.
    group_of : ndarray of int, shape (areas,)
        Number of the area that is the group of a village; `NO_GROUP` where it is in none, and for other areas.
    """

    names: tuple[str, ...]
    roles: tuple[str, ...]
    members: Flags
    group_of: Integers

    @property
    def whole(self) -> int:
        """Number of the municipality."""
        return int(self.members.shape[1])

    @property
    def parts(self) -> Integers:
        """Numbers of the villages and groups."""
        return np.delete(np.arange(len(self.names)), self.whole)

    def domains(self, villages: Integers) -> Flags:
        """Say which respondents live in each area.

        Parameters
        ----------
        villages : ndarray of int, shape (respondents,)
            Number of the village of each.

        Returns
        -------
        ndarray of bool, shape (areas, respondents)
        """
        return self.members[:, villages]

    def figures(self, outcomes: pd.DataFrame) -> pd.DataFrame:
        """Return the columns that say what a figure is about, for every outcome in every area, the areas of an outcome together.

        Parameters
        ----------
        outcomes : DataFrame
            Rows of table `questions`.
        """
        count = len(outcomes)
        asked = outcomes.loc[outcomes.index.repeat(len(self.names)), ["theme", "question", "label", "kind"]].reset_index(drop=True)
        areas = {"village": np.tile(self.names, count), "role": np.tile(self.roles, count)}
        return pd.concat([pd.DataFrame(areas).astype("str"), asked], axis=1)


def areas_of(municipality: Municipality) -> Areas:
    """Return the areas of a municipality.

    Parameters
    ----------
    municipality : Municipality
        Its villages and groups of villages.
    """
    villages, groups = municipality.village_names, municipality.groups
    count = len(villages)
    inside = [[name in group.villages for name in villages] for group in groups]
    members = np.vstack([np.eye(count, dtype=bool), np.ones((1, count), dtype=bool), *(np.array([row]) for row in inside)])
    group_of = np.full(len(members), NO_GROUP, dtype=np.int64)
    for number, row in enumerate(inside):
        group_of[np.flatnonzero(row)] = count + 1 + number
    roles = (*("village" for _ in villages), "municipality", *("group" for _ in groups))
    return Areas((*villages, WHOLE, *(group.name for group in groups)), roles, members, group_of)
