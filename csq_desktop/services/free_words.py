"""Free words before they go on paper: what may identify somebody is found, and left out.

A review pack is the exception: its words are shown to whoever issues it, who decides on each.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from csq_desktop.domain.privacy.free_text import IdentitySpan, identities, without
from csq_desktop.domain.privacy.privacy import without_contacts
from csq_desktop.domain.words.names import name_key
from csq_desktop.domain.words.wording import shortened
from csq_desktop.errors import UserError
from csq_desktop.storage.records.customers import recognition
from csq_desktop.storage.records.shop import people as people_records
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import tr, trn


@dataclass(frozen=True)
class PaperWords:
    """Texts as they can stand on paper; `compared` tells whether the customers were looked up."""

    spans: Mapping[str, Sequence[IdentitySpan]]
    compared: bool

    def clean(self, text: str) -> str:
        """One of the texts, with a gap in place of whatever may identify somebody."""
        return without_contacts(without(text, self.spans.get(text, ())))

    @property
    def sentence(self) -> str:
        """What was compared, and what was left out: the document says it of itself."""
        number = sum(map(len, self.spans.values()))
        if not self.compared:
            return tr("Not compared with the customers’ names and addresses. A copy printed by a "
                      "supervisor is.")  # fmt: skip
        if not number:
            return tr("Compared with the customers’ names, telephones and addresses: nothing was "
                      "found that may identify somebody.")  # fmt: skip
        return trn("Compared with the customers’ names, telephones and addresses: {n} place that "
                   "may identify somebody was blanked.",
                   "Compared with the customers’ names, telephones and addresses: {n} places that "
                   "may identify somebody were blanked.", number)  # fmt: skip


def brief(text: str, longest: int) -> str:
    """A free text as it can stand on paper: without contacts, on one line, not too long."""
    return shortened(without_contacts(text), longest)


def for_paper(session: Session, texts: Iterable[str]) -> PaperWords:
    """The texts compared with all identities, where the session can read them.

    Without the vault only telephones, e-mails, identity cards and names with a title are found.
    """
    texts = tuple(dict.fromkeys(filter(None, texts)))
    if not desk_of(session).sees_identities:
        return PaperWords({text: identities(text) for text in texts}, compared=False)
    return PaperWords(spans_in(session, texts), compared=True)


def refuse_identities(session: Session, text: str, *, field: str) -> None:
    """A UserError for words that may identify somebody, where no erasure could take them out."""
    for span in for_paper(session, [text]).spans.get(text, ()):
        raise UserError(
            tr(
                "This is kept in the audit trail and printed in review packs, and cannot be "
                "erased. Leave out “{words}”.",
                words=span.text,
            ),
            field=field,
        )


def spans_in(session: Session, texts: Sequence[str]) -> dict[str, tuple[IdentitySpan, ...]]:
    """What may identify somebody in each of the texts; the session can read the vault.

    A name that somebody of the list of people has too is that person's here: papers say who owns
    an action.
    """
    if not texts:
        return {}  # without reading everybody in the vault
    index = recognition.known_identities(session, within=texts)
    people = {name_key(person.name) for person in people_records.everyone(session)}
    return {
        text: identities(
            text, (span for span in index.spans(text) if name_key(span.text) not in people)
        )
        for text in texts
    }
