"""Realistic cases of every kind of sentence, with the numbers that each may hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import inf, nan

from ivp_analysis.paths import Paths
from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.vocabulary.ladder import Verdict, load_ladder
from ivp_analysis.wording.compared import Compared
from ivp_analysis.wording.numbers import count_text, decimal_text, rate_text
from ivp_analysis.wording.places import concentration_sentence, funnel_sentence, shrunk_sentence
from ivp_analysis.wording.trends import control_sentence, trend_sentence, year_to_date_sentence
from ivp_analysis.wording.verdicts import change_sentence, previous_sentence, reference_sentence

WORDS = load_ladder(Paths().ladder).words
NAMES = ("gemeente Dalfsen", "Nieuwleusen", "Hoonhorst", "basisteam Vechtdal zonder Dalfsen", "Nederland zonder Dalfsen")
MONTHS = ("januari tot en met augustus 2022", "januari tot en met augustus 2021")
# counted, and a year on average before; as figures of five villages are: mostly small
FIGURES = ((0, 4.0), (1, 1.0), (2, 0.0), (3, 2.7), (4, 3.3), (12, 20.3), (85, 50.7), (30, 52.3), (1482, 1390.7))
DIRECTED = {
    Verdict.HIGHER: True, Verdict.SMALL_HIGHER: True, Verdict.HINT_HIGHER: True,
    Verdict.LOWER: False, Verdict.SMALL_LOWER: False, Verdict.HINT_LOWER: False,
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A sentence, its kind, every number that was handed over as it may be written, and what was counted before."""

    kind: str
    text: str
    numbers: frozenset[str]
    base: float = inf


def compared_cases() -> Iterator[tuple[Compared, frozenset[str]]]:
    """Every verdict with figures that can bear it."""
    subjects = (
        ("woninginbraken", "woninginbraak"),
        ("registraties van de politie binnen dit thema", "registratie van de politie binnen dit thema"),
    )
    periods = (("2021", "2017-2019", 3), ("2021", "2020", 1), (*MONTHS, 1))
    for verdict, figures, place, (subject, singular), (period, against, years) in product(Verdict, FIGURES, NAMES[:3], subjects, periods):
        count, before = figures
        ratio = count / before if before else inf
        if verdict in DIRECTED and (ratio > 1) is not DIRECTED[verdict]:
            continue
        shown = verdict not in {Verdict.NOT_SHOWN, Verdict.ABSENT}
        compared = Compared(
            place=place, subject=subject, singular=singular, period=period, against=against, years=years, verdict=verdict,
            count=count if shown else None,
            before=(before if years > 1 else float(round(before))) if shown else None,
            ratio=ratio if shown else None,
            low=ratio * 0.72 if before else 1.4,
            high=ratio * 1.35 if count else 0.6,
            fewest=count // 2 if count > 8 else None,
            most=count * 2 + 6,
            denominator="woningen" if subject == "woninginbraken" else "inwoners",
        )  # fmt: skip
        yield compared, _written(compared)


def cases() -> list[Case]:
    """Return all cases."""
    return [*_verdicts(), *_references(), *_trends(), *_places(), *_refused()]


def _verdicts() -> Iterator[Case]:
    for compared, numbers in compared_cases():
        base = (compared.before or 0) * compared.years
        yield Case(f"change: {compared.verdict}", change_sentence(compared, WORDS), numbers, base)
        for main in (None, compared.verdict):
            yield Case(f"previous: {compared.verdict}", previous_sentence(compared, WORDS, main=main), numbers, base)


def _references() -> Iterator[Case]:
    for verdict, place, around, (period, against) in product(Verdict, NAMES[:3], NAMES[3:], (("2021", "2017-2019"), ("2021", "2020"))):
        ratio = 1.5 if DIRECTED.get(verdict, True) else 0.6
        text = reference_sentence(place, around, period, against, ratio, ratio * 0.8, ratio * 1.25, verdict, WORDS)
        # what was counted is not handed over, so nothing may be in per cent
        yield Case(f"reference: {verdict}", text, _numbers(period, against, ratio, ratio * 0.8, ratio * 1.25), base=0)


def _trends() -> Iterator[Case]:
    none = Refusal.NONE
    for place, (change, verdict), (first, apart) in product(
        NAMES[:3],
        ((0.96, Verdict.LOWER), (1.08, Verdict.HINT_HIGHER), (0.99, Verdict.NO_DIFFERENCE)),
        ((2012, (2020, 2021)), (2014, (2020,)), (2012, ())),
    ):
        low, high = change - 0.03, change + 0.03
        text = trend_sentence(place, first, 2021, change, low, high, verdict, none, 8, apart=apart)
        yield Case("trend", text, _numbers(first, 2021, f"{first}-2021", 8, *apart, *_percents(change, low, high)))
    for days, complete in product((13, 1, None), (0.96, 0.93, 0.999, 1.02)):
        text = year_to_date_sentence(*MONTHS, days, complete, complete - 0.02, min(complete + 0.01, 1), none)
        shares = _numbers(*(100 * share for share in (complete, complete - 0.02, min(complete + 0.01, 1))))
        yield Case("year to date", text, _numbers(*MONTHS, days) | shares)
    for place, outside in product(
        NAMES[:3], ((), ("het tweede kwartaal van 2021",), ("het tweede kwartaal van 2020", "het eerste kwartaal van 2021"))
    ):
        yield Case("control", control_sentence(place, "kwartalen", 20, outside, none), _numbers(20, len(outside), *outside))


def _places() -> Iterator[Case]:
    none = Refusal.NONE
    for place, rate in product(NAMES[:3], (0.3, 3.24, 12.3, 31.0)):
        bounds = _numbers("1.000", rate, rate * 0.7, rate * 1.4)
        yield Case("shrunk", shrunk_sentence(place, rate, rate * 0.7, rate * 1.4, 0.4, none), bounds | {"40"})
        yield Case("funnel", funnel_sentence(place, rate, 11.2, 8.6, 14.1, 25, none), _numbers("1.000", rate, 11.2, 8.6, 14.1, 25))
    for place, noun, top, areas in ((NAMES[0], "buurten", 5, 36), (NAMES[1], "vakken van 500 meter", 10, 340)):
        text = concentration_sentence(place, top, areas, noun, 0.62, 0.55, 0.7, none)
        yield Case("concentration", text, _numbers(62, 55, 70, top, areas, 500, 100 * top / areas))


def _refused() -> Iterator[Case]:
    for reason, place in product(list(Refusal)[1:], NAMES[:3]):
        yield Case("refused: trend", trend_sentence(place, 2012, 2021, nan, nan, nan, Verdict.TOO_FEW, reason, 3), _numbers("2012-2021", 8))
        yield Case("refused: year to date", year_to_date_sentence(*MONTHS, 13, nan, nan, nan, reason), _numbers(*MONTHS, 13, 8))
        yield Case("refused: control", control_sentence(place, "kwartalen", 20, (), reason), _numbers(8))
        yield Case("refused: shrunk", shrunk_sentence(place, nan, nan, nan, nan, reason), _numbers(8))
        yield Case("refused: funnel", funnel_sentence(place, nan, nan, nan, nan, 0, reason), _numbers(8))
        yield Case("refused: concentration", concentration_sentence(place, 5, 36, "buurten", nan, nan, nan, reason), _numbers(8))


def _written(compared: Compared) -> frozenset[str]:
    ratios = (compared.ratio, compared.low, compared.high)
    before = {rate_text(compared.before), count_text(round(compared.before))} if compared.before is not None else set()
    given = _numbers(compared.period, compared.against, compared.count, compared.fewest, compared.most, *ratios)
    return given | before | _numbers(*_percents(*(ratio for ratio in ratios if ratio is not None)))


def _percents(*ratios: float) -> list[float]:
    return [abs(ratio - 1) * 100 for ratio in ratios if ratio < inf]


def _numbers(*given: str | float | None) -> frozenset[str]:
    """Every way in which a number that was handed over may be written; of a text its own numbers."""
    written: set[str] = set()
    for value in given:
        if isinstance(value, str):
            written |= {part for part in value.replace("-", " ").split() if part[0].isdigit()} | {value}
        elif value is not None and value < inf:
            whole = {str(value), count_text(int(value))} if value == int(value) else set()
            written |= whole | {decimal_text(value, decimals) for decimals in (0, 1, 2)}
    return frozenset(written)
