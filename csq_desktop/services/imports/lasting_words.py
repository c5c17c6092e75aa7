"""Words of a file that the audit trail says for good: what may identify somebody is left out.

These are the reasons for which cases stand in no figure. Whoever types one is asked to leave a name
out; a file has a gap in its place.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.filed_rounds import FinishedRound
from csq_desktop.services import free_words
from csq_desktop.services.imports.changes import Changed
from csq_desktop.services.imports.writing import Planned

_REASON = "excluded_reason"
_CLEANED = "reasons of this import without identities"


def of_rows(session: Session, keys: Sequence[str], planned: Planned) -> Planned:
    """Planned rows, whose values stand in the order of `keys`."""
    if _REASON not in keys:
        return planned
    place = keys.index(_REASON)
    reasons = [str(values[place] or "") for values in planned]
    cleaned = _cleaned(session, reasons)
    return [
        (*values[:place], cleaned[reason], *values[place + 1 :])
        for values, reason in zip(planned, reasons, strict=True)
    ]


def of_changes(session: Session, changed: Changed) -> Changed:
    """Rows that change a complaint which is here already."""
    reasons = [str(row.values.get(_REASON) or "") for row in changed]
    cleaned = _cleaned(session, reasons)
    return [
        row._replace(values={**row.values, _REASON: cleaned[reason]}) if reason else row
        for row, reason in zip(changed, reasons, strict=True)
    ]


def of_rounds(
    session: Session, rounds: Sequence[tuple[int, FinishedRound]]
) -> Iterator[tuple[int, FinishedRound]]:
    """Earlier rounds of cases, each with the number of its case."""
    cleaned = _cleaned(session, (each.round.excluded_reason for _, each in rounds))
    for case_id, each in rounds:
        reason = cleaned[each.round.excluded_reason]
        yield case_id, each._replace(round=replace(each.round, excluded_reason=reason))


def _cleaned(session: Session, reasons: Iterable[str]) -> Mapping[str, str]:
    """Each reason without identities; one is looked up once in an import.

    To look up reads the vault, 3 s of 50,000 customers, and a file says the same few again and
    again.
    """
    cleaned: dict[str, str] = session.info.setdefault(_CLEANED, {"": ""})
    new = set(reasons) - cleaned.keys()
    if new:
        words = free_words.for_paper(session, new)
        cleaned |= {reason: words.clean(reason) for reason in new}
    return cleaned
