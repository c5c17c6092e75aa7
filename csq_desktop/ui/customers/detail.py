"""One customer: masked identity, reveal with a reason, consents, complaints, archive."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from csq_desktop.domain.customers.facts import (
    Consent,
    Customer,
    CustomerLine,
    Identity,
    MaskedIdentity,
    Revealed,
    RevealReason,
)
from csq_desktop.domain.privacy.private_words import EarlierValue
from csq_desktop.domain.today import Now
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import date_text, moment_text, short_moment_text
from csq_desktop.services.customers import consents, customers, phones
from csq_desktop.services.customers.consents import PurposeStanding
from csq_desktop.services.settings import lists
from csq_desktop.texts import LANGUAGE_NAMES, tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.customers.commands import customer_commands
from csq_desktop.ui.customers.consent_dialog import ConsentDialog
from csq_desktop.ui.customers.dialogs import (
    CorrectIdentityDialog,
    DescribeDialog,
    RevealDialog,
)
from csq_desktop.ui.customers.reveal_strip import RevealStrip
from csq_desktop.ui.customers.tell_dialog import TellDialog
from csq_desktop.ui.customers.timeline_view import TimelineView
from csq_desktop.ui.duplicates.merged_section import MergedSection
from csq_desktop.ui.kit import clipboard
from csq_desktop.ui.kit.customer_command import CustomerCommand
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.facts import HistoryLine, KeyValueList, Timeline
from csq_desktop.ui.kit.display.masked import MaskedValue
from csq_desktop.ui.kit.display.words import PlainLabel, SectionTitle
from csq_desktop.ui.kit.labels import this_moment
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.layout.scrolled import scrolled_to_read
from csq_desktop.ui.kit.tables.row_menu import buttons_of
from csq_desktop.ui.theme import tokens

_PAUSE_MS = 300
"""Whoever goes down the list with the arrow keys sees, and is recorded for, no one in passing."""
_TONES = {Consent.AGREED: Tone.GOOD, Consent.REFUSED: Tone.BAD, Consent.NOT_ASKED: Tone.SOFT}
_FIELDS = ("name", "other_name", "phone", "email", "address", "their_reference", "note")


class CustomerDetail(QWidget):
    """Shows a customer by id; what was revealed hides again by itself."""

    shown = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.customer: Customer | None = None
        self.revealed: Revealed | None = None
        self._asked_for: int | None = None
        self.strip = RevealStrip(context)
        self.strip.ended.connect(self.hide_identity)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.setObjectName("opened_for_a_moment")
        self._pause.timeout.connect(self._on_opened)
        self.name = MaskedValue(context, "", "heading")
        self.badge = Badge()
        self.meta = PlainLabel("", "label", wrap=True)
        self.identity = KeyValueList()
        self.facts = KeyValueList()
        self.facts.line_up_with(self.identity)
        self.earlier = Timeline()
        self._corrections = SectionTitle(tr("Before corrections"))
        self.merged = MergedSection(context)
        self.timeline = TimelineView(context)
        self.standing = KeyValueList()
        self.standing.line_up_with(self.identity)
        self._answers = SectionTitle(tr("Consents"))
        self.foot = FlowLayout(right=True)
        self.reveal_button = buttons.secondary(
            tr("Reveal…"), self._on_reveal, icon="eye", name="reveal"
        )
        self.correct_button = buttons.secondary(
            tr("Correct…"), self._on_correct, icon="pencil", name="correct"
        )
        self.archive_button = buttons.quiet(tr("Archive"), self._on_archive, name="archive")
        self._build()
        context.locking.connect(self.hide_identity)
        context.privacy_changed.connect(lambda _on: self._on_private())

    def show_customer(self, customer_id: int) -> None:
        """Fetch and show a customer, masked."""
        if self.customer is not None and self.customer.id != customer_id:
            self._pause.stop()
            self.hide_identity()
        sees = self.context.user.role.sees_identities
        query = partial(customers.read, customer_id=customer_id)
        self.context.tasks.read(self, query, self.show_fact, identities=sees)
        self.merged.show_customer(customer_id)
        self.timeline.show_customer(customer_id)

    def shows(self, line: CustomerLine) -> bool:
        """Whether this customer is the one shown."""
        return self.customer is not None and self.customer.id == line.id

    def buttons(self) -> list[QPushButton]:
        """What can be done with the customer shown, the likeliest last."""
        return buttons_of(self.foot)

    def show_fact(self, customer: Customer) -> None:
        """Show a customer that was fetched."""
        self.customer = customer
        self._show_identity()
        archived = tr("Anonymised") if customer.anonymised_at else tr("Archived")
        self.badge.show_state(
            archived if customer.archived_at else customer.marketing.label,
            Tone.SOFT if customer.archived_at else _TONES[customer.marketing],
        )
        zone = self.context.zone
        self.meta.setText(
            "  ·  ".join(
                (
                    *(customer.ref, *customer.merged),
                    tr(
                        "added {when} by {name}",
                        when=moment_text(customer.created_at, zone),
                        name=customer.created_by,
                    ),
                )
            )
        )
        self.facts.show_pairs(self._pairs(customer))
        self.context.tasks.read(
            self, partial(consents.standing, customer_id=customer.id), self._show_standing
        )
        back = trc("customer", "Restore")
        self.archive_button.setText(back if customer.archived_at else tr("Archive"))
        self.archive_button.setEnabled(customer.anonymised_at is None)
        self._pause.start()
        self.shown.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._pause.start()

    def hide_identity(self) -> None:
        """Mask again what was revealed."""
        self.revealed = self._asked_for = None
        if self.customer is not None:
            self._show_identity()

    def show_revealed(self, revealed: Revealed) -> None:
        """Show a revealed identity until the customer or the page is left, or its time is over.

        Another customer may have been opened while it was fetched: never under that one.
        """
        if self.customer is None or self.customer.id != revealed.customer_id:
            return
        self.revealed, self._asked_for = revealed, revealed.customer_id
        self._show_identity()

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, tokens.GAP_SMALL, 0)
        column.setSpacing(tokens.GAP)
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.badge)
        column.addLayout(head)
        for part in (self.meta, self.identity, self._corrections, self.earlier, self.facts):
            column.addWidget(part)
        column.addWidget(self._answers)
        column.addWidget(self.standing)
        column.addWidget(self.merged)
        column.addWidget(self.timeline)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled_to_read(inner), 1)
        foot = self.foot
        if (menu := self._menu()) is not None:
            foot.addWidget(buttons.with_menu(tr("More"), menu, name="more"))
        describe = buttons.secondary(tr("Edit details…"), self._on_describe, name="describe")
        consent = buttons.secondary(tr("Consent…"), self._on_consent, name="consent")
        tell = buttons.secondary(tr("Statement given…"), self._on_tell, name="tell")
        for button, permission in (
            (self.archive_button, Permission.EDIT_CUSTOMERS),
            (tell, Permission.EDIT_CUSTOMERS),
            (consent, Permission.EDIT_CUSTOMERS),
            (describe, Permission.EDIT_CUSTOMERS),
            (self.correct_button, Permission.EDIT_CUSTOMERS),
            (self.reveal_button, Permission.REVEAL_IDENTITIES),
        ):
            if not self.context.may(permission):
                button.hide()
            foot.addWidget(button)
        outer.addLayout(foot)

    def _menu(self) -> QMenu | None:
        """What other features offer to do with the customer shown."""
        menu = QMenu(self)
        for command in customer_commands():
            if self.context.may(command.needs):
                entry = menu.addAction(command.words(), partial(self._start, command))
                entry.setObjectName(command.name)
        return None if menu.isEmpty() else menu

    def _start(self, command: CustomerCommand) -> None:
        if self.customer is not None:
            command.start(self.context, self.customer.id, self)

    def _show_identity(self) -> None:
        assert self.customer is not None
        revealed = self.revealed
        identity: Identity | MaskedIdentity | None = (
            revealed.identity if revealed else self.customer.masked
        )
        self._show_earlier(revealed.earlier if revealed else ())
        if identity is None:
            self.name.show_value(self.customer.ref)
            sealed = tr("Your role cannot see who the customer is, only the reference number.")
            self.identity.show_pairs([("", PlainLabel(sealed, "muted", wrap=True))])
            return
        self.name.show_value(identity.name or identity.other_name or self.customer.ref)
        labels = (
            tr("Name"),
            tr("Other language"),
            tr("Telephone"),
            tr("E-mail"),
            tr("Address"),
            tr("Number"),
            tr("Note"),
        )
        pairs: list[tuple[str, str | QWidget]] = []
        for label, field in zip(labels, _FIELDS, strict=True):
            text = getattr(identity, field)
            shown = phones.as_written(text) if field == "phone" and self.revealed else text
            pairs.append((label, self._value(shown) if text else ""))
        self.identity.show_pairs(pairs)

    def _show_earlier(self, earlier: Sequence[EarlierValue]) -> None:
        """What the identity said before it was corrected, shown as long as the identity is."""
        now = this_moment(self.context)
        shown = () if self.context.private else earlier
        self.earlier.show_lines([_earlier_line(value, now) for value in reversed(shown)])
        self._corrections.setVisible(bool(shown))

    def _value(self, text: str) -> QWidget:
        if self.revealed is None:
            return MaskedValue(self.context, text)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(MaskedValue(self.context, text), 1)
        copy = buttons.icon_only(
            tr("Copy (cleared after 10 seconds)"),
            "copy",
            partial(self._copy, text),
        )
        line.addWidget(copy)
        return row

    def _copy(self, text: str) -> None:
        if not self.context.private:
            clipboard.copy(text, personal=True)

    def _pairs(self, customer: Customer) -> list[tuple[str, str | QWidget]]:
        return [
            (tr("Customer group"), lists.label(lists.SEGMENTS, customer.segment)),
            (tr("Language"), LANGUAGE_NAMES.get(customer.preferred_language, "")),
            (tr("District"), lists.label(lists.DISTRICTS, customer.district)),
            (tr("Collection statement"), self._statement(customer)),
        ]

    def _statement(self, customer: Customer) -> str:
        """Which version the customer was given, when and how, and who says so."""
        if not customer.statement_version:
            return tr("not given yet")
        version = tr("version {version}", version=customer.statement_version)
        recorded = customer.statement_at
        day = customer.statement_on or (recorded and recorded.astimezone(self.context.zone).date())
        channel = customer.statement_channel
        parts = (version, date_text(day) if day else "", channel.label if channel else "")
        return tr(
            "{what}, recorded by {name}",
            name=customer.statement_by,
            what=tr(", ").join(filter(None, parts)),
        )

    def _show_standing(self, standing: Sequence[PurposeStanding]) -> None:
        """Where the customer stands about each purpose."""
        self.standing.show_pairs([(each.purpose.label, each.consent.label) for each in standing])

    def _on_private(self) -> None:
        if self.customer is not None:
            self._show_identity()
        self._pause.start()

    def _on_opened(self) -> None:
        """Show the customer that was opened, where a reason stands and nobody else may look."""
        is_seen = self.isVisible() and not self.context.private
        if is_seen and self._asked_for is None and self.strip.standing is not None:
            self._on_reveal()

    def _on_reveal(self) -> None:
        if self.customer is None or self.revealed is not None:
            return  # shown already: once recorded is enough
        if standing := self.strip.standing:
            self._asked_for = self.customer.id
            job = partial(
                customers.reveal,
                customer_id=self.customer.id,
                reason=standing.reason,
                words=standing.words,
            )
            self.context.tasks.write(self, job, self._on_read)
            return
        dialog = RevealDialog(self.context, self.customer, self)
        dialog.revealed.connect(self._on_reason)
        dialog.open()

    def _on_reason(self, revealed: Revealed, reason: RevealReason, words: str) -> None:
        self.strip.begin(reason, words)
        self.show_revealed(revealed)

    def _on_read(self, revealed: Revealed) -> None:
        """Show who the customer is, unless the page was left or the time ended meanwhile."""
        if self.isVisible() and self.strip.standing is not None:
            self.show_revealed(revealed)

    def _on_correct(self) -> None:
        if self.customer is None:
            return
        if self.context.private:
            self.context.toast(tr("Names are hidden. Press F9 to show them, then correct."))
            return
        if self.revealed is None:
            self._on_reveal()
            return
        dialog = CorrectIdentityDialog(self.context, self.customer, self.revealed.identity, self)
        dialog.corrected.connect(self.hide_identity)
        dialog.open()

    def _on_describe(self) -> None:
        if self.customer is not None:
            DescribeDialog(self.context, self.customer, self).open()

    def _on_consent(self) -> None:
        if self.customer is not None:
            ConsentDialog(self.context, self.customer, self).open()

    def _on_tell(self) -> None:
        if self.customer is not None:
            TellDialog(self.context, (self.customer.id,), self).open()

    def _on_archive(self) -> None:
        if self.customer is None:
            return
        customer_id, archived = self.customer.id, self.customer.archived_at is not None
        act, back = customers.archive, customers.restore
        if archived:
            act, back = back, act
        words = tr("Restored") if archived else tr("Archived")
        undo = partial(back, customer_id=customer_id)
        self.context.tasks.write(
            self,
            partial(act, customer_id=customer_id),
            lambda _done: self.context.toast_done(words, undo),
        )


def _earlier_line(value: EarlierValue, now: Now) -> HistoryLine:
    when = short_moment_text(value.at, now.day, now.zone) if value.at else ""
    return HistoryLine(when, tr("{what} by {name}", what=value.label, name=value.user), value.text)
