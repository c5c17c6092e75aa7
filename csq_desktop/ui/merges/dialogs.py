"""The forms that make two records one, take that back, and make one record two."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.audit.wording import object_text
from csq_desktop.domain.complaints.facts import (
    Complaint,
    ComplaintLine,
    ComplaintQueue,
    ComplaintRef,
    Filter,
    Severity,
)
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.merges.facts import Merge, MergePreview, Unmerged
from csq_desktop.domain.words.wording import (
    count_text,
    in_brackets,
    labelled,
    moment_text,
    paragraph,
)
from csq_desktop.services.complaints import views
from csq_desktop.services.merges import merges, splits, unmerging
from csq_desktop.services.merges.splits import SecondMatter
from csq_desktop.services.settings import lists
from csq_desktop.texts import tr
from csq_desktop.ui.cases.work_dialog import Job, WorkDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.announcements import announce
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea, WordsLine
from csq_desktop.ui.kit.forms.search_box import SearchBox

MOST_OFFERED = 12
_THIS, _OTHER = "this", "other"


class MergeDialog(WorkDialog):
    """Finds the other record of the same complaint, shows what would move, and merges."""

    kind: ClassVar[str] = "merge"
    help_heading: ClassVar[str] = "the-same-complaint-twice"

    def title_text(self) -> str:
        return tr("Merge with another record")

    def action_text(self) -> str:
        return tr("Merge")

    def fill(self) -> None:
        self._refs: dict[str, str] = {}
        self.search = SearchBox(tr("Number or words…"), name="merge_search")
        self.search.searched.connect(self._on_search)
        self.form.add("merge_search", tr("Find the other record"), self.search)
        self.other = ChoiceBox([("", "–")])
        self.form.add("other", tr("Other record"), self.other)
        self.survivor = ChoiceBox(self._survivors(""))
        self.form.add("survivor", tr("Goes on"), self.survivor)
        self.preview = PlainLabel("", "muted", wrap=True)
        self.preview.setObjectName("merge_preview")
        self.content.addWidget(self.preview)
        self.add_note(tr("Reason"), lines=2)
        self.other.value_changed.connect(self._on_chosen)
        self.survivor.value_changed.connect(lambda _value: self._read_preview())
        if self.complaint.customer_id is not None:
            customer_id = self.complaint.customer_id
            self._read(Filter(ComplaintQueue.ALL, customer_id=customer_id, kind=None))

    def collect(self) -> dict[str, str]:
        """What was typed but the search and the choice, which is offered anew."""
        typed = super().collect()
        for key in ("merge_search", "other", "survivor"):
            typed.pop(key, None)
        return typed

    def errors(self) -> Mapping[str, str]:
        wrong = {} if self.other.value else {"other": tr("Choose the other record.")}
        if not self.text("note").strip():
            wrong["note"] = tr("Enter the reason.")
        return wrong

    def submit(self) -> None:
        if self.form.accepts(self.errors()):
            survivor, merged = self._pair()
            job = partial(
                merges.merge, survivor_id=survivor, merged_id=merged, reason=self.text("note")
            )
            self.write(job, self._on_done)

    def _pair(self) -> tuple[int, int]:
        """Which goes on, and which is voided."""
        here, other = self.complaint.id, int(self.other.value)
        return (here, other) if self.survivor.value == _THIS else (other, here)

    def _survivors(self, other: str) -> list[tuple[str, str]]:
        refs = {_THIS: self.complaint.ref} | ({_OTHER: other} if other else {})
        return list(refs.items())

    def _on_search(self, text: str) -> None:
        if text.strip():
            self._read(Filter(ComplaintQueue.ALL, text=text, kind=None))

    def _read(self, shown: Filter) -> None:
        query = partial(views.first_lines, shown=shown, limit=MOST_OFFERED + 1)
        self.context.tasks.read(self, query, self._show_matches)

    def _show_matches(self, matches: Iterable[ComplaintLine]) -> None:
        others = [line for line in matches if line.id != self.complaint.id][:MOST_OFFERED]
        self._refs = {str(line.id): line.ref for line in others}
        offered = [(str(line.id), labelled(line.ref, line.summary)) for line in others]
        self.other.set_options([("", "–"), *offered])
        searched = bool(self.text("merge_search").strip())
        no_match = searched and not others
        self.form.show_errors({"merge_search": tr("No results")} if no_match else {})

    def _on_chosen(self, value: str) -> None:
        self.survivor.set_options(self._survivors(self._refs.get(value, "")))
        self._read_preview()

    def _read_preview(self) -> None:
        if not self.other.value:
            self.preview.setText("")
            return
        survivor, merged = self._pair()
        query = partial(merges.preview, survivor_id=survivor, merged_id=merged)
        self.context.tasks.read(self, query, self._show_preview, identities=True)

    def _show_preview(self, preview: MergePreview) -> None:
        self.allow(preview.refused)
        words = preview.refused or _preview_text(preview, self.context)
        self.preview.setText(words)
        announce(self.preview, words)

    def _on_done(self, answer: object) -> None:
        assert isinstance(answer, ComplaintRef)
        self.context.toast(tr("Merged into {ref}.", ref=answer.ref))
        self.finish()
        self.context.navigate("complaints", answer.id)


def _preview_text(preview: MergePreview, context: Context) -> str:
    """What a merge does, in a few lines."""
    survivor, merged = preview.survivor.ref, preview.merged.ref
    moved = [in_brackets(object_text(each.record), count_text(each.count)) for each in preview.rows]
    lines = [
        tr("{merged} is voided and leads to {survivor}.", merged=merged, survivor=survivor),
        labelled(tr("Moves to {ref}", ref=survivor), tr(", ").join(moved)) if moved else "",
        *(labelled(each.label, each.text) for each in preview.fields),
    ]
    if preview.earliest is not None:
        when = moment_text(preview.earliest, context.zone)
        lines.append(
            tr("It was received at the first of both: {when}. The deadlines follow.", when=when)
        )
    return "\n".join(filter(None, lines))


class UnmergeDialog(WorkDialog):
    """Takes a merge back, with the reason."""

    kind: ClassVar[str] = "unmerge"
    help_heading: ClassVar[str] = "the-same-complaint-twice"

    def __init__(
        self, context: Context, complaint: Complaint, merge: Merge, parent: QWidget
    ) -> None:
        self.merge = merge
        super().__init__(context, complaint, parent)

    def title_text(self) -> str:
        return tr("Un-merge {ref}", ref=self.merge.merged.ref)

    def action_text(self) -> str:
        return tr("Un-merge")

    def fill(self) -> None:
        words = tr("What has not changed since is put back. What has is named and stays.")
        self.content.insertWidget(0, PlainLabel(words, "muted", wrap=True))
        self.add_note(tr("Reason"), lines=2)

    def errors(self) -> Mapping[str, str]:
        return {} if self.text("note").strip() else {"note": tr("Enter the reason.")}

    def submit(self) -> None:
        if self.form.accepts(self.errors()):
            job = partial(unmerging.unmerge, merge_id=self.merge.id, reason=self.text("note"))
            self.write(job, self._on_done)

    def _on_done(self, answer: object) -> None:
        assert isinstance(answer, Unmerged)
        left = tr("Changed since, so not put back: {what}.", what=tr(", ").join(answer.left))
        words = tr("{ref} stands by itself again.", ref=answer.ref.ref)
        self.context.toast(paragraph((words, answer.back_text, left if answer.left else "")))
        self.finish()


class SplitDialog(WorkDialog):
    """Gives the second matter of a case a number of its own."""

    kind: ClassVar[str] = "split"
    help_heading: ClassVar[str] = "the-same-complaint-twice"

    def title_text(self) -> str:
        return tr("Split off a second matter")

    def action_text(self) -> str:
        return tr("Split")

    def fill(self) -> None:
        words = _title("words")
        hint = tr("The second matter only. Time of receipt and customer are the same.")
        self.form.add("words", words, TextArea(lines=3), wide=True, hint=hint)
        self.form.add("summary", _title("summary"), WordsLine())
        entries = [
            (entry.code, lists.full_label(lists.CATEGORIES, entry.code))
            for entry in lists.leaves(lists.CATEGORIES)
        ]
        self.form.add("category", _title("category"), ChoiceBox([("", "–"), *entries]))
        severities = ChoiceBox([(each.value, each.label) for each in Severity])
        severities.choose(self.complaint.severity.value)
        self.form.add("severity", _title("severity"), severities)
        self.add_note(tr("Reason"), lines=2)

    def errors(self) -> Mapping[str, str]:
        wrong = {}
        if not self.text("words").strip():
            wrong["words"] = tr("Enter what the second matter is.")
        if self.complaint.kind.is_complaint and not self.text("category"):
            wrong["category"] = tr("Choose a category.")
        if not self.text("note").strip():
            wrong["note"] = tr("Enter the reason.")
        return wrong

    def job(self) -> Job:
        matter = SecondMatter(
            words=self.text("words"),
            category=self.text("category"),
            severity=Severity(self.text("severity")),
            summary=self.text("summary"),
        )
        return partial(splits.split, matter=matter, reason=self.text("note"))

    def _on_done(self, answer: object) -> None:
        assert isinstance(answer, ComplaintRef)
        self.context.toast(tr("The second matter goes on as {ref}.", ref=answer.ref))
        self.finish()
        self.context.navigate("complaints", answer.id)


def _title(key: str) -> str:
    return COMPLAINT.field(key).title
