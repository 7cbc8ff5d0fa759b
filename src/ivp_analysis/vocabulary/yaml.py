"""Reading the YAML files that people edit."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ivp_analysis.errors import ConfigurationError, IvpError

Model = TypeVar("Model", bound=BaseModel)


def load_yaml(path: Path, model: type[Model], error: type[IvpError] = ConfigurationError) -> Model:
    """Read a YAML 1.2 file into a model.

    Parameters
    ----------
    path : Path
        The file.
    model : type
        The pydantic model that the file must satisfy.
    error : type
        The error to raise.

    Returns
    -------
    Model
        The content, checked.

    Raises
    ------
    IvpError
        Of type `error`: the file is missing, is no YAML, or has a wrong field; the field is named.
    """
    # only the last folders: the rest of a path tells about the machine
    where = {"file": "/".join(path.parts[-3:])}
    try:
        content = _parsed(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise error("a file is missing", where, "Put it back or correct the name") from None
    except (YAMLError, UnicodeDecodeError) as problem:
        raise error("a file is no valid YAML in UTF-8", where, " ".join(str(problem).split())) from None
    try:
        return model.model_validate(content if content is not None else {})
    except ValidationError as problem:
        lines = [f"{'.'.join(str(part) for part in item['loc']) or 'file'}: {item['msg']}" for item in problem.errors()[:5]]
        raise error("a file has wrong or missing fields", where, "; ".join(lines)) from None


@lru_cache(maxsize=16)
def _parsed(text: str) -> Any:
    # reading YAML is slow, and every notebook of a batch reads the same files; models are made anew from the values
    return YAML(typ="safe", pure=True).load(text)
