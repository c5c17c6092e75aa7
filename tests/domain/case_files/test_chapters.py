"""The chapters of a case's file: their order, their texts, waits read off a history."""

from datetime import timedelta

from csq_desktop.domain.case_files.chapters import (
    CaseChapter,
    ChapterChart,
    ChapterFacts,
    ChapterPicture,
    ChapterTable,
    ChapterText,
    Verbatim,
    arranged,
    reworded,
    texts_of,
)
from csq_desktop.domain.case_files.waits import Wait, waits
from csq_desktop.domain.complaints.facts import ComplaintEvent, EventKind
from csq_desktop.domain.paper.charts import FishboneBranch, FishboneCause, FishboneSpec
from tests.factory import START

BONE = FishboneSpec(
    title="Why", effect="Waited", branches=(FishboneBranch("People", (FishboneCause("Lee"),)),)
)
WHOLE = CaseChapter(
    "Everything",
    2,
    (
        ChapterFacts((("Said", "by Lee"), ("When", Verbatim("Lee 1"))), "of Lee"),
        ChapterTable(("Lee",), (("Lee", Verbatim("Lee 2")),)),
        ChapterText("Lee", ""),
        ChapterPicture(b"jpeg", "Lee at the till", "Lee 3"),
        ChapterChart(BONE),
    ),
)


def test_chapters_stand_in_their_order_and_empty_ones_are_named() -> None:
    empty, first = CaseChapter("Letters", 1), CaseChapter("First", 1, (ChapterText("a"),))
    paper = arranged((WHOLE, empty, first))
    assert [chapter.title for chapter in paper.chapters] == ["First", "Everything"]
    assert paper.empty == ("Letters",)


def test_every_text_but_labels_and_codes_can_name_somebody_and_is_changed() -> None:
    assert texts_of((WHOLE,)) == (*("by Lee", "of Lee", "Lee", "Lee", "Lee at the till", "Lee"),)
    (changed,) = reworded((WHOLE,), lambda text: text.replace("Lee", "[name]"))
    facts, table, text, picture, chart = changed.parts
    assert facts == ChapterFacts((("Said", "by [name]"), ("When", "Lee 1")), "of [name]")
    assert table == ChapterTable(("Lee",), (("[name]", "Lee 2"),))
    assert text == ChapterText("[name]")
    assert picture == ChapterPicture(b"jpeg", "[name] at the till", "Lee 3")
    assert isinstance(chart, ChapterChart)
    assert chart.spec.branches[0].causes[0].text == "[name]"


def test_a_wait_ends_when_it_is_resumed_or_the_case_is_answered() -> None:
    def event(minute: int, kind: EventKind, text: str = "") -> ComplaintEvent:
        return ComplaintEvent(START + timedelta(minutes=minute), "May", kind, text)

    history = (
        event(0, EventKind.LOGGED),
        event(1, EventKind.WAITING, "Asked for the slip"),
        event(2, EventKind.WAITING),  # imported twice: it waited already
        event(3, EventKind.RESUMED),
        event(4, EventKind.RESUMED),
        event(5, EventKind.WAITING),
        event(6, EventKind.ANSWERED),
    )
    first = Wait(history[1].at, "Asked for the slip", history[3].at)
    assert list(waits(history)) == [first, Wait(history[5].at, "", history[6].at)]
    assert list(waits(history[:3])) == [Wait(history[1].at, "Asked for the slip")]
