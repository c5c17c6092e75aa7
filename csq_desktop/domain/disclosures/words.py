"""To whom data go, in what form and on what authority, in the words of the Ordinance."""

from enum import StrEnum

from csq_desktop.texts import mark, trc


class RecipientKind(StrEnum):
    """What a recipient is to the customer."""

    CUSTOMER = "customer"
    RELEVANT_PERSON = "relevant_person"
    SHOP = "shop"
    HEAD_OFFICE = "head_office"
    CONTRACTOR = "contractor"
    INSURER = "insurer"
    POLICE = "police"
    REGULATOR = "regulator"
    LAWYER = "lawyer"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind in the user's language."""
        return trc("recipient", _RECIPIENTS[self])

    @property
    def is_named(self) -> bool:
        """Whether the kind alone does not say who it is."""
        return self not in _SAYS_ALL


class DisclosureForm(StrEnum):
    """How the data left."""

    LETTER = "letter"
    PRINT = "print"
    EXPORT = "export"
    COPY_PACK = "copy_pack"
    HANDOVER = "handover"
    BACKUP = "backup"
    SPOKEN = "spoken"
    EMAIL = "email"
    NOTICE = "notice"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The form in the user's language."""
        return trc("disclosure form", _FORMS[self])


class DisclosureAuthority(StrEnum):
    """What allows it: the purpose of collection, a consent, or a section of the Ordinance."""

    ORIGINAL_PURPOSE = "original_purpose"
    CONSENT = "consent"
    ACCESS_REQUEST = "access_request"
    CORRECTION = "correction"
    CRIME = "crime"
    LEGAL = "legal"
    EMERGENCY = "emergency"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The authority in the user's language."""
        return trc("authority", _AUTHORITIES[self])


HAND_FORMS = (
    DisclosureForm.SPOKEN,
    DisclosureForm.EMAIL,
    DisclosureForm.LETTER,
    DisclosureForm.PRINT,
    DisclosureForm.OTHER,
)
"""The forms somebody can record by hand; of the others the program writes the line."""
_SAYS_ALL = (RecipientKind.CUSTOMER, RecipientKind.SHOP, RecipientKind.HEAD_OFFICE)
_RECIPIENTS = {
    RecipientKind.CUSTOMER: mark("The customer", "recipient"),
    RecipientKind.RELEVANT_PERSON: mark("A person acting for the customer", "recipient"),
    RecipientKind.SHOP: mark("Stays in the shop", "recipient"),
    RecipientKind.HEAD_OFFICE: mark("Head office", "recipient"),
    RecipientKind.CONTRACTOR: mark("Service provider", "recipient"),
    RecipientKind.INSURER: mark("Insurer", "recipient"),
    RecipientKind.POLICE: mark("Police", "recipient"),
    RecipientKind.REGULATOR: mark("Authority or regulator", "recipient"),
    RecipientKind.LAWYER: mark("Lawyer or court", "recipient"),
    RecipientKind.OTHER: mark("Another recipient", "recipient"),
}
_FORMS = {
    DisclosureForm.LETTER: mark("Letter", "disclosure form"),
    DisclosureForm.PRINT: mark("On paper", "disclosure form"),
    DisclosureForm.EXPORT: mark("Exported file", "disclosure form"),
    DisclosureForm.COPY_PACK: mark("Copy for an access request", "disclosure form"),
    DisclosureForm.HANDOVER: mark("Hand-over file", "disclosure form"),
    DisclosureForm.BACKUP: mark("Backup", "disclosure form"),
    DisclosureForm.SPOKEN: mark("By telephone or in person", "disclosure form"),
    DisclosureForm.EMAIL: mark("By e-mail or message", "disclosure form"),
    DisclosureForm.NOTICE: mark("Notice of a correction", "disclosure form"),
    DisclosureForm.OTHER: mark("Another way", "disclosure form"),
}
_AUTHORITIES = {
    DisclosureAuthority.ORIGINAL_PURPOSE: mark(
        "The purpose it was collected for, or one directly related (DPP3)", "authority"
    ),
    DisclosureAuthority.CONSENT: mark("The customer’s express consent (DPP3)", "authority"),
    DisclosureAuthority.ACCESS_REQUEST: mark("Data access request (s.19)", "authority"),
    DisclosureAuthority.CORRECTION: mark("Data correction (s.23)", "authority"),
    DisclosureAuthority.CRIME: mark("Prevention or detection of crime (s.58)", "authority"),
    DisclosureAuthority.LEGAL: mark("Required by law or by a court (s.60B)", "authority"),
    DisclosureAuthority.EMERGENCY: mark("Emergency: life or health at risk (s.63C)", "authority"),
    DisclosureAuthority.OTHER: mark("Another exemption", "authority"),
}
