"""Merging, un-merging and splitting on the page of a case."""

from csq_desktop.domain.complaints.facts import Filter
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.merges import views
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.merges.dialogs import MergeDialog, SplitDialog, UnmergeDialog
from csq_desktop.ui.merges.section import MergeSection
from tests.ui.complaints.driver import Driver, cases
from tests.ui.finding import child


def test_two_records_are_merged_and_one_is_un_merged_and_split(busy: Driver) -> None:
    busy.show_detail()
    here = busy.page.detail.complaint
    assert here is not None
    (other,) = (case for case in cases(busy) if case.id != here.id)
    busy.menu("merge")
    dialog = busy.dialog(MergeDialog)
    busy.submit(dialog)
    assert dialog.isVisible()  # which record and why are missing
    dialog.search.setText(other.ref)
    dialog.search.searched.emit(other.ref)
    busy.settle()
    dialog.other.choose(str(other.id))
    busy.settle()
    preview = child(dialog, PlainLabel, "merge_preview")
    assert f"{other.ref} is voided and leads to {here.ref}." in preview.text()
    dialog.survivor.choose("other")
    busy.settle()
    assert f"{here.ref} is voided and leads to {other.ref}." in preview.text()
    dialog.survivor.choose("this")
    busy.qtbot.keyClicks(dialog.form.field("note"), "Logged twice")
    busy.submit(dialog)
    assert [case.id for case in cases(busy)] == [here.id]
    busy.show_detail()
    section = child(busy.page.detail, MergeSection)
    assert section.isVisible()
    with busy.store.reading() as session:
        (tie,) = views.merges(session, here.id)
    busy.press(f"unmerge_{tie.id}")
    back = busy.dialog(UnmergeDialog)
    busy.submit(back)
    assert back.isVisible()
    busy.qtbot.keyClicks(back.form.field("note"), "Two tills")
    busy.submit(back)
    assert len(cases(busy)) == 2
    assert not section.isVisible()

    busy.menu("split")
    split = busy.dialog(SplitDialog)
    busy.submit(split)
    assert split.isVisible()
    busy.qtbot.keyClicks(split.form.field("words"), "And the wrong size")
    busy.qtbot.keyClicks(split.form.field("note"), "Two matters")
    category = split.form.field("category")
    assert isinstance(category, ChoiceBox)
    category.choose("product.defective")
    busy.submit(split)
    with busy.store.reading() as session:
        assert len(complaint_views.line_ids(session, Filter())) == 3
        assert len(views.splits(session, here.id)) == 1
