"""The letters of a demo shop on its newest case of a customer: a draft, one in review, and sent.

None is approved: that takes a second supervisor, and the demo shop has one.
"""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.demo.resources import resource
from csq_desktop.domain.complaints.facts import Filter
from csq_desktop.domain.letter_kinds import LetterDelivery, LetterKind
from csq_desktop.domain.letters.facts import Letter, Letterhead, LetterWords, NewLetter
from csq_desktop.services.complaints import views
from csq_desktop.services.letters import issuing, letterhead, letters, reviewing
from csq_desktop.services.letters.issuing import LetterSending
from csq_desktop.storage.sessions.desk import desk_of

_LOOKED_AT = 40


def write_letters(session: Session, language: str) -> None:
    """Write one letter of each state; a shop without an open case of a customer has none."""
    texts = {key: wording[language] for key, wording in resource("letters").items()}
    letterhead.change(session, Letterhead(address=texts["address"], phone="2386 0000"))
    case = next(_cases(session), None)
    if case is None:
        return
    _draft(session, case, language)
    thrown_away = _draft(session, case, language)
    letters.discard(session, thrown_away.id)
    waiting = _draft(session, case, language)
    reviewing.submit(session, waiting.id, _words(waiting, texts))
    issued = _draft(session, case, language)
    issuing.issue(session, issued.id, _words(issued, texts))
    sent = _draft(session, case, language)
    issuing.issue(session, sent.id, _words(sent, texts))
    now = desk_of(session).now()
    issuing.note_sent(session, sent.id, LetterSending(LetterDelivery.POST, now))


def _cases(session: Session) -> Iterator[int]:
    lines = views.first_lines(session, Filter(), _LOOKED_AT)
    return (line.id for line in lines if line.customer_id is not None)


def _draft(session: Session, case: int, language: str) -> Letter:
    return letters.draft(session, case, NewLetter(LetterKind.PROGRESS, language))


def _words(letter: Letter, texts: dict[str, str]) -> LetterWords:
    """What a supervisor wrote in place of the template's text."""
    return LetterWords(
        letter.words.recipient, letter.words.salutation, texts["subject"], texts["body"]
    )
