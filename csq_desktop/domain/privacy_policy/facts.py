"""A privacy policy statement as facts: what the shop adds, what it says, and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from csq_desktop.domain.disclosures.words import RecipientKind
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

LONGEST_OWN = 4_000
LONGEST_LINE = 200
INSIDE = (RecipientKind.CUSTOMER, RecipientKind.RELEVANT_PERSON, RecipientKind.SHOP)
"""Who gets data and is nobody else: the customer, who acts for them, and the shop itself."""
OUTSIDE = tuple(kind for kind in RecipientKind if kind not in INSIDE)
"""The classes of recipients that a statement can name."""


@dataclass(frozen=True)
class PolicyContact:
    """To whom a request for access or correction goes: a post or a name, and how to reach it."""

    post: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""

    @property
    def is_reachable(self) -> bool:
        """Whether there is a way to write or call."""
        return any((self.address.strip(), self.phone.strip(), self.email.strip()))


@dataclass(frozen=True)
class NewPolicyStatement:
    """What the shop itself says: whom to ask, who may receive data, and a paragraph of its own."""

    contact: PolicyContact = field(default_factory=PolicyContact)
    recipients: tuple[RecipientKind, ...] = ()
    own: ThreeTexts = field(default_factory=ThreeTexts)

    def check(self) -> None:
        """A UserError where nobody could be asked, or a text is too long."""
        if not self.contact.post.strip():
            raise UserError(tr("Enter to whom requests are addressed."), field="post")
        if not self.contact.is_reachable:
            raise UserError(tr("Enter an address, a telephone or an e-mail."), field="address")
        for key, text in vars(self.contact).items():
            if len(text) > LONGEST_LINE:
                raise UserError(_too_long(LONGEST_LINE), field=key)
        for code, text in self.own.by_language.items():
            if len(text) > LONGEST_OWN:
                raise UserError(_too_long(LONGEST_OWN), field=f"own_{code}")


@dataclass(frozen=True)
class PolicyBasis:
    """What a statement rests on, to be compared with what holds later.

    `months` are those of each retention rule, `fields` the keys of each record's personal fields,
    `recipients` the classes named.
    """

    shop: str
    months: Mapping[RecordKind, int]
    fields: Mapping[str, tuple[str, ...]]
    recipients: tuple[RecipientKind, ...]


@dataclass(frozen=True)
class PolicyLine:
    """One kind of personal data: what is held, what for, and how long."""

    kind: str
    holds: str
    purposes: str
    stays: str


@dataclass(frozen=True)
class PolicyPart:
    """One part of a statement in one language: its title, paragraphs, a list, or the table."""

    title: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    lines: tuple[PolicyLine, ...] = ()


@dataclass(frozen=True)
class PolicyBody:
    """All that an issued statement says, in each language, and what it rests on."""

    texts: Mapping[str, tuple[PolicyPart, ...]]
    basis: PolicyBasis
    new: NewPolicyStatement


@dataclass(frozen=True)
class PolicyStatement:
    """An issued version, which never changes."""

    id: int
    version: int
    issued_on: date
    issued_by: str
    body: PolicyBody

    @property
    def label(self) -> str:
        """The version in the user's language."""
        return tr("version {version}", version=self.version)


def _too_long(most: int) -> str:
    return tr("This is too long. Use fewer than {n} characters.", n=f"{most:,}")
