"""A receipt stands for the complaint as it was received, and shows what was done to it since."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from csq_desktop.domain.complaints.facts import Correction
from csq_desktop.domain.complaints.redating import CaseMoments
from csq_desktop.domain.receipts.facts import TrailHold, WordsNow
from csq_desktop.domain.stores.backups import BackupOpener
from csq_desktop.domain.users import Role
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import complaints
from csq_desktop.services.letters import erasure, issuing
from csq_desktop.services.receipts import receipts
from csq_desktop.services.stores import backups, key_change
from csq_desktop.storage.audit import chain
from csq_desktop.storage.files import engine
from csq_desktop.storage.store import Store
from tests.factory import PASSPHRASES, START, FixedClock, Furnish, opened
from tests.services.letters import letters_case
from tests.services.letters.letters_case import case_of, drafted

ZONE = ZoneInfo("Asia/Hong_Kong")


@pytest.fixture
def furnish() -> Furnish:
    return letters_case.furnish


def printed(store: Store) -> str:
    """The code on an acknowledgement that was issued."""
    letter = drafted(store, case_of(store).complaint_id)
    with store.writing() as session:
        issued = issuing.issue(session, letter.id)
    assert issued.frame is not None
    assert issued.frame.receipt is not None
    return issued.frame.receipt.code


def found(store: Store, code: str) -> tuple[TrailHold, WordsNow | None, bool]:
    with store.reading() as session:
        verdict = receipts.check(session, code)
    words = verdict.receipt.words if verdict.receipt else None
    return verdict.hold, words, verdict.sound


def sentences(store: Store, code: str) -> str:
    with store.reading() as session:
        return " ".join(receipts.check(session, code).sentences(ZONE))


def test_a_code_shows_what_was_received_and_what_became_of_it(
    store: Store, clock: FixedClock
) -> None:
    code, complaint_id = printed(store), case_of(store).complaint_id
    assert found(store, code) == (TrailHold.HELD, WordsNow.SAME, True)
    assert found(store, code.replace(" ", "").upper()) == (TrailHold.HELD, WordsNow.SAME, True)
    with store.reading() as session:
        assert list(receipts.codes(session, complaint_id)) == [code]
    assert "RC-2026-0001-SSP01: C-2026-0001-SSP01, received 5 Oct 2026 10:00" in sentences(
        store, code
    )
    with store.writing() as session:
        complaints.correct(session, complaint_id, Correction(words="Charged once."))
        moments = CaseMoments(received_at=START - timedelta(hours=1))
        complaints.redate(session, complaint_id, moments, "typed wrong")
    assert found(store, code) == (TrailHold.HELD, WordsNow.CORRECTED, True)
    assert "corrected since: 5 Oct 2026 09:00" in sentences(store, code)
    with store.writing() as session:
        erasure.erase(session, [], [complaint_id])
    assert found(store, code) == (TrailHold.HELD, WordsNow.ERASED, True)
    assert "were erased since" in sentences(store, code)
    with pytest.raises(UserError, match="is not the code of a receipt"):
        found(store, "C-2026-0001")


def test_a_code_of_no_receipt_or_of_a_later_trail_is_told_apart(store: Store) -> None:
    code = printed(store)
    with store.reading() as session:
        end = chain.head(session.connection(), session.info[chain.KEYRING])
    assert found(store, f"{end.sequence}:{end.head[:12]}") == (TrailHold.OTHER, None, False)
    assert found(store, f"{end.sequence}:{'0' * 12}") == (TrailHold.CHANGED, None, False)
    assert found(store, f"{end.sequence + 1}:{end.head[:12]}")[0] is TrailHold.MISSING
    other = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert found(store, other) == (TrailHold.CHANGED, WordsNow.SAME, False)
    for code, said in (
        (other, "it was changed since"),
        (f"{end.sequence + 1}:{end.head[:12]}", "does not reach that far"),
        (f"{end.sequence}:{end.head[:12]}", "not of a receipt"),
    ):
        assert said in sentences(store, code)


def from_outside(store: Store, statement: str) -> None:
    """Change the files as no service does."""
    with store.writing() as session:
        engine.driver_of(session.connection()).execute(statement)


def test_a_row_that_was_changed_or_removed_is_found(store: Store) -> None:
    code = printed(store)
    from_outside(store, "UPDATE receipt SET received_at = received_at - 60")
    assert found(store, code) == (TrailHold.HELD, WordsNow.SAME, False)
    assert "changed from outside" in sentences(store, code)
    from_outside(store, "DELETE FROM receipt")
    assert found(store, code) == (TrailHold.CHANGED, None, False)


def test_a_code_outlives_new_keys_and_a_backup_that_is_brought_back(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    code = printed(store)
    file = backups.make(store).file
    issued_later = printed(store)
    passphrase = PASSPHRASES[Role.SUPERVISOR]
    key_change.rekey(store, passphrase)
    for each in (code, issued_later):
        assert found(store, each) == (TrailHold.HELD, WordsNow.SAME, True)
    folder = tmp_path / "again" / store.folder.name
    folder.parent.mkdir()
    opener = BackupOpener(user=store.user.name, passphrase=passphrase)
    backups.restore(file, folder, opener, source=clock)
    with opened(folder, clock) as back:
        assert found(back, code) == (TrailHold.HELD, WordsNow.SAME, True)
        assert not found(back, issued_later)[2]  # that backup is older than the letter
