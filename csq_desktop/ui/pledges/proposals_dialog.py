"""Taking up pledges the product proposes, as they are or changed first; or writing one's own."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from csq_desktop.domain.indicators.figures import Unit, target_text
from csq_desktop.domain.pledges.facts import NewPledge
from csq_desktop.services import people
from csq_desktop.services.pledges import pledges
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.person_field import PersonField
from csq_desktop.ui.theme import tokens


class ProposalsDialog(Dialog):
    """The proposals that are not taken up yet, each to be ticked or opened."""

    help_heading: ClassVar[str] = "a-pledge-has-seven-parts"
    wide: ClassVar[int] = 720
    defined = Signal(object)
    writing_requested = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, tr("New pledge"), tr("Adopt"), parent)
        self._proposals: tuple[NewPledge, ...] = ()
        self.ticks: dict[str, QCheckBox] = {}
        self.form = FormGrid(columns=2)
        self.owner = PersonField(context.user.name)
        self.form.add("owner", tr("Owner"), self.owner)
        self.begins = DateField(context.today, context.today(), ahead=True)
        self.form.add("begins", tr("Effective from"), self.begins)
        self.own = buttons.secondary(
            tr("Write my own…"), lambda: self._open(None), icon="pencil", name="own_pledge"
        )
        self.own.setAutoDefault(False)
        self.foot.insertWidget(0, self.own)
        self.content.addWidget(
            PlainLabel(
                tr("Pledge only what the shop can deliver. Every text and number can be changed."),
                "muted",
                wrap=True,
            )
        )
        self.content.addWidget(self.form)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(tokens.GAP_SMALL)
        self.content.addLayout(self._rows)
        self._count()
        context.tasks.read(self, pledges.proposals, self._on_loaded)
        context.tasks.read(self, people.everyone, self.owner.offer)

    def submit(self) -> None:
        """Take up what is ticked."""
        day = self.begins.day
        assert day is not None
        chosen = [
            NewPledge(proposal.code, proposal.source, self.owner.choice, proposal.terms)
            for proposal in pledges.shipped(day)
            if proposal.code in self.ticks and self.ticks[proposal.code].isChecked()
        ]
        if chosen:
            job = partial(pledges.define_all, new=chosen)
            self.write(job, self._on_defined)

    def _on_loaded(self, proposals: tuple[NewPledge, ...]) -> None:
        self._proposals = proposals
        for proposal in proposals:
            self._rows.addWidget(self._row(proposal))
        if not proposals:
            self.form.setVisible(False)
            self._rows.addWidget(
                EmptyState("rosette-discount-check", tr("All ready-made pledges adopted"))
            )
        self._count()

    def _row(self, proposal: NewPledge) -> QWidget:
        terms = proposal.terms
        tick = QCheckBox(terms.wording.text)
        tick.setObjectName(f"proposal_{proposal.code}")
        tick.toggled.connect(lambda _on: self._count())
        self.ticks[proposal.code] = tick
        change = buttons.quiet(
            tr("Change first…"), partial(self._open, proposal), name=f"change_{proposal.code}"
        )
        change.setAccessibleName(tr("Change first: {pledge}", pledge=terms.wording.text))
        share = target_text(terms.standard_share, Unit.SHARE)
        meta = tr("at least {share} {standard}", share=share, standard=terms.standard.text)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(tick)
        under = PlainLabel(f"{meta}  ·  {proposal.source.label}", "meta", wrap=True)
        under.setContentsMargins(28, 0, 0, 0)
        words.addWidget(under)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(words, 1)
        row.addWidget(change)
        return box

    def _count(self) -> None:
        count = sum(tick.isChecked() for tick in self.ticks.values())
        missing = tr("Tick a pledge.") if self.ticks else tr("All ready-made pledges adopted")
        self.allow("" if count else missing)
        words = trn("Adopt {n} pledge", "Adopt {n} pledges", count)
        self.name_action(words if count else tr("Adopt"))

    def _open(self, proposal: NewPledge | None) -> None:
        self.finish()
        self.writing_requested.emit(proposal)

    def _on_defined(self, pledge_ids: tuple[int, ...]) -> None:
        self.finish()
        self.defined.emit(pledge_ids)
