"""The recovery sheet: one page, the key in numbered groups, in the language asked for."""

import io
from datetime import date

import pypdf
import pytest

from csq_desktop.domain.stores.recovery import RecoverySheet
from csq_desktop.reports.documents import recovery_sheet
from tests.pdf_structure import faults

CODE = "7K3QX-0AB1C-DEFGH-JKMNP-QRSTV-WXYZ0-12345-6789A"
SHEET = RecoverySheet(
    "明記電器 Ming Kee", "SSP01", "Chan Siu Ming 陳小明", date(2026, 11, 22), CODE
)


def pages(language: str, sheet: RecoverySheet = SHEET) -> list[str]:
    pdf = recovery_sheet.pdf(sheet, language)
    assert faults(pdf) == []
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("language", ["en", "zh_HK", "zh_CN"])
def test_it_stands_on_one_page_with_every_group_of_the_key(language: str) -> None:
    (text,) = pages(language)
    for fact in ("明記電器", "SSP01", "Chan Siu Ming", *CODE.split("-")):
        assert fact in text


def test_groups_are_numbered_as_mistakes_are_told() -> None:
    (text,) = pages("en")
    assert [f"Group {n}" in text for n in range(1, 9)] == [True] * 8
    assert "22 Nov 2026" in text


def test_it_speaks_the_language_asked_for() -> None:
    assert "復原密鑰表" in pages("zh_HK")[0]
    assert "恢复密钥单" in pages("zh_CN")[0]


def test_long_names_do_not_push_it_onto_a_second_page() -> None:
    long = RecoverySheet("店" * 120, "A" * 12, "名" * 200, date(2026, 11, 22), CODE)
    assert len(pages("zh_HK", long)) == 1


def test_the_same_sheet_is_the_same_file() -> None:
    assert recovery_sheet.pdf(SHEET, "en") == recovery_sheet.pdf(SHEET, "en")
    assert CODE.replace("-", "").encode() not in recovery_sheet.pdf(SHEET, "en")
