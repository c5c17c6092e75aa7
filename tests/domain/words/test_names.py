"""Names as they are typed, kept and compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.words.names import name_key, one_line, titles


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  May \t Wong\n", "May Wong"),
        ("May\u200b Wong\u200f", "May Wong"),
        ("\u202eMay Wong\u202c", "May Wong"),
        ("陳\u3000小文\ufeff", "陳 小文"),
        ("May \u200b Wong", "May Wong"),
        ("\u200b", ""),
        ("\u115f\u3164", ""),
        ("\u2800May", "May"),
        ("葛\U000e0100城", "葛\U000e0100城"),
    ],
)
def test_a_name_is_kept_as_it_is_seen(typed: str, name: str) -> None:
    assert one_line(typed) == name


def test_names_that_look_alike_are_the_same() -> None:
    assert name_key("ＭＡＹ  wong\u200b") == name_key("May Wong")


@pytest.mark.parametrize(
    "written", ["Ka-ho Lam", " ka-ho  LAM ", "Ｋａ－ｈｏ Ｌａｍ", "KA-HO\u3000LAM", "ka-ho\tlam"]
)
def test_a_name_is_the_same_in_any_case_and_width(written: str) -> None:
    assert name_key(written) == name_key("Ka-ho Lam")


@pytest.mark.parametrize("other", ["Ka ho Lam", "Ka-ho Lam Jr", "Kaho Lam", "林嘉豪"])
def test_another_name_is_another_person(other: str) -> None:
    assert name_key(other) != name_key("Ka-ho Lam")


@given(st.text())
def test_a_name_on_one_line_has_the_same_key(name: str) -> None:
    assert name_key(one_line(name)) == name_key(name)
    assert one_line(one_line(name)) == one_line(name)


def test_titles_are_listed_in_small_letters() -> None:
    titles.cache_clear()
    assert {"mr", "先生"} <= titles()
    assert all(title == title.casefold() for title in titles())
