"""Checklists on paper: what is gathered for a print, and the trail's note that it was printed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from csq_desktop.domain.actions import Action, ActionSource
from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.checklists.facts import Run
from csq_desktop.services import free_words
from csq_desktop.services.actions import actions
from csq_desktop.services.checklists import checklists, templates
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.texts import speaking

TEMPLATE, RUN = "checklist_template", "checklist_run"


def blank(session: Session, template_id: int, languages: Sequence[str] = ()) -> bytes:
    """A checklist to fill in by hand, as a PDF; one language, or two for its questions."""
    from csq_desktop.reports.documents.checklists import forms as paper
    from csq_desktop.reports.documents.languages import Languages

    template = templates.template(session, template_id)
    printed_in = Languages.chosen(languages)
    return paper.blank(template, shop.shop(session), printed_in).pdf()


def completed(session: Session, run_id: int, languages: Sequence[str] = ()) -> bytes:
    """A run with its answers, score, photos and actions, as a PDF.

    What may identify somebody in its remarks is left out; the document says whether the customers
    were compared, which takes a session that reads the vault.
    """
    from csq_desktop.reports.documents.checklists import runs as paper
    from csq_desktop.reports.documents.languages import Languages

    run = checklists.run(session, run_id)
    promised = actions.of_source(session, ActionSource.CHECKLIST, run_id)
    written = [run.note, *(answer.comment for answer in run.answers)]
    spoken = Languages.chosen(languages)
    with speaking(spoken.first):
        words = free_words.for_paper(session, [*written, *(action.title for action in promised)])
        run, promised = _cleaned(run, promised, words.clean)
    finished = paper.FinishedRun(
        run=run,
        target=checklists.target_on(session, run.for_day),
        shop=shop.shop(session),
        before=checklists.previous(session, run_id),
        actions=promised,
        privacy=lambda: words.sentence,
        photos=checklists.photos(session, run_id),
    )
    return paper.completed(finished, spoken).pdf()


def _cleaned(
    run: Run, promised: Iterable[Action], clean: Callable[[str], str]
) -> tuple[Run, tuple[Action, ...]]:
    answers = tuple(replace(each, comment=clean(each.comment)) for each in run.answers)
    cleaned = (replace(action, title=clean(action.title)) for action in promised)
    return replace(run, note=clean(run.note), answers=answers), tuple(cleaned)


def note_printed(session: Session, kind: str, object_id: int) -> None:
    """Write into the trail that a checklist (TEMPLATE) or a run (RUN) was printed or saved."""
    audit.note(session, AuditAction.PRINTED, kind, object_id)
