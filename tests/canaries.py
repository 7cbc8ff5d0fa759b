"""Looking for what must not be published, in whatever way it could have been written down."""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from letters import letters

_DEPTH = 4
"""How many times something may be wrapped in something else."""
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_HEXADECIMAL = re.compile(r"\b(?:0x)?((?:[0-9A-Fa-f]{2}[ :]?){6,})\b")
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2}))")
_UNSEEN = re.compile("[\u0300-\u036f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
"""Accents that stand by themselves, and what has no width."""
_PNG = b"\x89PNG\r\n\x1a\n"
_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()  # noqa: SIM905


@dataclass(frozen=True)
class Canary:
    """Something unmistakable that was put into a delivery.

    Parameters
    ----------
    what : str
        What it is, for who reads that it was found.
    patterns : tuple of re.Pattern
        Each finds it in folded text (see `fold`), in one way to write it. One that begins with a letter or digit is found fast.
    """

    what: str
    patterns: tuple[re.Pattern[str], ...]

    def is_in(self, folded: str) -> bool:
        return any(pattern.search(folded) for pattern in self.patterns)


def phrase(what: str, *forms: str) -> Canary:
    """Return regular expressions for folded text as a canary: of a small count in a village, the cells and sentences that would tell it."""
    return Canary(what, tuple(map(re.compile, dict.fromkeys(forms))))


def words(what: str, text: str) -> Canary:
    """Return a text as a canary; case, accents and what stands between its words do not matter."""
    return phrase(what, r"[\W_]*".join(re.escape(part) for part in re.split(r"[\W_]+", fold(text)) if part))


def number(what: str, value: float, *, decimals: int, fewest: int = 0) -> Canary:
    """Return a number as a canary: in every notation, rounded or cut off to ever fewer decimals, below 0 to tens and hundreds."""
    forms = [_scientific(value, digits) for digits in range(5, 9)]
    for digits in range(decimals, fewest - 1, -1):
        written = (round(value, digits), int(value * 10**digits) / 10**digits)
        forms += [_notation(one, max(digits, 0)) for one in written]
    return phrase(what, *forms)


def _notation(value: float, digits: int) -> str:
    """Return what finds a number with any marks, or none, between its thousands and before its decimals."""
    whole, _, rest = f"{value:,.{digits}f}".partition(".")
    first, *others = whole.split(",")
    thousands = "".join(rf"[.,'\s_]?{group}" for group in others)
    return rf"{first}(?<![\d.,]{first}){thousands}" + (rf"[.,]{rest}" if rest else "") + r"(?!\d)"


def _scientific(value: float, digits: int) -> str:
    mantissa, _, power = f"{value:.{digits}e}".partition("e")
    return rf"{mantissa[0]}[.,]{mantissa[2:].rstrip('0')}0*e\+?0*{int(power)}(?!\d)"


def moment(what: str, when: datetime) -> tuple[Canary, Canary]:
    """Return the day and the time of day of something as canaries, in the notations of people and of programs."""
    day, month, year, hour, minute = when.day, when.month, when.year, when.hour, f"{when.minute:02}"
    days = (
        rf"{day}(?<!\d{day})[-/. ]0?{month}[-/. ](?:{year}|{year % 100})(?!\d)",
        rf"{year}[-/.]?{month:02}[-/.]?{day:02}",
        rf"{day}(?<!\d{day}) {_MONTHS[month - 1]}",
    )
    seconds = [int(when.replace(tzinfo=ZoneInfo(zone)).timestamp()) for zone in ("UTC", "Europe/Amsterdam")]
    serial = (when - datetime(1899, 12, 30)).total_seconds() / 86_400  # noqa: DTZ001 - spreadsheets know no zones
    times = (
        rf"{hour}(?<![1-9.,]{hour}):{minute}(?!\d)",
        rf"{hour}(?<![1-9.,]{hour})\.{minute} ?u",
        *(str(second)[:-1] for second in seconds),
        *(rf"{int(serial)}[.,]{int(serial % 1 * 1000) + more:03}" for more in (0, 1)),
    )
    return phrase(f"day of {what}", *days), phrase(f"time of {what}", *times)


def fold(text: str) -> str:
    """Write a text so that two that readers take for the same are the same."""
    return text.casefold() if text.isascii() else _UNSEEN.sub("", unicodedata.normalize("NFKD", text)).casefold()


def found(content: bytes, canaries: Iterable[Canary]) -> set[str]:
    """Say which canaries are in a file, in whatever way it holds them."""
    texts = [fold(text) for text in dict.fromkeys(_views(content))]
    return {canary.what for canary in canaries if any(map(canary.is_in, texts))}


def search(folder: Path, canaries: Iterable[Canary], passed_over: str = "") -> dict[str, set[str]]:
    """Say which canaries are in which file or file name of a folder; one folder may be passed over by name."""
    every, places = tuple(canaries), {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if passed_over not in name.parts:
            here = found(name.as_posix().encode(), every) | (found(path.read_bytes(), every) if path.is_file() else set())
            places[name.as_posix()] = here
    return {name: here for name, here in places.items() if here}


def _views(content: bytes, depth: int = _DEPTH) -> Iterator[str]:
    """Yield what can be read in a file, unpacked and decoded."""
    texts = list(_texts(content))
    for text in texts:
        # one may be wrapped in the other; the list grows meanwhile
        texts += [once for decode in _DECODERS if (once := decode(text)) != text and once not in texts]
        yield text
    if depth:
        for inner in dict.fromkeys([*_packed(content), *(run for text in texts for run in _wrapped(text))]):
            yield from _inner(inner, depth - 1)


@lru_cache(maxsize=4096)
def _inner(content: bytes, depth: int) -> tuple[str, ...]:
    # the same picture is in the notebook, in its page and in the site
    return tuple(_views(content, depth))


def _texts(content: bytes) -> Iterator[str]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    yield text
    if b"\0" in content:
        yield from (content[start:].decode(f"utf-16-{order}", errors="replace") for order in ("le", "be") for start in (0, 1))
    if text.startswith("<svg") and text.rstrip().endswith("</svg>"):
        yield "\n".join(letters(text))
        # a line that was wrapped
        yield " ".join(letters(text))


def _without_escapes(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1] or match[2], 16)), text)


def _wrapped(text: str) -> Iterator[bytes]:
    for run in _BASE64.findall(text):
        plain = run.rstrip("=").replace("-", "+").replace("_", "/")
        yield base64.b64decode(plain[: len(plain) // 4 * 4 + (0 if len(plain) % 4 == 1 else len(plain) % 4)] + "==")
    for run in _HEXADECIMAL.findall(text):
        yield bytes.fromhex(re.sub(r"[ :]", "", run))


def _packed(content: bytes) -> Iterator[bytes]:
    for unpack in (_gzip, _zip, _png):
        try:
            yield from unpack(content)
        except (OSError, EOFError, zlib.error, binascii.Error, zipfile.BadZipFile):
            continue  # it only looked like one


def _gzip(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content)


def _zip(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive.comment
            for item in archive.infolist():
                yield item.filename.encode()
                yield archive.read(item)


def _png(content: bytes) -> Iterator[bytes]:
    if not content.startswith(_PNG):
        return
    at = len(_PNG)
    while at + 8 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        data = content[at + 8 : at + 8 + length]
        at += length + 12
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            # compressed text begins somewhere behind the keyword
            yield from (_inflated(data[start:]) for start in range(len(data)) if data[start : start + 1] == b"\x78")
        if kind not in (b"IDAT", b"PLTE"):
            yield data


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error:
        return b""


_DECODERS = (html.unescape, unquote, _without_escapes)

ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "as it is": lambda text: f"a {text} b".encode(),
    "in capitals": lambda text: text.upper().encode(),
    "utf-16": lambda text: b"x\0" + text.encode("utf-16"),
    "utf-16, big end first": lambda text: text.encode("utf-16-be"),
    "latin letters of old": lambda text: f"één {text}".encode("cp1252"),
    "in an attribute": lambda text: f'<img alt="{html.escape(text)}">'.encode(),
    "in a comment": lambda text: f"<!-- {text} -->".encode(),
    "in a data attribute": lambda text: f"<p data-x='{text}'>".encode(),
    "as entities": lambda text: "".join(f"&#{ord(letter)};" for letter in text).encode(),
    "as hexadecimal entities": lambda text: "".join(f"&#x{ord(letter):x};" for letter in text).encode(),
    "in an address": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()).encode(),
    "escaped in JSON": lambda text: ('{"a": "' + "".join(f"\\u{ord(letter):04x}" for letter in text) + '"}').encode(),
    "in base64": lambda text: b"data:x;base64," + base64.b64encode(f"voor {text} na".encode()),
    "in base64 for addresses": lambda text: base64.urlsafe_b64encode(f"??>>{text}".encode()).rstrip(b"="),
    "in base64 in base64": lambda text: base64.b64encode(base64.b64encode(f"zomaar {text} iets".encode())),
    "in hexadecimal": lambda text: text.encode().hex().encode(),
    "in hexadecimal with spaces": lambda text: text.encode().hex(" ").encode(),
    "in gzip": lambda text: gzip.compress(f"iets {text}".encode()),
    "in base64 of gzip": lambda text: base64.b64encode(gzip.compress(f"iets {text}".encode())),
    "with soft hyphens": lambda text: "\xad".join(text).encode(),
    "with spaces of no width": lambda text: "\u200b".join(text).encode(),
}
