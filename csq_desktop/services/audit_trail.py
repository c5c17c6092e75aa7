"""Reading the audit trail: who did what to which record, in words, and whether the chain holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import (
    Anchor,
    AuditAction,
    AuditEntry,
    AuditVerdict,
    TrailChange,
    TrailFilter,
    TrailLine,
    TrailPage,
    VerifiedTrail,
    action_text,
)
from csq_desktop.domain.audit.wording import (
    INTERNAL,
    LINKS,
    field_text,
    object_text,
    shop_setting_text,
)
from csq_desktop.domain.customers.facts import Identity, masked
from csq_desktop.domain.exports.lists import LISTS
from csq_desktop.domain.imports.undated import rule_text
from csq_desktop.domain.privacy.private_words import (
    REVEAL_REASON,
    WORDS_ID,
    PrivateWords,
    changed_words,
)
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import (
    count_text,
    paragraph,
)
from csq_desktop.errors import StoreDamaged
from csq_desktop.exchange.matching import mapping_files
from csq_desktop.services import earlier_words
from csq_desktop.services.settings import shop
from csq_desktop.services.settings import trail as settings_trail
from csq_desktop.services.trail_values import TrailValues, user_name
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records import private_words
from csq_desktop.storage.records.complaints import involved
from csq_desktop.storage.records.past import audit_trail as records
from csq_desktop.storage.records.past import past_links
from csq_desktop.storage.records.shop import people as people_records
from csq_desktop.storage.records.shop import shop as shop_records
from csq_desktop.storage.records.shop import users
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.store import store_of
from csq_desktop.storage.tables.customers.customers import IdentityRow
from csq_desktop.storage.tables.privacy.private_words import PrivateWordsRow, SealedWordsRow
from csq_desktop.texts import tr, trn

PAGE = 100
_OF_WORDS = frozenset(kind.__audit__ for kind in (PrivateWordsRow, SealedWordsRow))
# What reading an entry can trip over that this program did not write.
_NOT_OURS = (
    *(StoreDamaged, ValueError, TypeError, KeyError, OverflowError, AttributeError),
    RecursionError,
)


def page(session: Session, trail_filter: TrailFilter, *, before: int | None = None) -> TrailPage:
    """The next hundred entries older than `before`, the newest first.

    Words that stand in the vault are read where the session sees it. Whoever a case is about finds
    nothing of it here either.
    """
    require(session, Permission.READ_AUDIT_TRAIL)
    hidden = _hidden(session)
    entries = records.entries(session, trail_filter, before=before, count=PAGE + 1, hidden=hidden)
    writer = _writer(session, entries)
    return TrailPage(tuple(writer.line(entry) for entry in entries[:PAGE]), len(entries) > PAGE)


def count(session: Session, trail_filter: TrailFilter) -> int:
    """How many entries there are."""
    require(session, Permission.READ_AUDIT_TRAIL)
    return records.count(session, trail_filter, _hidden(session))


def _hidden(session: Session) -> records.Objects:
    """What belongs to cases that are about the signed-in user."""
    return past_links.of_cases(session, involved.hidden_ids(session))


def people(session: Session) -> tuple[tuple[int, str], ...]:
    """Everybody the trail can name, by id and name, for choosing one."""
    require(session, Permission.READ_AUDIT_TRAIL)
    return tuple(sorted(users.names(session).items(), key=lambda pair: pair[1]))


def verify(session: Session, paper: Anchor | None = None) -> VerifiedTrail:
    """Check the whole chain, its signatures and its anchors now: under 60 s per million entries.

    `paper` is a point of the trail that somebody typed in from a printed page.
    """
    require(session, Permission.READ_AUDIT_TRAIL)
    verdict = audit.verify(session, store_of(session).keyring)
    words = verdict_text(verdict, users.names(session), was_cut=records.was_broken(session))
    if paper is None:
        return VerifiedTrail(verdict, words)
    holds = audit.holds(session.connection(), paper)
    return VerifiedTrail(verdict, paragraph((words, _paper_text(paper, holds))), not holds)


def verdict_text(verdict: AuditVerdict, names: Mapping[int, str], *, was_cut: bool = False) -> str:
    """What a check of the chain means to a reader; of one `was_cut`, entries were missed before."""
    if not verdict.sound:
        return paragraph(_faults(verdict, names))
    return paragraph((_whole(verdict, was_cut=was_cut), *_unproved(verdict, names)))


def _whole(verdict: AuditVerdict, *, was_cut: bool) -> str:
    number = count_text(verdict.rows)
    if was_cut:  # the anchors were set anew after it, so the chain cannot tell what is gone
        return trn(
            "The one entry that is left is intact. Others were found missing or "
            "changed when the database was opened.",
            "All {number} entries that are left are intact. Others were found missing "
            "or changed when the database was opened.",
            verdict.rows,
            number=number,
        )
    return trn(
        "The one entry is as it was written: nothing was changed or removed.",
        "All {number} entries are as they were written: none was changed or removed.",
        verdict.rows,
        number=number,
    )


def _paper_text(paper: Anchor, holds: bool) -> str:
    """Whoever typed a point in may have mistyped it: the trail is not called changed for that."""
    number = count_text(paper.sequence)
    if holds:
        return tr(
            "Entry {number} matches the paper: it has the audit code that was typed in.",
            number=number,
        )
    return tr(
        "Entry {number} does not have the audit code that was typed in. Compare it "
        "with the paper. If it was typed correctly, the trail was changed or cut off "
        "after printing.",
        number=number,
    )


def _unproved(verdict: AuditVerdict, names: Mapping[int, str]) -> Iterator[str]:
    if verdict.unsigned:
        yield trn(
            "The first {number} entry is older than the signatures: it is chained, not signed.",
            "The first {number} entries are older than the signatures: they are chained, not "
            "signed.",
            verdict.unsigned,
            number=count_text(verdict.unsigned),
        )
    for user_id in verdict.unconfirmed:
        yield tr(
            "{name} signs with a key that no supervisor has confirmed yet: count those entries as "
            "unsigned until it is confirmed in Settings, Users.",
            name=user_name(names, user_id),
        )


def _faults(verdict: AuditVerdict, names: Mapping[int, str]) -> Iterator[str]:
    assert verdict.first_bad is not None  # an anchor that is not met is met nowhere after it
    number = count_text(verdict.first_bad)
    if verdict.not_written_by is None:
        yield tr(
            "Entry {number} was changed, removed or moved. Earlier entries are intact; "
            "from here on the trail cannot be relied on.",
            number=number,
        )
    else:
        yield tr(
            "From entry {number} on, {name}’s signature is missing or does not match: "
            "somebody else wrote, changed or removed entries. Earlier entries are "
            "intact; from here on the trail cannot be relied on.",
            number=number,
            name=user_name(names, verdict.not_written_by),
        )
    for place in verdict.unmet:
        yield tr("This is not the audit trail noted in {place}.", place=place.label)


@dataclass(frozen=True)
class _Writer(TrailValues):
    """Puts audit entries into words; holds the names and references they refer to."""

    bodies: Mapping[tuple[str, int], object]
    private: Mapping[int, PrivateWords] | None
    forgotten: frozenset[int]
    never_opened: frozenset[int]

    def line(self, entry: AuditEntry) -> TrailLine:
        return TrailLine(
            entry.sequence,
            entry.at,
            self.person(entry.user_id),
            action_text(entry.action),
            self.about(entry),
            self._changes(entry),
        )

    def _changes(self, entry: AuditEntry) -> tuple[TrailChange, ...]:
        """What an entry says; of one that this program did not write, its text as it stands."""
        try:
            return tuple(self.changes(entry))
        except _NOT_OURS:
            return (TrailChange(field_text("text"), after=self.shortened(str(entry.detail))),)

    def about(self, entry: AuditEntry) -> str:
        if entry.object_type is None:
            return ""
        if entry.object_type == "user" and entry.object_id is not None:
            return self.person(entry.object_id)
        exported = LISTS.get(entry.object_type) if entry.action == AuditAction.EXPORTED else None
        words = exported.label if exported else object_text(entry.object_type)
        after = entry.detail.get("to")
        if entry.object_type == "shop_setting" and isinstance(after, dict):
            return f"{words} · {shop_setting_text(str(after.get('name')))}"
        ref = self.references.get(self._subject(entry.object_type, entry.object_id or 0))
        if ref and not exported:
            words = object_text(entry.object_type, ref)
        return f"{words} {ref}" if ref else words

    def _subject(self, kind: str, number: int) -> tuple[str, int]:
        """The record whose reference names an entry's: of words, the one they are about."""
        words = (self.private or {}).get(number) if kind in _OF_WORDS else None
        return (words.record, words.object_id) if words and words.intact else (kind, number)

    def changes(self, entry: AuditEntry) -> Iterator[TrailChange]:
        """Field by field: what changed, fields whose values are never recorded, other details."""
        before, after = _fields(entry, "from"), _fields(entry, "to")
        settings = entry.object_type == "shop_setting"
        for name in dict.fromkeys([*before, *after]):
            if name not in INTERNAL and not (settings and name == "name"):  # `about` shows it
                was, becomes = (
                    self.value(entry, name, side[name]) if name in side else ""
                    for side in (before, after)
                )
                yield TrailChange(field_text(name), was, becomes)
        if settings and after:
            yield from self._settings(after)
        yield from self._closing_rule(after)
        yield from self._unsaid(entry)
        if entry.object_type == SealedWordsRow.__audit__ and entry.action == AuditAction.CREATED:
            yield self._private(entry.object_id)
        for name, value in entry.detail.items():
            if name == WORDS_ID:
                yield self._private(value)
            elif name not in ("from", "to", "fields") and name not in INTERNAL:
                yield TrailChange(field_text(name), after=self.value(entry, name, value))

    def _closing_rule(self, after: Mapping[str, object]) -> Iterator[TrailChange]:
        """By which rule an import dated closings that had no date in its file."""
        if rule := mapping_files.closing_rule(str(after.get("mapping", ""))):
            yield TrailChange(field_text("undated_closing"), after=rule_text(rule))

    def _unsaid(self, entry: AuditEntry) -> Iterator[TrailChange]:
        """The fields whose values the trail does not say: changed, or shown to somebody."""
        names = entry.detail.get("fields")
        if not isinstance(names, list | dict):
            return
        if entry.object_type == PrivateWordsRow.__audit__:
            yield self._private(entry.object_id, is_own=True)
        elif entry.action == AuditAction.REVEALED:
            yield TrailChange(field_text("fields"), after=tr(", ").join(map(field_text, names)))
        else:
            for name in names:
                if name not in INTERNAL and name not in LINKS:  # an identity goes by its customer
                    yield TrailChange(field_text(str(name)), shows_values=False)

    def _private(self, words_id: object, *, is_own: bool = False) -> TrailChange:
        """Words that stand in the vault, as far as the reader may see them; `is_own`: their entry.

        They are shown only where they are those the trail has a digest of, which says too whose
        they are: a forged row shows nothing, and unmasks nobody.
        """
        if self.private is None:
            return TrailChange(field_text("text"), after=tr("Only supervisors can read this."))
        words = self.private.get(words_id) if isinstance(words_id, int) else None
        if words is None:
            return TrailChange(field_text("text"), after=self._gone(words_id))
        if not words.intact:
            return TrailChange(field_text("text"), after=changed_words())
        if words.field == REVEAL_REASON:
            text = words.text
            if is_own:  # it is read beside who was shown, and once
                text = tr("In the entry “{action}”.", action=action_text(AuditAction.REVEALED))
            return TrailChange(field_text(REVEAL_REASON), after=self.shortened(text))
        if words.record == IdentityRow.__audit__:  # nobody sees unrecorded who a customer was
            hidden = getattr(masked(Identity(**{words.field: words.text})), words.field)
            words = replace(words, text=hidden)
        earlier = earlier_words.in_words(words)
        return TrailChange(earlier.label, after=self.shortened(earlier.text))

    def _gone(self, words_id: object) -> str:
        if words_id in self.forgotten:
            return tr("Removed with the customer.")
        if words_id in self.never_opened:
            return tr("Sealed, and could not be opened.")
        return tr("No longer in the vault, and no entry says who removed it.")

    def _settings(self, version: Mapping[str, object]) -> tuple[TrailChange, ...]:
        """What this version of the shop's settings changed from the one before."""
        name, number = str(version.get("name")), version.get("version")
        before = self.bodies.get((name, number - 1)) if isinstance(number, int) else None
        return settings_trail.changes(name, before, version.get("body"))


def _writer(session: Session, entries: tuple[AuditEntry, ...]) -> _Writer:
    private, forgotten, never_opened = _private_words(session, entries)
    objects = {*_objects(entries)}
    intact = (words for words in (private or {}).values() if words.intact)
    objects |= {(words.record, words.object_id) for words in intact}
    return _Writer(
        users.names(session),
        records.references(session, objects),
        shop.zone(session),
        people_records.names(session),
        shop_records.bodies(session),
        private,
        forgotten,
        never_opened,
    )


def _objects(entries: tuple[AuditEntry, ...]) -> Iterator[tuple[str, int]]:
    """The records that entries are about, and those they name."""
    for entry in entries:
        if entry.object_type is not None and entry.object_id is not None:
            yield entry.object_type, entry.object_id
        for side in ("from", "to"):
            for name, value in _fields(entry, side).items():
                if name in LINKS and type(value) is int:
                    yield LINKS[name], value


def _private_words(
    session: Session, entries: tuple[AuditEntry, ...]
) -> tuple[Mapping[int, PrivateWords] | None, frozenset[int], frozenset[int]]:
    """The words of the vault that entries speak of; those let go of, and those never opened.

    None for those who may not read them.
    """
    if not desk_of(session).sees_identities:
        return None, frozenset(), frozenset()
    numbers = {
        e.object_id if e.object_type in _OF_WORDS else e.detail.get(WORDS_ID) for e in entries
    }
    spoken_of = {number for number in numbers if type(number) is int}
    private = private_words.texts(session, spoken_of)
    gone = spoken_of - private.keys()
    forgotten = private_words.forgotten(session, gone)
    return private, forgotten, private_words.never_opened(session, gone)


def _fields(entry: AuditEntry, side: str) -> Mapping[str, object]:
    values = entry.detail.get(side)
    return values if isinstance(values, dict) else {}
