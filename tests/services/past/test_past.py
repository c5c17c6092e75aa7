"""Records as they stood: their words then, what belonged to them, and who may look."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from csq_desktop.domain.audit.entries import TrailFilter, TrailLine
from csq_desktop.domain.audit.replay import Knowledge, PastValue
from csq_desktop.domain.closing.involved import InvolvedAs, NewInvolved
from csq_desktop.domain.closing.responses import Communicated, NewResponse, Response
from csq_desktop.domain.complaints.facts import Channel, Correction
from csq_desktop.domain.customers.facts import Identity, RevealReason
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.past.facts import (
    PastField,
    PastPoint,
    PastRecord,
    PastSubject,
    band_text,
    unknown_text,
)
from csq_desktop.domain.records import RECORDS
from csq_desktop.domain.retention.erasures import ErasureMode, ErasureRequest
from csq_desktop.domain.users import Role
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import Refused, UserError
from csq_desktop.services import audit_trail
from csq_desktop.services.causes import causes
from csq_desktop.services.closing import involved, responses
from csq_desktop.services.complaints import complaints
from csq_desktop.services.customers import customers
from csq_desktop.services.merges import merges
from csq_desktop.services.past import papers, past
from csq_desktop.services.settings import list_changes, lists
from csq_desktop.services.stores import erasures as approvals
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.cases.actions import ActionRow
from csq_desktop.storage.tables.cases.letters import LetterRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from tests import erasure_case
from tests.factory import NAMES, PASSPHRASES, START, FixedClock, Furnish, by_hand, opened
from tests.pdf_text import in_one_line

UTC = ZoneInfo("UTC")
Numbers = tuple[int, int, int]
CASE, CUSTOMER = PastSubject.COMPLAINT, PastSubject.CUSTOMER


def shop_of_one(store: Store, clock: FixedClock) -> None:
    """A customer with everything that can be about one, a case closed within a second."""
    erasure_case.shop_of(store, clock, 1, store.folder.parent)
    clock.move(hours=1)


@pytest.fixture
def furnish() -> Furnish:
    return shop_of_one


@pytest.fixture
def quarry(store: Store) -> Numbers:
    """The customer, the case with everything, and another one of theirs."""
    with store.reading() as session:
        rows = session.execute(select(ComplaintRow.id, ComplaintRow.customer_id)).all()
    (case, customer), (other, _), *_rest = sorted(rows)
    assert customer is not None
    return customer, case, other


def read(
    store: Store,
    subject: PastSubject,
    number: int,
    *,
    moment: datetime | None = None,
    sequence: int | None = None,
) -> PastRecord:
    with store.reading(identities=store.user.role.sees_identities) as session:
        return past.read(session, subject, number, PastPoint(sequence, moment))


def trail_of(store: Store) -> tuple[TrailLine, ...]:
    with store.reading() as session:
        lines: list[TrailLine] = []
        more = True
        while more:
            page = audit_trail.page(
                session, TrailFilter(), before=lines[-1].sequence if lines else None
            )
            lines, more = [*lines, *page.lines], page.more
    return tuple(lines)


def field(record: PastRecord, label: str) -> PastField:
    return next(each for each in record.fields if each.label == label)


def part(record: PastRecord, title: str) -> list[str]:
    rows = next((part.rows for part in record.parts if part.title == title), ())
    return [" ".join(filter(None, (row.title, row.note))) for row in rows]


def test_a_corrected_case_is_shown_with_the_words_it_had(
    store: Store, clock: FixedClock, quarry: Numbers
) -> None:
    (_, case, _), then = quarry, clock.at
    clock.move(hours=1)
    with store.writing() as session:
        complaints.correct(
            session, case, Correction(words="Quite otherwise", category="refund.late")
        )
    now = read(store, CASE, case)
    assert (now.title, now.is_there, now.is_intact, now.after) == (
        "C-2026-0001-KG01", True, True, None,
    )  # fmt: skip
    words = field(now, "What the customer said")
    assert (words.text, words.is_new, words.is_changed) == ("Quite otherwise", True, False)
    assert now.change is not None
    assert (now.change.user, now.change.makes) == (store.user.name, False)
    assert part(now, "History")[-1].startswith("Corrected by")
    before = read(store, CASE, case, sequence=now.before)
    words = field(before, "What the customer said")
    assert words.text.startswith("said")
    assert (words.today, words.is_changed) == ("Quite otherwise", True)
    assert field(before, "Category").text == "Queue & till · Waited too long to pay"
    assert (before.sequence, before.after) == (now.before, now.sequence)
    with store.writing() as session:
        list_changes.change(session, lists.CATEGORIES, "till.waiting", ThreeTexts("Slow till"))
    category = field(read(store, CASE, case, sequence=now.before), "Category")
    assert category.text == "Queue & till · Waited too long to pay"
    assert field(now, "Category").text.startswith("Refund")
    assert len(part(before, "History")) == len(part(now, "History")) - 1
    assert read(store, CASE, case, moment=then).fields == before.fields
    assert part(before, "Promise to a customer") == [""]
    assert part(before, "Letter") == [""]
    early = read(store, CASE, case, moment=then - timedelta(days=9))
    assert (early.is_there, early.fields, early.parts, early.before) == (False, (), (), None)
    assert early.after is not None
    assert band_text(early, UTC).endswith("It was not there at that moment.")
    assert band_text(now, UTC) == (
        "As it has stood since 5 Oct 2026 04:00: nothing has changed since then. "
        "Changed by Chan Siu Ming."
    )


def test_a_customer_is_masked_then_as_today(
    store: Store, clock: FixedClock, quarry: Numbers
) -> None:
    then = clock.at
    clock.move(hours=1)
    with store.writing() as session:
        customers.correct(session, quarry[0], Identity(name="Ho Ka Yan"))
    record = read(store, CUSTOMER, quarry[0], moment=then)
    name, phone = field(record, "Name"), field(record, "Telephone")
    assert (name.text, name.today, name.is_personal) == ("W••• Q•••", "H• K• Y••", True)
    assert (phone.text, phone.today) == ("••••0000", "")
    assert not record.hides_identity
    assert "C-2026-0001-KG01" in part(record, "Complaint")
    now = read(store, CUSTOMER, quarry[0])
    assert not field(now, "Name").is_changed
    with store.writing() as session:
        point = PastPoint(moment=then)
        shown = past.reveal(session, quarry[0], point=point, reason=RevealReason.VERIFY)
    name = field(shown, "Name")
    assert (name.text, name.today) == (erasure_case.name_of(0), "Ho Ka Yan")
    assert trail_of(store)[0].what == "Identity shown"
    clock.move(hours=1)
    with store.writing() as session:
        complaints.link(session, quarry[1], None, "Somebody else")
    assert "C-2026-0001-KG01" not in part(read(store, CUSTOMER, quarry[0]), "Complaint")
    before = read(store, CUSTOMER, quarry[0], moment=then)
    assert "C-2026-0001-KG01" in part(before, "Complaint")


def test_a_letter_leads_to_the_case_as_its_writer_saw_it(store: Store, quarry: Numbers) -> None:
    with store.reading() as session:
        letter = session.scalars(select(LetterRow.id)).one()
        action = session.scalars(select(ActionRow.id)).one()
    record = read(store, PastSubject.LETTER, letter)
    (moment,) = record.moments
    assert (record.title, moment.subject, moment.record_id) == ("Letter", CASE, quarry[1])
    assert read(store, CASE, moment.record_id, moment=moment.at).is_there
    done = read(store, PastSubject.ACTION, action)
    assert (done.title, field(done, "Status").text) == ("A-2026-0001", "Open")
    with store.reading() as session:
        assert past.called(session, " A-2026-0001 ") == (PastSubject.ACTION, action)
        with pytest.raises(UserError, match="no record with the number"):
            past.called(session, "A-1999-0001")
    with pytest.raises(UserError, match="nothing of this record"):
        read(store, PastSubject.ACTION, 7)


def test_what_a_merge_moved_belonged_to_the_other_case_before(
    store: Store, clock: FixedClock, quarry: Numbers
) -> None:
    _, case, other = quarry
    then = clock.at
    clock.move(hours=1)
    with store.writing() as session:
        merges.merge(session, other, case, "One visit")
    assert part(read(store, CASE, other), "Promise to a customer") == [""]
    assert part(read(store, CASE, other, moment=then), "Promise to a customer") == []
    assert part(read(store, CASE, case, moment=then), "Promise to a customer") == [""]
    assert part(read(store, CASE, case), "Promise to a customer") == []


def test_whom_a_case_is_about_sees_it_nowhere_and_staff_see_no_earlier_words(
    store: Store, clock: FixedClock, quarry: Numbers, tmp_path: Path
) -> None:
    customer, case, _ = quarry
    first = read(store, CASE, case).sequence
    clock.move(hours=1)
    with store.writing() as session:
        complaints.correct(session, case, Correction(words="Quite otherwise"))
        letter = session.scalars(select(LetterRow.id)).one()
    store.close()
    with opened(store.folder, clock, Role.STAFF) as theirs:
        then = read(theirs, CASE, case, sequence=first)
        words = field(then, "What the customer said")
        assert (words.text, words.today) == ("Only supervisors can read this.", "Quite otherwise")
        assert read(theirs, CUSTOMER, customer).hides_identity
        before = part(read(theirs, CUSTOMER, customer), "Complaint")
    with opened(store.folder, clock) as ours, ours.writing() as session:
        involved.name(session, case, NewInvolved(NAMES[Role.STAFF], InvolvedAs.COMPLAINED_OF))
    with opened(store.folder, clock, Role.STAFF) as theirs:
        for subject, number in ((CASE, case), (PastSubject.LETTER, letter)):
            with pytest.raises(Refused, match="about you"):
                read(theirs, subject, number)
        record = read(theirs, CUSTOMER, customer)
        assert part(record, "Complaint") == [ref for ref in before if "-0001-" not in ref]
        assert part(record, "Letter") == []
    with opened(store.folder, clock, Role.AUDITOR) as theirs:
        assert read(theirs, CASE, case).is_there
        others = {line.about for line in trail_of(theirs) if "-0002-" in line.about}
    with opened(store.folder, clock) as ours, ours.writing() as session:
        involved.name(session, case, NewInvolved(NAMES[Role.AUDITOR], InvolvedAs.COMPLAINED_OF))
    with opened(store.folder, clock, Role.AUDITOR) as theirs:
        lines = trail_of(theirs)
        with theirs.reading() as session:
            assert audit_trail.count(session, TrailFilter()) == len(lines)
    about = {line.about for line in lines}
    assert {each for each in about if "C-2026-0001" in each} == set()
    assert others <= about
    assert "Action A-2026-0001" not in about


def test_a_forged_entry_is_named_in_the_record_made_of_it(store: Store, quarry: Numbers) -> None:
    by_hand(
        store,
        "DROP TRIGGER audit_entry_unchanged",
        "UPDATE audit_entry SET detail = replace(detail, 'medium', 'low') "
        f"WHERE object_type = 'complaint' AND object_id = {quarry[1]}",
    )
    record = read(store, CASE, quarry[1])
    assert not record.is_intact
    assert "The audit trail is broken here" in band_text(record, UTC)


def test_a_printed_record_names_nobody_and_is_noted(store: Store, quarry: Numbers) -> None:
    _, case, _ = quarry
    with store.writing() as session:
        change = Correction(words="Wrenfield Quaxbbbbb phoned 6000 0000", summary="The till")
        complaints.correct(session, case, change)
    point = PastPoint(sequence=read(store, CASE, case).sequence)
    with store.reading(identities=True) as session:
        pdf = papers.record(session, CASE, case, point, language="en")
    text = in_one_line(pdf)
    for words in (
        "C-2026-0001-KG01 as it stood",
        "nothing has changed since",
        "The till",
        "History",
    ):
        assert words in text
    assert "Quaxbbbbb" not in text
    with store.writing() as session:
        papers.note_printed(session, CASE, case, point)
    assert trail_of(store)[0].what == "Printed"


def test_codes_of_lists_are_read_in_words_wherever_they_stand(
    store: Store, clock: FixedClock, quarry: Numbers
) -> None:
    _, case, _ = quarry
    with store.writing() as session:
        causes.add(session, case, "people.staffing", ())
        told = Communicated(clock.at, Channel.EMAIL, "Refunded")
        responses.communicate(session, case, told)
        bodies = ("consumer_council", "small_claims")
        responses.respond(session, case, NewResponse(Response.REJECTED, clock.at, bodies, ""))
    with store.reading(identities=True) as session:
        found = past.read(session, CASE, case, PastPoint())
    texts = {each.text for part in found.parts for row in part.rows for each in row.fields}
    assert {"People · Too few on duty", "Consumer Council\nSmall Claims Tribunal"} <= texts
    said = {change.after for line in trail_of(store) for change in line.changes}
    assert "Consumer Council\nSmall Claims Tribunal" in said


def test_every_list_that_a_record_draws_on_is_known_by_its_description() -> None:
    known = {(record.name, f.key) for record in RECORDS for f in record.fields if f.shop_list}
    assert known >= {
        ("complaint_cause", "cause"),
        ("complaint_response", "alternatives"),
        ("problem", "cause"),
        ("problem", "touch_point"),
    }
    assert known <= lists.OF_RECORDS.keys()


def test_words_that_were_erased_say_so(store: Store, clock: FixedClock, quarry: Numbers) -> None:
    clock.move(hours=1)
    request = ErasureRequest(
        RecordKind.CUSTOMERS, (quarry[0],), ErasureMode.ANONYMISE, by_rule=False
    )
    approvals.approve(store, request, PASSPHRASES[Role.SUPERVISOR])
    case = read(store, CASE, quarry[1])
    assert case.before is not None
    then = read(store, CASE, quarry[1], sequence=case.before)
    gone = "Not known: erased on 5 Oct 2026."
    assert field(then, "What the customer said").text == gone
    assert part(then, "History")[2] == f"Note by {store.user.name} {gone}"


@pytest.mark.parametrize(
    ("knowledge", "until", "sentence"),
    [
        (Knowledge.SEALED, START, "Only supervisors can read this."),
        (Knowledge.ALTERED, None, "Not known: changed outside the program since then."),
        (Knowledge.UNRECORDED, START, "Not known: the program did not record it then."),
        (
            Knowledge.REPLACED,
            START,
            "Not known: replaced on 5 Oct 2026, and what it said before was not recorded.",
        ),
    ],
)
def test_why_a_value_is_not_known(
    knowledge: Knowledge, until: datetime | None, sentence: str
) -> None:
    assert unknown_text(PastValue(knowledge, until=until)) == sentence
