from pathlib import Path

import pytest

from ivp_analysis.analyses import police
from ivp_analysis.vocabulary.parameters import Parameters


@pytest.fixture(autouse=True)
def _home(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVP_HOME", str(sample_home))


def html(part: object) -> str:
    return str(part._repr_html_()) if part is not None else ""  # type: ignore[attr-defined]


def test_every_argument_changes_the_page() -> None:
    base = police.PolicePage.open(Parameters(village="Dalfsen", theme="1.3"))
    text = base.sentence + html(base.table())
    others = [{"village": "Nieuwleusen"}, {"theme": "1.2"}, {"baseline": "2013"}, {"reference": "IJsselland"}, {"audience": "internal"}]
    for change in others:
        other = police.PolicePage.open(Parameters.check({"village": "Dalfsen", "theme": "1.3", **change}))
        shown = other.sentence + html(other.table()) + html(other.parts()) + html(other.heading())
        assert shown != text + html(base.parts()) + html(base.heading()), change


def test_the_edition_changes_what_was_delivered() -> None:
    first = police.PolicePage.open(Parameters(theme="1.1", edition="2022-H1"))
    second = police.PolicePage.open(Parameters(theme="1.1", edition="2022-H2"))
    assert "tot en met augustus 2022" not in html(first.classes())
    assert "tot en met augustus 2022" in html(second.classes())


def test_the_municipality_and_the_reference_stand_beside_a_village() -> None:
    page = police.PolicePage.open(Parameters(village="Hoonhorst", theme="1.2"))
    assert list(page.compared) == ["Hoonhorst", "gemeente", "basisteam Vechtdal zonder Dalfsen"]
    table = html(page.table())
    assert "gemeente Dalfsen (per 1.000)" in table
    assert "basisteam Vechtdal zonder Dalfsen (per 1.000)" in table


def test_a_sensitive_theme_is_told_for_the_municipality_over_several_years() -> None:
    whole = police.PolicePage.open(Parameters(theme="5.1"))
    village = police.PolicePage.open(Parameters(theme="5.1", village="Dalfsen"))
    assert "Over 2017-2021 samen waren er in de hele gemeente" in whole.sentence
    assert "samen" not in village.sentence
    assert (whole.finding.verdict, whole.finding.estimate) == ("niet getoond", None)
    assert whole.chart() is None


def test_parts_of_a_theme_with_a_sensitive_code_are_pooled() -> None:
    assert "2017-2021" in html(police.PolicePage.open(Parameters(theme="1.1")).parts())
    assert "meer jaren samen" in html(police.PolicePage.open(Parameters(theme="1.1", village="Dalfsen")).parts())


@pytest.mark.parametrize("theme", ["1.4", "2.5", "3.2", "3.3", "3.4", "4.4", "5.3", "5.4", "5.5"])
def test_a_theme_without_codes_of_open_data_has_words_and_no_figures(theme: str) -> None:
    page = police.PolicePage.open(Parameters(theme=theme))
    assert page.finding.verdict == "geen politiebron"
    assert (page.chart(), page.table(), page.parts()) == (None, None, None)
    assert page.context.theme.no_police_source in page.sentence


def test_numbers_of_table_and_finding_are_the_same() -> None:
    page = police.PolicePage.open(Parameters(theme="4.1"))
    assert page.finding.estimate is not None
    row = page.totals.query("village == 'gemeente' and year == 2021").iloc[0]
    assert page.finding.n == str(int(row["count"]))
    assert f"{page.finding.estimate:.1f}".replace(".", ",") in html(page.table())


def test_an_average_is_called_after_the_years_that_there_are() -> None:
    sentence = police.PolicePage.open(Parameters(theme="4.1", baseline="2010-2013")).sentence
    assert "In 2012-2013 waren het er" in sentence
    assert "2010" not in sentence
    assert "Over 2001-2003 zijn er geen cijfers" in police.PolicePage.open(Parameters(theme="4.1", baseline="2001-2003")).sentence


def test_several_years_together_that_are_not_shown_are_not_mentioned() -> None:
    page = police.PolicePage.open(Parameters(theme="5.1"))
    hidden = page.rows.assign(shown="niet getoond", exact=False)
    assert "samen" not in police.PolicePage(page.context, hidden).sentence
