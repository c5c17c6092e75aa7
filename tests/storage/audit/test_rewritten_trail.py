"""Hole 1 of the first attack: a trail that staff or an auditor wrote anew, with keys of their own.

Every role holds the key that chains the trail and the one that seals keys.json. So whoever rewrites
both leaves a chain that is whole: only what they cannot write shows that it is another one.
"""

import json
import random
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from csq_desktop.domain.audit.entries import AnchorPlace, AuditAction
from csq_desktop.domain.users import Role
from csq_desktop.services.stores import checks
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.audit import signatures
from csq_desktop.storage.audit.own_note import OwnNote
from csq_desktop.storage.files import engine
from csq_desktop.storage.files.engine import STORE_FILE
from csq_desktop.storage.keys.contents import seal
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.audit import SIGNATURE_TRIGGERS, TRIGGERS
from tests.factory import FixedClock, Furnish, opened, template, user
from tests.services.small_shop import Hand

Attack = Callable[[Any], None]


@pytest.fixture(scope="module")
def furnish() -> Furnish:
    """What people work in a small shop."""
    return some_work


def some_work(store: Store, clock: FixedClock) -> None:
    Hand(store, clock, random.Random(5)).work(12)
    with store.writing() as session:
        audit.note(session, AuditAction.REVEALED, "customer", 1)
        audit.note(session, AuditAction.EXPORTED, detail={"kind": "complaints"})


def overturn(driver: Any) -> None:
    """The row and what the trail says of it: together they agree."""
    driver.execute("UPDATE complaint SET finding = 'not_upheld' WHERE finding = 'upheld'")
    driver.execute(
        "UPDATE audit_entry SET detail = replace(detail, '\"upheld\"', '\"not_upheld\"') "
        "WHERE object_type = 'complaint'"
    )
    driver.execute("UPDATE audit_entry SET detail = json_set(detail, '$.x', 1) WHERE sequence = 9")


def change_a_case(driver: Any) -> None:
    first = "SELECT min(id) FROM complaint"
    driver.execute(f"UPDATE complaint SET severity = 'low' WHERE id = ({first})")
    driver.execute(
        "UPDATE audit_entry SET detail = json_set(detail, '$.to.severity', 'low') "
        f"WHERE action = 'created' AND object_type = 'complaint' AND object_id = ({first})"
    )
    driver.execute("UPDATE audit_entry SET detail = json_set(detail, '$.x', 1) WHERE sequence = 9")


def hide_the_newest_case(driver: Any) -> None:
    """It goes with its number, and with every entry that tells of it."""
    (newest,) = driver.execute("SELECT max(id) FROM complaint").fetchone()
    driver.execute("PRAGMA foreign_keys = OFF")
    driver.execute("DELETE FROM complaint WHERE id = ?", (newest,))
    driver.execute("UPDATE reference SET last = last - 1 WHERE kind = 'C'")
    driver.execute(
        "DELETE FROM audit_entry WHERE object_type = 'complaint' AND object_id = ?", (newest,)
    )


def remove_who_looked(driver: Any) -> None:
    driver.execute("DELETE FROM audit_entry WHERE action = 'revealed'")


def remove_what_was_exported(driver: Any) -> None:
    driver.execute("DELETE FROM audit_entry WHERE action = 'exported'")


def remove_who_signed_in(driver: Any) -> None:
    driver.execute("DELETE FROM audit_entry WHERE action = 'signed_in'")


def remove_the_end(driver: Any) -> None:
    last = "SELECT max(sequence) FROM audit_entry"
    driver.execute(f"DELETE FROM audit_entry WHERE sequence > ({last}) - 6")


def write_for_another(driver: Any) -> None:
    driver.execute(
        "INSERT INTO audit_entry SELECT max(sequence) + 1, max(at), ?, 'exported', NULL, NULL, "
        "'{\"kind\":\"customers\"}', x'' FROM audit_entry",
        (user(Role.SUPERVISOR).id,),
    )


def blame_another(driver: Any) -> None:
    driver.execute(
        "UPDATE audit_entry SET user_id = ? WHERE action = 'signed_in'",
        (user(Role.SUPERVISOR).id,),
    )


ATTACKS = [
    overturn,
    change_a_case,
    hide_the_newest_case,
    remove_who_looked,
    remove_what_was_exported,
    remove_who_signed_in,
    remove_the_end,
    write_for_another,
    blame_another,
]


def rewrite(folder: Path, ring: Keyring, attack: Attack) -> None:
    """Change the trail, chain it anew from the first entry on, sign it, anchor it in keys.json.

    Whoever does it keeps the signatures that still fit, and signs all else with the own key.
    """
    with closing(engine.connect(folder / STORE_FILE, ring.store_key)) as driver:
        kept = dict(driver.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        for name in (*TRIGGERS, *SIGNATURE_TRIGGERS):
            driver.execute(f"DROP TRIGGER {name}")
        attack(driver)
        sequence, head = _chained(driver, ring)
        _signed(driver, folder, ring)
        for name in (*TRIGGERS, *SIGNATURE_TRIGGERS):
            driver.execute(kept[name])
    file = KeyFile.load(folder / KEY_FILE)
    file._contents = _without_anchor(file, ring)
    file.set_anchor(ring, sequence, head)


def _without_anchor(file: KeyFile, ring: Keyring) -> Any:
    earlier = replace(file._contents, sequence=0, head="")
    return seal(earlier, ring, file._contents)


def _chained(driver: Any, ring: Keyring) -> tuple[int, str]:
    rows = driver.execute(audit._ALL).fetchall()
    end = audit._first_link(ring)
    for number, row in enumerate(rows, 1):
        facts = (number, *row[1:-1])
        end = audit.Link(number, row[1], audit._tied(ring.audit_key, end.mac, facts))
        driver.execute(
            "UPDATE audit_entry SET sequence = ?, mac = ? WHERE sequence = ?",
            (number, end.mac, row[0]),
        )
    return end.sequence, end.mac.hex()


def _signed(driver: Any, folder: Path, ring: Keyring) -> None:
    register, own = KeyFile.load(folder / KEY_FILE).register, ring.signer
    assert own is not None
    heads = dict(driver.execute("SELECT sequence, mac FROM audit_entry"))
    rows = driver.execute(signatures._ALL).fetchall()
    end = 0
    for signature in map(signatures.Signature._make, rows):
        head = heads.get(signature.last)
        if head is None or signature.signer(ring.store_id, head, register) is None:
            break
        end = signature.last
    driver.execute("DELETE FROM audit_signature WHERE last > ?", (end,))
    last = max(heads)
    if last > end:
        edition = register.edition
        now = 1_790_000_000
        unsigned = signatures.Signature(end + 1, last, own.user_id, now, edition, b"", b"")
        made = own.sign(signatures._facts(ring.store_id, unsigned, heads[last]))
        driver.execute(signatures._ADD, unsigned._replace(signature=made))


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR])
def test_a_trail_written_anew_is_told_and_named(
    folder: Path, clock: FixedClock, role: Role, attack: Attack
) -> None:
    ring = template().users[role].keyring
    rewrite(folder, ring, attack)
    OwnNote(folder, ring.store_id).forget()  # they work at the same computer
    with opened(folder, clock) as store:
        assert store.losses
        check = checks.check(store)
        assert not check.sound
        (line,) = (line for line in check.lines if line.name == "audit_trail")
        assert line.sound is (attack is remove_the_end)  # it was anchored anew at the opening
        with store.reading() as session:
            query = "SELECT detail FROM audit_entry WHERE action = 'trail_broken'"
            details = [json.loads(detail) for detail in session.scalars(text(query))]
        if attack is not write_for_another:  # nothing that was anchored is gone
            assert AnchorPlace.VAULT in details[-1]
        if attack is not remove_the_end:  # it tells of nobody, and is told by the anchor alone
            assert details[0] == {"user_id": template().users[role].user.id}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_a_colleague_without_the_vault_is_told_by_the_signatures(
    folder: Path, clock: FixedClock, attack: Attack
) -> None:
    ring = template().users[Role.STAFF].keyring
    rewrite(folder, ring, attack)
    OwnNote(folder, ring.store_id).forget()
    with opened(folder, clock, Role.AUDITOR) as store:
        if attack is remove_the_end:  # the own last entries: no colleague can tell
            assert store.losses == ()
            return
        (loss,) = store.losses
        assert loss.startswith("The audit trail was changed from outside this program")
        assert not checks.check(store).sound


def test_signatures_that_were_left_as_they_were_fit_nothing(
    folder: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = template().users[Role.STAFF].keyring
    monkeypatch.setattr(sys.modules[__name__], "_signed", lambda *_: None)
    rewrite(folder, ring, remove_who_looked)
    OwnNote(folder, ring.store_id).forget()
    with opened(folder, clock, Role.AUDITOR) as store:
        assert "signature does not match" in store.losses[0]


def test_without_signatures_the_end_of_the_trail_is_nobodys(
    folder: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = template().users[Role.STAFF].keyring

    def removed(driver: Any, *_: object) -> None:
        driver.execute("DELETE FROM audit_signature")

    monkeypatch.setattr(sys.modules[__name__], "_signed", removed)
    rewrite(folder, ring, remove_who_looked)
    OwnNote(folder, ring.store_id).forget()
    with opened(folder, clock, Role.AUDITOR) as store:
        assert "signature does not match" in store.losses[0]
        with store.reading() as session:
            verdict = audit.verify(session, store.keyring)
        assert (verdict.first_bad, verdict.unsigned) == (1, 0)
