from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ivp_analysis.vocabulary.duiding import LONGEST, MISSING, ROLES, Acceptance, Duiding, for_page, missing

POLICE, OOV = ROLES


def duiding(rol: str = POLICE, *themas: str, kern: str = "gemeente", **changes: Any) -> Duiding:
    known = {"tekst": "Woorden.", "rol": rol, "auteur": "informatieanalist", "datum": "2022-09-20", "themas": themas, "kern": kern}
    return Duiding.model_validate(known | changes)


duidingen = st.lists(
    st.builds(
        lambda rol, themas, kern: duiding(rol, *themas, kern=kern),
        st.sampled_from(ROLES),
        st.lists(st.sampled_from(["1.3", "3.1"]), max_size=2, unique=True),
        st.sampled_from(["gemeente", "Hoonhorst", "Dalfsen"]),
    ),
    max_size=8,
)
places = st.tuples(st.sampled_from(["1.3", "3.1", "F1"]), st.sampled_from(["gemeente", "Hoonhorst", "Dalfsen"]))


# one duiding


def test_without_themes_and_village_it_is_about_all_of_the_municipality() -> None:
    item = Duiding(tekst="Woorden.", rol="team OOV", auteur="beleidsadviseur", datum=date(2022, 9, 20))
    assert (item.themas, item.kern) == ((), "gemeente")


def test_white_space_around_the_words_is_no_part_of_them() -> None:
    assert duiding(tekst="\n  Eerst.\n\nDan.\n").tekst == "Eerst.\n\nDan."


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"tekst": " \n "}, "tekst"),
        ({"tekst": "x" * (LONGEST + 1)}, "tekst"),
        ({"rol": "gemeente"}, "rol"),
        ({"auteur": " "}, "auteur"),
        ({"datum": "gisteren"}, "datum"),
        ({"themas": "1.3"}, "themas"),
        ({"kern": ""}, "kern"),
        ({"naam": "J. Jansen"}, "naam"),
    ],
)
def test_a_field_that_is_wrong_or_unknown_is_refused_by_name(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        duiding(**changes)
    assert {error["loc"][0] for error in refused.value.errors()} == {field}


def test_the_longest_text_is_accepted() -> None:
    assert len(duiding(tekst="x" * LONGEST).tekst) == LONGEST


def test_a_theme_without_quotes_is_what_was_written() -> None:
    assert duiding(themas=[1.3, "F1"]).themas == ("1.3", "F1")


def test_it_comes_back_from_plain_values() -> None:
    item = duiding(OOV, "1.3", "3.1", kern="Hoonhorst")
    plain = item.model_dump(mode="json")
    assert plain["datum"] == "2022-09-20"
    assert plain["themas"] == ["1.3", "3.1"]
    assert Duiding.model_validate(plain) == item


# what stands on a page


def test_a_page_has_what_is_about_its_theme_and_village() -> None:
    mine, other_theme, other_village = duiding(POLICE, "1.3"), duiding(POLICE, "3.1"), duiding(POLICE, "1.3", kern="Dalfsen")
    assert for_page([other_theme, mine, other_village], "1.3", "Hoonhorst") == [mine]


def test_what_is_about_the_municipality_stands_on_the_pages_of_villages_and_not_the_other_way_round() -> None:
    whole, village = duiding(POLICE, "1.3"), duiding(POLICE, "1.3", kern="Hoonhorst")
    assert for_page([whole, village], "1.3", "Hoonhorst") == [village, whole]
    assert for_page([whole, village], "1.3", "gemeente") == [whole]


def test_a_general_text_stands_in_only_for_a_role_that_wrote_nothing_about_the_theme() -> None:
    general, specific, answer = duiding(POLICE), duiding(POLICE, "1.3"), duiding(OOV)
    assert for_page([general, specific, answer], "1.3", "gemeente") == [specific, answer]
    assert for_page([general, specific, answer], "3.1", "gemeente") == [general, answer]


def test_what_another_village_is_told_about_a_theme_does_not_replace_a_general_text() -> None:
    general, elsewhere = duiding(POLICE), duiding(POLICE, "1.3", kern="Dalfsen")
    assert for_page([general, elsewhere], "1.3", "Hoonhorst") == [general]


def test_the_police_come_first() -> None:
    answer, words = duiding(OOV, "1.3"), duiding(POLICE, "1.3")
    assert for_page([answer, words], "1.3", "gemeente") == [words, answer]


@given(duidingen, places)
def test_choosing_twice_is_choosing_once_and_order_does_not_matter(items: list[Duiding], place: tuple[str, str]) -> None:
    chosen = for_page(items, *place)
    assert for_page(chosen, *place) == chosen
    assert sorted(map(str, for_page(reversed(items), *place))) == sorted(map(str, chosen))


@given(duidingen, places)
def test_a_role_is_missing_when_nothing_of_it_stands_on_the_page(items: list[Duiding], place: tuple[str, str]) -> None:
    told = {item.rol for item in for_page(items, *place)}
    assert missing(items, *place) == [role for role in ROLES if role not in told]


def test_a_general_text_is_enough_for_every_page_and_none_is_missing_then() -> None:
    assert missing([duiding(POLICE), duiding(OOV)], "4.1", "Hoonhorst") == []
    assert missing([duiding(POLICE, "1.3")], "4.1", "Hoonhorst") == [POLICE, OOV]
    assert missing([duiding(POLICE), duiding(OOV, kern="Dalfsen")], "4.1", "Hoonhorst") == [OOV]


def test_every_role_has_words_for_when_it_is_missing() -> None:
    assert list(MISSING) == list(ROLES)
    assert len(set(MISSING.values())) == len(ROLES)


# what may describe a single incident, and who accepts it

INCIDENT = "Op 12 maart is een 17-jarige aangehouden."


def accepted(item: Duiding, *kinds: str, **changes: str) -> Duiding:
    by = {"rol": "privacy officer", "soorten": kinds, "kenmerk": item.mark} | changes
    return Duiding.model_validate(item.model_dump(exclude={"geaccepteerd"}) | {"geaccepteerd": by})


def left(item: Duiding) -> dict[str, list[str]]:
    return {field: [one.kind.value for one in traces] for field, traces in item.open_traces.items()}


def test_words_without_traces_need_nobody() -> None:
    assert left(duiding(tekst="Er waren minder meldingen dan in 2021.")) == {}


def test_traces_are_open_until_every_kind_is_accepted() -> None:
    item = duiding(tekst=INCIDENT)
    assert left(item) == {"tekst": ["datum", "leeftijd"]}
    assert left(accepted(item, "datum")) == {"tekst": ["leeftijd"]}
    assert left(accepted(item, "datum", "leeftijd")) == {}


def test_other_words_of_the_same_kinds_are_asked_about_anew() -> None:
    read = accepted(duiding(tekst=INCIDENT), "datum", "leeftijd")
    changed = read.model_copy(update={"tekst": INCIDENT.replace("12", "13")})
    assert left(changed) == {"tekst": ["datum", "leeftijd"]}


def test_another_author_is_asked_about_anew_and_other_line_breaks_are_not() -> None:
    read = accepted(duiding(tekst=INCIDENT), "datum", "leeftijd")
    assert left(read.model_copy(update={"tekst": INCIDENT.replace(" is ", "\nis ")})) == {}
    assert left(read.model_copy(update={"auteur": "wijkagent"})) == {"tekst": ["datum", "leeftijd"]}


def test_the_author_is_searched_as_well() -> None:
    assert left(duiding(auteur="mevrouw Jansen, analist")) == {"auteur": ["naam"]}


@pytest.mark.parametrize("mark", ["12345678", 12345678, "01234567", 1234567])
def test_a_mark_without_letters_may_stand_without_quotes(mark: object) -> None:
    assert Acceptance.model_validate({"rol": "burgemeester", "soorten": ["datum"], "kenmerk": mark}).kenmerk == f"{int(str(mark)):08d}"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rol": "J. Jansen"}, "rol"),
        ({"rol": "informatieanalist"}, "rol"),
        ({"rol": "functionaris gegevensbescherming"}, "rol"),
        ({"soorten": []}, "soorten"),
        ({"soorten": ["alles"]}, "soorten"),
        ({"kenmerk": "xyz"}, "kenmerk"),
        ({"naam": "Jansen"}, "naam"),
    ],
)
def test_who_accepts_is_one_of_a_few_roles_and_says_what(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Acceptance.model_validate({"rol": "privacy officer", "soorten": ["datum"], "kenmerk": "0a1b2c3d"} | changes)
    assert {error["loc"][0] for error in refused.value.errors()} == {field}
    assert "Jansen" not in "".join(error["msg"] for error in refused.value.errors())
