"""Every record that is described field by field."""

from csq_desktop.domain.actions import ACTION, ACTION_LINK
from csq_desktop.domain.causes.fields import CASE_CAUSE, WHY
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.complaints.promises import PROMISE
from csq_desktop.domain.containment.facts import CONTAINMENT
from csq_desktop.domain.customers.fields import CUSTOMER, IDENTITY
from csq_desktop.domain.events import SHOP_EVENT
from csq_desktop.domain.people import PERSON
from csq_desktop.domain.pledges.fields import PLEDGE_COUNT
from csq_desktop.domain.shop_lists import LIST_ENTRY

RECORDS = (
    ACTION,
    ACTION_LINK,
    CASE_CAUSE,
    COMPLAINT,
    CONTAINMENT,
    CUSTOMER,
    IDENTITY,
    LIST_ENTRY,
    PERSON,
    PLEDGE_COUNT,
    PROMISE,
    SHOP_EVENT,
    WHY,
)
