"""Holds a table of the police against itself: regions, grid, buurten against wijken, parts against the roll-up."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import pandas as pd

from ivp_analysis.errors import DeliveryError
from ivp_analysis.sources.police_table import ROWS, PoliceTable
from ivp_analysis.tables.ledger import Ledger
from ivp_analysis.vocabulary.kernbeleid import ROLL_UP, Kernbeleid
from ivp_analysis.vocabulary.municipality import NETHERLANDS, Municipality

UNLOCATED_SHARE = 0.05
"""Part of a year's registrations in the municipality that may lack a buurt; more is a fault of the download."""

HIDDEN_SHARE = 0.10
"""Part of the roll-up that codes which are not published at a level can explain; more is a fault of the download."""

_AGAIN = (
    "Download the table again (remove this delivery if it lies in data/raw, then ivp fetch); "
    "if it stays, report it to the helpdesk of data.politie.nl"
)
_CONFIGURE = "Correct the buurten and wijken in config/municipalities/{key}.yaml, or download a release with the same boundaries"
_KEY = ["code", "region", "period"]


def reconcile(table: PoliceTable, rows: pd.DataFrame, municipality: Municipality, kernbeleid: Kernbeleid, ledger: Ledger) -> pd.DataFrame:
    """Check that a table is whole and adds up.

    Parameters
    ----------
    table : PoliceTable
        The table with its dimensions.
    rows : DataFrame
        Its rows of known code, region in scope and right period; `count` is missing where no usable figure was given.
    municipality : Municipality
        Whose regions must be there.
    kernbeleid : Kernbeleid
        Which codes are published per municipality only.
    ledger : Ledger
        Gets a line per check.

    Returns
    -------
    DataFrame
        Columns code, period, count: registrations of the municipality that no buurt has, per code that is published per buurt.

    Raises
    ------
    DeliveryError
        When something is missing, double or does not add up; table, region and code are named.
    """
    _once(table, rows)
    _regions(table, rows, municipality, ledger)
    if not table.monthly:
        _grid(table, rows, kernbeleid, ledger)
    _roll_up(table, rows, kernbeleid, ledger)
    country = int((rows["region"] == NETHERLANDS).sum())
    if country:
        ledger.check(ROWS, "not checkable", "municipalities against the country: not all municipalities were asked for", country)
    return _levels(table, rows, municipality, kernbeleid, ledger)


def _once(table: PoliceTable, rows: pd.DataFrame) -> None:
    double = rows[rows.duplicated(_KEY)]
    if len(double):
        first = double.iloc[0]
        where = {**table.where, "region": first["region"], "code": first["code"], "period": first["period"]}
        raise DeliveryError(f"{len(double)} rows were received more than once", where, _AGAIN)


def _regions(table: PoliceTable, rows: pd.DataFrame, municipality: Municipality, ledger: Ledger) -> None:
    received = set(rows["region"])
    number = municipality.code[2:]
    configured = {*municipality.neighbourhoods, *(district.code for district in municipality.districts)}
    always = {municipality.code} | ({NETHERLANDS} & set(municipality.reference_codes))
    lost = sorted((configured | always) - table.regions)
    if lost:
        where = {**table.where, "region": _some(lost)}
        raise DeliveryError("a region of the configuration does not exist in this table", where, _CONFIGURE.format(key=municipality.key))
    own = {region for region in table.regions if region.startswith((f"WK{number}", f"BU{number}"))}
    missing = sorted((always if table.monthly else always | own) - received)
    if missing:
        raise DeliveryError(f"no rows of {len(missing)} regions were received", {**table.where, "region": _some(missing)}, _AGAIN)
    others = set() if table.monthly else _others(table, received, municipality, ledger)
    expected = always | own | others
    ledger.check(ROWS, "adds up", "regions received are those of the dimension and of the configuration", len(expected & received))
    silent = sorted(expected - received)
    if silent:
        ledger.check(ROWS, "not checkable", f"no rows of {_some(silent)}: a table of months may leave zero rows out", len(silent))
    new = sorted(rows.loc[rows["level"] == "unknown", "region"].unique())
    if new:
        ledger.check(ROWS, "differs", f"{_some(new)} is no buurt of the configuration: counted as 'onbekend'", len(new))


def _others(table: PoliceTable, received: set[str], municipality: Municipality, ledger: Ledger) -> set[str]:
    """Return the municipalities of the reference areas that were received: all that an area adds to smaller ones, or none.

    A table need not have every reference area; a part of one is a download that ended early.
    """
    seen = {municipality.code, NETHERLANDS}
    for reference in sorted(municipality.references, key=lambda area: len(area.members)):
        added = set(reference.members) - seen
        seen |= added
        unknown, known = sorted(added - table.regions), added & table.regions
        missing = sorted(known - received)
        if missing and len(missing) < len(known):
            where = {**table.where, "area": reference.name, "region": _some(missing)}
            raise DeliveryError(f"no rows of {len(missing)} municipalities of a reference area were received", where, _AGAIN)
        lost = [*unknown, *missing]
        if lost:
            what = f"{reference.name} is absent: {len(lost)} of its municipalities are not in this delivery ({_some(lost)})"
            ledger.check(ROWS, "differs", what, len(lost))
    return (seen - {municipality.code, NETHERLANDS}) & received


def _grid(table: PoliceTable, rows: pd.DataFrame, kernbeleid: Kernbeleid, ledger: Ledger) -> None:
    received = set(zip(rows["code"], rows["region"], rows["period"], strict=True))
    per_buurt = [code for code in table.codes if code not in kernbeleid.municipality_only]
    cells = 0
    for level, regions in rows.groupby("level")["region"].unique().items():
        codes = table.codes if level in ("municipality", "country") else per_buurt
        missing = [cell for cell in product(codes, sorted(regions), sorted(table.periods)) if cell not in received]
        cells += len(codes) * len(regions) * len(table.periods)
        if missing:
            where = {**table.where, **dict(zip(("code", "region", "period"), missing[0], strict=True))}
            action = f"{_AGAIN}. Is a code published per municipality only, then say so in config/kernbeleid.yaml (alleen_gemeente)"
            raise DeliveryError(f"{len(missing)} rows are missing, this one first; the download ended early", where, action)
    ledger.check(ROWS, "adds up", "a row for every code, region and year", cells)


def _roll_up(table: PoliceTable, rows: pd.DataFrame, kernbeleid: Kernbeleid, ledger: Ledger) -> None:
    """Compare the codes of each region with its roll-up 0.0.0; a remainder is only measured, never kept."""
    hidden_codes = kernbeleid.municipality_only & set(table.codes)
    for level, part in rows.groupby("level"):
        within = level not in ("municipality", "country")
        hidden = hidden_codes if within else hidden_codes - set(part["code"])
        codes = part[(part["code"] != ROLL_UP) & ~part["code"].isin(hidden)]
        total = _sum(part[part["code"] == ROLL_UP], ["region", "period"])
        parts, whole = _aligned(_sum(codes, ["region", "period"]), total)
        gap = (whole - parts).dropna()
        wrong = gap[gap < 0] if hidden else gap[gap != 0]
        if len(wrong):
            _refuse_roll_up(table, wrong, parts, whole)
        if gap.sum() > HIDDEN_SHARE * whole.sum():
            _refuse_roll_up(table, gap.sort_values(ascending=False), parts, whole)
        reason = f"codes against the roll-up 0.0.0, {level}"
        if gap.any() or (hidden and within):
            ledger.check(ROWS, "not checkable", f"{reason}: {len(hidden)} codes are not published there", len(gap))
        else:
            ledger.check(ROWS, "adds up", reason, len(gap))
        _note_gaps(ledger, reason, len(whole) - len(gap))


def _refuse_roll_up(table: PoliceTable, wrong: pd.Series[float], parts: pd.Series[float], whole: pd.Series[float]) -> None:
    region, period = cell = _first(wrong)
    what = "the roll-up 0.0.0 does not agree with its codes"
    # below the municipality the difference discloses sensitive codes, and errors are copied into logs and letters
    if region[:2] in ("GM", "NL"):
        what = f"the roll-up 0.0.0 is {whole[cell]:.0f} and its codes add up to {parts[cell]:.0f}"
    raise DeliveryError(what, {**table.where, "region": region, "code": ROLL_UP, "period": period}, _AGAIN)


def _levels(table: PoliceTable, rows: pd.DataFrame, municipality: Municipality, kernbeleid: Kernbeleid, ledger: Ledger) -> pd.DataFrame:
    """Compare buurten with wijken and both with the municipality, per code and for 0.0.0; return what no buurt has."""
    wijk = rows[(rows["level"] == "wijk") & ~rows["code"].isin(kernbeleid.municipality_only)]
    buurt = rows[rows["level"].isin(["buurt", "unknown"]) & ~rows["code"].isin(kernbeleid.municipality_only)]
    whole = rows[rows["region"] == municipality.code]
    published = set(wijk["code"]) | set(buurt["code"])
    only = sorted(set(whole["code"]) - published)
    if only:
        ledger.check(ROWS, "not checkable", f"published per municipality only: {_some(only)}", len(only))
    whole = whole[whole["code"].isin(published)]
    placed = buurt.assign(region="WK" + buurt["region"].str[2:8])
    placed = placed[placed["region"].isin(table.regions)]
    _not_more(table, "buurten against wijken", _sum(placed, _KEY), _sum(wijk, _KEY), ledger)
    _not_more(table, "wijken against municipality", _sum(wijk.assign(region=municipality.code), _KEY), _sum(whole, _KEY), ledger)
    located, total = _sum(buurt.assign(region=municipality.code), _KEY), _sum(whole, _KEY)
    rest = _not_more(table, "buurten against municipality", located, total, ledger)
    _tolerable(table, rest, total, municipality)
    rest = rest[(rest > 0) & (rest.index.get_level_values("code") != ROLL_UP)]
    if len(rest):
        ledger.check(ROWS, "differs", "registrations without a buurt: counted as 'onbekend'", int(rest.sum()))
    return rest.rename("count").reset_index()[["code", "period", "count"]]


def _not_more(table: PoliceTable, what: str, parts: pd.Series[float], whole: pd.Series[float], ledger: Ledger) -> pd.Series[float]:
    parts, whole = _aligned(parts, whole)
    gap = (whole - parts).dropna()
    if (gap < 0).any():
        code, region, period = cell = _first(gap[gap < 0])
        where = {**table.where, "region": region, "code": code, "period": period}
        raise DeliveryError(f"{what}: the parts add up to {parts[cell]:.0f} and the whole is {whole[cell]:.0f}", where, _AGAIN)
    ledger.check(ROWS, "adds up", what, int((gap == 0).sum()))
    more = int((gap > 0).sum())
    if more:
        ledger.check(ROWS, "differs", f"{what}: the whole has registrations that its parts have not", more)
    _note_gaps(ledger, what, len(whole) - len(gap))
    return gap


def _tolerable(table: PoliceTable, rest: pd.Series[float], whole: pd.Series[float], municipality: Municipality) -> None:
    """Refuse a remainder that is too large a part of a year, for the codes together and for the roll-up."""
    for label, roll_up in (("", False), (ROLL_UP, True)):
        gap, total = (series[(series.index.get_level_values("code") == ROLL_UP) == roll_up] for series in (rest, whole))
        share = _per_year(gap) / _per_year(total)
        if (share > UNLOCATED_SHARE).any():
            year = str(share.idxmax())
            of_year = gap[gap.index.get_level_values("period").str.startswith(year)]
            code = label or of_year.groupby("code").sum().idxmax()
            where = {**table.where, "region": municipality.code, "code": code, "period": year}
            what = f"the buurten lack {_per_year(gap)[year]:.0f} of the {_per_year(total)[year]:.0f} registrations of the municipality"
            raise DeliveryError(what, where, _AGAIN)


def _per_year(series: pd.Series[float]) -> pd.Series[float]:
    return series.groupby(series.index.get_level_values("period").str[:4]).sum()


def _sum(rows: pd.DataFrame, by: list[str]) -> pd.Series[float]:
    """Add up, and give no sum where a figure of it is missing."""
    groups = rows.groupby(by)["count"]
    return groups.sum().where(groups.count() == groups.size())


def _aligned(parts: pd.Series[float], whole: pd.Series[float]) -> tuple[pd.Series[float], pd.Series[float]]:
    # a row that is not there is a zero row that was left out; the grid has been checked where that may not be
    cells = parts.index.union(whole.index)
    return parts.reindex(cells, fill_value=0), whole.reindex(cells, fill_value=0)


def _first(series: pd.Series[float]) -> tuple[str, ...]:
    return tuple(str(part) for part in series.index.to_frame(index=False).iloc[0])


def _note_gaps(ledger: Ledger, what: str, cells: int) -> None:
    if cells:
        ledger.check(ROWS, "not checkable", f"{what}: a figure is missing or was refused", cells)


def _some(items: Iterable[str]) -> str:
    names = list(items)
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
