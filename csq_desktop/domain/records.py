"""Every record that is described field by field."""

from csq_desktop.domain.actions import ACTION
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.complaints.promises import PROMISE
from csq_desktop.domain.customers.fields import CUSTOMER, IDENTITY
from csq_desktop.domain.disclosures.fields import DISCLOSURE
from csq_desktop.domain.events import SHOP_EVENT
from csq_desktop.domain.merges.facts import MERGE, SPLIT
from csq_desktop.domain.people import PERSON
from csq_desktop.domain.pledges.fields import PLEDGE_COUNT
from csq_desktop.domain.problems.facts import PROBLEM, PROBLEM_CASE
from csq_desktop.domain.referrals.facts import REFERRAL
from csq_desktop.domain.refusals.facts import REFUSAL
from csq_desktop.domain.repeats.facts import DISMISSAL
from csq_desktop.domain.requests.fields import CORRECTION_NOTICE, DATA_REQUEST, REQUESTER
from csq_desktop.domain.shop_lists import LIST_ENTRY

RECORDS = (
    ACTION,
    COMPLAINT,
    CORRECTION_NOTICE,
    CUSTOMER,
    DATA_REQUEST,
    DISCLOSURE,
    DISMISSAL,
    IDENTITY,
    LIST_ENTRY,
    MERGE,
    PERSON,
    PLEDGE_COUNT,
    PROBLEM,
    PROBLEM_CASE,
    PROMISE,
    REFERRAL,
    REFUSAL,
    REQUESTER,
    SHOP_EVENT,
    SPLIT,
)
