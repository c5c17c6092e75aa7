"""The bundled faces: which writes what, how wide, and what none can write."""

from importlib import import_module
from typing import Any

import pytest

from csq_desktop.reports.typography import fonts
from csq_desktop.texts import speaking


def test_traditional_chinese_and_cantonese_stand_in_the_hong_kong_face() -> None:
    assert fonts.runs("啲顧客喺度嘅投訴 95%") == (("HK-Regular", "啲顧客喺度嘅投訴 95%"),)


def test_characters_the_hong_kong_face_lacks_come_from_the_other() -> None:
    found = fonts.runs("發现", bold=True)
    assert found == (("HK-Bold", "發"), ("SC-Bold", "现"))


def test_simplified_documents_stand_in_the_mainland_face() -> None:
    with speaking("zh_CN"):
        assert fonts.runs("发现问题") == (("SC-Regular", "发现问题"),)


def test_characters_beyond_the_first_plane_are_known() -> None:
    assert fonts.runs("𨋢") == (("HK-Regular", "𨋢"),)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain <b>&", "plain <b>&"),
        ("a\tb\x07c\u200bd", "a    bcd"),
        ("soft\u00adhyphen", "softhyphen"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("thin\u2009space", "thin space"),
        ("smile 🙂", "smile □"),
        ("caf\u0065\u0301", "café"),
    ],
)
def test_what_no_face_can_write_is_replaced_or_left_out(text: str, shown: str) -> None:
    assert fonts.clean(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("選「不適用」\nMarked “Not applicable”.", "選「不適用」\nMarked <Not applicable>."),
        ("陳小明 said “no queue” twice", "陳小明 said <no queue> twice"),
        ("选“N/A”，不计分", "选“N/A”，不计分"),
        ("“明記 Ming Kee” is open", "“明記 Ming Kee” is open"),
        ("the shop's and the customers' own", "the shop^s and the customers^ own"),
        ("陳太's receipt, Ho’s 收據", "陳太's receipt, Ho^s 收據"),
        ("‘till’ 5'", "`till^ 5'"),
        ("Two more…", "Two more~"),
        ("另有兩項……", "另有兩項……"),
        ("報告…, “Two more…”", "報告…, <Two more~>"),
        ("Two more… 另有兩項", "Two more~ 另有兩項"),
    ],
)
def test_marks_are_as_wide_as_what_they_stand_among(text: str, shown: str) -> None:
    expected = shown.translate(str.maketrans("`<^>~", fonts.NARROW_MARKS))
    assert fonts.clean(text) == expected
    assert fonts.clean(expected) == expected


def test_narrow_marks_are_the_glyphs_that_the_files_mean() -> None:
    library: Any = import_module("fontTools.ttLib")  # comes with matplotlib, and is large
    for name in fonts.FILES:
        with library.TTFont(fonts.file_of(name), lazy=True) as file:
            rules = file["GSUB"].table
            narrow: dict[str, str] = {}
            for record in rules.FeatureList.FeatureRecord:
                if record.FeatureTag == "pwid":
                    for at in record.Feature.LookupListIndex:
                        for part in rules.LookupList.Lookup[at].SubTable:
                            narrow |= getattr(part, "ExtSubTable", part).mapping
            for code, glyph in fonts.narrow_glyphs(name).items():
                wide = file.getBestCmap()[ord(fonts.as_read(chr(code)))]
                assert file.getGlyphID(narrow[wide]) == glyph
                width = fonts.face(name).advance(chr(code))
                assert width == file["hmtx"][narrow[wide]][0]
                assert width < 600 or fonts.as_read(chr(code)) == "…"


def test_widths_are_those_of_the_type_library_that_embeds_the_faces() -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    from csq_desktop.reports.paper import typefaces

    for name in ("HK-Regular", "HK-Bold"):
        typefaces.need(name)
        for text in ("Received 1,252 · 95% CI", "五分鐘內輪到付款", "p̄ ≤ ′ ½ 𨋢"):
            expected = stringWidth(text, name, 10)
            assert fonts.width(text, 10, name.endswith("Bold")) == pytest.approx(expected)


def test_digits_are_equally_wide() -> None:
    assert len({fonts.width(digit, 10) for digit in "0123456789"}) == 1


def test_bold_text_is_wider() -> None:
    assert fonts.width("Complaints", 10, bold=True) > fonts.width("Complaints", 10)
