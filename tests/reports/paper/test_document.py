"""A printed document as a file: text, fonts, outline, metadata, and the same bytes every time."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination, DictionaryObject

from csq_desktop.reports.paper.blocks import (
    Chart,
    Cover,
    Heading,
    Lead,
    PageBreak,
    Paragraph,
    TextSpan,
)
from tests.reports import samples
from tests.reports.pages import document, flat, fonts, pictures, printed, words

CHINESE = "啲顧客喺收銀處等好耐，嘅投訴；發現问题后应及时处理；𨋢門"
PAGES = (
    Cover("Service report", second="服務報告", facts=(("Period", "October 2026"),)),
    Heading("The pledge is kept", second="已達成承諾"),
    Lead(CHINESE),
    *(Chart(spec, 160.0) for spec in samples.ORDINARY.values()),
)


def test_text_in_both_scripts_is_read_back() -> None:
    assert CHINESE in flat(printed(Lead(CHINESE), Paragraph((TextSpan(CHINESE, bold=True),))))


@pytest.mark.parametrize("language", ["en", "zh_HK", "zh_CN"])
def test_simplified_text_is_read_back_in_every_language(language: str) -> None:
    assert CHINESE in flat(printed(Lead(CHINESE), language=language))


def test_quotation_marks_are_read_back_as_marks_whatever_their_width() -> None:
    text = "A typed 'no' is not “Not applicable” to the shop’s customers"
    reader = printed(Heading(text), Lead("選“OK”，" + text), language="zh_CN")
    assert titles(reader.outline) == [text]
    assert flat(reader).count(text.replace(" ", "")) == 2


def test_text_in_charts_is_read_back() -> None:
    text = flat(printed(Chart(samples.control("第二個收銀處關閉，发现原因"), 200.0)))
    assert "pledge95%" in text
    assert "第二個收銀處關閉，发现原因" in text


def test_charts_are_vectors_and_not_pictures() -> None:
    assert pictures(printed(*PAGES)) == []


def test_every_font_is_one_of_ours_and_embedded_as_a_subset() -> None:
    found = fonts(printed(*PAGES, Paragraph((TextSpan(CHINESE, bold=True),))))
    names = {str(font["/BaseFont"]) for font in found}
    assert {name.split("+")[1] for name in names} == {
        "NotoSansHK-Regular", "NotoSansHK-Bold", "NotoSansSC-Regular", "NotoSansSC-Bold",
    }  # fmt: skip
    for font in found:
        descriptor = font["/FontDescriptor"]
        assert isinstance(descriptor, DictionaryObject)
        assert "/FontFile2" in descriptor


def test_no_face_is_listed_that_the_reader_must_have_itself() -> None:
    pdf = bytes(document(*PAGES).pdf())
    assert b"Helvetica" not in pdf
    assert b"ZapfDingbats" not in pdf


def test_every_page_carries_header_and_footer_with_its_number() -> None:
    reader = printed(Lead("one"), PageBreak(), Lead("two"), PageBreak(), Lead("three"))
    assert len(reader.pages) == 3
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert f"page {number} of 3" in text
        assert "Service report · October 2026" in text
        assert "Sham Shui Po · SSP01" in text
        assert "Pack 2026-10 · version 1 · chain 8c41 90ef" in text


def test_page_numbers_follow_the_language() -> None:
    assert "第 1 頁，共 1 頁" in words(printed(Lead("一"), language="zh_HK"))


def test_the_cover_has_no_header() -> None:
    reader = printed(*PAGES)
    assert "Service report · October 2026" not in reader.pages[0].extract_text()
    assert "服務報告" in reader.pages[0].extract_text()
    assert "Service report · October 2026" in reader.pages[1].extract_text()


def test_a_long_header_is_cut_and_not_printed_over() -> None:
    long = document(Lead("one"))
    parts = ("深水埗" * 30, "SSP01")
    furniture = type(long.furniture)(header_left=parts, header_right=parts, footer=parts * 3)
    reader = PdfReader(BytesIO(type(long)(title="t", furniture=furniture).add(Lead("x")).pdf()))
    assert words(reader).count("…") == 3
    assert words(reader).count("SSP01") == 3


Outline = Sequence["Destination | Outline"]


def titles(outline: Outline) -> list[object]:
    """What each mark says; those below it follow as a list of their own."""
    return [mark.title if isinstance(mark, Destination) else titles(mark) for mark in outline]


def test_headings_are_the_outline() -> None:
    reader = printed(
        Heading("First"), Heading("Part", level=2), Lead("text"), PageBreak(), Heading("第二頁")
    )
    assert titles(reader.outline) == ["First", ["Part"], "第二頁"]
    second = reader.outline[-1]
    assert isinstance(second, Destination)
    assert reader.get_destination_page_number(second) == 1


def test_an_outline_may_begin_with_parts() -> None:
    """Two of one level are equals, whatever stands above them."""
    parts = (Heading("Part", level=2), Heading("Next part", level=2), Heading("Page"))
    assert titles(printed(*parts).outline) == ["Part", "Next part", "Page"]


def test_the_file_says_what_it_is() -> None:
    reader = printed(Lead("one"), language="zh_HK")
    assert reader.metadata is not None
    assert reader.metadata.title == "服務報告 Service report"
    assert reader.metadata.author == "Sham Shui Po"
    assert reader.metadata.subject == "Monthly review"
    assert str(reader.root_object["/Lang"]) == "zh-Hant-HK"
    preferences = reader.viewer_preferences
    assert preferences is not None
    assert preferences.display_doctitle


def test_the_date_is_the_day_of_issue_and_not_of_printing() -> None:
    issued = datetime(2026, 11, 2, 1, 12, tzinfo=UTC)
    dated = type(document())(title="t", issued=issued).add(Lead("one"))
    metadata = PdfReader(BytesIO(dated.pdf())).metadata
    assert metadata is not None
    assert metadata.creation_date == issued


def test_the_same_document_gives_the_same_bytes() -> None:
    assert document(*PAGES).pdf() == document(*PAGES).pdf()


def test_documents_printed_between_do_not_change_the_bytes() -> None:
    before = document(*PAGES).pdf()
    document(Lead("別的文件"), language="zh_CN").pdf()
    assert document(*PAGES).pdf() == before


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_fresh_process_gives_the_same_bytes(seed: str) -> None:
    script = (
        "import hashlib; from tests.reports.paper import test_document as t;"
        "print(hashlib.sha256(t.document(*t.PAGES).pdf()).hexdigest())"
    )
    found = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    assert found.stdout.strip() == hashlib.sha256(document(*PAGES).pdf()).hexdigest()


def test_a_pack_of_ten_charts_stays_small() -> None:
    assert len(document(*PAGES).pdf()) < 250_000


def test_adding_blocks_leaves_the_first_document_alone() -> None:
    first = document(Lead("one"))
    assert len(first.add(Lead("two")).blocks) == 2
    assert len(first.blocks) == 1


def test_characters_without_a_face_are_named_each_once() -> None:
    written = document(Lead(f"{CHINESE} 😀 é □ \u200b\t"), Paragraph("😀🛒\ufe0f"))
    assert written.unwritable() == ("😀", "🛒")
    assert flat(printed(*written.blocks)).count("□") == 4


def test_a_document_without_blocks_is_still_a_page() -> None:
    assert len(PdfReader(BytesIO(document().pdf())).pages) == 1


def test_nothing_in_the_home_folder_is_run() -> None:
    """ReportLab would, and makes no page where the home is a file."""
    for name in ("reportlab_mods", "reportlab_settings"):
        assert not hasattr(sys.modules[name], "__file__")
