"""What Ctrl+K finds besides pages: complaints, pledges, and customers for those who see them."""

from collections.abc import Sequence
from typing import Any

from csq_desktop.domain.complaints.facts import Filter, View
from csq_desktop.domain.customers.facts import CustomerFilter
from csq_desktop.domain.users import User
from csq_desktop.ui.shell.command_palette import Found, Provider

MOST_OF_EACH = 5


def providers(user: User) -> tuple[Provider, ...]:
    """The finders a user may use."""
    everyones = (Provider(find_complaints), Provider(find_pledges))
    if user.role.sees_identities:
        return (*everyones, Provider(find_customers, identities=True))
    return everyones


def find_complaints(session: Any, text: str) -> Sequence[Found]:
    """Complaints by reference or words, closed ones too."""
    from csq_desktop.services.complaints import views as complaint_views

    ids = complaint_views.line_ids(session, Filter(view=View.ALL, text=text), MOST_OF_EACH)
    return [
        Found(f"{line.ref}  {line.summary}", "message-report", "complaints", line.id)
        for line in complaint_views.lines(session, ids)
    ]


def find_pledges(session: Any, text: str) -> Sequence[Found]:
    """Pledges by code or by their wording in any language."""
    from csq_desktop.services.pledges import pledges

    typed = text.casefold()
    found = []
    for pledge in pledges.everything(session):
        wording = pledge.current.terms.wording
        if any(typed in said.casefold() for said in (pledge.code, *wording.by_language.values())):
            shown = f"{pledge.code}  {wording.text}"
            found.append(Found(shown, "heart-handshake", "pledges", pledge.id))
    return found[:MOST_OF_EACH]


def find_customers(session: Any, text: str) -> Sequence[Found]:
    """Customers by any part, shown masked."""
    from csq_desktop.services.customers import customers

    ids = customers.line_ids(session, CustomerFilter(text=text), MOST_OF_EACH)
    found = []
    for line in customers.lines(session, ids):
        known = line.masked
        words = (line.ref, known.name, known.phone) if known else (line.ref,)
        found.append(Found("  ".join(filter(None, words)), "users", "customers", line.id))
    return found
