"""The data inventory on paper."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.inventory.facts import InventoryEntry
from csq_desktop.domain.words.wording import count_text, labelled, sentence
from csq_desktop.services.inventory import inventory
from csq_desktop.services.settings import shop
from csq_desktop.texts import speaking, tr, trc

_NO_COUNT = "–"


def register(session: Session, *, language: str) -> bytes:
    """Every record that may speak of a person, as a PDF."""
    from csq_desktop.reports.documents import privacy_register

    with speaking(language):
        return privacy_register.document(
            privacy_register.PrivacyRegister(
                tr("Data inventory"),
                tr("Personal data held, made from the program’s own description of its records"),
                (
                    (trc("column", "Record"), 104.0),
                    (trc("column", "What it holds"), None),
                    (trc("column", "Use"), 190.0),
                ),
                [_row(entry) for entry in inventory.entries(session)],
                shop.shop(session),
                shop.today(session),
            ),
            language,
        ).pdf()


def _row(entry: InventoryEntry) -> list[tuple[str, str]]:
    count = _NO_COUNT if entry.count is None else count_text(entry.count)
    held = "\n".join(labelled(field.title, field.explained) for field in entry.fields)
    return [
        (entry.title, "\n".join((entry.place.label, count))),
        (held, ""),
        (sentence(entry.purposes_text), "\n".join(_lines(entry))),
    ]


def _lines(entry: InventoryEntry) -> Iterator[str]:
    yield labelled(tr("Seen by"), entry.seen_by)
    if entry.months is None:
        yield entry.kept_text
    else:
        yield tr("{months}. {since}", months=entry.kept_text, since=entry.kept_words)
    if entry.received:
        yield labelled(tr("Handed over in 12 months"), entry.received_text)
