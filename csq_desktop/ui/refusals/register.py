"""The log book as a list: printed and exported, never changed."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget

from csq_desktop.domain.exports.lists import REFUSALS
from csq_desktop.domain.refusals.facts import Refusal
from csq_desktop.domain.words.wording import date_text, short_moment_text
from csq_desktop.services.refusals import papers, refusals
from csq_desktop.texts import tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.export_dialog import export_button
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.page_tab import TabBody
from csq_desktop.ui.kit.paper.register_dialog import RegisterDialog
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import DAY_WIDTH, Cell, Column, Fact, in_zone
from csq_desktop.ui.kit.tables.table import TableView


class RefusalsTab(TabBody):
    """Every entry, the newest first."""

    topics: ClassVar[frozenset[str]] = frozenset({"requests"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.model = RowsModel(self._columns())
        self.table = TableView(context, self.model, name="refusals", two_lines=True)
        self.table.setAccessibleName(tr("Log book of refusals"))
        hint = tr("Nobody can change or delete an entry. It is made when a request is refused.")
        self.filters.addWidget(PlainLabel(hint, "hint"))
        printing = buttons.icon_only(tr("Print…"), "printer", self._on_print, name="print_log_book")
        self.filters.addWidget(printing)
        offered = (REFUSALS,)
        self.filters.addWidget(export_button(context, self, offered, lambda: (offered, None)))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState(
                "book",
                tr("No refusals yet"),
                tr("A refused request is entered here before its notice is given."),
            )
        )
        self.body.addWidget(self._stack, 1)

    def reload(self) -> None:
        sees = self.context.user.role.sees_identities
        self.context.tasks.read(self, refusals.everything, self._on_read, identities=sees)

    def _on_read(self, entries: Sequence[Refusal]) -> None:
        self.model.set_rows(entries)
        self._stack.setCurrentIndex(0 if entries else 1)
        if entries:
            self.table.choose(0)

    def _on_print(self) -> None:
        RegisterDialog(self.context, tr("Log book of refusals"), papers.register, self).open()

    def _columns(self) -> list[Column]:
        zone, today = self.context.zone, self.context.today()
        return [
            Column(
                "entry",
                tr("Entry"),
                lambda entry: Cell(
                    entry.ref, short_moment_text(entry.entered_at, today, zone), strong=True
                ),
                150,
                least=116,
                facts=(
                    Fact(tr("Entry"), lambda entry: entry.ref),
                    Fact(tr("When"), lambda entry: in_zone(entry.entered_at, zone)),
                ),
            ),
            Column(
                "request",
                trc("column", "Request"),
                lambda entry: Cell(
                    entry.kind.label,
                    tr(" · ").join(filter(None, (entry.request_ref, entry.customer_ref))),
                ),
                190,
                least=130,
            ),
            Column(
                "grounds",
                trc("column", "Grounds and particulars"),
                lambda entry: Cell(
                    tr(" · ").join(ground.label for ground in entry.grounds),
                    entry.particulars_text,
                ),
                420,
                least=180,
            ),
            Column(
                "notice",
                trc("column", "Notice"),
                lambda entry: Cell(date_text(entry.notice_on), entry.entered_by),
                DAY_WIDTH,
                least=DAY_WIDTH,
                rank=1,
                facts=(
                    Fact(trc("column", "Notice"), lambda entry: entry.notice_on),
                    Fact(tr("Entered by"), lambda entry: entry.entered_by),
                ),
            ),
        ]
