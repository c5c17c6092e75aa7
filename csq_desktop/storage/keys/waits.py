"""Waiting after wrong passphrases: counted per user, across restarts, whatever the clock says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from csq_desktop import clock, paths
from csq_desktop.errors import MustWait, UserError, WrongPassphrase
from csq_desktop.storage.files import atomic
from csq_desktop.storage.keys import wait_record
from csq_desktop.storage.keys.wait_record import Count, Failure, Record
from csq_desktop.texts import trn

FREE_TRIES = 3
LONGEST_WAIT = 900  # seconds
RECOVERY = 0  # stands for the recovery key where a user's id is asked for
FAILURES_KEPT = 1000


def wait_seconds(failures: int) -> int:
    """The wait after so many wrong passphrases in a row: 0, then 1, 2, 4 … 900 from the 4th."""
    if failures <= FREE_TRIES:
        return 0
    return min(1 << min(failures - FREE_TRIES - 1, 10), LONGEST_WAIT)


class Waits:
    """The wrong passphrases of one store, kept in its folder and again in this user's folder.

    Removing either copy, or putting an older one back, changes nothing: the later one counts. One
    that somebody else wrote counts as missing.
    A wait is measured by how long the computer has been on. After a restart only the time since
    that restart is sure to have passed, so only that counts; the date is never asked.
    """

    def __init__(
        self, folder: Path, store_id: str, *, running: Callable[[], float] | None = None
    ) -> None:
        own = paths.user_state() / "attempts"
        with suppress(OSError):  # then writing says so, unless the store's own copy can be written
            own.mkdir(exist_ok=True)
        self._files = (folder / "attempts.json", own / f"{store_id}.json")
        self._secret = wait_record.secret(own)
        self._running = running or clock.running_seconds

    def seconds_left(self, user_id: int) -> int:
        """Whole seconds until the user may try again; 0 when they may now."""
        record = self._read()
        count = record.counts.get(user_id, Count())
        wait = wait_seconds(count.failures) * 1000
        return max(0, -((self._milliseconds() - count.running - wait) // 1000))

    @contextmanager
    def attempt(self, user_id: int, now: datetime) -> Iterator[None]:
        """Around the check of one passphrase: MustWait before its time, counted when it is wrong.

        `now` is for the record alone: no wait is computed from it.

        It is counted before the check and taken back after a right one, so killing the program
        while it checks gains nothing.
        """
        left = self.seconds_left(user_id)
        if left:
            raise MustWait(wait_text(left), left)
        # The failure is written as edition + 1, so taking it back needs + 2 to be the later one.
        before = self._read()
        self._write(self._with_failure(before, user_id, now))
        try:
            yield
        except WrongPassphrase:
            raise  # it stays counted
        except BaseException:
            with suppress(UserError):
                self._write(replace(before, edition=before.edition + 2))
            raise
        counts = {user: count for user, count in before.counts.items() if user != user_id}
        with suppress(UserError):  # a right passphrase opens the store on a full disk too
            self._write(replace(before, counts=counts, edition=before.edition + 2))

    def failures(self) -> list[Failure]:
        """Wrong passphrases not yet in the audit trail, as (UTC time, user id), oldest first."""
        return list(self._read().failures)

    def forget(self, recorded: list[Failure]) -> None:
        """Drop failures that are in the audit trail now; waits stay as they are."""
        record = self._read()
        left = tuple(failure for failure in record.failures if failure not in recorded)
        self._write(replace(record, failures=left, edition=record.edition + 1))

    def take_failures(self) -> list[Failure]:
        """The failures, forgotten at once: for a caller that cannot fail to record them."""
        taken = self.failures()
        if taken:
            self.forget(taken)
        return taken

    def _with_failure(self, record: Record, user_id: int, now: datetime) -> Record:
        before = record.counts.get(user_id, Count())
        count = Count(before.failures + 1, self._milliseconds())
        return Record(
            record.edition + 1,
            {**record.counts, user_id: count},
            (*record.failures, (now.replace(microsecond=0), user_id))[-FAILURES_KEPT:],
        )

    def _milliseconds(self) -> int:
        return int(self._running() * 1000)

    def _read(self) -> Record:
        """The later of the two copies; a copy that is missing or damaged does not count."""
        copies = (wait_record.load(file, self._secret) for file in self._files)
        record = max(copies, key=lambda copy: copy.edition)
        running = self._milliseconds()
        if all(count.running <= running for count in record.counts.values()):
            return record
        # Restarted since: surely passed is only the time since then, now and at every later look.
        counts = {
            user: replace(count, running=count.running if count.running <= running else 0)
            for user, count in record.counts.items()
        }
        rebased = replace(record, counts=counts, edition=record.edition + 1)
        with suppress(UserError):
            self._write(rebased)
        return rebased

    def _write(self, record: Record) -> None:
        """Write both copies; one is enough, as on a stick that is write-protected."""
        refusals = []
        for file in self._files:
            try:
                atomic.write(file, wait_record.text_of(record, self._secret))
            except UserError as refusal:
                refusals.append(refusal)
        if len(refusals) == len(self._files):
            raise refusals[0]


def wait_text(seconds: int) -> str:
    """The sentence for a wait of so many seconds."""
    if seconds <= 90:
        return trn(
            "Too many wrong passphrases. Try again in {n} second.",
            "Too many wrong passphrases. Try again in {n} seconds.",
            seconds,
        )
    minutes = -(-seconds // 60)
    return trn(
        "Too many wrong passphrases. Try again in {n} minute.",
        "Too many wrong passphrases. Try again in {n} minutes.",
        minutes,
    )
