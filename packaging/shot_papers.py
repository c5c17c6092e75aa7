"""Pictures of the printed documents, page by page."""

import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2

from csq_desktop import texts
from csq_desktop.domain.asks import AskDecision, NewAskAnswer
from csq_desktop.domain.checklists.facts import RunFilter, RunState
from csq_desktop.domain.months import Month
from csq_desktop.domain.packs import PackRequest
from csq_desktop.services.checklists import checklists
from csq_desktop.services.checklists import papers as checklist_papers
from csq_desktop.services.checklists import templates as checklist_templates
from csq_desktop.services.packs import asks, packs
from csq_desktop.services.packs import papers as pack_papers
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
    if only in "paper-pack-minutes" or "pack" in only:
        hold_review(store)
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


def hold_review(store: Store) -> None:
    """Issue the pack of the month before last month, and decide on two of its requests."""
    with store.writing() as session:
        month = _last_month(session).shift(-1)
        if any(pack.month == month for pack in packs.issued(session)):
            return
        request = PackRequest(month, ("en",))
        asked = packs.words(session, request).asked + "\nTrain two more colleagues at the till"
        request = replace(request, asked=asked)
        packs.issue(session, request, packs.identities_in(session, request))
        first, *_, last = asks.everything(session)
        new = NewAskAnswer(
            ask_id=first.id,
            decision=AskDecision.YES,
            decided_by="Karen Leung",
            owner="May Wong",
            due_on=shop.today(session) + timedelta(days=14),
            action_title="Keep the second till open until 20:00",
        )
        asks.answer(session, new)
        declined = AskDecision.NO
        asks.answer(session, replace(new, ask_id=last.id, decision=declined, comment="No budget"))


def _minutes(session: Any, language: str) -> bytes:
    return pack_papers.minutes(session, packs.issued(session)[0].id)


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
    "paper-pack-minutes": _minutes,
    "paper-recovery-sheet": _sheet,
    "paper-checklist-blank": _blank,
    "paper-checklist-completed": _completed,
    "paper-pledge-notice": _notice,
}
