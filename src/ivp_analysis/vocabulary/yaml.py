"""Reading the YAML files that people edit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.reader import ReaderError

from ivp_analysis.errors import ConfigurationError, IvpError
from ivp_analysis.vocabulary.plain import plain

Model = TypeVar("Model", bound=BaseModel)
_LARGEST = 1_000_000  # bytes; a long codebook has some tens of thousands

# what values raise that are not of the type that they are said to be, or too deep
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


_NAMED = re.compile(r" '[^'<]{3,}'")
"""What a parser quotes of the file, apart from a single character."""


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
        Of type `error`: the file is missing or larger than a megabyte, is no YAML, has aliases, or has a wrong field; the field is named.
    """
    # only the last folders: the rest of a path tells about the machine
    where = {"file": "/".join(path.parts[-3:])}
    # opening what is no file, such as a pipe, could last for ever
    if not path.is_file():
        raise error("a file is missing", where, "Put it back or correct the name")
    with path.open("rb") as file:
        text = file.read(_LARGEST + 1)
    if len(text) > _LARGEST:
        raise error(f"a file is larger than {_LARGEST:,} bytes", where, "Look whether it is the right file: people write some kilobytes")
    try:
        content = _parsed(text.decode("utf-8"))
    except (YAMLError, *_UNREADABLE) as problem:
        raise error("a file is no valid YAML in UTF-8", where | _place(problem), _fault(problem)) from None
    try:
        return model.model_validate(content if content is not None else {})
    except ValidationError as problem:
        lines = [f"{'.'.join(str(part) for part in item['loc']) or 'file'}: {item['msg']}" for item in problem.errors()[:5]]
        raise error("a file has wrong or missing fields", where, "; ".join(lines)) from None


@lru_cache(maxsize=16)
def _parsed(text: str) -> Any:
    # reading YAML is slow, and every notebook of a batch reads the same files; models are made anew from the values
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _Composer
    content = yaml.load(text)
    if any(plain(text) != text for text in _texts(content)):
        raise YAMLError("A text holds a character that cannot be seen and steers: take out what is written as \\0, \\e, \\x or \\u")
    return content


def _texts(value: object) -> Iterator[str]:
    """Yield every text of a file, names of fields too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts([*value.keys(), *value.values()])
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _place(problem: Exception) -> dict[str, str]:
    """Say where in the file; never what stands there, for it may be about a person."""
    mark = getattr(problem, "problem_mark", None)
    return {"line": str(mark.line + 1), "column": str(mark.column + 1)} if mark else {}


def _fault(problem: Exception) -> str:
    if isinstance(problem, DuplicateKeyError):
        return "A key stands there twice: keep one of them"
    if isinstance(problem, MarkedYAMLError):
        what = _NAMED.sub("", str(problem.problem or problem.context))
        return f"{what}: look there or on the line above for a missing quote, bracket or space"
    return "Save it as UTF-8, and take control characters out" if isinstance(problem, ReaderError | UnicodeDecodeError) else _other(problem)


def _other(problem: Exception) -> str:
    # what values raise quotes them
    return str(problem) if isinstance(problem, YAMLError) else "A value is not of the type that it is written as, or lies too deep"


class _Composer(Composer):
    """Composes without aliases: a few lines of them stand for more than fits into memory."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.parser.check_event(AliasEvent):
            mark = self.parser.peek_event().start_mark
            raise ComposerError(None, None, "an alias (*) stands here: write out what it stands for", mark)
        return super().compose_node(parent, index)
