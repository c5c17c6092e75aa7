"""Blacked-out copies of stored files: their own hash, their original, and what is printed."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from csq_desktop.domain.evidence.blacking import Area, PagePixels
from csq_desktop.domain.evidence.facts import FileKind, FilePlace, NewEvidence
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.exchange import photos
from csq_desktop.services.evidence import blacking, erasure, evidence
from csq_desktop.services.evidence.printable import printable
from csq_desktop.services.stores import checks
from tests.evidence_files import MAIL, pdf, picture
from tests.factory import by_hand, open_store
from tests.services.complaints.test_complaints import Opened, do, logged, opened
from tests.services.evidence.test_evidence import OPEN, RECEIPT, add, look

assert opened
MARK = Area(80, 80, 80, 40)


def no_page(_pdf: bytes, _number: int) -> PagePixels:
    raise AssertionError


def drawn(_pdf: bytes, number: int) -> PagePixels:
    return photos.pixels_of(picture("PNG", secret=number), longest_side=2_000)


def test_a_copy_of_a_picture_is_printed_and_its_original_is_not(opened: Opened) -> None:
    store, _ = opened
    complaint = logged(opened)
    original = add(store, complaint, picture("PNG", secret=255))
    copy = blacking.make_copy(store, look(store, original), {0: (MARK,)}, no_page)
    with store.reading() as session:
        file = evidence.read(session, copy)
        first = blacking.original_of(session, file)
        assert first is not None
        assert blacking.original_of(session, first) is None
        (printed,) = printable(session, complaint)
    assert (file.place, file.copy_of, file.covered) == (FilePlace.STORE, original, 1)
    assert (file.kind, file.category, file.note) == (FileKind.JPEG, "receipt", RECEIPT.note)
    assert (first.id, first.sha256 == file.sha256) == (original, False)
    assert printed.file == file
    assert printed.category == "Receipt or invoice"
    shown = Image.open(io.BytesIO(printed.pictures[0]))
    assert shown.size == (320, 240)
    assert shown.crop((88, 88, 150, 110)).getextrema() == ((0, 0), (0, 0), (0, 0))
    do(opened, evidence.void, copy, "Wrong box")
    with store.reading() as session:
        assert printable(session, complaint) == ()
    assert checks.check(store).sound


def test_a_pdf_is_copied_page_by_page(opened: Opened) -> None:
    store, _ = opened
    complaint = logged(opened)
    original = add(store, complaint, pdf(3), OPEN)
    copy = blacking.make_copy(store, look(store, original), {1: (MARK,)}, drawn)
    add(store, complaint, MAIL, OPEN)
    add(store, complaint, picture(), OPEN)
    with store.reading() as session:
        file = evidence.read(session, copy)
        printed = {each.file.number: len(each.pictures) for each in printable(session, complaint)}
    assert (file.kind, file.pages, file.covered) == (FileKind.PDF, 3, 1)
    assert printed == {1: 0, 2: 3, 3: 0, 4: 1}
    by_hand(store, f"UPDATE evidence_content SET content = x'00' WHERE id = {copy}")
    with store.reading() as session:
        assert not printable(session, complaint)[1].pictures


def test_only_pixels_become_a_copy(opened: Opened, tmp_path: Path) -> None:
    store, clock = opened
    complaint = logged(opened)
    original = add(store, complaint, picture())
    mail = look(store, add(store, complaint, MAIL))
    with pytest.raises(UserError, match="pictures and PDFs"):
        blacking.blacked_out(mail, {0: (MARK,)}, no_page)
    opened_file = look(store, original)
    with pytest.raises(UserError, match="Draw a box"):
        blacking.blacked_out(opened_file, {}, no_page)
    made = blacking.blacked_out(opened_file, {0: (MARK,)}, no_page)
    with pytest.raises(UserError, match="no copy made of pixels"):
        do(opened, blacking.add_copy, original, replace(made, content=pdf(1)))
    do(opened, erasure.erase, (), [complaint])
    with pytest.raises(UserError, match="erased"):
        do(opened, blacking.add_copy, original, made)
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    with pytest.raises(Refused), staff.writing() as session:
        blacking.add_copy(session, original, made)
    staff.close()


def test_a_copy_stays_open_to_all_when_its_details_are_put_right(opened: Opened) -> None:
    store, _ = opened
    original = add(store, logged(opened), picture())
    copy = blacking.make_copy(store, look(store, original), {0: (MARK,)}, no_page)
    do(opened, evidence.describe, copy, NewEvidence("other", "Till slip"))
    with store.reading() as session:
        assert evidence.read(session, copy).place is FilePlace.STORE
