"""The structure of what the page kit prints: roles, reading order, a sentence for each picture."""

from datetime import UTC, date, datetime
from io import BytesIO

import pikepdf
import pytest

from csq_desktop.domain.paper.charts import SparkSpec
from csq_desktop.reports.paper import blocks
from csq_desktop.reports.paper.blocks import PaperColumn, PaperRow, PaperTable, TextSpan
from csq_desktop.reports.paper.document import Document
from tests.pdf_structure import Structure
from tests.reports import samples
from tests.reports.pages import document
from tests.reports.paper.test_blocks import photograph

SENTENCE = "服務 service "
CHINESE = TextSpan("服務報告", language="zh_HK")
COLUMNS = (PaperColumn("Reference"), PaperColumn("Event"), PaperColumn("Days", "right"))
EVERYTHING = (
    blocks.Cover("Service report", CHINESE, facts=(("Period", "October"),), remark="Kept."),
    blocks.Heading("The pledge is kept", TextSpan("已達成承諾", language="zh_HK")),
    blocks.Lead("One sentence."),
    blocks.Bullets(("first", "second"), mark="□"),
    blocks.Cards((blocks.PaperCard("Score", "96%", "n = 20"), blocks.PaperCard("Late", "0"))),
    blocks.Chart(samples.control(), 120.0, "July fell below its limit."),
    blocks.Heading("A part that has no page", level=3),
    blocks.Facts((("Shop", "Sham Shui Po"), ("Note", SENTENCE * 900))),
    blocks.Checks("Shop floor", (blocks.Check("Is it clean?", "Look.", True),), ("Yes", "No")),
    blocks.Note(SENTENCE * 900),
    blocks.Together(
        (blocks.Heading("Photos", level=2), blocks.Image(photograph(), 90.0, "Item 1.1"))
    ),
    blocks.QrCode("HTTPS://EXAMPLE.ORG"),
    blocks.Beside(((blocks.Paragraph("left"),), (blocks.Paragraph("right"),))),
    blocks.SignOff((blocks.SignBox("Supervisor", "I have read it.", "May"),)),
)


def structure(*content: blocks.Block) -> Structure:
    return Structure(document(*content).pdf())


@pytest.fixture(scope="module")
def whole() -> Structure:
    return structure(*EVERYTHING)


def test_every_kind_of_block_has_its_role_and_its_place(whole: Structure) -> None:
    assert whole.faults == []
    assert [node.role for node in whole.root.children] == [
        "P", "H1", "P", "L", "P",  # cover
        "H1", "P", "P", "L", "L", "Figure", "H2", "L", "Table", "P", "H2", "Figure", "Figure",
        "P", "P", "P",
    ]  # fmt: skip


def test_a_picture_is_told_in_a_sentence(whole: Structure) -> None:
    told = [figure.alt for figure in whole.root.all("Figure")]
    chart = "\n".join((samples.control().title, samples.control().subject))
    assert told == [f"{chart}\nJuly fell below its limit.", "Item 1.1", "HTTPS://EXAMPLE.ORG"]
    assert [figure.alt for figure in structure(blocks.Chart(samples.control())).root.all("Figure")]


def test_the_second_language_is_named_where_it_stands() -> None:
    first = Document(title="t", second="zh_HK", blocks=EVERYTHING[:2])
    read = Structure(first.pdf())
    assert read.language == "en-HK"
    spoken = [(node.role, node.text) for node in read.root.walk() if node.language]
    assert spoken == [("Span", "服務報告"), ("Span", "已達成承諾")]


def test_what_goes_over_to_the_next_page_is_one_paragraph() -> None:
    read = structure(blocks.Paragraph(SENTENCE * 900), blocks.Bullets((SENTENCE * 900,)))
    assert read.faults == []
    assert [node.role for node in read.root.walk()] == [
        "Document", "P", "L", "LI", "Lbl", "LBody",
    ]  # fmt: skip
    assert len({page for page, _ in read.reading}) > 2


def test_a_table_over_pages_is_one_table_with_one_header() -> None:
    rows = [PaperRow((f"C-{i}", SENTENCE, str(i))) for i in range(90)]
    rows[40] = PaperRow(("All of August",))
    rows[50] = PaperRow(("C-50", SENTENCE * 700, "50"))
    rows[60:60] = [rows[61]] * 2
    read = structure(PaperTable(COLUMNS, tuple(rows), title="Cases"))
    assert read.faults == []
    (table,) = read.root.all("Table")
    assert [node.text for node in table.all("Caption")] == ["Cases"]
    assert [node.text for node in table.all("TH")] == [
        "Reference", "Event", "Days", "All of August",
    ]  # fmt: skip
    assert len(table.all("TR")) == 93


def test_marks_in_cells_are_told_too() -> None:
    sparks = (SparkSpec(values=(0.2, None, 0.9)), SparkSpec(values=(None,)))
    row = PaperRow((blocks.Tick(True), blocks.Tick(), ""))
    read = structure(PaperTable(COLUMNS, (row, PaperRow((*sparks, "")))))
    assert read.faults == []
    assert [mark.actual for mark in read.root.all("Span")] == ["☑", "□"]
    assert [figure.alt for figure in read.root.all("Figure")] == [
        "Small chart of 3 values: highest at number 3, lowest at number 1.",
        "Small chart without values.",
    ]


def test_a_file_names_its_version_colours_and_pages() -> None:
    with pikepdf.open(BytesIO(document(*EVERYTHING[:2]).pdf())) as pdf:
        assert pdf.pdf_version == "1.7"
        assert pdf.Root.PageMode == pikepdf.Name.UseOutlines
        assert [str(mark.Title) for mark in (pdf.Root.Outlines.First, pdf.Root.Outlines.Last)] == [
            "Service report", "The pledge is kept",
        ]  # fmt: skip
        assert b"sRGB" in pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes().replace(
            b"\0", b""
        )
        assert bool(pdf.Root.MarkInfo.Marked)
        assert pdf.check_pdf_syntax() == []


@pytest.mark.parametrize(
    ("issued", "old", "new"),
    [
        (datetime(2026, 11, 2, 1, 12, tzinfo=UTC), "D:20261102091200+08'00'",
         "2026-11-02T09:12:00+08:00"),
        (date(2026, 11, 2), "D:20261102", "2026-11-02"),
        (None, None, None),
    ],
)  # fmt: skip
def test_both_descriptions_of_a_file_agree(
    issued: date | None, old: str | None, new: str | None
) -> None:
    paper = Document(title="Notice", author="Shop", subject="October", issued=issued)
    with pikepdf.open(BytesIO(paper.pdf())) as pdf, pdf.open_metadata() as xmp:
        assert pdf.docinfo.get("/CreationDate") == pdf.docinfo.get("/ModDate") == old
        assert xmp.get("xmp:CreateDate") == xmp.get("xmp:ModifyDate") == new
        assert (xmp["dc:title"], xmp["dc:creator"]) == ("Notice", ["Shop"])
        assert (xmp["dc:description"], xmp["pdf:Producer"]) == ("October", "CSQ Desktop")
        assert pdf.docinfo.Title == "Notice"
