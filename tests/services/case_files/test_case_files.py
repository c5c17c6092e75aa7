"""The file of a case: every part of it, who is named in it left out or stated, who may make it."""

import io
import re
from pathlib import Path

import pikepdf
import pytest

from csq_desktop.domain.case_files.releases import ReleasedTo
from csq_desktop.domain.closing.involved import InvolvedAs, NewInvolved
from csq_desktop.domain.complaints.facts import Channel, NewComplaint, Severity
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.disclosures.words import RecipientKind
from csq_desktop.domain.evidence.facts import NewEvidence
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services import people
from csq_desktop.services.case_files import case_file, papers
from csq_desktop.services.closing import involved
from csq_desktop.services.complaints import complaints, erasure
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.evidence import erasure as evidence_erasure
from csq_desktop.services.evidence import evidence, picking
from csq_desktop.services.handovers import handovers
from csq_desktop.services.stores import checks
from csq_desktop.storage.store import Store
from tests.evidence_files import pdf, picture
from tests.factory import FixedClock, Furnish, open_store
from tests.pdf_text import in_one_line
from tests.services.case_files.whole_case import CANARIES, NAME, PHONE, STAFF, WholeCase, whole
from tests.services.letters import letters_case

POLICE = ReleasedTo(RecipientKind.POLICE, "Report 4711", "Mong Kok station")


@pytest.fixture
def furnish() -> Furnish:
    return letters_case.furnish


def made(store: Store, case: int, language: str = "en", release: int | None = None) -> bytes:
    with store.reading(identities=True) as session:
        return papers.case_file(session, case, language=language, release_id=release)


def raw(file: bytes) -> bytes:
    """Every byte of a PDF, its streams opened, where no text can hide from a search."""
    with pikepdf.open(io.BytesIO(file)) as opened:
        plain = io.BytesIO()
        opened.save(
            plain,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return plain.getvalue()


def test_a_whole_case_is_printed_without_anybody_or_for_a_stated_reason(
    store: Store, clock: FixedClock
) -> None:
    case = whole(store, clock)
    without = made(store, case.id)
    names_nobody(without)
    has_every_part(in_one_line(without))
    names_nobody(made(store, case.id, "zh_HK"))
    is_released_for_a_reason(store, case)
    assert case.ref in in_one_line(made(store, case.twice))
    clock.move(days=9)
    assert "Overdue, by" in in_one_line(made(store, case.bare))
    with store.writing() as session:
        papers.note_printed(session, case.id)
        assert papers.called(session, f" {case.ref} ") == case.id
        with pytest.raises(UserError, match="no case with the number C-1"):
            papers.called(session, "C-1")
    assert checks.check(store).sound


def names_nobody(file: bytes) -> None:
    """Neither as text nor in any byte, also where a line was broken within a name."""
    text, content = in_one_line(file), raw(file)
    joined = re.sub(r"\s", "", text)
    for canary in (*CANARIES, STAFF):
        assert canary not in text
        assert re.sub(r"\s", "", canary) not in joined
        for code in ("utf-8", "utf-16-be"):
            assert canary.encode(code) not in content
    assert "[name]" in text or "[姓名]" in text


def has_every_part(text: str) -> None:
    for part in (
        *("Clocks", "On time", "What the customer said", "They waited an hour."),
        *("Assessment", "No risk to safety", "Containment", "Promises to the customer"),
        *("Waiting for the customer", "Causes", "Actions", "Decision", "Upheld"),
        *("HK$200", "Letters", "LT-2026-0002-SSP01", "By post", "were erased", "Receipt"),
        *("Staff involved", "Served the customer", "Referrals outside the shop"),
        *("Consumer Council", "Merged and split", "merged into", "split off", "Problem"),
        *("Earlier rounds", "Why it was reopened", "Satisfaction with the handling"),
        *("Evidence", "blacked-out copy, 1 place covered", "Files that cannot be drawn here"),
        *("Files that are not in this file", "only a blacked-out copy", "voided"),
        *("Rules for closing", "History", "Signatures", "as it was signed", "changed since"),
        *("Nothing recorded: Approvals of remedies", "staff 4", "SHA-256"),
    ):
        assert part in text, part
    assert "consumer_council" not in text  # named to the customer, by its code in the store
    assert text.count("By mistake") == 1  # the history alone still says it


def is_released_for_a_reason(store: Store, case: WholeCase) -> None:
    with pytest.raises(UserError, match="needed for"), store.writing() as session:
        papers.release(session, case.id, ReleasedTo(RecipientKind.SHOP, " "))
    with pytest.raises(UserError, match="make the file without"), store.writing() as session:
        papers.release(session, case.bare, POLICE)
    with pytest.raises(UserError, match="Record first"):
        made(store, case.id, release=1)
    with store.writing() as session:
        release = papers.release(session, case.id, POLICE)
        line = disclosures.everything(session)[0]
    assert (line.recipient, line.purpose) == ("Mong Kok station", f"{case.ref}: Report 4711")
    text = in_one_line(made(store, case.id, release=release))
    for part in (NAME, PHONE, STAFF, line.ref, "Mong Kok station", "Report 4711", "before"):
        assert part in text, part


def test_a_bare_case_and_a_voided_one_have_their_file_and_whom_it_is_about_has_none(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    case = letters_case.case_of(store)
    with store.writing() as session:
        sealed = NewEvidence("receipt")
        evidence.add(session, case.complaint_id, [picking.of_bytes(picture())], sealed)
        for number in range(300):
            complaints.note(session, case.complaint_id, f"{number} 很長的一段話。")
        complaints.note(session, case.complaint_id, "一" * 3_900)
    assert in_one_line(made(store, case.complaint_id, "zh_CN")).count("很") == 300
    with store.writing() as session:
        handovers.hand_over(session, case.complaint_id, "Kim Ho")
        complaints.wait_for_customer(session, case.complaint_id)
        erasure.erase(session, (), (case.complaint_id,))
        evidence_erasure.erase(session, (), (case.complaint_id,))
        complaints.withdraw(session, case.complaint_id, "Twice")
    text = in_one_line(made(store, case.complaint_id))
    assert "Voided" in text
    assert "still waiting" in text
    assert "kettle" not in text
    assert "Erased" in text
    with store.writing() as session:
        praise = NewComplaint(
            Channel.COUNTER, clock.at, "", Severity.LOW, "Well done", kind=FeedbackKind.COMPLIMENT
        )
        number = complaints.log(session, praise).id
        file = picture()
        shown = NewEvidence("receipt", shows_people=False)
        evidence.add(session, number, [picking.of_bytes(file), picking.of_bytes(pdf(1))], shown)
    assert "Nothing recorded: Clocks" in in_one_line(made(store, number))
    with store.writing() as session:
        new = NewInvolved(people.of_signed_in(session) or "", InvolvedAs.COMPLAINED_OF)
        involved.name(session, case.complaint_id, new)
    with pytest.raises(Refused):
        made(store, case.complaint_id)
    store.let_go()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    with staff.reading() as session, pytest.raises(Refused):
        papers.case_file(session, case.complaint_id, language="en")
    staff.let_go()


def test_every_field_of_a_complaint_stands_in_some_chapter() -> None:
    keys = {field.key for field in COMPLAINT.stored}
    assert {*case_file.WORDS, *case_file.DECISION, *case_file.LEFT_OUT} <= keys
