"""Line breaking in both scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.tones import Tone
from csq_desktop.reports.typography import fonts, typeset
from csq_desktop.reports.typography.typeset import TextSpan


def broken(text: typeset.Text, room: float) -> list[str]:
    return [line.text for line in typeset.lines(text, 10, room)]


def test_english_breaks_between_words() -> None:
    assert broken("Refund paid within seven days", 70) == ["Refund paid", "within seven", "days"]


def test_chinese_breaks_between_characters() -> None:
    assert broken("五分鐘內輪到付款", 41) == ["五分鐘內", "輪到付款"]


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    for room in range(30, 160, 5):
        for line in broken("顧客說：「等太久。」（見附件），職員道歉；已退款！完", room):
            assert line[0] not in "：」。），；！"
            assert line[-1] not in "「（"


def test_a_percent_sign_stays_with_its_number() -> None:
    for room in range(40, 120, 5):
        lines = broken("kept in 95% of 1,252 and in 97% later", room)
        assert not any(line.startswith("%") for line in lines)


def test_a_separator_never_begins_a_line_and_a_number_keeps_what_it_counts() -> None:
    for room in range(40, 160, 5):
        lines = broken("已達標・95% 置信區間，較 7月多 12 宗・10月2日起", room)
        assert not any(line.startswith(("・", "月", "宗", "日")) for line in lines), lines


def test_a_day_stays_with_its_month() -> None:
    wide = fonts.width("Decided on 30", 10)
    assert [line.text for line in typeset.lines("Decided on 30 Nov.", 10, wide + 1)] == [
        "Decided on",
        "30 Nov.",
    ]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("31 of 36 complaints resolved on time; half were closed within 4.1 days", 20),
        ("One line", 3),
        ("八項承諾中六項達標，投訴三十五宗，較九月多兩宗，其中四宗", 5),
    ],
)
def test_a_balanced_title_ends_with_no_short_line(text: str, last: int) -> None:
    room = fonts.width(text, 10) * 0.95 if len(text) > 10 else 200.0
    balanced = typeset.balanced(text, 10, room)
    assert len(balanced) == len(typeset.lines(text, 10, room))
    assert len(balanced[-1].text) >= last


def test_no_chinese_text_ends_with_a_line_of_one_letter() -> None:
    assert broken("應尋找更好的做法改善。", 90) == ["應尋找更好的做法", "改善。"]


def test_an_overlong_word_is_cut_to_the_room() -> None:
    lines = typeset.lines("x" * 60 + " end", 10, 80)
    assert len(lines) > 3
    assert all(line.width <= 80 for line in lines)
    assert "".join(line.text for line in lines).replace(" ", "") == "x" * 60 + "end"


def test_line_feeds_break_and_empty_lines_stay() -> None:
    assert broken("first\n\nthird", 200) == ["first", "", "third"]


def test_an_empty_text_is_one_empty_line() -> None:
    assert broken("", 100) == [""]


def test_weights_and_tones_survive_the_break() -> None:
    text = (TextSpan("What happened. ", bold=True), "Since July ", TextSpan("late", tone=Tone.BAD))
    spans = [span for line in typeset.lines(text, 10, 95) for span in line.spans]
    assert TextSpan("What happened.", bold=True) in spans
    assert TextSpan("late", tone=Tone.BAD) in spans


def test_rejoined_lines_break_where_they_broke() -> None:
    lines = typeset.lines("Refund paid within seven days 五分鐘內輪到付款", 10, 70)
    assert typeset.lines(typeset.rejoined(lines), 10, 70) == lines


def test_a_shortened_text_fits_and_says_so() -> None:
    cut = typeset.shortened("Sham Shui Po · SSP01 · 深水埗", 10, 60)
    assert cut.endswith("…")
    assert fonts.width(cut, 10) <= 60
    assert typeset.shortened("short", 10, 60) == "short"


@given(
    st.text(st.sampled_from("ab c,.%（）「」，。五分鐘付款-·\n"), max_size=60),
    st.floats(25, 200),
)
def test_lines_fit_and_no_letter_is_lost(text: str, room: float) -> None:
    lines = typeset.lines(text, 10, room)
    assert all(line.width <= room + 1e-6 for line in lines)
    kept = "".join(line.text for line in lines)
    assert kept.replace(" ", "") == text.replace(" ", "").replace("\n", "")


def test_the_widest_word_is_the_narrowest_room_that_cuts_none() -> None:
    text = "Telephone answered in 5 rings"
    word = typeset.widest_word(text, 10)
    assert word == pytest.approx(fonts.width("Telephone", 10))
    assert "Telephone" in broken(text, word)
