"""Executed notebooks on disk: each carries a seal with its fingerprint, so that a changed byte is seen; they appear whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ivp_analysis.vocabulary.findings import MIME_TYPE

METADATA = "ivp"
_BLANK = "0" * 64


@dataclass(frozen=True)
class Seal:
    """What an executed notebook says of how it was made.

    Attributes
    ----------
    fingerprint : mapping of str to str
        Digests of all that the run depended on, by name: "notebook", "package", "data: 2022-H2/estimates theme=1.3" and so on.
    page : str
        SHA-256 of the rendered page beside the notebook; empty where none was rendered.
    findings : str
        SHA-256 of what the notebook found.
    """

    fingerprint: Mapping[str, str] = field(default_factory=dict)
    page: str = ""
    findings: str = ""


def page_of(notebook: Path) -> Path:
    """Return where the rendered page of an executed notebook lies."""
    return notebook.with_suffix(".html")


def sha256(content: str | bytes) -> str:
    """Return the SHA-256 of text (as UTF-8) or bytes."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def sealed(notebook: dict[str, Any], fingerprint: Mapping[str, str], page: str) -> str:
    """Write an executed notebook as text with its seal in it.

    Parameters
    ----------
    notebook : dict
        The executed notebook, as JSON values.
    fingerprint : mapping of str to str
        Digests of all that the run depended on.
    page : str
        The rendered page; empty for none.

    Returns
    -------
    str
        The notebook as JSON. A digest of the text itself stands in it, made with zeros in the place of the digest.
    """
    findings = [
        output["data"][MIME_TYPE] for cell in notebook["cells"] for output in cell.get("outputs", ()) if MIME_TYPE in output.get("data", ())
    ]
    seal = {
        "digest": _BLANK,
        "findings": sha256(json.dumps(findings, ensure_ascii=False, sort_keys=True)),
        "fingerprint": dict(fingerprint),
        "page": sha256(page) if page else "",
    }
    whole = {**notebook, "metadata": {**notebook["metadata"], METADATA: seal}}
    text = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return text.replace(_digest_line(_BLANK), _digest_line(sha256(text)), 1)


def seal_of(notebook: Path) -> Seal | None:
    """Read the seal of an executed notebook.

    Parameters
    ----------
    notebook : Path
        Where the executed notebook should be.

    Returns
    -------
    Seal or None
        None when there is no notebook, it has no seal, or any byte of it is not as it was written.
    """
    try:
        text = notebook.read_bytes().decode()
        seal = json.loads(text)["metadata"][METADATA]
        line = _digest_line(seal["digest"])
        blank = text.replace(line, _digest_line(_BLANK), 1)
        intact = sha256(blank) == seal["digest"]
        found = Seal(seal["fingerprint"], seal["page"], seal["findings"])
    except (OSError, ValueError, KeyError, TypeError):
        return None  # whatever it is, it is not an output that can be trusted; the run is made again
    return found if intact else None


def page_text(notebook: Path, seal: Seal) -> str | None:
    """Return the rendered page that belongs to an executed notebook; None where it is absent or not as it was written."""
    try:
        text = page_of(notebook).read_bytes().decode()
    except (OSError, ValueError):
        return None
    return text if seal.page and sha256(text) == seal.page else None


def put(text: str, path: Path, scratch: Path) -> None:
    """Let a file appear whole: write it elsewhere on the same disk, then move it in one step.

    Parameters
    ----------
    text : str
        The content.
    path : Path
        Where it must appear; the folder is made.
    scratch : Path
        A folder on the same disk, for the moment in which the file is not whole.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = scratch / f"{sha256(str(path))[:16]}.part"
    try:
        # not flushed to the disk: a file that a power cut tore has a broken seal, and is made again
        part.write_bytes(text.encode())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _digest_line(digest: str) -> str:
    return f'"digest": "{digest}"'
