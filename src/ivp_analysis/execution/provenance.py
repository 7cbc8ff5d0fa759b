"""Where a report comes from: code, libraries, deliveries and choices, as a value that is the same whenever they are."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from ivp_analysis import __version__
from ivp_analysis.errors import ConfigurationError
from ivp_analysis.execution.checkout import checkout
from ivp_analysis.execution.data import ABSENT
from ivp_analysis.execution.fingerprint import LOCK, PACKAGE, file_digest, tree
from ivp_analysis.execution.matrix import PER_THEME, Run
from ivp_analysis.execution.outputs import put
from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.ladder import load_ladder

FILE = "run.json"
EPOCH = "SOURCE_DATE_EPOCH"

_SECONDS = re.compile(r"[0-9]{1,11}\Z")
_MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}  # systems name one architecture differently


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Delivered(_Value):
    """One delivery of the edition.

    Attributes
    ----------
    name, kind, source, licence : str
        As its delivery.yaml says.
    reference_date : date
        Day up to which its figures are complete.
    sha256 : str
        Digest of delivery.yaml, in which the digests of all files stand.
    synthetic : bool
        Whether its figures are invented.
    """

    name: str
    kind: str
    source: str
    licence: str
    reference_date: date
    sha256: str
    synthetic: bool


class Choice(_Value):
    """What was asked for.

    Attributes
    ----------
    villages, themes, notebooks : tuple of str
        In the order of the matrix.
    baseline : str
        Years to compare with.
    reference : str
        Area to compare with; empty for the first one of the municipality.
    """

    villages: tuple[str, ...]
    themes: tuple[str, ...]
    notebooks: tuple[str, ...]
    baseline: str
    reference: str


class Provenance(_Value):
    """Where a report comes from.

    It holds no clock, no name of a machine or user and no path, so that it is the same wherever code, libraries and deliveries are.

    Attributes
    ----------
    municipality, edition, audience : str
        Whose report it is, of which round, for whom.
    parameters : Choice
        What was asked for.
    stale : int
        Notebooks that are absent, failed, or made before the last change of what follows.
    deliveries : tuple of Delivered
        What the edition takes in.
    configuration : mapping of str to str
        Digests of the files in config/ that were used.
    version : str
        Version of the package.
    package : str
        Digest of the source of the package.
    commit : str or None
        The commit of the checkout; None where git or the repository is absent.
    clean : bool or None
        Whether everything was committed; None where that is not known.
    lock : str or None
        Digest of requirements.lock; None where it is absent.
    python, architecture : str
        Version of Python, and kind of processor.
    date : date
        SOURCE_DATE_EPOCH where that is set, else the last day of the edition.
    final : bool
        Whether it was published as final; a draft otherwise.
    """

    municipality: str
    edition: str
    audience: str
    parameters: Choice
    stale: int
    deliveries: tuple[Delivered, ...]
    configuration: Mapping[str, str]
    version: str
    package: str
    commit: str | None
    clean: bool | None
    lock: str | None
    python: str
    architecture: str
    date: date
    final: bool = False

    @property
    def synthetic(self) -> bool:
        """Whether any figure is invented."""
        return any(item.synthetic for item in self.deliveries)

    @property
    def text(self) -> str:
        """The provenance as JSON; the same values give the same bytes."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def write(self, paths: Paths) -> Path:
        """Write run.json beside the report that it speaks of; a kill at any moment leaves the old one or the new one.

        Parameters
        ----------
        paths : Paths
            Where the reports are.

        Returns
        -------
        Path
            The file; in the internal folder for an internal run.
        """
        folder = paths.reports(self.municipality, self.edition, self.audience)
        put(self.text, folder / FILE, folder)
        return folder / FILE


def provenance(runs: Sequence[Run], notes: Mapping[str, Any], paths: Paths, stale: int = 0) -> Provenance:
    """Collect where a report comes from.

    Parameters
    ----------
    runs : sequence of Run
        The matrix that was asked for, also what need not run again; one at least.
    notes : mapping
        What is kept with the tables of the edition: its deliveries.
    paths : Paths
        Where the configuration is.
    stale : int
        How many of the runs are not fresh.

    Returns
    -------
    Provenance
        Without asking any other machine.

    Raises
    ------
    ConfigurationError
        When SOURCE_DATE_EPOCH is no number of seconds since 1970.
    """
    base = runs[0].parameters
    commit, clean = checkout()
    lock = file_digest(LOCK)
    used = {
        path.relative_to(paths.config).as_posix(): path
        for path in (paths.kernbeleid, paths.ladder, paths.survey_rules, paths.publication_rules, paths.municipality(base.municipality))
    }
    return Provenance(
        municipality=base.municipality,
        edition=base.edition,
        audience=base.audience,
        parameters=_choice(runs, paths),
        stale=stale,
        deliveries=tuple(Delivered.model_validate(card) for card in notes["deliveries"]),
        configuration={name: file_digest(path) for name, path in used.items()},
        version=__version__,
        package=tree(PACKAGE),
        commit=commit,
        clean=clean,
        lock=None if lock == ABSENT else lock,
        python=platform.python_version(),
        architecture=_MACHINES.get(platform.machine().lower(), platform.machine().lower()),
        date=_day(Edition.parse(base.edition)),
    )


def _choice(runs: Sequence[Run], paths: Paths) -> Choice:
    placed = [run.parameters for run in runs if run.notebook in PER_THEME]
    return Choice(
        villages=tuple(dict.fromkeys(parameters.village for parameters in placed)),
        themes=tuple(dict.fromkeys(parameters.theme for parameters in placed)),
        notebooks=tuple(dict.fromkeys(run.notebook for run in runs)),
        baseline=runs[0].parameters.baseline or load_ladder(paths.ladder).baseline,
        reference=runs[0].parameters.reference,
    )


def _day(edition: Edition) -> date:
    given = os.environ.get(EPOCH, "")
    if not given:
        return edition.last_day
    if not _SECONDS.match(given):
        action = f"Give seconds since 1970, or unset {EPOCH}"
        raise ConfigurationError(f"the variable {EPOCH} is no point in time", {"value": given[:40]}, action)
    return date(1970, 1, 1) + timedelta(seconds=int(given))
