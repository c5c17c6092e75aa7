"""Evidence on a case: kept as it is, opened by those who may, voided, checked, erased."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from csq_desktop.domain.closing.involved import InvolvedAs, NewInvolved
from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.disclosures.words import RecipientKind
from csq_desktop.domain.evidence import facts
from csq_desktop.domain.evidence.facts import CheckedFile, FilePlace, NewEvidence, OpenedFile
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services import people
from csq_desktop.services.closing import involved
from csq_desktop.services.complaints import complaints, feedback, views
from csq_desktop.services.customers import customers, timelines
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.evidence import (
    checking,
    due,
    erasure,
    evidence,
    picking,
    previews,
    saving,
)
from csq_desktop.services.evidence.saving import FileHandedOut
from csq_desktop.services.exports import exports
from csq_desktop.services.exports.exports import ExportOrder
from csq_desktop.services.stores import checks, key_change, stores
from csq_desktop.services.today import due as today
from csq_desktop.storage.store import Store
from tests.evidence_files import MAIL, office, pdf, picture
from tests.factory import NAMES, PASSPHRASES, by_hand, open_store, user
from tests.services.complaints.test_complaints import Opened, do, logged, opened

assert opened
RECEIPT = NewEvidence("receipt", "The till slip", date(2026, 10, 4))
OPEN = NewEvidence("goods", "A broken handle", shows_people=False)


def add(store: Store, complaint: int, content: bytes, new: NewEvidence = RECEIPT) -> int:
    with store.writing() as session:
        (number,) = evidence.add(session, complaint, [picking.of_bytes(content)], new)
        return number


def look(store: Store, evidence_id: int) -> OpenedFile:
    with store.writing() as session:
        return evidence.look_at(session, evidence_id)


def evidence_line(store: Store) -> tuple[bool, str]:
    sees = store.sees_identities
    with store.reading(identities=sees) as session:
        (line,) = checking.lines(session, identities=sees)
    return line.sound, line.sentence


def test_files_are_kept_as_they_are_and_only_what_shows_nobody_is_open_to_all(
    opened: Opened, tmp_path: Path
) -> None:
    store, clock = opened
    complaint = logged(opened)
    private, shown = add(store, complaint, pdf(3)), add(store, complaint, picture(), OPEN)
    with store.reading() as session:
        files = evidence.of_case(session, complaint)
        totals = evidence.totals(session)
        texts = [
            event.text
            for event in views.read(session, complaint).events
            if event.kind is EventKind.EVIDENCE
        ]
    assert [(file.number, file.place, file.pages) for file in files] == [
        (1, FilePlace.VAULT, 3),
        (2, FilePlace.STORE, 1),
    ]
    assert (totals.files, totals.size) == (2, len(pdf(3)) + len(picture()))
    assert texts == ["File 1 added.", "File 2 added."]
    assert look(store, private).content == pdf(3)
    assert files[1].sha256 == sha256(look(store, shown).content).hexdigest()
    is_sound, sentence = evidence_line(store)
    assert is_sound
    assert sentence.startswith("Evidence files (2, together ")
    assert checks.check(store).sound
    store.close()
    for role in (Role.STAFF, Role.AUDITOR):
        other = open_store(tmp_path, role, source=clock)
        assert look(other, shown).content == picture()
        with pytest.raises(Refused), other.writing() as session:
            evidence.look_at(session, private)
        with other.reading() as session:
            assert [*previews.of_case(session, complaint)] == [shown]
        if role is Role.AUDITOR:
            assert evidence_line(other)[1].startswith("Of the evidence files (2")
        other.close()


def test_what_staff_hand_in_is_sealed_until_a_supervisor_signs_in(
    opened: Opened, tmp_path: Path
) -> None:
    store, clock = opened
    complaint = logged(opened)
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    first, second = (add(staff, complaint, content, OPEN) for content in (MAIL, picture()))
    with staff.writing() as session:
        assert evidence.take_in(session) == ""
        with pytest.raises(Refused):
            evidence.look_at(session, first)
        with pytest.raises(Refused):
            evidence.void(session, first, "Wrong")
    staff.close()
    assert MAIL not in b"".join(path.read_bytes() for path in store.folder.iterdir())
    store = open_store(tmp_path, source=clock)
    with store.reading() as session:
        assert evidence.read(session, first).place is FilePlace.SEALED
    assert look(store, first).content == MAIL
    by_hand(store, f"UPDATE evidence_content SET content = x'00' WHERE id = {second}")
    with store.writing() as session:
        assert "handed in cannot be read" in evidence.take_in(session)
    with store.reading() as session:
        places = [file.place for file in evidence.of_case(session, complaint)]
    assert places == [FilePlace.VAULT, FilePlace.SEALED]
    assert look(store, first).content == MAIL
    assert not evidence_line(store)[0]
    store.close()


def test_a_supervisors_sign_in_and_a_change_of_all_keys_take_them_in(
    opened: Opened, tmp_path: Path
) -> None:
    store, clock = opened
    complaint = logged(opened)
    store.close()
    for how in (0, 1):
        staff = open_store(tmp_path, Role.STAFF, source=clock)
        handed = add(staff, complaint, MAIL)
        staff.close()
        if how:
            store = open_store(tmp_path, source=clock)
            key_change.rekey(store, PASSPHRASES[Role.SUPERVISOR])
        else:
            who = user(Role.SUPERVISOR).id
            store = stores.open(store.folder, who, PASSPHRASES[Role.SUPERVISOR], source=clock)
        with store.reading() as session:
            assert evidence.read(session, handed).place is FilePlace.VAULT
        assert look(store, handed).content == MAIL
        store.close()


def test_a_sign_in_takes_in_no_more_than_takes_half_a_second(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, clock = opened
    complaint = logged(opened)
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    for _ in range(3):
        add(staff, complaint, MAIL)
    staff.close()
    monkeypatch.setattr(evidence, "MOST_BYTES_TAKEN_IN", len(MAIL))
    store = open_store(tmp_path, source=clock)
    waiting = []
    for _ in range(2):
        with store.writing() as session:
            assert evidence.take_in(session) == ""
            files = evidence.of_case(session, complaint)
            waiting.append(sum(file.place is FilePlace.SEALED for file in files))
    assert waiting == [1, 0]


def test_whom_a_case_is_about_opens_none_of_its_files(opened: Opened, tmp_path: Path) -> None:
    store, clock = opened
    complaint = logged(opened)
    file = add(store, complaint, picture(), OPEN)
    with store.writing() as session:
        staff_person = next(
            each.id for each in people.everyone(session) if each.name == NAMES[Role.STAFF]
        )
        involved.name(session, complaint, NewInvolved(staff_person, InvolvedAs.COMPLAINED_OF))
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    with staff.writing() as session:
        for act in (
            lambda: evidence.of_case(session, complaint),
            lambda: evidence.look_at(session, file),
            lambda: evidence.add(session, complaint, [picking.of_bytes(MAIL)], RECEIPT),
        ):
            with pytest.raises(Refused, match="about you"):
                act()
    staff.close()


def test_files_follow_a_record_of_another_kind(opened: Opened) -> None:
    store, _ = opened
    complaint = logged(opened)
    file = add(store, complaint, MAIL)
    with store.writing() as session:
        new = feedback.record_as(session, complaint, FeedbackKind.ENQUIRY, "A question")
    with store.reading() as session:
        assert evidence.of_case(session, complaint) == ()
        assert [each.id for each in evidence.of_case(session, new.id)] == [file]
    with pytest.raises(UserError, match="has been removed"):
        add(store, complaint, MAIL)


def test_a_file_is_voided_with_a_reason_and_never_deleted(opened: Opened) -> None:
    store, _ = opened
    complaint = logged(opened)
    file = add(store, complaint, MAIL)
    with pytest.raises(UserError, match="why"):
        do(opened, evidence.void, file, " ")
    do(opened, evidence.void, file, "Belongs to another case")
    with pytest.raises(UserError, match="already"):
        do(opened, evidence.void, file, "Again")
    with store.reading() as session:
        voided = evidence.read(session, file)
    assert voided.void_reason == "Belongs to another case"
    assert look(store, file).content == MAIL
    do(opened, evidence.reinstate, file)
    with store.reading() as session:
        assert evidence.read(session, file).voided_at is None
    with pytest.raises(UserError, match="removed"):
        do(opened, evidence.reinstate, 5)
    with pytest.raises(UserError, match="removed"), store.reading() as session:
        evidence.read(session, 5)


def test_its_details_are_put_right_and_who_can_see_it(opened: Opened) -> None:
    store, _ = opened
    file = add(store, logged(opened), picture())
    changes: tuple[tuple[NewEvidence, FilePlace], ...] = (
        (OPEN, FilePlace.STORE),
        (OPEN, FilePlace.STORE),
        (RECEIPT, FilePlace.VAULT),
    )
    for new, place in changes:
        do(opened, evidence.describe, file, new)
        with store.reading() as session:
            described = evidence.read(session, file)
        assert (described.category, described.note) == (new.category, new.note)
        assert (described.dated_on, described.place) == (new.dated_on, place)
        assert look(store, file).content == picture()
    with pytest.raises(UserError, match="what kind"):
        do(opened, evidence.describe, file, NewEvidence("none"))
    assert checks.check(store).sound


def test_what_is_no_evidence_is_refused(opened: Opened) -> None:
    store, _ = opened
    complaint, mail = logged(opened), picking.of_bytes(MAIL)
    refusals: tuple[tuple[int, list[CheckedFile], NewEvidence, str], ...] = (
        (complaint, [mail], NewEvidence("x"), "what kind"),
        (5, [mail], RECEIPT, "been removed"),
        (complaint, [mail] * 11, RECEIPT, "at a time"),
        (complaint, [replace(mail, content=b"")], RECEIPT, "empty"),
    )
    for number, files, new, words in refusals:
        with pytest.raises(UserError, match=words), store.writing() as session:
            evidence.add(session, number, files, new)


def test_files_are_read_from_the_disk_by_their_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, large, wrong = (tmp_path / name for name in ("slip.exe", "large.txt", "wrong.pdf"))
    good.write_bytes(pdf(2))
    wrong.write_bytes(b"MZ\0\0")
    large.write_bytes(b"x" * 2_000)
    (read,) = picking.read_files([good])
    assert (read.stem, read.pages, read.content) == ("slip", 2, pdf(2))
    monkeypatch.setattr(picking, "LARGEST_BYTES", 1_500)
    monkeypatch.setattr(facts, "LARGEST_BYTES", 1_500)
    monkeypatch.setattr(picking, "MOST_BYTES_AT_ONCE", 20)
    for paths, words in (
        ([wrong], "wrong.pdf.*By its content"),
        ([large], "larger than"),
        ([tmp_path], "not a file"),
        ([good] * 11, "at a time"),
    ):
        with pytest.raises(UserError, match=words):
            picking.read_files(paths)
    small = tmp_path / "small.txt"
    small.write_bytes(b"fifteen letters")
    assert len(picking.read_files([small])) == 1
    with pytest.raises(UserError, match="Together"):
        picking.read_files([small, small])
    small.chmod(0)
    monkeypatch.setattr(Path, "open", _refused)
    with pytest.raises(UserError, match="could not be read"):
        picking.read_files([small])


def _refused(*_args: object) -> None:
    raise OSError(13, "refused")


def test_text_is_shown_as_text_and_office_files_are_not_opened(opened: Opened) -> None:
    store, _ = opened
    complaint = logged(opened)
    mail = look(store, add(store, complaint, MAIL))
    word = look(store, add(store, complaint, office("[Content_Types].xml", "word/document.xml")))
    assert "Please refund." in picking.text_of(mail)
    assert picking.text_of(word) == ""


def test_a_copy_outside_needs_a_recipient_and_a_purpose_and_is_recorded(
    opened: Opened, tmp_path: Path
) -> None:
    store, _ = opened
    complaint = logged(opened)
    file = add(store, complaint, pdf(1))
    with store.reading() as session:
        target = tmp_path / saving.proposed_name(session, file)
    assert target.name.endswith("-1.pdf")
    insurer = RecipientKind.INSURER
    for recipient, purpose, field in (
        (" ", "Claim", "recipient"),
        ("Insurer", "", "purpose"),
        ("Insurer", "x" * 501, "purpose"),
    ):
        with pytest.raises(UserError) as refusal:
            do(opened, saving.save_copy, file, FileHandedOut(target, insurer, recipient, purpose))
        assert refusal.value.field == field
    order = FileHandedOut(target, insurer, "The insurer", "Claim 77")
    do(opened, saving.save_copy, file, order)
    assert target.read_bytes() == pdf(1)
    assert target.stat().st_mode & 0o777 == 0o600
    with store.writing() as session:
        identity = Identity(name="Chan Tai Man", phone="91234567")
        customer = customers.add(session, NewCustomer(identity))
        complaints.link(session, complaint, customer, "Found")
    office_order = replace(order, recipient_kind=RecipientKind.HEAD_OFFICE, recipient="")
    do(opened, saving.save_copy, file, office_order)
    with store.reading() as session:
        (line,) = disclosures.everything(session)
        texts = [each.what for each in timelines.of_customer(session, customer)]
    assert (line.whom, line.what, line.customers) == ("Head office", "Evidence files", 1)
    assert any("Evidence" in text for text in texts)
    with store.reading() as session:
        said = "\n".join(event.text for event in views.read(session, complaint).events)
    assert "Copy of file 1 saved outside the program." in said
    assert "The insurer: Claim 77" in said
    assert "Head office: Claim 77" in said


def test_erasing_a_case_leaves_numbers_and_no_content(opened: Opened) -> None:
    store, _ = opened
    complaint, other = logged(opened), logged(opened)
    files = [add(store, complaint, MAIL), add(store, complaint, picture(), OPEN)]
    spared = add(store, other, MAIL)
    with store.writing() as session:
        erasure.erase(session, (), [complaint])
        erasure.erase(session, (), [complaint])
    for file in files:
        with pytest.raises(UserError, match="erased"):
            look(store, file)
    do(opened, evidence.describe, files[0], NewEvidence("letter"))
    with store.reading() as session:
        left = evidence.of_case(session, complaint)
        assert [(file.place, file.note) for file in left] == [(FilePlace.ERASED, "")] * 2
        assert evidence.totals(session).files == 1
    assert look(store, spared).content == MAIL
    assert checks.check(store).sound


def test_an_export_of_complaints_says_how_many_files_it_leaves_out(
    opened: Opened, tmp_path: Path
) -> None:
    store, _ = opened
    complaint, other = logged(opened), logged(opened)
    for content in (MAIL, pdf(1)):
        add(store, complaint, content)
    said = []
    for shown in (None, (complaint,), (other,)):
        order = ExportOrder("complaints", tmp_path / "out.csv", "Review", shown)
        said.append(exports.write_list(store, order).sentences)
    assert said == [["2 evidence files of these cases are not included."]] * 2 + [[]]


def test_a_check_names_a_file_changed_past_the_program(opened: Opened) -> None:
    store, _ = opened
    complaint = logged(opened)
    add(store, complaint, picture(), OPEN)
    shown = []
    for statement, words in (
        ("INSERT INTO evidence_content VALUES (77, x'00')", "belong to no evidence file"),
        ("UPDATE evidence_content SET content = x'00'", "was changed"),
        ("DELETE FROM evidence_content", "was changed"),
    ):
        by_hand(store, statement)
        sound, sentence = evidence_line(store)
        assert not sound
        assert words in sentence
        with store.reading() as session:
            shown.append(len(previews.of_case(session, complaint)))
    assert shown == [1, 0, 0]


def test_many_bytes_are_said_on_today(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, clock = opened
    add(store, logged(opened), MAIL)
    with store.reading() as session:
        assert [*due.items(session, today.now(session))] == []
        monkeypatch.setattr(facts, "WARN_BYTES", 10)
        (item,) = due.items(session, today.now(session))
    assert item.text.startswith("Evidence files take")
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    with staff.reading() as session:
        assert [*due.items(session, today.now(session))] == []
    staff.close()
