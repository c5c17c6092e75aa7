"""Every record that is described field by field."""

from csq_desktop.domain.actions import ACTION
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.complaints.promises import PROMISE
from csq_desktop.domain.customers.fields import CUSTOMER, IDENTITY
from csq_desktop.domain.events import SHOP_EVENT
from csq_desktop.domain.people import PERSON
from csq_desktop.domain.pledges.fields import PLEDGE_COUNT
from csq_desktop.domain.retention.fields import ERASURE, LEGAL_HOLD, RETENTION_LEFT
from csq_desktop.domain.shop_lists import LIST_ENTRY

RECORDS = (
    ACTION,
    COMPLAINT,
    CUSTOMER,
    ERASURE,
    IDENTITY,
    LEGAL_HOLD,
    LIST_ENTRY,
    PERSON,
    PLEDGE_COUNT,
    PROMISE,
    RETENTION_LEFT,
    SHOP_EVENT,
)
