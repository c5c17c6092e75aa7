"""A document in two languages: whole in both, what is the same in both once, each one tagged."""

import re
from collections.abc import Callable, Iterator

import pypdfium2
import pytest

from csq_desktop.domain.paper.charts import AgeingSpec, Bar, ParetoSpec, TargetRow, TargetsSpec
from csq_desktop.domain.tones import Tone
from csq_desktop.reports.documents.languages import Languages
from csq_desktop.reports.paper import blocks, style, wording
from csq_desktop.reports.paper.blocks import (
    Block,
    PaperBadge,
    PaperCard,
    PaperColumn,
    PaperRow,
    PaperTable,
    labelled_sentences,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.reports.typography import typeset
from csq_desktop.texts import language
from tests.pdf_structure import Structure
from tests.pdf_text import pages
from tests.printed_faults import faults
from tests.reports import samples
from tests.reports.paper.test_blocks import photograph

OWN = "“Second till” until 20:00"
"""What a person wrote: it is the same in every language."""


CHINESE = re.compile("[\u4e00-\u9fff]")


def _said(english: str, chinese: str) -> str:
    return english if language() == "en" else chinese


def _blocks() -> tuple[Block, ...]:
    month, pledge = _said("October 2026", "2026年10月"), _said("Quick tills", "收銀快捷")
    return (
        blocks.Cover(
            _said("One pledge was met", "一項承諾達標"),
            over=_said("Report", "報告"),
            facts=((_said("Shop", "店舖"), OWN), (_said("Period", "期間"), month)),
            remark=_said("Compared.", "已比對。"),
        ),
        blocks.Heading(
            _said("Tills were slow", "收銀緩慢"), subject=_said("Share", "比率"), anchor=1
        ),
        blocks.ContentsLine(_said("Contents:", "目錄："), ((_said("Pledges", "服務承諾"), 1),)),
        blocks.Lead(_said("Nine of ten.", "十居其九。")),
        labelled_sentences(
            (_said("Cause:", "原因："), _said("One till.", "只有一個收銀機。")),
            (_said("Improvement:", "改善："), OWN),
        ),
        blocks.Note(_said("Owed: a voucher.", "應補禮券。"), Tone.WARN),
        blocks.Bullets((_said("Counted by hand.", "人手統計。"), OWN)),
        blocks.Cards(
            (
                PaperCard(
                    _said("Median", "中位數"), _said("3 days", "3 日"), _said("of 7", "共 7")
                ),
                PaperCard(_said("Share", "比率"), "96.0%"),
            )
        ),
        blocks.Chart(_targets(pledge), 80.0, _said("By pledge.", "按承諾。")),
        blocks.Chart(ParetoSpec(bars=(Bar(_said("Price", "價錢"), 4.0), Bar(OWN, 2.0)))),
        PaperTable(
            (PaperColumn(_said("Month", "月份")), PaperColumn("n", "right")),
            (PaperRow((month, "1,234")),),
        ),
        PaperTable(
            (PaperColumn(_said("Pledge", "承諾")), PaperColumn(_said("Result", "結果"))),
            (
                PaperRow((pledge, PaperBadge(_said("Not met", "未達標"), Tone.BAD))),
                PaperRow((OWN, samples.spark())),
            ),
            title=_said("All pledges", "所有承諾"),
            note=_said("Counted daily.", "每日統計。"),
        ),
        blocks.Facts(((_said("Code", "編碼"), "7f3a"),)),
        blocks.Together((blocks.Image(photograph(), 60.0, _said("A shelf", "貨架")),)),
        blocks.Beside(((blocks.QrCode("7", caption=_said("Scan", "掃描")),), (blocks.Spacer(),))),
        blocks.SignOff((blocks.SignBox(_said("Reviewer", "審閱人"), _said("Read.", "已閱。")),)),
    )


def _targets(name: str) -> TargetsSpec:
    row = TargetRow(label=name, value=0.9, target=0.95, word=_said("Not met", "未達標"))
    return TargetsSpec(rows=(row,))


def _document(code: str) -> Document:
    return Document(
        title="t",
        language=code,
        furniture=Furniture(
            header_left=(_said("Service report", "服務報告"),),
            header_right=("Sham Shui Po", "SSP01"),
            footer=(_said("Pack 7", "報告 7"), _said("code 8c41", "編碼 8c41")),
            band=_said("Preview", "預覽"),
        ),
        blocks=_blocks(),
    )


@pytest.fixture(scope="module")
def both() -> Document:
    return Languages("en", "zh_HK").document(_document)


def test_every_kind_of_block_is_whole_in_both(both: Document) -> None:
    pdf = both.pdf()
    read = Structure(pdf)
    assert [*faults(both, pdf), *read.faults] == []
    text = "".join(read.text().split())
    for words in (
        *("Onepledgewasmet一項承諾達標", "Report·報告", "Shop店舖", "Period期間"),
        *("October20262026年10月", "Compared.已比對。", "Tillswereslow收銀緩慢", "Share比率"),
        *("Contents:Pledges", "目錄：服務承諾", "Nineoften.十居其九。", "應補禮券。"),
        *("Countedbyhand.人手統計。", "Median中位數3days3日of7共7", "Quicktills收銀快捷"),
        *("target目標", "Notmet未達標", "Bypledge.按承諾。", "Price價錢", "cumulative累計"),
        *("Month月份n", "October20262026年10月1,234", "Allpledges所有承諾", "每日統計。"),
        *("Code編碼7f3a", "Ashelf貨架", "Scan掃描", "Reviewer審閱人", "Read.已閱。"),
        *("Name姓名", "Signature簽署", "Date日期"),
    ):
        assert words in text, words


def test_what_says_the_same_in_both_stands_once(both: Document) -> None:
    text = "".join(Structure(both.pdf()).text().split())
    assert text.count("96.0%") == text.count("1,234") == text.count("7f3a") == 1
    own = "".join(OWN.split()).strip("“”")[:10]
    assert text.count(own) == _plain(_blocks()).count(own)
    assert "Cause:Onetill.Improvement:改善：" in text
    assert "原因：只有一個收銀機。" in text


def _plain(part: object) -> str:
    return "".join("".join(wording.texts(part)).split())


def test_each_word_of_the_second_language_is_tagged_with_it(both: Document) -> None:
    root = Structure(both.pdf()).root
    tagged = "".join(node.text for node in root.walk() if node.language == "zh-Hant-HK")
    rest = "".join(node.text for node in root.walk() if not node.language)
    assert "一項承諾達標" in tagged
    assert not CHINESE.search(rest)
    assert not re.search("[a-z]{3}", tagged)


def test_a_chart_is_described_in_both_and_its_words_are_tagged(both: Document) -> None:
    first, second, spark, *_ = Structure(both.pdf()).root.all("Figure")
    assert first.alt == "By pledge.\n按承諾。"
    assert spark.alt.startswith("Small chart of ")
    assert "\n" in spark.alt
    assert (
        "".join(part.text for part in first.children if part.language)
        == "收銀快捷目標置信區間未達標"
    )
    assert "“Second till”" in second.text  # as narrow as in the text, and not as typed


def test_every_word_stands_in_the_face_of_its_language() -> None:
    faces: dict[bool, set[str]] = {True: set(), False: set()}
    pdf = Languages("en", "zh_CN").document(_document).pdf()
    with pypdfium2.PdfDocument(pdf) as opened:
        for page in opened:
            for part in page.get_objects(textpage=page.get_textpage()):
                if isinstance(part, pypdfium2.PdfTextObj):
                    face = part.get_font().get_base_name()
                    faces[bool(CHINESE.search(part.extract()))].add(face)
    assert all("SC" in face for face in faces[True]), faces
    assert any("HK" in face for face in faces[False])


def test_header_band_and_footer_are_in_both(both: Document) -> None:
    words = " ".join(pages(both.pdf())[1].split())
    for part in ("Service report·服務報告", "Preview 預覽", "Pack 7", "報告 7", "第 2 頁"):
        assert part.replace(" ", "") in words.replace(" ", ""), part


def test_names_that_share_a_line_are_not_broken() -> None:
    def table() -> Iterator[Block]:
        columns = [PaperColumn(_said("Month", "月份"))]
        columns += [PaperColumn(_said("Open at the start", "期初未結"), "right")] * 6
        months = _said("November 2026", "2026年11月")
        yield PaperTable(tuple(columns), (PaperRow((months, *("1,234",) * 6)),))

    (block,) = _both(table)
    assert isinstance(block, PaperTable)
    room, cell = (block.columns[0].width or 0.0) - 2 * block.pad, block.rows[0].cells[0]
    assert isinstance(cell, tuple)
    assert len(typeset.lines(cell, style.CELL, room)) == 1


def test_two_notes_on_a_column_are_two_lines() -> None:
    def chart() -> Iterator[Block]:
        yield blocks.Chart(AgeingSpec(bars=(Bar("1", 1.0, note=_said("2 late", "2 宗逾期")),)))

    (block,) = _both(chart)
    assert isinstance(block, blocks.Chart)
    assert isinstance(block.spec, AgeingSpec)
    assert block.spec.bars[0].note == "2 late\n2 宗逾期"


def _both(make: Callable[[], Iterator[Block]]) -> tuple[Block, ...]:
    def one_language(code: str) -> Document:
        return Document(title="t", language=code, blocks=tuple(make()))

    return Languages("en", "zh_HK").document(one_language).blocks


def test_a_second_language_that_is_the_first_is_printed_once() -> None:
    assert Languages("en", "en").document(_document) == Languages("en").document(_document)
