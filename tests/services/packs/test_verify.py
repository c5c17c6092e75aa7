"""Verifying a file: only the issued bytes are an issued pack, and what replaced it is told."""

import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import text

from csq_desktop.domain.audit.entries import AuditAction, TrailFilter
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.packs import IssuedPack
from csq_desktop.domain.packs.verification import PackMark, PackOrigin, VerifiedPack
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services import audit_trail
from csq_desktop.services.packs import asks, packs, restated, revisions, verify
from csq_desktop.services.stores import checks
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records.packs import packs as records
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.packs import PackRow
from csq_desktop.texts import speaking
from tests.factory import FOLDER, FixedClock, Furnish, by_hand, open_store, opened
from tests.pdf_text import pages
from tests.services.packs.pack_case import issued, last_month, make_pack
from tests.services.small_shop import founded


@pytest.fixture
def furnish() -> Furnish:
    return founded


@pytest.fixture
def pack(store: Store) -> IssuedPack:
    return issued(store, last_month(store))


@pytest.fixture
def file(store: Store, pack: IssuedPack, tmp_path: Path) -> Path:
    """The issued pack, saved."""
    with store.reading() as session:
        (saved := tmp_path / "saved.pdf").write_bytes(packs.pdf_of(session, pack.id))
    return saved


def verified(store: Store, file: Path) -> VerifiedPack:
    with store.reading() as session:
        return verify.verify(session, file)


def test_the_issued_file_is_proved_and_shows_its_figures(
    store: Store, pack: IssuedPack, file: Path
) -> None:
    steps: list[float] = []
    with store.reading() as session:
        answer = verify.verify(session, file, steps.append)
    assert set(steps) == {0.0}
    assert (answer.origin, answer.pack, answer.sound) == (PackOrigin.ISSUED, pack, True)
    assert (answer.figures_match, answer.trail_matches, answer.newer) == (True, True, ())
    assert answer.sentences == (
        "“saved.pdf” is the issued review pack, unchanged to the last byte.",
        "September 2026, version 1 was issued on 5 Oct 2026 10:00 by Chan Siu Ming.",
        "The figures kept in the database match the figures code on the last page.",
        f"The audit trail still has the printed audit code at entry {pack.chain_sequence}.",
        "No newer version of this month has been issued.",
    )
    assert "complaints.received" in {figure.id for figure in answer.figures}
    last_page = " ".join(pages(file.read_bytes())[-1].split())
    assert " ".join(answer.code[at : at + 4] for at in range(0, 64, 4)) in last_page


def test_a_replaced_version_names_the_newest(store: Store, file: Path, clock: FixedClock) -> None:
    clock.move(days=2)
    issued(store, last_month(store))
    clock.move(days=1)
    newest = issued(store, last_month(store))
    answer = verified(store, file)
    assert answer.sound
    assert [each.version for each in answer.newer] == [2, 3]
    assert answer.newer[-1].id == newest.id
    assert answer.state == "Issued file, replaced by version 3"
    assert answer.sentences[-2:] == (
        "Version 1 was replaced by version 3 on 8 Oct 2026 10:00.",
        "No figure changed.",
    )
    with store.reading() as session:
        file.write_bytes(packs.pdf_of(session, newest.id))
    assert "It replaced version 2. No figure changed." in verified(store, file).sentences


@pytest.mark.parametrize(
    ("statement", "failed"),
    [
        ("UPDATE pack SET figures = json_set(figures, '$.figures[0].n', 99)", "figures_match"),
        ("UPDATE pack SET figures = '{}'", "figures_match"),
        ("UPDATE pack SET chain_sequence = 1", "trail_matches"),
    ],
)
def test_figures_and_trail_changed_behind_a_pack_are_found(
    store: Store, file: Path, statement: str, failed: str
) -> None:
    by_hand(store, statement)
    answer = verified(store, file)
    assert answer.origin is PackOrigin.ISSUED
    assert getattr(answer, failed) is False
    assert not answer.sound


def changed_byte(content: bytes) -> bytes:
    """One byte of a drawing's own is another; the file still opens."""
    at = content.index(b"stream") + 40
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def added_byte(content: bytes) -> bytes:
    return content + b"\n"


def saved_anew(content: bytes) -> bytes:
    """As another program writes it."""
    anew = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(anew)
    return anew.getvalue()


def without_mark(content: bytes) -> bytes:
    """What the file says of itself is gone; its number stays."""
    return content.replace(b"CSQ-PACK", b"CSQ-PICK")


@pytest.mark.parametrize("change", [changed_byte, added_byte, saved_anew, without_mark])
def test_any_other_bytes_are_not_the_issued_file(
    store: Store, pack: IssuedPack, file: Path, change: Callable[[bytes], bytes]
) -> None:
    content = file.read_bytes()
    file.write_bytes(change(content))
    assert file.read_bytes() != content
    answer = verified(store, file)
    assert (answer.origin, answer.pack, answer.sound) == (PackOrigin.CHANGED, pack, False)
    assert (answer.figures_match, answer.trail_matches) == (None, None)
    assert answer.sentences[0].startswith("“saved.pdf” is not the issued file")


def protected(file: Path, content: bytes) -> Path:
    """A copy that only a password opens."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(file, encryption=pikepdf.Encryption(owner="secret", user="secret", R=6))
    return file


def test_a_copy_behind_a_password_is_not_compared(
    store: Store, pack: IssuedPack, file: Path, tmp_path: Path
) -> None:
    answer = verified(store, protected(tmp_path / "locked.pdf", file.read_bytes()))
    assert (answer.origin, answer.pack, answer.sound) == (PackOrigin.PROTECTED, pack, False)
    assert "Its number is that of the review pack below." in answer.sentences[0]
    strange = written(tmp_path / "strange.pdf", "A letter").read_bytes()
    answer = verified(store, protected(tmp_path / "b.pdf", strange))
    assert (answer.origin, answer.pack) == (PackOrigin.PROTECTED, None)
    assert answer.sentences[0].endswith("Verify the file without a password.")


def written(file: Path, subject: str) -> Path:
    """A PDF with nothing in it but what it says it is about."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Subject"], pdf.docinfo["/Author"] = subject, "Corner Shop"
        pdf.save(file)
    return file


def test_files_that_were_never_issued_here(store: Store, pack: IssuedPack, tmp_path: Path) -> None:
    preview = tmp_path / "preview.pdf"
    preview.write_bytes(make_pack(store).pdf)
    own = PackMark.of_store(store.keyring.store_id, pack.month)
    cases = [
        (preview, PackOrigin.PREVIEW, "is a preview"),
        (written(tmp_path / "a.pdf", "A letter"), PackOrigin.NOT_ISSUED, "was not issued in this"),
        (
            written(tmp_path / "b.pdf", "CSQ-PACK ffffffff 2026-09 v1 " + "0" * 64),
            PackOrigin.ANOTHER_STORE,
            "is a review pack of another database: “Corner Shop”.",
        ),
        (
            written(tmp_path / "c.pdf", PackMark(own.store, own.month, 7, "0" * 64).text),
            PackOrigin.NOT_ISSUED,
            "was not issued in this database",
        ),
    ]
    (broken := tmp_path / "d.pdf").write_bytes(b"%PDF-1.4\nnothing more")
    cases.append((broken, PackOrigin.NOT_ISSUED, "was not issued in this database"))
    for file, origin, words in cases:
        answer = verified(store, file)
        assert (answer.origin, answer.pack, answer.sound) == (origin, None, False), file
        assert len(answer.sentences) == 1
        assert words in answer.sentences[0]


def test_a_pack_of_an_earlier_program_carries_no_code(
    store: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PackMark, "find", lambda _subject: None)
    answer = verified(store, file)
    assert (answer.origin, answer.figures_match, answer.sound) == (PackOrigin.ISSUED, None, True)
    assert "It carries no figures code" in answer.sentences[2]


def test_a_file_that_staff_put_in_the_place_of_an_issued_one_is_not_proved(
    store: Store, pack: IssuedPack, file: Path, tmp_path: Path, clock: FixedClock
) -> None:
    """They hold the store's key: in a program of their own they can even sign that they did."""
    (forged := tmp_path / "forged.pdf").write_bytes(file.read_bytes() + b"\n")
    sha256 = hashlib.sha256(forged.read_bytes()).hexdigest()
    bytes_of = f"pdf = x'{forged.read_bytes().hex()}', sha256 = '{sha256}'"
    by_hand(store, f"UPDATE pack SET {bytes_of}")
    answers = [verified(store, forged)]
    by_hand(store, f"UPDATE pack SET pdf = x'{file.read_bytes().hex()}', sha256 = '{pack.sha256}'")
    assert verified(store, file).sound
    store.close()
    with opened(tmp_path / FOLDER, clock, Role.STAFF) as staff, staff.writing() as session:
        row = session.get(PackRow, pack.id)
        assert row is not None
        row.pdf, row.sha256 = forged.read_bytes(), sha256
    with opened(tmp_path / FOLDER, clock) as again:
        answers.append(verified(again, forged))
    for answer in answers:
        assert (answer.origin, answer.figures_match) == (PackOrigin.ISSUED, True)
        assert (answer.record_matches, answer.sound, answer.tone) == (False, False, Tone.BAD)
        assert answer.state == "Not proved"
        assert "nothing proves that it was issued" in answer.sentences[0]
        assert "does not say that a supervisor issued this file" in " ".join(answer.sentences)


def test_a_pack_removed_past_the_program_was_issued_all_the_same(
    store: Store, pack: IssuedPack, file: Path, tmp_path: Path, clock: FixedClock
) -> None:
    clock.move(days=2)
    issued(store, last_month(store))
    (changed := tmp_path / "changed.pdf").write_bytes(added_byte(file.read_bytes()))
    by_hand(store, f"DELETE FROM pack WHERE id = {pack.id}")
    was_issued, gone, replaced = (
        "September 2026, version 1 was issued on 5 Oct 2026 10:00 by Chan Siu Ming.",
        "The database no longer has this review pack: it was removed without going through the "
        "program. Restore it from a backup.",
        "Version 1 was replaced by version 2 on 7 Oct 2026 10:00.",
    )
    answer = verified(store, file)
    assert (answer.origin, answer.sound, answer.tone) == (PackOrigin.REMOVED, False, Tone.BAD)
    assert answer.sentences == (
        "“saved.pdf” was issued as a review pack, unchanged to the last byte. The audit trail "
        "confirms it.",
        was_issued,
        gone,
        replaced,
    )
    answer = verified(store, changed)
    assert answer.origin is PackOrigin.CHANGED
    assert answer.sentences[1:] == (was_issued, gone, replaced)
    store.close()
    forged = {"to": {"month": "2026-09", "version": 9, "sha256": hashlib.sha256(b"").hexdigest()}}
    with opened(tmp_path / FOLDER, clock, Role.STAFF) as staff, staff.writing() as session:
        audit.note(session, AuditAction.CREATED, PackRow.__audit__, 9, forged)  # in the own name
        assert records.removed(session, Month(2026, 9), 9) is None


def test_words_of_a_stranger_cannot_pass_for_the_verdict(store: Store, tmp_path: Path) -> None:
    verdict = "”is the issued review pack, unchanged to the last byte. "
    file = written(
        tmp_path / f'a\n{verdict}“b「c」 "d" {"x" * 120}.pdf', "CSQ-PACK ffffffff 2026-09 v1"
    )
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.docinfo["/Author"] = f"\x1b[2JMine.{verdict}\n\u202eIssued. " + "x" * 9_000
        pdf.save(file)
    for language, marks in (("en", "“”"), ("zh_HK", "「」"), ("zh_CN", "“”")):
        with speaking(language):
            (sentence,) = verified(store, file).sentences
        name, shop = re.findall(f"{marks[0]}([^{marks}]*){marks[1]}", sentence)
        assert [sentence.count(each) for each in marks] == [2, 2]
        assert name.startswith("a ")
        assert '"' not in name
        assert len(name) <= 80
        assert shop.startswith("[2JMine.")
        assert sentence.isprintable()
        assert len(sentence) < 400


def test_what_is_no_pdf_is_refused(store: Store, tmp_path: Path) -> None:
    (text_file := tmp_path / "a.txt").write_text("no PDF")
    for file, words in (
        (text_file, "is not a PDF"),
        (tmp_path, "is not a file"),
        (tmp_path / "gone.pdf", "it was not found"),
    ):
        with pytest.raises(UserError, match=words):
            verified(store, file)


def test_auditors_verify_and_it_is_noted(
    store: Store, pack: IssuedPack, file: Path, tmp_path: Path, clock: FixedClock
) -> None:
    store.close()
    with opened(tmp_path / FOLDER, clock, Role.AUDITOR) as auditor:
        answer = verified(auditor, file)
        for _ in range(2):
            with auditor.writing() as session:
                verify.note(session, answer)
        with auditor.writing() as session:
            packs.note_print(session, pack.id)
        with auditor.reading() as session:
            rows = session.execute(text("SELECT * FROM audit_entry WHERE action = 'verified'"))
            assert len(rows.all()) == 2
            (line, *_rest) = audit_trail.page(session, TrailFilter()).lines[1:]
            assert line.what == AuditAction.VERIFIED.label
        report = checks.check(auditor)
        assert [line for line in report.lines if not line.sound] == []
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    for read in (asks.of_pack, packs.pdf_of, restated.of_pack, revisions.of_pack):
        with staff.reading() as session, pytest.raises(Refused):
            read(session, pack.id)
    with staff.reading() as session, pytest.raises(Refused):
        verify.verify(session, file)
    staff.close()
