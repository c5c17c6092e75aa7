"""Checklists on paper, their text read back in every language."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from csq_desktop.domain.actions import ActionSource, NewAction
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services.actions import actions
from csq_desktop.services.checklists import checklists
from csq_desktop.services.checklists import papers as checklist_papers
from csq_desktop.services.checklists import templates as checklist_templates
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from csq_desktop.texts import LANGUAGES
from tests.checklist_case import (
    FLOOR,
    NO,
    YES,
    answer,
    begin,
    do,
    give_out,
    item_of,
    jpeg_of,
    look,
    run_through,
)
from tests.factory import FixedClock
from tests.pdf_structure import faults
from tests.pdf_text import in_one_line

SAID = {
    "en": ("Fitting-room audit", "Checked by", "critical", "Yes", "Points available"),
    "zh_HK": ("試身室檢查", "檢查人", "關鍵項目", "是", "可得分數"),
    "zh_CN": ("试衣间检查", "检查人", "关键项目", "是", "可得分数"),
}
FOUND = {
    "en": ("Failed items and actions", "50.0%", "Score by section", "No"),
    "zh_HK": ("不合格項目及跟進行動", "50.0%", "各部分得分", "否"),
    "zh_CN": ("不合格项目及跟进行动", "50.0%", "各部分得分", "否"),
}


@pytest.fixture
def store(store: Store) -> Store:
    do(store, shop.set_up, NewShop("Harbour Lights", "SSP01", "May"))
    return store


def test_of_what_did_not_apply_nothing_is_good_or_bad(store: Store) -> None:
    run = run_through(store, give_out(store), i1_1="na", i1_2="na", i2_1="na", i2_2="na")
    whole = in_one_line(look(store, checklist_papers.completed, run, ("en",)))
    assert "Items failed 0 of 0 items that apply Critical items failed 0 Nothing" in whole
    assert "✓ " not in whole[: whole.index("Score by section")]


@pytest.mark.no_cover
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_blank_checklist_asks_every_item_in_each_language(store: Store, code: str) -> None:
    floor = give_out(store)
    pdf = look(store, checklist_papers.blank, floor, (code,))
    assert faults(pdf) == []
    told = in_one_line(pdf)
    for words in (*SAID[code], "Harbour Lights", "SSP01", "1.1", "2.2"):
        assert words in told
    assert item_of(FLOOR, "2.1").guidance.said_in(code) in told
    assert FLOOR.sections[1].title.said_in(code) in told


def test_a_blank_checklist_is_printed_in_the_language_spoken_unless_told(store: Store) -> None:
    assert "Checked by" in in_one_line(look(store, checklist_papers.blank, give_out(store)))


def test_questions_stand_in_two_languages_where_asked_for(store: Store) -> None:
    told = in_one_line(look(store, checklist_papers.blank, give_out(store), ("zh_HK", "en")))
    for words in ("試身室是否清潔？", "Are the rooms clean?", "Rooms", "Fitting-room audit"):
        assert words in told
    assert told.count("Is somebody at the entrance?") == 1  # written in one language only


def test_a_checklist_in_two_languages_is_whole_in_both(store: Store) -> None:
    floor, both = give_out(store), ("en", "zh_HK")
    blank = in_one_line(look(store, checklist_papers.blank, floor, both))
    run_id = run_through(store, floor, i2_1="no")
    done = in_one_line(look(store, checklist_papers.completed, run_id, both))
    for told, words in (
        (blank, "Points: Yes = 1; No = 0. 得分：是 = 1；否 = 0。"),
        (blank, "cannot be more than 50%. 標示為關鍵的項目不合格時，得分上限為 50%。"),
        (blank, "Switch every lamp on. 試身室是否明亮？ ◆ 關鍵項目 開啟每盞燈。"),
        (blank, "Checked by 檢查人"),
        (done, "Failed items and actions 不合格項目及跟進行動"),
        (done, "Are the rooms lit? ◆ critical 試身室是否明亮？ ◆ 關鍵項目"),
        (done, "◆ No 否"),
        (done, "試身室得分最低，為 50.0%"),
        (done, "Capped at 50% by 2.1 因 2.1 不合格，上限 50%"),
    ):
        assert words in told, words


def test_a_critical_item_and_what_it_does_are_marked(store: Store) -> None:
    told = in_one_line(look(store, checklist_papers.blank, give_out(store), ("en",)))
    assert "When an item marked critical fails, the score cannot be more than 50%." in told
    uncapped = replace(FLOOR, key="uncapped", critical_cap=None)
    told = in_one_line(look(store, checklist_papers.blank, give_out(store, uncapped), ("en",)))
    assert "Items marked critical matter most." in told


def test_only_unusual_weights_are_printed(store: Store) -> None:
    told = in_one_line(look(store, checklist_papers.blank, give_out(store), ("en",)))
    assert re.findall(r"weight \d", told.replace("\u00a0", " ")) == ["weight 2"]


def test_a_checklist_without_critical_items_says_nothing_of_them(store: Store) -> None:
    rooms = replace(FLOOR.sections[1], items=FLOOR.sections[1].items[1:])
    plain = replace(FLOOR, sections=(FLOOR.sections[0], rooms), minutes=0)
    told = in_one_line(look(store, checklist_papers.blank, give_out(store, plain), ("en",)))
    assert "critical" not in told
    assert "minute" not in told.replace("five minutes", "")


def test_a_scale_is_numbered_and_what_does_not_count_has_a_column_of_its_own(store: Store) -> None:
    visit = next(one for one in checklist_templates.shipped() if one.key == "mystery_visitor")
    told = in_one_line(look(store, checklist_papers.blank, give_out(store, visit), ("en",)))
    worth = "1 Poor = 0.2; 2 Below standard = 0.4; 3 Meets the standard = 0.6; 4 Good = 0.8"
    assert told.index(f"Points: {worth}; 5 Excellent = 1.") < told.index("1.1 ")
    for section in visit.sections:  # the answers are named above each table, again on a new page
        rows = told[told.index(f"{section.code} {section.title.en}") :]
        assert rows.index("1 Poor 2 Below standard") < rows.index(section.items[0].code)
    assert re.search(r"Item 1 2 3 4 5\b(?! 6)", told)


def test_points_are_explained_as_far_as_the_checklist_has_them(store: Store) -> None:
    said = "An item with a weight earns its points times the weight."
    told = in_one_line(look(store, checklist_papers.blank, give_out(store), ("en",)))
    assert "Points: Yes = 1; No = 0." in told
    assert said in told
    plain = replace(
        FLOOR,
        key="plain",
        sections=(replace(FLOOR.sections[0], items=FLOOR.sections[0].items[1:]),),
        response_sets=(replace(FLOOR.response_sets[0], choices=(YES, NO)),),
    )
    told = in_one_line(look(store, checklist_papers.blank, give_out(store, plain), ("en",)))
    assert "Points: Yes = 1; No = 0." in told
    assert said not in told
    assert told.count("Not applicable") == 1  # beneath the table of points


@pytest.mark.no_cover
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_finished_run_tells_its_score_failures_and_actions(
    store: Store, clock: FixedClock, code: str
) -> None:
    run_id = begin(store, give_out(store))
    answer(store, run_id, i1_1="yes", i1_2="yes", i2_1="no", i2_2="no")
    do(store, checklists.comment, run_id, "2.2", "Dust under the bench")
    do(store, checklists.add_photo, run_id, "2.1", jpeg_of(400, 300))
    lamp = NewAction("Lamp", "Ka-ho", date(2026, 10, 9), ActionSource.CHECKLIST, run_id, "2.1")
    do(store, actions.promise, lamp)
    clock.move(minutes=9)
    do(store, checklists.finish, run_id)
    pdf = look(store, checklist_papers.completed, run_id, (code,))
    assert faults(pdf) == []
    told = in_one_line(pdf)
    for words in (*FOUND[code], "R-2026-0001", "10:09", "Dust under the bench", "Ka-ho"):
        assert words in told
    assert "A-2026-0001 · Lamp" in told.replace("・", " · ")


def test_a_run_without_failures_says_so(store: Store) -> None:
    run_id = run_through(store, give_out(store))
    told = in_one_line(look(store, checklist_papers.completed, run_id, ("en",)))
    assert "No item failed." in told
    assert "100.0%" in told


def test_an_unfinished_run_prints_what_is_there(store: Store) -> None:
    from csq_desktop.domain.checklists.facts import NewRun

    new = NewRun(give_out(store), note="Typed in from paper")
    run_id = do(store, checklists.start, new)
    answer(store, run_id, i2_2="no")
    told = in_one_line(look(store, checklist_papers.completed, run_id, ("en",)))
    for words in ("not answered", "Typed in from paper", "No actions yet", "In progress"):
        assert words in told


def test_four_photos_stand_in_two_rows(store: Store) -> None:
    run_id = begin(store, give_out(store))
    for _ in range(4):
        do(store, checklists.add_photo, run_id, "1.1", jpeg_of(400, 300))
    pdf = look(store, checklist_papers.completed, run_id, ("en",))
    names = {image.name for page in PdfReader(BytesIO(pdf)).pages for image in page.images}
    assert len(names) in (1, 4)  # the same picture four times may be stored once
    assert in_one_line(pdf).count("1.1 Is the waiting time under five") == 1 + 4


def test_a_photo_stands_with_its_finding_and_says_what_it_shows(store: Store) -> None:
    run_id = begin(store, give_out(store))
    answer(store, run_id, i1_1="yes", i1_2="yes", i2_1="yes", i2_2="no")
    do(store, checklists.comment, run_id, "2.2", "Dust under the bench")
    for code in ("2.2", "1.1"):
        do(store, checklists.add_photo, run_id, code, jpeg_of(400, 300))
    told = in_one_line(look(store, checklist_papers.completed, run_id, ("en",)))
    shown = "2.2 Are the rooms clean? · No · Dust under the bench"
    fine = "five minutes? · Yes"
    queue = told.rindex("1 Queue")
    assert told.index("Failed items") < told.index(shown) < queue
    assert queue < told.index(fine) < told.index("2.1 Are the rooms lit")


def test_a_capped_score_shows_its_sum(store: Store) -> None:
    run_id = run_through(store, give_out(store), i2_1="no")
    told = in_one_line(look(store, checklist_papers.completed, run_id, ("en",)))
    assert (
        "The points come to 80.0%. The score is capped at 50% because critical item 2.1 failed."
        in told
    )
    assert "Total 4 5 80.0% Capped at 50% by 2.1 50.0%" in told


def test_papers_are_the_shops_and_name_no_person(store: Store) -> None:
    blank = look(store, checklist_papers.blank, give_out(store), ("en",))
    told = PdfReader(BytesIO(blank)).metadata
    assert told is not None
    assert told.author == "Harbour Lights"
    assert told.creation_date is None
    assert told.producer == "CSQ Desktop"


def test_printing_is_noted_in_the_trail(store: Store) -> None:
    run_id = run_through(store, give_out(store))
    do(store, checklist_papers.note_printed, checklist_papers.RUN, run_id)
    with store.reading() as session:
        found = session.connection().exec_driver_sql(
            "SELECT object_type, object_id FROM audit_entry WHERE action = 'printed'"
        )
        assert found.all() == [("checklist_run", run_id)]


def test_charts_of_a_run_say_what_they_find(store: Store) -> None:
    from csq_desktop.reports.documents.checklists import charts as checklist_charts

    floor = give_out(store)
    first = run_through(store, floor, date(2026, 9, 21))
    second = run_through(store, floor, date(2026, 9, 28), i2_1="no")
    runs = [look(store, checklists.run, one) for one in (first, second)]
    good = checklist_charts.sections(runs[0], None, 0.9)
    assert good.title == "Full marks in every section"
    assert good.before_label == ""
    bad = checklist_charts.sections(runs[1], runs[0], 0.9)
    assert bad.title == "Rooms is lowest at 50.0%"
    assert [(row.label, row.share, row.before, row.critical) for row in bad.rows] == [
        ("Queue", 1.0, 1.0, 0),
        ("Rooms", 0.5, 1.0, 1),
    ]


def test_a_run_where_nothing_counts_has_no_lowest_section(store: Store) -> None:
    from csq_desktop.reports.documents.checklists import charts as checklist_charts

    run_id = run_through(store, give_out(store), i1_1="na", i1_2="na", i2_1="na", i2_2="na")
    spec = checklist_charts.sections(look(store, checklists.run, run_id), None, 0.9)
    assert spec.title == "Nothing was scored"


@pytest.mark.parametrize(
    ("days", "title"),
    [
        ((), "No score yet"),
        (("yes", "no"), "Last score 50.0%: below the target of 90%"),
        (("no", "yes"), "Last score 100.0%: at or above the target of 90%"),
    ],
)
def test_the_trend_tells_where_the_last_score_stands(
    store: Store, days: tuple[str, ...], title: str
) -> None:
    from csq_desktop.reports.documents.checklists import charts as checklist_charts

    floor = give_out(store, replace(FLOOR, title=ThreeTexts("Rooms")))
    for number, answered in enumerate(days, 21):
        run_through(store, floor, date(2026, 9, number), i2_1=answered)
    lines = look(store, checklists.runs)[::-1]
    spec = checklist_charts.scores(lines)
    assert spec.title == title
    assert len(spec.labels) == len(days)
