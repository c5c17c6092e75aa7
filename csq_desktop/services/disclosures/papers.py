"""The disclosure log on paper."""

from sqlalchemy.orm import Session

from csq_desktop.domain.disclosures.facts import Disclosure, DisclosureFilter
from csq_desktop.domain.words.wording import count_text, date_text
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.settings import shop
from csq_desktop.texts import speaking, tr, trc


def register(session: Session, shown: DisclosureFilter, *, language: str) -> bytes:
    """The lines a filter lets through as a PDF, the newest first."""
    from csq_desktop.reports.documents import privacy_register

    with speaking(language):
        lines = disclosures.everything(session, shown)
        return privacy_register.document(
            privacy_register.PrivacyRegister(
                tr("Disclosure log"),
                _about(shown),
                (
                    (trc("column", "Day"), 66.0),
                    (trc("column", "Recipient"), 108.0),
                    (trc("column", "Purpose and fields"), None),
                    (trc("column", "Authority"), 108.0),
                    (trc("column", "About"), 52.0),
                ),
                [_row(line) for line in lines],
                shop.shop(session),
                shop.today(session),
            ),
            language,
        ).pdf()


def _row(line: Disclosure) -> list[tuple[str, str]]:
    purpose = tr("Words erased with the person") if line.blanked else line.purpose
    return [
        (date_text(line.day), line.ref),
        (line.whom, line.user),
        (purpose, line.what),
        (line.authority.label, line.form.label),
        (count_text(line.customers) if line.customers else tr("all"), ""),
    ]


def _about(shown: DisclosureFilter) -> str:
    days = [
        tr("from {day}", day=date_text(shown.first)) if shown.first else "",
        tr("until {day}", day=date_text(shown.last)) if shown.last else "",
    ]
    kind = shown.recipient_kind.label if shown.recipient_kind else ""
    return tr(" · ").join(filter(None, (shown.part.label, kind, *days)))
