"""The register of breaches on paper."""

from sqlalchemy.orm import Session

from csq_desktop.domain.words.wording import moment_text
from csq_desktop.services.breaches import breaches
from csq_desktop.services.settings import shop
from csq_desktop.texts import speaking, tr, trc


def register(session: Session, *, language: str) -> bytes:
    """Every breach as a PDF, the one found last first; nobody's words are in it."""
    from csq_desktop.reports.documents import privacy_register

    with speaking(language):
        zone = shop.zone(session)
        rows = [
            [
                (breach.ref, moment_text(breach.found_at, zone)),
                (breach.kind.label, breach.detail_text),
                (breach.people_text, breach.assessment.level.label if breach.assessment else ""),
                (breach.state_text, breach.decided_text),
            ]
            for breach in breaches.everything(session)
        ]
        return privacy_register.document(
            privacy_register.PrivacyRegister(
                tr("Register of data breaches"),
                tr("Personal Data (Privacy) Ordinance, Cap. 486, principle 4"),
                (
                    (trc("column", "Breach"), 128.0),
                    (trc("column", "What and which data"), None),
                    (trc("column", "People and risk"), 110.0),
                    (trc("column", "Status"), 120.0),
                ),
                rows,
                shop.shop(session),
                shop.today(session),
            ),
            language,
        ).pdf()
