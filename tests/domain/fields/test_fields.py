"""Records are described once, and what is derived from the description holds together."""

from dataclasses import fields as parts_of
from typing import Any

import pytest

from csq_desktop.domain.actions import ACTION, Action, NewAction
from csq_desktop.domain.breaches.fields import BREACH_TEXT, BREACH_WORDS
from csq_desktop.domain.complaints.facts import Complaint, Correction, NewComplaint
from csq_desktop.domain.complaints.fields import COMPLAINT, CORRECTED, TYPED
from csq_desktop.domain.customers.facts import Customer, Identity, MaskedIdentity, NewCustomer
from csq_desktop.domain.customers.fields import CUSTOMER, CUSTOMER_FIELDS, IDENTITY
from csq_desktop.domain.fields.fields import (
    LONGEST_LINE_OF_TEXT,
    FieldKind,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.domain.letters.fields import LETTER_WORDS
from csq_desktop.domain.pledges.facts import DayCount
from csq_desktop.domain.pledges.fields import PLEDGE_COUNT
from csq_desktop.domain.records import RECORDS
from csq_desktop.domain.requests.fields import REQUESTER
from csq_desktop.domain.shop.people import PERSON, Person
from csq_desktop.errors import UserError
from csq_desktop.texts import LANGUAGES, mark, speaking

TEXTS = (FieldKind.TEXT, FieldKind.PHONE, FieldKind.EMAIL)
LABELLED = [(record.name, field) for record in RECORDS for field in record.fields if field.label]
NOBODY_IS_NAMED = {
    "ref",
    "segment",
    "district",
    "statement_version",
    "name",
    "excluded_reason",
    "fields",
    *("asked_language", "copy_sha256", "grounds"),
    "evidence_category",
    *("people_kinds", "detail_kinds", "notice_language"),
    *("approver", "signer_name", "alert_of", "alternatives"),
    *("list_name", "code", "parent_code", "en", "zh_hk", "zh_cn", "earlier_words"),
    *("alternatives", "signer_name"),
}
"""Texts that are no words of a person: numbers, codes, the names of the shop's own people, why a
case does not count, and the entries of the shop's lists."""


def names(facts: Any) -> set[str]:
    return {one.name for one in parts_of(facts)}


def test_a_record_has_each_field_once() -> None:
    for record in RECORDS:
        keys = [*(one.key for one in record.fields), *record.own]
        assert len(set(keys)) == len(keys), record.name


def test_a_key_means_the_same_in_every_record() -> None:
    labels: dict[str, set[str]] = {}
    for _, field in LABELLED:
        labels.setdefault(field.key, set()).add(field.label)
    assert {key: found for key, found in labels.items() if len(found) > 1} == {}


def test_only_what_the_window_calls_otherwise_has_a_caption() -> None:
    for _, field in LABELLED:
        titles = []
        for language in LANGUAGES:
            with speaking(language):
                titles.append((field.title, RecordField(field.key, field.label).title))
        assert not field.caption or any(one != other for one, other in titles), field.key


def test_free_text_is_never_told_by_value() -> None:
    told = {
        field.key
        for record in RECORDS
        for field in record.stored
        if field.kind in TEXTS and field.told_by_value and not field.choices
    }
    assert told <= NOBODY_IS_NAMED


def test_what_names_a_person_is_erased_and_an_identity_is_in_the_vaults_records_alone() -> None:
    for record in RECORDS:
        for field in record.fields:
            assert field.erased != field.told_by_value
            vaulted = (BREACH_TEXT, BREACH_WORDS, IDENTITY, LETTER_WORDS, REQUESTER)
            assert (field.privacy is Privacy.IDENTITY) == (record in vaulted)
    assert CUSTOMER.told_by_name_only == frozenset()
    assert {*CUSTOMER.fields, *IDENTITY.fields} == {*CUSTOMER_FIELDS}


def test_a_complaint_is_read_whole_from_its_description() -> None:
    told_elsewhere = {
        *("policy_version", "ack_policy_version", "resolve_promised_at", "closed_band"),
        *("progress_policy_version", "progress_since"),
    }
    moments = {"ack_due_at", "progress_due_at", "progress_at", "resolve_due_at"}
    described = {one.key for one in COMPLAINT.stored}
    looked_up = {
        *("id", "owner", "customer_ref", "sealed_waiting", "clocks", "events"),
        *("closing_is_assumed", "recorded_as", "recorded_from", "escalated"),
    }
    assert names(Complaint) - looked_up == described - told_elsewhere - moments


def test_what_is_corrected_and_typed_has_a_place_in_the_facts() -> None:
    assert names(Correction) == {*CORRECTED}
    asked_apart = {
        *("channel", "received_at", "category", "severity", "words", "summary"),
        *("customer_id", "their_reference", "kind"),
    }
    assert names(NewComplaint) == {*TYPED} | asked_apart
    assert {*TYPED} <= {*CORRECTED}, "what was typed can be put right"


STATEMENT = {field.key for field in CUSTOMER.fields if field.key.startswith("statement_")}
BY_THE_PROGRAM = {"ref", "created_at", "created_by"}


@pytest.mark.parametrize(
    ("facts", "record", "beside", "left_out"),
    [
        (Action, ACTION, {"id", "owner", "owner_text", "source_id", "item_code"}, {"created_by"}),
        (
            NewAction,
            ACTION,
            {"owner", "source_id", "item_code"},
            BY_THE_PROGRAM | {"owner_id", "state", "done_at", "done_note"},
        ),
        (Customer, CUSTOMER, {"id", "masked", "consents", "complaints", "merged"}, set()),
        (
            NewCustomer,
            CUSTOMER,
            {"identity", "statement", "marketing_channel", "marketing_source"},
            BY_THE_PROGRAM | STATEMENT | {"archived_at", "anonymised_at"},
        ),
        (DayCount, PLEDGE_COUNT, {"pledge_id"}, {"month", "entered_at", "entered_by"}),
        (Person, PERSON, {"id"}, set()),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_facts_have_a_place_for_what_their_record_describes(
    facts: type[Any], record: RecordDescription, beside: set[str], left_out: set[str]
) -> None:
    described = {field.key for field in record.stored}
    assert names(facts) - described == beside
    assert described - names(facts) == left_out


def test_words_about_a_case_are_sought_and_in_files_unless_listed_here() -> None:
    """A new field is in both, or it is a decision that stands here."""
    words = [
        field for field in COMPLAINT.stored if field.privacy is Privacy.FREE_TEXT and field.label
    ]
    assert {field.key for field in words if not field.searched} == {
        *("remedy_sought", "immediate_action", "finding_note", "cause"),
    }
    in_no_file = {"remedy_sought", "immediate_action", "finding_note", "cause"}
    assert {field.key for field in words if field.file is None} == in_no_file
    assert all(
        field.file.imported and field.file.exported for field in words if field.file is not None
    )


def test_the_trail_speaks_of_all_but_a_link_to_a_customer() -> None:
    unnamed = {field.key for field in COMPLAINT.stored if not field.label}
    assert unnamed == {"customer_id"}


def test_an_identity_is_what_the_vault_holds() -> None:
    described = {one.key for one in IDENTITY.fields}
    assert names(Identity) == names(MaskedIdentity) == described


def test_places_on_the_page_are_taken_once() -> None:
    for record in RECORDS:
        places = [one.shown for one in record.on_page]
        assert places == sorted({*places})


def test_what_can_be_corrected_is_shown() -> None:
    in_the_head = {"summary", "words", "channel"}
    assert {*CORRECTED} - in_the_head <= {one.key for one in COMPLAINT.on_page}


def test_a_text_may_be_as_long_as_its_field_and_no_longer() -> None:
    field = COMPLAINT.field("product")
    field.check("x" * LONGEST_LINE_OF_TEXT)
    with pytest.raises(UserError, match="Use fewer than 200 characters"):
        field.check("x" * (LONGEST_LINE_OF_TEXT + 1))


def test_a_field_is_found_by_its_key_alone() -> None:
    assert COMPLAINT.field("words").title == "What the customer said"
    with pytest.raises(KeyError, match="shoe_size"):
        COMPLAINT.field("shoe_size")


def test_what_has_no_label_the_trail_does_not_speak_of() -> None:
    own = RecordDescription(
        "till", (RecordField("number", mark("Number", "field")), RecordField("shop_id")), ("id",)
    )
    assert own.unspoken == {"id", "shop_id"}
    assert own.stored == own.fields
