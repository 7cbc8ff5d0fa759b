"""Tables that a screen reader can follow."""

import pandas as pd
import pytest

from ivp_analysis.errors import PresentationError
from ivp_analysis.figures.tables import Table

FRAME = pd.DataFrame(
    {"Jaar": ["2020", "2021"], "Aantal": ["<5", "1.234"], "Per 1.000": ["niet getoond", "12,3"], "Oordeel": ["te klein", "geen verschil"]}
)


def test_headers_caption_and_name_are_announced() -> None:
    html = Table.of(FRAME, "Woninginbraken per jaar", "Jaar")._repr_html_()
    assert html.startswith('<div class="ivp-table" tabindex="0" role="region" aria-label="Woninginbraken per jaar"><table><caption>')
    assert html.count('<th scope="col"') == 4
    assert html.count('<th scope="row">') == 2
    assert '<th scope="row">2020</th>' in html


def test_numbers_stand_to_the_right_and_words_do_not() -> None:
    table = Table.of(FRAME, "Woninginbraken", "Jaar")
    assert table.numeric == (False, True, True, False)
    assert '<td class="ivp-number">1.234</td>' in table._repr_html_()
    assert "<td>te klein</td>" in table._repr_html_()


@pytest.mark.parametrize("cell", ["12,3%", "0,8 - 2,1", "-3,5", "< 5", "+2", "1.234*", "<5 (voorlopig)", "0,8 – 2,1"])
def test_what_counts_as_a_number(cell: str) -> None:
    assert Table("c", ("a",), ((cell,),)).numeric == (True,)


def test_a_column_without_any_number_is_text() -> None:
    assert Table("c", ("a",), (("geen cijfer",), ("",))).numeric == (False,)


def test_everything_is_escaped() -> None:
    bad = '<script>"x"</script>'
    html = Table.of(pd.DataFrame({bad: [bad], "b": [bad]}), bad, "b", [bad])._repr_html_()
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 6


def test_notes_are_a_list_below() -> None:
    assert (
        Table.of(FRAME, "c", None, ["Voorlopig.", "Afgerond."])
        ._repr_html_()
        .endswith('</table><ul class="ivp-note"><li>Voorlopig.</li><li>Afgerond.</li></ul></div>')
    )
    assert "<ul" not in Table.of(FRAME, "c")._repr_html_()


def test_an_empty_table_keeps_its_headers() -> None:
    assert "<tbody></tbody>" in Table.of(FRAME.iloc[:0], "c", "Jaar")._repr_html_()


def test_a_number_that_was_not_written_out_is_refused() -> None:
    with pytest.raises(PresentationError, match=r"no text.*row 2"):
        Table.of(pd.DataFrame({"a": ["1", None]}), "c")


def test_a_mistyped_row_header_names_the_nearest() -> None:
    with pytest.raises(PresentationError, match="did you mean 'Jaar'"):
        Table.of(FRAME, "c", "Jaren")


def test_a_ragged_row_or_no_caption_is_refused() -> None:
    with pytest.raises(PresentationError, match="another length"):
        Table("c", ("a", "b"), (("1",),))
    with pytest.raises(PresentationError, match="no caption"):
        Table(" ", ("a",), ())
