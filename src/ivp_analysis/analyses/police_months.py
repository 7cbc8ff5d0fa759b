"""Police figures through the year: the season, the running year, control charts, revisions, and moments of the week."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from ivp_analysis.analyses.context import Context
from ivp_analysis.analyses.evidence import ladder_of, read
from ivp_analysis.figures.tables import Table
from ivp_analysis.statistics.refusal import Refusal
from ivp_analysis.vocabulary.ladder import Verdict
from ivp_analysis.vocabulary.municipality import WHOLE
from ivp_analysis.wording.compared import Compared
from ivp_analysis.wording.numbers import count_text, date_text
from ivp_analysis.wording.police import in_sentence
from ivp_analysis.wording.refusals import refusal_text
from ivp_analysis.wording.trends import control_sentence, year_to_date_sentence
from ivp_analysis.wording.verdicts import change_sentence

if TYPE_CHECKING:
    from ivp_analysis.figures.figure import Figure

SUBJECT = "registraties van de politie binnen dit thema"
ONE = "registratie van de politie binnen dit thema"
_ORDINALS = ("eerste", "tweede", "derde", "vierde")
_UNITS = {3: "kwartalen", 6: "halfjaren"}
_LETTERS = {3: "K", 6: "H"}


def running(context: Context) -> tuple[str, list[str]] | None:
    """Say how the running year stands beside the same months a year before.

    Returns
    -------
    tuple of str and list of str, or None
        The months, and paragraphs; None where no month was delivered.
    """
    rows = read(context, "running", village=context.parameters.village)
    if rows.empty:
        return None
    row = rows.iloc[0]
    period = str(row["period"])
    if math.isnan(row["count"]):
        return period, [
            f"Dit tonen we voor {in_sentence(context.area)} niet: dit aantal, of dat van een jaar eerder, is te klein of te gevoelig."
        ]
    compared = Compared(
        place=context.area, subject=SUBJECT, singular=ONE, period=period, against=str(row["against"]), years=1,
        count=int(row["count"]), before=_number(row["before"]), verdict=Verdict(row["verdict"]), ratio=_number(row["ratio"]),
        low=_number(row["low"]), high=_number(row["high"]), denominator="", rounded=bool(row["rounded"]),
    )  # fmt: skip
    said = [change_sentence(compared, ladder_of(context).words)]
    if row["reason"] == Refusal.NO_SNAPSHOT:
        said.append(refusal_text(Refusal.NO_SNAPSHOT))
    source = f"Bron: {context.sources([str(row['source'])])}. Deze aantallen kunnen nog veranderen."
    return period, [text for text in (" ".join(said), _lag(row), source) if text]


def _lag(row: pd.Series[Any]) -> str:
    if not row["against"] or row["reason"] == Refusal.NO_SNAPSHOT:
        return ""
    complete, low, high = (float(row[name]) for name in ("complete", "complete_low", "complete_high"))
    reason = Refusal.NO_SNAPSHOT if math.isnan(complete) else Refusal.NONE
    days = [(row[name] - _end(str(row[text]))).days for name, text in (("dated", "period"), ("before_dated", "against"))]
    same = days[0] if abs(days[0] - days[1]) <= 3 else None
    return year_to_date_sentence(str(row["period"]), str(row["against"]), same, complete, low, high, reason)


def _end(period: str) -> pd.Timestamp:
    """Return the day after the last month of a period such as "januari tot en met augustus 2022"."""
    from babel.dates import get_month_names

    name, year = period.split(" ")[-2:]
    numbers = {str(text): number for number, text in get_month_names("wide", locale="nl_NL").items()}
    return pd.Timestamp(int(year), numbers[name], 1) + pd.offsets.MonthEnd(1)


def season(context: Context) -> Figure | str | None:
    """Draw what is usual per month, the running year on it; say why not where that means nothing."""
    rows = read(context, "seasons", village=context.parameters.village)
    if rows.empty:
        return None
    row = rows.iloc[0]
    if row["reason"]:
        text = f"Een patroon door het jaar laten we voor {in_sentence(context.area)} niet zien."
        few = "Er zijn geen drie hele jaren met cijfers per maand."
        return f"{text} {few if row['reason'] == Refusal.TOO_SHORT else refusal_text(Refusal(row['reason']))}"
    if rows["mean"].isna().all():
        return None
    from ivp_analysis.figures.season import season as draw

    ordered = rows.sort_values("month")
    months, low, high, current = ([_number(value) for value in ordered[name]] for name in ("mean", "lowest", "highest", "running"))
    span = f"{row['first']}-{row['last']}"
    known = any(value is not None for value in current)
    single = any(value is not None for value in low)
    fresh = f" De laatste maanden van {int(row['last']) + 1} zijn nog niet compleet." if known else ""
    band = " De band loopt van de laagste tot de hoogste maand." if single else " Afzonderlijke maanden zijn te klein om te tonen."
    return draw(
        months, low, high,
        title=f"{context.theme.title}: per maand, {context.area}",
        unit=f"registraties per maand, gemiddeld over {span}",
        caption=f"Gemiddelde per maand over {span}.{band}{fresh}{_rounding(context, rows)} Bron: {context.sources([str(row['source'])])}.",
        current=current if known else None,
        current_label=str(int(row["last"]) + 1) if known else "",
    )  # fmt: skip


def control(context: Context) -> Figure | None:
    """Draw the control chart; nothing where there is none that means something."""
    rows = _monitored(context)
    if rows.empty or rows["count"].isna().all():
        return None
    from ivp_analysis.figures.control import Period
    from ivp_analysis.figures.control import control as draw

    grain = int(rows["grain"].iloc[0])
    points = [
        Period(
            f"{row['start'].year} {_LETTERS[grain]}{(row['start'].month - 1) // grain + 1}", _number(row["count"]), _number(row["low"]),
            _number(row["high"]), signal=bool(row["signal"]), baseline=bool(row["baseline"]),
        )
        for _, row in rows.iterrows()
    ]  # fmt: skip
    period = "kwartaal" if grain == 3 else "halfjaar"
    widened = f" De grenzen zijn verruimd, omdat {_UNITS[grain]} altijd al meer verschillen dan toeval alleen geeft."
    return draw(
        points,
        centre=_number(rows["centre"].iloc[0]),
        title=f"{context.theme.title}: per {period}, {context.area}",
        unit=f"registraties per {period}",
        caption=f"Binnen de band ligt wat gewoon is.{widened if rows['kind'].iloc[0] == 'laney' else ''}"
        f"{_rounding(context, rows)} Bron: {context.sources([str(rows['source'].iloc[-1])])}.",
    )


def control_text(context: Context) -> str:
    """Say in which periods the number lay outside what is usual; empty where there are no months."""
    rows = _monitored(context)
    if rows.empty or (context.public and not rows["public"].all()):
        return ""
    grain = int(rows["grain"].iloc[0])
    reason = Refusal(rows["reason"].iloc[0])
    outside = [
        f"het {_ORDINALS[(start.month - 1) // grain]} {'kwartaal' if grain == 3 else 'halfjaar'} van {start.year}"
        for start in rows.loc[rows["signal"].astype(bool), "start"]
    ]
    said = control_sentence(context.area, _UNITS.get(grain, "kwartalen"), len(rows), outside, reason)
    return said if reason else f"{said} Zo'n grafiek zoekt wat er eenmaal uitspringt. Een verschil dat langer duurt, ziet zij minder goed."


def rare(context: Context) -> Figure | None:
    """Draw the days between rare incidents of the municipality; only inside, because each point is the day of one incident."""
    if context.public or context.parameters.village != WHOLE:
        return None
    rows = context.table("rare", theme=context.parameters.theme).sort_values("number")
    if rows.empty:
        return None
    from ivp_analysis.figures.control import Period
    from ivp_analysis.figures.control import control as draw

    points = [
        Period(
            f"{row['day'].date()}", float(row["gap"]), _number(row["low"]), _number(row["high"]), bool(row["signal"]), bool(row["baseline"])
        )
        for _, row in rows.iterrows()
    ]
    source = context.sources(str(rows["source"].iloc[0]).split(" + "))
    return draw(
        points,
        centre=float(rows["centre"].iloc[0]),
        title=f"{context.theme.title}: dagen tussen twee incidenten, {context.area}",
        unit="dagen sinds het vorige incident",
        caption=f"Voor zeldzame incidenten. Binnen de band ligt wat gewoon is. Bron: {source}.",
    )


def _monitored(context: Context) -> pd.DataFrame:
    return read(context, "monitoring", village=context.parameters.village).sort_values("start")


def moments(context: Context) -> Figure | str | None:
    """Draw day of the week and part of the day of incidents, for the municipality; say so where they are too few."""
    if context.parameters.village != WHOLE:
        return None
    rows = read(context, "moments")
    if rows.empty:
        return None
    if rows["reason"].iloc[0]:
        return f"Dag en dagdeel laten we niet zien. {refusal_text(Refusal(rows['reason'].iloc[0]))}"
    from ivp_analysis.figures.moments import moments as draw

    ordered = rows.sort_values(["weekday", "part"])
    hidden = ordered["count"].isna().to_numpy(dtype=bool)
    if hidden.all():
        return None
    values = [None if shut else float(round(value)) for value, shut in zip(ordered["count"], hidden, strict=True)]
    left_out, rounded = ordered["left_out"].iloc[0], bool(ordered["rounded"].any())
    about = "ongeveer " if rounded else ""
    unsure = f" Van {about}{count_text(int(left_out))} is het moment niet precies genoeg bekend." if left_out > 0 or not rounded else ""
    unsure += f" {context.rounding}" if rounded else ""
    source = context.sources(str(ordered["source"].iloc[0]).split(" + "))
    return draw(
        [values[day * 4 : day * 4 + 4] for day in range(7)],
        title=f"{context.theme.title}: dag en dagdeel, {context.area}",
        unit=f"incidenten in {ordered['period'].iloc[0]}",
        caption=f"Wat in meer dagdelen kan liggen, telt in elk voor een deel.{unsure} Bron: {source}.",
        hidden=[hidden[day * 4 : day * 4 + 4].tolist() for day in range(7)],
    )


def revisions(context: Context) -> Table | None:
    """Return how counts of the same months changed between deliveries, for the municipality."""
    if context.parameters.village != WHOLE:
        return None
    rows = read(context, "revisions")
    rows = rows[rows["count"].notna()]
    if rows.empty:
        return None
    frame = pd.DataFrame(
        {
            "Periode": rows["period"],
            "Eerdere stand": [
                f"{count_text(int(n))} ({date_text(day.date())})" for n, day in zip(rows["count"], rows["dated"], strict=True)
            ],
            "Latere stand": [
                f"{count_text(int(n))} ({date_text(day.date())})" for n, day in zip(rows["later_count"], rows["later_dated"], strict=True)
            ],
        }
    )
    notes = [context.rounding] if rows["rounded"].any() else []
    notes += ["Registraties komen later binnen en worden verbeterd. Daarom verschillen leveringen over dezelfde maanden."]
    return Table.of(frame, f"Herzieningen: thema {context.theme.title}, {context.area}", row_header="Periode", notes=notes)


def _rounding(context: Context, rows: pd.DataFrame) -> str:
    return f" {context.rounding}" if rows["rounded"].any() else ""


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
