"""All that is concluded from the figures of an edition, in one go."""

from __future__ import annotations

import pandas as pd

from ivp_analysis.estimates.class_months import class_months
from ivp_analysis.estimates.peers import peers
from ivp_analysis.evidence.among_others import among_municipalities, shrunk
from ivp_analysis.evidence.attempts import attempts
from ivp_analysis.evidence.calendar import monitoring, seasons
from ivp_analysis.evidence.comparisons import comparisons
from ivp_analysis.evidence.cube import Cube
from ivp_analysis.evidence.moments import moments
from ivp_analysis.evidence.months import months
from ivp_analysis.evidence.places import concentration
from ivp_analysis.evidence.rare import rare
from ivp_analysis.evidence.running import running
from ivp_analysis.evidence.snapshots import revisions, snapshots
from ivp_analysis.evidence.trends import trends
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.ladder import Ladder
from ivp_analysis.vocabulary.municipality import Municipality


def evidence(
    tables: dict[str, pd.DataFrame],
    estimates: pd.DataFrame,
    municipality: Municipality,
    kernbeleid: Kernbeleid,
    ladder: Ladder,
    edition: Edition,
) -> dict[str, pd.DataFrame]:
    """Test, adjust and place the estimates of an edition.

    Parameters
    ----------
    tables : dict of str to DataFrame
        The processed tables `counts`, `incidents` and `population`.
    estimates : DataFrame
        Table `estimates`.
    municipality, kernbeleid, ladder, edition : Municipality, Kernbeleid, Ladder, Edition
        What the figures are about, and the limits of the verdicts.

    Returns
    -------
    dict of str to DataFrame
        The tables of `evidence_contracts` and `monthly_contracts` by name. What of them is public is for `disclosure.public`.
    """
    counts, incidents, population = tables["counts"], tables["incidents"], tables["population"]
    others = peers(counts, population, municipality, kernbeleid, edition)
    classes = class_months(counts, incidents, municipality, edition)
    monthly = months(counts, classes, municipality, kernbeleid, edition)
    cube = Cube.of(monthly)
    monitored = monitoring(cube, edition)
    delivered = snapshots(counts, municipality, kernbeleid, edition)
    return {
        "comparisons": comparisons(estimates, ladder),
        "trends": trends(estimates, ladder),
        "shrunk": shrunk(estimates, others),
        "funnel": among_municipalities(estimates, others, municipality),
        "months": monthly,
        "seasons": seasons(cube, edition),
        "monitoring": monitored,
        "rare": rare(incidents, monitored, kernbeleid, edition),
        "running": running(delivered, municipality, ladder, edition),
        "revisions": revisions(delivered),
        "moments": moments(incidents, kernbeleid, edition),
        "concentration": concentration(estimates, municipality),
        "attempts": attempts(classes, kernbeleid, edition),
    }
