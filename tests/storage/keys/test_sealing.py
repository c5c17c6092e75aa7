"""What is sealed to a public key opens with its private half alone."""

import errno
import io
import os
import random
import stat
from pathlib import Path
from typing import Any, BinaryIO

import pyrage
import pytest

from csq_desktop.errors import NoSpace, UserError
from csq_desktop.storage.keys import boxes, sealing

PRIVATE, PUBLIC = sealing.new_identity()
OTHER_PRIVATE, OTHER_PUBLIC = sealing.new_identity()
CONTENT = "陳大文 9123 4567".encode()


def test_a_key_pair_belongs_together() -> None:
    assert PRIVATE.startswith("AGE-SECRET-KEY-1")
    assert sealing.recipient_of(PRIVATE) == PUBLIC != OTHER_PUBLIC


def test_sealed_content_opens_and_shows_nothing_before() -> None:
    sealed = sealing.seal(CONTENT, PUBLIC)
    assert sealing.open_sealed(sealed, PRIVATE) == CONTENT
    assert CONTENT not in sealed


def test_each_of_several_recipients_opens_it() -> None:
    sealed = sealing.seal(CONTENT, PUBLIC, OTHER_PUBLIC)
    assert sealing.open_sealed(sealed, PRIVATE) == CONTENT
    assert sealing.open_sealed(sealed, OTHER_PRIVATE) == CONTENT


def test_another_key_opens_nothing() -> None:
    with pytest.raises(UserError, match="sealed for another"):
        sealing.open_sealed(sealing.seal(CONTENT, PUBLIC), OTHER_PRIVATE)


def test_no_flipped_bit_goes_unseen() -> None:
    sealed, dice = sealing.seal(CONTENT * 50, PUBLIC), random.Random(1)
    for _ in range(200):
        changed = bytearray(sealed)
        changed[dice.randrange(len(sealed))] ^= 1 << dice.randrange(8)
        with pytest.raises(UserError, match="cannot be opened"):
            sealing.open_sealed(bytes(changed), PRIVATE)


@pytest.mark.parametrize("cut", [0, 1, 100, -1])
def test_a_cut_file_is_refused(cut: int) -> None:
    with pytest.raises(UserError, match="cannot be opened"):
        sealing.open_sealed(sealing.seal(CONTENT, PUBLIC)[:cut], PRIVATE)


@pytest.mark.parametrize(
    "text",
    ["", "age1", PUBLIC[:-1], PUBLIC.replace("age1", "age2"), PRIVATE],
    ids=["nothing", "beginning", "too short", "another kind", "private"],
)
def test_what_is_no_public_key_is_told(text: str) -> None:
    assert not sealing.is_recipient(text)
    with pytest.raises(UserError, match="not a public key"):
        sealing.seal(CONTENT, text)


def test_a_public_key_is_known_as_one() -> None:
    assert sealing.is_recipient(PUBLIC)


def test_what_is_no_private_key_is_told() -> None:
    with pytest.raises(UserError, match="not a private key"):
        sealing.open_sealed(b"", PUBLIC)


def test_sealing_to_nobody_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="nobody"):
        sealing.seal(CONTENT)


def test_a_file_of_many_pieces_opens_for_each_recipient(tmp_path: Path) -> None:
    plain, sealed, opened = (tmp_path / name for name in ("plain", "sealed", "opened"))
    plain.write_bytes(CONTENT * 20_000)
    sealing.seal_file(plain, sealed, [OTHER_PUBLIC, PUBLIC])
    sealing.open_file(sealed, opened, PRIVATE)
    assert opened.read_bytes() == CONTENT * 20_000


def test_a_file_whose_last_piece_is_bad_leaves_nothing_behind(tmp_path: Path) -> None:
    plain, sealed, opened = (tmp_path / name for name in ("plain", "sealed", "opened"))
    plain.write_bytes(CONTENT * 20_000)
    sealing.seal_file(plain, sealed, [PUBLIC])
    content = bytearray(sealed.read_bytes())
    content[-1] ^= 1
    sealed.write_bytes(content)
    with pytest.raises(UserError, match="cannot be opened"):
        sealing.open_file(sealed, opened, PRIVATE)
    assert not opened.exists()


@pytest.mark.parametrize("cut", [50, 2_000, -20])
def test_a_cut_file_leaves_nothing_behind(tmp_path: Path, cut: int) -> None:
    plain, sealed, opened = (tmp_path / name for name in ("plain", "sealed", "opened"))
    plain.write_bytes(CONTENT * 20_000)
    sealing.seal_file(plain, sealed, [PUBLIC])
    sealed.write_bytes(sealed.read_bytes()[:cut])
    with pytest.raises(UserError, match="cannot be opened"):
        sealing.open_file(sealed, opened, PRIVATE)
    assert not opened.exists()


def test_what_is_made_is_for_its_owner_alone(tmp_path: Path) -> None:
    plain, sealed = tmp_path / "plain", tmp_path / "sealed"
    plain.write_bytes(CONTENT)
    sealing.seal_file(plain, sealed, [PUBLIC])
    assert stat.S_IMODE(sealed.stat().st_mode) == (0o666 if os.name == "nt" else 0o600)


def test_a_file_that_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_bytes(CONTENT)
    with pytest.raises(UserError, match="“gone” could not be read"):
        sealing.open_file(tmp_path / "gone", tmp_path / "opened", PRIVATE)
    with pytest.raises(UserError, match="“sealed” could not be written"):
        sealing.seal_file(there, tmp_path / "no folder" / "sealed", [PUBLIC])


def test_a_full_disk_is_told_while_sealing_and_while_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, sealed, again = (tmp_path / name for name in ("plain", "sealed", "again"))
    plain.write_bytes(CONTENT * 20_000)
    sealing.seal_file(plain, sealed, [PUBLIC])
    monkeypatch.setattr(sealing, "_Output", FullDisk)
    with pytest.raises(NoSpace, match="“again”"):
        sealing.seal_file(plain, again, [PUBLIC])
    with pytest.raises(NoSpace, match="“again”"):
        sealing.open_file(sealed, again, PRIVATE)
    assert not again.exists()


def test_an_interruption_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    plain, sealed = tmp_path / "plain", tmp_path / "sealed"
    plain.write_bytes(CONTENT)
    monkeypatch.setattr(pyrage, "encrypt_io", interrupt)
    with pytest.raises(KeyboardInterrupt):
        sealing.seal_file(plain, sealed, [PUBLIC])
    assert not sealed.exists()


class FullDisk(sealing._Output):
    """Takes a first piece, then no more."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(Filling(file))


class Filling(io.BytesIO):
    def __init__(self, _file: BinaryIO) -> None:
        super().__init__()

    def write(self, piece: Any, /) -> int:
        if self.tell() + len(piece) > 70_000:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(piece)


def test_facts_without_one_text_are_never_sealed() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        boxes.canonical({"share": float("nan")})
