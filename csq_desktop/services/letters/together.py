"""The acknowledgements of several cases at once: which can have theirs, issued, as one file."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from csq_desktop.domain.bulk.checks import RefusedCase, StepCheck
from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.letter_kinds import LetterKind
from csq_desktop.domain.letters import facts as rules
from csq_desktop.domain.letters.facts import NewLetter
from csq_desktop.domain.letters.together import MOST_LETTERS, check_acknowledgement
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import case_rows
from csq_desktop.services.letters import issuing, letters, merging, papers, rows, templates
from csq_desktop.services.letters.issuing import LetterSending
from csq_desktop.storage.records.cases import letters as records
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.texts import tr, trn

_KIND = LetterKind.ACKNOWLEDGEMENT


def may_be_acknowledged(session: Session, complaint_ids: Sequence[int]) -> StepCheck:
    """Which of these can have their letter now; of the others why not."""
    rows.writing_desk(session)
    able: list[int] = []
    refused: list[RefusedCase] = []
    for complaint_id in complaint_ids:
        row = case_rows.row_of(session, complaint_id)
        try:
            if len(able) >= MOST_LETTERS:
                raise UserError(
                    trn(
                        "At most {n} letter is printed at once.",
                        "At most {n} letters are printed at once.",
                        MOST_LETTERS,
                    )
                )
            _check(session, row)
            able.append(complaint_id)
        except UserError as error:
            refused.append(RefusedCase(row.ref, error.text))
    return StepCheck(tuple(able), tuple(refused))


def acknowledge(session: Session, complaint_ids: Sequence[int]) -> tuple[int, ...]:
    """Write and issue the acknowledgement of each of these; the letters' ids in their order.

    Each is in its customer's language, has a number and a receipt of its own, and stands in the
    disclosure log. When one is refused, none is issued.
    """
    rows.writing_desk(session)
    return tuple(_issued(session, complaint_id) for complaint_id in complaint_ids)


def pdf(session: Session, letter_ids: Sequence[int]) -> bytes:
    """Issued letters one behind the other, each from a page of its own."""
    from csq_desktop.reports.documents import letter as paper

    rows.writing_desk(session)
    return paper.joined([papers.pdf(session, letter_id) for letter_id in letter_ids])


def note_sent(session: Session, letter_ids: Sequence[int], sending: LetterSending) -> None:
    """Record how all of these went out, and that they acknowledge their cases."""
    rows.writing_desk(session)
    for letter_id in letter_ids:
        issuing.note_sent(session, letter_id, replace(sending, records_step=True))


def _check(session: Session, row: ComplaintRow) -> None:
    customer_id = row.customer_id
    check_acknowledgement(
        case_rows.case_of(session, row),
        case_rows.now(session),
        has_customer=customer_id is not None,
        issued=_number_issued(session, row.id),
    )
    template = templates.in_use(session, _KIND)
    if template.review.applies(row.severity):
        raise UserError(tr("Somebody else has to read it first: write it on the case."))
    language = letters.languages(session, row.id)[0]
    identity = customer_records.identity(session, customer_id or 0) or Identity()
    rules.check_finished(merging.merged(session, row, template, identity, language))


def _issued(session: Session, complaint_id: int) -> int:
    row = case_rows.row_of(session, complaint_id)
    _check(session, row)
    language = letters.languages(session, complaint_id)[0]
    letter = letters.draft(session, complaint_id, NewLetter(_KIND, language))
    return issuing.issue(session, letter.id).id


def _number_issued(session: Session, complaint_id: int) -> str:
    """The number of the newest acknowledgement of a case that was issued; empty without one."""
    lines = records.of_case(session, complaint_id)
    return next((each.ref for each in lines if each.kind is _KIND and each.state.is_final), "")
