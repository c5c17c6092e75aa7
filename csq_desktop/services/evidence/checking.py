"""Whether every evidence file is still what was added, one file at a time."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.stores.checks import CheckLine
from csq_desktop.domain.words.wording import count_text, file_size_text
from csq_desktop.errors import UserError
from csq_desktop.services.evidence import evidence
from csq_desktop.storage.records.cases import evidence as records
from csq_desktop.texts import tr

MOST_DETAILS = 20
NAME = "evidence"


def lines(session: Session, *, identities: bool) -> Iterator[CheckLine]:
    """What became of all files that this key opens; says so where it does not open all."""
    wrong = [
        tr("Evidence file {name} was changed.", name=name)
        for name in _changed(session, private=identities)
    ]
    if stray := records.without_file(session, private=identities):
        wrong.append(tr("{n} contents belong to no evidence file.", n=count_text(stray)))
    totals = evidence.totals(session)
    sound = tr(
        "Evidence files ({n}, together {size}) are unchanged.",
        n=count_text(totals.files),
        size=file_size_text(totals.size),
    )
    if not identities:
        sound = tr(
            "Of the evidence files ({n}, together {size}), those that everybody can open are "
            "unchanged.",
            n=count_text(totals.files),
            size=file_size_text(totals.size),
        )
    if wrong:
        yield CheckLine(NAME, False, wrong[0], tuple(wrong[1 : MOST_DETAILS + 1]))
    else:
        yield CheckLine(NAME, True, sound)


def _changed(session: Session, *, private: bool) -> Iterator[str]:
    for file in records.stored_files(session, private=private):
        row = records.get(session, file.id)
        assert row is not None  # it was listed
        try:
            evidence.content_of(session, row)
        except UserError:
            yield file.name
        session.expunge(row)
