"""Words of a file that the audit trail says for good: what may identify somebody is left out.

These are the reasons for which cases stand in no figure. Whoever types one is asked to leave a name
out; a file has a gap in its place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.filed_rounds import FinishedRound
from csq_desktop.services import free_words
from csq_desktop.services.imports.changes import Changed
from csq_desktop.services.imports.writing import Planned

_REASON = "excluded_reason"


def of_rows(session: Session, keys: Sequence[str], planned: Planned) -> Planned:
    """Planned rows, whose values stand in the order of `keys`."""
    if _REASON not in keys:
        return planned
    place = keys.index(_REASON)
    words = free_words.for_paper(session, (str(values[place] or "") for values in planned))
    return [
        (*values[:place], words.clean(str(values[place] or "")), *values[place + 1 :])
        for values in planned
    ]


def of_changes(session: Session, changed: Changed) -> Changed:
    """Rows that change a complaint which is here already."""
    texts = [str(row.values.get(_REASON) or "") for row in changed]
    words = free_words.for_paper(session, texts)
    return [
        row._replace(values={**row.values, _REASON: words.clean(text)}) if text else row
        for row, text in zip(changed, texts, strict=True)
    ]


def of_rounds(
    session: Session, rounds: Sequence[tuple[int, FinishedRound]]
) -> Iterator[tuple[int, FinishedRound]]:
    """Earlier rounds of cases, each with the number of its case."""
    words = free_words.for_paper(session, (each.round.excluded_reason for _, each in rounds))
    for case_id, each in rounds:
        reason = words.clean(each.round.excluded_reason)
        yield case_id, each._replace(round=replace(each.round, excluded_reason=reason))
