"""Whole-file checks of an encrypted file: seconds per 100 MB, so never at start-up."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from csq_desktop.errors import UserError
from csq_desktop.storage.files import engine
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE, FileKeys
from csq_desktop.storage.files.faults import in_words
from csq_desktop.texts import tr, trn

MOST_FINDINGS = 20
_PRAGMAS = ("PRAGMA cipher_integrity_check", f"PRAGMA integrity_check({MOST_FINDINGS})")


@dataclass(frozen=True)
class FileVerdict:
    """What the checks found in one file; `checked` is False without the key for it."""

    name: str
    findings: tuple[str, ...] = ()
    checked: bool = True

    @property
    def sentence(self) -> str:
        """The verdict for the user."""
        if not self.checked:
            return tr("{name}: not checked, your key does not open it.", name=self.name)
        if not self.findings:
            return tr("{name}: whole; every page was written with its key.", name=self.name)
        return trn(
            "{name}: damaged in {n} place. Stop working and restore the last backup.",
            "{name}: damaged in {n} places. Stop working and restore the last backup.",
            len(self.findings),
            name=self.name,
        )


@dataclass(frozen=True)
class IntegrityVerdict:
    """What the checks found in the files of a store."""

    files: tuple[FileVerdict, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was found wrong in any file that could be checked."""
        return not any(file.findings for file in self.files)


def check(folder: Path, keys: FileKeys) -> IntegrityVerdict:
    """Check both files of a store; nobody may write to them meanwhile (`Store.held`)."""
    held = {STORE_FILE: keys.store, VAULT_FILE: keys.vault}
    return IntegrityVerdict(
        tuple(
            check_file(folder / name, key) if key else FileVerdict(name, checked=False)
            for name, key in held.items()
        )
    )


def check_file(file: Path, key: str) -> FileVerdict:
    """Check that every page is as it was encrypted, and that the pages make sense together."""
    findings = [line for pragma in _PRAGMAS for line in _findings_of(file, key, pragma)]
    return FileVerdict(file.name, tuple(findings[:MOST_FINDINGS]))


def _findings_of(file: Path, key: str, pragma: str) -> list[str]:
    """What one check finds, each on a connection of its own: a fault spoils what it cached."""
    try:
        with closing(engine.connect(file, key)) as driver:
            return [row[0] for row in driver.execute(pragma) if row[0] != "ok"]
    except UserError as error:
        return [error.text]
    except (sqlcipher.Error, MemoryError) as error:
        worded = in_words(error)
        return [worded.text if worded else str(error)]
