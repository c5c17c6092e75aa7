"""What personal data of a kind are held for, how long, and who may see them (PDPO, DPP1 to DPP5).

Each described record that may speak of a person says so once, as its `Holding`. The data inventory
and the privacy policy statement are made of nothing else.
"""

from dataclasses import dataclass
from enum import StrEnum

from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.users import Permission
from csq_desktop.texts import mark, tr, trc


class HeldCategory(StrEnum):
    """Kinds of personal data as the public statement groups them."""

    CONTACT = "contact"
    FEEDBACK = "feedback"
    ANSWERS = "answers"
    FILES = "files"
    CHOICES = "choices"
    RIGHTS = "rights"
    WORK = "work"
    STAFF = "staff"

    @property
    def label(self) -> str:
        """The kind in the user's language."""
        return trc("personal data", _CATEGORIES[self])


class UsePurpose(StrEnum):
    """What personal data are used for."""

    ANSWER = "answer"
    REACH = "reach"
    IMPROVE = "improve"
    OFFERS = "offers"
    RIGHTS = "rights"
    PROOF = "proof"
    WORK = "work"

    @property
    def label(self) -> str:
        """The purpose in the user's language, as it ends “We use it to …”."""
        return trc("data purpose", _PURPOSES[self])


_CATEGORIES = {
    HeldCategory.CONTACT: mark("Names and contact details", "personal data"),
    HeldCategory.FEEDBACK: mark("Complaints and other feedback", "personal data"),
    HeldCategory.ANSWERS: mark("Our letters, answers and commitments", "personal data"),
    HeldCategory.FILES: mark("Photos and files about a complaint", "personal data"),
    HeldCategory.CHOICES: mark("Consents and choices", "personal data"),
    HeldCategory.RIGHTS: mark("Requests about personal data", "personal data"),
    HeldCategory.WORK: mark("Notes of the shop’s work", "personal data"),
    HeldCategory.STAFF: mark("Names of staff", "personal data"),
}
_PURPOSES = {
    UsePurpose.ANSWER: mark("look into complaints and other feedback and answer", "data purpose"),
    UsePurpose.REACH: mark("reach the person", "data purpose"),
    UsePurpose.IMPROVE: mark("find causes and improve the service", "data purpose"),
    UsePurpose.OFFERS: mark("send offers to those who agreed", "data purpose"),
    UsePurpose.RIGHTS: mark("comply with the Personal Data (Privacy) Ordinance", "data purpose"),
    UsePurpose.PROOF: mark("show what was done, by whom and when", "data purpose"),
    UsePurpose.WORK: mark("organise the work of the shop", "data purpose"),
}
WITH_ITS_RECORD = mark("Goes with the record it is about.")
UNTIL_SAVED = mark("Until the form is saved or discarded, or the person is erased.")
NAMES_BLACKED_OUT = mark(
    "Stays with the figures it explains; whoever is erased is blacked out in it."
)
WHILE_EMPLOYED = mark("Stays as long as the records they worked on.")


@dataclass(frozen=True)
class Holding:
    """The purposes, the retention rule and the readers of a record that may speak of a person.

    `rule` is the one that decides how long; where none does, `kept_because` says what happens
    instead. `seen_with` is what a role needs to read the record without its identities.
    """

    category: HeldCategory
    purposes: tuple[UsePurpose, ...]
    rule: RecordKind | None = None
    kept_because: str = ""
    seen_with: Permission = Permission.READ_CUSTOMERS

    @property
    def reason(self) -> str:
        """Why no retention rule decides, in the user's language."""
        return tr(self.kept_because) if self.kept_because else ""


_CASES = (UsePurpose.ANSWER, UsePurpose.IMPROVE)
_ANSWERS = (UsePurpose.ANSWER, UsePurpose.PROOF)
ABOUT_A_CASE = Holding(HeldCategory.FEEDBACK, _CASES, RecordKind.COMPLAINTS)
ABOUT_AN_ANSWER = Holding(HeldCategory.ANSWERS, _ANSWERS, RecordKind.COMPLAINTS)
OF_A_LETTER = Holding(HeldCategory.ANSWERS, _ANSWERS, RecordKind.LETTERS)
OF_A_FILE = Holding(HeldCategory.FILES, _CASES, RecordKind.EVIDENCE)
WHO_IT_IS = Holding(
    HeldCategory.CONTACT, (UsePurpose.REACH, UsePurpose.ANSWER), RecordKind.CUSTOMERS
)
WHAT_WAS_AGREED = Holding(
    HeldCategory.CHOICES, (UsePurpose.OFFERS, UsePurpose.RIGHTS), RecordKind.CUSTOMERS
)
_RIGHTS = (UsePurpose.RIGHTS,)
OF_A_REQUEST = Holding(
    HeldCategory.RIGHTS, _RIGHTS, RecordKind.CUSTOMERS, seen_with=Permission.READ_AUDIT_TRAIL
)
OF_A_REFUSAL = Holding(
    HeldCategory.RIGHTS, _RIGHTS, RecordKind.REFUSALS, seen_with=Permission.READ_AUDIT_TRAIL
)
OF_A_BREACH = Holding(
    HeldCategory.RIGHTS, _RIGHTS, RecordKind.BREACHES, seen_with=Permission.READ_AUDIT_TRAIL
)
OF_A_HOLD = Holding(
    HeldCategory.RIGHTS, _RIGHTS, RecordKind.CUSTOMERS, seen_with=Permission.ADMINISTER
)
LEFT_FOR_NOW = Holding(
    HeldCategory.RIGHTS,
    _RIGHTS,
    kept_because=WITH_ITS_RECORD,
    seen_with=Permission.ADMINISTER,
)
OF_THE_WORK = Holding(
    HeldCategory.WORK,
    (UsePurpose.WORK, UsePurpose.IMPROVE),
    kept_because=NAMES_BLACKED_OUT,
)
OF_STAFF = Holding(
    HeldCategory.STAFF,
    (UsePurpose.WORK, UsePurpose.PROOF),
    kept_because=WHILE_EMPLOYED,
)
