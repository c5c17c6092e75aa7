"""The question before a pack is issued: what that means, and what of its words names somebody."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.packs import PrintedIdentity
from csq_desktop.domain.paper.sheets import unwritable_text
from csq_desktop.domain.words.wording import month_text
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.masked import MaskedValue
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.theme import tokens


class IssueDialog(Dialog):
    """Says what issuing means and of what month; `decided` once it may be.

    Each place in the pack that may identify somebody, with its page and its words, has to be
    allowed before.
    """

    help_heading: ClassVar[str] = "make-one"
    decided = Signal()
    wide: ClassVar[int] = 620

    def __init__(
        self,
        context: Context,
        version: tuple[Month, int],
        places: Sequence[PrintedIdentity],
        parent: QWidget,
        *,
        preview: bytes = b"",
    ) -> None:
        """`version`: the month, and the number that its pack gets; `preview`: its pages."""
        month, number = version
        title = tr("Issue {month} as version {n}?", month=month_text(month), n=number)
        super().__init__(context, title, tr("Issue review pack"), parent)
        self.setObjectName("issue_dialog")
        self.choices: list[QCheckBox] = []
        for words in filter(
            None, (_unfinished(month, context.today()), unwritable_text(preview), _meaning())
        ):
            self.content.addWidget(PlainLabel(words, wrap=True))
        if not places:
            self.resize(self.width(), 280)
            return
        heading = tr("Text that may identify somebody")
        self.content.addWidget(PlainLabel(heading, "section"))
        self.content.addWidget(PlainLabel(_introduction(len(places)), wrap=True))
        self.all = buttons.secondary(tr("Leave all in"), self._on_all, name="leave_all_in")
        for printed in places:
            self.content.addWidget(self._place(printed))
        self.foot.insertWidget(0, self.all)
        self._show_decided()

    def submit(self) -> None:
        """Say that everything may stay in."""
        self.decided.emit()
        self.finish()

    def _place(self, printed: PrintedIdentity) -> QWidget:
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_SMALL)
        what = MaskedValue(self.context, _what(printed), "strong")
        where = MaskedValue(self.context, _where(printed), "meta")
        choice = QCheckBox(tr("Leave it in"))
        choice.setAccessibleName(
            tr(
                "Leave place {number} in: {pages}",
                number=len(self.choices) + 1,
                pages=_pages(printed),
            )
        )
        choice.toggled.connect(lambda _on: self._show_decided())
        self.choices.append(choice)
        for part in (what, where, choice):
            column.addWidget(part)
        return place

    def _on_all(self) -> None:
        for choice in self.choices:
            choice.setChecked(True)

    def _show_decided(self) -> None:
        decided = all(choice.isChecked() for choice in self.choices)
        self.allow("" if decided else tr("Tick every text first."))


def _unfinished(month: Month, today: date) -> str:
    days = month.days_to_come(today)
    name = month_text(month)
    if days is None:
        return ""
    if not days:
        return tr("{month} is not finished: today is its last day.", month=name)
    return trn(
        "{month} is not finished: {n} day is still to come.",
        "{month} is not finished: {n} days are still to come.",
        days,
        month=name,
    )


def _meaning() -> str:
    return tr(
        "The pages are kept exactly as they are now, with your name and the time. "
        "What is issued stays: a correction is a new version."
    )


def _introduction(count: int) -> str:
    return trn(
        "{n} place in this review pack names a customer or looks like an identity. "
        "Leave it in if every reader may know it. Otherwise go back and change the "
        "record or the cover text.",
        "{n} places in this review pack name a customer or look like an identity. "
        "Leave in what every reader may know. Otherwise go back and change the record "
        "or the cover text.",
        count,
    )


def _what(printed: PrintedIdentity) -> str:
    span = printed.span
    if not span.reference:
        return tr("“{text}”: {identity}", text=span.text, identity=span.kind.label)
    return tr(
        "“{text}”: {identity}, customer {ref}",
        text=span.text,
        identity=span.kind.label,
        ref=span.reference,
    )


def _where(printed: PrintedIdentity) -> str:
    return tr("{pages}: {words}", pages=_pages(printed), words=printed.excerpt)


def _pages(printed: PrintedIdentity) -> str:
    numbers = tr(", ").join(map(str, printed.pages))
    return trn("Page {pages}", "Pages {pages}", len(printed.pages), pages=numbers)
