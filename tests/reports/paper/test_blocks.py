"""Each block on paper: what it says is there, stays inside the page, and moves on when it must."""

from dataclasses import dataclass
from io import BytesIO

import pytest
from PIL import Image as Pictures
from reportlab.platypus.doctemplate import LayoutError

from csq_desktop.domain.tones import Tone
from csq_desktop.reports.paper import style
from csq_desktop.reports.paper.blocks import (
    Beside,
    Block,
    Bullets,
    Cards,
    Chart,
    Check,
    Checks,
    Cover,
    Facts,
    Heading,
    Image,
    InLanguage,
    Lead,
    Note,
    PageBreak,
    PaperBadge,
    PaperCard,
    PaperColumn,
    PaperRow,
    PaperTable,
    Paragraph,
    QrCode,
    SignBox,
    SignOff,
    Spacer,
    TextSpan,
    Tick,
    Together,
    labelled_sentences,
)
from csq_desktop.reports.paper.layout import flowables
from csq_desktop.reports.typography.typeset import plain
from tests.reports import samples
from tests.reports.pages import document, flat, pictures, printed, rendered, words

HOSTILE = "<b>bold</b> & <script>alert('x')</script> &amp; </para> %s {name} \\n"
LONG = "Kundenzufriedenheitsbefragungsergebnis" * 6
SENTENCE = "Customers waited longer than was promised, and nobody told them why. "


def photograph() -> bytes:
    file = BytesIO()
    Pictures.new("RGB", (40, 30), "#336699").save(file, "PNG")
    return file.getvalue()


EVERYTHING: dict[str, tuple[Block, ...]] = {
    "cover": (Cover(HOSTILE, HOSTILE, HOSTILE, ((HOSTILE, HOSTILE),), HOSTILE),),
    "heading": (Heading(HOSTILE, HOSTILE), Lead("x")),
    "lead": (Lead(HOSTILE),),
    "paragraph": (Paragraph(HOSTILE), Paragraph(HOSTILE, small=True)),
    "told": (labelled_sentences((HOSTILE, HOSTILE)),),
    "bullets": (Bullets((HOSTILE, "x")), Bullets((HOSTILE,), "1"), Bullets((HOSTILE,), "□")),
    "cards": (Cards((PaperCard(HOSTILE, "1", HOSTILE, Tone.BAD),)),),
    "table": (
        PaperTable(
            (PaperColumn(HOSTILE), PaperColumn("n", "right")),
            (
                PaperRow((HOSTILE, "1")),
                PaperRow((TextSpan(HOSTILE), PaperBadge(HOSTILE, Tone.BAD))),
            ),
            title=HOSTILE,
            note=HOSTILE,
        ),
    ),
    "checks": (Checks(HOSTILE, (Check(HOSTILE, HOSTILE, critical=True),), ("Yes", "No"), 1),),
    "facts": (Facts(((HOSTILE, HOSTILE),)),),
    "note": (Note(HOSTILE, Tone.WARN),),
    "sign-off": (SignOff((SignBox(HOSTILE, HOSTILE, "May W."),)),),
    "image": (Image(photograph(), 100.0, HOSTILE),),
    "qr": (QrCode("https://example.org/?a=<b>&c=1", caption=HOSTILE),),
    "beside": (Beside(((Lead(HOSTILE),), (Paragraph(HOSTILE),)), (0.4, 0.6)),),
    "together": (Together((Lead(HOSTILE), Paragraph(HOSTILE))),),
    "chart": (Chart(samples.pareto(HOSTILE, "x"), 180.0, HOSTILE, worded=True),),
}
BLOCKS = pytest.mark.parametrize("content", EVERYTHING.values(), ids=EVERYTHING)


def is_blank_beyond_the_margins(*content: Block, page: int = 0) -> bool:
    """Whether nothing but white stands left and right of the text."""
    picture = rendered(document(*content).pdf(), page)
    wide, high = picture.size
    margin = int(style.SIDE) - 3
    strips = [picture.crop((0, 0, margin, high)), picture.crop((wide - margin, 0, wide, high))]
    return all(strip.getextrema() == (255, 255) for strip in strips)


@BLOCKS
def test_markup_in_a_text_stays_text(content: tuple[Block, ...]) -> None:
    shown = "<b>bold" if isinstance(content[0], Chart | Cover) else HOSTILE
    assert "".join(shown.split()) in flat(printed(*content))


@BLOCKS
def test_no_block_reaches_into_the_margins(content: tuple[Block, ...]) -> None:
    assert is_blank_beyond_the_margins(*content)


@pytest.mark.parametrize(
    "content",
    [
        Lead(LONG),
        Heading(LONG, LONG),
        Bullets((LONG,)),
        Cards(
            (
                PaperCard(LONG, LONG, LONG),
                PaperCard("b", "2"),
                PaperCard("c", "3"),
                PaperCard("d", "4"),
            )
        ),
        PaperTable(tuple(PaperColumn(LONG) for _ in range(4)), (PaperRow((LONG,) * 4),), title="t"),
        PaperTable((PaperColumn("a"), PaperColumn("b", "right", 60.0)), (PaperRow((LONG, LONG)),)),
        Facts(((LONG, LONG),)),
        Note(LONG),
        SignOff((SignBox(LONG, LONG, LONG), SignBox("b"), SignBox("c"), SignBox("d"))),
        Cover(LONG, LONG, "", ((LONG, LONG),), LONG),
    ],
    ids=lambda block: type(block).__name__,
)
def test_long_words_are_cut_and_stay_inside_the_page(content: Block) -> None:
    assert is_blank_beyond_the_margins(content)
    assert LONG[:30] in flat(printed(content)) or isinstance(
        content, PaperTable | Cards | SignOff | Heading
    )


@pytest.mark.parametrize("kind", samples.ORDINARY)
def test_every_chart_leaves_ink_on_the_page(kind: str) -> None:
    blank = rendered(document(Lead("")).pdf())
    drawn = rendered(document(Chart(samples.ORDINARY[kind], 200.0)).pdf())
    assert blank.tobytes() != drawn.tobytes()
    text_area = (60, 90, 530, 300)
    assert drawn.crop(text_area).getextrema()[0] < 120


def rows(count: int) -> tuple[PaperRow, ...]:
    return tuple(
        PaperRow(
            (f"C-2026-{i:04}", SENTENCE, PaperBadge("late", Tone.BAD) if i % 5 else "", str(i))
        )
        for i in range(count)
    )


CASES = (
    PaperColumn("Case"),
    PaperColumn("What the customer said"),
    PaperColumn("State"),
    PaperColumn("Days", "right"),
)


def test_a_long_table_goes_on_under_a_repeated_header() -> None:
    reader = printed(PaperTable(CASES, rows(80), title="Open cases", striped=True))
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) >= 2
    assert all("What the customer said" in text for text in pages)
    assert "Open cases (continued)" in pages[1]
    assert "Open cases (continued)" not in pages[0]
    assert [text.count("C-2026-") for text in pages] == [
        sum(f"C-2026-{i:04}" in text for i in range(80)) for text in pages
    ]
    assert sum(text.count("C-2026-") for text in pages) == 80


def test_no_part_of_a_table_has_fewer_than_four_rows() -> None:
    for gap in range(0, 600, 29):
        reader = printed(Spacer(float(gap)), Heading("Open cases"), PaperTable(CASES, rows(24)))
        pages = [page.extract_text() for page in reader.pages]
        counts = [text.count("C-2026-") for text in pages]
        assert all(count == 0 or count >= 4 for count in counts), counts
        assert all("Open cases (continued)" in text for text in pages[1:] if "Days" in text) or (
            counts[0] == 0
        )


def test_a_cover_goes_on_on_a_second_page() -> None:
    facts = tuple(("Key message" if i == 0 else "", f"line {i} of many") for i in range(60))
    reader = printed(Cover("Title", facts=facts, remark="Remark at the foot."), Lead("after"))
    first, second, *_ = (page.extract_text() for page in reader.pages)
    assert "Remark at the foot." in first
    assert "Key message" in second
    assert "line 59 of many" in second


def test_a_heading_stays_with_the_table_it_announces() -> None:
    reader = printed(Spacer(style.HEIGHT - 90), Heading("Open cases"), PaperTable(CASES, rows(3)))
    assert "Open cases" not in reader.pages[0].extract_text()
    assert "C-2026-0000" in reader.pages[1].extract_text()


def test_a_table_that_its_text_parted_from_its_heading_says_whose_it_is() -> None:
    text = (Heading("Open cases"), Paragraph(SENTENCE), Spacer(style.HEIGHT - 120))
    first, second = printed(*text, PaperTable(CASES, rows(4))).pages
    assert "C-2026-" not in first.extract_text()
    assert second.extract_text().count("Open cases") == 1
    (page,) = printed(Heading("Open cases"), PaperTable(CASES, rows(4))).pages
    assert page.extract_text().count("Open cases") == 1


def test_a_legend_on_another_page_is_no_second_table_of_its_heading() -> None:
    columns = tuple(PaperColumn("") for _ in CASES)
    text = (Heading("Open cases"), PaperTable(CASES, rows(4)), Spacer(style.HEIGHT - 160))
    _, second = printed(*text, PaperTable(columns, rows(4))).pages
    assert "C-2026-" in second.extract_text()
    assert "Open cases" not in second.extract_text()


@pytest.mark.parametrize("lead", [(), (Lead(SENTENCE),)])
def test_a_heading_goes_with_the_chart_that_its_lead_announces(lead: tuple[Block, ...]) -> None:
    chart = Chart(samples.ageing(), 200.0)
    first, second = printed(Spacer(style.HEIGHT - 150), Heading("Ages"), *lead, chart).pages
    assert "Ages" not in first.extract_text()
    assert "Ages" in second.extract_text()


def test_no_line_of_a_note_stands_alone_on_a_page() -> None:
    note = Note("\n".join(f"Line {at}." for at in range(5)), Tone.WARN)
    for left in range(62, 90, 8):
        pages = [page.extract_text() for page in printed(Spacer(style.HEIGHT - left), note).pages]
        assert all(text.count("Line ") != 1 for text in pages)


def test_what_is_over_of_a_first_page_has_the_next_section_beneath() -> None:
    over = (Cover("Two of three", alone=False), Spacer(style.HEIGHT - 120), Paragraph(SENTENCE * 9))
    last = (PageBreak(spare=True), Heading("Sign-off"), Lead("y"))
    pages = printed(*over, PageBreak(spare=True), Heading("All targets"), Lead("x"), *last).pages
    assert "nobody told" in pages[1].extract_text()
    assert "All targets" in pages[1].extract_text()
    bare, full = (Cover("Two", alone=False, facts=facts) for facts in ((), (("Shop", "SSP"),)))
    assert [len(printed(each, Spacer(style.HEIGHT - 90)).pages) for each in (bare, full)] == [1, 2]


def test_facts_that_fill_a_page_leave_nothing_to_the_next() -> None:
    line = (Facts((("Shop", "SSP"),)),)
    (first,) = flowables(line)
    first.wrap(style.WIDTH, style.HEIGHT)
    assert first.getSpaceAfter() == 4.0
    assert flowables((Facts(()),)) == []


def test_facts_that_go_on_say_on_the_next_page_what_they_are() -> None:
    requests = (("Requests", "Deal with one"), *(("", f"Deal with {n}") for n in range(4)))
    reader = printed(Spacer(style.HEIGHT - 60), Facts(requests))
    assert [page.extract_text().count("Requests") for page in reader.pages] == [1, 1]
    assert words(printed(Facts(requests))).count("Requests") == 1


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((("Cause:", "Rain"), ("Requested:", "More umbrellas")),
         "Cause: Rain. Requested: More umbrellas."),
        ((("Cause:", "Rain."), ("Requested:", "More umbrellas.")),
         "Cause: Rain. Requested: More umbrellas."),
        ((("原因：", "下雨。"), ("要求：", "加雨傘。")), "原因：下雨。要求：加雨傘。"),
    ],
)  # fmt: skip
def test_full_width_marks_bring_their_own_blank(
    parts: tuple[tuple[str, str], ...], text: str
) -> None:
    assert plain(labelled_sentences(*parts).text) == text


def test_a_heading_at_the_end_needs_no_follower() -> None:
    assert "The end" in words(printed(Heading("The end")))


def test_the_heading_of_a_group_is_never_the_last_row_of_a_page() -> None:
    grouped = [row for i in range(30) for row in (PaperRow((f"group {i}",)), *rows(2))]
    for height in range(0, 90, 10):
        reader = printed(Spacer(20.0 + height), PaperTable(CASES, tuple(grouped)))
        for page in reader.pages[:-1]:
            lines = [line for line in page.extract_text().split("\n") if line.strip()]
            last = max(i for i, line in enumerate(lines) if "group" in line or "C-2026" in line)
            assert "C-2026" in lines[last]


def test_a_row_taller_than_a_page_goes_on_over_pages() -> None:
    reader = printed(
        PaperTable((PaperColumn("Case"), PaperColumn("Said")), (PaperRow(("C-1", SENTENCE * 120)),))
    )
    assert len(reader.pages) > 1
    assert words(reader).count("nobody") == 120


def test_a_table_without_titles_has_no_header() -> None:
    reader = printed(
        PaperTable(
            (PaperColumn(""), PaperColumn("")), (PaperRow(("left", "right")), PaperRow(("a", "b")))
        )
    )
    assert "left" in words(reader)


def test_a_total_and_a_highlight_are_seen_without_colour() -> None:
    plain = rendered(document(PaperTable(CASES, rows(3))).pdf())
    marked = (
        PaperRow(rows(1)[0].cells, highlight=True),
        *rows(1),
        PaperRow(rows(1)[0].cells, total=True),
    )
    assert plain.tobytes() != rendered(document(PaperTable(CASES, marked)).pdf()).tobytes()


def test_marks_stand_in_cells() -> None:
    table = PaperTable(
        (PaperColumn("Trend"), PaperColumn("Done", "middle"), PaperColumn("n", "right")),
        (PaperRow((samples.spark(), Tick(ticked=True), "3")), PaperRow(("", Tick(), Tick()))),
    )
    assert is_blank_beyond_the_margins(table)
    assert pictures(printed(table)) == []


def test_a_verdict_has_a_word_and_a_shape() -> None:
    table = PaperTable((PaperColumn("Kept"),), (PaperRow((PaperBadge("no: 1 late", Tone.BAD),)),))
    assert "◆ no: 1 late" in words(printed(table))


def test_a_long_paragraph_leaves_no_single_line_behind() -> None:
    for gap in range(560, 690, 9):
        reader = printed(Spacer(float(gap)), Paragraph(SENTENCE * 10))
        counts = [
            sum("waited" in line or "nobody" in line for line in page.extract_text().split("\n"))
            for page in reader.pages
        ]
        assert 1 not in counts


@pytest.mark.parametrize(
    "content",
    [
        Paragraph(SENTENCE * 150),
        Bullets((SENTENCE * 150,)),
        Note(SENTENCE * 150),
        Facts((("Told", SENTENCE * 150),)),
    ],
    ids=lambda block: type(block).__name__,
)
def test_text_longer_than_a_page_goes_on(content: Block) -> None:
    reader = printed(content)
    assert len(reader.pages) > 1
    assert words(reader).count("nobody") == 150


def test_blocks_together_move_to_the_next_page_together() -> None:
    pair = Together((Lead("question"), Spacer(60.0), Lead("answer")))
    reader = printed(Spacer(style.HEIGHT - 60), pair)
    assert "question" not in reader.pages[0].extract_text()
    assert "answer" in reader.pages[1].extract_text()


def test_a_caption_stays_with_its_chart() -> None:
    reader = printed(Spacer(style.HEIGHT - 150), Chart(samples.ageing(), 200.0, "Figure 1."))
    assert "Figure 1." in reader.pages[1].extract_text()
    assert "3–7 days" in reader.pages[1].extract_text()


def test_a_chart_over_time_gives_up_some_height_to_stand_where_it_is_and_no_other() -> None:
    for spec, fits in ((samples.control(), True), (samples.ageing(), False)):
        (flow,) = flowables((Chart(spec, 200.0, "Figure 1."),))
        document().pdf()  # which loads the faces
        full = flow.wrapOn(None, style.WIDTH, style.HEIGHT)[1]
        for room, expected in ((full - 50, full - 50 if fits else full), (full - 60, full)):
            assert flow.wrapOn(None, style.WIDTH, room)[1] == pytest.approx(expected)
        assert flow.wrapOn(None, style.WIDTH, style.HEIGHT)[1] == full


def test_a_section_begins_with_its_figures_where_its_chart_would_leave_half_a_page_white() -> None:
    chart, card = Chart(samples.ageing(), 500.0), PaperCard("Open", "14")
    section = (PageBreak(spare=True), Heading("Ages"), Cards((card,)), chart)
    last = (PageBreak(spare=True), Heading("Sign-off"), Lead("x"))
    for left, begins in ((0.39, False), (0.44, True)):
        pages = printed(Spacer(style.HEIGHT * (1 - left)), *section, *last).pages
        first, second, *_ = (page.extract_text() for page in pages)
        assert ("Ages" in first) == ("14" in first) == begins
        assert "Ages" in second  # the chart's own heading, or the same once more above it
        assert ("14" in second) != begins


def test_a_blank_checklist_asks_hints_and_marks_what_is_critical() -> None:
    text = words(
        printed(
            Checks(
                "Fitting rooms",
                (Check("Curtain closes fully", critical=True), Check("鏡面清潔", "如有破損請拍照")),
                ("Yes", "No", "N/A"),
                first=7,
                remarks="Remarks",
            )
        )
    )
    for said in ("Curtain closes fully", "◆ critical", "如有破損請拍照", "Yes", "N/A", "Remarks"):
        assert said in text
    assert "8" in text


def test_boxes_to_sign_ask_for_name_signature_and_date() -> None:
    text = words(printed(SignOff((SignBox("Prepared by", "I checked it.", "May W."),))))
    for said in ("Prepared by", "I checked it.", "May W.", "Name", "Signature", "Date"):
        assert said in text


def test_boxes_of_a_part_in_another_language_ask_in_it() -> None:
    part = InLanguage("en", (SignOff((SignBox("Customer"),)),))
    text = words(printed(part, language="zh_HK"))
    assert all(label in text for label in ("Name", "Signature", "Date")), text


def test_numbers_and_boxes_open_the_items_of_a_list() -> None:
    assert "2." in words(printed(Bullets(("one", "two"), "1")))


def test_a_picture_is_never_wider_or_higher_than_its_page() -> None:
    tall = BytesIO()
    Pictures.new("RGB", (20, 900), "#336699").save(tall, "PNG")
    assert len(printed(Image(tall.getvalue(), 400.0)).pages) == 1
    assert is_blank_beyond_the_margins(Image(photograph(), 5000.0))


def test_a_page_break_begins_a_page() -> None:
    assert len(printed(Lead("a"), PageBreak(), Lead("b")).pages) == 2


def test_columns_next_to_each_other_share_the_width() -> None:
    left, right = (Cards((PaperCard(name, "1"),)) for name in ("left", "right"))
    assert is_blank_beyond_the_margins(Beside(((left,), (right, Lead("below")))))


def test_columns_higher_than_a_page_are_refused() -> None:
    with pytest.raises(LayoutError):
        document(Beside(((Lead(SENTENCE * 400),), ()))).pdf()


def test_a_block_without_a_layout_is_refused() -> None:
    @dataclass(frozen=True)
    class Unknown(Block):
        pass

    with pytest.raises(TypeError, match="Unknown"):
        document(Unknown()).pdf()


def test_each_verdict_on_a_card_has_its_shape() -> None:
    text = words(printed(Cards((PaperCard("Kept", "96.2%", "1,204 of 1,252", Tone.GOOD),))))
    assert "✓ 1,204 of 1,252" in text
