"""Checklists on paper: what is gathered for a print, and the trail's note that it was printed."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.actions import ActionSource
from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.services.actions import actions
from csq_desktop.services.checklists import checklists, templates
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit

TEMPLATE, RUN = "checklist_template", "checklist_run"


def blank(session: Session, template_id: int, languages: Sequence[str] = ()) -> bytes:
    """A checklist to fill in by hand, as a PDF; one language, or two for its questions."""
    from csq_desktop.reports.documents.checklists import forms as paper
    from csq_desktop.reports.documents.languages import Languages

    template = templates.template(session, template_id)
    printed_in = Languages.chosen(languages)
    return paper.blank(template, shop.shop(session), printed_in).pdf()


def completed(session: Session, run_id: int, languages: Sequence[str] = ()) -> bytes:
    """A run with its answers, score, photos and actions, as a PDF."""
    from csq_desktop.reports.documents.checklists import runs as paper
    from csq_desktop.reports.documents.languages import Languages

    run = checklists.run(session, run_id)
    finished = paper.FinishedRun(
        run=run,
        target=checklists.target_on(session, run.for_day),
        shop=shop.shop(session),
        before=checklists.previous(session, run_id),
        actions=actions.of_source(session, ActionSource.CHECKLIST, run_id),
        photos=checklists.photos(session, run_id),
    )
    return paper.completed(finished, Languages.chosen(languages)).pdf()


def note_printed(session: Session, kind: str, object_id: int) -> None:
    """Write into the trail that a checklist (TEMPLATE) or a run (RUN) was printed or saved."""
    audit.note(session, AuditAction.PRINTED, kind, object_id)
