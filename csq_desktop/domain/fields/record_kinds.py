"""The kinds of records that have a retention rule of their own."""

from enum import StrEnum

from csq_desktop.texts import mark, tr, trc

SHORTEST = 1


class RecordKind(StrEnum):
    """A kind of record with a retention rule of its own."""

    CUSTOMERS = "customers"
    COMPLAINTS = "complaints"
    EVIDENCE = "evidence"
    LETTERS = "letters"
    REFUSALS = "refusals"
    BREACHES = "breaches"
    SEALED = "sealed"
    IMPORTS = "imports"
    SURVEYS = "surveys"

    @property
    def label(self) -> str:
        """What it is, in the user's language."""
        return trc("retention", _LABELS[self])

    @property
    def meaning(self) -> str:
        """From when its months run, and what goes."""
        return tr(_MEANINGS[self])

    @property
    def usual_months(self) -> int:
        """How long it stays in a shop that set nothing else."""
        return _USUAL[self]

    @property
    def shortest(self) -> int:
        """The fewest months anybody may set; s.27 keeps the log of refusals for four years."""
        return 48 if self is RecordKind.REFUSALS else SHORTEST


_LABELS = {
    RecordKind.CUSTOMERS: mark("Customers without contact"),
    RecordKind.COMPLAINTS: mark("Words of closed complaints"),
    RecordKind.EVIDENCE: mark("Evidence files of closed complaints"),
    RecordKind.LETTERS: mark("Letters of closed complaints"),
    RecordKind.REFUSALS: mark("Log of refused requests"),
    RecordKind.BREACHES: mark("Words of ended data breaches"),
    RecordKind.SEALED: mark("Sealed contact details nobody opened"),
    RecordKind.IMPORTS: mark("What is needed to undo an import"),
    RecordKind.SURVEYS: mark("Written answers to surveys"),
}
_MEANINGS = {
    RecordKind.CUSTOMERS: mark("From the last complaint, answer or other contact."),
    RecordKind.COMPLAINTS: mark("From closing. Counts, codes and dates stay."),
    RecordKind.EVIDENCE: mark("From the closing of the complaint."),
    RecordKind.LETTERS: mark("From the closing of the complaint."),
    RecordKind.REFUSALS: mark("From the refusal. The law asks for four years at least."),
    RecordKind.BREACHES: mark("From its end. A claim for compensation can come for six years."),
    RecordKind.SEALED: mark("From handing in."),
    RecordKind.IMPORTS: mark("From the import. What it changed cannot be put back afterwards."),
    RecordKind.SURVEYS: mark("From the answer."),
}
_USUAL = {
    RecordKind.CUSTOMERS: 36,
    RecordKind.COMPLAINTS: 36,
    RecordKind.EVIDENCE: 36,
    RecordKind.LETTERS: 36,
    RecordKind.REFUSALS: 48,
    RecordKind.BREACHES: 72,
    RecordKind.SEALED: 3,
    RecordKind.IMPORTS: 12,
    RecordKind.SURVEYS: 24,
}
