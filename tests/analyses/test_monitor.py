import re
from pathlib import Path

import pandas as pd
import pytest

from ivp_analysis.analyses.context import Context
from ivp_analysis.analyses.monitor import MonitorPage
from ivp_analysis.paths import PROJECT
from ivp_analysis.vocabulary.indicators import Comparison
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.ladder import Verdict, load_ladder
from ivp_analysis.vocabulary.municipality import Municipality
from ivp_analysis.vocabulary.parameters import Parameters
from ivp_analysis.wording.beside import NEITHER, UNREPORTED
from ivp_analysis.wording.survey_findings import UNWEIGHTED, WITHOUT_QUESTIONS, WITHOUT_SURVEY, headline
from ivp_analysis.wording.survey_method import NATIONAL
from ivp_analysis.wording.survey_response import SMALL_PANEL

PARTS = ("heading", "headline", "questions", "changes", "others", "panel", "beside", "table", "response")
GROUP = "Hoonhorst en Oudleusen"


@pytest.fixture(autouse=True)
def _home(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVP_HOME", str(sample_home))


def page(village: str = "gemeente", theme: str = "4.1", **others: str) -> MonitorPage:
    return MonitorPage.open(Parameters.check({"village": village, "theme": theme, **others}))


def html(part: object) -> str:
    return str(part._repr_html_()) if part is not None else ""  # type: ignore[attr-defined]


def text(of: MonitorPage) -> str:
    """All that the page says: sentences, tables and alternative texts."""
    return "\n".join(html(getattr(of, part)()) for part in PARTS)


def test_every_argument_changes_the_page() -> None:
    base = text(page("Dalfsen", "1.3"))
    for change in ({"village": "Nieuwleusen"}, {"theme": "1.4"}, {"audience": "internal"}):
        assert text(page(**{"village": "Dalfsen", "theme": "1.3", **change})) != base, change


def test_the_figure_is_near_what_plain_post_stratification_gives() -> None:
    raw = PROJECT / "data" / "raw" / "dalfsen"
    answers = pd.read_csv(raw / "voorbeeld-enquete-2022" / "antwoorden.csv", sep=";", skiprows=1, dtype=str)
    people = pd.read_csv(raw / "voorbeeld-noemers-2022" / "noemers.csv", sep=";")
    book = page().data.questions.loc["te-hard-rijden"]
    column = re.search(
        r"sleutel: te-hard-rijden\s+kolom: (.+)", (raw / "voorbeeld-enquete-2022" / "codebook.yaml").read_text(encoding="utf-8")
    )
    assert column is not None
    sample = answers[(answers["Bron"] == "steekproef") & answers[column[1].strip()].isin(["1", "2", "3"])]
    sample = sample[pd.to_numeric(sample["Leeftijd"], errors="coerce") >= 18]
    names = {"DAL": "Dalfsen", "NIE": "Nieuwleusen", "LEM": "Lemelerveld", "HOO": "Hoonhorst", "OUD": "Oudleusen"}
    sample = sample.assign(kern=sample["Kern"].map(names))
    old = pd.to_numeric(sample["Leeftijd"]) >= 45
    share = sample[column[1].strip()].eq("1").groupby([sample["kern"], old]).mean()
    inhabitants = people[
        (people["jaar"] == 2022) & (people["maat"] == "inwoners") & (people["geslacht"] == "totaal") & people["gebied"].isin(names.values())
    ]
    grown = inhabitants[inhabitants["leeftijd"].isin(["18-24", "25-44", "45-64", "65-79", "80+"])]
    weight = grown.groupby(["gebied", grown["leeftijd"].isin(["45-64", "65-79", "80+"])])["waarde"].sum()
    weight.index.names = share.index.names
    plain = 100 * (share * weight).sum() / weight.sum()
    estimate = page().conclusions[0].estimate
    assert book["kind"] == "percentage"
    assert estimate == pytest.approx(plain, abs=1.0)


def test_there_is_a_finding_for_each_question_and_its_sentence_is_made_of_it() -> None:
    of = page("Nieuwleusen", "1.4")
    words = load_ladder(of.context.paths.ladder).words
    assert [finding.indicator for finding in of.conclusions] == list(of.data.questions["question"])
    for finding in of.conclusions:
        assert finding.sentence == headline(finding.model_copy(update={"sentence": ""}), words)


def test_the_headline_gives_figure_interval_year_and_the_survey_before() -> None:
    of = page()
    finding = of.conclusions[0]
    change = finding.change(Comparison.SURVEY)
    assert change is not None
    assert None not in (finding.estimate, finding.low, finding.high, change.before)
    assert re.search(
        r"\d+ procent van de inwoners van de gemeente Dalfsen .*\(enquête 2022\)\. Met het toeval meegerekend", finding.sentence
    )
    assert "In 2017 was het 61 procent." in finding.sentence
    assert finding.sentence in html(of.headline())


def test_a_theme_without_questions_says_so_and_shows_nothing_else() -> None:
    of = page(theme="2.1")
    assert WITHOUT_QUESTIONS.format(year=2022) in html(of.headline())
    assert not any(html(getattr(of, part)()) for part in PARTS[2:])


def test_an_edition_without_a_survey_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Context, "deliveries", lambda *_: [])
    of = page()
    assert WITHOUT_SURVEY in html(of.headline())
    assert not any(html(getattr(of, part)()) for part in PARTS[2:])


@pytest.mark.parametrize("years", [(2017,), (2022,), (2017, 2022)])
def test_a_survey_that_could_not_be_weighted_is_named_and_has_no_figure(monkeypatch: pytest.MonkeyPatch, years: tuple[int, ...]) -> None:
    whole = Context.table

    def without(context: Context, name: str, **filters: object) -> pd.DataFrame:
        rows = whole(context, name, **filters)
        return rows[~rows.filter(["year", "before_year"]).isin(years).any(axis=1)] if name.startswith("monitor") else rows

    monkeypatch.setattr(Context, "table", without)
    of = page()
    assert html(of.headline()).count(UNWEIGHTED.format(years=" en ".join(map(str, years)))) == 1
    assert of.data.year == {(2017,): 2022, (2022,): 2017, (2017, 2022): None}[years]
    if len(years) == 2:
        assert not any(html(getattr(of, part)()) for part in PARTS[2:])
    else:
        assert of.changes() is None
        assert str(years[0]) not in " ".join(item.sentence for item in of.conclusions)
        assert "procent van de inwoners" in of.conclusions[0].sentence


@pytest.mark.parametrize("village", ["Hoonhorst", "Oudleusen"])
def test_a_village_with_too_few_answers_shows_its_group_and_says_why(village: str) -> None:
    of = page(village)
    own = of.conclusions[0]
    assert own.estimate is None
    assert own.verdict == Verdict.TOO_FEW
    assert "te weinig antwoorden voor een eigen cijfer" in html(of.headline())
    assert f"inwoners van {GROUP}" in html(of.headline())
    assert "Modelschatting" in html(of.headline())
    assert f": {GROUP}" in html(of.questions())
    assert GROUP in html(of.table())


def test_few_answers_are_told_with_the_figure() -> None:
    of = page("Hoonhorst")
    flagged = of.shown[0]
    assert flagged.estimate is not None
    assert any("weinig antwoorden" in note for note in flagged.notes)


def test_figures_of_few_respondents_are_for_internal_readers_only() -> None:
    public, internal = page("Nieuwleusen", "1.3"), page("Nieuwleusen", "1.3", audience="internal")
    hidden = [item for item in public.conclusions if item.verdict == Verdict.NOT_SHOWN]
    assert hidden
    known = {item.indicator: item for item in internal.conclusions}
    for item in hidden:
        assert item.estimate is None
        assert all(change.difference is None for change in item.changes)
        assert known[item.indicator].estimate is not None
    assert "niet getoond" in html(public.table())
    assert "niet getoond" not in html(internal.table())


def test_the_panel_stands_apart_without_interval_or_test() -> None:
    of = page("Dalfsen", "1.1")
    part = html(of.panel())
    assert "indicatief" in part
    assert "niet door het lot gekozen" in part
    headers = re.findall(r"<th scope=\"col\"[^>]*>([^<]+)</th>", part)
    assert headers == ["Vraag", "Steekproef", "Panel, indicatief", "Panel min steekproef", "Antwoorden panel"]
    panel = of.data.estimates[of.data.estimates["source"] == "panel"]
    assert panel[["error", "low", "high", "shrunk"]].isna().all(axis=None)
    assert not any("panel" in item.sentence for item in of.conclusions)


def test_only_comparable_questions_stand_beside_the_survey_before() -> None:
    # "hondenpoep" was asked in 2017 on another scale, under the same key
    of = page(theme="1.2")
    assert of.data.earlier_key("hondenpoep") == ""
    assert of.data.compared("hondenpoep", "survey", "gemeente") is None
    finding = next(item for item in of.conclusions if item.indicator == "hondenpoep")
    assert finding.change(Comparison.SURVEY) is None
    table = html(of.changes()).split("<caption>")[1]
    assert str(of.data.questions.loc["hondenpoep", "label"]) not in table


def test_what_differed_in_method_is_printed_beside_the_changes() -> None:
    assert "Seizoen: in 2017 najaar, in 2022 voorjaar." in html(page().changes())


def test_no_difference_is_called_demonstrable_that_is_smaller_than_what_could_be_seen(
    dalfsen: Municipality, kernbeleid: Kernbeleid
) -> None:
    seen = 0
    for village in dalfsen.area_names:
        for theme in kernbeleid.themes:
            for finding in page(village, theme, audience="internal").conclusions:
                for change in finding.changes:
                    if change.verdict in (Verdict.HIGHER, Verdict.LOWER):
                        assert change.difference is not None
                        assert change.detectable is not None
                        assert abs(change.difference) >= change.detectable
                        assert change.q is not None
                        assert change.q < 0.10
                        seen += 1
    assert seen > 10


def test_registrations_and_experience_stand_side_by_side_without_a_cause() -> None:
    part = html(page(theme="1.3").beside())
    assert NEITHER.split(". ", maxsplit=1)[0] in part
    assert "registraties per 1.000 woningen" in part
    assert not re.search(r"\b(doordat|omdat|daardoor|dus|komt door|oorzaak)\b", part)


def test_of_fewer_than_ten_who_answered_or_did_not_nothing_is_told_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Context.table

    def few(context: Context, name: str, **filters: object) -> pd.DataFrame:
        rows = whole(context, name, **filters)
        if name == "monitor_response":
            here = rows["village"] == "Hoonhorst"
            rows["answered"], rows["invited"] = rows["answered"].mask(here, 7), rows["invited"].mask(here, 9)
            rows["invited"] = rows["invited"].mask(rows["village"] == "Oudleusen", rows["answered"] + 4)
        return rows

    monkeypatch.setattr(Context, "table", few)
    part = html(page("Hoonhorst").response())
    assert "in Hoonhorst" not in part
    rows = {
        name: re.findall(r"<td[^>]*>([^<]*)</td>", row) for name, row in re.findall(r'<tr><th scope="row">([^<]*)</th>(.*?)</tr>', part)
    }
    assert rows["Hoonhorst"][:2] == ["–", "minder dan 10"]
    assert rows["Hoonhorst"][3:] == ["–", "–", "–", "–"]
    assert rows["Oudleusen"][0] == "–"
    assert "in Hoonhorst 9 inwoners" in html(page("Hoonhorst", audience="internal").response())


def test_a_panel_of_fewer_than_ten_is_not_shown_in_public(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Context.table

    def few(context: Context, name: str, **filters: object) -> pd.DataFrame:
        rows = whole(context, name, **filters)
        if name == "monitor_response":
            rows["answered"] = rows["answered"].mask(rows["source"] == "panel", 3)
        return rows

    monkeypatch.setattr(Context, "table", few)
    assert html(page().panel()) == f"<h2>Burgerpanel: indicatief</h2>\n<p>{SMALL_PANEL}</p>"
    assert "Ook 3 leden van het burgerpanel" in html(page(audience="internal").panel())


def test_the_part_of_victims_that_told_the_police_stands_beside_the_registrations() -> None:
    whole, village = page(theme="1.3"), page("Nieuwleusen", "1.3")
    told = next(item for item in whole.conclusions if item.label == "Gemeld bij de politie")
    assert told.estimate is not None
    part = html(whole.beside())
    assert f"<h3>{told.label}</h3>\n<p>{told.sentence}</p>\n<p>{UNREPORTED}</p>" in part
    # too few victims answered there: what holds in the municipality stands beside it, without a comparison
    part = html(village.beside())
    assert "Gemeld bij de politie: voor Nieuwleusen is er geen cijfer" in part
    assert f"{told.estimate:.0f} procent van de inwoners van de gemeente Dalfsen die deze vraag kregen, meldde dat bij de politie" in part
    assert UNREPORTED in part
    assert UNREPORTED not in html(page(theme="1.1").beside())


@pytest.mark.parametrize("village", ["gemeente", "Dalfsen", "Hoonhorst"])
def test_numbers_of_answers_are_rounded_down_in_public_so_that_nobody_counts_who_did_not_answer(village: str) -> None:
    public, internal = (page(village, "1.3", audience=audience) for audience in ("public", "internal"))
    for name in ("answered", "effective"):
        shown, exact = (of.data.estimates[name].dropna() for of in (public, internal))
        assert (shown % 10 == 0).all()
        assert (exact % 10 != 0).any()
    assert all(int(item.n) % 10 == 0 for item in [*public.conclusions, *public.shown] if item.n.isdigit())
    assert "naar beneden afgerond op tien" in html(public.table())
    assert "naar beneden afgerond op tien" not in html(internal.table())


def test_a_village_with_few_answers_has_an_estimate_of_a_model_for_every_percentage() -> None:
    of = page("Hoonhorst", "1.3")
    part = html(of.table())
    assert "Modelschatting Hoonhorst" in part
    rows = {
        row["question"]: row for _, row in of.data.estimates.query("village == 'Hoonhorst' and year == 2022 and source == 'BRP'").iterrows()
    }
    given = [row for row in rows.values() if pd.notna(row["shrunk"]) and row["floor"] != "plain"]
    assert len(given) >= 2
    for row in given:
        assert f"{row['shrunk']:.0f}% (" in part
    assert "Modelschatting Dalfsen" not in html(page("Dalfsen", "4.1").table())


def test_response_and_weighting_are_folded_in() -> None:
    part = html(page("Lemelerveld").response())
    assert part.startswith("<details><summary>Respons en weging</summary>")
    assert part.count("<table>") == 2
    assert part.index("<caption>Steekproef: respons en weging") < part.index("<caption>Burgerpanel: respons en weging")
    assert part.count("Zwaarste gewicht") == 2
    exact = [
        re.findall(r"<td[^>]*>([^<]*)</td>", row)
        for row in re.findall(r"<tr><th.*?</tr>", html(page("Lemelerveld", audience="internal").response()))
    ]
    figures = [[float(cell.replace(".", "").replace(",", ".")) for cell in row[1:6]] for row in exact if row]
    assert len(figures) == 12
    assert all(answered / effect == pytest.approx(effective, rel=0.02) for answered, _, _, effect, effective in figures)
    public = [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in re.findall(r"<tr><th.*?</tr>", part)]
    assert all(row[1].endswith("0") and row[5].endswith("0") for row in public if row)
    assert "deden er ongeveer" in part
    assert "2.200 inwoners van 18 jaar en ouder" in part
    assert NATIONAL in part


def test_the_questions_are_told_as_they_were_asked() -> None:
    of = page()
    assert str(of.data.questions.loc["te-hard-rijden", "text"]) in html(of.table())


def test_every_chart_says_in_its_alternative_text_what_it_shows() -> None:
    for part in ("questions", "others", "panel"):
        for alt in re.findall(r'<img[^>]* alt="([^"]*)"|aria-label="([^"]*)"', html(getattr(page("Dalfsen", "1.1"), part)())):
            assert "".join(alt).strip()
