"""Pictures of the printed documents, page by page."""

import tempfile
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2

from csq_desktop import texts
from csq_desktop.domain.breaches.notices import NoticeAudience, NoticeOrder
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.facts import RunFilter, RunState
from csq_desktop.domain.complaints.facts import Filter
from csq_desktop.domain.disclosures.facts import DisclosureFilter
from csq_desktop.domain.letter_kinds import LetterKind
from csq_desktop.domain.letters.facts import Letterhead, LetterWords, NewLetter
from csq_desktop.domain.packs.asks import AskDecision, NewAskAnswer
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.domain.paper.sheets import PaperSheet
from csq_desktop.domain.past.facts import PastPoint, PastSubject
from csq_desktop.domain.requests.words import PrivacyRequestKind
from csq_desktop.domain.retention.erasures import ErasureMode, ErasureRequest
from csq_desktop.services.breaches import breaches
from csq_desktop.services.breaches import notices as breach_notices
from csq_desktop.services.breaches import papers as breach_papers
from csq_desktop.services.case_files import papers as case_file_papers
from csq_desktop.services.causes import papers as cause_papers
from csq_desktop.services.checklists import checklists
from csq_desktop.services.checklists import papers as checklist_papers
from csq_desktop.services.checklists import templates as checklist_templates
from csq_desktop.services.complaints import views
from csq_desktop.services.customers import papers as customer_papers
from csq_desktop.services.customers import statements
from csq_desktop.services.disclosures import papers as disclosure_papers
from csq_desktop.services.handovers import papers as handover_papers
from csq_desktop.services.inventory import papers as inventory_papers
from csq_desktop.services.letters import issuing, letterhead, letters, templates
from csq_desktop.services.letters import papers as letter_papers
from csq_desktop.services.letters import together as letters_together
from csq_desktop.services.packs import asks, packs
from csq_desktop.services.packs import papers as pack_papers
from csq_desktop.services.past import papers as past_papers
from csq_desktop.services.pledges import papers as pledge_papers
from csq_desktop.services.pledges import pledges
from csq_desktop.services.privacy_policy import papers as policy_papers
from csq_desktop.services.privacy_policy import policies
from csq_desktop.services.refusals import papers as refusal_papers
from csq_desktop.services.requests import copies, corrected_copies, requests
from csq_desktop.services.requests import papers as request_papers
from csq_desktop.services.requests.copies import CopyChoice
from csq_desktop.services.retention import due_list, erasures
from csq_desktop.services.retention import papers as retention_papers
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import recovery_sheets
from csq_desktop.storage.store import Store
from tests.services.packs.seven_stores import STORES

CODE = "0000 0000 0000 0000 0000 0000 0000 0000"
_SCALE = 1.4  # about 100 dots per inch
Paper = Callable[[Any, Month, str], bytes]


def draw(store: Store, folder: Path, language: str, only: str) -> list[str]:
    """Draw every document of the demo shop in a language; what failed."""
    with store.reading() as session:
        month = Month.of(shop.today(session)).shift(-1)
    papers = _chosen("paper", only)
    if {_pack, _pack_in_two, _minutes} & set(papers.values()):
        hold_review(store)
    if {_letter, _letter_draft, _letters_together} & set(papers.values()):
        write_letters(store)
    if _certificate in papers.values():
        erase_somebody(store)
    return _draw(store, month, language, folder, papers)


def draw_seven(folder: Path, languages: Sequence[str], only: str) -> list[str]:
    """Draw the documents of the seven stores that are hard to print; what failed."""
    failed = []
    for shop_name, opened in STORES.items():
        papers = _chosen(f"seven-{shop_name.replace(' ', '-')}", only)
        # Nobody was erased there.
        papers = {name: paper for name, paper in papers.items() if paper is not _certificate}
        if not papers:
            continue
        with tempfile.TemporaryDirectory() as place:
            hard = opened(Path(place) / "shop.csq")
            for language in languages:
                failed += _draw(hard.store, hard.month, language, folder, papers)
            hard.store.close()
    return failed


def _chosen(prefix: str, only: str) -> dict[str, Paper]:
    """The documents whose pictures' names hold a word, by those names."""
    names = {f"{prefix}-{name}": make for name, make in PAPERS.items()}
    return {name: make for name, make in names.items() if only in name}


def _draw(
    store: Store, month: Month, language: str, folder: Path, papers: dict[str, Paper]
) -> list[str]:
    failed = []
    for name, make in papers.items():
        try:
            with texts.speaking(language), store.reading(identities=True) as session:
                pdf = make(session, month, language)
            _draw_pages(pdf, folder, f"{language}-{name}")
        except NothingToPrint:
            continue
        except Exception:
            failed.append(f"{language}-{name}: {traceback.format_exc(limit=-2)}")
    return failed


class NothingToPrint(Exception):
    """The shop has nothing that such a document is about."""


def _draw_pages(pdf: bytes, folder: Path, name: str) -> None:
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document, 1):
        page.render(scale=_SCALE).to_pil().save(folder / f"{name}-{number:02}.png")
    document.close()


def _first(ids: Sequence[Any]) -> Any:
    if not len(ids):
        raise NothingToPrint
    return ids[0]


def hold_review(store: Store) -> None:
    """Issue the pack of the month before last month, and decide on two of its requests."""
    with store.writing() as session:
        month = Month.of(shop.today(session)).shift(-2)
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


def _minutes(session: Any, _: Month, language: str) -> bytes:
    return pack_papers.minutes(session, _first(packs.issued(session)).id)


def _pack(session: Any, month: Month, language: str) -> bytes:
    return packs.make(session, PackRequest(month, (language,))).pdf


def _pack_in_two(session: Any, month: Month, language: str) -> bytes:
    second = "zh_HK" if language == "en" else "en"
    return packs.make(session, PackRequest(month, (language, second))).pdf


def _sheet(session: Any, _: Month, language: str) -> bytes:
    return recovery_sheets.pdf(recovery_sheets.sheet(session, CODE), language)


def _blank(session: Any, _: Month, language: str) -> bytes:
    template = _first(checklist_templates.templates(session))
    return checklist_papers.blank(session, template.id, (language,))


def _completed(session: Any, _: Month, language: str) -> bytes:
    finished = RunFilter(state=RunState.FINISHED)
    run = _first(checklists.run_ids(session, finished, 1))
    return checklist_papers.completed(session, run, (language,))


def _notice(session: Any, month: Month, language: str) -> bytes:
    first = _first(pledges.everything(session))
    return pledge_papers.notice(session, first.id, month, sheet=PaperSheet((language,)))


def _poster(session: Any, month: Month, language: str) -> bytes:
    second = "zh_HK" if language == "en" else "en"
    sheet = PaperSheet((language, second), "A3")
    return pledge_papers.poster(session, month, sheet=sheet)


def _fishbone(session: Any, _month: Month, language: str) -> bytes:
    return cause_papers.drawn(session, None, language=language)


def _disclosures(session: Any, _: Month, language: str) -> bytes:
    return disclosure_papers.register(session, DisclosureFilter(), language=language)


def _refusals(session: Any, _: Month, language: str) -> bytes:
    return refusal_papers.register(session, language=language)


def _policy(session: Any, _: Month, language: str) -> bytes:
    """The version issued last; the one that would be issued now where there is none."""
    issued = policies.everything(session)
    if issued:
        return policy_papers.statement(session, issued[0].version, language=language)
    return policy_papers.draft(session, policies.suggestion(session), language=language)


def _breaches(session: Any, _: Month, language: str) -> bytes:
    return breach_papers.register(session, language=language)


def _breach_notification(session: Any, _: Month, language: str) -> bytes:
    """The ended breach of the demo shop, as the Commissioner is told of it."""
    ended = _first([each.id for each in breaches.everything(session) if not each.is_open])
    return _breach_page(session, ended, NoticeAudience.COMMISSIONER, language)


def _breach_notice(session: Any, _: Month, language: str) -> bytes:
    """The open breach, as a customer concerned is told of it."""
    number = _first([each.id for each in breaches.everything(session) if each.is_open])
    return _breach_page(session, number, NoticeAudience.PERSONS, language)


def _breach_page(session: Any, breach: int, audience: NoticeAudience, language: str) -> bytes:
    text = breach_notices.draft(session, breach, audience, language)
    people = breaches.read(session, breach).people
    customer = people[0].customer_id if people else None
    order = NoticeOrder(audience, language, text, customer)
    return breach_notices.page(session, breach, order)


def _inventory(session: Any, _: Month, language: str) -> bytes:
    return inventory_papers.register(session, language=language)


def _copy(session: Any, _: Month, language: str) -> bytes:
    """The copy of the demo shop's request that is nearest to its last day."""
    number = _request(session)
    draft = copies.draft(session, number)
    return copies.pdf(session, number, CopyChoice([each.text for each in draft.named]))


def _corrected_copy(session: Any, _: Month, _language: str) -> bytes:
    made = [each.id for each in requests.everything(session) if each.corrected_on is not None]
    return corrected_copies.pdf(session, _first(made))


def _notice_of_request(session: Any, _: Month, language: str) -> bytes:
    number = _request(session)
    kind = request_papers.notices(session, number)[0]
    return request_papers.notice(session, number, kind, language=language)


def _request(session: Any) -> int:
    asked = sorted(
        request.id
        for request in requests.everything(session)
        if request.is_open and request.is_checked and request.kind is PrivacyRequestKind.ACCESS
    )
    return int(_first(asked))


def erase_somebody(store: Store) -> None:
    """Anonymise one customer of the demo shop, for a certificate to be there."""
    with store.writing() as session:
        due = [line for line in due_list.everything(session) if line.verdict.is_due]
        request = ErasureRequest(due[0].kind, (due[0].record_id,), ErasureMode.ANONYMISE)
        erasures.carry_out(session, request)


def write_letters(store: Store) -> None:
    """Write a letter in each language on a case of the demo shop, and one that nobody issued."""
    with store.writing() as session:
        case = _lettered(session)
        letterhead.change(session, Letterhead("Sham Shui Po", "128 Apliu Street", "2386 0000"))
        for language in texts.LANGUAGES:
            new = NewLetter(LetterKind.ACKNOWLEDGEMENT, language)
            letter = letters.draft(session, case, new)
            issuing.issue(session, letter.id, letter.words)
        letters.draft(session, case, NewLetter(LetterKind.PROGRESS, "en"))


def _lettered(session: Any) -> int:
    """The newest open case of a customer."""
    listed = views.lines(session, views.line_ids(session, Filter()))
    cases = (views.read(session, line.id) for line in listed)
    return int(_first([case.id for case in cases if case.customer_id is not None]))


def _letter(session: Any, _: Month, language: str) -> bytes:
    listed = letters.of_case(session, _lettered(session))
    issued = [line.id for line in listed if line.issued_at and line.language == language]
    return letter_papers.pdf(session, _first(issued))


def _letters_together(session: Any, _: Month, _language: str) -> bytes:
    """What was issued on a case, as one file for the printer."""
    issued = [line.id for line in letters.of_case(session, _lettered(session)) if line.issued_at]
    _first(issued)
    return letters_together.pdf(session, issued)


def _letter_draft(session: Any, _: Month, language: str) -> bytes:
    """A letter while it is written; what is still to be filled in stands there by its name."""
    drafts = [line.id for line in letters.of_case(session, _lettered(session)) if not line.ref]
    template = templates.in_use(session, LetterKind.PROGRESS)
    words = LetterWords(
        subject=template.subject.said_in(language), body=template.text.said_in(language)
    )
    return letter_papers.preview(session, _first(drafts), words)


def _letter_template(session: Any, _: Month, language: str) -> bytes:
    template = templates.in_use(session, LetterKind.ANSWER)
    wording = (template.subject, template.text)
    return letter_papers.sample(session, LetterKind.ANSWER, *wording, language)


def _certificate(session: Any, _: Month, language: str) -> bytes:
    erasure = erasures.ledger(session)[0]
    return retention_papers.certificate(session, erasure.id, language=language)


def _slip(session: Any, _: Month, language: str) -> bytes:
    second = "zh_HK" if language == "en" else "en"
    version = statements.in_force(session).version
    return customer_papers.slip(session, version, languages=(language, second))


def _case_file(session: Any, _: Month, language: str) -> bytes:
    case = _first(views.first_lines(session, Filter(), 1))
    return case_file_papers.case_file(session, case.id, language=language)


def _past(session: Any, _: Month, language: str) -> bytes:
    case = _first(views.first_lines(session, Filter(), 1))
    subject = PastSubject.COMPLAINT
    return past_papers.record(session, subject, case.id, PastPoint(), language=language)


def _handover_sheet(session: Any, _: Month, language: str) -> bytes:
    return handover_papers.sheet(session, None, language=language)


PAPERS: dict[str, Paper] = {
    "handover-sheet": _handover_sheet,
    "collection-slip": _slip,
    "disclosure-log": _disclosures,
    "refusal-log": _refusals,
    "breach-register": _breaches,
    "breach-notification": _breach_notification,
    "breach-notice": _breach_notice,
    "data-inventory": _inventory,
    "privacy-policy": _policy,
    "access-copy": _copy,
    "corrected-copy": _corrected_copy,
    "case-file": _case_file,
    "as-it-stood": _past,
    "letter": _letter,
    "letter-draft": _letter_draft,
    "letters-together": _letters_together,
    "letter-template": _letter_template,
    "request-notice": _notice_of_request,
    "fishbone": _fishbone,
    "erasure-certificate": _certificate,
    "pack": _pack,
    "pack-bilingual": _pack_in_two,
    "pack-minutes": _minutes,
    "recovery-sheet": _sheet,
    "checklist-blank": _blank,
    "checklist-completed": _completed,
    "pledge-notice": _notice,
    "pledge-poster": _poster,
}
