"""Pictures of the printed documents, page by page."""

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2

from csq_desktop import texts
from csq_desktop.domain.checklists.facts import RunFilter, RunState
from csq_desktop.domain.months import Month
from csq_desktop.domain.packs import PackRequest
from csq_desktop.services.checklists import checklists
from csq_desktop.services.checklists import papers as checklist_papers
from csq_desktop.services.checklists import templates as checklist_templates
from csq_desktop.services.packs import packs
from csq_desktop.services.pledges import papers as pledge_papers
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import recovery_sheets
from csq_desktop.storage.store import Store

CODE = "0000 0000 0000 0000 0000 0000 0000 0000"
_SCALE = 1.4  # about 100 dots per inch
Paper = Callable[[Any, str], bytes]


def draw(store: Store, folder: Path, language: str, only: str) -> list[str]:
    """Draw every document in a language; what failed."""
    failed = []
    for name, make in PAPERS.items():
        if only not in name:
            continue
        try:
            with texts.speaking(language), store.reading() as session:
                pdf = make(session, language)
            _draw_pages(pdf, folder, f"{language}-{name}")
        except Exception:
            failed.append(f"{language}-{name}: {traceback.format_exc(limit=-2)}")
    return failed


def _draw_pages(pdf: bytes, folder: Path, name: str) -> None:
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document, 1):
        page.render(scale=_SCALE).to_pil().save(folder / f"{name}-{number:02}.png")
    document.close()


def _last_month(session: Any) -> Month:
    return Month.of(shop.today(session)).shift(-1)


def _pack(session: Any, language: str) -> bytes:
    return packs.make(session, PackRequest(_last_month(session), (language,))).pdf


def _pack_in_two(session: Any, language: str) -> bytes:
    second = "zh_HK" if language == "en" else "en"
    return packs.make(session, PackRequest(_last_month(session), (language, second))).pdf


def _sheet(session: Any, language: str) -> bytes:
    return recovery_sheets.pdf(recovery_sheets.sheet(session, CODE), language)


def _blank(session: Any, language: str) -> bytes:
    return checklist_papers.blank(
        session, checklist_templates.templates(session)[0].id, (language,)
    )


def _completed(session: Any, language: str) -> bytes:
    finished = RunFilter(state=RunState.FINISHED)
    return checklist_papers.completed(
        session, checklists.run_ids(session, finished, 1)[0], (language,)
    )


def _notice(session: Any, language: str) -> bytes:
    first = pledges.everything(session)[0]
    month = _last_month(session)
    return pledge_papers.notice(session, first.id, month, languages=(language,))


PAPERS: dict[str, Paper] = {
    "paper-pack": _pack,
    "paper-pack-bilingual": _pack_in_two,
    "paper-recovery-sheet": _sheet,
    "paper-checklist-blank": _blank,
    "paper-checklist-completed": _completed,
    "paper-pledge-notice": _notice,
}
