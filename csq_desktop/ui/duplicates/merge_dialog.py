"""Two customers side by side, what moves, and the button that merges them."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.duplicates.facts import ComparedCustomer, Comparison, NewMerge
from csq_desktop.domain.words.wording import date_text
from csq_desktop.services.duplicates import comparing, merging, unmerging
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.duplicates.compared_fields import FIRST, SECOND, ComparedFields
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.form import FormGrid

_SURVIVOR = "survivor"


class MergeCustomersDialog(Dialog):
    """Chooses which number and which values stay; a draft keeps the choices, and no value."""

    help_heading: ClassVar[str] = "when-somebody-is-there-twice"
    wide: ClassVar[int] = 820
    tall: ClassVar[int] = 690
    shows_identity: ClassVar[bool] = True
    merged = Signal(object)
    """The number, in the store, of the customer who stays."""

    def __init__(self, context: Context, ids: tuple[int, int], parent: QWidget) -> None:
        super().__init__(context, tr("Merge customers"), tr("Merge"), parent)
        self.setObjectName("merge_dialog")
        self._ids = ids
        self.draft_key = ".".join(("customer", *map(str, sorted(ids)), "merge"))
        self._comparison: Comparison | None = None
        self.form = self.add_form(FormGrid())
        self.survivor = ChoiceBox()
        self.form.add(_SURVIVOR, tr("Number that stays"), self.survivor)
        self.survivor.value_changed.connect(lambda _value: self._on_survivor())
        self.fields = ComparedFields()
        self.content.addWidget(self.fields)
        self.moving = PlainLabel("", wrap=True)
        self.notes = PlainLabel("", "muted", wrap=True)
        self.content.addWidget(self.moving)
        self.content.addWidget(self.notes)
        self.reveal = buttons.secondary(
            tr("Show in full"), self._on_reveal, icon="eye", name="reveal_both"
        )
        self.reveal.setToolTip(tr("The audit trail records who viewed it, when and why."))
        self.foot.insertWidget(0, self.reveal)
        job = partial(comparing.compare, first_id=ids[0], second_id=ids[1])
        tasks = context.tasks
        tasks.read(self, job, self._on_compared, identities=True, failed=self.show_error)
        self.allow(tr("The two are being compared."))

    def submit(self) -> None:
        """Merge the two."""
        comparison = self._comparison
        if comparison is None:
            return
        sides = (comparison.first, comparison.second)
        survivor, other = sides if self.survivor.value == FIRST else sides[::-1]
        new = NewMerge(survivor.id, other.id, self.fields.taken(self.survivor.value))
        words = tr("{merged} merged into {survivor}.", merged=other.ref, survivor=survivor.ref)
        done = partial(self._on_merged, words, survivor.id)
        self.write(partial(merging.merge, new=new), done)

    def collect(self) -> dict[str, str]:
        return super().collect() | self.fields.collect()

    def restore(self, texts: Mapping[str, str]) -> None:
        super().restore(texts)
        self.fields.restore(texts)

    def _on_reveal(self) -> None:
        """Show both in full: a write, for the trail has an entry of each."""
        first, second = self._ids
        self.reveal.setEnabled(False)
        job = partial(comparing.reveal, first_id=first, second_id=second)
        self.context.tasks.write(self, job, self._on_compared)

    def _on_compared(self, comparison: Comparison) -> None:
        is_first = self._comparison is None
        self._comparison = comparison
        self.fields.show_both(comparison)
        if is_first:
            options = zip((FIRST, SECOND), (comparison.first, comparison.second), strict=True)
            self.survivor.set_options([(key, self._side_text(side)) for key, side in options])
            self.survivor.choose(FIRST)
            self._on_survivor()
            self.take_draft()
            self.allow("")
        self.notes.setText("\n".join(comparison.notes))
        self.notes.setVisible(bool(comparison.notes))

    def _side_text(self, side: ComparedCustomer) -> str:
        day = side.created_at.astimezone(self.context.zone).date()
        return tr("{ref}, added {day}", ref=side.ref, day=date_text(day))

    def _on_survivor(self) -> None:
        comparison = self._comparison
        if comparison is None or not self.survivor.value:
            return
        self.fields.take_from(self.survivor.value)
        sides = (comparison.first, comparison.second)
        survivor, other = sides if self.survivor.value == FIRST else sides[::-1]
        numbers = tr(
            "{merged} stays valid and opens {survivor}.", merged=other.ref, survivor=survivor.ref
        )
        moves = tr("To {survivor} move: {what}.", survivor=survivor.ref, what=other.moving)
        self.moving.setText("\n".join((moves, numbers) if other.moving else (numbers,)))

    def _on_merged(self, words: str, survivor_id: int, merge_id: int) -> None:
        self.context.toast_done(words, partial(unmerging.unmerge, merge_id=merge_id))
        self.finish()
        self.merged.emit(survivor_id)
