"""Every record that is described field by field."""

from csq_desktop.domain.absences.facts import ABSENCE
from csq_desktop.domain.actions import ACTION, ACTION_LINK
from csq_desktop.domain.breaches.fields import (
    BREACH_CUSTOMER,
    BREACH_DECISION,
    BREACH_NOTICE,
    BREACH_TEXT,
    BREACH_WORDS,
    PRIVACY_BREACH,
)
from csq_desktop.domain.causes.fields import CASE_CAUSE, WHY
from csq_desktop.domain.closing.follow_ups import FOLLOW_UP
from csq_desktop.domain.closing.involved import INVOLVED
from csq_desktop.domain.closing.remedies import REMEDY_REQUEST
from csq_desktop.domain.closing.responses import RESPONSE
from csq_desktop.domain.closing.satisfaction import SATISFACTION
from csq_desktop.domain.closing.signatures import SIGNATURE
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.complaints.promises import PROMISE
from csq_desktop.domain.containment.facts import CONTAINMENT
from csq_desktop.domain.customers.fields import CUSTOMER, IDENTITY
from csq_desktop.domain.disclosures.fields import DISCLOSURE
from csq_desktop.domain.events import SHOP_EVENT
from csq_desktop.domain.evidence.fields import EVIDENCE
from csq_desktop.domain.handovers.facts import HANDOVER
from csq_desktop.domain.letters.fields import LETTER, LETTER_WORDS, RECEIPT
from csq_desktop.domain.merges.facts import MERGE, SPLIT
from csq_desktop.domain.pledges.fields import PLEDGE_COUNT
from csq_desktop.domain.problems.facts import PROBLEM, PROBLEM_CASE
from csq_desktop.domain.referrals.facts import REFERRAL
from csq_desktop.domain.refusals.facts import REFUSAL
from csq_desktop.domain.repeats.facts import DISMISSAL
from csq_desktop.domain.requests.fields import CORRECTION_NOTICE, PRIVACY_REQUEST, REQUESTER
from csq_desktop.domain.retention.fields import ERASURE, LEGAL_HOLD, RETENTION_LEFT
from csq_desktop.domain.shop.people import PERSON
from csq_desktop.domain.shop.shop_lists import LIST_ENTRY

RECORDS = (
    ABSENCE,
    ACTION,
    ACTION_LINK,
    BREACH_CUSTOMER,
    BREACH_DECISION,
    BREACH_NOTICE,
    BREACH_TEXT,
    BREACH_WORDS,
    CASE_CAUSE,
    COMPLAINT,
    CORRECTION_NOTICE,
    CONTAINMENT,
    CUSTOMER,
    PRIVACY_BREACH,
    PRIVACY_REQUEST,
    DISCLOSURE,
    DISMISSAL,
    EVIDENCE,
    ERASURE,
    FOLLOW_UP,
    HANDOVER,
    IDENTITY,
    LETTER,
    LETTER_WORDS,
    INVOLVED,
    LEGAL_HOLD,
    LIST_ENTRY,
    MERGE,
    PERSON,
    PLEDGE_COUNT,
    PROBLEM,
    PROBLEM_CASE,
    PROMISE,
    RECEIPT,
    REFERRAL,
    REFUSAL,
    REQUESTER,
    REMEDY_REQUEST,
    RESPONSE,
    SATISFACTION,
    RETENTION_LEFT,
    SHOP_EVENT,
    SIGNATURE,
    SPLIT,
    WHY,
)
