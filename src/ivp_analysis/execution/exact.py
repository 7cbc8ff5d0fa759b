"""What runs leave that holds exact figures: to be removed when the rows that these were counted from are."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from ivp_analysis.errors import ParameterError
from ivp_analysis.execution.data import KEY
from ivp_analysis.execution.runner import SCRATCH
from ivp_analysis.execution.workshop import sweep
from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.editions import Edition


def exact_outputs(paths: Paths, municipality: str, since: Edition) -> list[Path]:
    """Return what runs of an edition and of later ones left with exact figures in it.

    Parameters
    ----------
    paths : Paths
        Where the reports are.
    municipality : str
        Its key, such as "dalfsen".
    since : Edition
        The first edition that took in the rows in question.

    Returns
    -------
    list of Path
        The folders with internal runs, and what is kept of public runs that failed or were broken off: their errors may quote what no
        page shows. Finished public notebooks and pages are not among them.
    """
    found: list[Path] = []
    for folder in sorted(paths.all_reports(municipality).glob("*")):
        if _taken_in(folder.name, since):
            internal = paths.reports(municipality, folder.name, "internal")
            failed = (path for path in sorted(folder.rglob("*.failed*.ipynb")) if not path.is_relative_to(internal))
            found += [path for path in (internal, folder / SCRATCH, *failed) if path.exists()]
    return found


def remove_exact(outputs: Iterable[Path], tables: Path) -> None:
    """Delete what `exact_outputs` found, what killed runs left among the temporary files, and the key of the fingerprints.

    With that key, whoever is inside could try the few counts that a "<5" of a public notebook can have. The next run makes another one,
    and with it all notebooks anew.

    Parameters
    ----------
    outputs : iterable of Path
        From `exact_outputs`.
    tables : Path
        data/processed/<municipality>.

    Raises
    ------
    OSError
        When something cannot be deleted.
    """
    sweep()
    for path in outputs:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for key in tables.glob(f"{KEY}*"):
        key.unlink(missing_ok=True)


def _taken_in(name: str, since: Edition) -> bool:
    try:
        return Edition.parse(name) >= since
    except ParameterError:
        return False  # no folder of an edition
