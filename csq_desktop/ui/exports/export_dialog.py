"""Writing a list as it is shown: which list, as what, and what it is needed for."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget

from csq_desktop import paths
from csq_desktop.domain.exports.filters import Shown, filter_facts, filter_text
from csq_desktop.domain.exports.lists import list_of
from csq_desktop.domain.wording import count_text, labelled, paragraph
from csq_desktop.errors import UserError
from csq_desktop.services.exports import exports
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
        category = partial(lists.full_label, lists.CATEGORIES)
        words = filter_text(facts, category) or tr("None: the whole list")
        self.content.addWidget(PlainLabel(labelled(tr("Filter"), words), wrap=True))
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
        self.kind.value_changed.connect(self._on_kind)
        self._on_kind(self.kind.value)

    def submit(self) -> None:
        refusal = exports.purpose_missing(self.kind.value, self._purpose())
        self.form.show_errors({"purpose": refusal} if refusal else {})
        if refusal:
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
        order = exports.ExportOrder(self.kind.value, target, self._purpose(), self._shown)
        job = partial(exports.write_list, order=order)
        self.context.tasks.on_store(self._page, job, partial(say_exported, self.context))
        self.finish()

    def _purpose(self) -> str:
        return self.purpose.text() if exports.asks_purpose(self.kind.value) else ""

    def _on_kind(self, kind: str) -> None:
        self.form.set_shown("purpose", exports.asks_purpose(kind))


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
