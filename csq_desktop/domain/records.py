"""Every record that is described field by field."""

from csq_desktop.domain.actions import ACTION
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.complaints.promises import PROMISE
from csq_desktop.domain.customers.fields import CUSTOMER, IDENTITY
from csq_desktop.domain.events import SHOP_EVENT
from csq_desktop.domain.letters.fields import LETTER, LETTER_WORDS
from csq_desktop.domain.people import PERSON
from csq_desktop.domain.pledges.fields import PLEDGE_COUNT
from csq_desktop.domain.receipts.fields import RECEIPT
from csq_desktop.domain.shop_lists import LIST_ENTRY

RECORDS = (
    ACTION,
    COMPLAINT,
    CUSTOMER,
    IDENTITY,
    LETTER,
    LETTER_WORDS,
    LIST_ENTRY,
    PERSON,
    PLEDGE_COUNT,
    PROMISE,
    RECEIPT,
    SHOP_EVENT,
)
