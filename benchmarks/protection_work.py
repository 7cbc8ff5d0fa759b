"""Ways to protect counts, what each costs, and what an attacker makes of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.survey_work import clocked
from benchmarks.workplace import EDITION, MUNICIPALITY, Workplace
from ivp_analysis.disclosure.audit import Audit
from ivp_analysis.disclosure.cells import Cells, Kind
from ivp_analysis.disclosure.displays import alone
from ivp_analysis.disclosure.matrix import Matrix
from ivp_analysis.disclosure.protection import sensitive_rows, sensitive_themes
from ivp_analysis.disclosure.shield import Shield, prove, shield
from ivp_analysis.evidence.derive import evidence
from ivp_analysis.paths import PROJECT, Paths
from ivp_analysis.processing import processed_table
from ivp_analysis.tables.store import read_table
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import load_kernbeleid
from ivp_analysis.vocabulary.ladder import load_ladder
from ivp_analysis.vocabulary.municipality import load_municipality
from ivp_analysis.vocabulary.publication import PublicationRules, load_publication_rules

# the generated matrices and the attacker are those of the tests
sys.path.append(str(PROJECT / "tests"))
from disclosure.attacker import Attacker, Name, Sum
from disclosure.matrices import matrix
from disclosure.open_data import as_if_not_public

Floats = NDArray[np.float64]
ALONE, SUPPRESSED, ROUNDED, NOISE = "rounded, each alone", "exact, told by questions", "rounded, told by questions", "noise with a cell key"
WAYS = (ALONE, SUPPRESSED, ROUNDED, NOISE)
FURTHEST, CLASSES = 4, 4
"""The largest noise; themes of a generated municipality that have classes."""


@dataclass(frozen=True)
class Outcome:
    """What a way to protect counts does.

    Attributes
    ----------
    guarded, small : int
        Counts to protect, and those of 1 to 4 among them.
    hidden, blurred, widened : int
        Not shown at all; of counts that are not small, shown as another number, as a range or not at all; and of all, shown less exactly
        than they would be by themselves.
    totals, mean_shift, largest_shift : int, float, float
        Totals that are shown as a number, and how far these lie from the true ones.
    attacked, narrowed : int
        Small counts that were attacked, and of which less than 1 to 4 (less than others left) was possible.
    protecting, auditing : float
        Processor seconds.
    """

    guarded: int
    small: int
    hidden: int
    blurred: int
    widened: int
    totals: int
    mean_shift: float
    largest_shift: float
    attacked: int
    narrowed: int
    protecting: float
    auditing: float


@dataclass(frozen=True)
class Published:
    """The limits that follow for each count, and the number that is shown; nan where none is."""

    low: Floats
    high: Floats
    value: Floats


def generated(seed: int, years: int = 5) -> Cells:
    """Return the counts of a generated municipality: open data, their months, and classes of some themes."""
    return matrix(seed, years=years, public=1.0, classes=CLASSES).register().cells


def sample(folder: Path) -> Cells:
    """Return the counts of the newest edition of the sample that are protected, and the open data that they are a part of."""
    paths = Workplace.make(folder).paths
    municipality, kernbeleid, edition = load_municipality(MUNICIPALITY, paths), load_kernbeleid(paths.kernbeleid), Edition.parse(EDITION)
    tables = {name: processed_table(municipality, paths, name) for name in ("counts", "incidents", "population")}
    estimates = read_table(paths.processed(MUNICIPALITY), f"{EDITION}/estimates")
    found = evidence(tables, estimates, municipality, kernbeleid, load_ladder(paths.ladder), edition)
    sensitive = (sensitive_rows(estimates, kernbeleid, municipality) != "").to_numpy(dtype=bool)
    return Matrix(estimates, found, kernbeleid, sensitive, sensitive_themes(kernbeleid)).register.cells


def real(home: Path) -> Cells:
    """Return open data of a home folder that was processed, as if nobody had published them."""
    folder = Paths(home).processed(MUNICIPALITY)
    newest = sorted(path.name for path in folder.glob("*/*-H[12]") if path.is_dir())[-1]
    return as_if_not_public(read_table(folder, f"{newest}/estimates"), 5).register().cells


def outcomes(cells: Cells, attacked: int) -> dict[str, Outcome]:
    """Protect counts in several ways and attack a number of them in each.

    Parameters
    ----------
    cells : Cells
        Counts and sums.
    attacked : int
        Small counts to attack, chosen evenly.
    """
    rules = load_publication_rules(Paths().publication_rules)
    made: dict[str, Callable[[], tuple[Shield | None, Published]]] = {
        ALONE: lambda: (None, _alone(cells, rules)),
        SUPPRESSED: lambda: _shielded(cells, rules.model_copy(update={"base": 1})),
        ROUNDED: lambda: _shielded(cells, rules),
        NOISE: lambda: (None, _noise(cells, rules)),
    }
    found = {way: clocked(make) for way, make in made.items()}
    # what others published can leave less than 1 to 4; that is nobody's fault
    (guide, _), _ = found[ROUNDED]
    assert guide is not None  # noqa: S101
    small = [place for place, kind in enumerate(cells.kinds) if kind is Kind.GUARDED and 1 <= cells.counts[place] <= rules.small]
    chosen = [place for place in small if place in guide.asked][:: max(1, len(small) // attacked)][:attacked]
    wanted: dict[Name, tuple[int, int]] = {(place,): guide.asked[place] for place in chosen}
    result = {}
    for way, ((protected, published), seconds) in found.items():
        auditing = _audit(cells, published, guide)
        widened = protected.loss.widened if protected else 0
        result[way] = _outcome(cells, published, rules, wanted, widened, (seconds, auditing))
    return result


def audit_seconds(seed: int, years: int) -> tuple[int, float, float, float]:
    """Return how long it takes to protect a generated municipality and to audit it.

    Returns
    -------
    tuple of int and three float
        Its counts; processor seconds of protecting them, and of the audit of what comes of it; and those of an audit of counts rounded
        alone, as if nobody had published any of them: then all hang together.
    """
    rules = load_publication_rules(Paths().publication_rules)
    cells = generated(seed, years)
    found, protecting = clocked(lambda: shield(cells, rules))
    auditing = clocked(lambda: prove(cells, found))[1]
    together = matrix(seed, years=years).register().cells
    asked = {place: (1, rules.small) for place, count in enumerate(together.counts) if 1 <= count <= rules.small}
    limits = _alone(together, rules)
    audit = clocked(lambda: Audit(together.counts, limits.low, limits.high, together.matrix, together.constant).narrowed(asked))[1]
    return len(cells), protecting, auditing, audit


def _alone(cells: Cells, rules: PublicationRules) -> Published:
    low, high, value = (np.array([alone(count, rules)[side] for count in cells.counts], dtype=float) for side in (1, 2, 3))
    return _closed(cells, low, high, value)


def _shielded(cells: Cells, rules: PublicationRules) -> tuple[Shield, Published]:
    found = shield(cells, rules)
    low, high, value = (np.array([one[side] for one in found.shown], dtype=float) for side in (1, 2, 3))
    return found, Published(low, high, value)


def _noise(cells: Cells, rules: PublicationRules) -> Published:
    """Add whole noise to every count, from a key of its own; as "<5" where less than that comes of it."""
    counts = np.array(cells.counts, dtype=float)
    noise = np.random.default_rng(1).integers(-FURTHEST, FURTHEST + 1, len(counts))
    shown = np.maximum(counts + noise, 0)
    few = shown <= rules.small
    low = np.where(few, 0.0, np.maximum(shown - FURTHEST, 0))
    high = np.where(few, rules.small + FURTHEST, shown + FURTHEST)
    return _closed(cells, low, high, np.where(few, np.nan, shown))


def _closed(cells: Cells, low: Floats, high: Floats, value: Floats) -> Published:
    """Show what others published as it is, and what is not to be shown not at all."""
    counts, public = np.array(cells.counts, dtype=float), cells.constant
    closed = np.array([kind in {Kind.SENSITIVE, Kind.IMPLIED} for kind in cells.kinds], dtype=bool)
    low, high = (np.where(public, counts, np.where(closed, end, side)) for side, end in ((low, 0.0), (high, np.inf)))
    return Published(low, high, np.where(public, counts, np.where(closed, np.nan, value)))


def _audit(cells: Cells, published: Published, guide: Shield) -> float:
    return clocked(lambda: Audit(cells.counts, published.low, published.high, cells.matrix, cells.constant).narrowed(guide.asked))[1]


def _outcome(
    cells: Cells,
    published: Published,
    rules: PublicationRules,
    wanted: dict[Name, tuple[int, int]],
    widened: int,
    seconds: Sequence[float],
) -> Outcome:
    counts = np.array(cells.counts, dtype=float)
    guarded = np.array([kind is Kind.GUARDED for kind in cells.kinds], dtype=bool)
    small = guarded & (counts >= 1) & (counts <= rules.small)
    sums = _sums(cells)
    total = np.isin(np.arange(len(counts)), [item.total[0] for item in sums]) & guarded & ~np.isnan(published.value)
    shifts = np.abs(published.value - counts)[total]
    limits: dict[Name, tuple[float, float]] = {
        (place,): (float(low), float(high)) for place, (low, high) in enumerate(zip(published.low, published.high, strict=True))
    }
    return Outcome(
        guarded=int(guarded.sum()),
        small=int(small.sum()),
        hidden=int((guarded & np.isnan(published.value) & (published.high - published.low > 2 * rules.furthest)).sum()),
        blurred=int((guarded & ~small & ~(published.value == counts)).sum()),
        widened=widened,
        totals=int(total.sum()),
        mean_shift=float(shifts.mean()) if len(shifts) else 0.0,
        largest_shift=float(shifts.max()) if len(shifts) else 0.0,
        attacked=len(wanted),
        narrowed=len(Attacker(limits, sums).narrowed(wanted, whole=False)),
        protecting=seconds[0],
        auditing=seconds[1],
    )


def _sums(cells: Cells) -> list[Sum]:
    found = []
    matrix_ = cells.matrix
    for first, last in zip(matrix_.indptr[:-1], matrix_.indptr[1:], strict=True):
        places, signs = matrix_.indices[first:last].tolist(), matrix_.data[first:last].tolist()
        members = dict(zip(places, signs, strict=True))
        total = next(place for place, sign in members.items() if sign < 0)
        found.append(Sum((total,), [(place,) for place, sign in members.items() if sign > 0]))
    return found
