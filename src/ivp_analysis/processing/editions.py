"""Tables to what an edition holds: which deliveries it takes in, its estimates, what they carry, and what of it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple, Self

import pandas as pd

from ivp_analysis.disclosure.public import Publisher, public_estimates
from ivp_analysis.disclosure.squares import grid_rules, protect_grid
from ivp_analysis.disclosure.survey import protect_monitor
from ivp_analysis.disclosure.whole import protect_whole
from ivp_analysis.estimates.addresses import Addresses
from ivp_analysis.estimates.grid import incident_grid
from ivp_analysis.estimates.police import estimate
from ivp_analysis.evidence.derive import evidence
from ivp_analysis.monitor.derive import monitor
from ivp_analysis.paths import Paths
from ivp_analysis.sources.card import FILE
from ivp_analysis.sources.delivery import Delivery, sha256
from ivp_analysis.tables.published import Told, told_table
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.ladder import Ladder, load_ladder
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.publication import PublicationRules, load_publication_rules
from ivp_analysis.vocabulary.survey_rules import SurveyRules, load_survey_rules

POLICE = ("politie-open-data", "politie-incidenten", "politie-aantallen")
"""Kinds of delivery that make an edition: boundaries, denominators and surveys alone do not."""


@dataclass(frozen=True)
class Rules:
    """What the configuration says of figures.

    Attributes
    ----------
    ladder : Ladder
        When a difference is demonstrable.
    survey : SurveyRules
        How surveys are weighted.
    publication : PublicationRules
        What of all this is shown.
    """

    ladder: Ladder
    survey: SurveyRules
    publication: PublicationRules

    @classmethod
    def load(cls, paths: Paths) -> Self:
        """Read them.

        Raises
        ------
        ConfigurationError
            When a file is missing or wrong.
        """
        return cls(load_ladder(paths.ladder), load_survey_rules(paths.survey_rules), load_publication_rules(paths.publication_rules))

    @property
    def shown(self) -> dict[str, Any]:
        """What readers are told of how figures are shown."""
        return self.publication.model_dump(mode="json") | {"fewest_answers": self.survey.fewest}


def possible_editions(found: list[Delivery], latest: Edition) -> set[Edition]:
    """Return the editions from the first police delivery on, up to the newest."""
    first = min(item.edition for item in found if item.card.kind in POLICE)
    return {Edition(year, half) for year in range(first.year, latest.year + 1) for half in (1, 2) if first <= Edition(year, half) <= latest}


def delivery_card(item: Delivery) -> dict[str, Any]:
    """Return what is kept of a delivery with the tables of an edition."""
    card = item.card
    return {
        "name": item.name,
        "kind": card.kind,
        "source": card.source,
        "period": card.period,
        "reference_date": card.reference_date.isoformat(),
        "edition": str(item.edition),
        "counting": card.counting,
        "licence": card.licence,
        "personal": card.personal,
        "synthetic": card.synthetic,
        "sha256": sha256(item.folder / FILE),
        "duiding": [one.model_dump(mode="json", exclude_none=True) for one in card.duiding],
    }


def edition_card(edition: Edition, cards: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the deliveries that an edition takes in: all of its own round and of earlier ones."""
    taken = [card for card in cards if Edition.parse(card["edition"]) <= edition]
    return {"deliveries": taken, "synthetic": any(card["synthetic"] for card in taken)}


def not_yet_shown(found: Iterable[Delivery], latest: Edition) -> list[str]:
    """Say which surveys count from an edition on that there is not yet."""
    return [
        f"the survey {item.name} counts from the edition {item.edition} on (editie in its delivery.yaml); the newest edition is {latest}"
        for item in found
        if item.card.kind == "enquete" and item.edition > latest
    ]


class Made(NamedTuple):
    """What was made of an edition.

    Attributes
    ----------
    tables : dict of str to DataFrame
        By name.
    loss : dict of str to int
        What protecting those costs.
    """

    tables: dict[str, pd.DataFrame]
    loss: dict[str, int]


def edition_tables(
    tables: dict[str, pd.DataFrame],
    municipality: Municipality,
    kernbeleid: Kernbeleid,
    rules: Rules,
    edition: Edition,
    deliveries: Sequence[str],
    before: Told | None = None,
) -> Made:
    """Compute all tables of an edition.

    Parameters
    ----------
    tables : dict of str to DataFrame
        The tables of all deliveries together.
    municipality, kernbeleid, rules : Municipality, Kernbeleid, Rules
        The configuration.
    edition : Edition
        The edition.
    deliveries : sequence of str
        Names of the deliveries that it takes in.
    before : mapping of tuple to tuple of float, optional
        What was published of earlier editions.

    Raises
    ------
    PublicationError
        When a small figure could be worked out from what would be published.
    """
    estimates = estimate(tables["counts"], tables["incidents"], tables["population"], municipality, kernbeleid, edition)
    found = evidence(tables, estimates, municipality, kernbeleid, rules.ladder, edition)
    whole = protect_whole(estimates, found, kernbeleid, municipality, rules.publication, before)
    asked = monitor(tables, estimates, municipality, rules.survey, rules.ladder, deliveries)
    addresses = Addresses.of(tables["areas"], tables["population"], municipality, edition)
    grid = incident_grid(tables["incidents"], addresses, kernbeleid, rules.publication, edition)
    made = {
        **found,
        **Publisher.of(whole, estimates, rules.ladder, rules.publication).tables(found),
        **protect_monitor(asked, tables["questions"], whole.protection, municipality, rules.survey),
        "estimates": estimates,
        "public_estimates": public_estimates(estimates, whole.protection),
        "protection": whole.protection,
        "told": told_table(whole.told),
        "grid": grid,
        "grid_protection": protect_grid(grid, addresses.measure, rules.publication),
        "grid_rules": grid_rules(addresses.measure, rules.publication),
    }
    return Made(made, asdict(whole.loss))
