"""The typed parameters of a notebook run, checked before anything runs."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from ivp_analysis.errors import ParameterError, nearest
from ivp_analysis.paths import Paths
from ivp_analysis.vocabulary.audience import Audience
from ivp_analysis.vocabulary.editions import Edition
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid, load_kernbeleid
from ivp_analysis.vocabulary.municipality import WHOLE, Municipality, load_municipality

_YEARS = re.compile(r"(?P<first>(?:19|20)\d\d)(?:\s*[-–]\s*(?P<last>(?:19|20)\d\d))?\Z")


class Parameters(BaseModel):
    """What one run of a notebook is about.

    Attributes
    ----------
    municipality : str
        Key of the municipality, such as "dalfsen".
    village : str
        One of its villages, or "gemeente" for the whole.
    theme : str
        Number of a theme, such as "1.3" or "F1".
    edition : str
        Such as "2022-H1"; empty for the newest that has data.
    audience : {"public", "internal"}
        Who reads it.
    baseline : str
        First and last year of the years to compare with, such as "2017-2019"; empty for those of config/bevindingen.yaml.
    reference : str
        Name of the area to compare with; empty for the first one of the municipality.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    municipality: str = "dalfsen"
    village: str = WHOLE
    theme: str = "1.3"
    edition: str = ""
    audience: Audience = "public"
    baseline: str = ""
    reference: str = ""

    @field_validator("*", mode="before")
    @classmethod
    def _number_as_text(cls, value: object) -> object:
        # papermill hands over -p theme 1.3 as a float and -p baseline 2019 as an int
        return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value

    @field_validator("baseline")
    @classmethod
    def _baseline_in_order(cls, value: str) -> str:
        if not value.strip():
            return ""
        match = _YEARS.match(value.strip())
        if not match or int(match["last"] or match["first"]) < int(match["first"]):
            raise ValueError("write the first and the last year, such as 2017-2019")
        return f"{match['first']}-{match['last'] or match['first']}"

    @field_validator("edition")
    @classmethod
    def _edition_exists(cls, value: str) -> str:
        return str(Edition.parse(value)) if value else ""

    @property
    def baseline_years(self) -> tuple[int, ...]:
        """The years of the baseline; none where it is empty."""
        if not self.baseline:
            return ()
        first, last = (int(year) for year in self.baseline.split("-"))
        return tuple(range(first, last + 1))

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Self:
        """Check the types of parameters and refuse unknown names.

        Parameters
        ----------
        values : mapping
            Names and values, as papermill or the command hands them over.

        Returns
        -------
        Self
            The parameters; whether village, theme and reference exist is for `resolve`.

        Raises
        ------
        ParameterError
            When a name is unknown (the nearest is named) or a value has the wrong type.
        """
        for name in values:
            if name not in cls.model_fields:
                raise ParameterError(f"there is no parameter '{name}'", {"parameter": name}, nearest(name, cls.model_fields))
        try:
            return cls.model_validate(dict(values))
        except ValidationError as error:
            first = error.errors()[0]
            name = str(first["loc"][0])
            message = str(first["msg"]).removeprefix("Value error, ")
            raise ParameterError(f"the parameter '{name}' cannot be {first['input']!r}", {"parameter": name}, message) from None

    @classmethod
    def from_notebook(cls, namespace: Mapping[str, Any]) -> Self:
        """Take the parameters from a running notebook.

        Papermill writes parameters into a cell of plain assignments after the notebook's own. A mistyped name would
        only become a variable that nobody reads; so every name that such a cell assigns must be a parameter.

        Parameters
        ----------
        namespace : mapping
            The notebook's `globals()`.

        Returns
        -------
        Self
            The parameters, types checked.

        Raises
        ------
        ParameterError
            When a parameter does not exist or has the wrong type.
        """
        cells: Sequence[str] = namespace.get("In", ())
        assigned = {name: namespace.get(name) for cell in cells for name in _assigned(cell)}
        return cls.check(assigned)

    def resolve(self, paths: Paths) -> tuple[Municipality, Kernbeleid]:
        """Check that municipality, village, theme and reference exist.

        Parameters
        ----------
        paths : Paths
            Where config/ is.

        Returns
        -------
        tuple of Municipality and Kernbeleid
            The vocabulary that the parameters speak of.

        Raises
        ------
        ParameterError
            When one does not exist; the nearest valid value is named.
        """
        municipality = load_municipality(self.municipality, paths)
        kernbeleid = load_kernbeleid(paths.kernbeleid)
        municipality.area(self.village)
        kernbeleid.theme(self.theme)
        if self.reference:
            municipality.reference(self.reference)
        return municipality, kernbeleid


def _assigned(cell: str) -> list[str]:
    """Return the names that a cell of parameters assigns; none for any other cell."""
    try:
        body = ast.parse(cell).body
    except SyntaxError:
        return []
    marked = cell.lstrip().lower().startswith("# parameters")
    names = [
        target.id
        for statement in body
        if isinstance(statement, ast.Assign | ast.AnnAssign) and (marked or _literal(statement.value))
        for target in (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
        if isinstance(target, ast.Name)
    ]
    only_assignments = bool(body) and len(names) == len(body)
    return names if only_assignments and (marked or set(names) & set(Parameters.model_fields)) else []


def _literal(node: ast.expr | None) -> bool:
    try:
        ast.literal_eval(node) if node is not None else None
    except ValueError:
        return False
    return node is not None
