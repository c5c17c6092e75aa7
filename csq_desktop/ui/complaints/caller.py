"""Who complains: looked for among the customers, somebody new, or handed in sealed."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

from csq_desktop.domain.complaints.facts import CallerIdentity
from csq_desktop.domain.customers.facts import CustomerFilter, CustomerLine, Identity
from csq_desktop.domain.privacy.free_text import IdentityKind, IdentitySpan
from csq_desktop.errors import UserError
from csq_desktop.services.customers import customers
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.duplicates.alike import AlikeCustomers
from csq_desktop.ui.kit.forms import wheel
from csq_desktop.ui.kit.forms.form import FormGrid

_PAUSE_MS = 200
MOST_OFFERED = 8
"""So many customers are offered at once; who is not among them is found by typing more."""
_NEW = ("caller_name", "caller_phone", "caller_email")
UNKEPT = (*_NEW, "find", "who")
"""The fields no draft may hold: they show an identity."""


class CallerFields(QObject):
    """The fields for a caller who is no customer yet; staff without the vault see only these."""

    changed = Signal()

    def __init__(self, form: FormGrid) -> None:
        super().__init__(form)
        self.form = form
        self.anonymous = QCheckBox(tr("The customer wishes to remain anonymous"))
        self.name, self.phone, self.email = (QLineEdit() for _ in _NEW)
        self._build()
        self.anonymous.toggled.connect(lambda _on: self.changed.emit())

    @property
    def customer_id(self) -> int | None:
        """The known customer chosen, if any."""
        return None

    @property
    def is_told(self) -> bool:
        """Whether anything was entered that is not kept in a draft."""
        return any(field.text().strip() for field in (self.name, self.phone, self.email))

    @property
    def is_sought(self) -> bool:
        """Whether the search for what was typed is still under way."""
        return False

    def identity(self) -> CallerIdentity | None:
        """The identity typed in, if any."""
        if self.anonymous.isChecked() or not self.is_told:
            return None
        return CallerIdentity(self.name.text(), self.phone.text(), self.email.text())

    @property
    def can_take(self) -> bool:
        """Whether the identities in the complaint's words may be moved here."""
        return not self.anonymous.isChecked()

    def take(self, spans: Sequence[IdentitySpan]) -> list[IdentitySpan]:
        """Fill the empty fields with identities; returns those that now stand here."""
        fields = {
            IdentityKind.NAME: self.name,
            IdentityKind.PHONE: self.phone,
            IdentityKind.EMAIL: self.email,
        }
        moved = []
        for span in spans:
            field = fields.get(span.kind)
            if field is not None and field.text().strip() in ("", span.text):
                field.setText(span.text)
                moved.append(span)
        return moved

    def errors(self) -> dict[str, str]:
        """What is missing, by field."""
        return {}

    def show_known(self, customer: CustomerLine) -> None:
        """Choose a customer; nobody at the counter sees one."""

    def seek_then(self, go_on: Callable[[], object]) -> None:
        """Finish the search for what was typed, then go on."""
        go_on()

    def _build(self) -> None:
        self.form.add("anonymous", "", self.anonymous, wide=True)
        hint = tr("Sealed when you log it. Only a supervisor can read it.")
        self._add_fields({"hint": hint})

    def _add_fields(self, last: Mapping[str, Any]) -> None:
        self.form.add("caller_name", tr("Customer’s name"), self.name)
        self.form.add("caller_phone", tr("Telephone"), self.phone)
        self.form.add("caller_email", tr("E-mail"), self.email, **last)


class SoughtCaller(CallerFields):
    """Looks the caller up as somebody types; one who is not found is entered as somebody new."""

    def __init__(
        self, context: Context, form: FormGrid, failed: Callable[[UserError], object]
    ) -> None:
        self._context, self._failed = context, failed
        self._matches: list[CustomerLine] = []
        self._matching = 0
        self._asked = self._answered = ""
        self._then: Callable[[], object] | None = None
        self.finder, self.who = QLineEdit(), QComboBox()
        wheel.leave_to_page(self.who)
        super().__init__(form)
        self.alike = AlikeCustomers(context, self._typed)
        self.alike.chosen.connect(self._on_alike)
        form.add_row(self.alike)
        for field in (self.name, self.phone, self.email):
            field.textChanged.connect(lambda _text: self._look())
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._seek)
        self.finder.textChanged.connect(self._on_typed)
        self.who.currentIndexChanged.connect(lambda _at: self._on_chosen())
        self._show([])

    @property
    def customer_id(self) -> int | None:
        at = self.who.currentIndex() - 1
        return self._matches[at].id if 0 <= at < len(self._matches) else None

    @property
    def is_told(self) -> bool:
        return bool(self._sought) or self.who.currentIndex() > 0

    @property
    def is_sought(self) -> bool:
        return self.who.currentIndex() <= 0 and self._sought != self._answered

    def identity(self) -> CallerIdentity | None:
        if not self._is_new:
            return None
        return CallerIdentity(self.name.text(), self.phone.text(), self.email.text())

    def errors(self) -> dict[str, str]:
        if self._is_new and not super().is_told:
            return {"caller_name": tr("Enter the customer’s name, telephone or e-mail.")}
        if self._sought and self.who.currentIndex() <= 0:
            error = tr("Select the customer, or clear the field to log it without one.")
            return {"find": error}
        return {}

    @property
    def can_take(self) -> bool:
        return self.customer_id is None

    def take(self, spans: Sequence[IdentitySpan]) -> list[IdentitySpan]:
        self.who.setCurrentIndex(len(self._matches) + 1)
        return super().take(spans)

    def show_known(self, customer: CustomerLine) -> None:
        self._show([customer])

    def seek_then(self, go_on: Callable[[], object]) -> None:
        self._seek()
        self._then = go_on
        if not self.is_sought:
            self._go_on()

    @property
    def _sought(self) -> str:
        return self.finder.text().strip()

    @property
    def _is_new(self) -> bool:
        return self.who.currentIndex() == len(self._matches) + 1

    def _build(self) -> None:
        self.finder.setPlaceholderText(tr("Part of a name, telephone or e-mail"))
        self.form.add("find", tr("Find the customer"), self.finder)
        fitting = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.who.setSizeAdjustPolicy(fitting)
        self.who.setMinimumContentsLength(16)
        self.form.add("who", tr("Customer"), self.who)
        self._add_fields({"wide": True})

    def _on_typed(self, _text: str) -> None:
        self._then = None
        self.who.setItemText(0, self._nobody)
        self._pause.start()

    def _seek(self) -> None:
        self._pause.stop()
        self._asked = self._sought
        if not self._asked:
            self._answered = ""
            self._show([])
            return
        job = partial(
            customers.first_lines, shown=CustomerFilter(text=self._asked), limit=MOST_OFFERED + 1
        )
        tasks = self._context.tasks
        tasks.read(self, job, self._on_found, identities=True, failed=self._on_not_sought)

    def _on_found(self, matches: list[CustomerLine]) -> None:
        self._answered = self._asked
        self._show(matches)
        self._go_on()

    def _on_not_sought(self, error: UserError) -> None:
        self._then = None
        self._failed(error)

    def _go_on(self) -> None:
        go_on, self._then = self._then, None
        if go_on is not None:
            go_on()

    @property
    def _nobody(self) -> str:
        if self._sought and self._sought == self._answered and self._matching:
            return matches_words(self._matching)
        return tr("No customer selected") if self._sought else tr("Anonymous")

    def _show(self, matches: list[CustomerLine]) -> None:
        """Offer the matches; a single one is chosen at once, and “somebody new” stays chosen."""
        is_new, self._matches = self._is_new, matches[:MOST_OFFERED]
        self._matching = len(matches)
        self.who.clear()
        self.who.addItem(self._nobody)
        for line in self._matches:
            self.who.addItem(masked_words(line))
        self.who.addItem(tr("New customer…"))
        if is_new:
            self.who.setCurrentIndex(len(self._matches) + 1)
        elif len(matches) == 1:
            self.who.setCurrentIndex(1)

    def _on_chosen(self) -> None:
        """Ask who somebody new is, beginning with what was typed to find them."""
        self.changed.emit()
        for key in _NEW:
            self.form.set_shown(key, self._is_new)
        self._look()
        if self._is_new and not super().is_told:
            field = self.email if "@" in self._sought else self.name
            digits = self._sought.translate(_NOT_DIGITS)
            (self.phone if digits.isdecimal() else field).setText(self._sought)

    def _typed(self) -> Identity:
        return Identity(self.name.text(), phone=self.phone.text(), email=self.email.text())

    def _look(self) -> None:
        """Look for customers like somebody new, who may be there already."""
        if self._is_new and super().is_told:
            self.alike.seek()
        else:
            self.alike.clear()

    def _on_alike(self, customer_id: int) -> None:
        """Take one of those who are there already, in the place of somebody new."""
        job = partial(customers.lines, customer_ids=[customer_id])
        self._context.tasks.read(self, job, self._on_taken, identities=True)

    def _on_taken(self, lines: list[CustomerLine]) -> None:
        for field in (self.name, self.phone, self.email):
            field.clear()
        self.who.setCurrentIndex(0)
        self._show(lines)


def masked_words(line: CustomerLine) -> str:
    """A customer as a choice offers them, the identity masked."""
    identity = line.masked
    words = (identity.name, identity.phone, identity.email) if identity else ()
    return "  ".join(part for part in (line.ref, *words) if part)


def matches_words(count: int) -> str:
    """How many customers were found, where one of them is to be chosen."""
    if count > MOST_OFFERED:
        return trn("More than {n} customer found", "More than {n} customers found", MOST_OFFERED)
    return trn("{n} customer found", "{n} customers found", count)


_NOT_DIGITS = {ord(sign): None for sign in " +-()"}


def caller_fields(
    context: Context, form: FormGrid, failed: Callable[[UserError], object]
) -> CallerFields:
    """What the signed-in user is asked about a caller."""
    if context.user.role.sees_identities:
        return SoughtCaller(context, form, failed)
    return CallerFields(form)
