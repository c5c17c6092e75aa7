"""What a file is called and what is said of it, in one line each."""

from csq_desktop.domain.evidence.facts import EvidenceFile, FilePlace
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import date_text, file_size_text, short_moment_text
from csq_desktop.services.settings import lists
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.labels import this_moment

TONES = {
    FilePlace.STORE: Tone.GOOD,
    FilePlace.VAULT: Tone.WARN,
    FilePlace.SEALED: Tone.WARN,
    FilePlace.ERASED: Tone.SOFT,
}


def name_text(file: EvidenceFile) -> str:
    """A file by its number, its kind of evidence and what it shows."""
    category = lists.label(lists.EVIDENCE_CATEGORIES, file.category)
    if not file.note:
        return tr("{n}. {category}", n=file.number, category=category)
    return tr("{n}. {category}: {note}", n=file.number, category=category, note=file.note)


def facts_text(context: Context, file: EvidenceFile) -> str:
    """Type, pages, size, days, and who added it."""
    now = this_moment(context)
    added = short_moment_text(file.added_at, now.day, now.zone)
    parts = [file.kind.label, *([_pages(file)] if file.pages > 1 else [])]
    parts.append(file_size_text(file.size))
    if file.dated_on is not None:
        parts.append(tr("of {day}", day=date_text(file.dated_on)))
    parts.append(tr("added {when} by {name}", when=added, name=file.added_by))
    return tr(" · ").join(parts)


def hash_text(file: EvidenceFile) -> str:
    """The SHA-256 of a file in groups that can be compared by eye."""
    digits = file.sha256
    groups = " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))
    return tr("SHA-256 {digits}", digits=groups)


def _pages(file: EvidenceFile) -> str:
    return trn("{n} page", "{n} pages", file.pages)
