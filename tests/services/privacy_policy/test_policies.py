"""The statement over a real store: issued, kept unchanged, printed, and found out of date."""

from dataclasses import replace

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.disclosures.facts import NewDisclosure
from csq_desktop.domain.disclosures.words import DisclosureForm, RecipientKind
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.privacy_policy.facts import NewPolicyStatement, PolicyContact
from csq_desktop.domain.retention.rules import RetentionRules
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.domain.users import Role
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import Refused, UserError
from csq_desktop.services.customers import customers
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.privacy_policy import due, papers, policies
from csq_desktop.services.retention import rules
from csq_desktop.services.settings import shop
from csq_desktop.services.today import due as today
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, by_hand, opened
from tests.pdf_text import in_one_line

CONTACT = PolicyContact("  Shop  supervisor ", "88 Road")
NEW = NewPolicyStatement(CONTACT, (RecipientKind.POLICE,), ThreeTexts(en="Cameras run. "))


def furnish(store: Store) -> None:
    with store.writing() as session:
        shop.set_up(session, NewShop("Sham Shui Po", "SSP01", "May Wong"))
        rules.change(session, RetentionRules({RecordKind.CUSTOMERS: 36}))
        who = customers.add(session, NewCustomer(Identity("Chan Tai Man")))
        given = NewDisclosure(
            (who,),
            "Insurer Ltd",
            RecipientKind.INSURER,
            "Claim",
            ("identity.name",),
            form=DisclosureForm.SPOKEN,
        )
        disclosures.record_by_hand(session, given)


def test_a_statement_is_issued_and_stays_as_it_was(store: Store) -> None:
    furnish(store)
    with store.reading() as session:
        assert policies.everything(session) == ()
        assert policies.differences(session) == ()
        assert policies.suggestion(session).recipients == (RecipientKind.INSURER,)
        assert list(due.items(session, today.now(session))) == []
        drafted = in_one_line(papers.draft(session, NEW, language="en"))
        assert "Draft, not issued" in drafted
        with pytest.raises(UserError, match="no such version"):
            papers.statement(session, 1, language="en")
    with store.writing() as session:
        with pytest.raises(UserError, match="to whom requests"):
            policies.issue(session, NewPolicyStatement())
        both = replace(NEW, recipients=(RecipientKind.POLICE, RecipientKind.INSURER))
        issued = policies.issue(session, both)
        assert (issued.version, issued.body.new.contact.post) == (1, "Shop supervisor")
        papers.note_printed(session, 1)
    with store.reading() as session:
        assert policies.everything(session) == (issued,)
        assert policies.differences(session) == ()
        before = papers.statement(session, 1, language="en")
        assert "Customers without contact: 36 months." in in_one_line(before)
    out_of_date(store)
    with pytest.raises(sqlcipher.DatabaseError, match="never changed"):
        by_hand(store, "UPDATE privacy_statement SET version = 9")
    with pytest.raises(sqlcipher.DatabaseError, match="never deleted"):
        by_hand(store, "DELETE FROM privacy_statement")
    with store.reading() as session:
        assert in_one_line(papers.statement(session, 1, language="en")) == in_one_line(before)
        assert "私隱政策聲明" in in_one_line(papers.statement(session, 1, language="zh_HK"))


def out_of_date(store: Store) -> None:
    with store.writing() as session:
        rules.change(session, RetentionRules({RecordKind.CUSTOMERS: 24}))
    with store.reading() as session:
        said = (
            "“Customers without contact”: the statement says 36 months, the rule is now 24 months."
        )
        assert policies.differences(session) == (said,)
        (item,) = due.items(session, today.now(session))
        assert (item.page, item.object_id, item.under) == ("privacy", "statement", said)
        settings = replace(shop.shop(session), name="Kwun Tong")
    with store.writing() as session:
        shop.change_shop(session, settings)
    with store.reading() as session:
        (item,) = due.items(session, today.now(session))
        assert item.under.endswith("it is now “Kwun Tong”. And 1 more.")
    with store.writing() as session:
        assert policies.issue(session, policies.suggestion(session)).version == 2
    with store.reading() as session:
        assert policies.differences(session) == ()


def test_auditors_read_it_and_only_supervisors_issue_it(store: Store, clock: FixedClock) -> None:
    furnish(store)
    folder = store.folder
    with store.writing() as session:
        policies.issue(session, NEW)
    store.close()
    with opened(folder, clock, Role.AUDITOR) as other:
        with other.reading() as session:
            assert policies.everything(session)[0].issued_by
            assert policies.differences(session)[0].startswith("Data were handed over to “Insurer”")
            assert list(due.items(session, today.now(session))) == []
        with other.writing() as session, pytest.raises(Refused):
            policies.issue(session, NEW)
