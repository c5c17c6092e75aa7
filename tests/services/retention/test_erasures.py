"""Erasing and anonymising: what goes, what stays, what is refused, and what is kept of it."""

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import CallerIdentity, Channel, Correction
from csq_desktop.domain.customers.facts import Consent, CustomerFilter, Identity, NewCustomer
from csq_desktop.domain.drafts import Draft
from csq_desktop.domain.evidence.facts import NewEvidence
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.letter_kinds import LetterKind
from csq_desktop.domain.letters.facts import NewLetter
from csq_desktop.domain.refusals.facts import NewRefusal, RefusalGround
from csq_desktop.domain.requests.facts import NewPrivacyRequest
from csq_desktop.domain.requests.words import PrivacyRequestKind
from csq_desktop.domain.retention.erasures import (
    NO_WORDS,
    ErasureMode,
    ErasureRequest,
    ScrubbedText,
    TextChoice,
    TextPlace,
)
from csq_desktop.domain.retention.rules import Obstacle, RetentionRules
from csq_desktop.domain.today import Now
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError, WrongPassphrase
from csq_desktop.services import drafts
from csq_desktop.services.complaints import complaints, views
from csq_desktop.services.customers import customers, intake
from csq_desktop.services.evidence import evidence, picking
from csq_desktop.services.imports import commands
from csq_desktop.services.indicators import figures
from csq_desktop.services.letters import letters
from csq_desktop.services.packs import packs
from csq_desktop.services.refusals import refusals
from csq_desktop.services.requests import requests
from csq_desktop.services.retention import (
    due,
    due_list,
    erasers,
    erasures,
    holds,
    papers,
    rules,
    sources,
)
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import checks, key_change
from csq_desktop.services.stores import erasures as approvals
from csq_desktop.storage.audit import digests
from csq_desktop.storage.maintenance import erasure_ledger
from csq_desktop.storage.records import private_words
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.customers.customers import IdentityRow, SealedIntakeRow
from tests.factory import PASSPHRASES, FixedClock, Furnish, opened
from tests.pdf_text import in_one_line
from tests.services.packs.pack_case import issued
from tests.services.small_shop import ended, logged, without_pledges

MINE = PASSPHRASES[Role.SUPERVISOR]
NAME = "Yau Pui Shan"


@pytest.fixture
def furnish() -> Furnish:
    return without_pledges


def customer(session: Session, name: str = NAME, **more: Any) -> int:
    return customers.add(session, NewCustomer(Identity(name=name, phone="91234567"), **more))


def request(*records: int, **more: Any) -> ErasureRequest:
    facts: dict[str, Any] = {"kind": RecordKind.CUSTOMERS, "mode": ErasureMode.ANONYMISE}
    return ErasureRequest(record_ids=records, **(facts | more))


def now_of(store: Store, session: Session) -> Now:
    return Now(store.clock.now(), shop.today(session), shop.zone(session))


def test_what_is_due_comes_onto_the_list_with_what_keeps_it(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        first, second, third = (customer(session, f"Client {name}") for name in "ABC")
        logged(session, clock, customer_id=second)
        case = logged(session, clock, customer_id=third)
        ended(session, case)
        holds.place(session, third, "A claim in court")
        rules.change(session, RetentionRules({RecordKind.CUSTOMERS: 12}))
        rules.change(session, rules.rules(session))  # nothing changed, nothing is written
        assert len(rules.history(session).versions) == 1
        assert rules.kinds(session)[:2] == (RecordKind.CUSTOMERS, RecordKind.COMPLAINTS)
    clock.move(days=364)
    with store.reading(identities=True) as session:
        assert due_list.everything(session) == ()
        assert [*due.items(session, now_of(store, session))] == []
    clock.move(days=1)
    with store.reading(identities=True) as session:
        lines = {line.record_id: line for line in due_list.everything(session)}
        (item,) = due.items(session, now_of(store, session))
        assert (item.text, item.page) == ("1 record due for erasure", "privacy")
    kept = {number: line.verdict.obstacles for number, line in lines.items()}
    assert kept == {first: (), second: (Obstacle.OPEN_CASE,), third: (Obstacle.LEGAL_HOLD,)}
    assert lines[first].masked is not None
    with store.reading() as session:
        assert due_list.everything(session)[0].masked is None
    with store.writing() as session:
        until = shop.today(session) + timedelta(days=30)
        due_list.leave(session, RecordKind.CUSTOMERS, [first], until, "Asked to wait")
        (line,) = (each for each in due_list.everything(session) if each.record_id == first)
        assert (line.verdict.obstacles, line.left_reason) == ((Obstacle.LEFT,), "Asked to wait")
        assert due_list.count(session) == 0
        for reason, day in (("", until), ("Wait", shop.today(session))):
            with pytest.raises(UserError, match=r"reason|three years"):
                due_list.leave(session, RecordKind.CUSTOMERS, [first], day, reason)
        with pytest.raises(UserError, match="number of months"):
            rules.change(session, RetentionRules({RecordKind.CUSTOMERS: 0}))


def test_staff_are_told_of_nothing_due(tmp_path: Path, clock: FixedClock) -> None:
    with opened(tmp_path / "Shop.csq", clock, Role.STAFF) as store, store.reading() as session:
        assert [*due.items(session, now_of(store, session))] == []


def test_a_hold_stands_until_it_is_released(store: Store) -> None:
    with store.writing() as session:
        who = customer(session)
        hold = holds.place(session, who, " A claim ")
        for customer_id, reason in ((who, "Again"), (999, "Nobody"), (who, " ")):
            with pytest.raises(UserError, match=r"already|removed|reason"):
                holds.place(session, customer_id, reason)
        with pytest.raises(UserError, match="must stay: Legal hold"):
            erasures.carry_out(session, request(who))
        holds.release(session, hold, "Settled")
        with pytest.raises(UserError, match="released already"):
            holds.release(session, hold, "Settled")
        (line,) = holds.everything(session)
        assert (line.reason, line.release_reason, line.released_by) == (
            "A claim",
            "Settled",
            store.user.name,
        )
        mistake = holds.place(session, who, "Typed by mistake")
        holds.take_back(session, mistake)
        holds.take_back(session, mistake)
        assert holds.everything(session, standing=True) == []
        assert erasures.carry_out(session, request(who)).number == 1


def test_every_figure_and_every_issued_pack_stays(busy: Store) -> None:
    with busy.reading(identities=True) as session:
        last = Month.of(shop.today(session)).shift(-1)
        everybody = session.connection().exec_driver_sql(
            "SELECT id FROM customer WHERE id NOT IN (SELECT customer_id FROM complaint "
            "WHERE closed_month IS NULL AND removed_at IS NULL AND customer_id IS NOT NULL)"
        )
        numbers = [number for (number,) in everybody]
        asking = sources.running(session, numbers)
        people = tuple(number for number in numbers if number not in asking)
    assert len(people) > 20
    pack = issued(busy, last, message="Good month")
    before = _figures(busy, last, pack.id)
    with busy.writing() as session:
        erasures.carry_out(session, request(*people[:10]))
        erasures.carry_out(session, request(*people[10:], mode=ErasureMode.ERASE))
    assert _figures(busy, last, pack.id) == before
    report = checks.check(busy)
    assert report.sound, report.first_fault


def _figures(store: Store, last: Month, pack_id: int) -> object:
    with store.reading() as session:
        return figures.history(session, last, 14), packs.pdf_of(session, pack_id)


def test_texts_are_removed_rewritten_or_kept(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        who = customer(session, marketing=Consent.AGREED, marketing_source="her daughter")
        case = logged(session, clock, customer_id=who, words="It broke", product="Toaster")
        complaints.correct(session, case, Correction(words=f"{NAME} says it broke"))
        complaints.note(session, case, "Rang back")
        complaints.exclude(session, case, "Fire drill")
        ended(session, case)
        event = session.connection().exec_driver_sql(
            "SELECT id FROM complaint_event WHERE text = 'Rang back'"
        )
        note = TextPlace("complaint_event", event.scalar_one(), "text")
        words = TextPlace("complaint", case, "words")
        shown = erasures.preview(session, RecordKind.CUSTOMERS, [who])
        assert {each.place: bool(each.spans) for each in shown.texts}[words]
        assert (shown.counts, shown.packs, shown.obstacles) == (
            {"records": 1, "cases": 1},
            (),
            (),
        )
        with pytest.raises(UserError, match="Enter the words"):
            erasures.carry_out(session, request(who, texts=(_decided(words, TextChoice.REWRITE),)))
        decided = (
            _decided(words, TextChoice.REWRITE, "It broke at once"),
            _decided(note, TextChoice.KEEP),
        )
        erasure = erasures.carry_out(session, request(who, texts=decided))
        assert erasure.spared == (("complaint_event", note.row_id, "text"),)
        read = views.read(session, case)
        assert (read.words, read.summary, read.product) == ("It broke at once", NO_WORDS, "")
        assert read.excluded_reason == "Fire drill"  # it judges figures, and the trail tells it
        assert "Rang back" in [line.text for line in read.events]
        person = customers.read(session, who)
        assert person.anonymised_at == clock.at
        assert person.masked is not None
        assert not person.masked.name
        assert [consent.source for consent in person.consents] == [""]
        assert private_words.of_events(session, ComplaintRow, case) == {}
        with pytest.raises(UserError, match="anonymised"):
            customers.restore(session, who)
        for nobody in (who, 7):
            with pytest.raises(UserError, match="removed"):
                erasures.carry_out(session, request(nobody))
    assert checks.check(store).sound


def test_the_trail_has_nothing_left_to_guess_words_by(store: Store, clock: FixedClock) -> None:
    """Whoever guesses the very words cannot tell by salt and digest that they stood there."""
    with store.writing() as session:
        who = customer(session)
        case = logged(session, clock, customer_id=who, words="It broke on Monday")
        ended(session, case)
        assert _is_provable(session, case, "It broke on Monday")
        erasures.carry_out(session, request(who))
        assert not _is_provable(session, case, "It broke on Monday")
        assert not _is_provable(session, case, NO_WORDS)  # of many rows, digests stand elsewhere


def _is_provable(session: Session, case: int, words: str) -> bool:
    """Whether an entry about the case has the digest of these words behind its present salt."""
    salt = digests.SaltShelf(session.connection(), ComplaintRow).between(case, case)[case]
    entries = session.connection().exec_driver_sql(
        "SELECT group_concat(detail) FROM audit_entry WHERE object_type = 'complaint'"
    )
    return digests.digest(salt, "words", words).hex() in str(entries.scalar_one())


def _decided(place: TextPlace, choice: TextChoice, words: str = "") -> ScrubbedText:
    return ScrubbedText(place, choice, words)


def test_whoever_is_named_elsewhere_is_blacked_out_there(store: Store, clock: FixedClock) -> None:
    with store.reading() as session:
        pack_month = Month.of(shop.today(session)).shift(-1)
    issued(store, pack_month, message=f"Thank you, {NAME}")  # nobody knew the name then
    with store.writing() as session:
        who = customer(session)
        friend = Identity(name="Mok Tsz Kit", phone="91234567", note=f"Sister of {NAME}")
        other = customers.add(session, NewCustomer(friend))
        case = logged(session, clock, customer_id=other, words=f"{NAME} was rude to me")
        complaints.correct(session, case, Correction(remedy_sought=f"Tell {NAME}"))
        complaints.correct(session, case, Correction(remedy_sought="An apology"))
        drafts.keep(session, Draft("action.7", (("text", f"Ask {NAME}"),)))
        drafts.keep(session, Draft("action.8", (("text", "Ask Mok Tsz Kit"),)))
        shown = erasures.preview(session, RecordKind.CUSTOMERS, [who])
        assert shown.packs == (str(pack_month),)
        assert len(shown.mentions) == 4  # words, summary, what they replaced, the friend's note
        erasure = erasures.carry_out(session, request(who, mode=ErasureMode.ERASE))
        assert erasure.counts == {"customers": 1, "mentions": 4, "drafts": 1}
        assert [draft.key for draft in drafts.read_all(session)] == ["action.8"]
        assert customers.first_lines(session, _found("91234567"), 9)[0].id == other
        assert views.read(session, case).words == "▇▇▇ was rude to me"
        assert customers.first_lines(session, _found(NAME), 9) == []
        assert erasures.ledger(session) == (erasure,)
    assert checks.check(store).sound


def _found(text: str) -> CustomerFilter:
    return CustomerFilter(text=text)


def test_words_sealed_callers_and_imports_go_by_rules_of_their_own(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    for street in ("First Street", "Second Street"):
        file.write_text(f"Customer number,Name,Address\nX1,{NAME},{street}\n", "utf-8")
        commands.run(store, commands.Order(ImportKind.CUSTOMERS, file), None)
    with store.writing() as session:
        case = logged(session, clock, words="They shouted")
        open_case = logged(session, clock, words="It is open")
        slip = picking.of_bytes(b"What the till printed")
        evidence.add(session, case, [slip], NewEvidence("receipt", "A receipt"))
        letters.draft(session, case, NewLetter(LetterKind.ANSWER, "en"))
        ended(session, case)
        intake.hand_in(session, open_case, CallerIdentity(name="Mok Tsz Kit"))
        sealed = session.scalars(select(SealedIntakeRow.id)).one()
        session.get_one(SealedIntakeRow, sealed).sealed = b"nobody opens this"
    clock.move(days=365 * 4)
    with store.writing() as session:
        lines = {line.kind: line for line in due_list.everything(session) if line.verdict.is_due}
        assert lines.keys() == {
            *(RecordKind.CUSTOMERS, RecordKind.COMPLAINTS, RecordKind.SEALED, RecordKind.IMPORTS),
            *(RecordKind.EVIDENCE, RecordKind.LETTERS),
        }
        words = {"mode": ErasureMode.WORDS}
        with pytest.raises(UserError, match="case is open"):
            erasures.carry_out(session, request(open_case, kind=RecordKind.COMPLAINTS, **words))
        assert erasures.preview(session, RecordKind.COMPLAINTS, [case]).counts["cases"] == 1
        for kind in lines.keys() - {RecordKind.CUSTOMERS}:
            number = lines[kind].record_id
            assert erasures.preview(session, kind, [number]).counts["records"] == 1
            done = erasures.carry_out(session, request(number, kind=kind, **words))
            assert sum(done.counts.values()) == 1
            assert done.count_texts
        nothing = erasures.carry_out(session, request(1, kind=RecordKind.SURVEYS, **words))
        assert nothing.counts == {}
        assert views.read(session, case).words == NO_WORDS
        left = {line.kind for line in due_list.everything(session) if line.verdict.is_due}
        assert left == {RecordKind.CUSTOMERS}


def test_it_takes_the_supervisors_own_passphrase(store: Store) -> None:
    with store.writing() as session:
        who = customer(session)
    with pytest.raises(WrongPassphrase):
        approvals.approve(store, request(who), "another one altogether")
    with pytest.raises(UserError, match="Choose what"):
        approvals.approve(store, request(), MINE)
    done = approvals.approve(store, request(who, by_rule=False), MINE)
    with store.reading() as session:
        (listed,) = approvals.ledger(session)
        assert listed.ref == done.ref
        page = in_one_line(papers.certificate(session, listed.id, language="en"))
        with pytest.raises(UserError, match="no such erasure"):
            papers.certificate(session, 7, language="en")
    assert "Erasure certificate · ER-0001" in page
    assert "Before the rule of 36 months, as was asked for" in page
    assert "1 customer" in page
    assert NAME not in page


def test_nobody_but_a_supervisor_erases(tmp_path: Path, clock: FixedClock) -> None:
    with (
        opened(tmp_path / "Shop.csq", clock, Role.STAFF) as store,
        store.writing() as session,
        pytest.raises(Refused),
    ):
        erasures.carry_out(session, request(1))


def test_a_running_request_keeps_a_customer_and_the_log_book_its_entries(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        who = customer(session)
        asked = NewPrivacyRequest(PrivacyRequestKind.ACCESS, who, clock.at, Channel.LETTER, "en")
        number = requests.log(session, replace(asked, asked="Everything"))
        with pytest.raises(UserError, match="A request is running"):
            erasures.carry_out(session, request(who))
        ground = NewRefusal(
            (RefusalGround.S20_IDENTITY,), f"{NAME} showed nothing", clock.at.date()
        )
        refusal = refusals.refuse(session, number, ground)
    clock.move(days=366 * 4)
    with store.writing() as session:
        due_ones = {line.kind: line.record_id for line in due_list.everything(session)}
        assert due_ones[RecordKind.REFUSALS] == refusal
        words = request(refusal, kind=RecordKind.REFUSALS, mode=ErasureMode.WORDS)
        assert erasures.carry_out(session, words).counts == {"records": 1}
        (entry,) = refusals.everything(session)
        assert not entry.particulars
        assert erasures.carry_out(session, request(who)).counts == {"customers": 1}
    assert checks.check(store).sound


def test_the_list_of_erasures_is_carried_and_repeated(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    with store.writing() as session:
        who = customer(session)
        case = logged(session, clock, customer_id=who, words=f"{NAME} waited")
        complaints.note(session, case, "Rang back")
        ended(session, case)
    store.checkpoint()
    before = shutil.copytree(store.folder, tmp_path / "copy" / "Shop.csq")
    with store.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT id FROM complaint_event LIMIT 1")
        kept = TextPlace("complaint_event", rows.scalar_one(), "text")
    texts = (ScrubbedText(kept, TextChoice.KEEP),)
    approvals.approve(store, request(who, mode=ErasureMode.ERASE, texts=texts), MINE)
    listed = tmp_path / "list.csqerasures"
    approvals.export(store, listed)
    store.close()
    with opened(before, clock) as again:
        assert approvals.repeat(again, listed) == 1
        assert approvals.repeat(again, listed) == 0
        with again.reading(identities=True) as session:
            (erasure,) = approvals.ledger(session)
            assert erasure.replayed
            assert customers.first_lines(session, _found(""), 9) == []
            assert views.read(session, case).words == NO_WORDS
        forged = json.loads(listed.read_text("utf-8"))
        for changed, words in (
            ({"entries": []}, "not signed by a supervisor"),
            ({"store": "another"}, "another database"),
            ({"signature": "x"}, "not signed by a supervisor"),
            ({"format": 2}, "not a list of erasures"),
        ):
            listed.write_text(json.dumps({**forged, **changed}), "utf-8")
            with pytest.raises(UserError, match=words):
                approvals.repeat(again, listed)
        with pytest.raises(UserError, match="could not be read"):
            approvals.repeat(again, tmp_path / "nowhere")


def test_a_list_from_before_all_keys_were_changed_is_believed(store: Store, tmp_path: Path) -> None:
    with store.writing() as session:
        who = customer(session)
    earlier, later = tmp_path / "earlier.csqerasures", tmp_path / "later.csqerasures"
    old_ring = store.keyring
    approvals.approve(store, request(who), MINE)
    approvals.export(store, earlier)
    key_change.rekey(store, MINE)
    approvals.export(store, later)
    assert erasure_ledger.trusted_entries(erasure_ledger.read(later), old_ring)
    assert approvals.repeat(store, later) == approvals.repeat(store, earlier) == 0


def test_every_feature_that_erases_says_where() -> None:
    for remembered in (erasers.modules, erasers.case_texts, erasers.covered, sources.sources):
        remembered.cache_clear()
    assert IdentityRow in erasers.covered()
    assert {texts.kind for texts in erasers.case_texts()} <= erasers.covered()


def test_sources_stand_in_the_order_of_their_kinds() -> None:
    kinds = [*sources.sources()]
    assert kinds == [kind for kind in RecordKind if kind in kinds]
