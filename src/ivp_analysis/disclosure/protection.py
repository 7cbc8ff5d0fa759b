"""What of the estimates may be shown: a first, conservative protection."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ivp_analysis.disclosure.complement import SMALLEST_SHOWN, complement
from ivp_analysis.disclosure.nested import sums_of_codes, telling_parts
from ivp_analysis.tables.contracts import satisfy
from ivp_analysis.tables.edition_contracts import PROTECTION
from ivp_analysis.vocabulary.indicators import POLICE_TOTAL, TOTAL
from ivp_analysis.vocabulary.kernbeleid import Classification, Code, Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality

SMALL = f"<{SMALLEST_SHOWN}"
NOT_SHOWN = "niet getoond"
RULE_SMALL = f"Aantallen van 1 tot en met {SMALLEST_SHOWN - 1} tonen we als {SMALL}."
RULE_SENSITIVE = "Gevoelige registraties tonen we alleen voor de hele gemeente en over meer jaren samen."
RULE_CLASS = "Gevoelige klassen tonen we niet."
RULE_OTHER = "Soms tonen we ook een groter aantal niet, omdat er anders een klein aantal uit te berekenen is."
RULE_REMAINDER = (
    "De onderdelen van dit thema tonen we alleen voor de hele gemeente en over meer jaren samen. Anders volgt er een gevoelig aantal uit."
)


def protect(estimates: pd.DataFrame, kernbeleid: Kernbeleid, municipality: Municipality) -> pd.DataFrame:
    """Decide for every estimate what the public sees.

    Four rules, the strictest first: sensitive codes, and themes that consist of nothing else, are shown for the municipality and
    over several years only; the other codes of a theme with a sensitive code likewise, because theme total minus the others would
    give it away; counts of 1 to 4 are shown as "<5", without rate and interval, and klassen that leave 1 to 4 of their code are not
    shown; where one hidden figure would follow from a sum with the others, another one is hidden too. Reference areas are public.

    Parameters
    ----------
    estimates : DataFrame
        Table `estimates`.
    kernbeleid : Kernbeleid
        Which codes are sensitive.
    municipality : Municipality
        Which buurten make a village.

    Returns
    -------
    DataFrame
        As the contract `protection` says, a row for each estimate.
    """
    keys = estimates[["village", "role", "theme", "indicator", "classification", "period"]]
    inside = estimates["role"] != "reference"
    small = inside & estimates["count"].between(1, SMALLEST_SHOWN - 1)
    # over several years together, and for the municipality as a whole, a sensitive count points at nobody
    pooled = (estimates["role"] == "municipality") & ~estimates["period"].str.fullmatch(r"\d{4}").astype(bool) & estimates["complete"]
    sensitive = inside & ~pooled & _sensitive(estimates, kernbeleid)
    remainder = inside & ~pooled & _remainder(estimates, kernbeleid)
    own_class = sensitive & (estimates["classification"] == Classification.CLASS.value)
    total = _telling_total(estimates)
    part = inside & telling_parts(estimates, kernbeleid, SMALLEST_SHOWN)
    first = (sensitive | remainder | small | total | part).to_numpy(dtype=bool)
    blurred = (small & ~(sensitive | remainder | total)).to_numpy(dtype=bool)
    other = complement(estimates, first, municipality.village_of, sums_of_codes(kernbeleid), blurred)
    other |= (part & ~small).to_numpy(dtype=bool)
    kinds = [np.asarray(kind, dtype=bool) for kind in (own_class, sensitive | total, remainder, small, other)]
    names = [np.asarray(name) for name in (RULE_CLASS, RULE_SENSITIVE, RULE_REMAINDER, RULE_SMALL, RULE_OTHER)]
    rule = np.select(kinds, names, default="")
    text = np.where(small, SMALL, estimates["count"].astype("str"))
    shown = np.where(sensitive | remainder | total | other, NOT_SHOWN, text)
    frame = keys.assign(
        shown=pd.Series(shown, index=keys.index, dtype="str"), exact=rule == "", rule=pd.Series(rule, index=keys.index, dtype="str")
    )
    return satisfy(frame[list(PROTECTION.columns)], "protection")


def sensitive_themes(kernbeleid: Kernbeleid) -> frozenset[str]:
    """Return the themes whose total consists of nothing but sensitive codes."""
    codes = {number: _open(kernbeleid, number) for number in kernbeleid.themes}
    return frozenset(number for number, found in codes.items() if found and all(code.sensitive for code in found))


def _sensitive(estimates: pd.DataFrame, kernbeleid: Kernbeleid) -> pd.Series[bool]:
    codes = {(key[0].value, key[1]) for key, code in kernbeleid.codes.items() if code.sensitive}
    pairs = zip(estimates["classification"], estimates["indicator"], strict=True)
    own = pd.Series([pair in codes for pair in pairs], index=estimates.index, dtype=bool)
    return own | (estimates["theme"].isin(sensitive_themes(kernbeleid)) & (estimates["indicator"] == TOTAL))


def _telling_total(estimates: pd.DataFrame) -> pd.Series[bool]:
    """Find the police's own municipal totals that differ by 1 to 4 from the sum of what is published per buurt.

    The difference is the number of sexual offences and the like of that year.
    """
    whole = estimates[estimates["theme"] == TOTAL]
    whole = whole[whole["role"] == "municipality"]
    table = whole.pivot_table(index="year", columns="indicator", values="count", aggfunc="sum").reindex(columns=[POLICE_TOTAL, TOTAL])
    difference = (table[POLICE_TOTAL] - table[TOTAL]).reindex(estimates["year"]).to_numpy()
    telling = (difference >= 1) & (difference < SMALLEST_SHOWN)
    return (estimates["indicator"] == POLICE_TOTAL) & telling


def _remainder(estimates: pd.DataFrame, kernbeleid: Kernbeleid) -> pd.Series[bool]:
    themes = [number for number in kernbeleid.themes if any(code.sensitive for code in _open(kernbeleid, number))]
    is_code = estimates["classification"].isin([Classification.OFFENCE.value, Classification.NUISANCE.value])
    return estimates["theme"].isin(themes) & is_code


def _open(kernbeleid: Kernbeleid, number: str) -> list[Code]:
    """Return the codes that make up the total of a theme."""
    theme = kernbeleid.themes[number]
    keys = [(Classification.OFFENCE, code) for code in theme.offences] + [(Classification.NUISANCE, code) for code in theme.nuisance]
    return [kernbeleid.codes[key] for key in keys if not kernbeleid.codes[key].municipality_only]
