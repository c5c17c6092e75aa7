"""What objects and fields of the audit trail are called, and which of them say nothing."""

from csq_desktop.domain.complaints.kinds import of_reference
from csq_desktop.domain.records import RECORDS
from csq_desktop.texts import mark, tr, trc

OBJECTS = {
    "absence": mark("Absence of a person", "object"),
    "action": mark("Action", "object"),
    "action_link": mark("Complaint served by an action", "object"),
    "action_version": mark("Status of an action", "object"),
    "ask_answer": mark("Answer to a request of a review pack", "object"),
    "cause_why": mark("Answer to a why", "object"),
    "checklist_answer": mark("Checklist answer", "object"),
    "checklist_run": mark("Check", "object"),
    "breach_customer": mark("Customer concerned by a breach", "object"),
    "breach_decision": mark("Decision on notifying a breach", "object"),
    "breach_notice": mark("Printed notice of a breach", "object"),
    "breach_text": mark("Words of a decision or notice on a breach", "object"),
    "breach_words": mark("Words about a data breach", "object"),
    "data_breach": mark("Data breach", "object"),
    "checklist_template": mark("Checklist template", "object"),
    "closure": mark("Closure", "object"),
    "collection_statement": mark("Version of the collection statement", "object"),
    "complaint": mark("Complaint", "object"),
    "complaint_cause": mark("Further cause of a complaint", "object"),
    "complaint_event": mark("Step of a complaint", "object"),
    "complaint_handover": mark("Hand-over of a complaint", "object"),
    "complaint_merge": mark("Merge of complaints", "object"),
    "complaint_merge_move": mark("Part of a merge of complaints", "object"),
    "complaint_follow_up": mark("Follow-up of a complaint", "object"),
    "complaint_person": mark("Person involved in a complaint", "object"),
    "complaint_referral": mark("Referral outside", "object"),
    "complaint_response": mark("Customer’s response to a decision", "object"),
    "complaint_round": mark("Earlier round of a complaint", "object"),
    "complaint_signature": mark("Signature under a complaint", "object"),
    "complaint_split": mark("Split of a complaint", "object"),
    "consent": mark("Consent", "object"),
    "correction_notice": mark("Notice of a correction", "object"),
    "customer": mark("Customer", "object"),
    "data_request": mark("Data request", "object"),
    "containment": mark("Containment of a complaint", "object"),
    "customer_merge": mark("Merge of customers", "object"),
    "customer_merge_change": mark("Record moved by a merge of customers", "object"),
    "different_customers": mark("Two customers who are not the same person", "object"),
    "disclosed_customer": mark("Customer of a disclosure", "object"),
    "disclosure": mark("Disclosure", "object"),
    "evidence": mark("Evidence file", "object"),
    "identity": mark("Identity", "object"),
    "erasure": mark("Erasure", "object"),
    "import_batch": mark("Import", "object"),
    "import_change": mark("Record changed by an import", "object"),
    "letter": mark("Letter", "object"),
    "letter_template": mark("Template of letters", "object"),
    "letter_words": mark("Words of a letter", "object"),
    "legal_hold": mark("Legal hold", "object"),
    "list_entry": mark("Entry of a list", "object"),
    "month_input": mark("Sales of a month", "object"),
    "pack": mark("Review pack", "object"),
    "pack_definition": mark("Definition of a review pack", "object"),
    "pack_ask": mark("Request of a review pack", "object"),
    "person": mark("Person", "object"),
    "photo": mark("Photo", "object"),
    "complaint_promise": mark("Promise to a customer", "object"),
    "pledge": mark("Pledge", "object"),
    "pledge_count": mark("Count of a pledge", "object"),
    "pledge_month": mark("Month of a pledge", "object"),
    "pledge_version": mark("Terms of a pledge", "object"),
    "private_words": mark("Words for supervisors only", "object"),
    "receipt": mark("Receipt", "object"),
    "privacy_statement": mark("Version of the privacy policy statement", "object"),
    "problem": mark("Problem of several complaints", "object"),
    "problem_case": mark("Complaint of a problem", "object"),
    "remedy_request": mark("Request to approve a remedy", "object"),
    "repeat_dismissal": mark("Repeat alert set aside", "object"),
    "refusal": mark("Entry of the log book of refusals", "object"),
    "requester": mark("Who asks for data", "object"),
    "retention_left": mark("Record left for now", "object"),
    "review_minutes": mark("Minutes of a review", "object"),
    "saved_mapping": mark("Saved column mapping", "object"),
    "satisfaction_ask": mark("Customer asked about the handling", "object"),
    "sealed_intake": mark("Sealed contact details", "object"),
    "sealed_words": mark("Sealed words for supervisors only", "object"),
    "shop_event": mark("Event", "object"),
    "shop_setting": mark("Shop settings", "object"),
    "store_setting": mark("Database setting", "object"),
    "user": mark("User", "object"),
    "vault_import_change": mark("Identity changed by an import", "object"),
    "vault_secret": mark("Key of the vault", "object"),
}

_MORE_FIELDS = {
    "after": mark("After", "field"),
    "active": mark("May sign in", "field"),
    "added": mark("Added", "field"),
    "answered_at": mark("Replied", "field"),
    "answered_by": mark("Answered by", "field"),
    "asked": mark("Requests to management", "field"),
    "definition": mark("Sections and notes", "field"),
    "sections": mark("Sections and notes", "field"),
    "at": mark("When", "field"),
    "batch": mark("Number of the import", "field"),
    "before": mark("Before", "field"),
    "changed": mark("What was improved", "field"),
    "choice": mark("Answer", "field"),
    "code": mark("Code", "field"),
    "start_minute": mark("Closed from, minute of the first day", "field"),
    "end_minute": mark("Closed until, minute of the last day", "field"),
    "comment": mark("Note", "field"),
    "count": mark("Number of records", "field"),
    "customer_id": mark("Customer", "field"),
    "for_id": mark("On behalf of", "field"),
    "earlier_id": mark("Customer", "field"),
    "later_id": mark("Not the same as", "field"),
    "merged_customer_id": mark("Merged customer", "field"),
    "merged_into": mark("Merged into", "field"),
    "survivor_customer_id": mark("Merged into", "field"),
    "record": mark("Record", "field"),
    "unmerged_at": mark("Merge taken back", "field"),
    "unmerged_by": mark("Merge taken back by", "field"),
    "critical_failed": mark("Critical items failed", "field"),
    "decided_by_id": mark("Decided by", "field"),
    "decision": mark("Decision", "field"),
    "duplicates": mark("Duplicates", "field"),
    "effective_from": mark("Effective from", "field"),
    "end": mark("Last day", "field"),
    "failed": mark("Failed", "field"),
    "failed_items": mark("Items failed", "field"),
    "fails": mark("Fails", "field"),
    "failure": mark("Why it failed", "field"),
    "fields": mark("Fields", "field"),
    "field": mark("Field", "field"),
    "file": mark("File", "field"),
    "filter": mark("Filter", "field"),
    "finished_at": mark("Finished", "field"),
    "finished_by": mark("Finished by", "field"),
    "for_day": mark("For the day", "field"),
    "gained": mark("Points earned", "field"),
    "how_measured": mark("How it is measured", "field"),
    "how_to_claim": mark("How to claim", "field"),
    "invalid": mark("Invalid", "field"),
    "issued_at": mark("Issued", "field"),
    "issued_by": mark("Issued by", "field"),
    "jpeg": mark("Picture", "field"),
    "kind": mark("Kind", "field"),
    "languages": mark("Languages", "field"),
    "late": mark("Late", "field"),
    "left_out": mark("Excluded from what counts as usual", "field"),
    "left_out_not_asked": mark("Not included: not asked about direct marketing", "field"),
    "left_out_refused": mark("Not included: refused direct marketing", "field"),
    "left_out_evidence": mark("Not included: evidence files", "field"),
    "left_in": mark("Left in", "field"),
    "limits": mark("Scope", "field"),
    "link_reason": mark("Reason", "field"),
    "maximum": mark("Maximum time", "field"),
    "maximum_minutes": mark("Maximum time in minutes", "field"),
    "maximum_share": mark("Share over the maximum time", "field"),
    "message": mark("Key message", "field"),
    "is_back": mark("Put back", "field"),
    "moved_after": mark("After", "field"),
    "moved_before": mark("Before", "field"),
    "moved_field": mark("Field", "field"),
    "moved_table": mark("Record", "field"),
    "number": mark("Number", "field"),
    "opened_at": mark("Opened", "field"),
    "owner": mark("Owner", "field"),
    "pages": mark("Pages", "field"),
    "possible": mark("Points available", "field"),
    "published": mark("Where it is published", "field"),
    "purpose": mark("Purpose", "field"),
    "remedy": mark("Remedy", "field"),
    "remedied": mark("Remedied", "field"),
    "remedied_cents": mark("Cost of remedies", "field"),
    "reopened_at": mark("Reopened", "field"),
    "retired_at": mark("Retired", "field"),
    "retired_on": mark("Retired", "field"),
    "role": mark("Role", "field"),
    "round": mark("Round", "field"),
    "saved_at": mark("Saved", "field"),
    "reveal_reason": mark("Explanation", "field"),
    "rows": mark("Rows", "field"),
    "score": mark("Score", "field"),
    "seconds": mark("Seconds", "field"),
    "standard": mark("Standard time", "field"),
    "standard_share": mark("Share within the standard time", "field"),
    "start": mark("First day", "field"),
    "started_at": mark("Started", "field"),
    "started_by": mark("Started by", "field"),
    "text": mark("Text", "field"),
    "texts": mark("Texts compared", "field"),
    "unchanged": mark("As issued", "field"),
    "undated_closing": mark("Closed without a date", "field"),
    "undone": mark("Number of the undone import", "field"),
    "undone_at": mark("Undone", "field"),
    "updated": mark("Updated", "field"),
    "user_id": mark("User", "field"),
    "value": mark("Value", "field"),
    "version": mark("Version", "field"),
    "what": mark("What", "field"),
    "wording": mark("Terms", "field"),
    "written_at": mark("Written", "field"),
    "written_by": mark("Written by", "field"),
}
_MORE_INTERNAL = frozenset(
    {
        "action_id",
        "anchored",
        "ask_id",
        "body",
        "chain_head",
        "chain_sequence",
        "complaint_id",
        "digest",
        "digests",
        "event_id",
        "facts",
        "figures",
        "file_sha256",
        "first",
        "first_id",
        "from_id",
        "head",
        "headings",
        "key",
        "last",
        "last_id",
        "mapping",
        "merge_id",
        "moved_row",
        "object_id",
        "object_type",
        "pack_id",
        "pdf",
        "place",
        "pledge_id",
        "refs",
        "reopened_month",
        "root",
        "run_id",
        "sealed",
        "sha256",
        "template_id",
        "template_key",
        "to_id",
        "words_id",
    }
)
FIELDS = {
    **_MORE_FIELDS,
    **{field.key: field.label for record in RECORDS for field in record.stored if field.label},
}
"""What fields are called: those of described records, and of all others."""
LINKS = {
    **dict.fromkeys(
        (
            *("customer_id", "earlier_id", "later_id", "merged_into"),
            *("merged_customer_id", "survivor_customer_id"),
        ),
        "customer",
    ),
    "corrects_id": "letter",
}
"""Numbers of another record that people know by its reference, and what kind of record it is."""
INTERNAL = _MORE_INTERNAL.union(*(record.unspoken for record in RECORDS)) - LINKS.keys()
"""Fields the program keeps for itself: numbers of other records, months of figures, check sums."""

_GROUPS = {
    "shop": mark("Name", "shop settings"),
    "minimum_n": mark("Smallest number of cases for a percentage", "shop settings"),
    "closed_bands": mark("Closing times", "shop settings"),
    "checklist_target": mark("Target score of checklists", "shop settings"),
    "hours": mark("Opening hours", "shop settings"),
    "deadlines": mark("Deadlines", "shop settings"),
    "escalation": mark("Escalation", "shop settings"),
    "closing": mark("Closing", "shop settings"),
    "remedy_limits": mark("Limits for remedies", "shop settings"),
    "retention": mark("Retention", "shop settings"),
}
REPAIRS = {
    "commits cut in half": mark("Changes saved in one file only", "repair"),
    "identities without a customer": mark("Identities without a customer", "repair"),
    "opt-outs that were set back": mark("Opt-outs that were set back", "repair"),
    "users behind the key file": mark("Users other than in the key file", "repair"),
}


def object_text(object_type: str, ref: str = "") -> str:
    """What an object of the trail is called; of one nobody named, its own word.

    What stands in the log of complaints and is none is called what its reference says.
    """
    kind = of_reference(ref) if object_type == "complaint" else None
    if kind is not None:
        return kind.label
    label = OBJECTS.get(object_type)
    return trc("object", label) if label else _plain(object_type)


def field_text(name: str) -> str:
    """What a field is called; of one nobody named, its own word."""
    label = FIELDS.get(name)
    return trc("field", label) if label else _plain(name)


def repair_text(name: str) -> str:
    """What a crash had left and the program put right; of what nobody named, its own words."""
    label = REPAIRS.get(name)
    return trc("repair", label) if label else name


def shop_setting_text(name: str) -> str:
    """What a group of the shop's settings is called."""
    label = _GROUPS.get(name)
    return trc("shop settings", label) if label else _plain(name)


def yes_or_no(value: bool) -> str:
    """A yes or a no."""
    return tr("Yes") if value else tr("No")


def _plain(word: str) -> str:
    return word.replace("_", " ").capitalize()
