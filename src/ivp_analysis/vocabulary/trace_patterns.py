"""Dutch words and forms by which a text gives away a single incident: dates, times, ages, persons."""

from __future__ import annotations

import re

# dates

MONTH = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    r"|jan\.?|feb\.?|mrt\.?|apr\.?|jun\.?|jul\.?|aug\.?|sept?\.?|okt\.?|nov\.?|dec\.?)(?!\w)"
)
_WEEKDAY = r"(?:maan|dins|woens|donder|vrij|zater|zon)dag"
_PART = r"(?:och?tend|morgen|middag|avond|nacht)"
_DAY = r"(?:[12]?\d|3[01]|0[1-9])"
_DAY_MONTH = rf"\b{_DAY}(?:e|de|ste)?[ -]{MONTH}"
_MONTH_NUMBER = r"(?:1[0-2]|0?[1-9])"
_NUMERIC = (
    rf"(?<![\w.,/-])(?:{_DAY}[-/.]{_MONTH_NUMBER}[-/.](?:19|20)\d\d|{_DAY}[-/]{_MONTH_NUMBER}[-/]\d\d"
    rf"|(?:19|20)\d\d-{_MONTH_NUMBER}-{_DAY})(?![\w/-])"
)
_PAPER = r"(?:rapport|brief|besluit|raadsbesluit|nota|wet|vergadering|raadsvergadering|convenant|plan|notitie|artikel) van"
_BOUNDARY = rf"(?:{_PAPER}|per|vanaf|sinds|tot|tot en met|t/m|tm|uiterlijk|peildatum|peildatum is|peildatum van|vóór)"
PERIOD_BEFORE = re.compile(rf"\b{_BOUNDARY} (?:de )?\Z|\bvan \Z", re.IGNORECASE)
"""Before a date: it begins or ends a period."""
PERIOD_AFTER = re.compile(r"\A(?: (?:19|20)\d\d)? ?(?:tot en met|t/m|tot|-|–) ?\d", re.IGNORECASE)
"""After a date: a period runs on from it. Needed after 'van', which stands before single days too."""

DATES = (
    re.compile(_DAY_MONTH, re.IGNORECASE),
    re.compile(_NUMERIC),
    re.compile(rf"\bop {_DAY}[-/](?:1[0-2]|0?[1-9])\b(?![-/.]\d)", re.IGNORECASE),
    re.compile(rf"\b(?:van|tussen) {_DAY} (?:op|en) {_DAY} {MONTH}", re.IGNORECASE),
    re.compile(rf"\b(?:afgelopen|vorige|verleden|laatste|aanstaande) (?:week )?{_WEEKDAY}(?:{_PART})?\b", re.IGNORECASE),
    re.compile(r"\b(?:afgelopen|vorige|verleden) (?:week|weekend|weekeinde|nacht|avond|dagen)\b", re.IGNORECASE),
    re.compile(rf"\b(?:eer)?gister(?:en|{_PART})\b|\bvan(?:nacht|morgen|ochtend|middag|avond)\b", re.IGNORECASE),
    re.compile(rf"\b{_WEEKDAY}(?:{_PART})? (?:jl|jongstleden|laatstleden|{_DAY})\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:op|in|tijdens) (?:een|één|die|dezelfde|diezelfde|de bewuste) (?:en dezelfde )?(?:zelfde )?"
        rf"(?:{_WEEKDAY}(?:{_PART})?|{_PART}|dag|weekend)\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:die|diezelfde|dezelfde) (?:{_WEEKDAY}(?:{_PART})?|{_PART}|dag)\b", re.IGNORECASE),
    re.compile(rf"\bnacht van {_WEEKDAY} op {_WEEKDAY}\b|\b(?:eerste|tweede) (?:kerst|paas|pinkster)dag\b|\bkerstavond\b", re.IGNORECASE),
    re.compile(r"\b(?:een|één|twee|drie|\d) (?:dag|dagen|week|weken) geleden\b", re.IGNORECASE),
    re.compile(rf"\b(?:in|op) de (?:{_PART}|dag) (?:na|voor|van)\b", re.IGNORECASE),
    re.compile(rf"\b{_WEEKDAY}{_PART} (?:is|zijn|werd|werden|was|waren|raakte|reed|brak|kwam)\b(?! (?:het|er)\b)", re.IGNORECASE),
    # one week; several weeks are a period
    re.compile(r"\bin week \d{1,2}\b(?! ?(?:en|tot|t/m|-|–|,) ?\w)", re.IGNORECASE),
)

# numbers in words, for times and ages

_UNITS = r"(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen)"
_TEENS = r"(?:tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien)"
_TENS = r"(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)"
AGE_WORD = rf"(?:{_TEENS}|{_UNITS}(?:en|ën){_TENS}|{_TENS}|{_UNITS})"
_HOUR_WORD = rf"(?:{_UNITS}|tien|elf|twaalf)"

# times

_CLOCK = r"(?:[01]?\d|2[0-4])"
TIMES = (
    re.compile(rf"(?<![\d.,:]){_CLOCK}[.:][0-5]\d ?(?:uur|u)\b", re.IGNORECASE),
    re.compile(rf"(?<![\d.,:]){_CLOCK}:[0-5]\d(?![\d:])"),
    re.compile(rf"\b(?:om|rond|omstreeks|tegen) (?:ongeveer )?{_CLOCK}\.[0-5]\d(?![\d.]*\w)", re.IGNORECASE),
    re.compile(rf"\b(?:om|rond|omstreeks|tegen) (?:ongeveer )?(?:{_CLOCK}|{_HOUR_WORD}) uur\b", re.IGNORECASE),
    re.compile(rf"\b(?:half|kwart (?:voor|over)) {_HOUR_WORD}\b", re.IGNORECASE),
)
SPAN_BEFORE = re.compile(
    r"(?<!even )(?<!kort )(?<!vlak )\b(?:tussen|van|vanaf|na|voor|vóór|tot|tot en met|t/m|en) (?:ongeveer )?\Z|\d ?(?:uur )?[-–] ?\Z",
    re.IGNORECASE,
)
SPAN_AFTER = re.compile(r"\A ?(?:uur )?(?:en|tot|t/m|-|–) ?\d", re.IGNORECASE)
ARTICLE = re.compile(r"\b(?:artikel|art\.) \Z", re.IGNORECASE)
"""Before two numbers with a colon: an article of a by-law."""
HABIT = re.compile(
    r"\b(?:meestal|vaak|vooral|elke|iedere?|meeste|doorgaans|dagelijks|altijd|gemiddeld|regelmatig|sl(?:uit|oot|oten)\w*|openingstijd\w*)\b",
    re.IGNORECASE,
)
"""Words of what is usual: a round hour beside them is a habit."""

# ages

_PERSON = (
    r"(?:man|vrouw|jongen|meisje|jongere|inwoner|inwoonster|bewoner|bewoonster|verdachte|slachtoffer|dader|bestuurder|(?:brom)?fietser|motorrijder|oudere|automobilist"
    r"|scooterrijder|voetganger|leerling|scholier|student|puber|tiener|kind|kleuter|peuter|baby|zoon|dochter|broer|zus|vader|moeder|opa|oma"
    r"|buurman|buurvrouw|getuige|aangever|melder|ondernemer|winkelier|medewerker|patiënt|cliënt|persoon|dakloze|plaatsgenoot|dorpsgenoot|bekende|agent|docent|stel|echtpaar|bejaarde|toerist|collega)"
)
_ROUGHLY = r"(?:ongeveer |circa |rond de |bijna |net )?"
_NO_RANGE = (
    r"(?! ?(?:jaar )?(?:tot|t/m|tm|-|–|of ouder|en ouder|of jonger|en jonger|plus\b|\+))"
    r"(?! (?:procent|%|meldingen|registraties|incidenten))"
)
_NOT_A_PERSON = (
    r"(?! (?:periode|aanpak|cyclus|looptijd|plan|programma|afspraak|overeenkomst|subsidie|termijn|reeks|project|samenwerking"
    r"|pilot|gemiddelde|cijfer|trend|opleiding|bestaan)\w*)"
)
AGES = (
    re.compile(rf"\b(?:\d{{1,3}}[- ]?|{AGE_WORD}[- ]?)jarige\b{_NOT_A_PERSON}", re.IGNORECASE),
    re.compile(rf"\b(?:\d{{1,3}}[- ]?|{AGE_WORD})jarig {_PERSON}\b", re.IGNORECASE),
    re.compile(r",? \(?\d{1,2} jaar[,)]|\b(?:van|is) (?:begin |eind |midden |ver |al )?in de " + _TENS + r"\b", re.IGNORECASE),
    re.compile(rf"\b(?:twee|drie|vier|vijf|enkele) (?:\d{{1,3}}[- ]?|{AGE_WORD})jarigen\b", re.IGNORECASE),
    re.compile(rf"(?<!\bdan )(?<!\btot )(?<!\ben )(?<!\bvanaf )\b(?:\d{{1,3}}|{AGE_WORD}) (?:jaar|maanden) oude?\b", re.IGNORECASE),
    re.compile(
        rf"\b{_PERSON} (?:uit \w+ )?van {_ROUGHLY}(?:\d{{1,2}}\b|{AGE_WORD}\b(?= jaar| uit| die| is| werd| was|[.,;)]|\Z)){_NO_RANGE}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:jongens|meisjes|tieners|pubers|mannen|vrouwen|verdachten|daders|slachtoffers|broers|zussen)"
        r" van \d{1,2}(?:, \d{1,2})* en \d{1,2}\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:{_PERSON}|[A-Z]\.) ?\(\d{{1,2}}(?: jaar)?\)", re.IGNORECASE),
    re.compile(
        rf"(?<!gemiddelde )(?<!vanaf de )(?<!onder de )(?<!tot de )(?<!boven de )\bleeftijd van \d{{1,2}}\b{_NO_RANGE}", re.IGNORECASE
    ),
    re.compile(r"\been (?:twintiger|dertiger|veertiger|vijftiger|zestiger|zeventiger|tachtiger|negentiger)\b", re.IGNORECASE),
)

# names

_BETWEEN = r"(?:(?:[Vv]an|[Dd]e|[Dd]er|[Dd]en|[Tt]en|[Tt]er|[Tt]e|in|El|Al|Ben|'t|’t) ){0,3}"
_SURNAME = r"[A-ZÀ-Þ][\w'’-]*[a-zà-ÿ]{2,}"
_TITLE = r"(?:[Mm]evrouw|[Mm]evr\.?|[Mm]w\.?|[Mm]eneer|[Dd]e heer|[Dd]hr\.?|[Hh]r\.|[Ff]am\.|[Ff]amilie)"
TITLED = re.compile(rf"\b{_TITLE} (?:(?:[A-Z]\. ?)+)?{_BETWEEN}(?:{_SURNAME}|[A-Z]\.)")
LETTER = re.compile(r"\b(?:[Vv]erdachte|[Ss]lachtoffer|jarige|man|vrouw|jongen|meisje|dader|zoon|dochter) [A-Z]\.(?= [a-z]|[,;]|\Z)")
FULL_NAME = re.compile(r"\b[A-Z][a-zà-ÿ]{2,} (?:van der|van den|van 't|ter|ten) [A-Z][a-zà-ÿ]{2,}\b")
INITIALS = re.compile(rf"(?<![\w.])(?:[A-Z]\. ?){{1,4}}(?P<between>{_BETWEEN})(?P<surname>{_SURNAME})")
FIRST_NAME = re.compile(r"(?<![\w.])(?P<first>[A-Z][a-zà-ÿ]{2,}) [A-Z]\.(?=[ ,;)]|\Z)")
_SENTENCES_BEGIN = (
    "het een dat dit die daar wij ook maar als bij door voor sinds daarom daarna deze hier naar met over van onder tijdens omdat want toch"
)
_LETTERED = (
    "klasse categorie optie groep type bijlage deel fase locatie gebied variant plan team vitamine niveau artikel lid thema veld hoofdstuk"
    " tabel figuur paragraaf"
)
NO_NAME = frozenset(f"{_SENTENCES_BEGIN} {_LETTERED}".split())
"""Words before or after a letter with a full stop that make it no initial."""
