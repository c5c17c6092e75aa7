"""Who was merged into the customer shown, each with a way to take them out again."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from csq_desktop.domain.duplicates.facts import MergedCustomer, UnmergePlan
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import date_text
from csq_desktop.services.duplicates import merging, unmerging
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.facts import clear
from csq_desktop.ui.kit.display.refilled import refilled
from csq_desktop.ui.kit.display.words import PlainLabel, SectionTitle
from csq_desktop.ui.theme import tokens


class MergedSection(QWidget):
    """Hides while nobody was merged into the customer."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("merged_customers")
        self.context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_TINY)
        column.addWidget(SectionTitle(tr("Merged into this customer")))
        self._rows = QVBoxLayout()
        column.addLayout(self._rows)
        self.hide()

    def show_customer(self, customer_id: int) -> None:
        """Fetch and show who was merged into a customer."""
        self.hide()
        job = partial(merging.into, customer_id=customer_id)
        self.context.tasks.read(self, job, self._show)

    def _show(self, merged: tuple[MergedCustomer, ...]) -> None:
        with refilled(self):
            clear(self._rows)
            for each in merged:
                self._rows.addWidget(self._row(each))
            self.setVisible(bool(merged))

    def _row(self, merged: MergedCustomer) -> QWidget:
        row = QWidget()
        day = date_text(merged.at.astimezone(self.context.zone).date())
        text = tr("{ref}, merged {day} by {name}", ref=merged.ref, day=day, name=merged.user)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(PlainLabel(text, wrap=True), 1)
        if self.context.may(Permission.REVEAL_IDENTITIES):
            undo = buttons.link(tr("Un-merge…"), partial(self._on_unmerge, merged), name="unmerge")
            undo.setAccessibleName(tr("Un-merge {ref}", ref=merged.ref))
            line.addWidget(undo)
        return row

    def _on_unmerge(self, merged: MergedCustomer) -> None:
        UnmergeCustomerDialog(self.context, merged, self).open()


class UnmergeCustomerDialog(Dialog):
    """Says what goes back and what stays, and takes a merged customer out again."""

    help_heading: ClassVar[str] = "when-somebody-is-there-twice"
    wide: ClassVar[int] = 520

    def __init__(self, context: Context, merged: MergedCustomer, parent: QWidget) -> None:
        title = tr("Un-merge {ref}", ref=merged.ref)
        super().__init__(context, title, tr("Un-merge"), parent)
        self.setObjectName("unmerge_dialog")
        self._merged = merged
        self.back, self.changed = PlainLabel("", wrap=True), PlainLabel("", wrap=True)
        self.since = PlainLabel(
            tr("What was recorded since the merge stays, but an opt-out holds for both."),
            "muted",
            wrap=True,
        )
        for part in (self.back, self.changed, self.since):
            self.content.addWidget(part)
        self.changed.hide()
        self.allow(tr("What can go back is being looked up."))
        job = partial(unmerging.plan, merge_id=merged.merge_id)
        tasks = context.tasks
        tasks.read(self, job, self._on_plan, identities=True, failed=self.show_error)

    def submit(self) -> None:
        """Take the merge back."""
        self.write(partial(unmerging.unmerge, merge_id=self._merged.merge_id), self._on_done)

    def _on_plan(self, plan: UnmergePlan) -> None:
        words = tr("{ref} becomes a customer of its own again.", ref=plan.merged_ref)
        if plan.moving:
            back = tr("Back to {ref} go: {what}.", ref=plan.merged_ref, what=plan.moving)
            words = "\n".join((words, back))
        self.back.setText(words)
        stays = tr(
            "Changed since, stays with {ref}: {what}.",
            ref=plan.survivor_ref,
            what=tr(", ").join(plan.changed),
        )
        self.changed.setText(stays)
        self.changed.setVisible(bool(plan.changed))
        self.allow("")

    def _on_done(self, done: UnmergePlan) -> None:
        self.finish()
        merged, survivor = done.merged_ref, done.survivor_ref
        self.context.toast(
            tr("{merged} un-merged from {survivor}", merged=merged, survivor=survivor)
        )
