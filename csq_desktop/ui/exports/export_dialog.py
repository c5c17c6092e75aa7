"""Writing a list as it is shown: which list, as what, and what it is needed for."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget

from csq_desktop import paths
from csq_desktop.domain.disclosures.fields import DISCLOSURE
from csq_desktop.domain.disclosures.words import RecipientKind
from csq_desktop.domain.exports.filters import Shown, filter_facts, filter_text
from csq_desktop.domain.exports.lists import list_of
from csq_desktop.domain.words.wording import count_text, labelled, paragraph
from csq_desktop.errors import UserError
from csq_desktop.services.exports import exports
from csq_desktop.services.exports.exports import ExportOrder
from csq_desktop.services.settings import lists
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.confirm_dialog import ConfirmDialog
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox, WordsLine
from csq_desktop.ui.kit.forms.form import FormGrid

ExportOffer = tuple[Sequence[str], Shown]


class ExportDialog(Dialog):
    """Asks for file and purpose; the page it stands over writes, and can be told to stop."""

    def __init__(self, context: Context, kinds: Sequence[str], shown: Shown, page: QWidget) -> None:
        super().__init__(context, tr("Export"), tr("Export…"), page)
        self._page, self._shown = page, shown
        facts = filter_facts(shown)
        words = filter_text(facts, *lists.filter_words())
        whole = tr("The whole list is exported.")
        what = labelled(tr("Filter"), words) if words else whole
        self.content.addWidget(PlainLabel(what, wrap=True))
        self.kind = ChoiceBox([(kind, list_of(kind).label) for kind in kinds])
        self.ending = ending_choice()
        self.purpose = WordsLine()
        self.purpose.setMaxLength(exports.LONGEST_PURPOSE)
        self.form = self.add_form(FormGrid())
        self.form.add("list_kind", tr("Kind of data"), self.kind)
        self.form.add("list_ending", tr("As"), self.ending)
        self.form.add(
            "purpose",
            tr("What it is needed for"),
            self.purpose,
            hint=tr("Recorded in the audit trail with your name."),
        )
        self.recipient_kind = ChoiceBox([(kind.value, kind.label) for kind in RecipientKind])
        self.recipient_kind.choose(RecipientKind.SHOP.value)
        self.form.add(
            "recipient_kind",
            tr("Who receives it"),
            self.recipient_kind,
            hint=tr("Recorded in the disclosure log of every customer in the file."),
        )
        self.recipient = WordsLine()
        self.recipient.setMaxLength(DISCLOSURE.field("recipient").longest)
        self.form.add("recipient", tr("Name of the recipient"), self.recipient)
        self.recipient_kind.value_changed.connect(lambda _kind: self._on_recipient())
        self.kind.value_changed.connect(self._on_kind)
        self._on_kind(self.kind.value)
        self.draft_key = f"export.{'.'.join(kinds)}"
        self.take_draft()

    def collect(self) -> dict[str, str]:
        """What it is needed for and whose it is; which list and as what is chosen again."""
        return {
            "purpose": self.purpose.text(),
            "recipient_kind": self.recipient_kind.value,
            "recipient": self.recipient.text(),
        }

    def submit(self) -> None:
        order = self._order(Path())
        missing = {
            "purpose": exports.purpose_missing(order.kind, order.purpose),
            "recipient": exports.recipient_missing(order),
        }
        if not self.form.accepts({field: text for field, text in missing.items() if text}):
            return
        try:
            target = chosen_file(self, self.kind.currentText(), self.ending.value)
        except UserError as error:
            self.show_error(error)
            return
        if target is not None and exports.holds_identities(self.kind.value):
            dialog = ConfirmDialog(self.context, self)
            dialog.accepted.connect(partial(self.export_to, target))
            dialog.open()
        elif target is not None:
            self.export_to(target)

    def export_to(self, target: Path) -> None:
        """Write what is shown to a file."""
        job = partial(exports.write_list, order=self._order(target))
        self.context.tasks.on_store(self._page, job, partial(say_exported, self.context))
        self.finish()

    def _order(self, target: Path) -> ExportOrder:
        order = ExportOrder(self.kind.value, target, self._purpose(), self._shown)
        if not exports.holds_customers(order.kind):
            return order
        kind = RecipientKind(self.recipient_kind.value)
        named = self.recipient.text() if kind.is_named else ""
        return replace(order, recipient=named, recipient_kind=kind)

    def _purpose(self) -> str:
        return self.purpose.text() if exports.asks_purpose(self.kind.value) else ""

    def _on_kind(self, kind: str) -> None:
        self.form.set_shown("purpose", exports.asks_purpose(kind))
        self.form.set_shown("recipient_kind", exports.holds_customers(kind))
        self._on_recipient()

    def _on_recipient(self) -> None:
        is_named = RecipientKind(self.recipient_kind.value).is_named
        self.form.set_shown("recipient", exports.holds_customers(self.kind.value) and is_named)


def export_button(
    context: Context, page: QWidget, kinds: Sequence[str], offer: Callable[[], ExportOffer]
) -> QToolButton:
    """The button beside a list that writes it as it is shown; hidden from who may write no `kinds`.

    `offer` says which lists are shown when it is pressed, the first one chosen, and what of them.
    """

    def may(kind: str) -> bool:
        return context.may(exports.permission(kind))

    def ask() -> None:
        offered, shown = offer()
        ExportDialog(context, [*filter(may, offered)], shown, page).open()

    button = buttons.icon_only(tr("Export this list…"), "table-export", ask, name="export_list")
    if not any(map(may, kinds)):  # shown before it has a place, it would stand alone
        button.hide()
    return button


def ending_choice() -> ChoiceBox:
    """The kinds of files that a list is written as."""
    return ChoiceBox([("xlsx", tr("Excel (.xlsx)")), ("csv", tr("Text (.csv)"))])


def chosen_file(parent: QWidget, name: str, ending: str) -> Path | None:
    """The file somebody chooses, with its ending; None where they choose none.

    A UserError where putting the ending behind it makes it the name of another file.
    """
    what = tr("CSV files") if ending == "csv" else tr("Workbooks")
    proposed = str(paths.documents() / f"{name}.{ending}")
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Export"), proposed, f"{what} (*.{ending})")
    if not chosen:
        return None
    target = Path(chosen)
    if target.suffix.lower() != f".{ending}":
        target = target.with_name(f"{target.name}.{ending}")
        if target.exists():
            raise UserError(
                tr("There is already a file {name}. Choose it to replace it.", name=target.name)
            )
    return target


def say_exported(context: Context, outcome: exports.ExportOutcome) -> None:
    """Say how many rows a file has, and who is not in it."""
    count = outcome.rows
    words = trn("{count} row exported.", "{count} rows exported.", count, count=count_text(count))
    context.toast(paragraph((words, *outcome.sentences)))
