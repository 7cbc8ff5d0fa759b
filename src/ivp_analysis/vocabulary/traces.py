"""Traces of a single incident in Dutch words: what tells when it was, where, or whom it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ivp_analysis.vocabulary import trace_patterns as words


class Kind(StrEnum):
    """What a trace tells; the names are Dutch, because they stand in delivery.yaml."""

    DATE = "datum"
    TIME = "tijd"
    AGE = "leeftijd"
    ADDRESS = "adres"
    HOUSE_NUMBER = "huisnummer"
    POSTCODE = "postcode"
    NAME = "naam"
    PHONE = "telefoonnummer"
    EMAIL = "e-mailadres"
    LICENCE_PLATE = "kenteken"
    CITIZEN_NUMBER = "burgerservicenummer"
    CASE_NUMBER = "registratienummer"


IDENTIFYING = frozenset(Kind) - {Kind.DATE, Kind.TIME, Kind.AGE}
"""Kinds that have no place in any published text; the others are at home in a period or in a question of a survey."""


@dataclass(frozen=True, order=True)
class Trace:
    """One find: what kind it is and where it stands, and never the words themselves.

    Attributes
    ----------
    start, end : int
        Characters of the text, the first one 0; `end` is the one after.
    kind : Kind
        What it tells.
    """

    start: int
    end: int
    kind: Kind

    def place(self, text: str) -> str:
        """Return where it begins as line and character, both counted from 1, such as "2:14"."""
        before = text[: self.start]
        return f"{before.count(chr(10)) + 1}:{self.start - before.rfind(chr(10))}"


def find_traces(text: str) -> list[Trace]:
    """Find what may describe a single incident.

    Parameters
    ----------
    text : str
        Dutch words.

    Returns
    -------
    list of Trace
        In the order of the text. What lies within a longer find is left out, so that a postcode in an address is told once. A text in
        which nothing is found may describe an incident all the same: this knows forms, not meaning.
    """
    # other blanks and dashes than those of the keyboard come along when words are pasted; one for one, so that places stay right
    plain = text.translate(_PLAIN)
    found = [one for kind, finder in _FINDERS for one in _joined(kind, finder(plain))]
    kept: list[Trace] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if not any(other.start <= one.start and one.end <= other.end for other in kept):
            kept.append(one)
    return sorted(kept)


def is_citizen_number(digits: str) -> bool:
    """Say whether nine digits pass the test of a burgerservicenummer (elfproef); zeros alone do not."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return (
        len(digits) == len(weights) and digits.strip("0") != "" and sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0
    )


def _joined(kind: Kind, matches: Iterable[re.Match[str]]) -> list[Trace]:
    """Return finds of one kind, those that overlap as one."""
    traces: list[Trace] = []
    for start, end in sorted(match.span() for match in matches):
        last = traces.pop() if traces and start < traces[-1].end else Trace(start, end, kind)
        traces.append(Trace(last.start, max(last.end, end), kind))
    return traces


_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\t": " ", "\n": " ", "\r": " ", "\u2011": "-", "\u2010": "-"})

# where

_NUMBER = r"(?:nr\.? ?|nummer )?(?!(?:19|20)\d\d\b)\d{1,4}(?: ?[a-z]\b(?!\.))?(?:-\d{1,3}\b|-[a-z]\b)?(?![\d.,]*\d|[- ]?jarig)"
_COUNTED = (
    r"(?! ?%)(?! (?:meldingen|keer|maal|incidenten|registraties|aangiften|aangiftes|procent|auto|woningen|huizen|jaar|personen|mensen"
    r"|jongeren|fietsen|inbraken|diefstallen|ongevallen|ongelukken|uur|meter|kilometer|km|januari|februari|maart|april|mei|juni|juli"
    r"|augustus|september|oktober|november|december|en \d+ (?:meldingen|registraties)))"
)
"""After a number: it counts something, or is the day of a date."""
_PLAIN_STREET = r"(?:straat|str\.|laan|steeg|singel|dreef|plantsoen|gracht|kade)"
_STREET = (
    r"(?:straat|str\.|weg|laan|plein|dijk|hof|steeg|kade|pad|singel|gracht|dreef|plantsoen|markt|park|ring|brink|einde|eind|kamp|akker|erf|wal|allee"
    r"|boulevard|baan|oever|haven|wetering|vaart|esch|hoeve|poort|wijk|burg)"
)
_STREETS = (
    # a name that ends as streets do; one of two words; endings that nothing else has, without a capital; De and a name
    rf"\b[A-ZÀ-Þ][\w'’.-]*{_STREET} {_NUMBER}{_COUNTED}",
    rf"\b[A-ZÀ-Þ][\w'’-]+ (?:straat|weg|laan|pad|dijk|hof|steeg|kade|plein|singel) {_NUMBER}{_COUNTED}",
    rf"\b[A-ZÀ-Þ][\w'’-]+ (?:Markt|Plein|Brink|Hof|Dijk|Weg|Pad|Ring|Kamp|Haven|Straat|Laan) {_NUMBER}{_COUNTED}",
    rf"\b[a-zà-ÿ]{{3,}}{_PLAIN_STREET} {_NUMBER}{_COUNTED}",
    rf"\badres [A-ZÀ-Þ][\w'’-]+ {_NUMBER}",
    rf"\b[Aa]an (?:[Dd]e|[Hh]et|[Dd]en|'t|’t) [A-ZÀ-Þ][\w'’-]+ {_NUMBER}{_COUNTED}",
    rf"\b(?:De|Den|Het|'t|’t) [A-ZÀ-Þ][\w'’-]+ {_NUMBER}{_COUNTED}(?= in\b|[.,;)]|\Z)",
)
_IN_A_ROW = "huis(?:nummers?|nr\\.?|no\\.?)|perceel|kavel|appartement|bungalow|chalet|stacaravan|flat|kamer"
_HOUSE_NUMBERS = (
    rf"(?i)\b(?:{_IN_A_ROW}) (?:nr\.? ?|nummer )?\d{{1,4}}[a-z]?\b",
    # number 1 of a list is no house
    r"(?i)\b(?:op|bij|van|aan|naast|tegenover|tussen|de) (?:nummers?|nr\.?) ?\d{1,4}[a-z]?\b(?! (?:staat|staan|komt|van de|in de|is de)\b)",
)

# whom

_PHONES = (
    r"(?<![\w+])(?:\+|00)31[ -]?(?:\(0\))?[ -]?[1-9](?:[ -]?\d){8}(?!\d)",
    # 088, 0800, 0900 and the like are numbers of organisations
    r"(?<![\w.,-])0(?!88|800|90\d)[1-9]\d{0,2}[ -]?\d(?:[ -]?\d){5,7}(?![\d.,]*\d)",
)
_SERIES = "XX-99-99 99-99-XX 99-XX-99 XX-99-XX XX-XX-99 99-XX-XX 99-XXX-9 9-XXX-99 XX-999-X X-999-XX XXX-99-X X-99-XXX 9-XX-999 999-XX-9"
_PLATES = (
    rf"(?<![\w-])(?:{'|'.join(_SERIES.split())})(?![\w-])".replace("X", "[A-Z]").replace("9", r"\d"),
    r"\b[Kk]enteken(?:plaat)? (?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9-]{6,8}\b",
)
_POSTCODES = (
    r"(?<![\w.,])[1-9]\d{3} (?!SA|SD|SS)[A-Z]{2}(?!\w)",
    r"(?<![\w.,])[1-9]\d{3}(?!SA|SD|SS|de|er|en)(?:[A-Z]{2}|[a-z]{2})(?!\w)",
)
_NOT_A_POSTCODE = re.compile(r"(?:19|20)\d\d (?:EN|IN|OP|IS|ER|OM|TE|DE|AL|OF|TM|WAS)\Z")
_CITIZEN_NUMBERS = (r"(?<![\w.,-])(?:\d{9}|\d{4}[. ]\d{2}[. ]\d{3}|\d{3} \d{3} \d{3}|\d{3}\.\d{3}\.\d{3})(?![\w-])",)
_THOUSANDS = re.compile(r"\d{3}\.\d{3}\.\d{3}\Z")
_CASE_NUMBERS = (
    r"\bPL[- ]?\d{4}[-_ ]?(?:BVH[-_ ]?)?\d{4,}(?:-\d+)?\b",
    r"\b(?:[Zz]aak|[Rr]egistratie|[Pp]roces-?verbaal|[Dd]ossier|[Ii]ncident|[Mm]utatie)(?:nummer|nr\.?) \w*\d[\w-]*",
    r"(?<![\w.,-])20[0-4]\d\d{6}(?:-\d+)?(?![\w.,]*\d)",
)
_EMAILS = (r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",)

_FULL_STOP = re.compile(r"[.!?](?: |\Z)")
Finder = Callable[[str], Iterator["re.Match[str]"]]


def _any(*patterns: str | re.Pattern[str], unless: Callable[[re.Match[str]], bool] = lambda _: False) -> Finder:
    compiled = [re.compile(pattern) for pattern in patterns]
    return lambda text: (match for pattern in compiled for match in pattern.finditer(text) if not unless(match))


def _ends_a_period(match: re.Match[str]) -> bool:
    before, after = match.string[: match.start()], match.string[match.end() :]
    limit = words.PERIOD_BEFORE.search(before)
    return limit is not None and (not limit[0].lower().startswith("van ") or words.PERIOD_AFTER.match(after) is not None)


def _is_usual(match: re.Match[str]) -> bool:
    """Say whether a time is a round one that begins or ends a span, or stands beside a word of habit."""
    minutes = re.search(r"[.:](\d\d)", match[0])
    before, after = match.string[: match.start()], match.string[match.end() :]
    if words.ARTICLE.search(before):
        return True
    if minutes and minutes[1] not in ("00", "30"):
        return False
    sentence = _FULL_STOP.split(before)[-1] + _FULL_STOP.split(after)[0]
    return bool(words.SPAN_BEFORE.search(before) or words.SPAN_AFTER.match(after) or words.HABIT.search(sentence))


def _is_no_name(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    name = (groups.get("surname") or groups.get("first") or "").lower()
    before = "".join(re.findall(r"(\w+)\W*\Z", match.string[: match.start()])).lower()
    lettered = before in words.NO_NAME and "first" not in groups
    return name in words.NO_NAME or lettered or bool(re.search(rf"(?:{_PLAIN_STREET}|weg|plein)\Z", name))


def _is_no_citizen_number(match: re.Match[str]) -> bool:
    named = re.search(r"(?:bsn|burgerservicenummer|sofinummer)\W{1,3}\Z", match.string[: match.start()], re.IGNORECASE)
    return not named and (bool(_THOUSANDS.match(match[0])) or not is_citizen_number("".join(filter(str.isdigit, match[0]))))


_FINDERS: Iterable[tuple[Kind, Finder]] = (
    (Kind.DATE, _any(*words.DATES, unless=_ends_a_period)),
    (Kind.TIME, _any(*words.TIMES, unless=_is_usual)),
    (Kind.AGE, _any(*words.AGES)),
    (Kind.ADDRESS, _any(*_STREETS)),
    (Kind.HOUSE_NUMBER, _any(*_HOUSE_NUMBERS)),
    (Kind.POSTCODE, _any(*_POSTCODES, unless=lambda match: bool(_NOT_A_POSTCODE.match(match[0])))),
    (Kind.NAME, _any(words.TITLED, words.INITIALS, words.FIRST_NAME, words.LETTER, words.FULL_NAME, unless=_is_no_name)),
    (Kind.PHONE, _any(*_PHONES, unless=lambda match: sum(map(str.isdigit, match[0])) not in (10, 11, 13))),
    (Kind.EMAIL, _any(*_EMAILS)),
    (Kind.LICENCE_PLATE, _any(*_PLATES)),
    (Kind.CITIZEN_NUMBER, _any(*_CITIZEN_NUMBERS, unless=_is_no_citizen_number)),
    (Kind.CASE_NUMBER, _any(*_CASE_NUMBERS)),
)
