"""Verifying a review pack: the mark that a file carries, and what was found out about the file."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Figure
from csq_desktop.domain.indicators.replaced import ReplacedVersion
from csq_desktop.domain.packs.packs import IssuedPack
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import count_text, moment_text, month_text
from csq_desktop.texts import mark, tr, trc


@dataclass(frozen=True)
class PackMark:
    """What a pack's file says of itself: of which store, month, version, and its figures' code.

    `store` are the first digits of the store's number; a preview has version 0 and no code.
    """

    store: str
    month: Month
    version: int = 0
    code: str = ""

    @classmethod
    def of_store(cls, store_id: str, month: Month, version: int = 0, code: str = "") -> "PackMark":
        """The mark of a pack of the store with this number."""
        return cls(re.sub("[^0-9a-f]", "", store_id.lower())[:_STORE_DIGITS], month, version, code)

    @classmethod
    def find(cls, text: str) -> "PackMark | None":
        """The mark in what a file says it is about; None where there is none."""
        match = _MARK.search(text)
        if match is None:
            return None
        return cls(match[1], Month.parse(match[2]), int(match[3]), match[4] or "")

    @property
    def text(self) -> str:
        """The mark as a file carries it, and as a printed QR code holds it."""
        code = f" {self.code}" if self.code else ""
        return f"CSQ-PACK {self.store} {self.month} v{self.version}{code}"


_STORE_DIGITS = 8
_MARK = re.compile(
    r"CSQ-PACK ([0-9a-f]{8}) ((?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])) v([0-9]{1,6})"
    r"(?: ([0-9a-f]{64}))?(?! ?[0-9a-f])"
)


class PackOrigin(StrEnum):
    """What a file is to a store."""

    ISSUED = "issued"
    REMOVED = "removed"
    CHANGED = "changed"
    PREVIEW = "preview"
    PROTECTED = "protected"
    ANOTHER_STORE = "another_store"
    NOT_ISSUED = "not_issued"

    @property
    def label(self) -> str:
        """The origin in the user's language."""
        return trc("verification", _ORIGINS[self])


_ORIGINS = {
    PackOrigin.ISSUED: mark("Issued file"),
    PackOrigin.REMOVED: mark("Issued, then removed from the database"),
    PackOrigin.CHANGED: mark("Changed"),
    PackOrigin.PREVIEW: mark("Preview"),
    PackOrigin.PROTECTED: mark("Protected by a password"),
    PackOrigin.ANOTHER_STORE: mark("Another database"),
    PackOrigin.NOT_ISSUED: mark("Not issued here"),
}


@dataclass(frozen=True, kw_only=True)
class VerifiedPack:
    """What was found out about one file.

    `pack` is the issued pack that it is, or says it is; `removed` where only the trail still knows
    it, because it was taken out of the store past the program. `figures_match` tells whether the
    figures kept in the store still give the printed code (None: the file carries none),
    `trail_matches` whether the trail still has the printed end at its place, `record_matches`
    whether it says that a supervisor issued this very file. `figures` are those kept, to be
    compared with the paper; `newer` are the later versions of the month, oldest first. `replaced`
    is the version that it replaced, `since` itself with what the newest one changed.
    """

    file: str
    sha256: str
    origin: PackOrigin
    zone: ZoneInfo
    pack: IssuedPack | None = None
    author: str = ""
    code: str = ""
    figures_match: bool | None = None
    trail_matches: bool | None = None
    record_matches: bool | None = None
    removed: bool = False
    figures: tuple[Figure, ...] = ()
    newer: tuple[IssuedPack, ...] = ()
    replaced: ReplacedVersion | None = None
    since: ReplacedVersion | None = None

    @property
    def sound(self) -> bool:
        """Whether it is the issued file, and nothing behind it was changed since."""
        is_issued = self.origin is PackOrigin.ISSUED
        checks = (self.figures_match, self.trail_matches, self.record_matches)
        return is_issued and False not in checks

    @property
    def state(self) -> str:
        """The verdict in a word or two."""
        if self.record_matches is False:
            return trc("verification", "Not proved")
        if self.origin is PackOrigin.ISSUED and self.newer:
            return tr("Issued file, replaced by version {n}", n=self.newer[-1].version)
        return self.origin.label

    @property
    def tone(self) -> Tone:
        """How good the news is."""
        if self.sound:
            return Tone.WARN if self.newer else Tone.GOOD
        is_false = self.origin in (PackOrigin.ISSUED, PackOrigin.REMOVED, PackOrigin.CHANGED)
        return Tone.BAD if is_false else Tone.WARN

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found out, in words."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[str]:
        yield self._what()
        if self.pack is None:
            return
        moment = moment_text(self.pack.issued_at, self.zone)
        name = tr("{month}, version {n}", month=month_text(self.pack.month), n=self.pack.version)
        yield tr(
            "{pack} was issued on {moment} by {person}.",
            pack=name,
            moment=moment,
            person=self.pack.issued_by,
        )
        if self.replaced is not None:
            yield tr("It replaced version {version}. {changes}",
                     version=self.replaced.version, changes=self.replaced.changes_text)  # fmt: skip
        if self.pack.reason:
            yield tr("Reason: “{reason}”", reason=self.pack.reason)
        if self.origin is PackOrigin.ISSUED:
            yield _FIGURES[self.figures_match]()
            yield self._trail(self.pack)
            if self.record_matches is False:
                yield tr("The audit trail does not say that a supervisor issued this file: it was "
                         "put into the database without going through the program.")  # fmt: skip
        if self.removed:
            yield tr("The database no longer has this review pack: it was removed without going "
                     "through the program. Restore it from a backup.")  # fmt: skip
        yield self._replaced(self.pack)
        if self.since is not None:
            yield self.since.changes_text

    def _what(self) -> str:
        if self.record_matches is False:
            return tr("“{name}” is in the database as a review pack, but nothing proves that it "
                      "was issued.", name=self.file)  # fmt: skip
        if self.origin is PackOrigin.ISSUED:
            return tr("“{name}” is the issued review pack, unchanged to the last byte.",
                      name=self.file)  # fmt: skip
        if self.origin is PackOrigin.REMOVED:
            return tr("“{name}” was issued as a review pack, unchanged to the last byte. The audit "
                      "trail confirms it.", name=self.file)  # fmt: skip
        if self.origin is PackOrigin.CHANGED:
            return tr("“{name}” is not the issued file: it says it is, but it was changed after it "
                      "was issued.", name=self.file)  # fmt: skip
        if self.origin is PackOrigin.PREVIEW:
            return tr("“{name}” is a preview. A preview was never issued and proves nothing.",
                      name=self.file)  # fmt: skip
        if self.origin is PackOrigin.PROTECTED:
            return self._protected()
        if self.origin is PackOrigin.ANOTHER_STORE:
            if not self.author:
                return tr("“{name}” is a review pack of another database.", name=self.file)
            return tr("“{name}” is a review pack of another database: “{shop}”.",
                      name=self.file, shop=self.author)  # fmt: skip
        return tr("“{name}” was not issued in this database.", name=self.file)

    def _protected(self) -> str:
        if self.pack is None:
            return tr("“{name}” is protected by a password and cannot be compared. Verify the file "
                      "without a password.", name=self.file)  # fmt: skip
        return tr("“{name}” is protected by a password and cannot be compared. Its number is that "
                  "of the review pack below. Compare the figures on its pages.",
                  name=self.file)  # fmt: skip

    def _trail(self, pack: IssuedPack) -> str:
        number = count_text(pack.chain_sequence)
        if self.trail_matches:
            return tr("The audit trail still has the printed audit code at entry {number}.",
                      number=number)  # fmt: skip
        return tr("The audit trail no longer has the printed audit code at entry {number}: earlier "
                  "records were changed or removed.", number=number)  # fmt: skip

    def _replaced(self, pack: IssuedPack) -> str:
        if not self.newer:
            return tr("No newer version of this month has been issued.")
        newest = self.newer[-1]
        return tr("Version {old} was replaced by version {new} on {moment}.",
                  old=pack.version, new=newest.version,
                  moment=moment_text(newest.issued_at, self.zone))  # fmt: skip


_FIGURES: dict[bool | None, Callable[[], str]] = {
    True: lambda: tr("The figures kept in the database match the figures code on the last page."),
    False: lambda: tr("The figures kept in the database do not match the figures code on the last "
                      "page: they were changed after the review pack was issued."),
    None: lambda: tr("It carries no figures code: an earlier version of the program issued it."),
}  # fmt: skip
