"""What the public sees of the yearly figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ivp_analysis.disclosure.cells import Flags, Floats
from ivp_analysis.disclosure.complement import complement
from ivp_analysis.disclosure.displays import NOT_SHOWN, Display, Shown, as_text
from ivp_analysis.disclosure.nested import sums_of_codes
from ivp_analysis.disclosure.rule_texts import REMAINDER, SENSITIVE, SENSITIVE_CLASS, text_of
from ivp_analysis.statistics.rates import rates
from ivp_analysis.tables.contracts import satisfy
from ivp_analysis.tables.edition_contracts import PROTECTION
from ivp_analysis.vocabulary.indicators import POLICE_TOTAL, TOTAL
from ivp_analysis.vocabulary.kernbeleid import Classification, Code, Denominator, Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.publication import PublicationRules


def sensitive_rows(estimates: pd.DataFrame, kernbeleid: Kernbeleid, municipality: Municipality) -> pd.Series[str]:
    """Say which figures the public may not see for what they are about, whoever else publishes them.

    Sensitive codes, and themes that consist of nothing else, are shown for the municipality and over several years only; so is the police's
    own total, which counts sexual offences and the like that ours leave out. The other codes of a theme with a sensitive code likewise:
    theme total minus the others would give it away. And where one hidden figure would follow from a sum with the others, another one.

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
    Series of str
        The rule that hides each figure, as readers are told it; empty where none does.
    """
    inside = estimates["role"] != "reference"
    # over several years together, and for the municipality as a whole, a sensitive count points at nobody
    pooled = (estimates["role"] == "municipality") & ~estimates["period"].str.fullmatch(r"\d{4}").astype(bool) & estimates["complete"]
    own = inside & ~pooled
    shut = own & (_sensitive(estimates, kernbeleid) | (estimates["indicator"] == POLICE_TOTAL))
    remainder = own & _remainder(estimates, kernbeleid)
    published = (estimates["classification"] != Classification.CLASS.value).to_numpy(dtype=bool)
    first = ((shut | remainder).to_numpy(dtype=bool)) & published
    besides = complement(estimates[published], first[published], municipality.village_of, sums_of_codes(kernbeleid))
    other = np.zeros(len(estimates), dtype=bool)
    other[published] = besides
    of_class = shut & ~published
    rule = np.select([of_class, shut, remainder, other], [SENSITIVE_CLASS, SENSITIVE, REMAINDER, REMAINDER], default="")
    return pd.Series(rule, index=estimates.index, dtype="str")


def protect(estimates: pd.DataFrame, sensitive: pd.Series[str], shown: list[Shown | None], rules: PublicationRules) -> pd.DataFrame:
    """Say of every estimate what the public sees.

    Parameters
    ----------
    estimates : DataFrame
        Table `estimates`.
    sensitive : Series of str
        What `sensitive_rows` gave.
    shown : list of Shown or None
        How each figure is shown; None for what others published, which is shown as it is.
    rules : PublicationRules
        From where on there are rates, and how far is rounded.

    Returns
    -------
    DataFrame
        As the contract `protection` says, a row for each estimate. Rates and intervals are those of the count as it is shown, so they tell
        nothing more than that; an interval takes in those of all counts that would be shown the same.
    """
    counts = estimates["count"].to_numpy(dtype=float)
    open_ = (sensitive == "").to_numpy(dtype=bool)
    exact = np.array([one is None or one.display is Display.EXACT for one in shown], dtype=bool) & open_
    texts = [NOT_SHOWN if not told else as_text(count, one, rules) for count, one, told in zip(counts, shown, open_, strict=True)]
    value = np.where(open_, [count if one is None else one.value for count, one in zip(counts, shown, strict=True)], np.nan)
    least = np.array([count if one is None else one.low for count, one in zip(counts, shown, strict=True)])
    most = np.array([count if one is None else one.high for count, one in zip(counts, shown, strict=True)])
    least, most = np.where(open_, least, 0.0), np.where(open_ & np.isfinite(most), most, np.nan)
    base = _base(estimates, value, exact, rules)
    found = {name: rates(np.where(np.isnan(part), 0, part), base) for name, part in (("value", value), ("least", least), ("most", most))}
    rule = [text if text else text_of(one, rules) for text, one in zip(sensitive, shown, strict=True)]
    frame = estimates[["village", "role", "theme", "indicator", "classification", "period"]].assign(
        shown=pd.Series(texts, index=estimates.index, dtype="str"),
        exact=exact,
        value=value,
        least=least,
        most=most,
        rate=found["value"].rate,
        low=found["least"].low,
        high=found["most"].high,
        rule=pd.Series(rule, index=estimates.index, dtype="str"),
    )
    return satisfy(frame[list(PROTECTION.columns)], "protection")


def _base(estimates: pd.DataFrame, value: Floats, exact: Flags, rules: PublicationRules) -> Floats:
    """Return the denominators, missing where there is no rate to show."""
    few = (estimates["denominator"] == Denominator.INHABITANTS.value) & (estimates["base"] < rules.rate_inhabitants)
    small = ~exact & ~(value >= rules.rate_count)
    base = estimates["base"].where(~few).to_numpy(dtype=float)
    return np.where(np.isnan(value) | small, np.nan, base)


def sensitive_themes(kernbeleid: Kernbeleid) -> frozenset[str]:
    """Return the themes whose total consists of nothing but sensitive codes."""
    codes = {number: _open(kernbeleid, number) for number in kernbeleid.themes}
    return frozenset(number for number, found in codes.items() if found and all(code.sensitive for code in found))


def _sensitive(estimates: pd.DataFrame, kernbeleid: Kernbeleid) -> pd.Series[bool]:
    codes = {(key[0].value, key[1]) for key, code in kernbeleid.codes.items() if code.sensitive}
    pairs = zip(estimates["classification"], estimates["indicator"], strict=True)
    own = pd.Series([pair in codes for pair in pairs], index=estimates.index, dtype=bool)
    return own | (estimates["theme"].isin(sensitive_themes(kernbeleid)) & (estimates["indicator"] == TOTAL))


def _remainder(estimates: pd.DataFrame, kernbeleid: Kernbeleid) -> pd.Series[bool]:
    themes = [number for number in kernbeleid.themes if any(code.sensitive for code in _open(kernbeleid, number))]
    is_code = estimates["classification"].isin([Classification.OFFENCE.value, Classification.NUISANCE.value])
    return estimates["theme"].isin(themes) & is_code


def _open(kernbeleid: Kernbeleid, number: str) -> list[Code]:
    """Return the codes that make up the total of a theme."""
    theme = kernbeleid.themes[number]
    keys = [(Classification.OFFENCE, code) for code in theme.offences] + [(Classification.NUISANCE, code) for code in theme.nuisance]
    return [kernbeleid.codes[key] for key in keys if not kernbeleid.codes[key].municipality_only]
