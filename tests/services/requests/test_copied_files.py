"""Evidence in the copy of an access request: what is copied, and what is left out with why."""

import zipfile
from pathlib import Path

import pytest

from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.evidence.blacking import Area, PagePixels
from csq_desktop.domain.evidence.facts import NewEvidence
from csq_desktop.domain.requests.facts import IdentityCheck, NewPrivacyRequest
from csq_desktop.domain.requests.words import CheckMethod, PrivacyRequestKind
from csq_desktop.errors import UserError
from csq_desktop.services.evidence import blacking, erasure, evidence, picking
from csq_desktop.services.requests import copies, requests
from csq_desktop.services.requests.copies import CopyChoice
from csq_desktop.storage.store import Store
from tests.evidence_files import MAIL, picture
from tests.factory import FixedClock, Furnish
from tests.pdf_text import in_one_line
from tests.services.letters import letters_case
from tests.services.letters.letters_case import LetterCase, case_of, log


@pytest.fixture
def furnish() -> Furnish:
    return letters_case.furnish


def no_page(_pdf: bytes, _number: int) -> PagePixels:
    raise AssertionError


def add(store: Store, case: int, content: bytes, *, shows_people: bool) -> int:
    with store.writing() as session:
        new = NewEvidence("receipt", "Slip of Lee Siu Ling", shows_people=shows_people)
        (number,) = evidence.add(session, case, [picking.of_bytes(content)], new)
        return number


def asked(store: Store, case: LetterCase, clock: FixedClock) -> int:
    with store.writing() as session:
        new = NewPrivacyRequest(
            PrivacyRequestKind.ACCESS, case.customer_id, clock.at, Channel.LETTER, "en"
        )
        number = requests.log(session, new)
        requests.check_identity(session, number, IdentityCheck(CheckMethod.DOCUMENT))
        return number


def test_files_are_copied_blacked_out_where_others_are_seen_and_named_where_not(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    case = case_of(store)
    with store.writing() as session:
        other = log(session, case.customer_id)
    gone = add(store, other, MAIL, shows_people=True)
    with store.writing() as session:
        erasure.erase(session, (), (other,))
    shown = add(store, case.complaint_id, picture("PNG", secret=1), shows_people=False)
    slip = add(store, case.complaint_id, picture("PNG", secret=255), shows_people=True)
    mail = add(store, case.complaint_id, MAIL, shows_people=True)
    with store.writing() as session:
        opened = evidence.look_at(session, slip)
    blacking.make_copy(store, opened, {0: (Area(80, 80, 80, 40),)}, no_page)
    number = asked(store, case, clock)
    clock.move(minutes=5)
    add(store, case.complaint_id, picture("PNG", secret=7), shows_people=False)  # came later
    with store.reading(identities=True) as session:
        draft = copies.draft(session, number)
        text = in_one_line(copies.pdf(session, number, CopyChoice()))
    judged = {file.key: file.to_be_judged for file in draft.files}
    assert [judged[each] for each in (gone, shown, slip, mail)] == [False, False, True, True]
    assert len(judged) == 5
    for part in ("erased", "file 4.jpg is its blacked-out copy", "has not been blacked out"):
        assert part in text, part
    choice = CopyChoice(["Lee Siu Ling"], (mail, gone))
    page, _, archive = copies.save(store, number, tmp_path / "copy.pdf", choice)
    assert "Lee" not in in_one_line(page.read_bytes())
    with zipfile.ZipFile(archive) as files:
        assert [name[-10:] for name in files.namelist()] == [
            *("file 1.png", "file 3.eml", "file 4.jpg"),
        ]
        assert files.read(files.namelist()[1]) == MAIL
    page.unlink()
    archive.with_suffix(".csv").unlink()
    with pytest.raises(UserError, match=r"already a file copy\.zip"):
        copies.save(store, number, tmp_path / "copy.pdf", choice)
