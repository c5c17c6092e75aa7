"""A pack's words are compared with the customers before it is issued, and what is found decided."""

import re
from datetime import date

import pytest

from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.audit.entries import AuditAction, TrailFilter
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.packs.packs import WHOLE_PACK, PackRequest, PrintedIdentity
from csq_desktop.domain.privacy.free_text import IdentityKind
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services.actions import actions
from csq_desktop.services.customers import customers
from csq_desktop.services.packs import packs
from csq_desktop.storage.records.past import audit_trail
from csq_desktop.storage.store import Store
from tests.factory import open_store
from tests.pdf_text import in_one_line, pages
from tests.services.packs.pack_case import issued, last_month, make_pack
from tests.services.small_shop import set_up

OCTOBER = Month(2026, 10)
NO_IDENTITY = "addresses: nothing was found that may identify somebody."


@pytest.fixture
def named(store: Store) -> Store:
    """A shop with one customer, whose name stands in an action."""
    set_up(store)
    with store.writing() as session:
        customers.add(session, NewCustomer(Identity("CHAN Tai Man", "陳大文", "9123 4567")))
        action = NewAction("Ring Chan Tai-man about 9123 4567", "May", date(2026, 10, 20))
        actions.promise(session, action)
    return store


def looked_at(store: Store, message: str = "", asked: str = "") -> tuple[PrintedIdentity, ...]:
    with store.reading(identities=True) as session:
        request = PackRequest(OCTOBER, ("en",), message, asked)
        return packs.identities_in(session, request, lambda _: None)


def test_what_is_found_is_shown_with_its_page_and_the_customer(named: Store) -> None:
    found = looked_at(named, message="陈大文 is content.\nMrs Lee too.")
    places = {(place.span.text, place.span.kind, place.span.reference) for place in found}
    assert places == {
        ("陈大文", IdentityKind.NAME, "CU-00001"),
        ("Mrs Lee", IdentityKind.NAME, ""),
        ("Chan Tai-man", IdentityKind.NAME, "CU-00001"),
    }
    printed = pages(make_pack(named, month=OCTOBER, message="陈大文 is content.\nMrs Lee too.").pdf)
    for place in found:
        for page in place.pages:
            assert place.span.text in printed[page - 1]
    assert packs.places_text(found).startswith("3 places may identify somebody: pages 1, ")


def test_a_colleague_may_be_called_like_a_customer(named: Store) -> None:
    with named.writing() as session:
        customers.add(session, NewCustomer(Identity("Amy Wong")))
        for title in ("Train the tills", "Ask Amy Wong"):
            actions.promise(session, NewAction(title, "Amy Wong", date(2026, 10, 21)))
    assert [place.span.text for place in looked_at(named)] == ["Chan Tai-man"]


def test_a_pack_is_issued_only_once_everything_was_decided(named: Store) -> None:
    with pytest.raises(UserError, match="may identify somebody"):
        issued(named, OCTOBER, definition=WHOLE_PACK)
    found = looked_at(named)
    with named.writing() as session:
        pack = packs.issue(session, PackRequest(OCTOBER, ("en",)), found)
        pdf = packs.pdf_of(session, pack.id)
    with named.reading() as session:
        last = audit_trail.entries(session, TrailFilter(), before=None, count=1)[0]
    assert (last.action, last.object_id) == (AuditAction.COMPARED, pack.id)
    assert set(last.detail) == {"texts", "left_in", "seconds", "definition"}
    assert last.detail["left_in"] == 1
    cover = " ".join(pages(pdf)[0].split())
    assert "1 place that may identify somebody was left in, on one page or several." in cover
    assert NO_IDENTITY not in cover


def test_only_what_was_compared_is_called_free_of_identities(store: Store) -> None:
    set_up(store)
    preview = in_one_line(make_pack(store, month=OCTOBER).pdf)
    assert "This preview has not been compared with" in preview
    pack = issued(store, OCTOBER)
    with store.reading() as session:
        assert NO_IDENTITY in in_one_line(packs.pdf_of(session, pack.id))


def test_nothing_is_compared_by_those_who_cannot_read_identities(store: Store) -> None:
    with store.reading() as session, pytest.raises(Refused, match="cannot see who"):
        packs.identities_in(session, PackRequest(OCTOBER, ("en",)))
    store.close()
    auditor = open_store(store.folder.parent, Role.AUDITOR)
    with auditor.reading() as session, pytest.raises(Refused, match="role"):
        packs.identities_in(session, PackRequest(OCTOBER, ("en",)))
    auditor.close()


@pytest.mark.no_cover
@pytest.mark.parametrize("languages", [("en", "zh_HK"), ("zh_CN",)])
def test_the_programs_own_words_identify_nobody(busy: Store, languages: tuple[str, ...]) -> None:
    with busy.reading(identities=True) as session:
        assert packs.identities_in(session, PackRequest(last_month(busy), languages)) == ()


@pytest.mark.no_cover
def test_every_word_on_paper_is_compared(busy: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def looked_through(text: str, _recognised: object) -> tuple[()]:
        compared.append(text)
        return ()

    monkeypatch.setattr("csq_desktop.services.free_words.identities", looked_through)
    request = PackRequest(last_month(busy), ("en",))
    with busy.reading(identities=True) as session:
        packs.identities_in(session, request)
        pdf = packs.make(session, request).pdf
    whole, own = " ".join(compared), {"page", "average", "others", "cumulative"}
    own |= {"Signature", "Date", "Name", "continued"}
    own |= {"earlier", "events", "list"}  # the line of events beneath a chart
    assert set(re.findall(r"[A-Za-z]{3,}", in_one_line(pdf))) - own <= set(
        re.findall(r"[A-Za-z]{3,}", whole)
    )
