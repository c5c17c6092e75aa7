"""The notices of a breach: read and put right on screen, recorded, then printed or saved."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from csq_desktop.domain.breaches.facts import Breach, ConcernedCustomer
from csq_desktop.domain.breaches.fields import BREACH_WORDS
from csq_desktop.domain.breaches.notices import NoticeAudience, NoticeOrder, NoticeText
from csq_desktop.domain.drafts import VAULT
from csq_desktop.services.breaches import notices
from csq_desktop.texts import LANGUAGE_NAMES, language, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.layout.scrolled import scrolled
from csq_desktop.ui.kit.paper.preview import PrintPreview
from csq_desktop.ui.theme import theme, tokens

_PAUSE_MS = 500
_FORM_WIDTH = 340
_EVERYBODY = "0"


class BreachNoticeDialog(Dialog):
    """Shows a notice as a draft while its words are changed; recording it lets it be printed."""

    help_heading: ClassVar[str] = "notices-of-a-breach"
    wide: ClassVar[int] = 1040
    tall: ClassVar[int] = 720
    fills: ClassVar[bool] = True
    shows_identity: ClassVar[bool] = True
    recorded = Signal()

    def __init__(
        self,
        context: Context,
        breach: Breach,
        people: Sequence[ConcernedCustomer],
        parent: QWidget,
    ) -> None:
        super().__init__(context, tr("Notices of a breach"), tr("Record and print…"), parent)
        self.setObjectName("breach_notice_dialog")
        self.breach = breach
        self._is_recorded = False
        self.draft_key = f"{VAULT}breach.{breach.id}.notices"
        self.audience = ChoiceBox([(each.value, each.label) for each in NoticeAudience])
        self.customer = ChoiceBox([(_EVERYBODY, tr("All persons concerned")), *map(_offer, people)])
        self.language = ChoiceBox(list(LANGUAGE_NAMES.items()))
        self.language.choose(language())
        self.areas: dict[str, TextArea] = {}
        self.preview = PrintPreview(f"{breach.ref} notice.pdf", prints_first=True)
        self.preview.foot.hide()  # nothing is printed before it is recorded
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._draw)
        self.form = FormGrid()
        self._lay_out()
        self.take_draft()
        for field in (self.audience, self.language):
            field.value_changed.connect(lambda _value: self._propose())
        self.customer.value_changed.connect(lambda _value: self._draw())
        for area in self.areas.values():
            area.textChanged.connect(self._pause.start)
        if any(area.toPlainText() for area in self.areas.values()):
            self._show_fields()
            self._draw()
        else:
            self._propose()

    def submit(self) -> None:
        """Record the notice; its pages no longer say that they are a draft."""
        job = partial(notices.issue, breach_id=self.breach.id, order=self._order())
        self.write(job, self._on_recorded)

    def _lay_out(self) -> None:
        form = self.form
        form.add("audience", tr("Notice"), self.audience)
        form.add("notice_customer", tr("Addressed to"), self.customer)
        form.add("paper_language", tr("Language"), self.language)
        hint = tr("In the language of the notice. Name nobody but the reader.")
        labels = {
            "happened": BREACH_WORDS.field("account").title,
            "measures": tr("What the shop did"),
            "advice": tr("What the reader can do, or what follows"),
            "contact": tr("Whom to ask"),
        }
        for key, label in labels.items():
            area = TextArea(lines=4, sealed=True)
            form.add(key, label, area, hint=hint if key == "happened" else "")
            self.areas[key] = area
        self.forms.append(form)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, tokens.GAP_SMALL, 0)
        words = tr("Read the page before you record it. Each notice that is recorded is listed.")
        column.addWidget(PlainLabel(words, "muted", wrap=True))
        column.addWidget(form)
        column.addStretch(1)
        side = scrolled(left)
        side.setFixedWidth(theme.current().px(_FORM_WIDTH))
        row = QHBoxLayout()
        row.addWidget(side)
        row.addWidget(self.preview, 1)
        self.content.addLayout(row, 1)

    def _propose(self) -> None:
        """Fill in what the record says; it replaces what stands there."""
        self._show_fields()
        query = partial(
            notices.draft,
            breach_id=self.breach.id,
            audience=NoticeAudience(self.audience.value),
            language=self.language.value,
        )
        self.context.tasks.read(self, query, self._on_proposed, identities=True)

    def _on_proposed(self, text: NoticeText) -> None:
        for key, area in self.areas.items():
            area.setPlainText(getattr(text, key))
        self._draw()

    def _show_fields(self) -> None:
        self.form.set_shown("notice_customer", self._is_personal)

    @property
    def _is_personal(self) -> bool:
        return self.audience.value == NoticeAudience.PERSONS

    def _order(self) -> NoticeOrder:
        words = {key: area.toPlainText() for key, area in self.areas.items()}
        customer_id = int(self.customer.value or _EVERYBODY) or None
        return NoticeOrder(
            NoticeAudience(self.audience.value),
            self.language.value,
            NoticeText(**words),
            customer_id if self._is_personal else None,
        )

    def _draw(self) -> None:
        query = partial(
            notices.page,
            breach_id=self.breach.id,
            order=self._order(),
            is_draft=not self._is_recorded,
        )
        self.context.tasks.read(self, query, self.preview.show_pdf, identities=True)

    def _on_recorded(self, _notice_id: int) -> None:
        self._pause.stop()
        self._is_recorded = True
        self.context.toast(tr("Notice recorded. Print or save it now."))
        self.context.drafts.drop(self.draft_key)
        self.draft_key = ""
        for field in (self.audience, self.customer, self.language, *self.areas.values()):
            field.setEnabled(False)
        self.submit_button.hide()
        self.keys_hint.hide()
        self.cancel_button.setText(tr("Close"))
        self.preview.foot.show()
        self._draw()
        self.recorded.emit()


def _offer(person: ConcernedCustomer) -> tuple[str, str]:
    return str(person.customer_id), tr(" · ").join(filter(None, (person.ref, person.name)))
