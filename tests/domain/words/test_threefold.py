"""Wording in three languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.words.threefold import ThreeTexts, three_from, three_to
from csq_desktop.errors import UserError
from csq_desktop.texts import LANGUAGES, speaking

WHOLE = ThreeTexts("till", "收銀處", "收银台")
written = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).map(str.strip)


@pytest.mark.parametrize(
    ("code", "text"), [("en", "till"), ("zh_HK", "收銀處"), ("zh_CN", "收银台")]
)
def test_a_wording_comes_in_the_language_spoken(code: str, text: str) -> None:
    with speaking(code):
        assert WHOLE.text == text
        assert f"{WHOLE}" == text


@pytest.mark.parametrize(
    ("wording", "code", "text"),
    [
        (ThreeTexts(en="till"), "zh_HK", "till"),
        (ThreeTexts(zh_CN="收银台", en="till"), "zh_HK", "收银台"),
        (ThreeTexts(zh_HK="收銀處", en="till"), "zh_CN", "收銀處"),
        (ThreeTexts(zh_HK="收銀處", zh_CN="收银台"), "en", "收銀處"),
        (ThreeTexts(), "en", ""),
    ],
)
def test_a_missing_language_falls_back_to_the_nearest(
    wording: ThreeTexts, code: str, text: str
) -> None:
    assert wording.said_in(code) == text


def test_a_wording_is_true_when_any_language_is_written() -> None:
    assert ThreeTexts(zh_CN="收银台")
    assert not ThreeTexts()
    assert ThreeTexts(en="till").missing == ("zh_HK", "zh_CN")
    assert WHOLE.missing == ()


def test_placeholders_are_filled_in_every_language() -> None:
    wording = ThreeTexts("{shop} asks", "{shop}收集", "{shop}收集")
    assert wording.filled({"shop": "A"}) == ThreeTexts("A asks", "A收集", "A收集")


@given(en=written, hk=written, cn=written)
def test_a_wording_survives_json(en: str, hk: str, cn: str) -> None:
    wording = ThreeTexts(en, hk, cn)
    assert three_from(three_to(wording), "title") == wording
    assert set(three_to(wording)) <= set(LANGUAGES)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("till", "title should be a group of named values."),
        ({1: "till"}, "title should be a group of named values."),
        ({"en": 5}, "title.en should be a text."),
    ],
)
def test_a_wrong_wording_is_named_by_its_place(value: object, message: str) -> None:
    with pytest.raises(UserError) as caught:
        three_from(value, "title")
    assert caught.value.text == message
