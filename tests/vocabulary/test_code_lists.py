from collections.abc import Callable
from typing import Any

import pytest

from ivp_analysis.vocabulary.code_lists import changed_themes, code_list
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid

Content = dict[str, Any]


def theme(content: Content, number: str) -> Content:
    return next(item for field in content["velden"] for item in field["themas"] if item["nummer"] == number)


def offence(content: Content, code: str) -> Content:
    return next(item for item in content["misdrijven"] if item["code"] == code)


def move_nuisance(content: Content) -> None:
    theme(content, "1.1")["overlast"] = [*theme(content, "1.1")["overlast"], "E35"]
    theme(content, "3.1").update(overlast=[], geen_politiebron="geteld bij 1.1")


def hide_a_code(content: Content) -> None:
    offence(content, "2.5.2")["alleen_gemeente"] = True


def move_a_class(content: Content) -> None:
    first, second = offence(content, "1.1.1"), offence(content, "2.5.2")
    first["klassen"], second["klassen"] = first["klassen"][1:], [*second["klassen"], first["klassen"][0]]


def add_an_own_class(content: Content) -> None:
    theme(content, "2.1")["klassen"] = [*theme(content, "2.1")["klassen"], {"code": "Z99", "naam": "nieuw"}]


def rename(content: Content) -> None:
    content.update(versie=99, oordeel="iemand anders")
    theme(content, "1.1").update(naam="Anders", waarschuwing="let op")
    offence(content, "1.1.1")["naam"] = "anders"


def reorder(content: Content) -> None:
    for field in content["velden"]:
        for item in field["themas"]:
            item["misdrijven"], item["overlast"] = item["misdrijven"][::-1], item["overlast"][::-1]


@pytest.mark.parametrize(
    ("change", "themes"),
    [
        (move_nuisance, ["1.1", "3.1"]),
        (hide_a_code, ["2.1"]),
        (move_a_class, ["1.3", "2.1"]),
        (add_an_own_class, ["2.1"]),
        (rename, []),
        (reorder, []),
    ],
)
def test_a_theme_changes_with_what_is_counted_for_it(kernbeleid: Kernbeleid, change: Callable[[Content], None], themes: list[str]) -> None:
    content = kernbeleid.model_dump(by_alias=True)
    change(content)
    other = Kernbeleid.model_validate(content)
    assert changed_themes(code_list(kernbeleid)["codes"], code_list(other)["codes"]) == themes


def test_every_theme_has_a_digest_and_the_list_its_version(kernbeleid: Kernbeleid) -> None:
    found = code_list(kernbeleid)
    assert found["version"] == kernbeleid.version
    assert list(found["codes"]) == list(kernbeleid.themes)


def test_a_theme_that_was_not_there_changed() -> None:
    assert changed_themes({"1.1": "a"}, {"1.1": "a", "1.2": "b"}) == ["1.2"]
