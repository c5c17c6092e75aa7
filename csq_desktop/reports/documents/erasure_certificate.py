"""The certificate of an erasure: what went, by which rule, who approved it, and nobody's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from csq_desktop.domain.retention.erasures import Erasure
from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.words.wording import date_text
from csq_desktop.reports.paper.blocks import (
    Block,
    Bullets,
    Facts,
    Heading,
    Lead,
    Paragraph,
    SignBox,
    SignOff,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.texts import speaking, tr


@dataclass(frozen=True)
class ErasureCertificate:
    """An erasure, the shop's day of it, and the shop whose records they were."""

    erasure: Erasure
    day: date
    shop: Shop


def document(certificate: ErasureCertificate, language: str) -> Document:
    """The certificate in one of texts.LANGUAGES; it stands on one page."""
    shop, erasure = certificate.shop, certificate.erasure
    with speaking(language):
        title = tr("Erasure certificate")
        return Document(
            title=title,
            language=language,
            author=shop.name,
            issued=certificate.day,
            subject=erasure.ref,
            furniture=Furniture(
                header_left=(shop.name, shop.branch_code),
                header_right=(title, erasure.ref),
                footer=(tr("This certificate holds no personal data."),),
            ),
            blocks=tuple(_blocks(certificate)),
        )


def _blocks(certificate: ErasureCertificate) -> Iterator[Block]:
    erasure, shop = certificate.erasure, certificate.shop
    yield Heading(tr("Erasure certificate"))
    yield Lead(
        tr(
            "The records counted here no longer hold anything by which a person could be "
            "recognised. Counts, codes and dates stay."
        )
    )
    yield Facts(
        (
            (tr("Number"), erasure.ref),
            (tr("Day"), date_text(certificate.day)),
            (tr("Shop"), f"{shop.name} · {shop.branch_code}"),
            (tr("Kind of record"), erasure.kind.label),
            (tr("Kind of erasure"), erasure.mode.label),
            (tr("Rule"), erasure.rule_text),
            (tr("Approved by"), erasure.approver),
        )
    )
    yield Heading(tr("What went"), level=2)
    yield Bullets(erasure.count_texts)
    yield Heading(tr("What became of copies"), level=2)
    yield Bullets(
        (
            tr("Both files of the database were rewritten; their free space holds nothing of it."),
            tr("Every restore of an earlier backup repeats this erasure."),
            tr("Backups with identities that were made earlier are deleted within 35 days."),
        )
    )
    if erasure.replayed:
        yield Paragraph(tr("Repeated after a backup was restored."))
    yield SignOff((SignBox(tr("Approved by")), SignBox(tr("Checked by"))))
