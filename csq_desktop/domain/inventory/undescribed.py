"""Records that may speak of a person and are not described for files or forms.

They are told in the audit trail by what they belong to; the inventory needs them none the less.
"""

from csq_desktop.domain.fields.fields import Privacy, RecordDescription, RecordField
from csq_desktop.domain.fields.holdings import (
    ABOUT_A_CASE,
    OF_A_FILE,
    OF_STAFF,
    OF_THE_WORK,
    UNTIL_SAVED,
    WHAT_WAS_AGREED,
    WITH_ITS_RECORD,
    HeldCategory,
    Holding,
    UsePurpose,
)
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.texts import mark

_CONTACT = HeldCategory.CONTACT
_SEALED = Holding(_CONTACT, (UsePurpose.REACH,), RecordKind.SEALED)
_IMPORTED = Holding(_CONTACT, (UsePurpose.PROOF,), RecordKind.IMPORTS)
_EARLIER = Holding(HeldCategory.FEEDBACK, (UsePurpose.PROOF,), kept_because=WITH_ITS_RECORD)
_UNSAVED = Holding(HeldCategory.WORK, (UsePurpose.WORK,), kept_because=UNTIL_SAVED)


def _record(name: str, holding: Holding, field: RecordField) -> RecordDescription:
    return RecordDescription(name, (field,), holding=holding)


def _free(key: str, label: str, meaning: str) -> RecordField:
    return RecordField(key, label, privacy=Privacy.FREE_TEXT, meaning=meaning)


def _who(key: str, label: str, meaning: str) -> RecordField:
    return RecordField(key, label, privacy=Privacy.IDENTITY, meaning=meaning)


_TEXT, _PICTURE = mark("Text", "field"), mark("Picture", "field")
_NOTE = mark("Note", "field")
UNDESCRIBED = (
    _record(
        "consent",
        WHAT_WAS_AGREED,
        _free(
            "source",
            mark("Source", "field"),
            mark("How and by whom the customer’s answer was given.", "codebook"),
        ),
    ),
    _record(
        "complaint_event",
        ABOUT_A_CASE,
        _free("text", _TEXT, mark("What was done about a complaint, step by step.", "codebook")),
    ),
    _record(
        "complaint_round",
        ABOUT_A_CASE,
        _free(
            "reason",
            mark("Reason", "field"),
            mark("Why a complaint was reopened.", "codebook"),
        ),
    ),
    _record(
        "private_words",
        _EARLIER,
        _who(
            "text",
            _TEXT,
            mark(
                "Words for supervisors only, and what stood there before a correction.", "codebook"
            ),
        ),
    ),
    _record(
        "sealed_words",
        _EARLIER,
        _who(
            "sealed",
            _TEXT,
            mark("Words for supervisors only that staff handed in sealed.", "codebook"),
        ),
    ),
    _record(
        "sealed_intake",
        _SEALED,
        _who(
            "sealed",
            mark("Contact details", "field"),
            mark("Name and contact details that staff handed in sealed.", "codebook"),
        ),
    ),
    _record(
        "private_evidence",
        OF_A_FILE,
        _who(
            "content",
            mark("File", "field"),
            mark("A photo or file in which people can be seen or are named.", "codebook"),
        ),
    ),
    _record(
        "evidence_content",
        OF_A_FILE,
        _free(
            "content",
            mark("File", "field"),
            mark(
                "A photo or file that shows nobody, or a copy with people blacked out.", "codebook"
            ),
        ),
    ),
    _record(
        "vault_import_change",
        _IMPORTED,
        _who(
            "before",
            mark("Before", "field"),
            mark("Contact details as they were before a file changed them.", "codebook"),
        ),
    ),
    _record(
        "import_change",
        _IMPORTED,
        _free(
            "before",
            mark("Before", "field"),
            mark("A record as it was before a file changed it.", "codebook"),
        ),
    ),
    _record(
        "vault_draft",
        _UNSAVED,
        _who(
            "fields",
            mark("Fields", "field"),
            mark("What was typed into a form that is not saved yet.", "codebook"),
        ),
    ),
    _record(
        "draft",
        _UNSAVED,
        _free(
            "fields",
            mark("Fields", "field"),
            mark("What was typed into a form about nobody that is not saved yet.", "codebook"),
        ),
    ),
    _record(
        "checklist_answer",
        OF_THE_WORK,
        _free("comment", _NOTE, mark("What was seen at a check.", "codebook")),
    ),
    _record(
        "checklist_run",
        OF_THE_WORK,
        _free("note", _NOTE, mark("What is to be said of a whole check.", "codebook")),
    ),
    _record(
        "photo",
        OF_THE_WORK,
        _free("jpeg", _PICTURE, mark("A photo taken at a check.", "codebook")),
    ),
    _record(
        "pledge_month",
        OF_THE_WORK,
        _free("cause", mark("Cause", "field"), mark("Why a pledge was missed.", "codebook")),
    ),
    _record(
        "pack",
        OF_THE_WORK,
        _free(
            "message",
            mark("Key message", "field"),
            mark("The words of an issued review pack.", "codebook"),
        ),
    ),
    _record(
        "pack_ask",
        OF_THE_WORK,
        _free("text", _TEXT, mark("What management is asked for.", "codebook")),
    ),
    _record(
        "ask_answer",
        OF_THE_WORK,
        _free("comment", _NOTE, mark("What management answered.", "codebook")),
    ),
    _record(
        "user",
        OF_STAFF,
        _free(
            "name", mark("Name", "field"), mark("The name of somebody who signs in.", "codebook")
        ),
    ),
)
