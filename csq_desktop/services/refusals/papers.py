"""The log book on paper."""

from sqlalchemy.orm import Session

from csq_desktop.domain.words.wording import date_text, moment_text
from csq_desktop.services.refusals import refusals
from csq_desktop.services.settings import shop
from csq_desktop.texts import speaking, tr, trc


def register(session: Session, *, language: str) -> bytes:
    """Every entry as a PDF, the newest first."""
    from csq_desktop.reports.documents import privacy_register

    with speaking(language):
        zone = shop.zone(session)
        rows = [
            [
                (entry.ref, moment_text(entry.entered_at, zone)),
                (entry.kind.label, tr(" · ").join(filter(None, (entry.request_ref,
                                                                 entry.customer_ref)))),
                (entry.grounds_text, entry.particulars_text),
                (date_text(entry.notice_on), entry.entered_by),
            ]
            for entry in refusals.everything(session)
        ]  # fmt: skip
        return privacy_register.document(
            privacy_register.PrivacyRegister(
                tr("Log book of refusals"),
                tr("Personal Data (Privacy) Ordinance, Cap. 486, section 27"),
                (
                    (tr("Entry"), 84.0),
                    (trc("column", "Request"), 108.0),
                    (trc("column", "Grounds and particulars"), None),
                    (trc("column", "Notice"), 84.0),
                ),
                rows,
                shop.shop(session),
                shop.today(session),
            ),
            language,
        ).pdf()
