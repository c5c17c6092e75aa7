"""What the lines of a complaint's history are called, by the code of their kind."""

from collections.abc import Mapping

from csq_desktop.texts import mark

EVENT_WORDS: Mapping[str, str] = {
    "logged": mark("Logged"),
    "acknowledged": mark("Acknowledged"),
    "assessed": mark("Assessed"),
    "investigating": mark("Investigation started"),
    "progress": mark("Progress reply"),
    "answered": mark("Replied"),
    "closed": mark("Closed"),
    "reopened": mark("Reopened"),
    "note": mark("Note"),
    "corrected": mark("Corrected"),
    "waiting": mark("Waiting for the customer"),
    "resumed": mark("Deadline resumed"),
    "owner": mark("Handed over"),
    "finding": mark("Finding recorded"),
    "remedy": mark("Remedy recorded"),
    "deadlines": mark("Deadlines recalculated"),
    "escalated": mark("Escalated"),
    "excluded": mark("Excluded from pledge figures"),
    "customer": mark("Customer changed"),
    "recorded_as": mark("Recorded as another kind"),
    "removed": mark("Voided"),
    "restored": mark("Reinstated"),
    "imported": mark("Imported"),
    "involved": mark("Staff involved changed"),
    "remedy_asked": mark("Approval of a remedy asked for"),
    "remedy_approved": mark("Remedy approved"),
    "remedy_refused": mark("Remedy refused"),
    "communicated": mark("Decision communicated"),
    "accepted": mark("Decision accepted by the customer"),
    "rejected": mark("Decision rejected by the customer"),
    "silent": mark("No answer from the customer"),
    "signed": mark("Signed"),
    "content_asked": mark("Customer asked about the handling"),
    "content_answered": mark("Customer answered about the handling"),
}
