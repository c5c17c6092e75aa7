"""Consents by purpose, the statement given, and what upgrading makes of earlier answers."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from csq_desktop.domain.audit.entries import TrailFilter
from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.customers.consents import MARKETING, SURVEY, NewAnswer
from csq_desktop.domain.customers.facts import (
    FROM_FILE,
    Consent,
    CustomerFilter,
    Identity,
    NewCustomer,
    StatementGiven,
)
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.domain.users import Role
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import Refused, UserError
from csq_desktop.services import audit_trail
from csq_desktop.services.customers import consents, customers, papers, statements
from csq_desktop.services.settings import list_changes, lists, shop
from csq_desktop.services.today import due
from csq_desktop.storage.records.customers import consents as records
from csq_desktop.storage.records.customers.consents import BulkAnswer
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.customers.customers import CustomerRow
from csq_desktop.storage.tables.row import seconds
from tests.factory import START, FixedClock, open_store
from tests.pdf_text import in_one_line

TODAY = date(2026, 10, 5)
YES = NewAnswer(Consent.AGREED, TODAY, channel="counter", source="the customer in person")
NO = NewAnswer(Consent.REFUSED, TODAY, channel="letter")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(tmp_path, source=FixedClock())
    with opened.writing() as session:
        shop.set_up(session, NewShop("Sham Shui Po", "SSP01", "May Wong"))
        assert shop.today(session) == TODAY
    return opened


CHAN = NewCustomer(Identity("Chan"))


def added(store: Store, new: NewCustomer = CHAN) -> int:
    with store.writing() as session:
        return customers.add(session, new)


def refused(store: Store, customer_id: int, answer: NewAnswer) -> str:
    with pytest.raises(UserError) as error, store.writing() as session:
        consents.record(session, customer_id, answer)
    return error.value.field


def test_an_opt_out_is_left_only_by_a_new_consent(store: Store) -> None:
    chan = added(store)
    yesterday = TODAY - timedelta(days=1)
    with store.writing() as session:
        consents.record(session, chan, replace(YES, day=yesterday))
        assert consents.may_use(session, [chan], MARKETING) == {chan}
        consents.record(session, chan, NO)
        assert consents.may_use(session, [chan, 99], MARKETING) == frozenset()
        assert consents.may_use(session, [chan], MARKETING, yesterday) == {chan}
    assert refused(store, chan, replace(YES, day=yesterday)) == "day"
    assert refused(store, chan, replace(YES, source="")) == "source"
    assert refused(store, chan, replace(YES, purpose="tea")) == "purpose"
    assert refused(store, 99, YES) == ""
    with store.reading(identities=True) as session:
        assert customers.read(session, chan).marketing is Consent.REFUSED
    with store.writing() as session:
        consents.record(session, chan, YES)
        assert consents.may_use(session, [chan], MARKETING) == {chan}
    with store.reading(identities=True) as session:
        read = customers.read(session, chan)
    assert read.marketing is Consent.AGREED
    newest = read.consents[0]
    assert (newest.day, newest.source, newest.statement_version) == (TODAY, YES.source, "2")


def test_each_purpose_has_its_own_answers(store: Store) -> None:
    chan = added(store)
    with store.writing() as session:
        tea = list_changes.add(session, lists.PURPOSES, ThreeTexts("Tea club", "茶會", "茶会"))
        consents.record(session, chan, replace(NO, purpose=SURVEY))
        list_changes.deactivate(session, lists.PURPOSES, "offers_by_phone")
    with store.writing() as session:
        consents.record(session, chan, replace(YES, purpose=tea))
        list_changes.deactivate(session, lists.PURPOSES, SURVEY)
        assert customers.read(session, chan).marketing is Consent.NOT_ASKED
    with store.reading() as session:
        stands = {
            each.purpose.label: each.consent.value for each in consents.standing(session, chan)
        }
    assert stands == {
        "Direct marketing": "not_asked",
        "Satisfaction survey": "refused",
        "Tea club": "agreed",
    }


def test_upgrading_puts_an_opt_out_back_that_was_taken_away(store: Store) -> None:
    """Before s0024 "not asked", or an old list, could stand in the place of an opt-out."""
    away, new, never = added(store), added(store), added(store)
    day = 86_400
    with store.writing() as session:
        at = seconds(START) - 9 * day
        before = [
            BulkAnswer(away, at, Consent.REFUSED, "counter"),
            BulkAnswer(away, at + day, Consent.AGREED, FROM_FILE),
            BulkAnswer(away, at + 2 * day, Consent.NOT_ASKED, "counter"),
            BulkAnswer(new, at, Consent.REFUSED, "counter"),
            BulkAnswer(new, at + day, Consent.AGREED, "counter"),
            BulkAnswer(never, at, Consent.AGREED, FROM_FILE),
        ]
        records.add_many(session, before, detail={})
        for row in session.scalars(select(CustomerRow).where(CustomerRow.id != away)):
            row.marketing = Consent.AGREED
    with store.writing() as session:
        assert records.stand_by_opt_outs(session) == 1
        assert records.stand_by_opt_outs(session) == 0
    with store.reading(identities=True) as session:
        stands = [customers.read(session, each).marketing.value for each in (away, new, never)]
        assert consents.may_use(session, [away, new, never], MARKETING) == {new, never}
    assert stands == ["refused", "agreed", "agreed"]


def test_the_statement_is_given_now_earlier_or_later(store: Store) -> None:
    earlier = StatementGiven(TODAY - timedelta(days=30), Channel.LETTER)
    now = added(
        store,
        NewCustomer(
            Identity("Lau"),
            statement=StatementGiven(TODAY),
            marketing=Consent.AGREED,
            marketing_channel="counter",
            marketing_source="form 7",
        ),
    )
    later, other = added(store), added(store)
    with store.reading(identities=True) as session:
        shown = CustomerFilter(outstanding=True)
        assert set(customers.line_ids(session, shown)) == {later, other}
        read = customers.read(session, now)
        assert (read.statement_version, read.statement_on) == ("2", TODAY)
        items = due.items(session, due.now(session))
        (item,) = [each for each in items if each.page == "customers"]
        assert item.text == "2 customers to be given the collection statement"
    with store.writing() as session:
        before = statements.tell(session, [later, other, 99], earlier)
        assert statements.outstanding(session) == 0
        items = due.items(session, due.now(session))
        assert [each for each in items if each.page == "customers"] == []
        assert customers.read(session, later).statement_channel is Channel.LETTER
        statements.take_back(session, (*before, replace(before[0], customer_id=99)))
        assert statements.outstanding(session) == 2
        with pytest.raises(UserError, match="has been removed"):
            statements.tell(session, [99], earlier)
        with pytest.raises(UserError, match="in the future"):
            statements.tell(session, [later], StatementGiven(TODAY + timedelta(days=1)))


def test_a_new_version_leaves_the_earlier_ones_as_they_are(store: Store) -> None:
    with store.writing() as session:
        shipped = statements.in_force(session)
        assert "Sham Shui Po collects" in shipped.text.en
        other = ThreeTexts("Why\nOther words", "目的\n其他", "目的\n其他")
        new = statements.write(session, other, shipped.marketing, TODAY + timedelta(days=2))
        assert new.version == "3"
        assert statements.in_force(session).version == "2"
        assert statements.in_force(session, TODAY + timedelta(days=2)).text == other
        first, second = statements.everything(session)
        assert (first.text, first.effective_from) == (shipped.text, TODAY)
        assert (second.written_by, second.text) == (store.user.name, other)
        assert statements.begin(session) == second
        assert "Ming Kee collects" in statements.shipped("Ming Kee").text.en
        assert statements.shipped().text.zh_HK.startswith("收集目的\n本店收集")


def test_only_supervisors_record_answers_and_statements(store: Store, tmp_path: Path) -> None:
    chan = added(store)
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=FixedClock())
    with staff.writing() as session:
        for act in (
            lambda: consents.record(session, chan, NO),
            lambda: statements.tell(session, [chan], StatementGiven(TODAY)),
        ):
            with pytest.raises(Refused):
                act()
    staff.close()


def test_the_slip_says_the_statement_in_both_languages_and_that_it_was_printed(
    store: Store,
) -> None:
    with store.writing() as session:
        statements.begin(session)
        pages = in_one_line(papers.slip(session, "2", languages=("en", "zh_HK")))
        sheet = in_one_line(papers.slip(session, "2", languages=("zh_CN", "en", "zh_HK")))
        assert "Why we ask" in in_one_line(papers.slip(session, "2"))
        with pytest.raises(UserError, match="different ones"):
            papers.slip(session, "2", languages=("en", "en", "zh_HK"))
        papers.note_printed(session, "2")
        papers.note_printed(session, "7")
        with pytest.raises(UserError, match="no such version"):
            papers.slip(session, "7")
    for words in ("Sham Shui Po", "SSP01", "Why we ask", "收集目的", "I do not want", "version 2"):
        assert words in pages, words
    for words in ("收集个人资料声明", "Why we ask", "收集個人資料聲明"):
        assert words in sheet, words
    with store.reading() as session:
        first = audit_trail.page(session, TrailFilter()).lines[1]
    assert first.about.startswith("Version of the collection statement")
