"""A passphrase becomes a key at a cost that nobody can turn down."""

import base64

import argon2
import pytest

from csq_desktop.errors import StoreDamaged, UserError
from csq_desktop.storage.keys import kdf
from csq_desktop.storage.keys.kdf import KdfCost, calibrate

SALT = bytes(range(16))


@pytest.mark.parametrize(
    ("memory_kib", "passes", "lanes"),
    [
        (65535, 3, 4),
        (8, 3, 4),
        (0, 3, 4),
        (-65536, 3, 4),
        (65536, 2, 4),
        (65536, 0, 4),
        (65536, 3, 0),
        (1048577, 3, 4),
        (65536, 21, 4),
        (65536, 3, 17),
    ],
)
def test_a_cost_outside_the_limits_is_refused(memory_kib: int, passes: int, lanes: int) -> None:
    with pytest.raises(StoreDamaged, match="does not allow"):
        KdfCost(memory_kib, passes, lanes)


def test_the_limits_themselves_are_allowed() -> None:
    assert KdfCost(65536, 3, 1) != KdfCost(1048576, 20, 16)
    assert KdfCost(65536, 3, 4) == KdfCost.FLOOR


@pytest.mark.parametrize(
    ("seconds_at_floor", "expected"),
    [
        (5.0, KdfCost(65536, 3, 4)),
        (1.0, KdfCost(65536, 3, 4)),
        (0.5, KdfCost(131072, 3, 4)),
        (0.25, KdfCost(262144, 3, 4)),
        (0.125, KdfCost(262144, 6, 4)),
        (0.001, KdfCost(262144, 20, 4)),
        (0.0, KdfCost(262144, 20, 4)),
    ],
)
def test_a_faster_computer_gets_a_dearer_cost(seconds_at_floor: float, expected: KdfCost) -> None:
    ticks = iter([10.0, 10.0 + seconds_at_floor])
    assert calibrate(1.0, clock=lambda: next(ticks)) == expected


def test_it_is_argon2id_version_19_as_another_program_computes_it() -> None:
    # argon2-cffi's own hasher writes the digest at the end of its text form
    hasher = argon2.PasswordHasher(3, 65536, 4, hash_len=32, type=argon2.Type.ID)
    told = hasher.hash("kettle moon fig", salt=SALT)
    assert told.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    digest = kdf.stretch("kettle moon fig", SALT, KdfCost.FLOOR)
    assert base64.b64encode(digest).decode().rstrip("=") == told.rsplit("$", 1)[1]


def test_composed_and_decomposed_letters_are_one_passphrase() -> None:
    assert kdf.normalised("cafe\u0301 \ufb01 \u212b") == "caf\u00e9 \ufb01 \u00c5"
    composed = kdf.stretch("caf\u00e9 kettle", SALT, KdfCost.FLOOR)
    assert kdf.stretch("cafe\u0301 kettle", SALT, KdfCost.FLOOR) == composed
    assert kdf.stretch("cafe kettle", SALT, KdfCost.FLOOR) != composed


def test_half_a_character_is_still_a_passphrase() -> None:
    assert len(kdf.stretch("\ud83d half", SALT, KdfCost.FLOOR)) == 32


def test_too_little_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_named: object) -> bytes:
        raise argon2.exceptions.HashingError("Memory allocation error")

    monkeypatch.setattr(kdf, "hash_secret_raw", fail)
    with pytest.raises(UserError, match="needs 64 MB of free memory"):
        kdf.stretch("kettle", SALT, KdfCost.FLOOR)
