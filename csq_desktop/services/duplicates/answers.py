"""What customers answered, when two records become one and when they are two again."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from csq_desktop.domain.customers.consents import MARKETING, NewAnswer
from csq_desktop.domain.customers.facts import FROM_MERGE, Consent
from csq_desktop.domain.duplicates.merging import loses_opt_out
from csq_desktop.services.settings import lists, shop
from csq_desktop.storage.records.customers import consents as records
from csq_desktop.storage.records.customers import customer_merges as merges
from csq_desktop.storage.records.customers.customer_merges import StoredMerge
from csq_desktop.storage.tables.customers.customers import ConsentRow, CustomerRow

Stands = Mapping[str, tuple[Consent, Consent]]


def of_both(session: Session, survivor: CustomerRow, merged: CustomerRow) -> Stands:
    """Where two customers stand about each purpose, before one is merged into the other."""
    both = [survivor.id, merged.id]
    stands = {}
    for entry in lists.everything(lists.PURPOSES):
        by_id = records.standing(session, both, entry.code)
        stands[entry.code] = by_id[survivor.id], by_id[merged.id]
    stands[MARKETING] = (
        _stricter(stands[MARKETING][0], survivor.marketing),
        _stricter(stands[MARKETING][1], merged.marketing),
    )
    return stands


def opted_out(session: Session, first: CustomerRow, second: CustomerRow) -> tuple[str, ...]:
    """The purposes about which either of two customers opted out, and both will have."""
    stands = of_both(session, first, second)
    return tuple(purpose for purpose, both in stands.items() if Consent.REFUSED in both)


def keep_opt_outs(session: Session, merge_id: int, survivor: CustomerRow, stands: Stands) -> None:
    """Let an opt-out of either stand, now that the answers of both are one customer's."""
    for purpose, (first, second) in stands.items():
        together = records.standing(session, [survivor.id], purpose)[survivor.id]
        is_lost = loses_opt_out(first, second, together)
        if purpose == MARKETING:
            stands_now = Consent.REFUSED if is_lost else together
            merges.change(session, merge_id, survivor, "marketing", stands_now)
        if is_lost:
            opt_out = NewAnswer(Consent.REFUSED, shop.today(session), purpose, FROM_MERGE)
            added = records.add(session, survivor.id, opt_out, "")
            merges.added(session, merge_id, added, ConsentRow)


def go_with_both(session: Session, merge: StoredMerge, survivor_id: int) -> None:
    """Give whoever is taken out again the opt-outs that were recorded since.

    Nobody knows which of the two persons said so. Those of a third, who was merged in later, are
    that one's.
    """
    others = merges.brought_later(session, merge.id, ConsentRow)
    since = records.opt_outs_since(session, survivor_id, merge.id, others)
    for purpose, answer in since.items():
        stands = records.standing(session, [merge.merged_id], purpose)[merge.merged_id]
        if stands is not Consent.REFUSED:
            records.add(session, merge.merged_id, answer, "")


def settle(session: Session, customer_id: int) -> None:
    """Write where a customer stands about direct marketing; without answers it stays."""
    row = session.get_one(CustomerRow, customer_id)
    if records.recorded(session, [customer_id], MARKETING):
        row.marketing = records.standing(session, [customer_id], MARKETING)[customer_id]


def _stricter(by_answers: Consent, written: Consent) -> Consent:
    return Consent.REFUSED if written is Consent.REFUSED else by_answers
