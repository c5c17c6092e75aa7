"""The register of data breaches: those that are open, those ended, and the page of each."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.drafts import VAULT
from csq_desktop.domain.exports.lists import BREACHES
from csq_desktop.domain.words.wording import date_text
from csq_desktop.services.breaches import breaches, papers
from csq_desktop.texts import tr, trc
from csq_desktop.ui.breaches.detail import BreachDetail
from csq_desktop.ui.breaches.facts_dialog import NewBreachDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.export_dialog import export_button
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.paper.register_dialog import RegisterDialog
from csq_desktop.ui.kit.register import RegisterTab, RegisterTexts
from csq_desktop.ui.kit.tables.shown import DAY_WIDTH, Cell, Column, Fact


class BreachesTab(RegisterTab):
    """Lists the breaches, the one found last first; Ctrl+N records another one."""

    topics: ClassVar[frozenset[str]] = frozenset({"breaches"})
    shares: ClassVar[tuple[int, int]] = (44, 56)

    def __init__(self, context: Context) -> None:
        super().__init__(context, _texts(), BreachDetail(context))

    def reload(self) -> None:
        sees = self.context.user.role.sees_identities
        self.context.tasks.read(self, breaches.everything, self.show_entries, identities=sees)

    def reopen(self, form: str) -> None:
        if form == f"{VAULT}breach.new.facts":
            self.enter()
        else:
            super().reopen(form)

    def enter(self) -> None:
        dialog = NewBreachDialog(self.context, self)
        dialog.logged.connect(self.show_entered)
        dialog.open()

    def extras(self) -> Sequence[QWidget]:
        printing = buttons.icon_only(tr("Print…"), "printer", self._on_print, name="print_breaches")
        kinds = (BREACHES,)
        return printing, export_button(self.context, self, kinds, lambda: (kinds, None))

    def _on_print(self) -> None:
        RegisterDialog(self.context, tr("Register of data breaches"), papers.register, self).open()

    def columns(self) -> list[Column]:
        today = self.context.today()
        return [
            Column(
                "ref",
                trc("column", "Breach"),
                lambda breach: Cell(breach.ref, breach.kind.label, strong=True),
                230,
                least=140,
                facts=(
                    Fact(trc("column", "Breach"), lambda breach: breach.ref),
                    Fact(tr("Kind"), lambda breach: breach.kind.label),
                ),
            ),
            Column(
                "found",
                trc("column", "Found"),
                lambda breach: Cell(date_text(breach.found_on), breach.days_text(today)),
                DAY_WIDTH,
                least=DAY_WIDTH,
                sort=lambda breach: breach.found_at,
                facts=(Fact(trc("column", "Found"), lambda breach: breach.found_on),),
            ),
            Column(
                "state",
                trc("column", "Status"),
                lambda breach: Cell(breach.state_text, tone=breach.tone(today)),
                160,
                least=110,
            ),
        ]


def _texts() -> RegisterTexts:
    return RegisterTexts(
        name="breach",
        plural="breaches",
        icon="shield",
        title=tr("Data breaches"),
        new=tr("Record a breach"),
        select=tr("Select a breach to see the details"),
        views=(
            trc("data breaches", "Open"),
            trc("data breaches", "Ended"),
            trc("data breaches", "All"),
        ),
        nothing_open=tr("Every breach has ended"),
        nothing_ended=tr("No breach has ended yet"),
        nothing=(
            tr("No data breaches yet"),
            tr("Data are lost, stolen, or shown to the wrong person: record it at once."),
        ),
    )
