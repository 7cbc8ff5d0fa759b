"""Refuse what must never be in git: deliveries, what a run makes, personal data, secrets, and what tells about one machine.

commit_check.py looks at every file that is tracked or that git add would add, commit_check.py --staged at what is about to be committed.
It says file, line (0: the name of the file) and kind of each find, never the words, and ends with 1 where there is any. There is no list of
exceptions: only the synthetic sample is left out. An example is written so that it can be nobody's: 1234 AB, 06-12345678, naam@example.nl.
It needs nothing but Python and git, so that it runs where there is no environment yet.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

LARGEST = 1_000_000
SAMPLE = re.compile(r"(data/raw/[a-z0-9-]+/voorbeeld-[a-z0-9-]+/)[^/]+\Z")
SYNTHETIC = re.compile(r"^synthetisch: *(?:ja|true)\b", re.MULTILINE)
IMAGES = "docs/images/"

_MADE = re.compile(r"^(?:data|reports)/|/data/(?:raw|processed)/|/reports/[^/]+/20\d\d-h[12]/")
_DATA = (
    ".csv .tsv .xls .xlsx .xlsm .xlsb .ods .numbers .doc .docx .odt .rtf .ppt .pptx .odp .pdf .sav .zsav .por .dta .sas7bdat .rds .rda"
    " .rdata .parquet .feather .arrow .orc .geojson .gpkg .shp .shx .dbf .kml .kmz .gpx .gml .sqlite .sqlite3 .db .mdb .accdb .duckdb .pkl"
    " .pickle .joblib .npy .npz .h5 .hdf5 .zip .7z .rar .tar .gz .tgz .bz2 .xz .zst .eml .msg .pst .mbox .vcf .ics"
)
_DATA_SUFFIXES = frozenset(_DATA.split())
_SECRET_NAME = re.compile(
    r"(?:^|/)(?:\.env(?:\..*)?|\.netrc|\.pypirc|\.pgpass|id_(?:rsa|dsa|ecdsa|ed25519)|.*\.(?:pem|key|p12|pfx|kdbx|jks))\Z"
)
_EXAMPLE = re.compile(r"(?:^git@|[@.](?:example\.(?:com|org|net|nl)|voorbeeld\.nl|example|test|invalid|localhost)\Z)", re.IGNORECASE)


class Find(NamedTuple):
    """What was found, and where; line 0 is the name of the file."""

    name: str
    line: int | str
    kind: str


class Files(NamedTuple):
    """Names to look at, and how to read one of them or another one beside it; None where it is not there."""

    names: list[str]
    read: Callable[[str], bytes | None]


def every_file(root: Path) -> Files:
    """Return what is tracked or would be added, as it lies on disk."""
    names = _git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")

    def read(name: str) -> bytes | None:
        path = root / name
        return str(path.readlink()).encode() if path.is_symlink() else path.read_bytes() if path.is_file() else None

    return Files(sorted({name for name in names if name and ((root / name).is_file() or (root / name).is_symlink())}), read)


def staged_files(root: Path) -> Files:
    """Return what the next commit changes, as it was staged."""
    names = _git(root, "diff", "--cached", "--name-only", "--no-renames", "--diff-filter=d", "-z").split("\0")
    entries = (line.split("\t", 1) for line in _git(root, "ls-files", "--stage", "-z").split("\0") if line)
    objects = {name: about.split()[1] for about, name in entries}

    def read(name: str) -> bytes | None:
        if name not in objects:
            return None
        done = subprocess.run(["git", "cat-file", "blob", objects[name]], cwd=root, capture_output=True, check=False)
        return done.stdout if done.returncode == 0 else None

    return Files(sorted(filter(None, names)), read)


def search(files: Files) -> Iterator[Find]:
    """Yield all that must not be in git."""
    for name in files.names:
        content = files.read(name)
        if content is None:
            yield Find(name, 0, "a repository or a file that cannot be read")
            continue
        where = _about_place(name, content, files.read)
        if where:
            yield Find(name, 0, where)
        if where is not None:
            continue
        text = content.decode("utf-8", errors="replace")
        if name.endswith(".ipynb"):
            yield from _in_notebook(name, text)
        yield from _in_text(name, text)


def _about_place(name: str, content: bytes, read: Callable[[str], bytes | None]) -> str | None:
    """Say what is wrong with a file as a whole; empty for what is fine and need not be searched, None where the text decides."""
    lower = name.lower()
    if sample := SAMPLE.match(name):
        card = (read(f"{sample[1]}delivery.yaml") or b"").decode("utf-8", errors="replace")
        return "" if SYNTHETIC.search(card) else "a delivery that does not say that it is synthetic"
    if PurePosixPath(lower).name == ".gitkeep" and not content:
        return ""
    kinds = {
        "a delivery or what a run made of it, outside the synthetic sample": bool(_MADE.search(lower)) or lower.endswith("/delivery.yaml"),
        "a file of the kind that holds secrets": bool(_SECRET_NAME.search(lower)),
        "a file of the kind that holds data, outside the synthetic sample": PurePosixPath(lower).suffix in _DATA_SUFFIXES,
        "a file that is larger than 1 MB": len(content) > LARGEST,
    }
    wrong = next((kind for kind, found in kinds.items() if found), None)
    if wrong is None and b"\0" in content:
        picture = name.startswith(IMAGES) and content.startswith(b"\x89PNG")
        return "" if picture else "a file that is not text"
    return wrong


def _in_notebook(name: str, text: str) -> Iterator[Find]:
    try:
        notebook: dict[str, Any] = json.loads(text)
        cells: list[dict[str, Any]] = notebook["cells"]
    except (ValueError, KeyError, TypeError):
        yield Find(name, 0, "a notebook that cannot be read")
        return
    if {"papermill", "widgets"} & notebook.get("metadata", {}).keys():
        yield Find(name, 0, "a notebook with metadata of a run")
    for number, cell in enumerate(cells, start=1):
        about = cell.get("metadata", {})
        kinds = {
            "outputs of a run": bool(cell.get("outputs")),
            "an execution count": cell.get("execution_count") is not None,
            "an attachment": bool(cell.get("attachments")),
            "metadata of a run": bool({"papermill", "execution"} & about.keys()) or "injected-parameters" in about.get("tags", ()),
        }
        yield from (Find(name, f"cell {number}", kind) for kind, found in kinds.items() if found)


def _in_text(name: str, text: str) -> Iterator[Find]:
    whole = f"{name}\n{text}"
    for kind, patterns, passes in _KINDS:
        for pattern in patterns:
            for match in pattern.finditer(whole):
                if passes is None or not passes(match[0]):
                    yield Find(name, whole.count("\n", 0, match.start()), kind)


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))


def _made_up(text: str) -> bool:
    """Say whether a number counts up, or repeats one digit, for so long that it can be nobody's."""
    return "123456" in _digits(text) or re.search(r"(\d)\1{5}", _digits(text)) is not None


def _no_citizen_number(text: str) -> bool:
    weighed = sum(weight * int(digit) for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), _digits(text), strict=True))
    return weighed % 11 != 0 or _made_up(text)


_POSTCODE = r"(?!1234)[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}"
_WORD = r"(?:pass(?:word|wd|phrase)|wachtwoord|secret|token|api[_-]?key|access[_-]?key)"
_KINDS: tuple[tuple[str, tuple[re.Pattern[str], ...], Callable[[str], bool] | None], ...] = (
    (
        "a private key or token",
        (
            re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"),
            re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bgithub_pat_\w{30,}|\bglpat-[\w-]{20,}"),
            re.compile(r"\bxox[abeoprs]-[\w-]{10,}|\bsk-[\w-]{20,}|\bAIza[\w-]{35}|\bhf_[A-Za-z0-9]{30,}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}"),
        ),
        None,
    ),
    (
        "a password",
        (
            re.compile(rf"{_WORD}\w*[\"']? ?[:=] ?[\"'][^\"'\s{{}}<>$]{{6,}}[\"']", re.IGNORECASE),
            re.compile(
                rf"^(?:export )?[ \t-]*\w*{_WORD}[\w-]*[ \t]*[:=][ \t]*(?=\S*\d)(?![A-Za-z_.]+[(\[])[^\s\"'{{}}<>$#]{{8,}}$", re.I | re.M
            ),
            re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s/:@{}<>$\"']+:[^\s/:@{}<>$\"']+@[\w.-]+", re.IGNORECASE),
        ),
        None,
    ),
    (
        "a postcode with a house number",
        (
            re.compile(rf"(?<![\w.]){_POSTCODE}(?!\w)[ ,;|\"'\t]{{1,4}}(?!(?:19|20)\d\d\b)\d{{1,4}}[a-z]?\b"),
            re.compile(rf"(?<![\w.])\d{{1,4}}[a-zA-Z]?[ ,;|\"'\t]{{1,4}}{_POSTCODE}(?!\w)"),
        ),
        None,
    ),
    (
        "a burgerservicenummer",
        (re.compile(r"(?<![\w.,+-])(?:\d{9}|\d{4}[. ]\d{2}[. ]\d{3})(?![\w-]|[.,]\d)"),),
        _no_citizen_number,
    ),
    (
        "an e-mail address",
        (re.compile(r"(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}\b"),),
        lambda text: bool(_EXAMPLE.search(text)),
    ),
    (
        "a telephone number",
        (
            re.compile(r"(?<![\w+])(?:\+|00)31[ -]?(?:\(0\))?[ -]?[1-9](?:[ -]?\d){8}(?!\d)"),
            re.compile(r"(?<![\w.,-])0(?!88|800|90\d)[1-9]\d{0,2}[ -]?\d(?:[ -]?\d){5,7}(?![\w.,-]*\d)"),
        ),
        lambda text: _made_up(text) or len(_digits(text)) not in (10, 11, 12, 13),
    ),
    ("the number of an incident", (re.compile(r"\bPL[- ]?\d{4}[-_ ]?(?:BVH[-_ ]?)?\d{4,}"),), _made_up),
    (
        "the address of a package index",
        (re.compile(r"\bpypi[.]org|pythonhosted[.]org|[.]anaconda[.]org|registry[.]npmjs|--(?:extra-)?index-[u]rl|--find-[l]inks"),),
        None,
    ),
    (
        "a path of one machine",
        (re.compile(r"(?<![\w./-])(?:/home/[a-z]|/root/[.\w]|(?:/mnt/[a-z])?/Users/[A-Za-z])|\b[A-Za-z]:\\+Users\\"),),
        None,
    ),
)
"""Kind, forms, and what is no find after all."""


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True).stdout.decode("utf-8", errors="surrogateescape")


def main(arguments: list[str]) -> int:
    """Search, say what was found, and return the exit code."""
    if arguments not in ([], ["--staged"]):
        sys.stderr.write("usage: commit_check.py [--staged]\n")
        return 2
    root = Path(_git(Path.cwd(), "rev-parse", "--show-toplevel").rstrip("\n"))
    files = staged_files(root) if arguments else every_file(root)
    found = list(dict.fromkeys(search(files)))
    for name, line, kind in found:
        print(f"{name}:{line}: {kind}".encode("utf-8", errors="replace").decode())
    if found:
        print(
            "This must not be in git. Take it out (git restore --staged FILE); how to write an example: docs/privacy.md, The commit check"
        )
        return 1
    print(f"Nothing in {len(files.names)} files that must not be in git")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
