"""The initial assessment in the file of a case."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.case_files.chapters import CaseChapter, CaseSource, ChapterFacts
from csq_desktop.domain.complaints.field_groups.assessment import ASSESSMENT
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.users import Permission
from csq_desktop.services import described
from csq_desktop.services.complaints import case_rows
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import trc


def chapters(session: Session, source: CaseSource) -> Iterator[CaseChapter]:
    """What was judged before the investigation, when and by whom."""
    require(session, Permission.WORK_COMPLAINTS)
    row = case_rows.row_of(session, source.complaint.id)
    fields = (*ASSESSMENT, COMPLAINT.field("assessed_at"), COMPLAINT.field("assessed_by"))
    unique = {field.key: field for field in fields}
    facts = described.facts_of(session, unique.values(), COMPLAINT.name, row)
    yield CaseChapter(trc("case file", "Assessment"), 30, (ChapterFacts(facts),) if facts else ())
